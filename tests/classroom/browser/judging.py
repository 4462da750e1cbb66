"""Whether a page is accessible and fits: what axe finds, and what is wider than the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.classroom import plan as stages
from tests.classroom.browser.browsers import Window

EACH = (stages.LOBBY, stages.JOIN, stages.BRIEF, stages.READ, stages.TALK, stages.VOTE, stages.CONSEQUENCES, stages.WHY,
        stages.WRITING, stages.HAPPENED, stages.COMPARE, stages.WORLD, stages.EXIT, stages.END)  # fmt: skip
"""The stages in which the pages differ."""
MAGNIFIED = 640
"""CSS pixels that a laptop's page has at 200 %."""
SMALL = 320
"""CSS pixels of the smallest phone, and of a laptop's page at 400 %."""

FITS = """
const screen = arguments[0];  // not innerWidth: a phone zooms out until the widest thing on the page is in sight
const wide = document.documentElement.scrollWidth - screen;
const all = [...document.querySelectorAll('h1,h2,h3,p,li,th,td,label,button,a,summary,legend,input,select,textarea')];
const cut = all.filter((e) => {
  if (e.closest('.spoken,.skip,svg,.stacked thead') || !e.offsetParent) return false;
  const r = e.getBoundingClientRect(), s = getComputedStyle(e);
  if (r.right > screen + 1 || r.left < -1) return true;
  return (!/INPUT|SELECT|TEXTAREA/.test(e.tagName) && s.overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1);
});
return [wide, cut.slice(0, 3).map((e) => e.outerHTML.slice(0, 120))];
"""


def faults(page: Window, widths: Iterable[int] = (MAGNIFIED, SMALL)) -> Iterator[str]:
    """What is wrong with a page, a line each; its window is left as wide as it was."""
    yield from (f"axe finds {violation}" for violation in page.violations())
    for width in widths:
        page.sized(width, 800)
        wide, cut = page.run(FITS, width)
        if wide > 0 or cut:
            yield f"at {width} pixels {max(wide, 0)} are out of sight: {' '.join(cut)}"
    page.sized(*page.size)

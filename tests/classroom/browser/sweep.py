"""Every page of the classroom in every stage and language, judged by axe and by its fit on small screens.

    python -m tests.classroom.browser.sweep [--lang kk] [--scenario deft-diplomacy] [--mode teams]

The tests look at every stage in English and at the telling ones in Kazakh and Russian; this looks at all of them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from game.classroom import plan as stages
from tests.classroom.browser.browsers import LAPTOP, WALL, Browser, Class, taught
from tests.classroom.browser.judging import EACH, faults
from tests.classroom.browser.shots import _act

WIDTHS = (640, 360, 320)
SCENARIOS = ("deft-diplomacy", "ladder")


def found(room: Class, browser: Browser, device: int) -> Iterator[tuple[str, str]]:
    """Where something is wrong, and what."""
    door = browser.window(room.address(device) + "/")
    pair = browser.window(room.address(device + 1) + "/pair")
    for page in (door, pair):
        yield from (("before one is in", fault) for fault in faults(page, WIDTHS))
    phones = [browser.window(f"{room.address(device + n)}/j/{room.code}") for n in (2, 3)]
    for phone in phones:
        phone.click("button.big")
    teacher = browser.window(room.address(1) + "/teacher", LAPTOP)
    wall = browser.window(room.address(1) + "/projector", WALL)
    shown = {"student": phones[0], "teacher": teacher, "wall": wall}
    for kind in EACH:
        room.to(kind)
        _act(phones, kind)
        if kind in (stages.WRITING, stages.EXIT):
            room.act("names", allowed=int(not room.state.names_allowed))
        for name, page in shown.items():
            page.open(page.run("return location.href"))
            page.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            yield from ((f"{kind}, {name}", fault) for fault in faults(page, WIDTHS))
        if kind == stages.CONSEQUENCES:
            phones[1].open(phones[1].one("a[href^='/why']").get_attribute("href"))
            yield from (("why", fault) for fault in faults(phones[1], WIDTHS))
            phones[1].open(room.address(device + 3) + "/")


def main() -> None:
    """Look everywhere and tell what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--lang", action="append", choices=("en", "kk", "ru"), help="only this one")
    parser.add_argument("--scenario", action="append", help=f"default: {' and '.join(SCENARIOS)}")
    parser.add_argument("--mode", default="plenary", choices=("plenary", "teams", "hands"))
    chosen = parser.parse_args()
    wrong = looked = 0
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(Path(profile))
        try:
            for scenario in chosen.scenario or SCENARIOS:
                for number, language in enumerate(chosen.lang or ("en", "kk", "ru")):
                    with taught(scenario, "--seed", "7", "--lang", language, "--mode", chosen.mode) as room:
                        for where, fault in found(room, browser, 10 + 10 * number):
                            print(f"{scenario}, {language}, {where}: {fault}", flush=True)
                            wrong += 1
                    looked += 1
        finally:
            browser.quit()
    print(f"{looked} lessons of {len(EACH)} stages looked at, each page at {len(WIDTHS)} widths: {wrong} faults")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()

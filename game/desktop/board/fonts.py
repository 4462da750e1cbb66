"""Text: faces, measuring, wrapping and rendering with even spacing at every size.

SDL_ttf sets glyphs on whole pixels, which makes small text uneven. Here small text is set at a multiple of
its size and scaled down, and measures are taken from that same large setting: measures and pictures agree
exactly, and a string's width does not depend on hinting.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

import pygame

Colour = tuple[int, int, int] | tuple[int, int, int, int]

FACES = {
    "sans": "Inter-Regular.ttf",
    "sans_medium": "Inter-Medium.ttf",
    "sans_semibold": "Inter-SemiBold.ttf",
    "sans_bold": "Inter-Bold.ttf",
    "serif": "SourceSerif4-Regular.ttf",
    "serif_italic": "SourceSerif4-Italic.ttf",
    "serif_semibold": "SourceSerif4-SemiBold.ttf",
    "serif_bold": "SourceSerif4-Bold.ttf",
}
RENDERED_BYTES = 24 << 20  # what rendered text may hold before the least used is dropped
MEASURED = 20_000  # how many measures are remembered


def oversample(px: int) -> int:
    """How many times larger than `px` text is set before it is scaled down.

    Only 4, 2 and 1 keep flat colour flat.
    """
    return 4 if px <= 16 else 2 if px <= 40 else 1


class Fonts:
    """The shipped faces, by the names of `FACES`.

    Sizes are pixels of the em square; `px` is rounded, at least 4.

    Surfaces and measures are cached, so a surface from `render` is shared: blit it, do not draw on it.
    FileNotFoundError at first use of a face whose file is not in `asset_dir`.
    """

    def __init__(self, asset_dir: Path | str) -> None:
        """`asset_dir` is the folder `assets` or its folder `fonts`."""
        folder = Path(asset_dir)
        self._folder = folder / "fonts" if (folder / "fonts").is_dir() else folder
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._measured: OrderedDict[tuple[str, str, int], tuple[int, int]] = OrderedDict()
        self._rendered: OrderedDict[tuple[str, str, int, tuple[int, ...]], pygame.Surface] = OrderedDict()
        self.rendered_bytes = 0
        if not pygame.font.get_init():
            pygame.font.init()

    def font(self, face: str, px: int) -> pygame.font.Font:
        """The pygame font of a face at exactly `px`, not oversampled (for names drawn letter by letter)."""
        key = (face, px)
        if key not in self._fonts:
            self._fonts[key] = pygame.font.Font(self._folder / FACES[face], px)
        return self._fonts[key]

    def measure(self, text: str, face: str, px: float) -> tuple[int, int]:
        """Width and height in pixels of one line of text: exactly the size of what `render` gives."""
        size = max(4, round(px))
        key = (text, face, size)
        known = self._measured.get(key)
        if known is None:
            factor = oversample(size)
            width, height = self.font(face, size * factor).size(text)
            known = self._measured[key] = (-(-width // factor), -(-height // factor))
            if len(self._measured) > MEASURED:
                self._measured.popitem(last=False)
        else:
            self._measured.move_to_end(key)
        return known

    def line_height(self, face: str, px: float) -> int:
        """Height in pixels of a line of text in a face, whatever it says."""
        return self.measure(" ", face, px)[1]

    def baseline(self, face: str, px: float) -> int:
        """Pixels from the top of a rendered line to its baseline."""
        size = max(4, round(px))
        factor = oversample(size)
        return round(self.font(face, size * factor).get_ascent() / factor)

    def wrap(self, text: str, face: str, px: float, width: float) -> tuple[str, ...]:
        """Lines of at most `width` pixels.

        Breaks at spaces and newlines, inside a word only when it is too long.

        A no-break space holds its words together. A single character wider than `width` stands alone and
        exceeds it.
        """
        return tuple(
            line
            for paragraph in text.split("\n")
            for line in self._wrap_paragraph(paragraph, face, px, width)
        )

    def _wrap_paragraph(self, text: str, face: str, px: float, width: float) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.measure(longer, face, px)[0] <= width:
                lines[-1] = longer
                continue
            pieces = self._break_word(word, face, px, width)
            lines = (lines if lines[-1] else lines[:-1]) + pieces
        return lines

    def _break_word(self, word: str, face: str, px: float, width: float) -> list[str]:
        pieces = []
        while len(word) > 1 and self.measure(word, face, px)[0] > width:
            low, high = 1, len(word) - 1
            while low < high:  # the longest start that fits, at least one character
                middle = (low + high + 1) // 2
                if self.measure(word[:middle], face, px)[0] <= width:
                    low = middle
                else:
                    high = middle - 1
            pieces.append(word[:low])
            word = word[low:]
        return [*pieces, word]

    def ellipsis(self, text: str, face: str, px: float, width: float) -> str:
        """The text, or its longest start with … behind it, within `width` pixels.

        Empty if not even … fits.
        """
        if self.measure(text, face, px)[0] <= width:
            return text
        for end in range(len(text) - 1, -1, -1):
            shorter = text[:end].rstrip() + "…"
            if self.measure(shorter, face, px)[0] <= width:
                return shorter
        return ""

    def render(self, text: str, face: str, px: float, colour: Colour) -> pygame.Surface:
        """One line of text on a transparent surface of the size `measure` says. Shared: do not draw on it."""
        size = max(4, round(px))
        key = (text, face, size, tuple(colour))
        surface = self._rendered.get(key)
        if surface is not None:
            self._rendered.move_to_end(key)
            return surface
        surface = self._set(text, face, size, colour)
        self._rendered[key] = surface
        self.rendered_bytes += surface.get_width() * surface.get_height() * 4
        while self.rendered_bytes > RENDERED_BYTES and len(self._rendered) > 1:
            _, old = self._rendered.popitem(last=False)
            self.rendered_bytes -= old.get_width() * old.get_height() * 4
        return surface

    def _set(self, text: str, face: str, size: int, colour: Colour) -> pygame.Surface:
        factor = oversample(size)
        width, height = self.measure(text, face, size)
        # Filled with the text's own colour at alpha 0, or scaling down would mix black into every edge.
        large = pygame.Surface((width * factor, height * factor), pygame.SRCALPHA)
        large.fill((*colour[:3], 0))
        if text:
            large.blit(self.font(face, size * factor).render(text, True, colour), (0, 0))
        return large if factor == 1 else pygame.transform.smoothscale(large, (width, height))

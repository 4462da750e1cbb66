"""The faces: what letters they have, and that measures, wrapping and pictures agree."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

pygame = pytest.importorskip("pygame")

from game.desktop.board.fonts import FACES, Fonts  # noqa: E402

ASSETS = Path(__file__).parents[2] / "assets"
ALPHABETS = {
    "kazakh": "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "russian": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "turkish": "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZabcçdefgğhıijklmnoöprsştuüvyzÂâÎîÛû",
    "signs": "0123456789→←↑↓−–—…•·×≥≤₸€$¥₽₺£№«»„“”‘’°±%+=()[]{}/\\|<>!?&#@*",
}
TEXT = (
    "Два из трёх причалов выведены из строя. Storm closes the Novorossiysk terminal − two of three are out. "
    "Қазақстан–Түркия келісімі: ортақ тариф пен кедендік жеңілдік. Supercalifragilisticexpialidocious\nnew"
)


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts(ASSETS)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_face_has_every_letter(face: str, alphabet: str) -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    cmap = tools.TTFont(ASSETS / "fonts" / FACES[face]).getBestCmap()
    assert [char for char in ALPHABETS[alphabet] if ord(char) not in cmap] == []


@pytest.mark.parametrize("face", FACES)
def test_digits_are_tabular(face: str) -> None:
    tools = pytest.importorskip("fontTools.ttLib")
    font = tools.TTFont(ASSETS / "fonts" / FACES[face])
    cmap = font.getBestCmap()
    assert len({font["hmtx"][cmap[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_fonts_stay_small_and_keep_their_licences() -> None:
    assert sum(path.stat().st_size for path in (ASSETS / "fonts").glob("*.ttf")) <= 760_000
    for name in ("OFL-Inter.txt", "OFL-SourceSerif4.txt"):
        assert "SIL OPEN FONT LICENSE" in (ASSETS / "fonts" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("px", [8, 11, 13.4, 16, 17, 24, 40, 41, 72])
def test_measure_agrees_with_render(fonts: Fonts, face: str, px: float) -> None:
    for text in ("", " ", "Қазақстан 41 → −2", "İstanbul"):
        assert fonts.render(text, face, px, (10, 20, 30)).get_size() == fonts.measure(text, face, px)


def test_ink_stays_inside_the_measure(fonts: Fonts) -> None:
    for px in (10, 14, 20, 48):
        surface = fonts.render("ЩÇğj", "sans", px, (0, 0, 0))
        box = surface.get_bounding_rect()
        assert box.width > 0 and surface.get_rect().contains(box)


def test_measures_do_not_depend_on_what_came_before() -> None:
    texts = ["Qazaqstan", "Өзен 12", "…", "Türkiye −4"]
    one, two = Fonts(ASSETS), Fonts(ASSETS / "fonts")
    forward = {(t, px): one.measure(t, "serif", px) for t in texts for px in (9, 13, 30)}
    backward = {(t, px): two.measure(t, "serif", px) for t in reversed(texts) for px in (30, 13, 9)}
    assert forward == backward


def test_wrap_never_exceeds_the_width_and_loses_nothing(fonts: Fonts) -> None:
    chance = random.Random(5)
    for _ in range(120):
        face, px, width = chance.choice(list(FACES)), chance.choice([10, 13, 16, 22]), chance.randint(40, 500)
        words = [chance.choice(TEXT.split()) for _ in range(chance.randint(0, 30))]
        text = " ".join(words)
        lines = fonts.wrap(text, face, px, width)
        assert all(fonts.measure(line, face, px)[0] <= width for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wrap_keeps_newlines_and_no_break_spaces(fonts: Fonts) -> None:
    assert fonts.wrap("one\n\ntwo", "sans", 14, 500) == ("one", "", "two")
    assert fonts.wrap("", "sans", 14, 500) == ("",)
    lines = fonts.wrap("aaa 10\u00a0₸", "sans", 14, fonts.measure("aaa 10", "sans", 14)[0] + 1)
    assert lines == ("aaa", "10\u00a0₸")
    assert fonts.wrap("WW", "sans", 40, 1) == ("W", "W")


def test_ellipsis_fits(fonts: Fonts) -> None:
    assert fonts.ellipsis("short", "sans", 14, 200) == "short"
    for width in range(0, 120, 7):
        cut = fonts.ellipsis("Novorossiysk terminal", "sans", 14, width)
        assert cut == "" or fonts.measure(cut, "sans", 14)[0] <= width


def test_rendered_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.desktop.board.fonts.RENDERED_BYTES", 20_000)
    fonts = Fonts(ASSETS)
    for number in range(200):
        fonts.render(f"number {number}", "sans", 14, (0, 0, 0))
    assert fonts.rendered_bytes <= 20_000
    again = fonts.render("number 199", "sans", 14, (0, 0, 0))
    assert fonts.render("number 199", "sans", 14, (0, 0, 0)) is again


def test_small_text_keeps_its_colour(fonts: Fonts) -> None:
    surface = fonts.render("HHH", "sans_bold", 14, (200, 100, 50))
    solid = [
        surface.get_at((x, y))
        for x in range(surface.get_width())
        for y in range(surface.get_height())
        if surface.get_at((x, y)).a > 200
    ]
    assert solid and all(abs(c.r - 200) < 4 and abs(c.g - 100) < 4 and abs(c.b - 50) < 4 for c in solid)

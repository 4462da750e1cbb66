"""The author's preview on the board: it holds its text everywhere, is reached by keys and mouse, and shows a save."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from game.desktop import intents
from game.desktop.author import Author, Version
from game.desktop.board.app import App
from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.tree import Icon, Text
from game.desktop.board.widgets import Attention
from game.desktop.live import Live
from game.desktop.reloading import checked
from game.desktop.session import Session
from game.rules.model import Location
from game.rules.play import start
from game.scenario import library
from game.scenario.diagnostics import Diagnostic, Related
from game.scenario.library import resources
from game.scenario.watching import EVERY, SETTLED
from game.scenes.diagnosis import WIDEST, excerpt, page_blocks
from game.scenes.scene import BoardScene
from tests.desktop.test_app import click, key
from tests.desktop.test_layout import (
    LANGUAGES,
    SCALES,
    SIZES,
    atlas_of,
    begun,
    fonts,
    longer,
    overflows,
    overlaps,
    tree_of,
    unreached,
)

FLAGSHIP = "deft-diplomacy"


def told(code: str, line: int, column: int, end: int, excerpt: str, **more: object) -> Diagnostic:
    where = Location(f"{FLAGSHIP}/cards.yaml", line, column)
    return Diagnostic(code, f"there is no track `tresury` in line {line}", where, end, excerpt=excerpt, **more)  # type: ignore[arg-type]


LONG = "    when: " + "treasury >= 2 and stability >= 1 and " * 4 + "tresury >= 5"
FOUND = (
    told("MV312", 11, 12, 19, "    cost: {tresury: 4}", hint="did you mean `treasury`?", path="cards.aktau_ports.cost"),
    told("MV312", 1412, LONG.index("tresury") + 1, LONG.index("tresury") + 8, LONG, path="cards.a_very_long_name.when"),
    told("MV203", 2, 1, 2, "", related=(Related("the first one is", Location(f"{FLAGSHIP}/scenario.yaml", 3, 4)),)),
    told("MV501", 40, 1, 400, "\tunused: {of: all}"),
)


@cache
def sessions() -> dict[str, Session]:
    author = Author(here=Path("/nowhere"), editor=("nvim",))
    files = {f"{FLAGSHIP}/cards.yaml": Path("/home/an author/scenarios/deft-diplomacy/cards.yaml")}
    board = evolve(begun(FLAGSHIP), author=author)
    wrong = evolve(board, author=author.told(Version(None, FOUND, files)))
    many = evolve(board, author=author.told(Version(None, FOUND * 8, files)))
    shown = wrong.do(intents.Show("diagnostics"))
    alone = evolve(Session(author=wrong.author), screen="diagnostics")
    return {
        "fine": board,
        "badge": wrong,
        "badge, outdated": evolve(many, author=evolve(many.author, outdated=True)),
        "list, first": shown,
        "list, long line": shown.do(intents.Diagnose(2)),
        "list, none open": shown.do(intents.Diagnose(0)),
        "many": many.do(intents.Diagnose(30)),
        "nothing wrong": board.do(intents.Show("diagnostics")),
        "without a game": alone,
    }


NAMES = tuple(sessions())


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    """A display, and faces of this test's own: another test's window may have shut down those of an earlier one."""
    fonts.cache_clear()
    pygame.display.init()
    yield
    pygame.display.quit()
    fonts.cache_clear()


@cache
def spoken(language: str) -> dict[str, Session]:
    return {name: session.in_language(language) for name, session in sessions().items()}


@pytest.mark.parametrize("size", SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_the_preview_holds_its_text(size: tuple[int, int]) -> None:
    """Every language, size and scale; what differs only in what the board holds, in the smallest windows."""
    found = []
    for name in NAMES if size[0] < 1300 else ("badge, outdated", "list, long line"):
        for language in LANGUAGES:
            for scale in SCALES:
                tree = tree_of(spoken(language)[name], size, scale)
                faults = (*overflows(tree), *overlaps(tree), *unreached(tree))
                found += [f"{name}, {language}, {scale}: {fault}" for fault in faults]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("size,scale", [((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.5)])
def test_wordier_languages_fit_and_everything_is_said_and_reached(size: tuple[int, int], scale: float) -> None:
    found = []
    for name, session in sessions().items():
        scene = longer(scene_of(session))
        tree = compose(session, scene, size, scale, fonts(), Attention(), atlas_of, behind(session))
        found += [f"{name}: {fault}" for fault in (*overflows(tree), *overlaps(tree))]
        plain = tree_of(session, size, scale)
        order = [n.id for n in plain.focus_order()]
        assert len(order) == len(set(order)) and all(n.text for n in plain.focus_order())
    assert not found, "\n".join(found[:40])


def test_a_severity_is_told_by_shape_colour_and_word() -> None:
    tree = tree_of(sessions()["list, first"], (1280, 800), 1.0)
    for number, shape, colour, word in ((1, "error", "loss", "error MV312"), (4, "warning", "accent", "warning MV501")):
        sign = tree.by_id[f"diagnostic:{number}.head.sign"].look
        words = tree.by_id[f"diagnostic:{number}.head.word"].look
        assert isinstance(sign, Icon) and (sign.name, sign.colour) == (shape, colour)
        assert isinstance(words, Text) and words.lines == (word,) and words.colour == colour
    assert (
        "error MV312, /home/an author/scenarios/deft-diplomacy/cards.yaml:11:12: there is no track" in tree.describe()
    )
    assert "Line 11: cost: {tresury: 4}. Marked: tresury" in tree.describe()


def test_the_carets_stand_under_what_is_wrong() -> None:
    for size, scale in (((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.5)):
        tree = tree_of(sessions()["list, first"], size, scale)
        words = next(n for n in tree.root.walk() if isinstance(n.look, Text) and n.look.lines == ("tresury",))
        caret = tree.by_id[f"{words.id}.caret"]
        assert (caret.rect.x, caret.rect.w) == (words.rect.x, words.rect.w) and caret.rect.y == words.rect.bottom


def test_a_long_line_is_cut_around_what_is_wrong() -> None:
    before, wrong, after = excerpt(FOUND[1])
    assert wrong == "tresury" and before.startswith("…") and after == " >= 5"
    assert len(before + wrong + after) <= WIDEST
    assert excerpt(FOUND[2]) == ("", "", "") and excerpt(FOUND[3]) == ("", " unused: {of: all}", "")


def test_every_page_is_read_in_parts() -> None:
    for path in (resources("scenarios") / "diagnostics").glob("MV*.md"):
        blocks = page_blocks(path.stem)
        assert blocks and {"text", "heading", "code"} >= {b.kind for b in blocks}, path
        letters = "".join("".join(line for line in b.lines) for b in blocks)
        wanted = path.read_text(encoding="utf-8").split("\n", 1)[1]
        assert "".join(c for c in letters if c.isalnum()) == "".join(
            c for c in "\n".join(x for x in wanted.splitlines() if not x.startswith("```")) if c.isalnum()
        ), path


# The board that lives


class Desk:
    """An app without a window on a copy of the ladder, with a clock of this test's own."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scenario.yaml"
        folder.mkdir()
        self.good = (resources("scenarios") / "ladder" / "scenario.yaml").read_text(encoding="utf-8")
        self.file.write_text(self.good, encoding="utf-8")
        author = Author(here=folder.parent, id="ladder", editor=("no-such-editor-anywhere",))
        game = start(library.load(folder), 7)
        session = Session(game=game, screen="board", scenario=str(folder), author=author)
        self.app = App(session, pygame.Surface((1280, 800), 0, 32), scale=1.0, live=Live.on(folder))
        self.now = 0.0
        self.rest()

    def rest(self) -> None:
        for _ in range(4):
            self.now += max(EVERY, SETTLED)
            self.app.poll(self.now)

    def save(self, *changes: tuple[str, str]) -> None:
        text = self.good
        for old, new in changes:
            text = text.replace(old, new)
        self.file.write_text(text, encoding="utf-8")
        self.rest()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ladder")


def test_a_save_is_on_the_board_and_what_was_looked_at_stays(desk: Desk) -> None:
    app = desk.app
    key(app, pygame.K_2)
    assert app.draw() and not app.draw()
    focus, looked = app.attention.focus, app.session.focus
    desk.save(("name: Capital", "name: Money"))
    assert isinstance(app.scene, BoardScene) and app.scene.tracks[0].name == "Money"
    assert app.draw()
    assert (app.attention.focus, app.session.focus) == (focus, looked) and app.chosen == looked
    key(app, pygame.K_2)
    assert app.session.game is not None and app.session.game.depth == 1


def test_a_broken_save_comes_up_and_is_left_by_keys_and_mouse(desk: Desk) -> None:
    app = desk.app
    before = app.session.game
    desk.save(("cost: {capital: 2}", "cost: {capitul: 2}"))
    assert app.session.screen == "diagnostics" and app.session.game is before and app.draw()
    assert len(app.session.author.diagnostics if app.session.author else ()) > 1
    while app.attention.focus != "diagnostic:2":
        key(app, pygame.K_TAB)
    key(app, pygame.K_RETURN)
    assert app.session.author is not None and app.session.author.opened == 2
    click(app, "diagnostic:1")
    assert app.session.author is not None and app.session.author.opened == 1
    key(app, pygame.K_F4)
    assert isinstance(app.scene, BoardScene) and app.scene.author is not None and app.scene.author.errors
    click(app, "author")
    assert app.session.screen == "diagnostics"
    key(app, pygame.K_ESCAPE)
    assert isinstance(app.scene, BoardScene)
    desk.save()
    assert isinstance(app.scene, BoardScene) and not app.scene.author.errors


def test_a_mended_save_takes_away_what_came_by_itself(desk: Desk) -> None:
    desk.save(("turns: 10", "turns: ten"))
    assert desk.app.session.screen == "diagnostics"
    desk.save()
    assert isinstance(desk.app.scene, BoardScene) and desk.app.draw()


def test_a_place_is_copied_and_an_editor_that_is_not_there_is_told(desk: Desk) -> None:
    app = desk.app
    pygame.display.set_mode((64, 64))
    desk.save(("turns: 10", "turns: ten"))
    click(app, "diagnostics.copy")
    assert app.session.notice == "Copied: ladder/scenario.yaml:15:8"
    assert pygame.scrap.get_text() == "ladder/scenario.yaml:15:8"
    click(app, "diagnostics.editor")
    assert app.session.notice.startswith("no-such-editor-anywhere cannot be opened: ")


def test_who_types_a_seed_is_not_interrupted(desk: Desk) -> None:
    app = desk.app
    app.do(intents.Show("picker"))
    app.attend(evolve(app.attention, focus="seed"))
    desk.save(("turns: 10", "turns: ten"))
    assert app.session.screen == "picker" and app.attention.focus == "seed"
    assert app.session.author is not None and app.session.author.errors


def test_nothing_is_drawn_without_a_save(desk: Desk) -> None:
    desk.app.draw()
    for _ in range(5):
        desk.rest()
        assert not desk.app.draw()


def test_catalogues_that_break_come_up_though_the_rules_are_fine() -> None:
    session = sessions()["fine"]
    broken = evolve(FOUND[0], code="MV118", location=Location(f"{FLAGSHIP}/text/kk.po", 1, 1))
    after = checked(session, Version(None, (broken,), {}))
    assert after.screen == "diagnostics" and after.author is not None and after.author.unasked

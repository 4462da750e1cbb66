"""The app by events alone: whole games by keyboard and by mouse, storms of random events, a clean end."""

from __future__ import annotations

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest

from game.desktop.board.app import App
from game.desktop.board.input import help_lines
from game.desktop.board.installed import check_pygame
from game.desktop.board.sheet import SMALLEST
from game.desktop.board.shot import screenshot
from game.desktop.board.tree import Node, shown
from game.desktop.board.window import run
from game.desktop.session import Session
from game.scenes.scene import BoardScene, EndingScene, ReportScene, TitleScene, WhyScene

SIZE = (1280, 800)


@pytest.fixture(autouse=True)
def display() -> Iterator[None]:
    pygame.display.init()
    yield
    pygame.display.quit()


def opened(size: tuple[int, int] = SIZE, scale: float = 1.0) -> App:
    return App(Session(), pygame.Surface(size, 0, 32), scale=scale)


def key(app: App, code: int, mod: int = 0, text: str = "") -> None:
    app.event(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=text))


def click(app: App, node: Node | str) -> None:
    found = app.tree.by_id[node] if isinstance(node, str) else node
    at = shown(app.tree, found.id).centre
    app.event(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    app.event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
    app.event(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))


def begin_by_keys(app: App) -> None:
    """From the title screen to the board."""
    for _ in range(12):
        if isinstance(app.scene, BoardScene):
            return
        if isinstance(app.scene, TitleScene):
            while app.attention.focus != "menu:new":
                key(app, pygame.K_TAB)
        key(app, pygame.K_RETURN)
    raise AssertionError(f"stuck at {type(app.scene).__name__}")


def test_a_whole_game_by_keyboard() -> None:
    app = opened()
    begin_by_keys(app)
    steps = 0
    while not isinstance(app.scene, EndingScene):
        steps += 1
        assert steps < 800, "no end in sight"
        if isinstance(app.scene, ReportScene):
            key(app, pygame.K_RETURN)
            continue
        assert isinstance(app.scene, BoardScene)
        legal = [n for n, m in enumerate(app.scene.decision.moves, 1) if m.legal]
        before = app.session.game
        if legal[0] <= 9 and steps % 2:
            key(app, getattr(pygame, f"K_{legal[0]}"))
        else:
            wanted = f"move:{app.scene.decision.moves[legal[0] - 1].id}"
            for _ in range(120):
                if app.attention.focus == wanted:
                    break
                key(app, pygame.K_TAB)
        assert app.session.game is before, "a first look must not play"
        assert isinstance(app.scene, BoardScene) and app.scene.preview is not None
        key(app, pygame.K_RETURN)
        assert app.session.game is not before
        app.draw()
    key(app, pygame.K_q, pygame.KMOD_CTRL)
    assert app.session.ended


@pytest.mark.parametrize("size,scale", [(SIZE, 1.0), ((1280, 800), 2.0)])
def test_a_whole_game_by_mouse(size: tuple[int, int], scale: float) -> None:
    app = opened(size, scale)
    click(app, "menu:new")
    click(app, "picker.next")
    click(app, "briefing.next")
    steps = 0
    while not isinstance(app.scene, EndingScene):
        steps += 1
        assert steps < 800, "no end in sight"
        if isinstance(app.scene, ReportScene):
            click(app, "report.next")
            continue
        assert isinstance(app.scene, BoardScene)
        if app.scene.decision.kind == "over":
            click(app, "to_ending")
            continue
        wanted = f"move:{next(m.id for m in app.scene.decision.moves if m.legal)}"
        roll_to(app, wanted)
        before = app.session.game
        click(app, wanted)
        assert app.session.game is before, "a first click must not play"
        if steps % 2:
            click(app, "play")
        else:
            roll_to(app, wanted)
            click(app, wanted)
        assert app.session.game is not before
    click(app, "ending.next")
    click(app, "menu:quit")
    assert app.session.ended


def roll_to(app: App, id: str) -> None:
    """Turn the wheel until a node can be seen."""
    for turn in range(60):
        seen = shown(app.tree, id)
        if seen.w > 4 and seen.h > 4 and app.tree.hit(*seen.centre) is not None:
            return
        lists = [n for n in app.tree.path_to(id) if n.scroll]
        assert lists, f"{id} cannot be brought into view"
        app.scroll(lists[0], 120 if turn < 40 else -120)


def test_the_mouse_previews_without_a_click_and_looks_away_again() -> None:
    app = opened()
    begin_by_keys(app)
    moves = [n for n in app.tree.focus_order() if n.peek is not None]
    at = moves[0].rect.centre
    app.event(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    assert isinstance(app.scene, BoardScene) and app.scene.preview is not None
    app.event(pygame.event.Event(pygame.MOUSEMOTION, pos=(640, 300), rel=(0, 0), buttons=(0, 0, 0)))
    assert isinstance(app.scene, BoardScene) and app.scene.preview is None


def test_every_number_of_the_header_opens_its_ledger_and_esc_comes_back() -> None:
    app = opened()
    begin_by_keys(app)
    for id in [n.id for n in app.tree.focus_order() if n.id.startswith("track:")]:
        click(app, id)
        assert isinstance(app.scene, WhyScene)
        key(app, pygame.K_ESCAPE)
        assert isinstance(app.scene, BoardScene)
    key(app, pygame.K_w)
    assert isinstance(app.scene, WhyScene)


def test_undo_and_redo_by_keys() -> None:
    app = opened()
    begin_by_keys(app)
    start = app.session.game
    key(app, pygame.K_1)
    key(app, pygame.K_1)
    after = app.session.game
    assert start is not None and after is not None and after.depth == 1
    key(app, pygame.K_z, pygame.KMOD_CTRL)
    assert app.session.game is not None and app.session.game.state == start.state
    key(app, pygame.K_r)
    assert app.session.game is not None and app.session.game.state == after.state


def test_a_page_turned_keeps_the_focus_on_what_turns_it() -> None:
    app = opened()
    begin_by_keys(app)
    key(app, pygame.K_F3)
    turn = next(node.id for node in app.tree.focus_order() if node.id.endswith(".turn"))
    while app.attention.focus != turn:
        key(app, pygame.K_TAB)
    for page in (2, 1, 2):
        key(app, pygame.K_RETURN)
        assert app.session.page == page and app.attention.focus == f"rules.page{page}.turn"
        assert app.attention.focus in app.tree.by_id


def test_digits_change_the_seed() -> None:
    app = opened()
    click(app, "menu:new")
    click(app, "seed")
    for code, text in ((pygame.K_BACKSPACE, ""), (pygame.K_4, "4"), (pygame.K_2, "2")):
        key(app, code, text=text)
    assert app.session.seed == 42


def test_the_window_opens_and_closes_cleanly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    pygame.display.init()
    for code in (pygame.K_F11, pygame.K_TAB, pygame.K_F11, pygame.K_F1, pygame.K_ESCAPE):
        pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, mod=0, unicode=""))
    pygame.event.post(pygame.event.Event(pygame.QUIT))
    run(Session())
    assert not pygame.get_init() or not pygame.display.get_init()


@pytest.mark.parametrize("size", [(200, 150), (40, 700), (1, 1)])
def test_a_window_too_small_shows_the_whole_board_smaller(size: tuple[int, int]) -> None:
    app = opened()
    begin_by_keys(app)
    app.resized(pygame.Surface(size, 0, 32))
    assert app.draw() and app.tree.size[0] >= SMALLEST[0] and app.tree.size[1] >= SMALLEST[1]
    middle = app.sheet.at((size[0] // 2, size[1] // 2))
    assert all(abs(at - whole / 2) <= whole / min(size) for at, whole in zip(middle, app.tree.size, strict=True))


def test_the_mouse_plays_in_a_window_too_small() -> None:
    app = opened()
    app.resized(pygame.Surface((320, 200), 0, 32))
    x, y = app.tree.by_id["menu:new"].rect.centre
    app.event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(x // 2, y // 2), button=1))
    assert app.session.screen == "picker"


def test_nothing_is_painted_twice() -> None:
    app = opened()
    assert app.draw()
    assert not app.draw()
    app.event(pygame.event.Event(pygame.MOUSEMOTION, pos=(3, 3), rel=(0, 0), buttons=(0, 0, 0)))
    assert not app.draw()


def test_a_picture_can_be_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "title.png"
    screenshot(Session(), (960, 600), 1.0, path)
    assert pygame.image.load(path).get_size() == (960, 600)


def test_the_other_pygame_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pygame, "IS_CE", raising=False)
    with pytest.raises(RuntimeError, match="uninstall pygame"):
        check_pygame()


def test_only_painting_needs_pygame() -> None:
    code = "import sys; sys.modules['pygame'] = None; import game.desktop.board.composing, game.desktop.board.theme"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_help_tells_every_key() -> None:
    labels = " ".join(line.key for line in help_lines())
    for wanted in ("Tab", "Enter", "1 to 9", "Ctrl+Z", "Ctrl+Y", "W", "E", "H", "F1", "Esc", "F11", "Ctrl+Q"):
        assert wanted in labels

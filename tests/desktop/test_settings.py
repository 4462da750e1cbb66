"""Settings: changed by keys and by the mouse, shown at once, kept for the next time, and never in the way."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from attrs import evolve

from game.desktop import settings
from game.desktop.board.app import App
from game.desktop.board.theme import CONTRAST, NIGHT
from game.desktop.board.tree import shown
from game.desktop.intents import Back, Next, Projector, Set, Show, Start
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.settings import Settings
from game.scenario.library import shipped
from game.scenes.scene import BoardScene, SettingsScene, TitleScene
from tests.desktop.test_layout import overflows, overlaps, tree_of
from tests.desktop.test_layout import sessions as screens

pytestmark = pytest.mark.xdist_group("screens")
SIZE = (1280, 800)
FLAGSHIP = "deft-diplomacy"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path))
    pygame.display.init()
    yield tmp_path
    pygame.display.quit()


def opened() -> App:
    """A board that keeps its settings, as a window does."""
    return App(Session(settings=settings.load(), remember=settings.save), pygame.Surface(SIZE, 0, 32))


def key(app: App, code: int, mod: int = 0, **more: object) -> None:
    app.event(pygame.event.Event(pygame.KEYDOWN, {"key": code, "mod": mod, "unicode": "", **more}))


def tab_to(app: App, id: str) -> None:
    for _ in range(len(app.tree.focus_order())):
        if app.attention.focus == id:
            return
        key(app, pygame.K_TAB)
    raise AssertionError(f"Tab does not reach {id}")


def click(app: App, id: str) -> None:
    at = shown(app.tree, id).centre
    app.event(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    app.event(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
    app.event(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))


# What is kept


def test_settings_are_kept_and_restored(home: Path) -> None:
    chosen = Settings("ru", "night", 1.25, 1.15, False, False)
    settings.save(chosen)
    assert settings.load() == chosen
    assert [f.name for f in home.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "7", "\udcff\x00"),
        *('{"scale": "large"}', '{"theme": 1}', '{"language": ["en"]}', '{"scale": 99}', '{"motion": 1}'),
    ],
)
def test_a_broken_file_is_as_none(text: str, home: Path) -> None:
    (home / "settings.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert settings.load() == Settings()


def test_what_is_right_in_a_file_counts(home: Path) -> None:
    (home / "settings.json").write_text('{"theme": "night", "scale": 77, "more": 1}', encoding="utf-8")
    assert settings.load() == Settings(theme="night")


def test_settings_that_cannot_be_kept_are_told_and_hold(home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")

    def remember(chosen: Settings) -> None:
        os.environ["MULTIVECTOR_HOME"] = str(home / "file")  # not a folder, whoever asks
        settings.save(chosen)

    session = Session(remember=remember).do(Set("theme"))
    assert session.settings.theme == "night"
    assert "Not kept" in session.notice and session.screen == "title"


# What they are


def test_every_choice_is_come_to_step_by_step() -> None:
    for name in settings.names():
        seen, now = set(), Settings()
        for by in (1, -1):
            for _ in range(10):
                seen.add(getattr(now, name))
                now = settings.stepped(now, name, by)
        assert seen == set(settings.choices(name))


def test_sizes_stop_at_their_ends() -> None:
    assert settings.stepped(Settings(scale=2.0), "scale") == Settings(scale=2.0)
    assert settings.stepped(Settings(scale=0.8), "scale", -1) == Settings(scale=0.8)
    assert settings.stepped(Settings(scale=1.31), "scale").scale == 1.5


def test_the_projector_preset_is_larger_and_still(home: Path) -> None:
    session = Session(remember=settings.save).do(Show("settings")).do(Projector())
    assert (session.settings.scale, session.settings.motion) == (1.5, False)
    assert settings.load() == session.settings
    scene = view(session)
    assert isinstance(scene, SettingsScene) and scene.projector


def test_what_is_no_setting_is_refused() -> None:
    session = Session()
    after = session.do(Set("volume"))
    assert evolve(after, notice="") == session and "volume" in after.notice


@pytest.mark.parametrize("scenario", shipped())
def test_another_language_leaves_the_game_where_it_stood(scenario: str) -> None:
    session = Session().do(Start(scenario, None, 7)).do(Next())
    assert session.game is not None
    changed = session.do(Set("language")).do(Set("language"))
    assert changed.settings.language == "ru" and changed.game is not None
    assert (changed.screen, changed.game.state) == (session.screen, session.game.state)


# On the screen


def test_settings_by_keys_alone(home: Path) -> None:
    app = opened()
    key(app, pygame.K_s)
    assert isinstance(app.scene, SettingsScene)
    tab_to(app, "set:theme:night")
    key(app, pygame.K_RETURN)
    assert app.painter.theme is NIGHT and app.attention.focus == "set:theme:night"
    tab_to(app, "set:scale:more")
    key(app, pygame.K_RETURN)
    assert app.scale == 1.25
    tab_to(app, "set:language:kk")
    key(app, pygame.K_SPACE)
    assert app.session.settings.language == "kk"
    key(app, pygame.K_ESCAPE)
    assert isinstance(app.scene, TitleScene)
    assert settings.load() == Settings(language="kk", theme="night", scale=1.25)


def test_settings_by_mouse_alone(home: Path) -> None:
    app = opened()
    click(app, "menu:settings")
    click(app, "set:theme:contrast")
    click(app, "set:text:more")
    click(app, "set:sound:False")
    click(app, "settings.projector")
    assert app.painter.theme is CONTRAST
    click(app, "settings.back")
    assert isinstance(app.scene, TitleScene)
    assert settings.load() == Settings(theme="contrast", text=1.15, scale=1.5, motion=False, sound=False)


def test_settings_from_the_board_come_back_to_it() -> None:
    app = App(Session().do(Start(FLAGSHIP, None, 7)).do(Next()), pygame.Surface(SIZE, 0, 32))
    click(app, "settings")
    assert isinstance(app.scene, SettingsScene)
    click(app, "settings.back")
    assert isinstance(app.scene, BoardScene)


def test_keys_change_settings_wherever_they_are_pressed(home: Path) -> None:
    app = opened()
    key(app, pygame.K_PLUS, pygame.KMOD_CTRL)
    assert app.scale == 1.25 and app.tree.scale == pytest.approx(1.25)
    key(app, pygame.K_MINUS, pygame.KMOD_CTRL)
    key(app, pygame.K_MINUS, pygame.KMOD_CTRL)
    assert app.scale == 0.9
    key(app, pygame.K_n)
    assert app.painter.theme is NIGHT
    key(app, pygame.K_m)
    assert settings.load() == Settings(theme="night", scale=0.9, sound=False)


def test_larger_letters_leave_the_rest_as_it_was() -> None:
    app = opened()
    small = app.tree.by_id["menu:new"]
    app.do(Set("text", 2))
    large = app.tree.by_id["menu:new"]
    assert large.rect.w == small.rect.w
    assert large.children[0].look.px == pytest.approx(small.children[0].look.px * 1.3, abs=0.6)  # type: ignore[union-attr]


@pytest.mark.parametrize("size,scale", [((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.5)])
def test_every_screen_holds_larger_letters(size: tuple[int, int], scale: float) -> None:
    found = []
    for name, session in (*screens().items(), ("settings", Session().do(Show("settings")))):
        for text in settings.TEXTS[1:]:
            larger = evolve(session, settings=evolve(session.settings, text=text))
            tree = tree_of(larger, size, scale)
            found += [f"{name} {text}: {fault}" for fault in (*overflows(tree), *overlaps(tree))]
    assert not found, "\n".join(found[:40])


def test_a_cyrillic_keyboard_has_the_same_keys() -> None:
    app = opened()
    key(app, ord("ы"), scancode=pygame.KSCAN_S)
    assert isinstance(app.scene, SettingsScene)
    key(app, pygame.K_ESCAPE)
    key(app, ord("ә"), scancode=pygame.KSCAN_2)  # on a Kazakh one the digits are letters
    assert isinstance(app.scene, TitleScene)


def test_the_window_tells_the_game_and_its_turn() -> None:
    app = opened()
    assert app.caption == "Multivector"
    app.do(Start(FLAGSHIP, None, 7))
    assert app.session.game is not None
    assert app.session.game.scenario.title in app.caption and "2022" in app.caption


def test_settings_are_an_overlay_that_back_closes() -> None:
    session = Session().do(Start(FLAGSHIP, None, 7)).do(Next())
    for screen in ("board", "help", "history", "charts"):
        under = session.do(Show(screen))
        assert under.do(Show("settings")).do(Back()).screen == screen


# Doctrine and other hidden tracks


def test_a_hidden_track_is_told_in_words_and_never_as_a_number() -> None:
    session = Session().do(Start(FLAGSHIP, None, 7)).do(Next())
    app = App(session, pygame.Surface((1920, 1080), 0, 32))
    hidden = {
        app.session.game.plan.scenario.tracks[s.name].name  # type: ignore[union-attr]
        for s in session.game.plan.slots  # type: ignore[union-attr]
        if s.track is not None and s.track.hidden and s.name in session.game.plan.scenario.tracks  # type: ignore[union-attr]
    }
    assert "Doctrine" in hidden
    for number in range(1, 6):
        key(app, getattr(pygame, f"K_{number}"))
        assert isinstance(app.scene, BoardScene) and app.scene.preview is not None
        told = app.tree.describe()
        assert "counts double" in told
        assert not any(f"{name} +" in told or f"{name}\n" in told for name in hidden)


# The terminal


def test_the_terminal_describes_the_screen() -> None:
    lines = "describe\nquit\n"
    env = {**os.environ, "SDL_VIDEODRIVER": "dummy"}
    command = [sys.executable, "-m", "game", "play", FLAGSHIP, "--seed", "7", "--text"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, env=env)
    told = done.stdout.split("> describe", 1)[1]
    assert "Treasury" in told and "Undo" in told


def test_describing_needs_no_pygame() -> None:
    code = "import sys; sys.modules['pygame'] = None\n"
    code += "from game.desktop.board.describing import described; from game.desktop.session import Session\n"
    code += "print(described(Session()))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "New game" in done.stdout


# The command


def test_without_pygame_the_game_goes_on_in_the_terminal() -> None:
    code = "import sys; sys.modules['pygame'] = None\n"
    code += "from game.cli import main; sys.exit(main(['play']))"
    env = {**os.environ, "DISPLAY": ":99", "SDL_VIDEODRIVER": "x11"}
    done = subprocess.run([sys.executable, "-c", code], input="quit\n", capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert "pip install pygame-ce" in done.stdout and "Goodbye" in done.stdout


def test_pictures_of_every_screen(tmp_path: Path) -> None:
    from game.cli import main
    from game.desktop.screens import SCREENS

    for screen in SCREENS:
        out = tmp_path / f"{screen}.png"
        assert main(["screenshot", "--screen", screen, "--theme", "night", "--size", "960x600", "--out", str(out)]) == 0
        assert pygame.image.load(out).get_size() == (960, 600)


def test_screens_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from game.cli import main

    assert main(["screenshot", "--list"]) == 0
    assert {"title", "board", "settings", "ending"} <= set(capsys.readouterr().out.split())
    assert main(["screenshot", "--theme", "pink", "--out", "x.png"]) == 2
    assert main(["screenshot"]) == 2
    assert main(["screenshot", "--screen", "attic", "--out", "x.png"]) == 2

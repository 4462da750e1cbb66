"""Play that explains itself: lessons point at the board, the rulebook, the history strip, and what an ending offers."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from random import Random

import pygame
import pytest
from attrs import evolve

import game
from game.desktop import front, intents, sharing
from game.desktop.board.app import App
from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.fonts import Fonts
from game.desktop.board.layout_marks import targets
from game.desktop.board.tree import Mark, Tree
from game.desktop.board.widgets import Attention
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.terminal import plainly
from game.lab.pivotal import instead, pivots
from game.record.journal import Journal
from game.record.notation import parse, replay
from game.record.saves import HOME
from game.rules.build import build
from game.rules.engine import engine_for
from game.rules.model import Scenario
from game.rules.play import Game
from game.rules.problems import ScenarioError
from game.scenario.library import resources, shipped
from game.scenes import table
from game.scenes.atlas import Atlas, load_map
from game.scenes.rulebook import rulebook
from game.scenes.scene import BoardScene, BriefingScene, DetailScene, EndingScene, RulesScene, TitleScene

TUTORIAL, FLAGSHIP = "first-steps", "deft-diplomacy"
SIZE = (1280, 800)


@cache
def fonts() -> Fonts:
    return Fonts(resources("assets"))


@lru_cache
def atlas_of(base: str) -> Atlas | None:
    path = resources("assets") / "map" / f"{base}.json"
    return load_map(path) if path.is_file() else None


def tree_of(session: Session, size: tuple[int, int] = SIZE, scale: float = 1.0) -> Tree:
    return compose(session, scene_of(session), size, scale, fonts(), Attention(), atlas_of, behind(session))


def seen(session: Session) -> BoardScene:
    scene = view(session)
    assert isinstance(scene, BoardScene)
    return scene


@cache
def finished(scenario: str = FLAGSHIP, seed: int = 7) -> Game:
    rng = Random(3)
    position = game.start(game.load(scenario), seed=seed)
    while position.moves:
        position = position.play(rng.choice(position.moves))
    return position


# Lessons


@cache
def lessons() -> tuple[Session, ...]:
    """The board at every lesson of the tutorial that some game meets."""
    found: dict[str, Session] = {}
    scenario = game.load(TUTORIAL)
    wanted = {key for key, event in scenario.events.items() if event.highlight}
    for seed in range(12):
        rng = Random(seed)
        position = game.start(scenario, seed=seed)
        while position.moves and found.keys() < wanted:
            asked = position.decision.id
            if asked in wanted and asked not in found:
                found[asked] = Session(game=position, screen="board", scenario=TUTORIAL)
            position = position.play(rng.choice(position.moves))
    assert found.keys() == wanted
    return tuple(found.values())


@pytest.mark.parametrize("size,scale", [(SIZE, 1.0), ((1920, 1080), 1.5), ((960, 600), 1.0), ((1280, 800), 2.0)])
def test_every_lesson_points_at_parts_of_the_board(size: tuple[int, int], scale: float) -> None:
    for session in lessons():
        tree = tree_of(session, size, scale)
        highlight = seen(session).decision.highlight
        definition = session.game.scenario.events[session.game.decision.id] if session.game is not None else None
        assert definition is not None and [p.id for p in highlight] == list(definition.highlight)
        for pointer in highlight:
            assert f"pin:{pointer.id}" in tree.by_id, (pointer.id, size)
            assert targets(tree, pointer), pointer.id
        rings = [n for n in tree.root.walk() if isinstance(n.look, Mark)]
        assert rings and all(n.text for n in rings)
        assert tree.by_id["look_at"].text.startswith("Look at: ")


def test_what_is_pointed_at_can_be_seen_on_a_small_laptop() -> None:
    for session in lessons():
        tree = tree_of(session)
        marked = {n.id.removeprefix("mark:").rpartition(".")[0] for n in tree.root.walk() if isinstance(n.look, Mark)}
        assert marked == {p.id for p in seen(session).decision.highlight}, seen(session).decision.name


def test_a_lesson_says_in_words_what_to_look_at() -> None:
    scene = seen(lessons()[0])
    numbers = {m.id: n for n, m in enumerate(scene.decision.moves, 1)}
    assert any(line.startswith("Look at: ") for line in plainly.decision(scene, numbers))


def test_no_history_is_offered_where_there_is_none() -> None:
    assert all("decision.more" not in tree_of(session).by_id for session in lessons())
    board = Session().do(intents.Start(FLAGSHIP, None, 7)).do(intents.Next())
    assert board.game is not None and seen(board).decision.history
    assert "decision.more" in tree_of(board).by_id


def test_lessons_are_no_dates_and_what_a_card_sets_in_motion_is_one() -> None:
    for session in lessons():
        assert session.game is not None
        scenario = session.game.scenario
        told = {e.id for turn in seen(session).calendar for e in turn.entries}
        assert not {id for id in told if id in scenario.events and scenario.events[id].highlight}
    scenario = game.load(FLAGSHIP)
    later = {key for key, event in scenario.events.items() if event.on == "schedule"}
    found = False
    for seed in range(30):
        rng = Random(seed)
        position = game.start(scenario, seed=seed)
        while position.moves:
            after = position.play(rng.choice(position.moves))
            for id in later:
                due = after[f"{id}.due"]
                if due > after.turn and due != position[f"{id}.due"]:
                    entries = [e for turn in table.calendar_of(after) if turn.turn == due for e in turn.entries]
                    assert any(e.id == id and e.kind == "scheduled" for e in entries)
                    found = True
            position = after
        if found:
            return
    assert found or not later


@pytest.mark.parametrize(
    "wrong,meant", [("treasure", "treasury"), ("russia.leverge", "russia.leverage"), ("hnd", "hand")]
)
def test_a_highlight_of_nothing_is_refused_with_a_hint(wrong: str, meant: str) -> None:
    scenario = game.load(TUTORIAL)
    first = next(iter(scenario.events))
    event = evolve(scenario.events[first], highlight=(wrong,))
    broken: Scenario = evolve(scenario, events={**scenario.events, first: event})
    with pytest.raises(ScenarioError) as refused:
        build(broken, "standard")
    problem = next(p for p in refused.value.problems if p.code == "MV312")
    assert wrong in problem.message and meant in problem.hint
    assert problem.path == ("events", first, "highlight", 0)


def test_the_title_offers_the_first_game() -> None:
    scene = view(Session())
    assert isinstance(scene, TitleScene)
    assert "first" in [c.id for c in scene.choices]
    assert tree_of(Session()).by_id["menu:first"].press == intents.FirstGame()
    begun = Session().do(intents.FirstGame())
    assert begun.game is not None and begun.game.scenario.id == TUTORIAL
    assert isinstance(view(begun), BriefingScene)
    nothing = Session(shelf=("ladder",))
    assert not any(c.id == "first" for c in view(nothing).choices)  # type: ignore[union-attr]
    assert nothing.do(intents.FirstGame()).notice


# The rulebook


@pytest.mark.parametrize("name", shipped())
def test_the_rulebook_names_every_law_legacy_ending_track_and_envoy(name: str) -> None:
    scenario = game.load(name)
    scene = rulebook(engine_for(scenario, next(iter(scenario.difficulty))).plan)
    assert len(scene.pages) == 2
    told = "\n".join(plainly.rulebook(scene))
    laws = [law.name or key for key, law in scenario.laws.items()]
    assert all(name in told for name in laws)
    places = [told.index(f"{n}. {law}") for n, law in enumerate(laws, 1)]
    assert places == sorted(places)
    texts = [law.text for law in scenario.laws.values()] + [v.text for v in scenario.legacies.values()]
    names = [v.name for v in scenario.legacies.values()] + [e.name for e in scenario.envoys.values()]
    names += [t.name for t in scenario.tracks.values() if not t.hidden]
    names += [t.name for g in scenario.groups.values() for t in g.tracks.values() if not t.hidden]
    names += [e.name.split("{")[0].strip() for e in scenario.endings.values()]
    assert all(text.rstrip(".!?") in told for text in texts + names)
    for legacy in scenario.legacies.values():
        assert ", ".join(str(s) for s in legacy.stars) in told
    assert "{" not in told and "==" not in told and ">=" not in told


def test_the_rulebook_opens_from_the_title_the_help_and_a_key_and_its_pages_turn() -> None:
    for session in (Session(), Session().do(intents.Help()), Session().do(intents.Start(TUTORIAL, None, 3))):
        opened = session.do(intents.Show("rules"))
        scene = view(opened)
        assert isinstance(scene, RulesScene) and scene.page == 1
        second = opened.do(intents.TurnTo(2))
        assert isinstance(view(second), RulesScene) and view(second).page == 2  # type: ignore[union-attr]
        assert second.do(intents.Back()).screen == session.screen
    assert "menu:rules" in tree_of(Session()).by_id
    assert tree_of(Session().do(intents.Help())).by_id["help.rules"].press == intents.Show("rules")


# The history


def key(app: App, code: int, mod: int = 0) -> None:
    app.event(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=""))


@pytest.fixture
def app() -> Iterator[App]:
    pygame.display.init()
    yield App(Session(game=finished(TUTORIAL), screen="board", scenario=TUTORIAL), pygame.Surface(SIZE, 0, 32))
    pygame.display.quit()


def test_stepping_through_the_line_restores_every_state_and_loses_nothing(app: App) -> None:
    states = [position.state for position in finished(TUTORIAL).line]
    for state in reversed(states[:-1]):
        key(app, pygame.K_LEFTBRACKET)
        assert app.session.game is not None and app.session.game.state == state
    for state in states[1:]:
        key(app, pygame.K_RIGHTBRACKET)
        assert app.session.game.state == state
    assert app.session.game.branches == ()
    key(app, pygame.K_HOME, pygame.KMOD_CTRL)
    assert app.session.game.state == states[0]
    key(app, pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert app.session.game.state == states[1]


def test_a_line_plays_again_by_itself_until_a_key_stops_it(app: App) -> None:
    end = finished(TUTORIAL)
    key(app, pygame.K_p)
    assert app.session.game is not None and app.session.game.depth == 0 and app.attention.playing
    for depth in (1, 2, 3):
        app.step()
        assert app.session.game.depth == depth
    key(app, pygame.K_1)
    assert not app.attention.playing
    app.step()
    assert app.session.game.depth == 3
    app.press(app.tree.by_id["strip.play"])
    while app.attention.playing:
        app.step()
    assert app.session.game.state == end.state


def test_the_strip_shows_the_turns_and_other_lines_and_jumps() -> None:
    end = finished(TUTORIAL)
    session = Session(game=end, screen="board", scenario=TUTORIAL).do(intents.JumpTo(5))
    assert session.game is not None
    other = next(m for m in session.game.moves if m is not end.played[5])
    branched = session.do(intents.Play(str(other)))
    tree = tree_of(branched)
    assert "strip.branches" in tree.by_id and "strip.branches" not in tree_of(session).by_id
    assert tree.by_id["pip:3"].press == intents.JumpTo(3)
    assert tree.by_id["strip.turn.1"].press == intents.JumpTo(0)
    listed = tree_of(branched.do(intents.Show("history")))
    assert listed.by_id["history.branch.0"].press == intents.Switch(0)
    back = branched.do(intents.Switch(0))
    assert back.game is not None and back.game.state == end.state
    assert len(back.game.branches) == 1


def test_a_finished_record_arrives_on_the_board(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    arrived: list[Session] = []
    monkeypatch.setattr(front, "has_display", lambda: True)
    monkeypatch.setattr(front, "_run", lambda session, *, text, describe: arrived.append(session) or 0)
    end = finished(TUTORIAL)
    assert front.open_game(end, None, text=False) == 0
    assert arrived[0].screen == "board" and arrived[0].game is end
    first = arrived[0].do(intents.JumpTo(0)).do(intents.Redo())
    assert first.game is not None and first.game.state == end.line[1].state


# The ending


def ending_of(session: Session) -> EndingScene:
    scene = view(session)
    assert isinstance(scene, EndingScene)
    return scene


def test_an_ending_names_three_decisions_it_hung_on_with_their_other_games() -> None:
    end = finished()
    scene = ending_of(Session(game=end, screen="ending"))
    found = pivots(end)
    assert len(scene.pivots) == len(found) == 3
    for told, pivot in zip(scene.pivots, found, strict=True):
        assert told.decision == pivot.decision
        assert told.chosen in told.text and told.instead in told.text
        assert f"{pivot.score} point" in told.text and f"{pivot.kept} of {pivot.later}" in told.text
    tree = tree_of(Session(game=end, screen="ending"))
    assert tree.by_id["ending.pivot.1.open"].press == intents.OtherGame(1)
    assert any("Leverage" in chart.name for chart in scene.charts)


def test_opening_the_other_game_journals_a_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    end = finished()
    keeper = DiskKeeper()
    keeper.begin(end)
    session = Session(game=end, screen="ending", keeper=keeper).do(intents.OtherGame(0))
    assert not session.notice and session.screen == "ending" and session.game is not None
    pivot = pivots(end)[0]
    assert session.game.state == instead(end, pivot).state
    assert ending_of(session).name == pivot.ending
    assert [b.state for b in session.game.branches] == [end.state]
    assert keeper.journal is not None
    _, record, _ = Journal.open(keeper.journal.path)
    again = replay(record, end.scenario)
    assert again.divergence is None and again.game.state == session.game.state
    assert [b.state for b in again.game.branches] == [end.state]
    back = session.do(intents.Switch(0))
    assert back.screen == "ending" and back.game is not None and back.game.state == end.state
    assert session.do(intents.OtherGame(9)).notice


class _Breaks(DiskKeeper):
    """A disk that is full after three moves."""

    left = 3

    def play(self, game: Game, move: str) -> Game:
        self.left -= 1
        if self.left < 0:
            raise OSError("no space left")
        return super().play(game, move)


def test_a_disk_that_fills_up_leaves_the_game_where_the_journal_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    end = finished()
    keeper = _Breaks()
    keeper.begin(end)
    session = Session(game=end, screen="ending", keeper=keeper).do(intents.OtherGame(0))
    assert "no space left" in session.notice and session.game is not None and keeper.journal is not None
    _, record, _ = Journal.open(keeper.journal.path)
    assert replay(record, end.scenario).game.state == session.game.state


def test_the_ending_is_written_as_a_picture_and_as_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME, str(tmp_path))
    pygame.display.init()
    end = finished()
    app = App(Session(game=end, screen="ending", keeper=DiskKeeper()), pygame.Surface(SIZE, 0, 32))
    app.press(app.tree.by_id["ending.picture"])
    app.press(app.tree.by_id["ending.record"])
    stem = sharing.stem(end)
    picture = pygame.image.load(stem.with_suffix(".png"))
    assert min(picture.get_size()) > 900
    assert str(stem.with_suffix(".txt")) in app.session.notice
    again = replay(parse(stem.with_suffix(".txt").read_text(encoding="utf-8")), end.scenario)
    assert again.divergence is None and again.game.state == end.state
    pygame.display.quit()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setattr(sharing, "folder", lambda: blocked)
    pygame.display.init()
    end = finished()
    app = App(Session(game=end, screen="ending", keeper=DiskKeeper()), pygame.Surface(SIZE, 0, 32))
    for button in ("ending.picture", "ending.record"):
        app.press(app.tree.by_id[button])
        assert app.session.notice.startswith("Not saved") and app.session.game is end
    pygame.display.quit()


def test_details_of_lessons_have_no_history() -> None:
    session = lessons()[0]
    assert session.game is not None
    scene = view(session.do(intents.Detail(session.game.decision.id)))
    assert isinstance(scene, DetailScene) and not scene.history

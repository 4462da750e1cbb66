"""Scenes: what is shown is what the rules say, on every shipped scenario."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

import game
from game.desktop.intents import Detail, Show, Start, Why
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.terminal import plainly
from game.rules.play import Game
from game.scenario.library import shipped
from game.scenes import details, missions, stories, table, telling, wording
from game.scenes.scene import BoardScene, DetailScene, RulesScene, WhyScene

HERE = Path(game.__file__).parent / "desktop"
PURE = (
    *(HERE / "scenes").glob("*.py"),
    *(HERE / "terminal").glob("*.py"),
    *(HERE / f"{name}.py" for name in ("session", "intents", "keeper", "diskkeeper", "settings")),
    HERE.parent / "words.py",
)


def random_game(scenario: str, seed: int, moves: int = 400) -> Game:
    """A game of random legal moves."""
    random = Random(seed)
    g = game.start(game.load(scenario), seed=seed)
    for _ in range(moves):
        if g.over:
            break
        g = g.play(random.choice(g.moves))
    return g


GAMES = [(scenario, seed) for scenario in shipped() for seed in range(3)]


@pytest.mark.parametrize(("scenario", "seed"), GAMES)
def test_the_preview_is_what_playing_changes(scenario: str, seed: int) -> None:
    for position in random_game(scenario, seed).line[:-1:3]:
        for move in position.moves:
            scene = table.board(position, str(move))
            assert scene.preview is not None
            after = position.play(move)
            if not scene.preview.reveals:
                assert {c.track: c.after for c in scene.preview.changes} == differing(position, after)
                ghosts = {t.id: t.ghost for t in every_mark(scene) if t.ghost is not None}
                assert ghosts == differing(position, after)
            ending = after.outcome.name if after.outcome is not None and not scene.preview.reveals else ""
            assert scene.preview.ending == ending


def told(g: Game) -> dict[str, int]:
    """The tracks of the scenario, with those that only carry its rules."""
    return {s.name: v for s, v in zip(g.plan.slots, g.state, strict=True) if telling.explained(s)}


def differing(before: Game, after: Game) -> dict[str, int]:
    """The visible tracks that differ, with their new values."""
    hidden = {s.name for s in before.plan.slots if s.track is None or s.track.hidden}
    olds, news = before.values(), after.values()
    return {name: news[name] for name in olds if olds[name] != news[name] and name not in hidden}


def every_mark(scene: BoardScene) -> list:
    return [*scene.tracks, *(t for g in scene.groups for m in g.members for t in m.tracks)]


@pytest.mark.parametrize(("scenario", "seed"), GAMES)
def test_every_refused_move_says_why_and_every_legal_one_is_offered(scenario: str, seed: int) -> None:
    for position in random_game(scenario, seed).line:
        decision = missions.decision_of(position)
        offered = [m.id for m in decision.moves if m.legal]
        assert sorted(offered) == sorted(str(m) for m in position.moves)
        for move in decision.moves:
            assert move.legal is not bool(move.refusals)
            assert all(move.refusals)


@pytest.mark.parametrize(("scenario", "seed"), GAMES)
def test_a_ledger_adds_up_to_the_value_on_the_board(scenario: str, seed: int) -> None:
    g = random_game(scenario, seed)
    for track, value in told(g).items():
        scene = stories.why(g, track)
        assert scene.start + sum(row.line.applied for row in scene.rows) == value == scene.track.value
        assert all(row.line.where for row in scene.rows if row.kind != "turn")


@pytest.mark.parametrize(("scenario", "seed"), GAMES)
def test_a_report_adds_up_to_the_change_of_its_last_step(scenario: str, seed: int) -> None:
    for position in random_game(scenario, seed).line[1:]:
        scene = stories.report(position)
        assert position.past is not None
        sums = dict.fromkeys(differing(position.past, position), 0)
        for group in (*scene.groups, *scene.news):
            for line in group.lines:
                if not line.told:
                    sums[line.track] = sums.get(line.track, 0) + line.applied
        resets = {s.name for s in position.plan.slots if s.reset}
        for track, amount in sums.items():
            if track not in resets:
                assert amount == position[track] - position.past[track]


def test_the_reckoning_is_what_the_last_mission_brings_with_it() -> None:
    for position in random_game("deft-diplomacy", 5).line[:-1]:
        last = list(position.scenario.envoys)[-1]
        if position.decision.id == last and "pass" not in str(position.moves):
            scene = table.board(position)
            assert scene.reckoning.changes or not scene.reckoning.groups


@pytest.mark.parametrize("scenario", shipped())
def test_every_screen_of_every_scenario_can_be_shown(scenario: str) -> None:
    g = random_game(scenario, 4)
    session = Session(game=g, screen="board", scenario=scenario)
    for screen in ("board", "report", "history", "charts", "help", "ending", "briefing", "title", "picker"):
        shown = session.do(Show(screen))
        assert not shown.notice, shown.notice
        assert view(shown)
    for track in told(g):
        assert isinstance(view(session.do(Why(track))), WhyScene)
    for id in details.ids_of(g.scenario):
        shown = session.do(Detail(id))
        scene = view(shown)
        assert not shown.notice
        assert scene.name and "{" not in scene.name, id
        assert all(plainly.detail(scene))


@pytest.mark.parametrize("scenario", shipped())
def test_every_effect_and_refusal_is_in_words(scenario: str) -> None:
    """Nothing of the scenario's language shows through: no dots between names, no operators, no open gaps."""
    g = game.start(game.load(scenario), seed=1)
    code = re.compile(r"\w\.\w|_|[<>{}]|==|\+=|-=")
    for plan in g.plan.moves:
        told = missions.move_view(g, plan)
        for text in (*told.cost, *told.needs, *told.refusals, *(e.full_text for e in told.effects + told.lead)):
            assert text and not code.search(text), f"{plan.move}: {text}"


def test_conditions_and_amounts_in_words() -> None:
    g = game.start(game.load("deft-diplomacy"), seed=1)
    tell = wording.condition_words
    track, *_ = g.scenario.tracks
    group, power = next((g, m) for g, v in g.scenario.groups.items() for m in v.members)
    member = g.scenario.groups[group].members[power].name
    field = next(iter(g.scenario.groups[group].tracks))
    name = g.scenario.groups[group].tracks[field].name
    own = g.scenario.tracks[track].name
    assert tell(g.plan, f"{track} >= 4") == f"{own} 4 or more"
    assert tell(g.plan, f"4 <= {track}") == f"{own} 4 or more"
    assert tell(g.plan, f"{power}.{field} < {track}") == f"{name} of {member} less than {own}"
    assert tell(g.plan, "turn <= 6") == "Until turn 6"
    assert tell(g.plan, f"not ({track} == 0)") == f"Not ({own} exactly 0)"
    lines = [f"{track} += rank * 2", f"{power}.{field} -= 1 if {track} > 3", f"{track} -= {power}.{field}"]
    scope = wording.scope_of(g.plan, g.plan.moves[-1])
    told = [t.line.full_text for t in wording.effects_of(g.plan, lines, (), scope)]
    assert told == [f"{own} +2", f"{member}: {name} -1, if {own} more than 3", f"{own} -({name} of {member})"]


def test_the_calendar_knows_only_what_the_player_may_know() -> None:
    g = game.start(game.load("deft-diplomacy"), seed=3)
    movers = [(t.turn, e) for t in table.calendar_of(g) for e in t.entries if e.kind == "chance"]
    assert [turn for turn, _ in movers] == [1, 2]
    events = {e.id for t in table.calendar_of(g) for e in t.entries if e.kind == "event"}
    assert events == {key for key, event in g.scenario.events.items() if event.on.startswith("turn ")}


def test_a_scenario_without_a_map_has_a_board() -> None:
    scene = view(Session().do(Start("ladder", None, 1)).do(Show("board")))
    assert isinstance(scene, BoardScene)
    assert scene.map is None
    assert {g.look for g in scene.groups} == {"rows"}
    flagship = view(Session().do(Start("deft-diplomacy", None, 1)).do(Show("board")))
    assert isinstance(flagship, BoardScene) and flagship.map is not None
    assert {g.look for g in flagship.groups} == {"mats", "routes"}
    known = {p.id for p in flagship.map.places}
    assert all(set(route.path) <= known for route in flagship.map.routes)
    assert all(-90 <= p.lat <= 90 and -180 <= p.lon <= 180 and (p.lat, p.lon) != (0, 0) for p in flagship.map.places)


def test_the_rulebook_tells_agendas_without_their_keys() -> None:
    session = Session().do(Start("deft-diplomacy", None, 1))
    book, detail = view(session.do(Show("rules"))), view(session.do(Detail("russia")))
    assert isinstance(book, RulesScene) and isinstance(detail, DetailScene) and session.game is not None
    agendas = session.game.scenario.agendas
    keys = {key.replace("_", " ") for own in agendas.values() for key in own if "_" in key}
    assert keys and not any(key in str(scene).lower() for scene in (book, detail) for key in keys)
    told = next(s for s in detail.sections if s.name == "Its agenda").lines
    assert {line.partition(":")[0] for line in told} == {face.name for face in agendas["russia"].values()}


def test_no_id_of_a_scenario_stands_in_the_code() -> None:
    words = re.compile(r"[\"'`]([\w.]+)[\"'`]")
    ids: set[str] = set()
    for name in shipped():
        scenario = game.load(name)
        ids |= {*scenario.tracks, *scenario.cards, *scenario.events, *scenario.summits, *scenario.laws}
        ids |= {m for group in scenario.groups.values() for m in group.members} | {*scenario.envoys, *scenario.endings}
    for module in PURE:
        text = re.sub(r'""".*?"""', "", module.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not ids & set(words.findall(text)), module


def test_nothing_here_imports_pygame() -> None:
    for module in PURE:
        assert "pygame" not in re.findall(r"^(?:import|from) (\w+)", module.read_text(), re.MULTILINE)


def test_the_sum_of_a_turn_leaves_the_news_of_the_next_one_out() -> None:
    for position in random_game("deft-diplomacy", 2).line[1:]:
        assert position.past is not None
        scene = stories.report(position)
        if not position.over and position.turn != position.past.turn and scene.news:
            news = {line.track: line.applied for group in scene.news for line in group.lines}
            for change in scene.changes:
                if change.track not in news:
                    assert change.after == position[change.track]

"""The board scene: everything on the table at one position of a game."""

from __future__ import annotations

from collections.abc import Iterable

from game.rules import terms
from game.rules.answers import Preview
from game.rules.expressions import parse_expression
from game.rules.model import Group, Place
from game.rules.play import Game
from game.rules.syntax import Compare, Name, SyntaxProblem, conjuncts
from game.scenes import missions, telling, wording
from game.scenes.phrases import capital, meaning, move_name, plain, turn_label
from game.scenes.scene import (
    BoardScene,
    BranchView,
    CalendarEntry,
    CalendarTurn,
    EnvoyView,
    GroupView,
    Header,
    HistoryStep,
    LegacyView,
    LinkMark,
    MapView,
    MemberView,
    PairMark,
    PlaceView,
    PreviewView,
    Reckoning,
    RouteView,
    TrackMark,
    TurnDot,
)
from game.scenes.telling import Spans
from game.words import say


def board(game: Game, focus: str = "", notice: str = "") -> BoardScene:
    """The board of a game; `focus` is the notation of the move that is looked at."""
    preview = preview_of(game, focus)
    ghosts = preview.totals() if preview is not None else {}
    settled = game.reckoning()
    reckoned = settled.totals()
    groups = groups_of(game, ghosts, reckoned)
    return BoardScene(
        header=header_of(game),
        tracks=telling.country_marks(game, ghosts, reckoned),
        groups=groups,
        envoys=envoys_of(game),
        map=map_of(game, groups),
        calendar=calendar_of(game),
        decks=missions.decks_of(game),
        decision=missions.decision_of(game, focus),
        reckoning=_reckoning(game, settled),
        preview=_preview(game, preview),
        legacies=legacies_of(game, _after(game, focus)),
        log=telling.last_step(game),
        history=history_of(game),
        branches=branches_of(game),
        can_undo=game.past is not None,
        can_redo=game.can_redo,
        notice=notice,
    )


def preview_of(game: Game, focus: str) -> Preview | None:
    """What a move would change; None for no move, or one that cannot be played now."""
    return game.preview(focus) if focus and any(str(m) == focus for m in game.moves) else None


def _after(game: Game, focus: str) -> Game | None:
    return game.play(focus) if focus and any(str(m) == focus for m in game.moves) else None


def _preview(game: Game, preview: Preview | None) -> PreviewView | None:
    if preview is None or preview.move is None:
        return None
    name = move_name(game.plan.moves[preview.move.index])
    return PreviewView(
        move=str(preview.move),
        name=name,
        groups=telling.grouped(game.plan, preview.causes),
        changes=telling.changes_of(game, preview),
        reveals=preview.reveals,
        ending=ending_name(game, preview.ends),
    )


def _reckoning(game: Game, settled: Preview) -> Reckoning:
    won = any(case.won for case in game.plan.endings if case.label == settled.ends)
    return Reckoning(
        groups=telling.grouped(game.plan, settled.causes),
        changes=telling.changes_of(game, settled),
        ending=ending_name(game, settled.ends),
        ending_won=won,
    )


def ending_name(game: Game, label: str) -> str:
    """The name of the ending with a label; empty for none."""
    return next((case.name for case in game.plan.endings if case.label == label), "") if label else ""


# The header


def header_of(game: Game) -> Header:
    """The line above the board."""
    scenario, asked = game.scenario, game.decision
    mission = say("{name}: choose a mission", name=asked.name)
    ask = {"event": asked.name, "envoy": mission}.get(asked.kind, say("The game is over"))
    return Header(
        scenario=scenario.id,
        title=scenario.title,
        subtitle=scenario.subtitle,
        level=scenario.difficulty[game.difficulty].name or capital(plain(game.difficulty)),
        seed=game.seed,
        turn=game.turn,
        last_turn=scenario.last_turn,
        turn_label=turn_label(scenario, game.turn),
        turns=tuple(TurnDot(t, turn_label(scenario, t), _when(game, t)) for t in range(1, scenario.last_turn + 1)),
        deciding=asked.kind,
        question=ask,
        who=asked.name if asked.kind != "over" else say("The game is over"),
        score=game.score,
        goal=goal_of(game),
    )


def _when(game: Game, turn: int) -> str:
    return "past" if turn < game.turn else "now" if turn == game.turn else "ahead"


def goal_of(game: Game) -> int | None:
    """The lowest score with which an ending is a win; None where no ending asks for one."""
    found: list[int] = []
    for ending in game.scenario.endings.values():
        if ending.won and ending.when is not None:
            found += _scores(game, ending.when)
    return min(found, default=None)


def _scores(game: Game, text: str) -> Iterable[int]:
    try:
        parts = conjuncts(parse_expression(text))
    except SyntaxProblem:
        return
    for part in parts:
        match part:
            case Compare((">=",), (Name(("score",)), bound)):
                value = meaning(game.plan, bound, {})
                if isinstance(value.term, terms.Const):
                    yield value.term.value


# Groups and map


def look_of(group: Group) -> str:
    """How a group is drawn, from what its members say: a path, a place, or neither."""
    members = group.members.values()
    if any(m.path for m in members):
        return "routes"
    return "mats" if any(m.place or m.lands for m in members) else "rows"


def groups_of(game: Game, ghosts: Spans | None = None, reckoned: Spans | None = None) -> tuple[GroupView, ...]:
    """Every group with its members as they stand."""
    marks: dict[str, list[TrackMark]] = {}
    for slot, value in zip(game.plan.slots, game.state, strict=True):
        if slot.member and telling.visible(slot):
            marks.setdefault(slot.member, []).append(telling.mark(game, slot, value, ghosts, reckoned))
    moving = movers_of(game)
    found: list[GroupView] = []
    for key, group in game.scenario.groups.items():
        members = tuple(
            _member(game, key, i, member, tuple(marks.get(member, ())), moving.get(member, ""))
            for i, member in enumerate(group.members)
        )
        name = group.name or capital(plain(key))
        found.append(GroupView(key, plain(group.one or key), name, look_of(group), members))
    return tuple(found)


def _member(game: Game, group: str, index: int, key: str, marks: tuple[TrackMark, ...], moves: str) -> MemberView:
    defined = game.scenario.groups[group]
    member = defined.members[key]
    links: list[LinkMark] = []
    for link, target in defined.links.items():
        other = member.values.get(link)
        if isinstance(other, str) and other in game.scenario.groups[target.to].members:
            linked = game.scenario.groups[target.to].members[other]
            links.append(LinkMark(capital(plain(link)), other, linked.name or plain(other), linked.letter))
    return MemberView(
        id=key,
        name=member.name or plain(key),
        letter=member.letter,
        text=member.text,
        index=index,
        tracks=marks,
        links=tuple(links),
        pairs=_pairs(game, group, key),
        place=member.place,
        lands=member.lands,
        path=member.path,
        moves=moves,
    )


def _pairs(game: Game, group: str, key: str) -> tuple[PairMark, ...]:
    found: list[PairMark] = []
    for pairs_key, pairs in game.scenario.pairs.items():
        if pairs.of != group:
            continue
        for pair in pairs.members:
            if key in pair:
                other = pair[1] if pair[0] == key else pair[0]
                member = game.scenario.groups[group].members[other]
                found.append(PairMark(pairs_key, pairs.name, other, member.name or plain(other), member.letter))
    return tuple(found)


def movers_of(game: Game) -> dict[str, str]:
    """The members that chance has put on the move: now, next, and as far ahead as the player may know."""
    found: dict[str, str] = {}
    for stream, (_, group, ahead) in enumerate(game.plan.stream_tables):
        if not group or game.over:
            continue
        for step in range(ahead, -1, -1):
            member = drawn_member(game, stream, group, game.turn + step)
            if member:
                found[member] = "now" if step == 0 else "next" if step == 1 else "later"
    return found


def drawn_member(game: Game, stream: int, group: str, turn: int) -> str:
    """The member that a stream of chance names in a turn; empty after the last."""
    table = game.world.tables[stream]
    if not 1 <= turn <= min(len(table), game.scenario.last_turn):
        return ""
    entry = table[turn - 1]
    return list(game.scenario.groups[group].members)[entry] if isinstance(entry, int) else ""


def map_of(game: Game, groups: tuple[GroupView, ...]) -> MapView | None:
    """The map with the members' places and paths; None for a scenario without one."""
    chart = game.scenario.map
    if chart is None:
        return None
    owners = {m.place: m.id for g in groups for m in g.members if m.place}
    places = tuple(_place(key, place, owners.get(key, "")) for key, place in chart.places.items())
    routes = tuple(_route(m) for g in groups if g.look == "routes" for m in g.members if m.path)
    return MapView(chart.base, chart.home, places, routes)


def _place(key: str, place: Place, member: str) -> PlaceView:
    lat, lon = degrees(place.at)
    return PlaceView(key, place.name, lat, lon, place.offmap, member)


def degrees(text: str) -> tuple[float, float]:
    """Latitude north and longitude east of a text such as `51.17N 71.43E`; 0, 0 for what is no place.

    >>> degrees("38.90N 77.04W")
    (38.9, -77.04)
    """
    try:
        lat, lon = text.split()
        return float(lat[:-1]) * (-1 if lat[-1] in "Ss" else 1), float(lon[:-1]) * (-1 if lon[-1] in "Ww" else 1)
    except (ValueError, IndexError):
        return 0.0, 0.0


def _route(member: MemberView) -> RouteView:
    weight = member.tracks[0] if member.tracks else None
    blocked = tuple(t for t in member.tracks[1:] if t.good is False and t.value > t.low)
    owner = member.links[0] if member.links else None
    return RouteView(
        id=member.id,
        name=member.name,
        path=member.path,
        weight=weight,
        blocked=blocked,
        owner=owner.target if owner is not None else "",
        owner_name=owner.target_name if owner is not None else "",
        owner_letter=owner.target_letter if owner is not None else "",
    )


# Envoys and the calendar


def envoys_of(game: Game) -> tuple[EnvoyView, ...]:
    """The envoys in order, with what each has done this turn."""
    done = {g.move.actor: g for g in game.line_backwards() if g.move is not None and _in_turn(g, game)}
    found: list[EnvoyView] = []
    for key, envoy in game.scenario.envoys.items():
        now = game.decision.kind == "envoy" and game.decision.id == key
        after = done.get(key)
        mission = move_name(game.plan.moves[after.move.index]) if after is not None and after.move is not None else ""
        state = "now" if now else "done" if mission else "waiting"
        move = str(after.move) if after is not None else ""
        found.append(EnvoyView(key, envoy.name, envoy.text, envoy.rank, state, mission, move, envoy.icon))
    return tuple(found)


def _in_turn(after: Game, game: Game) -> bool:
    """Whether the move that led to `after` was made in the turn that `game` is in."""
    return after.past is not None and after.past.turn == game.turn


def calendar_of(game: Game) -> tuple[CalendarTurn, ...]:
    """Every turn with what the player may know of it."""
    attended = _attended(game)
    scenario = game.scenario
    turns: list[CalendarTurn] = []
    for turn in range(1, scenario.last_turn + 1):
        entries = [*_summits(game, turn, attended), *_dated(game, turn), *_movers(game, turn)]
        turns.append(CalendarTurn(turn, turn_label(scenario, turn), _when(game, turn), tuple(entries)))
    return tuple(turns)


def _attended(game: Game) -> dict[str, str]:
    """For each summit attended: the name of the envoy."""
    found: dict[str, str] = {}
    for move in game.played:
        plan = game.plan.moves[move.index]
        if plan.kind == "summit":
            found[plan.subject] = game.scenario.envoys[move.actor].name
    return found


def _summits(game: Game, turn: int, attended: dict[str, str]) -> Iterable[CalendarEntry]:
    for key, summit in game.scenario.summits.items():
        if summit.turn != turn:
            continue
        past = turn < game.turn or game.over
        state = "attended" if key in attended else "missed" if past else "now" if turn == game.turn else "ahead"
        place = game.scenario.map.places.get(summit.place or "") if game.scenario.map is not None else None
        host = summit.host or ""
        yield CalendarEntry(
            id=key,
            kind="summit",
            name=summit.name,
            member=host,
            member_name=missions.member_name(game, host) if host else "",
            place_name=place.name if place is not None else "",
            state=state,
            by=attended.get(key, ""),
        )


def _dated(game: Game, turn: int) -> Iterable[CalendarEntry]:
    for event in game.plan.events:
        if wording.event_at(game.scenario, event.path).highlight:
            continue  # a lesson about the board, and nothing that happens in the world
        if event.turn == turn:
            yield CalendarEntry(event.id, "event", event.name)
        elif event.due is not None and game.state[event.due] == turn:
            yield CalendarEntry(event.id, "scheduled", event.name)


def _movers(game: Game, turn: int) -> Iterable[CalendarEntry]:
    for stream, (_, group, ahead) in enumerate(game.plan.stream_tables):
        if not group or turn > game.turn + ahead:
            continue
        member = drawn_member(game, stream, group, turn)
        if member:
            name = game.scenario.chance[game.plan.streams[stream].name].name or say("On the move")
            yield CalendarEntry(member, "chance", name, member, missions.member_name(game, member))


# Score and history


def legacies_of(game: Game, after: Game | None = None) -> tuple[LegacyView, ...]:
    """How far each legacy has come, and would have come after the focused move."""
    ghosts = {s.legacy: s.measure for s in after.legacies()} if after is not None and not after.revealed else {}
    views: list[LegacyView] = []
    for stars in game.legacies():
        following = next((t for t in stars.thresholds if t > stars.measure), None)
        ghost = ghosts.get(stars.legacy)
        views.append(
            LegacyView(
                id=stars.legacy,
                name=stars.name,
                text=game.scenario.legacies[stars.legacy].text,
                measure=stars.measure,
                stars=stars.stars,
                points=stars.points,
                doubled=stars.doubled,
                thresholds=stars.thresholds,
                next_at=following,
                ghost=ghost if ghost != stars.measure else None,
            )
        )
    return tuple(views)


def history_of(game: Game) -> tuple[HistoryStep, ...]:
    """The moves of this line, then those that can be redone."""
    line = game.line[1:]
    steps = [_step(position, depth) for depth, position in enumerate(line, 1)]
    if steps:
        steps[-1] = _step(line[-1], len(line), here=True)
    ahead, depth = game, len(line)
    while ahead.can_redo:
        ahead, depth = ahead.redo(), depth + 1
        steps.append(_step(ahead, depth, undone=True))
    return tuple(steps)


def _step(after: Game, depth: int, *, here: bool = False, undone: bool = False) -> HistoryStep:
    assert after.move is not None and after.past is not None
    plan = after.plan.moves[after.move.index]
    actor = after.plan.decisions[plan.decision].name
    turn = after.past.turn
    label = turn_label(after.scenario, turn)
    return HistoryStep(depth, turn, label, str(after.move), actor, move_name(plan), here, undone)


def branches_of(game: Game) -> tuple[BranchView, ...]:
    """The other lines that were played, by what they did first that this line did not."""
    line = game.played
    ahead = game
    while ahead.can_redo:
        ahead = ahead.redo()
    following = ahead.played if ahead is not game else None
    found: list[BranchView] = []
    for index, tip in enumerate(game.branches):
        other = tip.played
        pairs = enumerate(zip(line, other, strict=False))
        fork = next((i for i, (a, b) in pairs if a != b), min(len(line), len(other)))
        move = game.plan.moves[other[fork].index] if fork < len(other) else None
        actor = game.plan.decisions[move.decision].name if move is not None else ""
        name = f"{actor}: {move_name(move)}" if move is not None else say("The same line")
        outcome = tip.outcome
        ending = outcome.name if outcome is not None else ""
        label = turn_label(game.scenario, tip.turn)
        found.append(BranchView(index, name, tip.turn, len(other), label, fork, ending, other == following))
    return tuple(found)

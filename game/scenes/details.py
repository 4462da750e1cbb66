"""Detail scenes: a card, member, event, summit, action, law, track, legacy, envoy or ending in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from game.rules.model import Event, Path, Scenario
from game.rules.names import Value
from game.rules.plan import MovePlan
from game.rules.play import Game
from game.scenes import agendas, table, telling, wording
from game.scenes.missions import icon_of, member_name
from game.scenes.phrases import capital, determined, plain, turn_label
from game.scenes.scene import DetailScene, Section, TrackMark
from game.words import say, say_many

ROOMS = ("cards", "summits", "actions", "events", "laws", "legacies", "tracks", "envoys", "endings")
"""The parts of a scenario whose entries have a detail, in the order in which a bare id is looked for."""


class UnknownDetail(LookupError):
    """Nothing has that id. `known` are all ids there are."""

    def __init__(self, id: str, known: Sequence[str]) -> None:
        super().__init__(f"nothing is called `{id}`")
        self.known = tuple(known)


def ids_of(scenario: Scenario) -> tuple[str, ...]:
    """Every id that has a detail."""
    own = [key for room in ROOMS for key in getattr(scenario, room)]
    members = [m for group in scenario.groups.values() for m in group.members]
    faces = [f"{member}.{face}" for member, faces in scenario.agendas.items() for face in faces]
    return tuple(dict.fromkeys([*own, *members, *faces]))


def detail(game: Game, id: str, notice: str = "") -> DetailScene:
    """The detail of an id, or of a rule's id such as `laws.income`. Raises `UnknownDetail`."""
    path = path_of(game, id)
    if path is None:
        raise UnknownDetail(id, ids_of(game.scenario))
    found = _at(game.scenario, path)
    location = game.scenario.location(path)
    scenario = game.scenario
    return DetailScene(
        id=id,
        kind=_kind(path),
        name=_filled(game, path, id, str(getattr(found, "name", ""))) or capital(plain(str(path[-1]))),
        letter=str(getattr(found, "letter", "")),
        text=_filled(game, path, id, str(getattr(found, "text", ""))),
        sections=tuple(s for s in _sections(game, path, found) if s.lines),
        tracks=_tracks(game, path),
        history=str(getattr(found, "history", "")),
        sources=telling.sources(scenario, getattr(found, "source", ())),
        where=str(location) if location is not None else "",
        notice=notice,
        icon=icon_of(scenario, found),
    )


def path_of(game: Game, id: str) -> Path | None:
    """Where the entry with an id stands; a move's notation leads to what it plays."""
    scenario = game.scenario
    move = game.engine.by_notation.get(" > ".join(part.strip() for part in id.split(">")))
    if move is not None:
        path = game.plan.moves[move.index].rule.path
        return path[: path.index("options")] if "options" in path else path
    if id in game.engine.slot_of and "." in id and game.plan.slots[game.engine.slot_of[id]].group:
        id = game.plan.slots[game.engine.slot_of[id]].member
    room, _, key = id.partition(".")
    if room in ROOMS and key:
        known = getattr(scenario, room)
        while key and key not in known:  # `actions.visit.x` is about the action
            key = key.rpartition(".")[0]
        return (room, key) if key else None
    if room in scenario.agendas and (face := key.split(".")[0]) in scenario.agendas[room]:
        return ("agendas", room, face)
    for group, defined in scenario.groups.items():
        if id in defined.members:
            return ("groups", group, "members", id)
    for place in ROOMS:
        for name in (id, room):
            if name in getattr(scenario, place):
                return (place, name)
    return None


def _at(scenario: Scenario, path: Path) -> object:
    if path[0] == "groups":
        return scenario.groups[str(path[1])].members[str(path[3])]
    if path[0] == "envoys":
        return scenario.envoys[str(path[1])]
    return telling.rule_at(scenario, path)


def _filled(game: Game, path: Path, id: str, text: str) -> str:
    """A text that is meant for each member of a group, with the member's name, or `any power`, in its gap."""
    over = getattr(_at(game.scenario, path), "over", None)
    if not isinstance(over, str) or "{" not in text:
        return text
    names = game.plan.names.groups
    variable = names[over].one if over in names else over.split()[0]
    last = id.rpartition(".")[2]
    member = member_name(game, last) if any(last in table.members for table in names.values()) else ""
    return text.replace("{" + variable + "}", member or determined("any", variable))


def _kind(path: Path) -> str:
    return {
        "cards": say("card"),
        "summits": say("summit"),
        "actions": say("action"),
        "events": say("event"),
        "agendas": say("event"),
        "laws": say("law"),
        "legacies": say("legacy"),
        "tracks": say("track"),
        "envoys": say("envoy"),
        "endings": say("ending"),
    }.get(str(path[0]), say("member"))


def _tracks(game: Game, path: Path) -> tuple[TrackMark, ...]:
    match path:
        case ("groups", _, "members", member):
            members = (m for g in table.groups_of(game) for m in g.members)
            return tuple(t for m in members if m.id == member for t in m.tracks)
        case ("tracks", key):
            return tuple(m for m in telling.country_marks(game) if m.id == key)
        case _:
            return ()


# Sections


def _sections(game: Game, path: Path, found: object) -> Iterable[Section]:
    if isinstance(found, Event):
        yield from _event(game, path, found)
        return
    if path[0] == "groups":
        yield from _member(game, str(path[3]))
        return
    if path[0] == "envoys":
        return
    scope = _scope(game, path)
    plan = game.plan
    when, over = getattr(found, "when", None), getattr(found, "over", None)
    yield Section(say("Cost"), wording.cost_of(plan, getattr(found, "cost", {}), scope))
    if when and not over:
        yield Section(say("Needs"), (wording.condition_words(plan, when, scope),))
    if path[0] == "laws":
        yield Section(say("Rule"), (*_rule(over, when), *getattr(found, "do", ())))
        return
    yield Section(say("Effects"), _effects(game, getattr(found, "do", ()), scope))
    yield Section(say("With a leading envoy also"), _effects(game, getattr(found, "lead", ()), scope))
    if path[0] == "endings":
        yield Section(say("Rule"), _rule(over, when))
    if path[0] == "legacies":
        yield from _legacy(game, str(path[1]))
    if path[0] == "cards":
        yield Section(say("Tags"), tuple(plain(tag) for tag in getattr(found, "tags", ())))
    if path[0] == "summits":
        yield Section(say("When and where"), _when_and_where(game, str(path[1])))


def _rule(over: str | None, when: str | None) -> tuple[str, ...]:
    """The loop and condition of a law or ending, as its author wrote them."""
    return tuple(f"{word} {text}" for word, text in (("for", over), ("when", when)) if text)


def _scope(game: Game, path: Path) -> Mapping[str, Value]:
    """What names mean for the first envoy of lowest rank who could play it."""
    moves: list[MovePlan] = [m for m in game.plan.moves if m.rule.path == path]
    ranks = {key: envoy.rank for key, envoy in game.scenario.envoys.items()}
    if not moves or path[0] not in ("cards", "summits", "actions"):
        return {}
    scope = wording.scope_of(game.plan, min(moves, key=lambda m: ranks[m.move.actor]))
    return {name: value for name, value in scope.items() if name in ("rank", "envoy", "host")}


def _effects(game: Game, lines: Sequence[str], scope: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(t.line.full_text for t in wording.effects_of(game.plan, lines, (), scope))


def _event(game: Game, path: Path, event: Event) -> Iterable[Section]:
    yield Section(say("Effects"), _effects(game, event.do, {}))
    for key, option in event.options.items():
        move = next((m for m in game.plan.moves if m.rule.path == (*path, "options", key)), None)
        scope = wording.scope_of(game.plan, move) if move is not None else {}
        words = wording.condition_words(game.plan, option.when, scope) if option.when else ""
        needs = (say("Needs {condition}", condition=words),) if words else ()
        text = (option.text,) if option.text else ()
        yield Section(option.name, (*text, *needs, *_effects(game, option.do, scope)))


def _member(game: Game, member: str) -> Iterable[Section]:
    view = next(m for g in table.groups_of(game) for m in g.members if m.id == member)
    yield Section(say("Links"), tuple(f"{link.name}: {link.target_name}" for link in view.links))
    pairs: dict[str, list[str]] = {}
    for pair in view.pairs:
        pairs.setdefault(pair.name or say("Pairs"), []).append(pair.other_name)
    for name, others in pairs.items():
        yield Section(name, tuple(others))
    if view.moves:
        when = {"now": say("This turn"), "next": say("Next turn")}.get(view.moves, say("Later"))
        yield Section(say("On the move"), (when,))
    calendar = [(t.label, e) for t in table.calendar_of(game) for e in t.entries if e.kind == "summit"]
    summits = tuple(f"{label}: {e.name} ({_state(e.state)})" for label, e in calendar if e.member == member)
    yield Section(say("Summits"), summits)
    owned = [m.name for g in table.groups_of(game) for m in g.members if any(k.target == member for k in m.links)]
    yield Section(say("Belonging to it"), tuple(owned))
    yield Section(say("Its agenda"), tuple(agendas.told(game.plan, member)))


def _state(state: str) -> str:
    """What has become of a summit."""
    told = {"attended": say("attended"), "missed": say("missed"), "now": say("now"), "ahead": say("ahead")}
    return told.get(state, state)


def _legacy(game: Game, key: str) -> Iterable[Section]:
    legacy = next(v for v in table.legacies_of(game) if v.id == key)
    steps = ", ".join(str(t) for t in legacy.thresholds)
    double = f" ({say('counts double')})" if legacy.doubled else ""
    stars = say_many("{count} star", "{count} stars", legacy.stars)
    points = say_many("{count} point", "{count} points", legacy.points)
    yield Section(say("So far"), (f"{legacy.measure}: {stars}, {points}{double}", say("Stars at {steps}", steps=steps)))


def _when_and_where(game: Game, key: str) -> tuple[str, ...]:
    summit = game.scenario.summits[key]
    lines = [say("Turn {turn}, {label}", turn=summit.turn, label=turn_label(game.scenario, summit.turn))]
    if summit.host:
        lines.append(say("Host: {name}", name=member_name(game, summit.host)))
    if summit.place and game.scenario.map is not None and summit.place in game.scenario.map.places:
        lines.append(say("Place: {name}", name=game.scenario.map.places[summit.place].name))
    return tuple(lines)

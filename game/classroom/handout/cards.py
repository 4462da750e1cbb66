"""What stands on each printed card: events, agendas, missions and summits, with all effects and costs in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase

from attrs import evolve, frozen

from game.rules.expressions import parse_loop, parse_statement
from game.rules.model import Action, Card, Event, Option, Path, Scenario, Summit
from game.rules.names import Value
from game.rules.plan import MovePlan, Plan
from game.scenes import agendas, wording
from game.scenes.missions import icon_of
from game.scenes.palette import ATLAS, RGB, contrast, mix
from game.scenes.phrases import Phrases, capital, determined, plain, turn_label
from game.words import say

EVENT: RGB = (96, 74, 46)
SUMMIT: RGB = (38, 78, 124)


@frozen
class Answer:
    """One option of an event, to be voted on by its letter."""

    letter: str
    name: str
    text: str
    needs: str
    effects: tuple[str, ...]


@frozen
class PrintedCard:
    """A card as a class holds it."""

    number: str
    """By which the world's order names it: `A7`."""
    kind: str
    """On its band: the deck, the turn of a summit, when an event comes."""
    band: RGB
    name: str
    text: str = ""
    costs: str = ""
    needs: str = ""
    effects: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    """What it does besides, or instead, for an envoy of higher rank or who leads."""
    answers: tuple[Answer, ...] = ()
    note: str = ""
    """When it is read."""
    icon: str = ""
    letter: str = ""
    index: int = -1


def letters(number: int) -> str:
    """A, B ... Z, AA: the letter of an option by its position from 0."""
    return ascii_uppercase[number] if number < 26 else letters(number // 26 - 1) + ascii_uppercase[number % 26]


def numbers_of(scenario: Scenario) -> dict[str, str]:
    """The printed number of every card, event and summit, of `actions.ID`, and of an agenda's face as `member.face`."""
    found = {key: f"E{n}" for n, key in enumerate(_events_in_order(scenario), 1)}
    found |= {key: f"S{n}" for n, key in enumerate(scenario.summits, 1)}
    found |= {f"actions.{key}": f"H{n}" for n, key in enumerate(scenario.actions, 1)}
    decks = dict.fromkeys(card.kind for card in scenario.cards.values())
    free = [letter for letter in ascii_uppercase if letter not in "EHPS"]
    for place, kind in enumerate(decks):
        deck = free[place] if place < len(free) else f"C{place}-"
        dealt = [key for key, card in scenario.cards.items() if card.kind == kind]
        found |= {key: f"{deck}{n}" for n, key in enumerate(dealt, 1)}
    faces = [
        (member, face)
        for member, own in scenario.agendas.items()
        for _, event in agendas.faced(scenario, member)
        for face, other in own.items()
        if other is event
    ]
    return found | {f"{member}.{face}": f"P{n}" for n, (member, face) in enumerate(faces, 1)}


def cards_of(plan: Plan) -> tuple[PrintedCard, ...]:
    """Every card of a scenario, in the order in which a class sorts them."""
    numbers = numbers_of(plan.scenario)
    return (
        *(_event(plan, key, numbers[key]) for key in _events_in_order(plan.scenario)),
        *_agendas(plan, numbers),
        *(_mission(plan, key, card, numbers[key]) for key, card in plan.scenario.cards.items()),
        *(_summit(plan, key, summit, numbers[key]) for key, summit in plan.scenario.summits.items()),
        *(_home(plan, key, action, numbers[f"actions.{key}"]) for key, action in plan.scenario.actions.items()),
    )


def place_of(scenario: Scenario, member: str | None) -> tuple[str, int]:
    """A member's letter and its position in its group; `("", -1)` for nobody."""
    for group in scenario.groups.values():
        for index, (key, defined) in enumerate(group.members.items()):
            if key == member:
                return defined.letter, index
    return "", -1


def turn_name(scenario: Scenario, turn: int) -> str:
    """`Turn 2, Second half of 2022`; just `Turn 2` where turns have no names."""
    label = turn_label(scenario, turn)
    return label if isinstance(scenario.turns, int) else say("Turn {turn}, {label}", turn=turn, label=label)


# Events


def _events_in_order(scenario: Scenario) -> list[str]:
    """Dated ones by their turns, then decks, then those that come by a condition, then those set in motion."""

    def order(key: str) -> tuple[int, int]:
        on = scenario.events[key].on
        if on.startswith("turn "):
            return 0, int(on.split()[1])
        return (1 if on.startswith("deck") else 2 if on.startswith("once") else 3), 0

    return sorted(scenario.events, key=order)


def _event(plan: Plan, key: str, number: str) -> PrintedCard:
    event = plan.scenario.events[key]
    kind, note = _coming(plan, event)
    if event.when is not None:
        note = say("Only if: {condition}", condition=wording.condition_words(plan, event.when))
    return PrintedCard(
        number, kind, EVENT, event.name, event.text, note=note, icon="hourglass" if event.on == "schedule" else "book",
        effects=_effects(plan, event.do, {}), answers=_answers(plan, event, ("events", key)),
    )  # fmt: skip


def _coming(plan: Plan, event: Event) -> tuple[str, str]:
    """When an event comes: for the card's band, and more of it for its foot."""
    trigger, _, rest = event.on.partition(" ")
    if trigger == "turn":
        turn = int(rest)
        return turn_name(plan.scenario, turn), ""
    if trigger == "deck":
        deck = plan.scenario.chance.get(rest)
        return (deck.name if deck is not None else "") or capital(plain(rest)), ""
    if trigger == "once":
        words = wording.condition_words(plan, rest.removeprefix("when "))
        return say("When things stand so"), say("Once, at the start of a turn with: {condition}", condition=words)
    return say("Set in motion"), say("Comes in the turn that the card or event which set it in motion named.")


def _answers(plan: Plan, event: Event, path: Path) -> tuple[Answer, ...]:
    found: list[Answer] = []
    for number, (key, option) in enumerate(event.options.items()):
        move = next((m for m in plan.moves if m.rule.path == (*path, "options", key)), None)
        found.append(_answer(plan, option, letters(number), wording.scope_of(plan, move) if move is not None else {}))
    return tuple(found)


def _answer(plan: Plan, option: Option, letter: str, scope: Mapping[str, Value]) -> Answer:
    needs = wording.condition_words(plan, option.when, scope) if option.when else ""
    effects = _effects(plan, option.do, scope) or (say("Nothing changes now."),)
    return Answer(letter, option.name, option.text, needs, effects)


def _effects(plan: Plan, lines: Sequence[str], scope: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(t.line.full_text for t in wording.effects_of(plan, lines, (), scope))


def _agendas(plan: Plan, numbers: Mapping[str, str]) -> Iterable[PrintedCard]:
    scenario = plan.scenario
    for member, faces in scenario.agendas.items():
        letter, index = place_of(scenario, member)
        name = wording.any_name(plan, member)
        order = {id(event): number for number, event in agendas.faced(scenario, member)}
        when = _read_when(plan)
        for face, event in sorted(faces.items(), key=lambda one: order[id(one[1])]):
            number = order[id(event)]
            yield PrintedCard(
                numbers[f"{member}.{face}"],
                say("{name}: agenda, face {number}", name=name, number=number),
                ATLAS.muted if index < 0 else _dark(ATLAS.power(index)),
                event.name, event.text, effects=_effects(plan, event.do, {}), letter=letter, index=index,
                answers=_answers(plan, event, ("agendas", member, face)),
                note=when.get(number, ""),
            )  # fmt: skip


def _read_when(plan: Plan) -> dict[int, str]:
    """For each face: the stages that read it, each with its condition."""
    told: dict[int, list[str]] = {}
    for stage in agendas.stages_of(plan.scenario):
        name = capital(say(stage.name)) if stage.name else say("Agenda")
        for face in agendas.faces_of(plan, stage):
            told.setdefault(face.number, []).append(f"{name}: {face.when}")
    return {number: ". ".join(lines) for number, lines in told.items()}


def _dark(colour: RGB) -> RGB:
    """A colour, dark enough for white letters on it."""
    while contrast(colour, (255, 255, 255)) < 4.5:
        colour = mix(colour, (0, 0, 0), 0.06)
    return colour


# Missions


def _mission(plan: Plan, key: str, card: Card, number: str) -> PrintedCard:
    scenario = plan.scenario
    deck = scenario.chance.get(card.kind)
    kind = (deck.name if deck is not None else "") or capital(plain(card.kind))
    band = _dark(ATLAS.colour(f"deck:{list(dict.fromkeys(c.kind for c in scenario.cards.values())).index(card.kind)}"))
    icon = icon_of(scenario, card) or (deck.icon if deck is not None else "")
    return _played(plan, ("cards", key), card, PrintedCard(number, kind, band, card.name, card.text, icon=icon))


def _summit(plan: Plan, key: str, summit: Summit, number: str) -> PrintedCard:
    letter, index = place_of(plan.scenario, summit.host)
    kind = say("Summit: {when}", when=turn_name(plan.scenario, summit.turn))
    note = say("Host: {name}", name=wording.any_name(plan, summit.host)) if summit.host else ""
    card = PrintedCard(
        number, kind, SUMMIT, summit.name, summit.text, note=note, letter=letter, index=index,
        icon="" if letter else "people",
    )  # fmt: skip
    return _played(plan, ("summits", key), summit, card)


def _home(plan: Plan, key: str, action: Action, number: str) -> PrintedCard:
    """An envoy's work at home; one that is there for each member of a group is told once, of any of them."""
    envoy = plan.scenario.envoys[action.envoy]
    move = next((m for m in plan.moves if m.rule.path == ("actions", key)), None)
    scope = wording.scope_of(plan, move) if move is not None else {}
    name, phrases = action.name, Phrases(plan, scope)
    if action.over is not None:
        group = plan.scenario.groups.get(action.over)
        one = (group.one if group is not None else "") or action.over
        name = name.replace("{" + one + "}", determined("any", one))
        general = {known: value for known, value in scope.items() if known != one}
        phrases = Phrases(plan, general).within(parse_loop(f"{one} in {action.over}"), every="that")
    lines = (wording.statement_words(phrases, parse_statement(line)).full_text for line in action.do)
    return PrintedCard(
        number, say("At home: {name}", name=envoy.name), ATLAS.muted, name, action.text, icon=action.icon or envoy.icon,
        costs=", ".join(wording.cost_of(plan, action.cost, scope)),
        needs=wording.condition_words(plan, action.when, scope) if action.when else "",
        effects=tuple(line for line in lines if line) or (say("Nothing changes now."),),
        note=say("Always open, in every turn."),
    )  # fmt: skip


def _played(plan: Plan, path: Path, definition: Card | Summit, card: PrintedCard) -> PrintedCard:
    """The card with its cost, needs and effects, and with what they are for an envoy of higher rank."""
    envoys = plan.scenario.envoys
    moves = sorted(
        (m for m in plan.moves if m.rule.path == path and m.move.actor in envoys),
        key=lambda m: envoys[m.move.actor].rank,
    )
    if not moves:
        return card
    least, most = moves[0], moves[-1]
    scope = wording.scope_of(plan, least)
    return evolve(
        card,
        costs=", ".join(wording.cost_of(plan, definition.cost, scope)),
        needs=wording.condition_words(plan, definition.when, scope) if definition.when else "",
        effects=_effects(plan, definition.do, scope),
        leading=(*_instead(plan, definition, least, most), *_besides(plan, definition, moves)),
    )


def _instead(plan: Plan, definition: Card | Summit, least: MovePlan, most: MovePlan) -> Iterable[str]:
    """The lines that are others where the envoy of highest rank goes."""
    usual = _effects(plan, definition.do, wording.scope_of(plan, least))
    high = _effects(plan, definition.do, wording.scope_of(plan, most))
    other = [line for line in high if line not in usual]
    if other:
        name = plan.scenario.envoys[most.move.actor].name
        yield say("{name}, instead: {effects}", name=name, effects="; ".join(other))


def _besides(plan: Plan, definition: Card | Summit, moves: Sequence[MovePlan]) -> Iterable[str]:
    for move in moves:
        envoy = plan.scenario.envoys[move.move.actor]
        lines = _effects(plan, definition.lead, wording.scope_of(plan, move)) if envoy.leads else ()
        if lines:
            yield say("{name}, also: {effects}", name=envoy.name, effects="; ".join(lines))

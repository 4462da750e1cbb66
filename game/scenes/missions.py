"""The decision on a board scene: an event with its options, or an envoy with its missions."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from game.rules.model import Card, Path, Scenario
from game.rules.plan import Move, MovePlan
from game.rules.play import Game
from game.scenes import wording
from game.scenes.phrases import capital, move_name, plain
from game.scenes.pointing import pointers
from game.scenes.scene import Decision, Deck, EffectLine, MoveGroup, MoveView, TableCard
from game.scenes.telling import sources
from game.scenes.wording import Told
from game.words import noted, say

GROUP_NAMES = dict(
    zip(
        ("summits", "actions", "options", "pass", "cards"),
        noted("Summits", "At home", "Options", "No mission", "Cards"),
        strict=True,
    )
)
"""In English, to be said."""


def decision_of(game: Game, focus: str = "") -> Decision:
    """What is asked now, with every move that a player would look for, refused ones included."""
    asked = game.decision
    if asked.kind == "over":
        return Decision("over", asked.id, say("The game is over"), "", ())
    if asked.kind == "event":
        return _event(game, focus)
    envoy = game.scenario.envoys[asked.id]
    groups = tuple(g for g in _missions(game, focus) if g.moves)
    return Decision("envoy", asked.id, envoy.name, envoy.text, groups)


def _event(game: Game, focus: str) -> Decision:
    asked, plan = game.decision, game.plan
    event = next(e for e in plan.events if e.id == asked.id)
    definition = wording.event_at(game.scenario, event.path)
    moves = MoveGroup("options", say(GROUP_NAMES["options"]), "options", _views(game, asked.moves, focus))
    member = str(event.path[1]) if event.path[0] == "agendas" else ""
    return Decision(
        kind="event",
        id=asked.id,
        name=definition.name,
        text=definition.text,
        groups=(moves,),
        history=definition.history,
        sources=sources(game.scenario, definition.source),
        member=member,
        member_name=member_name(game, member),
        because=_because(game, member),
        highlight=pointers(game, definition.highlight),
    )


def _because(game: Game, member: str) -> str:
    """The name of the stage of the dispatches that reads a member's agenda now."""
    stages = [s for s in game.plan.stages if s.kind == "agenda" and s.member is not None]
    if not member or not stages:
        return ""
    for stage in stages:
        assert stage.member is not None
        number = game.engine.holds(stage.member, game.state, game.world)
        if number >= 0 and game.plan.names.groups[stage.group].members[number] == member:
            return say(stage.name)
    return say(stages[-1].name)


def _missions(game: Game, focus: str) -> Iterable[MoveGroup]:
    asked, plan = game.decision, game.plan
    for stream, cards in asked.tables:
        by_card = dict(cards)
        moves = tuple(by_card[c] for c in game.table_of(stream) if c in by_card)
        name = plan.streams[stream].name
        yield MoveGroup(name, deck_name(game, name), "cards", _views(game, moves, focus), deck_icon(game, name))
    kinds: dict[str, list[int]] = {"cards": [], "summits": [], "actions": []}
    for index in asked.moves:
        move = plan.moves[index]
        if move.kind == "summit" and game.scenario.summits[move.subject].turn != game.turn:
            continue
        kinds[{"card": "cards", "summit": "summits", "action": "actions"}[move.kind]].append(index)
    for kind, found in kinds.items():
        yield MoveGroup(kind, say(GROUP_NAMES[kind]), kind, _views(game, found, focus))
    if asked.fallback is not None and not game.why_not(plan.moves[asked.fallback].move):
        yield MoveGroup("pass", say(GROUP_NAMES["pass"]), "pass", _views(game, (asked.fallback,), focus))


def deck_name(game: Game, stream: str) -> str:
    """The name of a deck of cards."""
    return game.scenario.chance[stream].name or capital(plain(stream))


def member_name(game: Game, member: str) -> str:
    """The name of a member of any group; empty for nobody."""
    for group in game.scenario.groups.values():
        if member in group.members:
            return group.members[member].name or plain(member)
    return plain(member)


def decks_of(game: Game) -> tuple[Deck, ...]:
    """All cards on the table this turn."""
    decks: list[Deck] = []
    for index, stream in enumerate(game.plan.streams):
        if stream.kind == "window":
            shown = tuple(_table_card(game, c, index) for c in game.table_of(index))
            decks.append(Deck(stream.name, deck_name(game, stream.name), shown, deck_icon(game, stream.name)))
    return tuple(decks)


def _table_card(game: Game, card: int, stream: int) -> TableCard:
    key, definition = list(game.scenario.cards.items())[card]
    return TableCard(key, definition.name, badge(game, card, stream), icon_of(game.scenario, definition))


def deck_icon(game: Game, stream: str) -> str:
    """The name of the picture of a deck of cards; empty for none."""
    return game.scenario.chance[stream].icon


def icon_of(scenario: Scenario, definition: object) -> str:
    """The name of a definition's picture, of a card by its first tag that has one; empty for none."""
    if isinstance(definition, Card):
        return next((scenario.icons[tag] for tag in definition.tags if tag in scenario.icons), "")
    return str(getattr(definition, "icon", ""))


def badge(game: Game, card: int, stream: int) -> str:
    """Whether a card on the table is played, new, or there for the last time."""
    key = list(game.scenario.cards)[card]
    if f"cards.{key}.used" in game.engine.slot_of and game[f"cards.{key}.used"]:
        return "played"
    table, turn = game.world.tables[stream], game.turn
    if turn < len(table) and not _shows(table[turn], card):
        return "last chance"
    return "new" if turn > 1 and not _shows(table[turn - 2], card) else ""


def _shows(entry: int | tuple[int, ...], card: int) -> bool:
    return card in entry if isinstance(entry, tuple) else card == entry


# One move


def _views(game: Game, moves: Iterable[int], focus: str) -> tuple[MoveView, ...]:
    return tuple(move_view(game, game.plan.moves[m], focus) for m in moves)


def move_view(game: Game, plan: MovePlan, focus: str = "") -> MoveView:
    """A move with its words."""
    definition = wording.definition_of(game.plan, plan)
    unmet = game.why_not(plan.move)
    scope, path = wording.scope_of(game.plan, plan), plan.rule.path
    effects = wording.effects_of(game.plan, getattr(definition, "do", ()), (*path, "do"), scope)
    lead = wording.effects_of(game.plan, getattr(definition, "lead", ()), (*path, "lead"), scope)
    happening = _happening(game, plan.move, [*effects, *lead]) if not unmet else None
    actor = game.scenario.envoys.get(plan.move.actor) if plan.kind != "option" else None
    member = plan.member or (getattr(definition, "host", None) or "")
    return MoveView(
        id=str(plan.move),
        kind=plan.kind,
        subject=plan.subject,
        name=move_name(plan),
        text=getattr(definition, "text", ""),
        legal=not unmet,
        cost=wording.cost_of(game.plan, getattr(definition, "cost", {}), scope),
        effects=tuple(_held(t, happening) for t in effects),
        lead=tuple(_held(t, happening) for t in lead),
        leads=actor is not None and actor.leads,
        needs=wording.needs_of(game.plan, plan),
        refusals=tuple(dict.fromkeys(wording.refusal_words(game, plan, u) for u in unmet)),
        tags=definition.tags if isinstance(definition, Card) else (),
        icon=icon_of(game.scenario, definition),
        badge=_badge(game, plan),
        member=member,
        member_name=member_name(game, member) if member else "",
        focused=str(plan.move) == focus,
    )


def _badge(game: Game, plan: MovePlan) -> str:
    if plan.kind != "card":
        return ""
    card = list(game.scenario.cards).index(plan.subject)
    kind = game.scenario.cards[plan.subject].kind
    for index, stream in enumerate(game.plan.streams):
        if stream.kind == "window" and stream.name == kind:
            return badge(game, card, index)
    return ""


def _happening(game: Game, move: Move, told: Iterable[Told]) -> frozenset[Path] | None:
    """The lines that would do something now; only worked out where some line has a condition."""
    if not any(t.line.condition and t.logged for t in told):
        return None
    return frozenset(c.path for c in game.preview(move).causes)


def _held(told: Told, happening: frozenset[Path] | None) -> EffectLine:
    line = told.line
    if not line.condition or not told.logged or happening is None:
        return line
    return evolve(line, holds=told.path in happening)

"""Streams of chance: orders of a group, decks of events, decks of cards on show."""

from __future__ import annotations

from attrs import evolve

from game.rules.build.draft import Draft
from game.rules.build.events import definition_of
from game.rules.build.tables import MOST_TURNS
from game.rules.chance import Stream
from game.rules.model import Path
from game.rules.names import MEMBER, Value
from game.rules.problems import Suggestion, did_you_mean
from game.rules.terms import Drawn
from game.rules.wording import phrase

MOST_DRAWN = 60  # events a turn, cards on show: a file cannot ask for endless work


def number_streams(draft: Draft) -> None:
    """Every declared stream of chance, and the events that go into no deck."""
    dated = frozenset(p.turn for p in draft.events if p.turn is not None)
    for key, chance in draft.scenario.chance.items():
        path: Path = ("chance", key)
        if chance.order is not None:
            _order_stream(draft, key, path)
        elif chance.deck == "events":
            beside = any(s.events == "dated" and s.otherwise == key for s in draft.scenario.dispatches)
            _event_stream(draft, key, path, dated if beside else frozenset())
        elif chance.deck == "cards":
            _card_stream(draft, key, path)
        else:
            draft.report(
                "MV349", phrase("a stream of chance is an `order:` or a `deck:` of events or cards"), path, key=True
            )
    for plan in draft.events:
        if plan.deck is not None and plan.deck not in draft.scenario.chance:
            hint = did_you_mean(plan.deck, draft.scenario.chance)
            at = definition_of(draft, plan).on.rindex(plan.deck)
            span = (at, at + len(plan.deck))
            draft.report(
                "MV312", phrase("there is no deck `{name}`", name=plan.deck), (*plan.path, "on"), hint, span=span
            )


def _stream(draft: Draft, stream: Stream, one: str = "", group: str = "", ahead: int = 0) -> None:
    draft.streams.append(stream)
    draft.stream_tables.append((one, group, ahead))


def _order_stream(draft: Draft, key: str, path: Path) -> None:
    chance = draft.scenario.chance[key]
    group = chance.order or ""
    draft.lost.add(chance.one)  # until it is known to be an order
    if group not in draft.scenario.groups:
        hint = did_you_mean(group, draft.scenario.groups)
        draft.report("MV317", phrase("there is no group `{name}`", name=group), (*path, "order"), hint)
        return
    members = draft.names.groups[group].members
    if not 1 <= chance.rounds <= MOST_TURNS:
        draft.report(
            "MV349", phrase("an order has 1 to {most} rounds", most=MOST_TURNS), (*path, "rounds"), "`rounds: 2`"
        )
        return
    if len(members) * chance.rounds < draft.scenario.last_turn:
        needed = -(-draft.scenario.last_turn // max(1, len(members)))
        message = phrase(
            "{rounds} rounds of {count} do not last {last} turns",
            rounds=chance.rounds,
            count=len(members),
            last=draft.scenario.last_turn,
        )
        draft.report(
            "MV349", message, (*path, "rounds"), Suggestion(phrase("`rounds: {count}`", count=needed), str(needed))
        )
        return
    draft.lost.discard(chance.one)
    if chance.one:
        draft.claim(chance.one, (*path, "one"))
        drawn = Drawn(len(draft.streams), 0, len(members) - 1)
        draft.names.drawn[chance.one] = Value(drawn, MEMBER, group)
    stream = Stream(
        key, "order", tuple(members), tuple(range(len(members))), draft.scenario.last_turn, rounds=chance.rounds
    )
    _stream(draft, stream, chance.one, group, chance.ahead)


def _event_stream(draft: Draft, key: str, path: Path, quiet: frozenset[int]) -> None:
    chance = draft.scenario.chance[key]
    members = [p for p in draft.events if p.deck == key]
    if not members:
        draft.report("MV345", phrase("no event says `on: deck {name}`", name=key), path, key=True)
        return
    if not 1 <= chance.draw <= MOST_DRAWN:
        draft.report(
            "MV349", phrase("a deck of events draws 1 to {most} of them", most=MOST_DRAWN), (*path, "draw"), "`draw: 1`"
        )
        return
    definitions = [definition_of(draft, p) for p in members]
    weighed = any(d.weight is not None for d in definitions)
    chosen = any(d.when is not None for d in definitions)
    if chance.repeats:
        kind = "rolled" if weighed or chosen else "repeated"
    else:
        kind = "shuffled" if chosen else "dealt"
        if weighed:
            draft.report("MV349", phrase("weights want a deck that `repeats`"), path, "`repeats: true`", key=True)
    if kind == "shuffled":
        for plan in members:
            draft.events[plan.index] = evolve(plan, drawn=draft.slot(f"{plan.id}.drawn", 0, 1))
    ids, indices = tuple(p.id for p in members), tuple(p.index for p in members)
    stream = Stream(key, kind, ids, indices, draft.scenario.last_turn, draw=chance.draw, quiet=quiet)
    _stream(draft, stream)


def _card_stream(draft: Draft, key: str, path: Path) -> None:
    chance = draft.scenario.chance[key]
    cards = [(i, c) for i, (c, card) in enumerate(draft.scenario.cards.items()) if card.kind == key]
    if not cards:
        draft.report("MV345", phrase("no card says `kind: {name}`", name=key), path, key=True)
        return
    if not 1 <= chance.show <= MOST_DRAWN:
        draft.report(
            "MV349",
            phrase("a deck of cards shows 1 to {most} of them", most=MOST_DRAWN),
            (*path, "show"),
            "`show: 4`",
            key=True,
        )
        return
    ids, indices = tuple(c for _, c in cards), tuple(i for i, _ in cards)
    turns = draft.scenario.last_turn
    _stream(draft, Stream(key, "window", ids, indices, turns, show=chance.show, slide=chance.slide))

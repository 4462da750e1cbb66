"""Choices by kind and id: which moves, decisions and events `card old_bridge`, `summits` or `face offer` stand for."""

from __future__ import annotations

from game.rules.build.draft import Draft
from game.rules.claims import Named
from game.rules.names import NameProblem
from game.rules.plan import EventPlan
from game.rules.problems import did_you_mean
from game.rules.wording import phrase

_WHOLE = {"cards": "card", "summits": "summit", "actions": "action", "options": "option"}


def moves_of(draft: Draft, named: Named) -> frozenset[int]:
    """The moves that are meant. Raises `NameProblem` where nothing is called so."""
    if named.kind in _WHOLE:
        return frozenset(m.move.index for m in draft.moves if m.kind == _WHOLE[named.kind])
    if named.kind == "agendas":
        return _answers(draft, [e for e in draft.events if e.path[0] == "agendas"])
    if named.kind in ("event", "face"):
        return _answers(draft, events_of(draft, named))
    known: dict[str, set[int]] = {}
    for plan in draft.moves:
        if plan.kind == named.kind:
            for name in _names_of(plan.kind, str(plan.move.actor), plan.subject, plan.member):
                known.setdefault(name, set()).add(plan.move.index)
    if named.name not in known:
        raise _unknown(named, list(known))
    return frozenset(known[named.name])


def _names_of(kind: str, actor: str, subject: str, member: str) -> tuple[str, ...]:
    """By what a move is called: an action over a group by its id, or with the member."""
    if kind == "option":
        return (f"{actor}.{subject}",)
    return (subject, f"{subject}.{member}") if member else (subject,)


def events_of(draft: Draft, named: Named) -> list[EventPlan]:
    """The events that are meant. Raises `NameProblem` where nothing is called so."""
    if named.kind == "face":
        known = {str(e.path[2]) for e in draft.events if e.path[0] == "agendas"}
        found = [e for e in draft.events if e.path[0] == "agendas" and e.path[2] == named.name]
    else:
        known = {e.id for e in draft.events}
        found = [e for e in draft.events if e.id == named.name]
    if not found:
        raise _unknown(named, sorted(known))
    return found


def _answers(draft: Draft, events: list[EventPlan]) -> frozenset[int]:
    asked = {e.decision for e in events if e.decision is not None}
    return frozenset(m.move.index for m in draft.moves if m.kind == "option" and m.decision in asked)


def _unknown(named: Named, known: list[str]) -> NameProblem:
    if not known:
        return NameProblem("MV312", phrase("the scenario has no {kind} at all", kind=named.kind), named.span)
    hint = did_you_mean(named.name, known) or phrase("such as `{name}`", name=f"{named.kind} {known[0]}")
    message = phrase("there is no {kind} `{name}`", kind=named.kind, name=named.name)
    return NameProblem("MV312", message, named.span, hint)

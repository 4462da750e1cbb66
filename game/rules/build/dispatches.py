"""Dispatches: which events come up in a turn, in which order, and whose agenda is read."""

from __future__ import annotations

from collections.abc import Iterable

from game.rules.build.draft import Draft
from game.rules.model import QUEUES, Path
from game.rules.names import MEMBER, Value
from game.rules.plan import StagePlan
from game.rules.problems import Problem, did_you_mean, told_at
from game.rules.syntax import SyntaxProblem
from game.rules.terms import Const, Term
from game.rules.wording import listed, phrase


def plan_stages(draft: Draft) -> Iterable[StagePlan]:
    """The steps of the dispatches, and the events that none of them reads."""
    used: set[str] = set()
    for number, stage in enumerate(draft.scenario.dispatches):
        path: Path = ("dispatches", number)
        if stage.agenda is not None:
            if (plan := _agenda_stage(draft, number, path)) is not None:
                yield plan
        elif stage.events == "scheduled":
            yield StagePlan("scheduled", "scheduled", tuple(p.index for p in draft.events if p.due is not None))
        elif stage.events == "conditional":
            yield StagePlan("conditional", "conditional", tuple(p.index for p in draft.events if p.fired is not None))
        elif stage.events == "dated":
            yield from _dated_stage(draft, stage.otherwise, path, used)
        elif stage.events is not None:
            yield from _deck_stage(draft, stage.events, (*path, "events"), used)
        else:
            draft.report("MV202", phrase("a stage of the dispatches names its `events:` or an `agenda:`"), path)
    _unread_events(draft, used)


def _dated_stage(draft: Draft, otherwise: str | None, path: Path, used: set[str]) -> Iterable[StagePlan]:
    yield StagePlan("dated", "dated", tuple(p.index for p in draft.events if p.turn is not None))
    if otherwise is not None:
        yield from _deck_stage(draft, otherwise, (*path, "else"), used)


def _deck_stage(draft: Draft, deck: str, path: Path, used: set[str]) -> Iterable[StagePlan]:
    used.add(deck)
    index = next((i for i, s in enumerate(draft.streams) if s.name == deck), None)
    if index is None:
        known = [*draft.scenario.chance, *QUEUES]
        if deck not in draft.scenario.chance:
            draft.report("MV312", phrase("there is no deck `{name}`", name=deck), path, did_you_mean(deck, known))
        return
    stream = draft.streams[index]
    events = tuple(p.index for p in draft.events if p.deck == deck)
    yield StagePlan("deck", deck, events, index, stream.kind, stream.quiet)


def _unread_events(draft: Draft, used: set[str]) -> None:
    """Events that no stage of the dispatches ever reads."""
    kinds = {s.events for s in draft.scenario.dispatches}
    for plan in draft.events:
        wanted = (
            ("scheduled" if plan.due is not None else None)
            or ("conditional" if plan.fired is not None else None)
            or ("dated" if plan.turn is not None else None)
            or (plan.deck if plan.deck not in used else None)
        )
        if plan.deck is not None and plan.deck not in draft.scenario.chance:
            continue  # there is no such deck, which is told where the event names it
        if plan.path[0] == "events" and wanted is not None and wanted not in kinds:
            message = phrase("nothing reads `{name}`: the dispatches have no `{wanted}`", name=plan.id, wanted=wanted)
            draft.report(
                "MV353", message, (*plan.path, "on"), phrase("add `- events: {name}` under `dispatches:`", name=wanted)
            )
    if draft.scenario.dispatches and "dispatches" not in draft.scenario.turn:
        draft.report(
            "MV353", phrase("the turn never reads the dispatches"), ("turn",), phrase("add `dispatches` to `turn:`")
        )


def _agenda_stage(draft: Draft, number: int, path: Path) -> StagePlan | None:
    stage = draft.scenario.dispatches[number]
    tree = draft.parse(stage.agenda or "", (*path, "agenda"))
    if tree is None:
        return None
    try:
        who = draft.names.member(tree, {})
    except SyntaxProblem as problem:
        draft.problems.append(told_at((*path, "agenda"), problem))
        return None
    if who.group == "":
        draft.report("MV321", phrase("an agenda is that of somebody"), (*path, "agenda"))
        return None
    _check_faces(draft, number, path)
    table = draft.names.groups[who.group]
    faces = tuple(_faces(draft, number, path, who.group, index) for index in range(len(table.members)))
    pending = draft.slot(f"agenda.{number + 1}.pending", 0, len(table.members))
    return StagePlan("agenda", stage.name or "agenda", pending=pending, member=who.term, faces=faces, group=who.group)


def _faces(draft: Draft, number: int, path: Path, group: str, index: int) -> tuple[tuple[Term, int], ...]:
    stage, table = draft.scenario.dispatches[number], draft.names.groups[group]
    member = table.members[index]
    scope = {table.one: Value(Const(index), MEMBER, group)}
    faces: list[tuple[Term, int]] = []
    agendas = draft.scenario.agendas
    if stage.faces and member not in agendas:
        if all(draft.is_member(other) for other in agendas):  # else its agenda stands under a misspelt name
            draft.report(
                "MV354",
                phrase("`{name}` has no agenda", name=member),
                ("agendas",),
                phrase("add `{name}:` under it", name=member),
                key=True,
            )
        return ()
    for face, condition in stage.faces.items():
        event = next((p.index for p in draft.events if p.id == f"{member}.{face}"), None)
        before = len(draft.problems)
        term = draft.truth(condition, (*path, "faces", face), scope)
        if index > 0:
            del draft.problems[before:]  # the same mistake for each member is told once
        if event is not None:
            faces.append((term, event))
        elif any(face in known for known in agendas.values()):  # else it is told where the stage names it
            told = _lacking(draft, member, face)
            if told not in draft.problems:
                draft.problems.append(told)
    return tuple(faces)


def _check_faces(draft: Draft, number: int, path: Path) -> None:
    """Report the faces of a stage that no agenda has."""
    known = list(dict.fromkeys(face for faces in draft.scenario.agendas.values() for face in faces))
    for face in draft.scenario.dispatches[number].faces if known else ():
        if face not in known:
            hint = did_you_mean(face, known) or phrase("there are {names}", names=listed(known))
            message = phrase("no agenda has a face `{name}`", name=face)
            draft.report("MV354", message, (*path, "faces", face), hint, key=True)


def _lacking(draft: Draft, member: str, face: str) -> Problem:
    """That a member's agenda lacks a face: told at one that no stage reads and that looks like it, if there is one."""
    message = phrase("`{member}` has no face `{face}` on its agenda", member=member, face=face)
    read = {name for stage in draft.scenario.dispatches for name in stage.faces}
    for own in draft.scenario.agendas[member]:
        if own not in read and (hint := did_you_mean(own, [face])):
            return Problem("MV354", message, ("agendas", member, own), None, hint, at_key=True)
    hint = phrase("add `{name}:` under it", name=face)
    return Problem("MV354", message, ("agendas", member), None, hint, at_key=True)

"""Conditions: comparisons that are always or never true, choices that are never open, endings that never come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from game.rules.model import Path
from game.rules.plan import EndingCase, MovePlan, Plan
from game.rules.problems import Problem
from game.rules.syntax import End
from game.rules.terms import FALSE, TRUE, Apply, Const, Term
from game.rules.wording import phrase
from game.scenario.checks.walk import statements

WIDEST = 2**62
Range = tuple[int, int]
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def always_or_never(plan: Plan) -> Iterator[Problem]:
    """Comparisons that give the same answer in every game, wherever and for whomever they are made."""
    for (path, span), always in plan.names.compared.items():
        if always is not None and not (path[0] == "claims" and path[-1] in ("never", "always")):  # then it is proven
            told = phrase("this is always true") if always else phrase("this is never true")
            hint = phrase("look at the bounds of the track, or take the comparison out")
            yield Problem("MV502" if always else "MV501", told, path, span, hint)


def parts_of(term: Term) -> tuple[Term, ...]:
    """The conditions that must all hold for a term to be true."""
    return term.args if isinstance(term, Apply) and term.op == "and" else (term,)


def _bound(part: Term) -> tuple[Term, Range] | None:
    """The range in which a comparison with a known value holds its other side."""
    if not isinstance(part, Apply) or part.op not in _MIRRORED or len(part.args) != 2:
        return None
    left, right = part.args
    op = part.op
    if isinstance(left, Const):
        left, right, op = right, left, _MIRRORED[op]
    if not isinstance(right, Const):
        return None
    value = right.value
    ranges = {
        "<": (-WIDEST, value - 1),
        "<=": (-WIDEST, value),
        ">": (value + 1, WIDEST),
        ">=": (value, WIDEST),
        "==": (value, value),
    }
    return (left, ranges[op]) if op in ranges else None


def ranges_of(parts: Iterable[Term]) -> dict[Term, Range]:
    """The range in which all conditions together hold each of their sides."""
    found: dict[Term, Range] = {}
    for part in parts:
        if (bound := _bound(part)) is not None:
            subject, (low, high) = bound
            before = found.get(subject, (max(subject.low, -WIDEST), min(subject.high, WIDEST)))
            found[subject] = max(low, before[0]), min(high, before[1])
    return found


def impossible(parts: Iterable[Term]) -> bool:
    """Whether conditions contradict each other."""
    every = list(parts)
    return any(part == FALSE for part in every) or any(low > high for low, high in ranges_of(every).values())


def never_chosen(plan: Plan) -> Iterator[Problem]:
    """Options, cards and actions whose costs and conditions contradict each other; events and laws that never come."""
    open_somewhere: dict[Path, bool] = {}
    for move in plan.moves:
        open_now = not impossible(part for need in move.requirements for part in parts_of(need.term))
        open_somewhere[move.rule.path] = open_now or open_somewhere.get(move.rule.path, False)
    for move in plan.moves:
        if not open_somewhere.get(move.rule.path, True):
            open_somewhere[move.rule.path] = True  # told once
            yield _never_open(move)
    for event in plan.events:
        if event.trigger is not None and impossible(parts_of(event.trigger)):
            path = (*event.path, "on" if event.fired is not None else "when")
            yield Problem("MV503", phrase("this can never hold"), path, None, phrase("its parts contradict each other"))


def _never_open(move: MovePlan) -> Problem:
    """The problem of a move that nobody can ever make, at the requirement that closes it."""
    parts: list[Term] = []
    for need in move.requirements:
        parts += parts_of(need.term)
        if impossible(parts):
            message = phrase(
                "`{name}` can never be chosen: `{need}` contradicts what else it needs",
                name=move.subject,
                need=need.text,
            )
            return Problem("MV503", message, need.path, need.span, phrase("loosen one of the conditions"))
    return Problem("MV503", phrase("`{name}` can never be chosen", name=move.subject), move.rule.path, at_key=True)


def shadowed(plan: Plan) -> Iterator[Problem]:
    """Endings that an earlier one always forestalls, or whose condition contradicts itself."""
    ended = {".".join(s.act.ending.parts) for _, s in statements(plan.scenario) if isinstance(s.act, End)}
    cases: dict[str, list[EndingCase]] = {}
    for case in plan.endings:
        cases.setdefault(case.id, []).append(case)
    earlier: list[EndingCase] = []
    for id, mine in cases.items():
        over = [next((e for e in earlier if _follows(case.test, e.test)), None) for case in mine]
        if id not in ended and all(impossible(parts_of(case.test)) for case in mine):
            yield Problem(
                "MV503",
                phrase("this can never hold"),
                ("endings", id, "when"),
                None,
                phrase("its parts contradict each other"),
            )
        elif id not in ended and over and all(over):
            first = over[0].id if over[0] is not None else ""
            message = phrase(
                "`{name}` never comes: wherever it holds, `{first}` holds and stands before it", name=id, first=first
            )
            related = ((phrase("the ending before it"), ("endings", first)),)
            hint = phrase("put it before `{name}`, or change a condition", name=first)
            yield Problem("MV505", message, ("endings", id), None, hint, at_key=True, related=related)
        earlier += mine
    yield from _faces(plan)


def _follows(later: Term, earlier: Term) -> bool:
    """Whether `earlier` holds wherever `later` does, as far as their comparisons tell."""
    parts = parts_of(later)
    ranges = ranges_of(parts)
    return all(part in parts or _held(part, ranges) for part in parts_of(earlier))


def _held(part: Term, ranges: dict[Term, Range]) -> bool:
    if part == TRUE:
        return True
    bound = _bound(part)
    if bound is None or bound[0] not in ranges:
        return False
    (low, high), (least, most) = bound[1], ranges[bound[0]]
    return low <= least and most <= high


def _faces(plan: Plan) -> Iterator[Problem]:
    """Faces of an agenda that stand after one that is always read."""
    for number, stage in enumerate(plan.scenario.dispatches):
        names = list(stage.faces)
        sure = next((i for i, name in enumerate(names) if stage.faces[name].strip() in ("always", "true")), None)
        for name in names[sure + 1 :] if sure is not None else ():
            first = names[sure or 0]
            path: Path = ("dispatches", number, "faces", name)
            related = ((phrase("the face before it"), ("dispatches", number, "faces", first)),)
            message, hint = (
                phrase("`{name}` is never read: `{first}` before it always is", name=name, first=first),
                phrase("put it before `{name}`", name=first),
            )
            yield Problem("MV505", message, path, None, hint, at_key=True, related=related)

"""Lines of source for the effects of rules: changes held within their bounds, plain or traced."""

from __future__ import annotations

from attrs import define, field

from game.rules.effects import UNTOLD, Change, Effect, Finish, Let, When
from game.rules.plan import ENDING, Plan
from game.rules.terms import Const, Term, emit


@define
class Writer:
    """Lines of source with their indentation."""

    traced: bool
    lines: list[str] = field(factory=list)
    indent: int = 0
    _begun: int = 0
    """The line in which the function begins that is being written."""

    def add(self, line: str) -> None:
        self.lines.append("    " * self.indent + line)

    def function(self, name: str) -> None:
        self.indent = 0
        self._begun = len(self.lines)
        self.add(f"def {name}(v, w{', log' if self.traced else ''}):")
        self.indent = 1

    def above(self, line: str) -> None:
        """A line before the function that is being written."""
        self.lines.insert(self._begun, line)
        self._begun += 1

    def call(self, name: str) -> str:
        return f"{name}(v, w{', log' if self.traced else ''})"


def write_effects(out: Writer, plan: Plan, effects: tuple[Effect, ...]) -> None:
    """The lines that let effects happen, one after the other."""
    for effect in effects:
        _effect(out, plan, effect)


def _effect(out: Writer, plan: Plan, effect: Effect) -> None:
    match effect:
        case Change():
            write_change(out, plan, effect)
        case Let(name, term):
            out.add(f"{name} = {emit(term)}")
        case Finish(ending):
            out.add(f"v[{ENDING}] = v[{ENDING}] or {ending + 1:d}")
        case When(test, body):
            out.add(f"if {emit(test)}:")
            out.indent += 1
            write_effects(out, plan, body)
            out.indent -= 1


def write_change(out: Writer, plan: Plan, change: Change) -> None:
    """The lines of one change, held within the bounds of its slot; what spills over goes to the track that takes it."""
    slot = plan.slots[change.slot]
    index, amount = change.slot, change.amount
    if out.traced and change.origin != UNTOLD and slot.track is not None:
        _traced_change(out, plan, change)
        return
    if change.op == "set":
        out.add(f"v[{index}] = {_held(amount, slot.low, slot.high)}")
        return
    out.add(f"x = v[{index}]{_plus(amount)}")
    if slot.spill is not None and amount.low < 0:
        into = plan.slots[slot.spill]
        out.add(f"if x < {slot.low}:")
        out.add(f"    y = v[{slot.spill}] + {slot.low} - x")
        out.add(f"    v[{slot.spill}] = {_clamp('y', into.low, into.high, down=False)}")
        out.add(f"    x = {slot.low}")
        out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high, up=amount.high > 0, down=False)}")
        return
    out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high, up=amount.high > 0, down=amount.low < 0)}")


def _held(amount: Term, low: int, high: int) -> str:
    if low <= amount.low and amount.high <= high:
        return emit(amount)
    return f"max({low}, min({high}, {emit(amount)}))"


def _traced_change(out: Writer, plan: Plan, change: Change) -> None:
    """The same change by the slow road, logging (origin, slot, before, asked, after, spilt from)."""
    slot = plan.slots[change.slot]
    index, amount = change.slot, emit(change.amount)
    out.add(f"b = v[{index}]")
    out.add(f"a = {amount}" + (" - b" if change.op == "set" else ""))
    out.add("x = b + a")
    out.add(f"v[{index}] = {_clamp('x', slot.low, slot.high)}")
    out.add(f"log(({change.origin}, {index}, b, a, v[{index}], -1))")
    if slot.spill is not None and change.op == "add":
        into = plan.slots[slot.spill]
        out.add(f"if x < {slot.low}:")
        out.add(f"    b = v[{slot.spill}]")
        out.add(f"    y = b + {slot.low} - x")
        out.add(f"    v[{slot.spill}] = {_clamp('y', into.low, into.high)}")
        out.add(f"    log(({change.origin}, {slot.spill}, b, {slot.low} - x, v[{slot.spill}], {index}))")


def _plus(amount: Term) -> str:
    if isinstance(amount, Const):
        return f" {'-' if amount.value < 0 else '+'} {abs(amount.value)}"
    return f" + {emit(amount)}"


def _clamp(name: str, low: int, high: int, *, up: bool = True, down: bool = True) -> str:
    """The value held within its bounds; `up` and `down` say which it could leave."""
    if up and down:
        return f"{high} if {name} > {high} else {low} if {name} < {low} else {name}"
    if up:
        return f"{high} if {name} > {high} else {name}"
    return f"{low} if {name} < {low} else {name}" if down else name

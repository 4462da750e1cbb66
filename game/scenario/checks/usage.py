"""What is used: ids that nothing speaks of, and the levels of difficulty that change what the rules say."""

from __future__ import annotations

from collections.abc import Iterator

from game.rules.model import Path, Scenario
from game.rules.problems import Problem
from game.rules.syntax import Perform
from game.rules.wording import phrase
from game.scenario.checks.places import named_places
from game.scenario.checks.walk import entries, mentions, procedure_of, statements

_MUST_BE_OPEN = frozenset({"actions", "cards", "summits", "events", "agendas"})


def unused(scenario: Scenario) -> Iterator[Problem]:
    """Procedures, names, parameters, places in the margin and sources that nothing speaks of."""
    spoken: dict[str, set[Path]] = {}
    for path, mention in mentions(scenario):
        spoken.setdefault(mention.name.parts[0], set()).add(path[:2])
    for key in scenario.parameters:
        if not spoken.get(key, set()) - {("parameters", key)}:
            yield _unused(phrase("nothing uses the parameter `{name}`", name=key), ("parameters", key))
    for key in scenario.names:
        if not spoken.get(key, set()) - {("names", key)}:
            yield _unused(phrase("nothing uses the name `{name}`", name=key), ("names", key))
    called = {(path[:2], s.act.procedure) for path, s in statements(scenario) if isinstance(s.act, Perform)}
    for head in scenario.procedures:
        here: Path = ("procedures", head)
        name = procedure_of(here)
        if name and not any(procedure == name and path != here for path, procedure in called):
            yield _unused(phrase("nothing uses the procedure `{name}`", name=name), here)
    named = {name for _, name in named_places(scenario)}
    for key, place in scenario.map.places.items() if scenario.map is not None else ():
        if place.offmap and key not in named:
            yield _unused(phrase("nothing uses the place `{name}`", name=key), ("map", "places", key))
    cited = {source for _, entry in entries(scenario) for source in getattr(entry, "source", ())}
    for key in scenario.sources:
        if key not in cited:
            yield _unused(phrase("nothing uses the source `{name}`", name=key), ("sources", key))


def _unused(message: str, path: Path) -> Problem:
    return Problem("MV506", message, path, None, phrase("use it, or take it out"), at_key=True)


def matters(scenario: Scenario, level: str, first: str) -> bool:
    """Whether a level could have mistakes that the first one has not.

    Starts of tracks are looked at for all levels at once, and a parameter that is only compared with something in play
    changes no term's form. Every other parameter that differs may divide by zero or be too long a delay.
    """
    one, other = scenario.difficulty[first].set, scenario.difficulty[level].set
    differ = {key for key, start in scenario.parameters.items() if one.get(key, start) != other.get(key, start)}
    for path, mention in mentions(scenario) if differ else ():
        strict = path[0] in _MUST_BE_OPEN and path[-1] == "when"
        if mention.name.parts[0] in differ and (strict or not mention.compared):
            return True
    return False

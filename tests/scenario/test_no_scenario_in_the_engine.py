"""The engine knows no country, power or card by name: no id of the flagship stands in its code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import game
from game.rules.model import Scenario

GAME = Path(game.__file__).parent
# Ids that are also plain words of the language, of its examples in error messages, or of English.
GENERIC = set(
    """
    accept austerity ban budget business capacity classroom clean closed concede cope credit decline deny
    diplomatic dredge economic endure envoys eu first green happenings hard hedge import income lease map middle
    modernise mover movers name negotiate north offer open owner pay places police polite political power powers
    pressure price ration rebuild refinance reform regions relief repair repay reroute routes second sources
    ignore lobby standard stay_out summits survivor tighten track troops us visit wait welcome
    """.split()
)


def ids_of(scenario: Scenario) -> set[str]:
    """Every id that the scenario and its ruleset give."""
    found: set[str] = set()
    for kind in ("tracks", "groups", "envoys", "actions", "cards", "summits", "events", "legacies", "endings", "laws"):
        found |= set(getattr(scenario, kind))
    for group in scenario.groups.values():
        found |= {*group.members, *group.tracks}
    for event in [*scenario.events.values(), *(e for faces in scenario.agendas.values() for e in faces.values())]:
        found |= set(event.options)
    found |= {face for faces in scenario.agendas.values() for face in faces}
    assert scenario.map is not None
    return (found | set(scenario.map.places) | set(scenario.procedures)) - GENERIC


def words_of(path: Path) -> Iterator[tuple[int, str]]:
    """Every identifier and whole text of a module, those of docstrings left aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(str(text)) if id(node) not in docs:
                yield line, text
            case ast.Name(name) | ast.Attribute(_, name) | ast.arg(name) | ast.keyword(str(name)):
                yield line, name
            case ast.FunctionDef(name) | ast.ClassDef(name):
                yield line, name


def test_no_id_of_the_flagship_is_a_word_of_the_engine() -> None:
    ids = ids_of(game.load("deft-diplomacy"))
    assert {"russia", "khorgos_dry_port", "xian_summit", "treasury", "northern", "astana", "client_state"} <= ids
    seen = [
        f"{path.relative_to(GAME)}:{line}: {word}"
        for path in sorted(GAME.rglob("*.py"))
        for line, word in words_of(path)
        if word in ids
    ]
    assert seen == []


def test_no_id_of_the_flagship_is_in_the_source_that_runs() -> None:
    """What is compiled for a game is numbers and the engine's own words."""
    from game.rules.engine import engine_for
    from game.rules.source import source_of

    scenario = game.load("deft-diplomacy")
    plan = engine_for(scenario, "standard").plan
    for traced in (False, True):
        words = {n.id for n in ast.walk(ast.parse(source_of(plan, traced=traced))) if isinstance(n, ast.Name)}
        assert not words & (ids_of(scenario) | GENERIC)
        assert '"' not in source_of(plan, traced=traced) and "'" not in source_of(plan, traced=traced)

"""A JSON Schema of the scenario language, for editors: keys, kinds and meanings while typing.

It is derived from the classes that read scenarios. It cannot say all that `check` says (names, bounds, expressions),
and it asks for no key, since an entry may stand on one of a ruleset and a file may be a part of a scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args, get_origin

import attrs

from game.rules.model import Expr, Goal, Likelihood, Line, Over, Scenario, Subject
from game.scenario.casekeys import Expected, TestCase
from game.scenario.describing import Entry, Key, entries, entry_of, parts_of_union

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WORD = {"type": ["string", "number"]}
_KINDS: dict[Any, dict[str, Any]] = {
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    str: _WORD,
    Line: {"type": "string"},
    Expr: {"type": ["string", "integer", "boolean"]},
    Over: {"type": "string"},
    Subject: {"type": "string"},
    Goal: {"type": ["string", "boolean"]},
    Likelihood: {"type": "string"},
}


def schema() -> dict[str, Any]:
    """The schema of a scenario's files: scenario.yaml, the files it names, and rules.yaml."""
    root = _object(entry_of(Scenario))
    root["properties"]["ruleset"] = {**_WORD, "description": "Only in a ruleset: its name."}
    root["properties"]["format"]["const"] = 1
    root["if"] = {"required": ["id"]}
    root["then"] = {"required": ["format", "title"]}
    return {
        "$schema": DIALECT,
        "$id": "urn:multivector:scenario:1",
        "title": "A scenario of Multivector",
        **root,
        "$defs": {entry.name: _object(entry) for entry in entries() if entry.cls is not Scenario},
    }


def schema_of_tests() -> dict[str, Any]:
    """The schema of the files in a scenario's folder `tests/`: a list of cases."""
    case = entry_of(TestCase)
    return {
        "$schema": DIALECT,
        "$id": "urn:multivector:tests:1",
        "title": "Tests of a scenario of Multivector",
        "type": "array",
        "items": {**_object(case), "required": [key.name for key in case.keys if key.required]},
        "$defs": {"Expected": {**_object(entry_of(Expected)), "minProperties": 1}},
    }


def _object(entry: Entry) -> dict[str, Any]:
    properties = {key.name: _property(key) for key in entry.keys}
    further: Any = {"type": ["string", "integer"]} if entry.open else False
    return {
        "type": "object",
        "description": entry.meaning,
        "properties": properties,
        "additionalProperties": further,
    }


def _property(key: Key) -> dict[str, Any]:
    made = dict(_of(key.kind))
    description = f"{key.meaning}{' Required.' if key.required else ''}".strip()
    if description:
        made["description"] = description
    if isinstance(key.default, (int, str)) and key.default != "":
        made["default"] = key.default
    return made


def _of(kind: Any) -> dict[str, Any]:
    parts = parts_of_union(kind)
    if len(parts) > 1:
        return {"anyOf": [_of(part) for part in parts]}
    (only,) = parts
    if only in _KINDS:
        return _KINDS[only]
    if isinstance(only, type) and attrs.has(only):
        return {"$ref": f"#/$defs/{only.__name__}"}
    origin, arguments = get_origin(only), get_args(only)
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _of(arguments[0])}
    if origin is tuple:
        number = len(arguments)
        return {"type": "array", "prefixItems": [_of(a) for a in arguments], "minItems": number, "maxItems": number}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1])}
    raise TypeError(f"no schema for {kind}")

"""The shape of scenario files: what kind of value stands at each place, from the classes that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import attrs
from attrs import frozen

from game.rules.model import Expr, Goal, Likelihood, Line, Member, Naming, Over, Path, Scenario, Subject
from game.scenario.describing import Entry, Key, entry_of, parts_of_union
from game.scenario.nodes import Node
from game.scenario.structure import key_of

NOTHING_NAMED = Naming()


@frozen
class Shape:
    """What may stand at a place."""

    kind: Any
    """A type, as the class declares it."""
    owner: Any = None
    """The class of the nearest entry around it."""
    attribute: str = ""
    """The attribute of that class in which it stands."""
    depth: int = 0
    """How many steps below that attribute's own value it is."""

    @property
    def entry(self) -> Any:
        """The class of the entry that may stand here, if any."""
        return next((k for k in parts_of_union(self.kind) if isinstance(k, type) and attrs.has(k)), None)

    @property
    def is_mapping(self) -> bool:
        """Whether ids or names with values stand here."""
        return any(_is_mapping(kind) for kind in parts_of_union(self.kind))

    @property
    def is_list(self) -> bool:
        return any(get_origin(kind) is tuple for kind in parts_of_union(self.kind))

    @property
    def language(self) -> str:
        """`expression`, `statement` or `loop` where a text of the rules stands, `goal`, `likelihood` or `subject` where
        one of claims and policies does; else nothing."""
        kinds = {Expr: "expression", Line: "statement", Over: "loop"}
        kinds |= {Goal: "goal", Likelihood: "likelihood", Subject: "subject"}
        return next((kinds[kind] for kind in parts_of_union(self.kind) if kind in kinds), "")

    @property
    def is_truth(self) -> bool:
        return bool in parts_of_union(self.kind)

    @property
    def naming(self) -> Naming:
        """What words here name."""
        if self.owner is None or self.attribute == "":
            return NOTHING_NAMED
        naming: Naming = _attribute(self.owner, self.attribute).metadata.get("names", NOTHING_NAMED)
        return naming

    @property
    def keys_name(self) -> str | None:
        """The kinds that keys of this mapping name; nothing where they are new ids."""
        levels = self.naming.keys
        return (levels[self.depth] if self.depth < len(levels) else "") or None

    @property
    def key(self) -> Key | None:
        """What there is to say of the key around this value."""
        return key_of_entry(self.owner, self.attribute) if self.owner is not None and self.depth == 0 else None


ROOT = Shape(Scenario)


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


@cache
def _attribute(cls: Any, name: str) -> Any:
    return attrs.fields_dict(cls)[name]


@cache
def described(cls: Any) -> Entry:
    """All that there is to say of a class of the model."""
    return entry_of(cls)


@cache
def key_of_entry(cls: Any, attribute: str) -> Key | None:
    """What there is to say of the key for an attribute."""
    return next((key for key in described(cls).keys if key.name == key_of(cls, attribute)), None)


@cache
def _attributes(cls: Any) -> dict[str, str]:
    """The attributes of a class by the keys that files write."""
    return {key_of(cls, a.name): a.name for a in attrs.fields(cls) if a.metadata.get("written", True)}


def _is_mapping(kind: Any) -> bool:
    origin = get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Mapping)


@cache
def below(shape: Shape, step: str | int) -> Shape | None:
    """What may stand under a key, or at a number of a list; None where nothing may."""
    for kind in parts_of_union(shape.kind):
        if isinstance(kind, type) and attrs.has(kind):
            attribute = _attributes(kind).get(str(step))
            if kind is Member and (attribute is None or attribute == "values"):
                return Shape(int | str, Member, "values", 1)
            return Shape(_hints(kind)[attribute], kind, attribute) if attribute is not None else None
        if isinstance(step, str) and _is_mapping(kind):
            return Shape(get_args(kind)[1], shape.owner, shape.attribute, shape.depth + 1)
        if isinstance(step, int) and get_origin(kind) is tuple:
            kinds = get_args(kind)
            inner = kinds[0] if kinds[-1] is Ellipsis else kinds[min(step, len(kinds) - 1)]
            return Shape(inner, shape.owner, shape.attribute, shape.depth + 1)
    return None


def shape_at(path: Path) -> Shape | None:
    """What may stand at a path from the top of a scenario."""
    shape: Shape | None = ROOT
    for step in path:
        shape = below(shape, step) if shape is not None else None
    return shape


@frozen
class Spot:
    """A value of a file with its key, its path and what may stand there."""

    path: Path
    node: Node
    key: Node | None
    shape: Shape | None
    around: Shape | None
    """The shape of the mapping or list that holds it."""


def spots(root: Node) -> Iterator[Spot]:
    """Every value of a file, from the top down."""
    stack: list[Spot] = [Spot((), root, None, ROOT, None)]
    while stack:
        spot = stack.pop()
        yield spot
        inner: list[Spot] = []
        for name, entry in spot.node.entries.items():
            shape = below(spot.shape, name) if spot.shape is not None else None
            inner.append(Spot((*spot.path, name), entry.value, entry.key, shape, spot.shape))
        for number, item in enumerate(spot.node.items):
            shape = below(spot.shape, number) if spot.shape is not None else None
            inner.append(Spot((*spot.path, number), item, None, shape, spot.shape))
        stack += reversed(inner)

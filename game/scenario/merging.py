"""One tree of a file on top of another: entry by entry, and without what is taken out. The trees stay as they were."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from game.scenario.nodes import Entry, Node

_ADDED_UP = ("files", "claims")
"""Lists of which each file, and the ruleset, may have a part."""


def merged(base: Node, over: Node) -> Node:
    """`base`, at its place, with the entries of `over` on top: mappings entry by entry, all else replaced."""
    entries = dict(base.entries)
    for key, entry in over.entries.items():
        entries[key] = _on_top(key, entries[key], entry) if key in entries else entry
    return evolve(base, entries=entries)


def _on_top(key: str, present: Entry, entry: Entry) -> Entry:
    if present.value.is_mapping and entry.value.is_mapping:
        return Entry(entry.key, merged(present.value, entry.value).standing_at(entry.value), present.key)
    if key in _ADDED_UP and present.value.is_list and entry.value.is_list:
        return evolve(present, value=evolve(present.value, items=present.value.items + entry.value.items))
    return Entry(entry.key, entry.value, present.key)


def without(root: Node, way: Sequence[str]) -> Node | None:
    """A tree without the entry that a way of keys leads to; None where there is none."""
    first, *rest = way
    entry = root.entries.get(first)
    if entry is None:
        return None
    entries = dict(root.entries)
    if rest:
        inner = without(entry.value, rest)
        if inner is None:
            return None
        entries[first] = evolve(entry, value=inner)
    else:
        del entries[first]
    return evolve(root, entries=entries)

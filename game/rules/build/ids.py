"""Ids: every name that stands in expressions, in moves and in records is one plain word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.rules.build.draft import Draft
from game.rules.expressions import KEYWORDS
from game.rules.model import Path
from game.rules.wording import phrase

_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_KINDS = (
    "parameters names tracks groups pairs envoys actions cards summits events agendas chance laws endings legacies "
    "policies advisers difficulty"
).split()


def check_ids(draft: Draft) -> None:
    """Note every id that an expression or a record could not hold."""
    for path in _paths(draft):
        key = str(path[-1])
        if not _ID.match(key) or key in KEYWORDS:
            hint = phrase("the letters a to z, digits and `_`, not beginning with a digit, and no word of the language")
            draft.report("MV117", phrase("`{name}` is no id", name=key), path, hint, key=True)


def _paths(draft: Draft) -> Iterator[Path]:
    scenario = draft.scenario
    for kind in _KINDS:
        for key in getattr(scenario, kind):
            yield (kind, key)
    for key, group in scenario.groups.items():
        for part, entries in (("tracks", group.tracks), ("links", group.links), ("members", group.members)):
            yield from (("groups", key, part, entry) for entry in entries)
    for key, event in scenario.events.items():
        yield from (("events", key, "options", option) for option in event.options)
    for member, faces in scenario.agendas.items():
        for face, event in faces.items():
            yield ("agendas", member, face)
            yield from (("agendas", member, face, "options", option) for option in event.options)

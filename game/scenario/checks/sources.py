"""Sources: every fact has one, and every one that is named is listed."""

from __future__ import annotations

from collections.abc import Iterator

from game.rules.model import Scenario
from game.rules.problems import Problem, did_you_mean
from game.rules.wording import phrase
from game.scenario.checks.walk import entries


def unlisted(scenario: Scenario) -> Iterator[Problem]:
    """Sources that an entry names and the list does not hold."""
    for path, entry in entries(scenario):
        for number, source in enumerate(getattr(entry, "source", ())):
            if source not in scenario.sources:
                hint = did_you_mean(source, scenario.sources) or phrase("add `{name}:` under `sources:`", name=source)
                yield Problem(
                    "MV357", phrase("there is no source `{name}`", name=source), (*path, "source", number), None, hint
                )


def unsourced(scenario: Scenario) -> Iterator[Problem]:
    """Entries that tell what really happened without saying where that is written."""
    for path, entry in entries(scenario) if scenario.sources else ():
        if getattr(entry, "history", "") and not entry.source:
            message = phrase("this tells history and names no source")
            yield Problem(
                "MV507", message, (*path, "history"), None, phrase("add `source: [...]` below it"), at_key=True
            )

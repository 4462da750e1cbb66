"""The command `check`: scenarios looked at, mended where that is asked for, and told in one of three forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from attrs import evolve

from game.rules.problems import did_you_mean
from game.rules.wording import phrase
from game.scenario.baseline import BaselineError, fingerprint, read_baseline, write_baseline
from game.scenario.diagnostics import NOTE
from game.scenario.fixes import apply_fixes
from game.scenario.library import check
from game.scenario.pages import codes, spoken
from game.scenario.reports import Checked, written
from game.words import say

MOST_PASSES = 5
"""How often mending is tried again: a mended mistake may show another behind it."""


class CheckError(Exception):
    """The check cannot be made as asked."""


def run_check(
    names: Sequence[str],
    *,
    form: str = "text",
    fix: bool = False,
    baseline: Path | None = None,
    write: Path | None = None,
    translations: bool = False,
    version: str = "",
    further: Callable[[Checked], Checked] | None = None,
) -> tuple[str, bool]:
    """The report on scenarios, and whether there is nothing to mend. Raises `CheckError`.

    `further` looks at each scenario after that, such as for its claims.
    """
    try:
        known = read_baseline(baseline) if baseline is not None else frozenset()
        results = [result for name in names for result in _looked_at(name, fix=fix, translations=translations)]
        results = [_without(further(result) if further else result, known) for result in results]
        if write is not None:
            write_baseline(write, (d for result in results for d in result.diagnostics))
            count = sum(len(result.diagnostics) for result in results)
            return say("{file}: {count} known", file=write, count=count), True
    except BaselineError as error:
        raise CheckError(str(error)) from None
    except OSError as error:
        raise CheckError(
            say("cannot write {file}: {error}", file=error.filename, error=error.strerror or error)
        ) from None
    clean = all(d.severity == NOTE for result in results for d in result.diagnostics)
    return written(results, form, version), clean


def _looked_at(name: str, *, fix: bool, translations: bool) -> Iterable[Checked]:
    results = check(name, translations=translations)
    if not results:
        raise CheckError(say("there is no scenario at `{name}`", name=name))
    for _ in range(MOST_PASSES if fix else 0):
        if not sum(apply_fixes(result.diagnostics, result.own_files) for result in results):
            break
        results = check(name, translations=translations)
    return results


def _without(result: Checked, known: frozenset[str]) -> Checked:
    if not known:
        return result
    return evolve(result, diagnostics=tuple(d for d in result.diagnostics if fingerprint(d) not in known))


def explained(code: str) -> str:
    """The page of a code. Raises `CheckError` where there is none."""
    text = spoken(code.upper())
    if not text:
        raise CheckError(
            say(
                "there is no code `{code}`; {hint}",
                code=code,
                hint=did_you_mean(code.upper(), codes()) or phrase("it looks like MV312"),
            )
        )
    return text.rstrip()

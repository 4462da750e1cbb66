"""The pages of the codes: what each means, with a wrong and a right example, in the language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from textwrap import wrap

from game.scenario.resources import resources
from game.words import ENGLISH, language, say

PAGES = "diagnostics"
WIDTH = 110
"""Letters in a line of a page in another language."""
_EXAMPLE = re.compile(r"^(```.*?^```$)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"(# MV\d{3}: |## |)(.*)", re.DOTALL)


@lru_cache
def codes() -> tuple[str, ...]:
    """Every code that has a page."""
    return tuple(sorted(path.stem for path in (resources("scenarios") / PAGES).glob("MV[0-9][0-9][0-9].md")))


@lru_cache
def page(code: str) -> str:
    """The page of a code, in English; empty where there is none."""
    return (resources("scenarios") / PAGES / f"{code}.md").read_text(encoding="utf-8") if code in codes() else ""


def title(code: str) -> str:
    """What a code means, in a line."""
    head = page(code).split("\n", 1)[0]
    return head.partition(": ")[2] or code


def spoken(code: str) -> str:
    """The page of a code in the language spoken now; its examples are what stands in files, and stay."""
    if language() == ENGLISH:
        return page(code)
    parts = [_told(lead, text) if text else lead for lead, text in _parts(page(code))]
    return "\n\n".join(parts) + "\n"


def prose() -> list[str]:
    """Every text of the pages that is to be translated, each once."""
    return list(dict.fromkeys(text for code in codes() for _, text in _parts(page(code)) if text))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs of a page, each with the marks of a heading before it; examples whole, without a text."""
    for number, piece in enumerate(_EXAMPLE.split(text)):
        if number % 2:
            yield piece, ""
            continue
        for block in piece.split("\n\n"):
            heading = _HEADING.fullmatch(" ".join(block.split()))
            if heading is not None and heading[2]:
                yield heading[1], heading[2]


def _told(lead: str, text: str) -> str:
    return lead + say(text) if lead else "\n".join(wrap(say(text), WIDTH, break_on_hyphens=False))

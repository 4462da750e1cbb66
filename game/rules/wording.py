"""Messages that remember how they were put together, so that they can be said in another language.

The rules know no language: what they tell is an English text. As a `Phrase` it also keeps its template and what was
filled in; `game.words.retold` says it again in the language spoken, while comparisons, records and reports for
machines go on seeing the English text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self


class Phrase(str):
    """An English text with the template and the values that it was made of."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, text: str, template: str, values: Mapping[str, object]) -> Self:
        made = super().__new__(cls, text)
        made.template, made.values = template, values
        return made


def phrase(text: str, /, **values: object) -> Phrase:
    """The text with its `{names}` filled in, perhaps by other phrases.

    >>> told = phrase("there is no `{name}`", name="gold")
    >>> told, told.template
    ('there is no `gold`', 'there is no `{name}`')
    """
    return Phrase(text.format_map(values) if values else text, text, values)


def listed(names: Iterable[str]) -> str:
    """Names one after the other, as messages tell them.

    >>> listed(["calm", "gold"])
    'calm, gold'
    """
    return ", ".join(names)


def joined(parts: Sequence[str], between: str) -> Phrase:
    """Phrases and plain texts one after the other, each to be said in its turn.

    >>> joined([phrase("calm"), "gold"], "; ")
    'calm; gold'
    """
    template = between.join(f"{{part{number}}}" for number in range(len(parts)))
    return Phrase(between.join(parts), template, {f"part{number}": part for number, part in enumerate(parts)})

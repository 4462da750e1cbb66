"""The interface's own words in the player's language, through gettext.

`say("Undo")`, `say("{count} moves", count=3)`: the English text is the key, what varies stands in braces, so that a
language may put it elsewhere. Scenario texts are not here; they are translated where they are loaded.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO

from game.rules.wording import Phrase
from game.scenario.resources import resources

ENGLISH = "en"
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within this, `say` speaks the language; English where it has no word for something."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language spoken now."""
    return _language.get()


def say(text: str, /, **values: object) -> str:
    """The text in the language spoken now, with its `{names}` filled in."""
    told = _catalogue(_language.get()).gettext(text) if text else text
    return told.format_map({name: _spoken(value) for name, value in values.items()}) if values else told


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the text that goes with a number; `{count}` is filled in."""
    told = _catalogue(_language.get()).ngettext(one, many, count)
    return told.format_map({"count": count, **{name: _spoken(value) for name, value in values.items()}})


def retold(text: str) -> str:
    """What the rules or a file's reader told, in the language spoken now; a plain text as it is.

    >>> from game.rules.wording import phrase
    >>> with speaking("ru"):
    ...     retold(phrase("there is no `{name}`", name="gold")), retold("gold")
    ('`gold` не существует', 'gold')
    """
    return str(_spoken(text))


def _spoken(value: object) -> object:
    if not isinstance(value, Phrase) or _language.get() == ENGLISH:
        return value
    return say(value.template, **value.values)


def noted(*texts: str) -> tuple[str, ...]:
    """Texts that are put together when they are said, such as ids as words: noted, so that the catalogues have them."""
    return texts


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    file = resources("assets") / "locale" / f"{language}.po"
    if language == ENGLISH or not file.is_file():
        return gettext.NullTranslations()
    import polib  # only those who speak another language wait for it

    return gettext.GNUTranslations(BytesIO(polib.pofile(str(file), encoding="utf-8").to_binary()))

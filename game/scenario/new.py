"""A scenario to begin with: the lesson that comes with the game, or a copy of another one, under a name of its own."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from game.scenario.folders import AuthoringError, files_of, root_of, write_folder
from game.scenario.library import shipped
from game.scenario.nodes import Node
from game.scenario.noting import SCENARIO_FILE
from game.words import say

TEMPLATE = Path(__file__).resolve().parent / "template"
LONGEST_ID = 64
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщыэюяёәғқңөұүһіъь",
        [*"a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya yo a g q n o u u h i".split(), "", ""],
        strict=True,
    )
)
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.()'-]*\Z")
_WORDS_OF_YAML = {"true", "false", "null", "yes", "no", "on", "off"}


def id_of(name: str) -> str:
    """The id that a folder's name stands for: small letters, digits, `-` and `_`.

    >>> id_of("My Second Scenario!"), id_of("Жібек жолы")
    ('my-second-scenario', 'zhibek-zholy')

    Raises `AuthoringError` for a name without a letter or digit.
    """
    spelt = "".join(_CYRILLIC.get(c, c) for c in name.lower())
    plain = "".join(c for c in unicodedata.normalize("NFKD", spelt) if c.isascii())
    made = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:LONGEST_ID].rstrip("-_")
    if not made:
        raise AuthoringError(
            say("no id can be made of the name `{name}`: give the folder a name with letters or digits", name=name)
        )
    return made


def title_of(name: str) -> str:
    """A title out of a folder's name.

    >>> title_of("my-second_scenario")
    'My second scenario'
    """
    words = " ".join(re.sub(r"[-_\s]+", " ", "".join(c for c in name if c.isprintable())).split())
    return words[:1].upper() + words[1:]


def begin(folder: Path, source: Path | None = None) -> tuple[str, tuple[str, ...]]:
    """Write a new scenario into a folder, as a copy of `source` or of the lesson; its id and the files written.

    Only the id and the title differ from what is copied, byte for byte. Raises `AuthoringError`.
    """
    name = folder.absolute().name if folder.name not in ("", "..") else folder.resolve().name
    made = id_of(name)
    if made in shipped():
        raise AuthoringError(say("`{name}` is the id of a shipped scenario: give the folder another name", name=made))
    origin = source if source is not None else TEMPLATE
    files = files_of(origin)
    files[SCENARIO_FILE] = renamed(origin, made, title_of(name), files[SCENARIO_FILE])
    write_folder(folder, files)
    return made, tuple(files)


def renamed(folder: Path, made: str, title: str, data: bytes) -> bytes:
    """The bytes of a scenario.yaml with another id and title, all else untouched. Raises `AuthoringError`."""
    root, text = root_of(folder)
    cuts: list[tuple[Node, str]] = []
    for key, word in (("id", made), ("title", title)):
        if key not in root.entries or root.entries[key].value.word is None:
            raise AuthoringError(say("{file} has no `{key}:` to change", file=folder / SCENARIO_FILE, key=key))
        cuts.append((root.entries[key].value, word))
    for node, word in sorted(cuts, key=lambda cut: -cut[0].start):
        written = text[node.start : node.end]
        tail = written[len(written.rstrip()) :] if node.style == "block" else ""
        blank = " " if text[: node.start].endswith(":") else ""
        text = text[: node.start] + blank + written_word(word) + tail + text[node.end :]
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode()


def written_word(word: str) -> str:
    """A text as a value of a file: plain where that is safe, in quotes where it is not.

    >>> written_word("My first try"), written_word("a: b"), written_word("12")
    ('My first try', "'a: b'", "'12'")
    """
    numeric = not any(c.isalpha() for c in word)
    if _PLAIN.match(word) and not numeric and word.lower() not in _WORDS_OF_YAML and word == word.strip():
        return word
    if word and word[0].isalpha() and not re.search(r"[:#\"'\\,\[\]{}&*!|>%@`]", word) and word == word.strip():
        return word
    return "'" + word.replace("'", "''") + "'"

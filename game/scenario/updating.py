"""A catalogue brought up to date: new, changed and gone messages are written, and no other byte of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import polib
from attrs import evolve, frozen

from game.scenario.translation import folded

WIDTH = 110
"""Where a long text goes on in the next line."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_WRITTEN = re.compile(r'\s*(?:#~\s*)?(?:msg|")')
"""A line of a message itself, not of the comments above it."""
_TRANSLATION = re.compile(r'\s*(?:#~\s*)?(?:msgstr|")')
_OBSOLETE = re.compile(r"^(\s*)#~ ?")


def begun(name: str, language: str, sources: Mapping[str, str]) -> str:
    """The text of a new catalogue with every source text and no translations."""
    fresh = polib.POFile(wrapwidth=WIDTH)
    fresh.metadata = {
        "Project-Id-Version": name,
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    fresh.extend(polib.POEntry(msgctxt=path, msgid=source) for path, source in sources.items())
    return str(fresh.__unicode__())


@frozen
class _Message:
    """One message, with the lines it stands on: `first` to before `after`, counted from 0."""

    first: int
    after: int
    lines: tuple[str, ...]
    entry: polib.POEntry | None
    """None for the catalogue's head."""


def brought_up_to_date(text: str, sources: Mapping[str, str], others: Mapping[str, str] | None = None) -> str:
    """The text of a catalogue in which every source text has its message, by its path as the context.

    It may have messages of `others` too, texts that stand elsewhere. A message whose source text has changed gets the
    new one and is marked fuzzy, a new one comes after the one before it, one whose path is gone becomes obsolete, or is
    taken out if nobody translated it, and one whose path is back is no longer obsolete. Comments, line breaks, the head
    and all other messages stay byte by byte. Raises `OSError` and `ValueError` for what is no catalogue.
    """
    texts = {**(others or {}), **sources}
    lines = _LINE.findall(text)
    newline = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    messages = list(_messages(lines))
    living = {m.entry.msgctxt for m in messages if m.entry is not None and not m.entry.obsolete}
    made: dict[int, list[str]] = {}
    ends: dict[str, int] = {}
    for message in messages:
        entry = message.entry
        if entry is None:
            continue
        path = entry.msgctxt
        if entry.obsolete and path in texts and path not in living:
            living.add(path)
            message, entry = _revived(message, entry)
            made[message.first] = list(message.lines)
        if entry.obsolete:
            continue
        ends[path] = message.first
        if path not in texts:
            made[message.first] = _gone(message) if entry.msgstr else []
        elif folded(entry.msgid) != folded(texts[path]):
            made[message.first] = _changed(message, entry, texts[path], newline)
    return _joined(lines, messages, made, _new(messages, ends, sources, newline), newline)


def _messages(lines: list[str]) -> Iterator[_Message]:
    first = at = 0
    while at < len(lines):
        if not lines[first].strip():
            first = at = first + 1
        elif _TRANSLATION.match(lines[at]) and "msgstr" in lines[at].split('"')[0]:
            while at < len(lines) and _TRANSLATION.match(lines[at]):
                at += 1
            piece = tuple(lines[first:at])
            found = polib.pofile("".join(line.rstrip("\r\n") + "\n" for line in piece), encoding="utf-8")
            yield _Message(first, at, piece, found[0] if len(found) else None)
            first = at
        else:
            at += 1


def _revived(message: _Message, entry: polib.POEntry) -> tuple[_Message, polib.POEntry]:
    """An obsolete message as a living one."""
    entry.obsolete = False
    return evolve(message, lines=tuple(_OBSOLETE.sub(r"\1", line) for line in message.lines)), entry


def _gone(message: _Message) -> list[str]:
    """A message as an obsolete one."""
    return [f"#~ {line}" if _WRITTEN.match(line) else line for line in message.lines]


def _changed(message: _Message, entry: polib.POEntry, source: str, newline: str) -> list[str]:
    """A message with another source text, fuzzy if it had been translated."""
    lines = list(message.lines)
    start = next(n for n, line in enumerate(lines) if line.lstrip().startswith("msgid"))
    end = next(n for n, line in enumerate(lines) if line.lstrip().startswith("msgstr"))
    lines[start:end] = [line for line in _rendered("", source, newline) if not line.startswith("msgstr")]
    if entry.msgstr and not entry.fuzzy:
        at = next((n for n, line in enumerate(lines) if line.startswith("#,")), None)
        if at is not None:
            lines[at] = f"#, fuzzy,{lines[at][2:]}"
        else:
            lines.insert(next(n for n, line in enumerate(lines) if _WRITTEN.match(line)), f"#, fuzzy{newline}")
    return lines


def _rendered(path: str, source: str, newline: str) -> list[str]:
    """The lines of a message without a translation."""
    written = polib.POEntry(msgctxt=path or None, msgid=source).__unicode__(wrapwidth=WIDTH)
    return [f"{line}{newline}" for line in written.splitlines() if line]


def _new(
    messages: list[_Message], ends: Mapping[str, int], sources: Mapping[str, str], newline: str
) -> dict[int, list[str]]:
    """The lines of the messages that are not there yet, by the first line of the message after which they come."""
    heads = [m.first for m in messages if m.entry is None]
    last = heads[0] if heads else -1
    found: dict[int, list[str]] = {}
    for path, source in sources.items():
        if path in ends:
            last = ends[path]
        else:
            found.setdefault(last, []).extend([newline, *_rendered(path, source, newline)])
    return found


def _joined(
    lines: list[str], messages: list[_Message], made: dict[int, list[str]], new: dict[int, list[str]], newline: str
) -> str:
    """The file with some messages replaced, and new ones put in."""
    parts: list[str] = []
    at = 0
    if -1 in new:
        parts += [*new[-1][1:], *([newline] if lines else [])]
    for message in messages:
        parts += lines[at : message.first]
        at = message.after
        written = made.get(message.first, list(message.lines))
        if not written and at < len(lines) and not lines[at].strip():
            at += 1  # what is taken out takes the blank line after it along
        parts += written
        if more := new.get(message.first):
            if written and not written[-1].endswith(("\r", "\n")):
                parts.append(newline)
            parts += more if written else [*more[1:], newline]
    return "".join([*parts, *lines[at:]])

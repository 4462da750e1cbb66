"""Where the form of a file breaks: what libyaml complains of, told as the mistake that a person most likely made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import frozen

from game.rules.wording import phrase
from game.scenario.yamlwords import of_yaml

_NO_BLANK = re.compile(r"\s*(?:- )?([a-z_]+:)[^\s:/]")
"""A key whose value follows without a blank."""
_DASHED = re.compile(r"\s*-[a-z_]+:? ")
"""An item of a list without a blank after its dash."""
_AFTER_QUOTES = re.compile(r"""[^"']*:\s+("[^"]*"|'[^']*')\s*[^\s#,}\]]""")
"""A text in quotes, and more behind it."""
_SECOND_COLON = re.compile(r"\s*(?:- )?[\w-]+: +([^\s\"'\[{|>&*!#%@`][^\"\\#]*?)\s*\Z")
"""The text of a key that holds another colon."""
_ALONE = re.compile(r"\s*(?:- )?([\w-]+)\s*(?:#.*)?\Z")
"""A word alone on its line."""
_OPENS = re.compile(r"\s*(?:- )?([\w-]+)\s*[\[{]")
"""A word before brackets, without a colon between them."""
_FIRST = re.compile(r"\s*(?:- )?([\w-]+)\s+[^\s:]")
_KEY = re.compile(r"\s*(?:- )?[\w-]+\s*\Z")
_VALUED = re.compile(r"\s*(?:- )?([\w-]+): +[^\s#|>]")
_NO_BREAK = re.compile("(?:^[ \u00a0]*|[:-])([\u00a0\u2007\u202f\u200b\u3000])")
"""What looks like a blank and is none, where a blank matters."""
_CURLY = re.compile('[:,\\[{] *([\u201c\u201d\u201e\u00ab])([^\u201c\u201d\u201e\u00ab\u00bb"]*)([\u201c\u201d\u00bb])')
"""A text in the quotes of a word processor."""

LOOKS_BLANK = phrase("this looks like a blank and is another character")
WRITE_BLANK = phrase("write an ordinary blank")


@frozen
class Break:
    """What is wrong, what would be right, and where; lines and columns from 1."""

    message: str
    hint: str
    line: int
    column: int
    edits: tuple[tuple[int, int, int, str], ...] = ()
    """What mends it: a line, two columns, and what stands between them then."""
    elsewhere: bool = False
    """Whether the place is another than libyaml's, which then is where reading stopped."""
    beside: int = 0
    """The line to which this one does not fit; 0 where none is known."""


def broken(problem: object, context: object, lines: Sequence[str], line: int, column: int) -> Break:
    """The break that libyaml tells of at a line and column. `lines` are those of the file, without their ends."""
    row = lines[line - 1] if 0 < line <= len(lines) else ""
    above = next((n for n in range(min(line - 1, len(lines)), 0, -1) if _says(lines[n - 1])), 0)
    for found in _guesses(str(problem or ""), str(context or ""), lines, row, above, line, column):
        return found
    words = of_yaml(problem) if problem else phrase("this cannot be read")
    message = phrase("{context}: {problem}", context=of_yaml(context), problem=words) if context else words
    return Break(message, _hint(str(message)), line, column)


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _guesses(
    problem: str, context: str, lines: Sequence[str], row: str, above: int, line: int, column: int
) -> Iterator[Break]:
    """What the mistake may be, the surest first."""
    for number in (line, above):
        before = lines[number - 1] if 0 < number <= len(lines) else ""
        if (blank := _NO_BREAK.search(before)) is not None:
            at = blank.start(1) + 1
            edits = ((number, at, at + 1, "" if before[at - 1] == "\u200b" else " "),)
            yield Break(LOOKS_BLANK, WRITE_BLANK, number, at, edits, elsewhere=number != line)
    if "a tab character" in problem or ("cannot start any token" in problem and row[column - 1 : column] == "\t"):
        yield Break(phrase("a tab stands where only blanks may"), phrase("indent with spaces, not tabs"), line, column)
    if "cannot start any token" in problem:
        name = repr(row[column - 1 : column])
        message = phrase("a text cannot begin with {name}", name=name)
        yield Break(message, phrase("put the text in quotes: it holds {name}", name=name), line, column)
    if "mapping values are not allowed" in problem:
        yield from _colon(lines, row, above, line, column)
    if "expected ':'" in problem:
        yield from _no_colon(row, line, column)
    if "flow" in context and (curly := _CURLY.search(row)) is not None:
        yield _in_curly_quotes(curly, line)
    if "block" in context:
        yield from _block(lines, row, above, line, column)
    if "quoted scalar" in context and "end of stream" in problem:
        hint = phrase("close them at the end of the text")
        yield Break(phrase("the quotes that begin here are never closed"), hint, line, column)
    if "flow" in context and "expected ','" in problem:
        message = phrase("within brackets a `,` or the closing bracket is wanted here")
        yield Break(message, phrase("look for a missing comma or closing bracket"), line, column)


def _colon(lines: Sequence[str], row: str, above: int, line: int, column: int) -> Iterator[Break]:
    """A colon where no key can stand."""
    before = lines[above - 1] if above else ""
    if _KEY.match(row[: column - 1]):  # the line itself is well formed: the one above it is not
        if (alone := _ALONE.match(before)) is not None:
            yield _without_colon(alone, above, elsewhere=True)
        if (valued := _VALUED.match(before)) is not None:
            message = phrase("this line stands further to the right than line {line}, which is whole", line=above)
            hint = phrase("begin it right below the first letter of `{name}`, or mend line {line}", name=valued[1],
                          line=above)  # fmt: skip
            yield Break(message, hint, line, len(row) - len(row.lstrip()) + 1, beside=above)
    elif (opens := _OPENS.match(row)) is not None:
        yield _without_colon(opens, line, elsewhere=False)
    hint = phrase("a text that holds `: ` wants quotes around it")
    text = _SECOND_COLON.match(row)
    quoted = ((line, text.start(1) + 1, text.end(1) + 1, f'"{text[1]}"'),) if text and ":" in text[1] else ()
    yield Break(phrase("a `:` stands where no key can end"), hint, line, column, quoted)


def _without_colon(word: re.Match[str], line: int, *, elsewhere: bool) -> Break:
    name, at = word[1], word.end(1) + 1
    blank = "" if word.string[at - 1 : at] in ("", " ", "\r") else " "
    message, hint = phrase("`{name}` lacks its `:`", name=name), phrase("write `{name}`", name=f"{name}:")
    return Break(message, hint, line, word.start(1) + 1, ((line, at, at, f":{blank}"),), elsewhere)


def _no_colon(row: str, line: int, column: int) -> Iterator[Break]:
    """A line that should begin with a key."""
    if (key := _NO_BLANK.match(row)) is not None:
        hint, at = phrase("a blank stands after the `:` of a key"), key.end(1) + 1
        edits = ((line, at, at, " "),)
        yield Break(phrase("no blank stands after `{name}`", name=key[1]), hint, line, column, edits)
    if (alone := _ALONE.match(row)) is not None:
        yield _without_colon(alone, line, elsewhere=False)
    if (first := _FIRST.match(row)) is not None:
        message = phrase("this line has no key with a `:`")
        hint = phrase(
            "is the `:` missing after `{name}`? A text that goes on stands further to the right", name=first[1]
        )
        yield Break(message, hint, line, column)


def _block(lines: Sequence[str], row: str, above: int, line: int, column: int) -> Iterator[Break]:
    """A line that does not fit to those around it."""
    for number in (line, above):
        before = lines[number - 1] if 0 < number <= len(lines) else ""
        if _DASHED.match(before):
            at = before.index("-") + 1
            message, hint = phrase("no blank stands after the `-`"), phrase("write `- ` before an item of a list")
            yield Break(message, hint, number, at, ((number, at + 1, at + 1, " "),), elsewhere=number != line)
    if _AFTER_QUOTES.match(row):
        hint = phrase("the text ends at its closing quote: put the whole text in quotes, or none of it")
        yield Break(phrase("words stand behind a text in quotes"), hint, line, column)


def _in_curly_quotes(curly: re.Match[str], line: int) -> Break:
    edits = tuple((line, curly.start(n) + 1, curly.end(n) + 1, '"') for n in (1, 3))
    message = phrase("{name} is no quote here", name=curly[1])
    hint = phrase("write straight quotes: {name}", name=f'"{curly[2]}"')
    return Break(message, hint, line, curly.start(1) + 1, edits, elsewhere=True)


def _hint(message: str) -> str:
    """What would be right where no mistake is recognised; nothing where that is not known."""
    if "expected ':'" in message or "block mapping" in message:
        return phrase("look at the indentation, and for a missing `:` after a key")
    if "flow" in message:
        return phrase("look for a missing comma or closing bracket")
    return ""

"""From plain data to the scenario's attrs classes, strictly, with every complaint tied to its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_origin

import attrs
import cattrs
from cattrs import AttributeValidationNote, ClassValidationError, IterableValidationError, IterableValidationNote
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from game.rules import model
from game.rules.model import Expr, Goal, Likelihood, Line, Member, Over, Path, Scenario, Subject
from game.rules.problems import Problem, did_you_mean
from game.rules.wording import listed, phrase
from game.scenario.missing import missing
from game.scenario.nodes import Word

# Words of the language that are no names in Python.
KEYS = {
    ("Law", "over"): "for",
    ("Ending", "over"): "for",
    ("Action", "over"): "for",
    ("Policy", "over"): "for",
    ("Stage", "otherwise"): "else",
}
_WHOLE = re.compile(r"[-+]?\d{1,12}\Z")


class Mistyped(ValueError):
    """A value is not of the kind its field wants."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def key_of(cls: type, attribute: str) -> str:
    """The key that stands in a file for an attribute of a class."""
    return KEYS.get((cls.__name__, attribute), attribute)


def keys_of(cls: type) -> list[str]:
    """All keys that an entry of this class may have."""
    return [key_of(cls, a.name) for a in attrs.fields(cls) if a.metadata.get("written", True)]


def _describe(value: Any) -> str:
    if isinstance(value, Word):
        return phrase("the word `{name}`", name=value[:60]) if value.strip() else phrase("nothing")
    return phrase("a list") if isinstance(value, list) else phrase("a mapping")


def _whole(value: Any, _: type) -> int:
    if isinstance(value, Word) and value.plain and _WHOLE.match(value):
        return int(value)
    raise Mistyped(phrase("a whole number is wanted here, this is {given}", given=_describe(value)))


def _truth(value: Any, _: type) -> bool:
    if isinstance(value, Word) and value.plain and value in ("true", "false"):
        return value == "true"
    raise Mistyped(phrase("`true` or `false` is wanted here, this is {given}", given=_describe(value)))


def _text(value: Any, _: type) -> str:
    if isinstance(value, Word):
        return str(value).strip()
    raise Mistyped(phrase("a text is wanted here, this is {given}", given=_describe(value)))


def _expression(value: Any, _: type) -> str:
    """An expression keeps its blanks, so that columns inside it stay true."""
    if isinstance(value, Word):
        if not value.strip():
            raise Mistyped(phrase("an expression is wanted here, this is {given}", given=_describe(value)))
        return str(value)
    hint = phrase("put the expression in quotes") if isinstance(value, dict) else ""
    raise Mistyped(phrase("an expression is wanted here, this is {given}", given=_describe(value)), hint)


def _line(value: Any, _: type) -> str:
    if isinstance(value, Word):
        return str(value)
    raise Mistyped(
        phrase("a statement is wanted here, this is {given}", given=_describe(value)),
        phrase("such as `- treasury += 1`"),
    )


def _turns(value: Any, _: type) -> tuple[str, ...] | int:
    if isinstance(value, list):
        return tuple(_text(v, str) for v in value)
    return _whole(value, int)


def _member(value: Any, _: type) -> Member:
    """A member has its own few keys; all others are starts of tracks and links."""
    if not isinstance(value, dict):
        raise Mistyped(phrase("keys with values are wanted here, this is {given}", given=_describe(value)))
    own = {"name", "letter", "text", "place"}
    lists = {"lands", "path", "source"}
    kinds = [str if key in own else tuple[str, ...] if key in lists else MemberValue for key in value]
    made = dict(zip(value, _each(_converter, value, kinds, value.items()), strict=True))
    values = {str(key): made.pop(key) for key in value if key not in own | lists}
    return Member(**made, values=values)


class MemberValue:
    """What a member says of a track or a link: a whole number, or a name."""


def _member_value(value: Any, _: type) -> int | str:
    if not isinstance(value, Word):
        raise Mistyped(phrase("a whole number or a name is wanted here, this is {given}", given=_describe(value)))
    return int(value) if value.plain and _WHOLE.match(value) else str(value)


def _guard_list(make: Any) -> Any:
    """Texts are iterable; a list is wanted all the same."""

    def structure(value: Any, cls: Any) -> Any:
        if not isinstance(value, list):
            raise Mistyped(
                phrase("a list is wanted here, this is {given}", given=_describe(value)),
                phrase("write `[...]`, or lines that begin with `- `"),
            )
        return make(value, cls)

    return structure


def _guard_mapping(make: Any) -> Any:
    def structure(value: Any, cls: Any) -> Any:
        if not isinstance(value, dict):
            raise Mistyped(phrase("keys with values are wanted here, this is {given}", given=_describe(value)))
        return make(value, cls)

    return structure


def _make_converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind, hook in _HOOKS.items():
        if isinstance(kind, type):  # cattrs asks its own hooks for these before any function
            converter.register_structure_hook(kind, hook)
        else:
            converter.register_structure_hook_func(_exactly(kind), hook)
    converter.register_structure_hook_factory(_is_list, lambda _: _guard_list(_list_hook(converter)))
    converter.register_structure_hook_factory(_is_mapping, lambda _: _guard_mapping(_mapping_hook(converter)))
    for cls in vars(model).values():
        if isinstance(cls, type) and attrs.has(cls) and cls is not Member:
            converter.register_structure_hook(cls, _guard_mapping(_class_hook(cls, converter)))
    converter.register_structure_hook(Member, _member)
    return converter


def _exactly(kind: Any) -> Callable[[Any], bool]:
    return lambda asked: bool(asked == kind)


def _class_hook(cls: type[Any], converter: cattrs.Converter) -> Any:
    """How an entry becomes this class: keys renamed, none unknown, what no file writes left out."""
    fields: dict[str, Any] = {}
    for a in attrs.fields(cls):
        written = a.metadata.get("written", True)
        fields[a.name] = override(rename=key_of(cls, a.name)) if written else override(omit=True)
    return make_dict_structure_fn(cls, converter, **fields)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is Mapping


def _list_hook(converter: cattrs.Converter) -> Any:
    def structure(value: list[Any], cls: Any) -> tuple[Any, ...]:
        kinds = get_args(cls)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            kinds = (kinds[0],) * len(value)
        if len(kinds) != len(value):
            raise Mistyped(
                phrase("{wanted} values are wanted here, these are {count}", wanted=len(kinds), count=len(value))
            )
        return tuple(_each(converter, value, kinds, enumerate(value)))

    return structure


def _mapping_hook(converter: cattrs.Converter) -> Any:
    def structure(value: dict[str, Any], cls: Any) -> dict[str, Any]:
        kind = get_args(cls)[1]
        keys = list(value)
        kinds = (kind,) * len(keys)
        return dict(zip((str(k) for k in keys), _each(converter, value, kinds, value.items()), strict=True))

    return structure


def _each(converter: cattrs.Converter, value: Any, kinds: Sequence[Any], entries: Any) -> Iterator[Any]:
    """Every entry structured; all their mistakes are raised together."""
    made: list[Any] = []
    mistakes: list[Exception] = []
    for (key, entry), kind in zip(entries, kinds, strict=True):
        try:
            made.append(converter.structure(entry, kind))
        except Exception as error:  # noqa: BLE001 - cattrs lets any error stand for a wrong value; it is told below
            error.__notes__ = [*getattr(error, "__notes__", []), IterableValidationNote("", key, kind)]
            mistakes.append(error)
    if mistakes:
        raise IterableValidationError("entries", mistakes, type(value))
    return iter(made)


_HOOKS: dict[Any, Callable[[Any, Any], Any]] = {
    int: _whole,
    MemberValue: _member_value,
    bool: _truth,
    str: _text,
    Expr: _expression,
    Over: _expression,
    Subject: _expression,
    Line: _line,
    str | None: _text,
    bool | None: _truth,
    Expr | None: _expression,
    Over | None: _expression,
    Goal | None: _expression,
    Likelihood | None: _expression,
    tuple[str, ...] | int: _turns,
}
_converter = _make_converter()


MOST_ROUNDS = 4


def structure(data: dict[str, Any]) -> tuple[Scenario | None, list[Problem], frozenset[str]]:
    """A scenario from plain data (words, lists and mappings), with what is wrong with its form.

    What does not fit is taken out and noted, so that the rest can be looked at in the same pass; the ids of what was
    taken out come third. The scenario is None where nothing could be made of it. `data` is changed.
    """
    problems: list[Problem] = []
    for _ in range(MOST_ROUNDS):
        try:
            return _converter.structure(data, Scenario), problems, _words_of(problems)
        except (ClassValidationError, IterableValidationError, Mistyped) as error:
            fresh = [p for p in _problems(error, data) if p not in problems and not _follows(p, problems)]
            problems += fresh
            taken = [_taken_out(data, p.path) for p in fresh]
            if not all(taken):
                break
    return None, problems, frozenset()


def _follows(problem: Problem, told: list[Problem]) -> bool:
    """Whether a key is only missing because what stood there, or its misspelling, was taken out."""
    missing = problem.message.split("`")[1].rstrip(":") if problem.code == "MV202" else ""
    near = [p for p in told if p.path[:-1] == problem.path]
    return bool(missing) and any(p.path[-1:] == (missing,) or p.hint == f"did you mean `{missing}`?" for p in near)


def _taken_out(data: Any, path: Path) -> bool:
    """Take the value at a path out of the data; whether there was anything to take."""
    for step in path[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        del data[path[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _words_of(problems: list[Problem]) -> frozenset[str]:
    return frozenset(str(step) for p in problems for step in p.path[-1:])


def _problems(error: BaseException, data: Any, path: Path = (), cls: type | None = None) -> Iterator[Problem]:
    """The tree of cattrs' errors over some data, walked back to paths."""
    if isinstance(error, BaseExceptionGroup):
        inner = getattr(error, "cl", None)
        misspelt = _misspelt(error)
        for sub in error.exceptions:
            if not (isinstance(sub, KeyError) and inner is not None and key_of(inner, str(sub.args[0])) in misspelt):
                yield from _problems(sub, data, (*path, *_step(sub, inner)), inner)
        return
    if isinstance(error, ForbiddenExtraKeysError):
        for key in sorted(error.extra_fields):
            yield Problem(
                "MV201",
                phrase("`{name}` means nothing here", name=key),
                (*path, str(key)),
                None,
                _hint(error.cl, str(key)),
                at_key=True,
            )
    elif isinstance(error, KeyError) and cls is not None:
        key = key_of(cls, str(error.args[0]))
        yield missing(key, path[:-1], data)
    elif isinstance(error, Mistyped):
        yield Problem("MV203", error.args[0], path, None, error.hint)
    else:
        yield Problem("MV203", phrase("this value does not fit here"), path)


def _misspelt(error: BaseExceptionGroup[BaseException]) -> set[str]:
    """The keys that unknown ones nearby were meant to be: they are not also told as missing."""
    unknown = [e for e in error.exceptions if isinstance(e, ForbiddenExtraKeysError)]
    return {near for e in unknown for key in e.extra_fields for near in get_close_matches(str(key), keys_of(e.cl), n=1)}


def _step(error: BaseException, cls: type | None) -> Path:
    """The step of the path that a note of cattrs names."""
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return (key_of(cls, note.name) if cls is not None else note.name,)
        if isinstance(note, IterableValidationNote):
            return (note.index if isinstance(note.index, int) else str(note.index),)
    return ()


def _hint(cls: type, key: str) -> str:
    known = keys_of(cls)
    return did_you_mean(key, known) or phrase("there are {names}", names=listed(known))

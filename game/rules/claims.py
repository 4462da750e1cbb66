"""Claims and kinds of choices: `ending unrest`, `summits`, `P(...) in 5..20 % when played by random`, read from text.

The parts keep their places in the text, so that a mistake in a claim is told at its own word.
"""

from __future__ import annotations

import re

from attrs import field, frozen

from game.rules.expressions import LONGEST
from game.rules.problems import Suggestion, did_you_mean
from game.rules.syntax import Span, SyntaxProblem
from game.rules.wording import listed, phrase

CHOICES = ("card", "summit", "action", "option", "event", "face")
"""Kinds of choices of which one is named: `card old_bridge`."""

ALL = ("cards", "summits", "actions", "options", "agendas")
"""Kinds of choices as a whole: every card, every answer to an event, every answer to an agenda."""

PLAYED_BY = "when played by"
BOTS = ("random", "greedy", "loyalist", "policy", "search")
"""Bots by the word that their name begins with."""

_NAMED = re.compile(r"\s*(?P<kind>[A-Za-z_]\w*)\s+(?P<name>[A-Za-z_][\w.]*)\s*(?:\(\s*(?P<member>\w+)\s*\))?\s*\Z")
_WORD = re.compile(r"\s*(?P<word>[A-Za-z_]\w*)\s*\Z")
_BOT = re.compile(r"\s+when\s+played\s+by\b\s*(?P<bot>.*?)\s*\Z", re.DOTALL)
_CHANCE = re.compile(r"\s*P\s*\((?P<goal>.*)\)\s*in\s+(?P<low>\d{1,4})\s*\.\.\s*(?P<high>\d{1,4})\s*%\s*\Z", re.DOTALL)


@frozen
class Named:
    """Something of the scenario by its kind and id: `ending unrest`, `option dry_spring.pay`."""

    kind: str
    name: str
    member: str = ""
    """The member that an ending is about: `ending feud(lower)`."""
    span: Span = field(eq=False, default=(0, 0))
    """Where the name stands."""
    member_span: Span = field(eq=False, default=(0, 0))


@frozen
class BotName:
    """A bot as it is called: `random`, `greedy`, `loyalist:north`, `policy:cautious`, `search:100`.

    `search:100:cautious` looks ahead by the policy `cautious`; so do `search:100:greedy` and `search:100:random`.
    """

    kind: str
    argument: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.argument}" if self.argument else self.kind


@frozen
class Statement:
    """What a claim says: something named or a condition, perhaps of one bot's games only, perhaps how often."""

    goal: Named | None
    condition: str
    """The condition where nothing is named, with blanks before it so that its columns are those of the whole text."""
    bot: str = ""
    bot_span: Span = (0, 0)
    low: int = 0
    high: int = 100
    """Percent of the games."""


def parse_goal(text: str) -> Statement:
    """What `never:`, `always:` or `reachable:` says. Raises `SyntaxProblem`."""
    _check_length(text)
    bot, span, rest = _played_by(text)
    return Statement(*_goal(rest, 0), bot, span)


def parse_likelihood(text: str) -> Statement:
    """What `likely:` says. Raises `SyntaxProblem`."""
    _check_length(text)
    bot, span, rest = _played_by(text)
    match = _CHANCE.match(rest)
    if match is None or not bot:
        form = phrase("a likelihood is written so: `P(ending unrest) in 5..20 % when played by random`")
        raise SyntaxProblem("MV361", form, (0, max(1, len(text))), _near_miss(text, bot))
    low, high = int(match["low"]), int(match["high"])
    if not low <= high <= 100:
        where = match.start("low"), match.end("high")
        message = phrase("{low}..{high} is no range of percent", low=low, high=high)
        raise SyntaxProblem("MV361", message, where, phrase("from 0 to 100, the lesser first"))
    goal, condition = _goal(match["goal"], match.start("goal"))
    return Statement(goal, condition, bot, span, low, high)


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        told = phrase("this is {count} characters long; the most is {most}", count=len(text), most=LONGEST)
        raise SyntaxProblem("MV301", told, (0, len(text)))


def _near_miss(text: str, bot: str) -> str:
    if not bot:
        return phrase("say by whom the games are played: `... when played by random`")
    return phrase("the range is written `5..20 %`") if text.strip().startswith("P") else phrase("begin with `P(`")


def _played_by(text: str) -> tuple[str, Span, str]:
    """The bot that a claim names, where, and the text before it."""
    match = _BOT.search(text)
    if match is None:
        return "", (0, 0), text
    if not match["bot"]:
        message = phrase("`{name}` names no bot", name=PLAYED_BY)
        raise SyntaxProblem("MV361", message, match.span(), phrase("such as `{name}`", name="random"))
    return match["bot"], match.span("bot"), text[: match.start()]


def _goal(text: str, offset: int) -> tuple[Named | None, str]:
    match = _NAMED.match(text)
    if match is None or match["kind"] == "not":
        return None, " " * offset + text
    kind, known = match["kind"], ("ending", *CHOICES)
    if kind not in known:
        where = offset + match.start("kind"), offset + match.end("kind")
        hint = did_you_mean(kind, known)
        hint = hint or phrase("write a condition, or one of {known} and its id", known=listed(known))
        raise SyntaxProblem("MV361", phrase("`{name}` is nothing that a claim can name", name=kind), where, hint)
    return _named(match, offset), ""


def _named(match: re.Match[str], offset: int) -> Named:
    start, end = match.span("name")
    member = match.span("member") if match["member"] else (0, 0)
    spans = (offset + start, offset + end), (offset + member[0], offset + member[1])
    return Named(match["kind"], match["name"], match["member"] or "", *spans)


def parse_subject(text: str) -> Named:
    """Of which choices a policy speaks; a whole kind of them has no name. Raises `SyntaxProblem`."""
    _check_length(text)
    if (word := _WORD.match(text)) is not None and word["word"] in ALL:
        return Named(word["word"], "", "", word.span("word"))
    match = _NAMED.match(text)
    if match is not None and match["kind"] in CHOICES and not match["member"]:
        return _named(match, 0)
    kind = re.match(r"\s*(\w*)", text)
    where = kind.span(1) if kind is not None and kind[1] else (0, max(1, len(text)))
    message = phrase("this is no kind of choices")
    hint = did_you_mean(text[slice(*where)], (*ALL, *CHOICES)) if text[slice(*where)] not in CHOICES else ""
    raise SyntaxProblem("MV361", message, where, hint or _kinds())


def _kinds() -> str:
    return phrase("one of {known}, or {other} and an id", known=listed(ALL), other=listed(CHOICES))


def _parse_search(text: str, argument: str, policies: tuple[str, ...]) -> BotName:
    """`search:ROLLOUTS` or `search:ROLLOUTS:POLICY`."""
    rollouts, colon, policy = argument.partition(":")
    if not (rollouts.isascii() and rollouts.isdecimal() and 1 <= len(rollouts) <= 7 and int(rollouts)):
        how = phrase("say with how many rollouts a decision: `{name}`", name="search:100")
        raise SyntaxProblem("MV362", phrase("there is no bot `{name}`", name=text), (0, len(text)), how)
    if not colon:
        return BotName("search", str(int(rollouts)))
    if policy in policies:
        return BotName("search", f"{int(rollouts)}:{policy}")
    hint = did_you_mean(policy, policies) or phrase("there are {known}", known=listed(f"`{p}`" for p in policies))
    raise SyntaxProblem("MV362", phrase("there is no policy `{name}`", name=policy), (0, len(text)), hint)


def parse_bot(text: str, policies: tuple[str, ...], members: tuple[str, ...]) -> BotName:
    """The bot of a name; that of a policy may also stand alone. Raises `SyntaxProblem` with what there is instead.

    >>> str(parse_bot("cautious", ("cautious",), ()))
    'policy:cautious'
    """
    kind, colon, argument = text.strip().partition(":")
    known = {"loyalist": members, "policy": policies}
    if not colon and kind in ("random", "greedy"):
        return BotName(kind)
    if not colon and kind in policies:
        return BotName("policy", kind)
    if colon and kind in known and argument in known[kind]:
        return BotName(kind, argument)
    if kind == "search":
        return _parse_search(text, argument, ("greedy", "random", *policies))
    every = ("random", "greedy", *(f"policy:{p}" for p in policies), *(f"loyalist:{m}" for m in members), "search:100")
    hint = did_you_mean(text, every) or did_you_mean(text, policies)
    if text in known:
        hint = phrase("say which: {known}", known=listed(f"`{text}:{name}`" for name in known[text]))
    if colon and kind in known and (near := did_you_mean(argument, known[kind])):
        right = getattr(near, "replacement", "")
        right = f"{kind}:{right}" if right else ""
        hint = Suggestion(phrase("did you mean `{name}`?", name=right), right) if right else near
    hint = hint or phrase("there are {known}", known=listed(every))
    raise SyntaxProblem("MV362", phrase("there is no bot `{name}`", name=text), (0, len(text)), hint)

"""The names in claims and policies: what a claim looks for, of which choices a policy speaks, which bot plays."""

from __future__ import annotations

from game.rules.claims import Named, Statement, parse_goal, parse_likelihood, parse_subject
from game.rules.syntax import SyntaxProblem
from game.scenario.server.symbols import Names, Symbol

FORMS = {"goal": parse_goal, "likelihood": parse_likelihood}
"""How claims are read, by the language of their texts."""

KINDS = {"ending": "endings", "card": "cards", "summit": "summits", "action": "actions", "event": "events"}
"""The kinds of ids that a claim names, by the words it says."""

Mention = tuple[Symbol, int, int]
"""A name and its place in the text."""


def said_of(language: str, text: str) -> Statement | None:
    """What a claim says; nothing where it cannot be read."""
    try:
        return FORMS[language](text)
    except SyntaxProblem:
        return None


def subject_of(text: str) -> Named | None:
    """Of which choices a policy speaks; nothing where it cannot be read."""
    try:
        return parse_subject(text)
    except SyntaxProblem:
        return None


def mentions(names: Names, named: Named) -> list[Mention]:
    """The ids that something named is called by: `option dry_spring.pay` names an event and its option."""
    start, word = named.span[0], named.name
    if named.kind == "option":
        return _option(names, word, start)
    if named.kind == "face":
        faces = any(word in known for known in names.faces.values())
        return [(Symbol("faces", word), start, start + len(word))] if faces else []
    if named.kind == "event" and "." in word:
        return _actor(names, word, start)
    first, dot, last = word.partition(".")
    found = _known(names, KINDS.get(named.kind, ""), first, start)
    if dot:
        found += _known(names, "members", last, start + len(first) + 1)
    if named.member:
        found += _known(names, "members", named.member, named.member_span[0])
    return found


def bot_mentions(names: Names, said: Statement) -> list[Mention]:
    """The policy or the member that a bot is called by: `policy:cautious`, `loyalist:north`, `loyal.north`."""
    found: list[Mention] = []
    at = said.bot_span[0]
    for part in said.bot.split(":"):
        first, dot, member = part.partition(".")
        found += _known(names, "policies", first, at) or _known(names, "members", first, at)
        if dot:
            found += _known(names, "members", member, at + len(first) + 1)
        at += len(part) + 1
    return found


def names_of_claim(names: Names, language: str, text: str) -> tuple[list[Mention], str]:
    """All ids in a claim or a subject, and its condition, blanks before it, where it has one."""
    if language == "subject":
        named = subject_of(text)
        return (mentions(names, named) if named is not None else []), ""
    said = said_of(language, text)
    if said is None:
        return [], ""
    found = mentions(names, said.goal) if said.goal is not None else []
    return found + bot_mentions(names, said), said.condition


def _option(names: Names, word: str, start: int) -> list[Mention]:
    actor, _, option = word.rpartition(".")
    event = f"agendas.{actor}" if "." in actor else f"events.{actor}"
    found = _actor(names, actor, start)
    if option in names.options.get(event, {}):
        found.append((Symbol("options", option, event), start + len(actor) + 1, start + len(word)))
    return found


def _actor(names: Names, word: str, start: int) -> list[Mention]:
    """An event by its id, or the face of a member's agenda."""
    first, dot, face = word.partition(".")
    if not dot:
        return _known(names, "events", first, start)
    found = _known(names, "members", first, start)
    if face in names.faces.get(first, {}):
        found.append((Symbol("faces", face), start + len(first) + 1, start + len(word)))
    return found


def _known(names: Names, kind: str, word: str, at: int) -> list[Mention]:
    return [(Symbol(kind, word), at, at + len(word))] if kind and word in names.ids(kind) else []

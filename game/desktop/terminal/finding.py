"""Finding what a typed text speaks of: a move, a track, an entry of the scenario."""

from __future__ import annotations

import re
from collections.abc import Mapping

from game.rules.play import Game
from game.scenes import telling, wording
from game.scenes.details import ids_of, path_of
from game.scenes.phrases import nearest
from game.words import say

_BETWEEN = re.compile(r"[^\w]+|_+")


def plain_words(text: str) -> str:
    """A text as small words, so that `China: Leverage` and `china.leverage` are the same.

    >>> plain_words("China: Leverage")
    'china leverage'
    """
    return " ".join(_BETWEEN.sub(" ", text).lower().split())


def move(game: Game, text: str, numbers: Mapping[str, int]) -> str | None:
    """The notation of a legal move by its number, notation, id or name; None where none is meant for sure."""
    wanted = plain_words(text)
    for notation, number in numbers.items():
        if text.strip() == str(number) or plain_words(notation) == wanted:
            return notation
    plans = [game.plan.moves[m.index] for m in game.moves]
    found = [p for p in plans if wanted in (plain_words(p.name), plain_words(p.move.choice))]
    return str(found[0].move) if len(found) == 1 else None


def any_move(game: Game, text: str, numbers: Mapping[str, int]) -> str | None:
    """The same, for moves that are not legal too: first those of this decision, then all others."""
    legal = move(game, text, numbers)
    if legal is not None:
        return legal
    wanted = plain_words(text)
    plans = sorted(game.plan.moves, key=lambda p: p.decision != game.decision.index)
    for plan in plans:
        if wanted in (plain_words(str(plan.move)), plain_words(plan.name), plain_words(plan.move.choice)):
            return str(plan.move)
    return None


def nearest_move(game: Game, text: str) -> str:
    """A hint at the move that was perhaps meant."""
    names = {game.plan.moves[m.index].name.lower(): game.plan.moves[m.index].name for m in game.moves}
    hint = nearest(text.lower(), names)
    for low, name in names.items():
        hint = hint.replace(f"`{low}`", f"`{name}`")
    return hint


def tracks(game: Game, text: str) -> list[str]:
    """The tracks that a text can mean: an exact id or name, else all that have its words."""
    wanted = plain_words(text)
    if not wanted:
        return []
    known = {s.name: wording.track_name(game.plan, s.name) for s in game.plan.slots if telling.explained(s)}
    exact = [t for t, name in known.items() if wanted in (plain_words(t), plain_words(name))]
    if exact:
        return exact[:1]
    words = set(wanted.split())
    return [t for t, name in known.items() if words <= {*plain_words(t).split(), *plain_words(name).split()}]


def nearest_track(game: Game, text: str) -> str:
    """A hint at the track that was perhaps meant."""
    known = [s.name for s in game.plan.slots if telling.visible(s)]
    hint = nearest(text.lower(), known)
    return hint or say("There are {names} and so on.", names=", ".join(known[:12]))


def entry(game: Game, text: str) -> str:
    """The id of an entry by its id or name; the text itself where nothing fits."""
    if path_of(game, text) is not None:
        return text
    wanted = plain_words(text)
    scenario = game.scenario
    rooms = (scenario.cards, scenario.summits, scenario.events, scenario.actions, scenario.laws, scenario.legacies)
    named = [(key, one.name) for room in rooms for key, one in room.items()]
    named += [(m, v.name) for group in scenario.groups.values() for m, v in group.members.items()]
    named += [(key, track.name) for key, track in scenario.tracks.items()]
    named += [(f"{m}.{f}", face.name) for m, faces in scenario.agendas.items() for f, face in faces.items()]
    found = [key for key, name in named if wanted in (plain_words(name), plain_words(key))]
    close = [key for key in ids_of(scenario) if plain_words(key) == wanted]
    return (found + close + [text])[0]

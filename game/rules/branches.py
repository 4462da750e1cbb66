"""The tree of a game: positions on the same line, and the ends of lines that were undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

if TYPE_CHECKING:
    from game.rules.play import Game


def with_tips(position: Game, tips: tuple[Game, ...]) -> Game:
    if position._tips == tips:
        return position
    return evolve(position, tips=tips)


def is_on_line(position: Game, ancestor: Game) -> bool:
    """Whether `ancestor` lies on the way to `position`."""
    return any(same(step, ancestor) for step in position.line_backwards())


def same(one: Game, other: Game) -> bool:
    """The same position of the same line, whatever branches hang on it."""
    return (
        one is other
        or (one.state == other.state and one.move is other.move and one.past is other.past)
        or same_line(one, other)
    )


def same_line(one: Game, other: Game) -> bool:
    return one.state == other.state and one.played == other.played


def join(tips: tuple[Game, ...], tip: Game) -> tuple[Game, ...]:
    """The tips with one more, last; those that lie on the way to it or that it lies on are not kept twice."""
    bare = evolve(tip, tips=())
    longer = [t for t in tips if is_on_line(t, bare)]
    if longer:
        return (*(t for t in tips if t is not longer[-1]), longer[-1])
    return (*(t for t in tips if not is_on_line(bare, t)), bare)


def child_towards(position: Game, tip: Game) -> Game | None:
    """The next position after `position` on the way to `tip`, if it lies on that way."""
    way = list(tip.line_backwards())
    depth = position.depth
    index = len(way) - 1 - depth
    if index < 1 or not same(way[index], position):
        return None
    return way[index - 1]

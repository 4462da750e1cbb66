"""Forecasts: where each track, the score and the endings may go from a position, and how advisers judge each move.

The figures come from games that the batch kernel plays to their end, by the policy that does best in the scenario
(`game.lab.searching.best_policy`), which strays now and then as a person does: chosen by lot alone hardly any game
would be won, and forecasts would tell no difference. In each game all that the player does not know is drawn anew, so a
forecast never peeks; two positions that look the same to the player have the same forecast. All moves of one decision
are played in the same imagined worlds by the same lots, so that they can be compared.

>>> import game
>>> from game.lab.forecast import forecast
>>> position = game.start(game.load("ladder"), seed=7)
>>> told = forecast(position, position.moves[0], playouts=200)
>>> told.playouts, told.policy, sum(share.games for share in told.endings)
(200, 'shepherd', 200)
"""

from __future__ import annotations

from math import sqrt

from attrs import frozen

from game.lab.refuting import Share
from game.rules.chance import site_of
from game.rules.plan import Move
from game.rules.play import Game

PLAYOUTS = 1_000
"""Games of a forecast."""

STRAYS = 8
"""Of so many choices in the games of a forecast one is made by lot."""

PERCENTS = (10, 50, 90)
"""What a band tells: so many of a hundred games come out no higher."""

TELLING = 2.0
"""So many standard errors apart, two moves differ in an adviser's eyes."""


@frozen
class Band:
    """Values at one point in time: of a hundred games ten lie below `low`, fifty below `median`, ten above `high`."""

    low: int
    median: int
    high: int


@frozen
class Fan:
    """Where a track may go."""

    track: str
    bands: tuple[Band, ...]
    """Right after the move, then after each turn to the last; a game that has ended keeps its last values."""
    total: int
    """The track's values at the end of all games, added up."""


@frozen
class EndingShare:
    """How many games came to an ending."""

    ending: str
    """`EndingCase.label`."""
    name: str
    won: bool
    games: int


@frozen
class Voice:
    """What a move would mean for one adviser, by that adviser's interest at the end of each game."""

    adviser: str
    values: tuple[int, ...]
    """The interest at the end of each game, game by game: the same game of another move has the same chances."""

    @property
    def mean(self) -> float:
        return sum(self.values) / len(self.values)

    @property
    def band(self) -> Band:
        """Its spread over the games."""
        ordered = sorted(self.values)
        return Band(*(ordered[place_of(percent, len(ordered))] for percent in PERCENTS))


@frozen
class Forecast:
    """What may come of a position, or of a move in it."""

    move: str
    """The move's notation; empty for the position as it stands."""
    policy: str
    """The id of the policy by which the games were played on; `greedy` is also a bot that every scenario has."""
    strays: int
    """Of so many of its choices one is made by lot."""
    playouts: int
    turn: int
    """The turn of the decision."""
    fans: tuple[Fan, ...]
    """For each track on the board, in the plan's order."""
    endings: tuple[EndingShare, ...]
    """The endings that occurred, the most frequent first."""
    score: Band
    last_turns: int
    """The turns in which the games ended, added up."""
    voices: tuple[Voice, ...]
    """For each adviser of the scenario."""

    @property
    def wins(self) -> int:
        """Games won."""
        return sum(share.games for share in self.endings if share.won)

    @property
    def win_interval(self) -> tuple[float, float]:
        """Between which percentages the share of games won lies, 95 times of a hundred: Wilson's interval."""
        return Share(self.wins, self.playouts).interval()

    def fan(self, track: str) -> Fan:
        """The fan of a track. Raises `KeyError`."""
        for fan in self.fans:
            if fan.track == track:
                return fan
        raise KeyError(track)


def place_of(percent: int, games: int) -> int:
    """The place, among so many ordered values, of the one that so many of a hundred do not exceed."""
    return (games - 1) * percent // 100


def forecast(game: Game, move: Move | None = None, playouts: int = PLAYOUTS) -> Forecast:
    """What may come of a move, or without one of the position as it stands. The same position has the same forecast.

    Raises `ValueError` for a game that is over, or a move that cannot be played.
    """
    from game.lab.batch.forecasts import foresee  # NumPy is for those who ask
    from game.lab.searching import best_policy, searcher_for

    if game.over:
        raise ValueError("the game is over")
    if move is not None and move not in game.moves:
        raise ValueError(f"{move} cannot be played")
    policy = searcher_for(game.engine, best_policy(game.engine)).policy
    assert policy is not None
    return foresee(game, move, playouts, seed_of(game), policy)


def seed_of(game: Game) -> int:
    """The seed of a decision's imagined worlds: of what its player sees alone, and the same for all of its moves."""
    return site_of(f"forecast {game.state_hash}")


# Advisers


@frozen
class Ground:
    """A track that an adviser's interest reads, and how much higher it would end than by the other move."""

    track: str
    difference: float


@frozen
class Advice:
    """Which of some moves an adviser would choose, and by how much, on average over the same games."""

    adviser: str
    best: str
    """The notation of the move."""
    mean: float
    band: Band
    rival: str
    """The second best; empty where there is no other move."""
    margin: float
    """How much higher the interest ends by the best than by the second best."""
    error: float
    """The standard error of that margin."""
    worst: str
    worst_mean: float
    grounds: tuple[Ground, ...]
    """The tracks of the interest that end most differently by the best move and by the worst, the greatest first."""

    @property
    def sure(self) -> bool:
        """Whether the games can tell the best move from the second best."""
        return self.margin > TELLING * self.error


def advice(game: Game, told: tuple[Forecast, ...]) -> tuple[Advice, ...]:
    """What each adviser says of the moves whose forecasts are given; nothing without any."""
    if not told:
        return ()
    return tuple(_advice(game, told, number) for number in range(len(told[0].voices)))


def _advice(game: Game, told: tuple[Forecast, ...], number: int) -> Advice:
    ranked = sorted(told, key=lambda f: -f.voices[number].mean)
    best, rival, worst = ranked[0], ranked[1] if len(ranked) > 1 else None, ranked[-1]
    voice = best.voices[number]
    margin, error = (0.0, 0.0) if rival is None else _apart(voice, rival.voices[number])
    grounds = (
        Ground(fan.track, (fan.total - other.total) / best.playouts)
        for fan, other in zip(best.fans, worst.fans, strict=True)
        if fan.track in game.plan.advisers[number].tracks
    )
    told_grounds = sorted((g for g in grounds if abs(g.difference) >= 0.05), key=lambda g: -abs(g.difference))
    return Advice(
        voice.adviser,
        best.move,
        voice.mean,
        voice.band,
        "" if rival is None else rival.move,
        margin,
        error,
        worst.move,
        worst.voices[number].mean,
        tuple(told_grounds),
    )


def _apart(one: Voice, other: Voice) -> tuple[float, float]:
    """How much higher one's values are on average, game by game, and the standard error of that."""
    apart = [a - b for a, b in zip(one.values, other.values, strict=True)]
    count = len(apart)
    mean = sum(apart) / count
    spread = sum((value - mean) ** 2 for value in apart) / max(1, count - 1)
    return mean, sqrt(spread / count)

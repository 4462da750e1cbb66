"""The batch kernel's speed: the ladder beside C, a plain dict and the engine; the flagship; a forecast."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

import game
from game.lab.batch.games import Batch
from game.lab.batch.hidden import spread_seeds
from game.lab.batch.playouts import Playouts, finish_randomly, random_playouts
from game.lab.bots import RANDOM
from game.lab.simulate import play_out
from game.rules.chance import draw, site_of
from game.rules.engine import Engine, engine_for
from tests.bench import ladder_c, ladder_dict

RUNS = 9
MANY = 1 << 17
"""Games of the ladder in one go."""

SWEEP = 1 << 19
"""Games of the flagship in one go: those that outlast the others are many enough then to be played together."""
_BOT = site_of("bot.random")


def timed(work: Callable[[], object]) -> float:
    """The CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def engine_games(engine: Engine, count: int) -> list[int]:
    """The scores of the random bot's games on the bare engine."""
    return [play_out(engine, seed, RANDOM.choose).score for seed in range(count)]


def dict_games(count: int) -> list[int]:
    """The scores of the same games by the plain dict."""

    def one(seed: int) -> int:
        played = iter(range(10))
        return ladder_dict.play(seed, lambda n: draw(seed, next(played), _BOT, n))

    return [one(seed) for seed in range(count)]


def alike(engine: Engine, program: Path | None, games: int) -> bool:
    """Whether all of them play the same random games of the ladder."""
    scores = random_playouts(engine, range(games)).ordered().score
    few = min(games, 300)
    same = engine_games(engine, few) == dict_games(few) == scores[:few].tolist()
    return same and (program is None or ladder_c.played(program, games)[0] == int(scores.sum()))


def ladder() -> None:
    """Games a second of each, in turn, from one run; the medians of their ratios."""
    engine = engine_for(game.load("ladder"), "standard")
    with TemporaryDirectory() as folder:
        program = ladder_c.compiled(Path(folder))
        if not alike(engine, program, 20_000):
            raise SystemExit("they do not play the same ladder")
        rates: dict[str, list[float]] = {"batch": [], "C": [], "plain dict": [], "engine": []}
        for _ in range(RUNS):
            rates["batch"].append(MANY / timed(lambda: random_playouts(engine, range(MANY))))
            if program is not None:
                rates["C"].append(4 * MANY / ladder_c.played(program, 4 * MANY)[1])
            rates["plain dict"].append(1_000 / timed(lambda: dict_games(1_000)))
            rates["engine"].append(1_000 / timed(lambda: engine_games(engine, 1_000)))
    print("ladder, the random bot's games, a second of CPU:")
    print(f"  batch: {median(rates['batch']):,.0f} (best {max(rates['batch']):,.0f})")
    for name, told in rates.items():
        if told and name != "batch":
            ratio = median(b / other for b, other in zip(rates["batch"], told, strict=True))
            print(f"  {name}: {median(told):,.0f} (best {max(told):,.0f}); batch / {name} {ratio:.2f}")
    if program is None:
        print("  C: there is no compiler here")


def flagship() -> None:
    """The same for the flagship, and a forecast from the middle of a game."""
    scenario = game.load("deft-diplomacy")
    engine = engine_for(scenario, "standard")
    batch, one = [], []
    for _ in range(RUNS):
        batch.append(SWEEP / timed(lambda: random_playouts(engine, range(SWEEP))))
        one.append(1_000 / timed(lambda: engine_games(engine, 1_000)))
    ratio = median(b / o for b, o in zip(batch, one, strict=True))
    print(f"flagship, random games: batch {median(batch):,.0f}/s, engine {median(one):,.0f}/s, ratio {ratio:.0f}")
    position = halfway(scenario)
    seconds = [timed(lambda: forecast(position, 1_000)) for _ in range(RUNS)]
    print(f"flagship, forecast of 1,000 playouts from turn {position.turn}: {1000 * median(seconds):.0f} ms")


def halfway(scenario: game.Scenario) -> game.Game:
    """A game that has come to turn 4 of 8, by chance."""
    for seed in range(1_000):
        position = game.start(scenario, seed=seed)
        while position.turn < 4 and not position.over:
            moves = sorted(position.moves, key=lambda move: move.index)
            position = position.play(moves[draw(seed, position.depth, _BOT, len(moves))])
        if not position.over:
            return position
    raise SystemExit("no game comes to turn 4")


def forecast(position: game.Game, count: int) -> Playouts:
    """Playouts from a position in worlds that agree with what its player knows."""
    seeds = np.asarray(spread_seeds(1, count))
    return finish_randomly(Batch.imagined(position, count, 2), seeds)


def run() -> None:
    ladder()
    flagship()


if __name__ == "__main__":
    run()

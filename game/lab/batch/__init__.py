"""The batch kernel: many games of one scenario at once, in NumPy, each equal to the engine's in every slot.

The rules are written as source over rows from the same plan as the engine's own (`bodies`, `expressions`, `kernel`).

>>> import game
>>> from game.lab.batch import Batch, finish_randomly, random_playouts
>>> from game.rules.engine import engine_for
>>> engine = engine_for(game.load("ladder"), "standard")
>>> batch = Batch.new(engine, range(100))  # a game for each seed; its difficulty is the engine's
>>> batch.legal().shape  # (games, moves)
(100, 13)
>>> batch.play(batch.legal().argmax(axis=1))  # a move for each game, by its number; -1 for none
>>> batch.state.shape  # (games, slots)
(100, 17)
>>> bool(batch.over.any()), int(batch.outcome.max()), batch.score.shape
(False, 0, (100,))
>>> int(random_playouts(engine, range(100)).score.sum())  # whole games by the random bot
10302

From a position in play, `Batch.imagined(position, 1000, seed)` makes copies in which all that its player does not know
is drawn anew, for forecasts and search; `Batch.of(position, 1000)` makes true ones. `batch.take(numbers)` chooses and
repeats games; `finish_randomly(batch, seeds)` plays them all to their end.
"""

from game.lab.batch.games import Batch
from game.lab.batch.hidden import spread_seeds
from game.lab.batch.playouts import Playouts, finish_randomly, random_playouts

__all__ = ["Batch", "Playouts", "finish_randomly", "random_playouts", "spread_seeds"]

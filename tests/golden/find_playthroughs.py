"""Find a game for each way the flagship can end, by bots that head for it; always the same games.

    python -m tests.golden.find_playthroughs [ENDING ...]

writes `tests/golden/playthroughs/ENDING.txt` for the endings named, or for those that have no file yet.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import game
from game.rules.chance import draw, site_of
from game.rules.play import Game
from tests.golden.playthroughs import playthrough

FOLDER = Path(__file__).parent / "playthroughs"
POWERS = ("russia", "china", "eu", "turkey", "us")
PAIRS = (("russia", "eu"), ("russia", "us"), ("russia", "turkey"), ("china", "us"), ("china", "eu"))
MOST_SEEDS = 400
Value = Callable[[Game], float]


def noise(position: Game, salt: int) -> float:
    """A number from 0 to 1 that hangs on the game and its depth only."""
    return draw(position.seed, salt, site_of(position.state_hash), 1000) / 1000


def safety(g: Game, *, but: str = "") -> float:
    """How far every early ending is, except the one that is wanted."""
    total = 0.0
    for power in POWERS:
        if but != f"client_state({power})":
            total -= 8.0 * max(0, g[f"{power}.leverage"] - 4) ** 2
        if but != f"rupture({power})":
            total -= 6.0 * max(0, -1 - g[f"{power}.relations"]) ** 2
    for track in ("stability", "sovereignty"):
        if but != {"stability": "unrest", "sovereignty": "sovereignty_lost"}[track]:
            total -= 6.0 * max(0, 4 - g[track]) ** 2
    if but != "debt_trap":
        total -= 6.0 * max(0, g["debt"] - 3) ** 2 + 2.0 * max(0, 2 - g["treasury"])
    return total


def balance(g: Game) -> float:
    """The balancer of the ruleset's design: a thoughtful person without look-ahead."""
    total = 0.0
    for power in POWERS:
        r, hold = g[f"{power}.relations"], g[f"{power}.leverage"]
        total += -0.6 * r * r - 0.6 if r < 0 else 0.7 * r if r <= 3 else 2.1 - 0.6 * (r - 3)
        total -= 0.5 * (hold - 3) ** 2 * (hold >= 4) + 1.5 * (hold >= g["sovereignty"])
    total -= sum(abs(g[f"{a}.favour"] - g[f"{b}.favour"]) >= 2 for a, b in PAIRS)
    for row in g.legacies():
        total += (2.0 if row.doubled else 1.0) * min(row.measure, row.thresholds[-1])
    total -= 2 * max(0, 3 - g["sovereignty"]) + 1.5 * max(0, 4 - g["stability"])
    return total + 0.3 * g["stability"] + 0.5 * min(g["treasury"], 6) - 0.5 * g["debt"]


def heading_for(ending: str) -> Value:
    """A value that is greatest near an ending."""
    if ending.startswith(("client_state", "rupture")):
        power = ending.split("(")[1][:-1]
        if ending.startswith("client"):
            return lambda g: 10.0 * g[f"{power}.leverage"] + 4.0 * g[f"{power}.relations"] + safety(g, but=ending)
        return lambda g: -10.0 * g[f"{power}.relations"] + safety(g, but=ending)
    values: dict[str, Value] = {
        "unrest": lambda g: -10.0 * g["stability"] - g["treasury"],
        "sovereignty_lost": lambda g: -10.0 * g["sovereignty"],
        "debt_trap": lambda g: 10.0 * g["debt"] - 3.0 * g["treasury"],
        "hostile_survivor": lambda g: -3.0 * (g["us.relations"] + 3) ** 2,
        "survivor": lambda g: 0.0,
    }
    wanted = values[ending]
    return lambda g: wanted(g) + safety(g, but=ending)


def greedy(position: Game, value: Value, salt: int, doubt: float = 0.5) -> Game:
    """Play to the end, each time the move after which things look best, with a little doubt."""
    while not position.over:
        after = [position.play(m) for m in position.moves]
        position = max(after, key=lambda g: value(g) + doubt * noise(g, salt))
    return position


def searched(position: Game, playouts: int) -> Game:
    """Flat Monte Carlo: each move is judged by how the balancer would go on from it."""
    while not position.over:
        best, found = -1e9, position
        for move in position.moves:
            after = position.play(move)
            scores = [reward(greedy(after, balance, salt, 6.0)) for salt in range(playouts)]
            if sum(scores) > best:
                best, found = sum(scores), after
        position = found
    return position


def reward(end: Game) -> float:
    assert end.outcome is not None
    lost = end.turn < end.scenario.last_turn or end.outcome.ending == "hostile_survivor"
    return float(end.turn) - 20 if lost else float(end.outcome.score)


def games(ending: str) -> Iterator[Game]:
    """Games that may end so."""
    scenario = game.load("deft-diplomacy")
    for seed in range(MOST_SEEDS):
        if ending == "buckle":
            yield searched(game.start(scenario, seed, "classroom"), 1)
        elif ending in ("deft_diplomat", "middle_power"):
            yield greedy(game.start(scenario, seed), balance, seed, 1.0)
        else:
            yield greedy(game.start(scenario, seed), heading_for(ending), seed)


def endings() -> list[str]:
    """Every way the flagship can end, as labels."""
    start = game.start(game.load("deft-diplomacy"))
    return [case.label for case in start.plan.endings]


def file_of(ending: str) -> Path:
    return FOLDER / f"{ending.replace('(', '-').rstrip(')')}.txt"


def main(wanted: list[str]) -> int:
    FOLDER.mkdir(exist_ok=True)
    missing = 0
    for ending in wanted or [e for e in endings() if not file_of(e).exists()]:
        for end in games(ending):
            if end.outcome is not None and end.outcome.label == ending:
                file_of(ending).write_text(playthrough(end), encoding="utf-8")
                print(f"{ending}: seed {end.seed}, {end.depth} moves, score {end.outcome.score}", flush=True)
                break
        else:
            missing += 1
            print(f"{ending}: not found in {MOST_SEEDS} games", flush=True)
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

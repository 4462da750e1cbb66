"""A game being played: an immutable position that answers its own questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from game.rules import terms
from game.rules.answers import IllegalMove, Outcome, Preview, Stars, Unmet
from game.rules.branches import child_towards, is_on_line, join, same_line, with_tips
from game.rules.causes import Cause, causes_of, happened, reveals
from game.rules.chance import World
from game.rules.engine import AT, ENDING, TURN, Engine, Values, engine_for
from game.rules.model import Scenario
from game.rules.notation import ENGINE_FORMAT, write
from game.rules.plan import Decision, EndingCase, Move, MovePlan, Plan
from game.rules.problems import did_you_mean
from game.rules.wording import joined, phrase


@frozen(eq=False)
class Table:
    """What all positions of one game share."""

    engine: Engine
    world: World
    # Taken from the two above, so that a move costs no more lookups than it must.
    _legal: list[Callable[[Values, Any], tuple[int, ...]]]
    apply: list[Callable[[list[int], Any], None]]
    tables: tuple[Any, ...]
    listed: Callable[[tuple[int, ...]], tuple[Move, ...]]
    recent: list[tuple[Values, tuple[int, ...]]]
    """The position whose legal moves were last asked for, and they; whoever lists the moves plays one next."""

    def legal(self, state: Values) -> tuple[int, ...]:
        """The indices of the legal moves of a state."""
        known, legal = self.recent[0]
        if known is not state:
            legal = self._legal[state[AT]](state, self.tables)
            self.recent[0] = (state, legal)
        return legal


@frozen(eq=False, repr=False)
class Game:
    """A position of a game, with the way it was reached. Playing gives a new one; this one never changes.

    >>> import game
    >>> g = game.start(game.load("ladder"), seed=7)
    >>> g = g.play(g.moves[0])
    >>> g.undo().state == game.start(game.load("ladder"), seed=7).state
    True
    """

    _table: Table
    state: Values
    """One integer for each slot of the plan."""
    past: Game | None = None
    """The position before the last move."""
    move: Move | None = None
    """The last move."""
    _tips: tuple[Game, ...] = ()

    # What is asked

    @property
    def plan(self) -> Plan:
        """The rules this game is played by."""
        return self._table.engine.plan

    @property
    def scenario(self) -> Scenario:
        return self._table.engine.plan.scenario

    @property
    def engine(self) -> Engine:
        return self._table.engine

    @property
    def world(self) -> World:
        """What chance holds for this game, known to the player or not."""
        return self._table.world

    @property
    def seed(self) -> int:
        return self._table.world.seed

    @property
    def difficulty(self) -> str:
        return self.plan.level

    @property
    def turn(self) -> int:
        """The turn, from 1."""
        return self.state[TURN]

    @property
    def decision(self) -> Decision:
        """What is being decided: an event, an envoy's mission, or that the game is over."""
        return self.plan.decisions[self.state[AT]]

    @property
    def over(self) -> bool:
        return self.state[ENDING] != 0

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every legal move, in a stable order; none when the game is over."""
        table = self._table
        return table.listed(table.legal(self.state))

    def __getitem__(self, name: str) -> int:
        """The value of a track or any other slot: `game["china.relations"]`. Raises `KeyError`."""
        try:
            return self.state[self.engine.slot_of[name]]
        except KeyError:
            raise KeyError(f"there is no track {name!r}. {did_you_mean(name, self.engine.slot_of)}".strip()) from None

    def __repr__(self) -> str:
        return f"<Game {self.scenario.id} seed {self.seed} turn {self.turn}, {self.depth} moves>"

    def values(self) -> dict[str, int]:
        """The value of every track, by name."""
        return {s.name: v for s, v in zip(self.plan.slots, self.state, strict=True) if s.track is not None}

    @property
    def state_hash(self) -> str:
        """Sixteen hex digits of the state: the same on every machine, whatever the order of the slots."""
        named = sorted(
            f"{slot.name}={value}"
            for index, (slot, value) in enumerate(zip(self.plan.slots, self.state, strict=True))
            if value and index != AT
        )
        named.append(f"at={self.decision.id}")
        return sha256("\n".join(named).encode()).hexdigest()[:16]

    # Playing

    def find(self, move: Move | str) -> Move:
        """The move a notation stands for. Raises `IllegalMove` when there is no such move in this scenario."""
        text = " > ".join(part.strip() for part in str(move).split(">"))
        known = self._table.engine.by_notation
        if text not in known:
            nearest = did_you_mean(text, known)
            told = joined([phrase("there is no such move."), *([nearest] if nearest else [])], " ")
            raise IllegalMove(text, (Unmet("unknown", told),))
        return known[text]

    def play(self, move: Move | str) -> Game:
        """The position after a move, given as a `Move` or in notation.

        Raises `IllegalMove`, which names every condition that fails.
        """
        table = self._table
        moves = table.engine.moves
        if type(move) is not Move or move.index >= len(moves) or moves[move.index] is not move:
            move = self.find(move)
        state, index = self.state, move.index
        if index not in table.legal(state):
            raise IllegalMove(str(move), self.why_not(move))
        if self._tips and (known := self._branch_by(move)) is not None:
            return known
        values = list(state)
        table.apply[index](values, table.tables)
        return Game(table, tuple(values), self, move, self._tips)

    def preview(self, move: Move | str) -> Preview:
        """The exact changes a legal move would make, up to what is still hidden. Raises `IllegalMove`."""
        after = self.play(move)
        return self._preview(after.move, after.causes, after)

    def _preview(self, move: Move | None, causes: tuple[Cause, ...], after: Game) -> Preview:
        reveals = after.revealed
        ends = after.outcome.label if after.outcome is not None and not reveals else ""
        return Preview(move, tuple(c for c in causes if not c.revealed), reveals, ends)

    def reckoning(self) -> Preview:
        """What ending the turn now would do: its laws and endings, the rest of its decisions left aside."""
        engine, world = self._table.engine, self._table.world
        if self.over:
            return Preview(None, (), False)
        state, log = engine.settle_log(self.state, world)
        causes = causes_of(self.plan, log, self.turn, "")
        ending = self.plan.endings[state[ENDING] - 1].label if state[ENDING] else ""
        return Preview(None, causes, False, ending)

    # Why

    def _log(self) -> list[tuple[int, int, int, int, int, int]]:
        engine, world = self._table.engine, self._table.world
        if self.past is None or self.move is None:
            return engine.opening_log(world)[1]
        return engine.play_log(self.past.state, self.move.index, world)[1]

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Every change that the last move made, in order (for the opening, what happened before the first move)."""
        turn = self.past.turn if self.past is not None else 1
        return causes_of(self.plan, self._log(), turn, str(self.move) if self.move is not None else "")

    @property
    def revealed(self) -> bool:
        """Whether the last move brought something hidden to light."""
        return reveals(self._log())

    @property
    def happened(self) -> tuple[tuple[str, int], ...]:
        """The events that happened without asking in the last step: each one's id and turn, in order."""
        return happened(self.plan, self._log(), self.past.turn if self.past is not None else 1)

    def why(self, track: str) -> tuple[Cause, ...]:
        """Every cause of a track's value since the start, newest first. Raises `KeyError`."""
        self[track]
        found: list[Cause] = []
        for position in self.line_backwards():
            found += [c for c in reversed(position.causes) if c.track == track]
        return tuple(found)

    def start_of(self, track: str) -> int:
        """The value a track started with. Raises `KeyError`."""
        self[track]
        return self.plan.slots[self.engine.slot_of[track]].start

    def why_not(self, move: Move | str) -> tuple[Unmet, ...]:
        """The conditions that keep a move from being played now; none when it is legal.

        Raises `IllegalMove` when there is no such move in this scenario.
        """
        found = self.find(move)
        engine, world = self._table.engine, self._table.world
        if found.index in self._table.legal(self.state):
            return ()
        plan = self.plan.moves[found.index]
        unmet: list[Unmet] = []
        if self.over:
            return (Unmet("decision", phrase("the game is over")),)
        if plan.decision != self.state[AT]:
            asked = self.decision
            what = (
                phrase("{name} decides now", name=asked.name)
                if asked.kind == "envoy"
                else phrase("`{name}` must be answered first", name=asked.name)
            )
            unmet.append(Unmet("decision", what))
        if plan.kind == "pass":
            unmet.append(Unmet("pass", phrase("only when nothing else can be done")))
        if plan.kind == "card" and not self._on_table(plan):
            unmet.append(Unmet("table", phrase("the card is not on the table this turn")))
        for requirement in plan.requirements:
            if not engine.holds(requirement.term, self.state, world):
                values = tuple((name, engine.holds(t, self.state, world)) for name, t in requirement.speaks_of)
                unmet.append(Unmet(requirement.kind, requirement.text, values))
        return tuple(unmet)

    def _on_table(self, plan: MovePlan) -> bool:
        decision = self.plan.decisions[plan.decision]
        for stream, cards in decision.tables:
            for card, move in cards:
                if move == plan.move.index:
                    return card in self.table_of(stream)
        return True

    def table_of(self, stream: int) -> tuple[int, ...]:
        """The cards that a deck shows this turn, by number, played ones included."""
        entry = self.world.tables[stream][self.turn - 1]
        return entry if isinstance(entry, tuple) else (entry,)

    # Time

    @property
    def depth(self) -> int:
        """How many moves have been played."""
        return sum(1 for _ in self.line_backwards()) - 1

    def line_backwards(self) -> Iterator[Game]:
        """This position and all before it, newest first."""
        position: Game | None = self
        while position is not None:
            yield position
            position = position.past

    @property
    def line(self) -> tuple[Game, ...]:
        """Every position from the start to this one."""
        return tuple(self.line_backwards())[::-1]

    @property
    def played(self) -> tuple[Move, ...]:
        """The moves that led here."""
        return tuple(g.move for g in self.line if g.move is not None)

    def undo(self) -> Game:
        """The position before the last move; what is undone is kept as a branch. At the start, the same."""
        if self.past is None:
            return self
        return with_tips(self.past, join(self._tips, self))

    def redo(self) -> Game:
        """The move that was last undone here, again; the same position if there is none."""
        for tip in reversed(self._tips):
            following = child_towards(self, tip)
            if following is not None:
                return with_tips(following, self._tips)
        return self

    @property
    def can_redo(self) -> bool:
        return any(child_towards(self, tip) is not None for tip in self._tips)

    def back_to(self, depth: int) -> Game:
        """The position after `depth` moves of this line. Raises `IndexError` when it is not that long."""
        position = self
        steps = self.depth - depth
        if steps < 0 or depth < 0:
            raise IndexError(f"this line has {self.depth} moves, not {depth}")
        for _ in range(steps):
            position = position.undo()
        return position

    def at(self, turn: int) -> Game:
        """The first position of a turn on this line. Raises `IndexError` if the line never came there."""
        for depth, position in enumerate(self.line):
            if position.turn == turn:
                return self.back_to(depth)
        raise IndexError(f"this game has no turn {turn} yet")

    @property
    def branches(self) -> tuple[Game, ...]:
        """The ends of all lines that were played and undone, oldest first; those that go on from here among them."""
        return tuple(tip for tip in self._tips if not is_on_line(self, tip))

    def record(self) -> str:
        """The whole game as text, branches included; `game.record.notation` reads it again."""
        return write(self)

    def switch(self, branch: Game) -> Game:
        """The end of another branch of this game; this line is kept. Raises `ValueError` for a stranger."""
        if not any(tip is branch or same_line(tip, branch) for tip in self._tips):
            raise ValueError("that position is no branch of this game")
        return with_tips(branch, join(self._tips, self))

    def _branch_by(self, move: Move) -> Game | None:
        """The position that this move led to before, so that replaying a branch does not fork it again."""
        for tip in self._tips:
            following = child_towards(self, tip)
            if following is not None and following.move is move:
                return with_tips(following, self._tips)
        return None

    # The end

    @property
    def score(self) -> int:
        """The score as things stand."""
        return self._table.engine.score(self.state, self._table.world)

    def legacies(self) -> tuple[Stars, ...]:
        """How far each legacy has come."""
        scoring, state, world = self.scenario.scoring, self.state, self.world.tables
        if scoring is None:
            return ()
        doubled = self[scoring.double] if scoring.double is not None else 0
        rows: list[Stars] = []
        for number, legacy in enumerate(self.plan.legacies, 1):
            measure = terms.evaluate(legacy.measure, state, world)
            stars = sum(measure >= threshold for threshold in legacy.thresholds)
            times = 2 if number == doubled else 1
            points = scoring.points[stars] * times
            rows.append(Stars(legacy.id, legacy.name, measure, stars, points, times == 2, legacy.thresholds))
        return tuple(rows)

    @property
    def outcome(self) -> Outcome | None:
        """How the game ended; None while it goes on."""
        if not self.over:
            return None
        case: EndingCase = self.plan.endings[self.state[ENDING] - 1]
        return Outcome(case.id, case.member, case.name, case.text, case.won, self.score, self.turn, self.legacies())


def start(
    scenario: Scenario,
    seed: int = 0,
    difficulty: str | None = None,
    dealt: Mapping[str, Sequence[str]] | None = None,
) -> Game:
    """A new game.

    `seed` is any whole number from 0 to 2**63 - 1. `dealt` names the order of decks and permutations instead of
    drawing it. Raises `ValueError` for a bad seed or level, `DealError` for a deal that does not fit, and
    `ScenarioError` for a scenario that cannot be played.
    """
    if not 0 <= seed < 2**63:
        raise ValueError(f"a seed is a whole number from 0 to {2**63 - 1}, not {seed}")
    levels = scenario.difficulty
    level = difficulty if difficulty is not None else scenario.usual_level
    if level not in levels:
        raise ValueError(f"there is no difficulty `{level}`; there are {', '.join(levels)}")
    engine = engine_for(scenario, level)
    world = engine.world(seed, {name: tuple(order) for name, order in dealt.items()} if dealt else None)
    table = Table(engine, world, engine.legals, engine.plays, world.tables, engine.listed, [((), ())])
    return Game(table, engine.opening(world))


__all__ = ["ENGINE_FORMAT", "Game", "IllegalMove", "Outcome", "Preview", "Stars", "Unmet", "field", "start"]

"""The run of show: a lesson's stages with their times, for 45 and for 90 minutes."""

from __future__ import annotations

from attrs import frozen

from game.words import noted, say

LOBBY, JOIN, BRIEF = "lobby", "join", "brief"
READ, TALK, VOTE, CONSEQUENCES, WHY = "read", "talk", "vote", "consequences", "why"
MICRO, WRITING, HAPPENED, COMPARE, WORLD, EXIT, END = (
    "micro", "writing", "happened", "compare", "world", "exit", "end",
)  # fmt: skip

PLAY = frozenset((READ, TALK, VOTE, CONSEQUENCES, WHY))
DEBRIEF = frozenset((MICRO, WRITING, HAPPENED, COMPARE, WORLD))

_NAMES = dict(
    zip(
        (LOBBY, JOIN, BRIEF, READ, TALK, VOTE, CONSEQUENCES, WHY, MICRO, WRITING, HAPPENED, COMPARE, WORLD, EXIT, END),
        noted(
            "Before the lesson",
            "Joining and trial vote",
            "Briefing, roles and prediction",
            "Read",
            "Talk",
            "Vote",
            "Consequences",
            "Why: one sentence",
            "Half-way debrief",
            "Silent writing",
            "What happened",
            "Why, and the teams compared",
            "The real world and the limits of the model",
            "Exit ticket",
            "The end of the lesson",
        ),
        strict=True,
    )
)


@frozen
class Stage:
    """One stage of a lesson."""

    kind: str
    seconds: int
    turn: int = 0
    """The turn of the lesson, from 1; 0 outside of play. A table's game may be in another turn."""

    @property
    def name(self) -> str:
        """The stage's name in the language spoken."""
        return say(_NAMES[self.kind])


@frozen
class Plan:
    """A lesson's stages in order, from the lobby to the end."""

    minutes: int
    stages: tuple[Stage, ...]

    @property
    def turns(self) -> int:
        """How many turns the lesson plays."""
        return max(stage.turn for stage in self.stages)

    @property
    def debrief(self) -> int:
        """The index of the first stage of the final debrief."""
        return next(i for i, stage in enumerate(self.stages) if stage.kind == WRITING)

    def turn_seconds(self, turn: int) -> int:
        """How long a turn of the lesson takes by the plan."""
        return sum(stage.seconds for stage in self.stages if stage.turn == turn)

    def latest_end_of(self, turn: int) -> int:
        """The second of the lesson by which a turn must end, or less than a third of the lesson is left for debriefing.

        A half-way debrief that lies before counts; what still lies ahead, exit ticket included, needs its time.
        """
        had = sum(stage.seconds for stage in self.stages if stage.kind == MICRO and turn > self._before_micro)
        exits = sum(stage.seconds for stage in self.stages if stage.kind == EXIT)
        return self.minutes * 60 - exits - (self.minutes * 20 - had)

    @property
    def _before_micro(self) -> int:
        """The last turn before the half-way debrief; all turns where there is none."""
        at = next((i for i, stage in enumerate(self.stages) if stage.kind == MICRO), len(self.stages))
        return max((stage.turn for stage in self.stages[:at]), default=0)

    def begins(self, index: int) -> int:
        """The second of the lesson in which a stage begins by the plan."""
        return sum(stage.seconds for stage in self.stages[:index])


def plan_for(minutes: int, most_turns: int) -> Plan:
    """The run of show for 45 or 90 minutes, with no more turns than the game has. Raises `ValueError` for others."""
    if minutes == 45:
        turns = min(4, most_turns)
        played = [stage for turn in range(1, turns + 1) for stage in _turn(turn, 45, 105, 30, 60, 30)]
        closing = (120, 240, 360, 240)
        opening, out = (300, 240), 120
    elif minutes == 90:
        turns = min(8, most_turns)
        half = (turns + 1) // 2
        played = []
        for turn in range(1, turns + 1):
            played += _turn(turn, 45, 120, 45, 60, 30)
            if turn == half and turns > half:
                played.append(Stage(MICRO, 240))
        # Without a half-way debrief its minutes are the last one's.
        closing = (180, 420, 540, 420) if turns > half else (180, 480, 660, 480)
        opening, out = (300, 600), 180
    else:
        raise ValueError(f"a lesson has 45 or 90 minutes, not {minutes}")
    return Plan(
        minutes,
        (
            Stage(LOBBY, 0),
            Stage(JOIN, opening[0]),
            Stage(BRIEF, opening[1]),
            *played,
            *(Stage(kind, s) for kind, s in zip((WRITING, HAPPENED, COMPARE, WORLD), closing, strict=True)),
            Stage(EXIT, out),
            Stage(END, 0),
        ),
    )




def _turn(turn: int, *seconds: int) -> list[Stage]:
    kinds = (READ, TALK, VOTE, CONSEQUENCES, WHY)
    return [Stage(kind, length, turn) for kind, length in zip(kinds, seconds, strict=True)]

"""Intents: what a player can want. `Session.do` takes one and gives the session after it."""

from __future__ import annotations

from attrs import frozen

from game.lab.background import Answer


@frozen
class Play:
    """Play a move, given in notation."""

    move: str


@frozen
class Focus:
    """Look at a move before playing it: its changes appear as ghosts. An empty notation looks away."""

    move: str = ""


@frozen
class Why:
    """Open the ledger of a track."""

    track: str


@frozen
class Detail:
    """Open a card, member, event, summit, action, law, track or legacy."""

    id: str


@frozen
class Undo:
    """Take the last move back."""


@frozen
class Redo:
    """Play again what was last undone."""


@frozen
class JumpTo:
    """Go to the position after `depth` moves, back or forward along the line."""

    depth: int


@frozen
class Switch:
    """Go to the end of another branch, by its number in `game.branches`."""

    branch: int


@frozen
class Next:
    """Go on: from a report to the board, from the briefing to the game."""


@frozen
class Back:
    """Close this screen."""


@frozen
class Show:
    """Open a screen: title, picker, board, history, charts, ending, briefing or help."""

    screen: str


@frozen
class Pick:
    """Choose a scenario, level or seed on the picker; None leaves it as it is."""

    scenario: str | None = None
    level: str | None = None
    seed: int | None = None


@frozen
class Start:
    """Begin a new game."""

    scenario: str
    level: str | None = None
    seed: int = 0


@frozen
class Continue:
    """Go on with the game that was left."""


@frozen
class GoOnAsCopy:
    """Go on with a copy of a game that is played elsewhere too."""


@frozen
class TakeUp:
    """Go on with a game as it stands on disk, where others have played it on."""


@frozen
class FirstGame:
    """Begin the tutorial."""


@frozen
class TurnTo:
    """Open a page of the rulebook, counted from 1."""

    page: int


@frozen
class OtherGame:
    """Play the other game of a decision that a finished game hung on, by its number, as a branch."""

    number: int


@frozen
class SaveRecord:
    """Write the game as a record that can be sent to others."""


@frozen
class Set:
    """Change a setting to the choice that stands so many places after the present one."""

    name: str
    by: int = 1


@frozen
class Projector:
    """Set everything for a room that looks at a wall."""


@frozen
class Diagnose:
    """Look at a diagnostic of the scenario's files in full, by its number from 1; 0 looks at none."""

    number: int


@frozen
class Foreseen:
    """Take in a forecast, or what a game hung on, that has been worked out aside. Of another position it is dropped."""

    answer: Answer


@frozen
class Help:
    """Open the help."""


@frozen
class Quit:
    """Leave; the game is kept."""


Intent = (
    Play
    | Focus
    | Why
    | Detail
    | Undo
    | Redo
    | JumpTo
    | Switch
    | OtherGame
    | SaveRecord
    | Foreseen  # the game
    | Next
    | Back
    | Show
    | Help
    | Quit
    | TurnTo
    | Set
    | Projector
    | Diagnose  # the screens
    | Pick
    | Start
    | Continue
    | FirstGame
    | GoOnAsCopy
    | TakeUp  # the beginning
)

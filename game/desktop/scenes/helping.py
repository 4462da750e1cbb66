"""The help: how the board is used, and the keys."""

from __future__ import annotations

from game.desktop.session import Session
from game.scenes.scene import HelpLine, HelpScene
from game.words import say


def _keys() -> tuple[HelpLine, ...]:
    """Keys of the board; a front end with a map of its own puts its own in place."""
    return (
        HelpLine(say("1 to 9"), say("look at a move")),
        HelpLine("Enter", say("play it, or go on")),
        HelpLine("Esc", say("back")),
        HelpLine("U, R", say("undo, redo")),
        HelpLine("H", say("history")),
        HelpLine("C", say("charts")),
        HelpLine("F1", say("this help")),
    )


def _paragraphs() -> tuple[str, ...]:
    return (
        say(
            "Every number on the board can tell where it comes from: choose it, and its ledger opens, down to the rule "
            "and the line of the file that changed it."
        ),
        say(
            "Looking at a move shows exactly what it would change. Nothing is drawn by lot as you play: what the "
            "future holds lies in the seed, so a move taken back and played again brings the same."
        ),
    )


def help_scene(session: Session, keys: tuple[HelpLine, ...] = ()) -> HelpScene:
    """The help; the rules of a scenario stand in its rulebook alone."""
    return HelpScene(_paragraphs(), keys or _keys(), session.notice)

"""The commands of the terminal front end. Each takes the terminal and the rest of the line; docstrings are the help."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.desktop import intents
from game.desktop.intents import Intent
from game.desktop.scenes import stories, table
from game.desktop.scenes.details import detail, ids_of, path_of
from game.desktop.scenes.helping import rules_of
from game.desktop.scenes.phrases import capital
from game.desktop.scenes.scene import WhyScene
from game.desktop.scenes.view import view
from game.desktop.terminal import finding, plainly
from game.rules.problems import did_you_mean

if TYPE_CHECKING:
    from game.desktop.terminal.terminal import Terminal

def status(terminal: Terminal, rest: str) -> None:
    """everything on the table"""
    assert terminal.game is not None
    terminal.say(plainly.status(table.board(terminal.game)))


def moves(terminal: Terminal, rest: str) -> None:
    """what is decided now, and the moves again"""
    terminal.decide()


def refused(terminal: Terminal, rest: str) -> None:
    """the moves that cannot be chosen now, and why"""
    assert terminal.game is not None
    terminal.say(plainly.refused(table.board(terminal.game)))


def why(terminal: Terminal, rest: str) -> None:
    """TRACK: where a number comes from. N, or `not MOVE`: why a move can or cannot be played"""
    assert terminal.game is not None
    if rest.lower().startswith("not ") or rest.isdecimal():
        why_not(terminal, rest[4:] if rest.lower().startswith("not ") else rest)
        return
    tracks = finding.tracks(terminal.game, rest)
    if len(tracks) == 1:
        session = terminal.session.do(intents.Why(tracks[0]))
        scene = view(session)
        if isinstance(scene, WhyScene):
            terminal.say(plainly.why(scene))
    elif tracks:
        terminal.say([f"Which one: {', '.join(tracks)}?"])
    else:
        terminal.say([f"`{rest}` is no track. {finding.nearest_track(terminal.game, rest)}".strip()])


def why_not(terminal: Terminal, text: str) -> None:
    """Tell why a move cannot be played now."""
    game = terminal.game
    assert game is not None
    move = finding.any_move(game, text, terminal.numbers)
    if move is None:
        terminal.say([f"There is no move `{text}`. {finding.nearest_move(game, text)}".strip()])
        return
    unmet = game.why_not(move)
    if not unmet:
        terminal.say(["It can be played now."])
        preview(terminal, move)
        return
    terminal.say([terminal.session.do(intents.Play(move)).notice])


def preview(terminal: Terminal, rest: str) -> None:
    """N: exactly what a move would change"""
    game = terminal.game
    assert game is not None
    move = finding.any_move(game, rest, terminal.numbers)
    if move is None:
        terminal.say([f"There is no move `{rest}`. {finding.nearest_move(game, rest)}".strip()])
        return
    scene = table.board(game, move)
    if scene.preview is None:
        terminal.say([terminal.session.do(intents.Play(move)).notice])
    else:
        terminal.say(plainly.preview(scene.preview))


def end(terminal: Terminal, rest: str) -> None:
    """what ending the turn now would do"""
    assert terminal.game is not None
    terminal.say(plainly.reckoning(table.board(terminal.game).reckoning))


def calendar(terminal: Terminal, rest: str) -> None:
    """the summits and events that are known"""
    assert terminal.game is not None
    terminal.say(plainly.calendar(table.board(terminal.game)))


def card(terminal: Terminal, rest: str) -> None:
    """ID: a card, power, event, law or other entry in full"""
    found = _detailed(terminal, rest)
    if found and terminal.game is not None:
        terminal.say(plainly.detail(detail(terminal.game, found)))


def _detailed(terminal: Terminal, text: str) -> str:
    """The id of what a text speaks of; tells when it speaks of nothing."""
    game = terminal.game
    assert game is not None
    numbered = [move for move, n in terminal.numbers.items() if str(n) == text]
    found = numbered[0] if numbered else finding.entry(game, text)
    if path_of(game, found) is not None:
        return found
    hint = capital(did_you_mean(text, ids_of(game.scenario))) or "Say a name from the board, such as a card's."
    terminal.say([f"Nothing is called `{text}`. {hint}".strip()])
    return ""


def sources(terminal: Terminal, rest: str) -> None:
    """the sources of what is decided, or of ID"""
    game = terminal.game
    assert game is not None
    if rest:
        id = _detailed(terminal, rest)
        told = detail(game, id).sources if id else ()
        if id:
            terminal.say(plainly.sources(told) if told else ["It names no source."])
        return
    asked = table.board(game).decision
    if asked.history:
        terminal.say(["What really happened:", f"  {asked.history}"])
    found = asked.sources
    terminal.say(plainly.sources(found) if found else ["Say of what: `sources ID`, or `sources N` for a move."])


def undo(terminal: Terminal, rest: str) -> None:
    """take the last move back"""
    _moved(terminal, intents.Undo(), "Undone.")


def redo(terminal: Terminal, rest: str) -> None:
    """play it again"""
    _moved(terminal, intents.Redo(), "Played again.")


def go(terminal: Terminal, rest: str) -> None:
    """N: to the position after N moves"""
    if rest.isdecimal():
        _moved(terminal, intents.JumpTo(int(rest)), f"After move {rest}.")
    else:
        terminal.say(["Say how many moves: `go 12`. `history` has their numbers."])


def switch(terminal: Terminal, rest: str) -> None:
    """N: to another branch"""
    if rest.isdecimal():
        _moved(terminal, intents.Switch(int(rest) - 1), f"On branch {rest} now; the line you left is a branch.")
    else:
        terminal.say(["Say which: `switch 1`. `branches` has their numbers."])


def _moved(terminal: Terminal, intent: Intent, told: str) -> None:
    if terminal.want(intent):
        terminal.say([told])
        terminal.opening()


def history(terminal: Terminal, rest: str) -> None:
    """the moves so far"""
    assert terminal.game is not None
    terminal.say(plainly.history(stories.history(terminal.game)))


def branches(terminal: Terminal, rest: str) -> None:
    """other lines that were played and undone"""
    assert terminal.game is not None
    terminal.say(plainly.branches(table.branches_of(terminal.game)))


def score(terminal: Terminal, rest: str) -> None:
    """how far each legacy has come"""
    assert terminal.game is not None
    scene = table.board(terminal.game)
    terminal.say(plainly.legacies(scene.legacies))
    goal = f"; {scene.header.goal} wins" if scene.header.goal is not None else ""
    terminal.say([f"Score {scene.header.score}{goal}."])


def rules(terminal: Terminal, rest: str) -> None:
    """the laws of the turn, and how the game ends"""
    assert terminal.game is not None
    for section in rules_of(terminal.game):
        if section.lines:
            terminal.say([f"{section.name}:", *(f"  {line}" for line in section.lines)])


def epilogue(terminal: Terminal, rest: str) -> None:
    """after the end: what really happened"""
    if terminal.game is None or not terminal.game.over:
        terminal.say(["The game goes on."])
        return
    terminal.say(plainly.what_history_did(stories.ending(terminal.game)))


def save(terminal: Terminal, rest: str) -> None:
    """FILE: write the game to a file"""
    if not rest:
        terminal.say(["Say where: `save my-game.txt`."])
        return
    terminal.session = terminal.session.save(rest)
    terminal.notice()


def help_(terminal: Terminal, rest: str) -> None:
    """this list"""
    terminal.say(["A number or a move's name plays it. Or:"])
    for name, command in COMMANDS.items():
        told = (command.__doc__ or "").strip()
        head, found, text = told.partition(": ")
        arguments = f" {head}" if found and head.isupper() else ""
        terminal.say([f"  {name}{arguments}: {text if arguments else told}"])


def quit_(terminal: Terminal, rest: str) -> None:
    """leave; the game is kept"""
    terminal.session = terminal.session.do(intents.Quit())
    terminal.say(terminal.farewell())


Command = Callable[["Terminal", str], None]

COMMANDS: dict[str, Command] = {
    "moves": moves,
    "status": status,
    "calendar": calendar,
    "refused": refused,
    "preview": preview,
    "end": end,
    "why": why,
    "card": card,
    "sources": sources,
    "score": score,
    "undo": undo,
    "redo": redo,
    "history": history,
    "go": go,
    "branches": branches,
    "switch": switch,
    "rules": rules,
    "epilogue": epilogue,
    "save": save,
    "help": help_,
    "quit": quit_,
}
ALIASES = {"detail": "card", "exit": "quit", "?": "help", "look": "moves", "board": "status", "reckoning": "end"}

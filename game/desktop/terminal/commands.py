"""The commands of the terminal front end. Each takes the terminal and the rest of the line; `TOLD` is the help."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from game.desktop import intents
from game.desktop.foreseeing import worked_out
from game.desktop.intents import Intent
from game.desktop.scenes.view import view
from game.desktop.screens import ADVISERS, BOARD, FORECAST
from game.desktop.session import Session
from game.desktop.terminal import finding, foretold, plainly
from game.desktop.terminal.teller import Teller
from game.scenes import stories, table
from game.scenes.details import detail, ids_of, path_of
from game.scenes.phrases import nearest
from game.scenes.rulebook import rulebook
from game.scenes.scene import AdvisersScene, ForecastScene, Scene, WhyScene
from game.words import noted, say


def status(terminal: Teller, rest: str) -> None:
    """everything on the table"""
    assert terminal.game is not None
    terminal.say(plainly.status(table.board(terminal.game)))


def moves(terminal: Teller, rest: str) -> None:
    """what is decided now, and the moves again"""
    terminal.decide()


def refused(terminal: Teller, rest: str) -> None:
    """the moves that cannot be chosen now, and why"""
    assert terminal.game is not None
    terminal.say(plainly.refused(table.board(terminal.game)))


def why(terminal: Teller, rest: str) -> None:
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
        terminal.say([say("Which one: {names}?", names=", ".join(tracks))])
    else:
        told = say("`{name}` is no track.", name=rest)
        terminal.say([f"{told} {finding.nearest_track(terminal.game, rest)}".strip()])


def why_not(terminal: Teller, text: str) -> None:
    """Tell why a move cannot be played now."""
    game = terminal.game
    assert game is not None
    move = finding.any_move(game, text, terminal.numbers)
    if move is None:
        terminal.say([f"{say('There is no move `{move}`.', move=text)} {finding.nearest_move(game, text)}".strip()])
        return
    unmet = game.why_not(move)
    if not unmet:
        terminal.say([say("It can be played now.")])
        preview(terminal, move)
        return
    terminal.say([terminal.session.do(intents.Play(move)).notice])


def preview(terminal: Teller, rest: str) -> None:
    """N: exactly what a move would change"""
    game = terminal.game
    assert game is not None
    move = finding.any_move(game, rest, terminal.numbers)
    if move is None:
        terminal.say([f"{say('There is no move `{move}`.', move=rest)} {finding.nearest_move(game, rest)}".strip()])
        return
    scene = table.board(game, move)
    if scene.preview is None:
        terminal.say([terminal.session.do(intents.Play(move)).notice])
    else:
        terminal.say(plainly.preview(scene.preview))


def forecast(terminal: Teller, rest: str) -> None:
    """what may come of the position, or of the move N"""
    game = terminal.game
    assert game is not None
    move = finding.any_move(game, rest, terminal.numbers) if rest else ""
    if move is None:
        terminal.say([f"{say('There is no move `{move}`.', move=rest)} {finding.nearest_move(game, rest)}".strip()])
        return
    looking = evolve(terminal.session.do(intents.Focus(str(move) if move else "")), screen=BOARD)
    if move and not any(str(legal) == str(move) for legal in game.moves):
        terminal.say([terminal.session.do(intents.Play(str(move))).notice])
        return
    scene = _foreseen(terminal, looking.do(intents.Show("forecast")))
    if isinstance(scene, ForecastScene):
        terminal.say(foretold.forecast(scene.forecast))


def advise(terminal: Teller, rest: str) -> None:
    """what each adviser would choose, and by how much"""
    scene = _foreseen(terminal, terminal.session.do(intents.Show("advisers")))
    if isinstance(scene, AdvisersScene):
        terminal.say(foretold.advisers(scene))


def _foreseen(terminal: Teller, session: Session) -> Scene | None:
    """The scene of a screen of forecasts, worked out at once; tells why there is none."""
    if session.screen not in (FORECAST, ADVISERS):
        terminal.say([session.notice])
        return None
    after = worked_out(session)
    terminal.session = evolve(terminal.session, foresights=after.foresights)
    return view(after)


def end(terminal: Teller, rest: str) -> None:
    """what ending the turn now would do"""
    assert terminal.game is not None
    terminal.say(plainly.reckoning(table.board(terminal.game).reckoning))


def calendar(terminal: Teller, rest: str) -> None:
    """the summits and events that are known"""
    assert terminal.game is not None
    terminal.say(plainly.calendar(table.board(terminal.game)))


def card(terminal: Teller, rest: str) -> None:
    """ID: a card, power, event, law or other entry in full"""
    found = _detailed(terminal, rest)
    if found and terminal.game is not None:
        terminal.say(plainly.detail(detail(terminal.game, found)))


def _detailed(terminal: Teller, text: str) -> str:
    """The id of what a text speaks of; tells when it speaks of nothing."""
    game = terminal.game
    assert game is not None
    numbered = [move for move, n in terminal.numbers.items() if str(n) == text]
    found = numbered[0] if numbered else finding.entry(game, text)
    if path_of(game, found) is not None:
        return found
    hint = nearest(text, ids_of(game.scenario)) or say("Say a name from the board, such as a card's.")
    terminal.say([f"{say('Nothing is called `{name}`.', name=text)} {hint}".strip()])
    return ""


def sources(terminal: Teller, rest: str) -> None:
    """the sources of what is decided, or of ID"""
    game = terminal.game
    assert game is not None
    if rest:
        id = _detailed(terminal, rest)
        told = detail(game, id).sources if id else ()
        if id:
            terminal.say(plainly.sources(told) if told else [say("It names no source.")])
        return
    asked = table.board(game).decision
    if asked.history:
        terminal.say([say("What really happened:"), f"  {asked.history}"])
    found = asked.sources
    terminal.say(plainly.sources(found) if found else [say("Say of what: `sources ID`, or `sources N` for a move.")])


def undo(terminal: Teller, rest: str) -> None:
    """take the last move back"""
    _moved(terminal, intents.Undo(), say("Undone."))


def redo(terminal: Teller, rest: str) -> None:
    """play it again"""
    _moved(terminal, intents.Redo(), say("Played again."))


def go(terminal: Teller, rest: str) -> None:
    """N: to the position after N moves"""
    if rest.isdecimal():
        _moved(terminal, intents.JumpTo(int(rest)), say("After move {number}.", number=rest))
    else:
        terminal.say([say("Say how many moves: `go 12`. `history` has their numbers.")])


def switch(terminal: Teller, rest: str) -> None:
    """N: to another branch"""
    if rest.isdecimal():
        told = say("On branch {number} now; the line you left is a branch.", number=rest)
        _moved(terminal, intents.Switch(int(rest) - 1), told)
    else:
        terminal.say([say("Say which: `switch 1`. `branches` has their numbers.")])


def _moved(terminal: Teller, intent: Intent, told: str) -> None:
    if terminal.want(intent):
        terminal.say([told])
        terminal.opening()


def history(terminal: Teller, rest: str) -> None:
    """the moves so far"""
    assert terminal.game is not None
    terminal.say(plainly.history(stories.history(terminal.game)))


def branches(terminal: Teller, rest: str) -> None:
    """other lines that were played and undone"""
    assert terminal.game is not None
    terminal.say(plainly.branches(table.branches_of(terminal.game)))


def score(terminal: Teller, rest: str) -> None:
    """how far each legacy has come"""
    assert terminal.game is not None
    scene = table.board(terminal.game)
    terminal.say(plainly.legacies(scene.legacies))
    goal = f"; {say('{goal} wins', goal=scene.header.goal)}" if scene.header.goal is not None else ""
    terminal.say([f"{say('Score {score}', score=scene.header.score)}{goal}."])


def rules(terminal: Teller, rest: str) -> None:
    """the rulebook: how a turn goes, what counts, how the game ends"""
    assert terminal.game is not None
    terminal.say(plainly.rulebook(rulebook(terminal.game.plan)))


def epilogue(terminal: Teller, rest: str) -> None:
    """after the end: what really happened"""
    if terminal.game is None or not terminal.game.over:
        terminal.say([say("The game goes on.")])
        return
    terminal.say(plainly.what_history_did(stories.ending(terminal.game)))


def other(terminal: Teller, rest: str) -> None:
    """after the end: the game that another choice would have led to, as a branch"""
    if terminal.game is None or not terminal.game.over:
        terminal.say([say("The game goes on.")])
    elif not rest.isdecimal():
        terminal.say([say("Say which: `other 1`. The ending has their numbers.")])
    elif terminal.want(intents.OtherGame(int(rest) - 1)):
        terminal.ending()


def describe(terminal: Teller, rest: str) -> None:
    """the board in plain lines, as it would be said aloud"""
    terminal.describe()


def take(terminal: Teller, rest: str) -> None:
    """where the game is played elsewhere too: go on with it as it stands there"""
    _moved(terminal, intents.TakeUp(), say("Taken up as it stands."))


def copy(terminal: Teller, rest: str) -> None:
    """go on with a copy of the game in a file of its own"""
    _moved(terminal, intents.GoOnAsCopy(), say("This is a copy in a file of its own now."))


def save(terminal: Teller, rest: str) -> None:
    """FILE: write the game to a file"""
    if not rest:
        terminal.say([say("Say where: `save my-game.txt`.")])
        return
    terminal.session = terminal.session.save(rest)
    terminal.notice()


def diagnostics(terminal: Teller, rest: str) -> None:
    """for authors: what is wrong with the scenario's files, or N in full"""
    terminal.diagnostics(int(rest) if rest.isdecimal() and len(rest) < 6 else 0)


def help_(terminal: Teller, rest: str) -> None:
    """this list"""
    terminal.say([say("A number or a move's name plays it. Or:")])
    for name, (arguments, told) in TOLD.items():
        terminal.say([f"  {name}{f' {arguments}' if arguments else ''}: {say(told)}"])


def quit_(terminal: Teller, rest: str) -> None:
    """leave; the game is kept"""
    terminal.session = terminal.session.do(intents.Quit())
    terminal.say(terminal.farewell())


Command = Callable[[Teller, str], None]

COMMANDS: dict[str, Command] = {
    "moves": moves,
    "status": status,
    "calendar": calendar,
    "refused": refused,
    "preview": preview,
    "forecast": forecast,
    "advise": advise,
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
    "other": other,
    "describe": describe,
    "take": take,
    "copy": copy,
    "save": save,
    "diagnostics": diagnostics,
    "help": help_,
    "quit": quit_,
}
_ARGUMENTS = {
    **dict.fromkeys(("preview", "forecast", "go", "switch", "other", "diagnostics"), "N"),
    "why": "TRACK",
    "card": "ID",
    "save": "FILE",
}
_TEXTS = noted(
    "what is decided now, and the moves again",
    "everything on the table",
    "the summits and events that are known",
    "the moves that cannot be chosen now, and why",
    "exactly what a move would change",
    "what may come of the position, or of the move N",
    "what each adviser would choose, and by how much",
    "what ending the turn now would do",
    "where a number comes from. N, or `not MOVE`: why a move can or cannot be played",
    "a card, power, event, law or other entry in full",
    "the sources of what is decided, or of ID",
    "how far each legacy has come",
    "take the last move back",
    "play it again",
    "the moves so far",
    "to the position after N moves",
    "other lines that were played and undone",
    "to another branch",
    "the rulebook: how a turn goes, what counts, how the game ends",
    "after the end: what really happened",
    "after the end: the game that another choice would have led to, as a branch",
    "the board in plain lines, as it would be said aloud",
    "where the game is played elsewhere too: go on with it as it stands there",
    "go on with a copy of the game in a file of its own",
    "write the game to a file",
    "for authors: what is wrong with the scenario's files, or N in full",
    "this list",
    "leave; the game is kept",
)
TOLD: dict[str, tuple[str, str]] = {
    name: (_ARGUMENTS.get(name, ""), text) for name, text in zip(COMMANDS, _TEXTS, strict=True)
}
"""What each command wants and does, in the order of `COMMANDS`; in English, to be said."""
ALIASES = {"detail": "card", "exit": "quit", "?": "help", "look": "moves", "board": "status", "reckoning": "end"}

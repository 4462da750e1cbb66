"""The terminal front end: a game in lines of text, for screen readers, pipes and machines without a display."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from io import TextIOWrapper
from time import monotonic, sleep

from attrs import define, evolve

from game.desktop import intents
from game.desktop.live import Live
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.terminal import finding, plainly
from game.desktop.terminal.commands import ALIASES, COMMANDS
from game.desktop.terminal.teller import Teller, Write
from game.scenario.diagnostics import Diagnostic
from game.scenes import table
from game.scenes.phrases import move_name, nearest
from game.scenes.scene import RulesScene
from game.words import say, speaking

PROMPT = "> "

Ready = Callable[[float], bool]
"""Waits so many seconds for a line; whether there is one."""
Read = Callable[[], str | None]


def _at_once(seconds: float) -> bool:
    """There is always a line to wait for."""
    return True


def run(
    session: Session,
    read: Read,
    write: Write,
    *,
    echo: bool = False,
    describing: bool = False,
    live: Live | None = None,
    ready: Ready = _at_once,
) -> Session:
    """Play until the player leaves or the input ends; gives the session as it was left.

    `read` gives a line without its end, None when there is no more. `echo` repeats each line after the prompt, so
    that the transcript of a piped game can be read. `describing` tells the whole screen in plain lines first and
    whenever something has changed. `live` watches the files of a scenario that its author is writing: what was saved
    is told before a line is obeyed, and while `ready` says that there is none yet.
    """
    terminal = Terminal(session, write, describing=describing, live=live)
    with speaking(session.settings.language):
        terminal.notice()
        terminal.show()
        if describing:
            terminal.describe()
    while not terminal.session.ended:
        while live is not None and not ready(live.wait):
            if terminal.looked():
                write(f"\n{PROMPT}")
        line = read()
        with speaking(terminal.session.settings.language):
            if line is None:
                terminal.say((say("The input has ended."), *terminal.farewell()))
                break
            if echo:
                write(f"\n{PROMPT}{line.strip()}\n")
            if terminal.looked() and line.strip().isdecimal():
                terminal.say([say("The board has changed since you were asked: answer again.")])
                continue
            before = terminal.session
            terminal.obey(line)
            now = terminal.session
            if describing and not now.ended and (now.game is not before.game or now.screen != before.screen):
                terminal.describe()
    return terminal.session


def main(session: Session, live: Live | None = None, *, describing: bool = False) -> int:
    """Play on standard input and output; the exit code is 0 however the player leaves."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    spoken = sys.stdin.isatty()
    # A keyboard can be waited for beside the files; where it cannot, the next line tells what was saved.
    waits = live is not None and spoken and os.name == "posix"
    asked = False

    def ready(seconds: float) -> bool:
        nonlocal asked
        if not asked:
            write(f"\n{PROMPT}")
            asked = True
        try:
            return bool(select.select([sys.stdin], [], [], seconds)[0])
        except KeyboardInterrupt:
            return True

    def read() -> str | None:
        nonlocal asked
        asked = False
        try:
            return input(f"\n{PROMPT}" if spoken and not waits else "")
        except (EOFError, KeyboardInterrupt):
            return None

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    try:
        waiting = ready if waits else _at_once
        run(session, read, write, echo=not spoken, describing=describing, live=live, ready=waiting)
    except BrokenPipeError:  # whoever read the output has gone, and the game is kept
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@define
class Terminal(Teller):
    """One player at one terminal, and what each line typed does."""

    live: Live | None = None
    """The files of a scenario that its author is writing."""

    # Obeying

    def obey(self, line: str) -> None:
        """Do what a line says."""
        text = " ".join(line.split())
        self.session = evolve(self.session, notice="")
        if self.session.screen == "diagnostics" and self.session.author is not None:
            if self.game is None and not text:
                self.diagnostics()
                return
            if self.game is not None:
                self.session = self.session.do(intents.Back())
        if self.game is None or self.session.screen in ("title", "picker"):
            self.begin(text)
            return
        if not text:
            self.decide()
            return
        if text.isdecimal():
            self.by_number(int(text))
            return
        if ">" in text:
            self.play(text)
            return
        word, _, rest = text.partition(" ")
        command = COMMANDS.get(ALIASES.get(word.lower(), word.lower()))
        if command is not None:
            command(self, rest)
            return
        move = finding.move(self.game, text, self.numbers)
        if move is not None:
            self.play(move)
        else:
            self.unknown(text, word.lower())

    def unknown(self, text: str, word: str) -> None:
        hint = nearest(word, [*COMMANDS, *ALIASES]) or (finding.nearest_move(self.game, text) if self.game else "")
        many = len(self.numbers) if self.game is not None and not self.game.over else 0
        ask = say("Answer with a number from 1 to {many}, or `help`.", many=many)
        ask = ask if many else say("Nothing is to be decided, or `help`.")
        self.say([f"{say('`{text}` means nothing here.', text=text)} {hint} {ask}".replace("  ", " ")])

    def by_number(self, number: int) -> None:
        found = [move for move, n in self.numbers.items() if n == number]
        if found and self.game is not None and not self.game.over:
            self.play(found[0])
        elif self.game is not None and self.game.over:
            self.say([say("The game is over. `undo` takes the last move back, `quit` leaves.")])
        else:
            self.say([say("There is no move {number}; there are 1 to {many}.", number=number, many=len(self.numbers))])

    def play(self, move: str) -> None:
        """Play a move, and tell what it changed."""
        before = self.session
        self.session = before.do(intents.Play(move))
        if self.session.notice:
            self.notice()
            return
        self.after()

    def after(self) -> None:
        """What the step did, then what comes next."""
        game = self.game
        assert game is not None and game.move is not None
        if self.session.screen == "report":
            self.report()
            return
        plan = game.plan.moves[game.move.index]
        self.say([plainly.said(game.plan.decisions[plan.decision].name, move_name(plan))])
        log = table.board(game).log
        own = [g for g in log if g.rule == plan.rule.id]
        self.say(f"  {line.text}" for g in own for line in g.lines)
        if not any(g.lines for g in own):
            self.say([f"  {say('Nothing changes.')}"])
        self.say(plainly.groups((g for g in log if g.rule != plan.rule.id), texts=True))
        self.decide()

    # The files of an author

    def looked(self) -> bool:
        """Look at the files once; whether they had been saved. What came of it is told."""
        if self.live is None:
            return False
        before = self.session
        after = self.live.poll(before, monotonic())
        while not self.live.watch.rests:
            sleep(self.live.wait)
            after = self.live.poll(after, monotonic())
        if after is before or after.author is None or before.author is None:
            return False
        self.session = after
        with speaking(after.settings.language):
            if after.author.saves == before.author.saves:
                self.warned(before.author.diagnostics)
                return False
            self.reloaded(before)
        return True

    def reloaded(self, before: Session) -> None:
        """What a save did to the board."""
        self.say(["", say("The files have been saved.")])
        author = self.session.author
        if author is None or author.errors:
            self.diagnostics()
            return
        self.notice()
        if self.session.game is not before.game:
            self.show()

    def warned(self, known: tuple[Diagnostic, ...]) -> None:
        """What has been found in the files besides."""
        author = self.session.author
        for found in author.diagnostics if author is not None else ():
            if found not in known:
                self.write(f"{found}\n")

    # Before the game

    def begin(self, text: str) -> None:
        word, _, rest = text.lower().partition(" ")
        if self.session.screen == "title" and word.isdecimal() and 1 <= int(word) <= len(self.choices):
            word = self.choices[int(word) - 1]
        if word in ("quit", "exit"):
            COMMANDS["quit"](self, "")
        elif self.session.screen == "picker":
            self.pick(word, rest)
        elif word == "continue":
            if self.want(intents.Continue()):
                self.show()
        elif word in ("new", ""):
            self.want(intents.Show("picker"))
            self.show()
        elif word == "first":
            if self.want(intents.FirstGame()):
                self.show()
        elif word == "rules":
            scene = view(evolve(self.session, screen="rules"))
            if isinstance(scene, RulesScene):
                self.say(plainly.rulebook(scene))
        elif word == "help":
            self.say(
                [
                    say(
                        "`first` begins the tutorial, `new` a game, `continue` goes on with the last one; `rules` is "
                        "the rulebook, `quit` leaves."
                    )
                ]
            )
        else:
            hint = nearest(word, ("first", "new", "continue", "rules", "help", "quit"))
            open_ = say("There are first, new, continue, rules, help, quit.")
            self.say([f"{say('`{text}` means nothing here.', text=text)} {hint} {open_}".replace("  ", " ")])

    def pick(self, word: str, rest: str) -> None:
        shelf = self.session.shelf
        if word.isdecimal() and 1 <= int(word) <= len(shelf):
            if self.want(intents.Pick(scenario=shelf[int(word) - 1])):
                self.show()
        elif word == "level":
            if self.want(intents.Pick(level=rest)):
                self.show()
        elif word == "seed" and rest.isdecimal():
            if self.want(intents.Pick(seed=int(rest))):
                self.show()
        elif word in ("", "start", "next"):
            if self.want(intents.Next()):
                self.show()
        elif word == "back":
            self.want(intents.Back())
            self.show()
        else:
            many = len(shelf)
            ask = say("Answer with a number from 1 to {many}, `level NAME`, `seed N`, or an empty line.", many=many)
            self.say([f"{say('`{text}` means nothing here.', text=word)} {ask}"])

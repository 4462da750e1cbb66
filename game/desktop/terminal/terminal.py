"""The terminal front end: a game in lines of text, for screen readers, pipes and machines without a display."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from textwrap import wrap
from time import monotonic, sleep

from attrs import define, evolve, field

from game.desktop import intents
from game.desktop.intents import Intent
from game.desktop.live import Live
from game.desktop.reloading import outcome
from game.desktop.scenes.diagnosis import counts, state
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.terminal import finding, plainly
from game.desktop.terminal.commands import ALIASES, COMMANDS
from game.rules.play import Game
from game.scenario.diagnostics import Diagnostic
from game.scenario.reports import page
from game.scenes import stories, table
from game.scenes.phrases import move_name, nearest
from game.scenes.scene import BriefingScene, PickerScene, RulesScene, TitleScene
from game.words import say, speaking

WIDTH = 100
PROMPT = "> "

Ready = Callable[[float], bool]
"""Waits so many seconds for a line; whether there is one."""
Read = Callable[[], str | None]
Write = Callable[[str], None]


def _at_once(seconds: float) -> bool:
    """There is always a line to wait for."""
    return True


def run(
    session: Session, read: Read, write: Write, *, echo: bool = False, live: Live | None = None, ready: Ready = _at_once
) -> Session:
    """Play until the player leaves or the input ends; gives the session as it was left.

    `read` gives a line without its end, None when there is no more. `echo` repeats each line after the prompt, so
    that the transcript of a piped game can be read. `live` watches the files of a scenario that its author is
    writing: what was saved is told before a line is obeyed, and while `ready` says that there is none yet.
    """
    terminal = Terminal(session, write, live)
    with speaking(session.settings.language):
        terminal.notice()
        terminal.show()
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
            terminal.obey(line)
    return terminal.session


def main(session: Session, live: Live | None = None) -> int:
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
        run(session, read, write, echo=not spoken, live=live, ready=ready if waits else _at_once)
    except BrokenPipeError:  # whoever read the output has gone, and the game is kept
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _wrapped(line: str, indent: str) -> list[str]:
    """A line broken between words; addresses stay whole, so that they can be followed."""
    return wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


@define
class Terminal:
    """One player at one terminal: the session, and what the numbers on screen stand for."""

    session: Session
    write: Write
    live: Live | None = None
    """The files of a scenario that its author is writing."""
    numbers: dict[str, int] = field(factory=dict)
    """The number of each legal move by notation."""

    # Saying

    def say(self, lines: Iterable[str]) -> None:
        """Write lines, long ones broken between words."""
        for line in lines:
            indent = line[: len(line) - len(line.lstrip())]
            for part in _wrapped(line, indent + "  "):
                self.write(f"{part}\n")

    def show(self) -> None:
        """Whatever the screen has to say."""
        scene = view(self.session)
        match self.session.screen:
            case "title" if isinstance(scene, TitleScene):
                self.menu(scene)
            case "picker" if isinstance(scene, PickerScene):
                self.shelf(scene)
            case "briefing":
                self.brief()
            case "report":
                self.report()
            case "ending":
                self.ending()
            case "diagnostics":
                self.diagnostics()
            case _:
                self.board()

    def diagnostics(self, number: int = 0) -> None:
        """What is wrong with the files of the scenario, or one mistake with the page of its code."""
        author = self.session.author
        if author is None:
            self.session = self.session.do(intents.Show("diagnostics"))
            self.notice()
            return
        for found in author.diagnostics if not number else author.diagnostics[number - 1 : number]:
            self.write(f"{found}\n\n")  # as it is: carets stand under their words
        if number and number <= len(author.diagnostics):
            self.write(f"{page(author.diagnostics[number - 1].code)}\n")
        self.say([counts(author), *state(author), *outcome(author, self.game)])

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

    def menu(self, scene: TitleScene) -> None:
        self.say([f"{scene.title} {scene.version}."])
        open_choices = [c for c in scene.choices if c.enabled and c.id != "settings"]  # those are of the board
        self.say(f"  {c.id}: {c.name}{f' ({c.text})' if c.text else ''}" for c in open_choices)

    def shelf(self, scene: PickerScene) -> None:
        self.say([say("Which scenario? Answer with its number; `level NAME` and `seed N` change how it is played.")])
        for number, choice in enumerate(scene.scenarios, 1):
            self.say([f"  {number}. {choice.name}. {choice.text}"])
        levels = (f"{c.id} ({say('chosen')})" if c.chosen else c.id for c in scene.levels)
        told = ", ".join(levels)
        self.say([say("Levels: {levels}. Seed {seed}. An empty line begins.", levels=told, seed=scene.seed)])

    def brief(self) -> None:
        scene = view(self.session)
        assert isinstance(scene, BriefingScene)
        self.say(plainly.briefing(scene))
        self.session = self.session.do(intents.Next())
        if self.session.notice:
            self.notice()
            return
        self.say([""])
        game = self.game
        if game is not None and game.past is None:
            self.say(plainly.groups(table.board(game).log, texts=True))
        self.opening()

    def opening(self) -> None:
        if self.game is not None:
            scene = table.board(self.game)
            self.say(plainly.heading(scene))
            self.say(plainly.short_members(scene))
            self.decide()

    def report(self) -> None:
        assert self.game is not None
        self.say(plainly.report(stories.report(self.game)))
        self.say([""])
        self.session = self.session.do(intents.Next())
        if self.session.screen == "ending":
            self.ending()
        else:
            self.opening()

    def ending(self) -> None:
        assert self.game is not None
        scene = stories.ending(self.game)
        self.say(plainly.ending(scene))
        if scene.pivots:
            self.say([say("`other N` plays such a game to its end; this one is kept as a branch.")])
        self.say([say("`epilogue` tells what really happened. `undo`, `history`, `why` still work; `quit` leaves.")])

    def board(self) -> None:
        if self.game is None:
            return
        scene = table.board(self.game)
        self.say(plainly.heading(scene))
        self.decide()

    def decide(self) -> None:
        """What is asked now, with its moves numbered."""
        if self.game is None:
            return
        scene = table.board(self.game)
        legal = [m.id for m in scene.decision.moves if m.legal]
        self.numbers = {move: number for number, move in enumerate(legal, 1)}
        self.say(["", *plainly.decision(scene, self.numbers)])

    def notice(self) -> None:
        if self.session.notice:
            self.say([self.session.notice])

    def farewell(self) -> Iterable[str]:
        """The last lines."""
        if self.game is None:
            yield say("Goodbye.")
        elif self.session.keeper.resumable():
            yield say("Your game is kept; `continue` goes on with it. Goodbye.")
        else:
            yield say("Goodbye.")

    @property
    def game(self) -> Game | None:
        return self.session.game

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

    def want(self, intent: Intent) -> bool:
        """Do an intent; whether it could be done."""
        self.session = self.session.do(intent)
        self.notice()
        return not self.session.notice

    # Before the game

    def begin(self, text: str) -> None:
        word, _, rest = text.lower().partition(" ")
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

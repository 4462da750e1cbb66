"""The terminal front end: a game in lines of text, for screen readers, pipes and machines without a display."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from textwrap import wrap

from attrs import define, evolve, field

from game.desktop import intents
from game.desktop.intents import Intent
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.terminal import finding, plainly
from game.desktop.terminal.commands import ALIASES, COMMANDS
from game.rules.play import Game
from game.scenes import stories, table
from game.scenes.phrases import move_name, nearest
from game.scenes.scene import BriefingScene, PickerScene, RulesScene, TitleScene
from game.words import say, speaking

WIDTH = 100
PROMPT = "> "

Read = Callable[[], str | None]
Write = Callable[[str], None]


def run(session: Session, read: Read, write: Write, *, echo: bool = False) -> Session:
    """Play until the player leaves or the input ends; gives the session as it was left.

    `read` gives a line without its end, None when there is no more. `echo` repeats each line after the prompt, so
    that the transcript of a piped game can be read.
    """
    terminal = Terminal(session, write)
    with speaking(session.settings.language):
        terminal.notice()
        terminal.show()
    while not terminal.session.ended:
        line = read()
        with speaking(terminal.session.settings.language):
            if line is None:
                terminal.say((say("The input has ended."), *terminal.farewell()))
                break
            if echo:
                write(f"\n{PROMPT}{line.strip()}\n")
            terminal.obey(line)
    return terminal.session


def main(session: Session) -> int:
    """Play on standard input and output; the exit code is 0 however the player leaves."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    spoken = sys.stdin.isatty()

    def read() -> str | None:
        try:
            return input(f"\n{PROMPT}" if spoken else "")
        except (EOFError, KeyboardInterrupt):
            return None

    def write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    try:
        run(session, read, write, echo=not spoken)
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
            case _:
                self.board()

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

"""What the terminal tells: every screen of a session in lines, with numbers for what can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from textwrap import wrap

from attrs import define, field

from game.desktop import intents
from game.desktop.board.describing import described
from game.desktop.intents import Intent
from game.desktop.reloading import outcome
from game.desktop.scenes.diagnosis import counts, state
from game.desktop.scenes.view import view
from game.desktop.screens import ELSEWHERE
from game.desktop.session import Session
from game.desktop.terminal import plainly
from game.rules.play import Game
from game.scenario.pages import spoken
from game.scenes import stories, table
from game.scenes.scene import BriefingScene, PickerScene, TitleScene
from game.words import say

WIDTH = 100
Write = Callable[[str], None]


@define
class Teller:
    """Tells one player at one terminal what the session has to say, and knows what the numbers told stand for."""

    session: Session
    write: Write
    numbers: dict[str, int] = field(factory=dict)
    """The number of each legal move by notation."""
    choices: tuple[str, ...] = ()
    """What can be chosen on the title screen, in the order of its numbers."""
    describing: bool = False
    """Whether the whole screen is told in plain lines whenever it has changed."""

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
            self.write(f"{spoken(author.diagnostics[number - 1].code)}\n")
        self.say([counts(author), *state(author), *outcome(author, self.game)])

    def describe(self) -> None:
        """The screen as it would be said aloud, its moves with the numbers that play them here."""
        self.say(["", *described(self.session, self.numbers).splitlines()])

    def menu(self, scene: TitleScene) -> None:
        self.say([f"{scene.title} {scene.version}."])
        open_choices = [c for c in scene.choices if c.enabled and c.id != "settings"]  # those are of the board
        self.choices = tuple(c.id for c in open_choices)
        self.say(f"  {n}. {c.name}{f' ({c.text})' if c.text else ''}: {c.id}" for n, c in enumerate(open_choices, 1))

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
        if self.session.screen == ELSEWHERE:
            self.say([say("`take` goes on with it as it stands there, `copy` with a copy of it as it stood here.")])

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

    def want(self, intent: Intent) -> bool:
        """Do an intent; whether it could be done."""
        self.session = self.session.do(intent)
        self.notice()
        return not self.session.notice


def _wrapped(line: str, indent: str) -> list[str]:
    """A line broken between words; addresses stay whole, so that they can be followed."""
    return wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]

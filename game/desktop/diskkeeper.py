"""The keeper that keeps: every step of a game goes to its journal before the player sees it."""

from __future__ import annotations

from pathlib import Path

from attrs import define, field

from game.desktop import sharing
from game.desktop.keeper import named
from game.record import saves
from game.record.carrying import Carried, as_notes
from game.record.files import write_whole
from game.record.journal import Journal, SaveError
from game.record.notation import RecordError
from game.rules import play
from game.rules.model import Scenario
from game.rules.play import Game
from game.scenario.diagnostics import InvalidScenario
from game.scenario.library import UnknownScenario, load, shipped
from game.words import language, say


@define
class DiskKeeper:
    """Keeps one game at a time in the folder of saved games."""

    journal: Journal | None = None
    source: str = ""
    """The folder of a scenario that is not a shipped one."""
    _told: tuple[str, ...] = field(default=(), init=False)
    _notes: str | None = field(default=None, init=False)
    """What the file must say besides the game, where that has come to other rules since it was last written."""

    def begin(self, game: Game) -> None:
        """Keep a game that has no file yet. Raises `SaveError`."""
        self.journal, self._notes = saves.keep(game, self.source), None

    def start(self, scenario: Scenario, seed: int, difficulty: str | None) -> Game:
        game = play.start(scenario, seed, difficulty)
        if scenario.id in shipped() and load(scenario.id).content == scenario.content:
            self.source = ""
        self.begin(game)
        return game

    def resumable(self) -> str:
        path = saves.latest()
        if path is None:
            return ""
        try:
            header = saves.header(path)
            title = scenario_of(header.scenario, header.folder).title
        except (RecordError, SaveError, InvalidScenario, UnknownScenario):
            return ""
        return named(title, header.seed)

    def resume(self) -> Game | None:
        path = saves.latest()
        if path is None:
            return None
        try:
            header = saves.header(path)
            restored = saves.restore(path, scenario_of(header.scenario, header.folder))
        except (RecordError, InvalidScenario, UnknownScenario) as error:
            raise SaveError(0, say("{file} cannot be continued: {error}", file=path.name, error=error)) from None
        return self._restored(restored, header.folder)

    def notices(self) -> tuple[str, ...]:
        return self._told

    def copy(self, game: Game) -> Game:
        self.begin(game)
        return game

    def taken_up(self, game: Game) -> Game:
        if self.journal is None:
            return game
        path = self.journal.path
        try:
            return self._restored(saves.restore(path, game.scenario), self.source)
        except RecordError as error:
            raise SaveError(0, say("{file} cannot be continued: {error}", file=path.name, error=error)) from None

    def play(self, game: Game, move: str) -> Game:
        return self._journal(game).play(game, move)

    def undo(self, game: Game) -> Game:
        return self._journal(game).undo(game)

    def redo(self, game: Game) -> Game:
        return self._journal(game).redo(game)

    def back_to(self, game: Game, depth: int) -> Game:
        return self._journal(game).back_to(game, depth)

    def switch(self, game: Game, branch: int) -> Game:
        return self._journal(game).switch(game, game.branches[branch])

    def carried(self, carried: Carried) -> None:
        self._notes = as_notes(carried.kept)

    def save(self, game: Game, path: Path) -> None:
        """Write the whole game to a file: all of it, or the file stays as it was."""
        write_whole(path, game.record().encode())

    def shared(self, game: Game) -> Path:
        return sharing.stem(game)

    def _restored(self, restored: saves.Restored, source: str) -> Game:
        self.journal, self.source, self._told = restored.journal, source, restored.notices
        self._notes = None
        return restored.game

    def _journal(self, game: Game) -> Journal:
        if self.journal is None:
            self.begin(game)
        assert self.journal is not None
        if self._notes is not None:
            self.journal.rewrite(game, self.source, self._notes)
            self._notes = None
        return self.journal


def scenario_of(name: str, folder: str) -> Scenario:
    """The scenario a record was played on: in the folder it was played from, or the shipped one of its id.

    It is in the language spoken now. Raises `UnknownScenario` or `InvalidScenario`.
    """
    return load(folder if folder and Path(folder).is_dir() else name, language())

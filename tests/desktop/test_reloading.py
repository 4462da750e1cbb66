"""The live board without a window: saves come into a session, broken ones leave the last good version standing."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from game.desktop import intents
from game.desktop.author import Author
from game.desktop.diskkeeper import DiskKeeper
from game.desktop.editors import command, editor_of
from game.desktop.keeper import Keeper, MemoryKeeper
from game.desktop.live import Live
from game.desktop.scenes.view import view
from game.desktop.screens import SCREENS
from game.desktop.session import Session
from game.desktop.terminal.terminal import run
from game.record.carrying import from_notes
from game.record.journal import Journal
from game.record.notation import replay
from game.rules.play import start
from game.scenario import library
from game.scenario.library import resources
from game.scenario.watching import RETURNS, SETTLED
from game.scenes.diagnosis import DiagnosticsScene
from game.scenes.scene import BoardScene

MOVES = ("hold_multivector_summit", "eaeu_deepening", "quiet_diplomacy", "quiet_diplomacy")


class Desk:
    """An author's desk: the ladder's file, a session that plays it, and a clock that only this test moves."""

    def __init__(self, folder: Path, keeper: Keeper | None = None, *, begun: bool = True) -> None:
        self.file = folder / "scenario.yaml"
        folder.mkdir(exist_ok=True)
        self.good = (resources("scenarios") / "ladder" / "scenario.yaml").read_text(encoding="utf-8")
        self.file.write_text(self.good if begun else "format: 1\nid: [", encoding="utf-8")
        self.live = Live.on(folder)
        self.now = 0.0
        author = Author(here=folder.parent, id="ladder" if begun else "")
        keeper = keeper or MemoryKeeper()
        self.session = Session(screen="diagnostics", author=author, scenario=str(folder), keeper=keeper)
        if begun:
            game = keeper.start(library.load(folder), 7, None)
            self.session = evolve(self.session, game=game, screen="board")
        self.rest()

    def look(self, after: float = SETTLED) -> Session:
        self.now += after
        self.session = self.live.poll(self.session, self.now)
        return self.session

    def rest(self) -> Session:
        """Look until nothing is left to be found."""
        for _ in range(4):
            self.look()
        return self.session

    def save(self, *changes: tuple[str, str]) -> Session:
        text = self.good
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        self.file.write_text(text, encoding="utf-8")
        return self.rest()

    def play(self, *moves: str) -> Session:
        for move in moves:
            self.session = self.session.do(intents.Play(f"government > {move}"))
            assert not self.session.notice, self.session.notice
            self.session = evolve(self.session, screen="board")
        return self.session


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ladder")


def played(session: Session) -> list[str]:
    assert session.game is not None
    return [move.choice for move in session.game.played]


def test_nothing_happens_without_a_save(desk: Desk) -> None:
    before = desk.session
    assert all(desk.look() is before for _ in range(10))


def test_an_edit_that_changes_nothing_of_the_rules_keeps_everything(desk: Desk) -> None:
    before = desk.play(*MOVES).do(intents.Undo())
    desk.session = before = before.do(intents.Focus("government > quiet_diplomacy"))
    desk.good += "# a remark\n"
    after = desk.save()
    assert after.game is not None and before.game is not None and after.game is not before.game
    assert after.game.scenario.content != before.game.scenario.content
    assert after.game.state == before.game.state and played(after) == played(before)
    assert after.game.can_redo and after.focus == before.focus and not after.notice
    one, other = view(before), view(after)
    assert isinstance(one, BoardScene) and isinstance(other, BoardScene)
    assert evolve(one, author=None) == evolve(other, author=None)


def test_new_rules_are_on_the_board_and_the_moves_are_played_again(desk: Desk) -> None:
    desk.play(*MOVES)
    after = desk.save(("capital: {name: Capital, start: 6", "capital: {name: Money, start: 9"))
    assert after.game is not None
    assert played(after) == list(MOVES) and after.game.line[0]["capital"] == 9
    scene = view(after)
    assert isinstance(scene, BoardScene) and scene.tracks[0].name == "Money"


def test_a_move_that_is_not_legal_any_more_stops_the_game_there_until_it_is(desk: Desk) -> None:
    before = desk.play(*MOVES)
    cheap = "cost: {capital: 3}\n    do: [russia.relations += 9"
    after = desk.save((cheap, cheap.replace("3", "12")))
    assert played(after) == list(MOVES[:1])
    assert after.notice.startswith("1 of 4 moves could be played again. Then: Deepen the Eurasian union:")
    assert "12" in after.notice and "kept" in after.notice
    scene = view(after.do(intents.Show("diagnostics")))
    assert isinstance(scene, DiagnosticsScene) and any("1 of 4 moves" in told for told in scene.told)
    back = desk.save()
    assert played(back) == list(MOVES) and back.notice == "All moves could be played again."
    assert back.game is not None and before.game is not None and back.game.state == before.game.state


def test_what_is_played_on_other_rules_does_not_lose_what_stopped(desk: Desk) -> None:
    desk.play(*MOVES)
    desk.save(("  eaeu_deepening:\n", "  renamed_deepening:\n"))
    assert played(desk.session) == list(MOVES[:1])
    desk.play("renamed_deepening")
    back = desk.save()
    assert played(back) == list(MOVES[:1]) and back.game is not None
    assert [[m.choice for m in tip.played] for tip in back.game.branches] == [list(MOVES)]
    again = desk.save(("  eaeu_deepening:\n", "  renamed_deepening:\n"))
    assert played(again) == [MOVES[0], "renamed_deepening"]


def test_a_broken_save_leaves_the_last_good_version_and_tells_what_is_wrong(desk: Desk) -> None:
    before = desk.play(*MOVES)
    after = desk.save(("turns: 10", "turns: ten"), ("capital: {name", "capitol: {name"))
    assert after.game is before.game and after.screen == "diagnostics"
    scene = view(after)
    assert isinstance(scene, DiagnosticsScene) and scene.rows[0].error
    assert scene.told == ("The board shows the last version without errors.",)
    assert scene.rows[0].place == "ladder/scenario.yaml:15:8" and scene.opened is not None
    assert (scene.opened.before, scene.opened.wrong, scene.opened.after) == ("turns: ", "ten", "")
    assert scene.opened.page and scene.opened.row == scene.rows[0]
    assert after.do(intents.Back()).do(intents.Play("government > quiet_diplomacy")).game is not before.game
    back = desk.save()
    assert back.screen == "board" and back.author is not None and not back.author.outdated


def test_what_somebody_opened_stays_and_what_came_by_itself_goes(desk: Desk) -> None:
    desk.session = desk.session.do(intents.Show("history"))
    assert desk.save(("turns: 10", "turns: ten")).trail[-1] == "history"
    assert desk.save().screen == "history"
    desk.session = desk.session.do(intents.Show("diagnostics"))
    desk.save(("turns: 10", "turns: ten"))
    assert desk.save().screen == "diagnostics"
    assert desk.session.do(intents.Show("diagnostics")).screen == "history"


def test_who_is_busy_is_not_disturbed(desk: Desk) -> None:
    desk.file.write_text("format: 1", encoding="utf-8")
    for _ in range(4):
        desk.now += RETURNS
        desk.session = desk.live.poll(desk.session, desk.now, quietly=True)
    scene = view(desk.session)
    assert isinstance(scene, BoardScene) and scene.author is not None and scene.author.errors
    assert scene.author.outdated and "error" in scene.author.text


def test_warnings_come_a_little_later_and_the_one_that_is_read_stays_open(desk: Desk) -> None:
    unused = ("parameters:\n", "parameters:\n  forgotten: 3\n  left_over: 4\n")
    desk.save(unused)
    author = desk.session.author
    assert author is not None and (author.errors, author.warnings) == (0, 2)
    desk.session = desk.session.do(intents.Diagnose(2))
    assert desk.session.screen == "diagnostics"
    after = desk.save(("parameters:\n", "parameters:\n  first: 1\n  forgotten: 3\n  left_over: 4\n"))
    assert after.author is not None and after.author.warnings == 3
    assert after.author.diagnostics[after.author.opened - 1].path.endswith("left_over")
    assert after.screen == "diagnostics"


def test_a_file_saved_by_deleting_it_first_never_shows_an_error(desk: Desk) -> None:
    desk.file.unlink()
    assert desk.look().screen == "board" and desk.look(RETURNS / 2).screen == "board"
    after = desk.save(("The ladder", "Anew"))
    assert after.screen == "board" and after.game is not None and after.game.scenario.title == "Anew"


def test_a_file_that_is_gone_is_told_and_the_game_stays(desk: Desk) -> None:
    before = desk.play(*MOVES)
    desk.file.unlink()
    desk.look()
    after = desk.look(RETURNS + 0.01)
    assert after.screen == "diagnostics" and after.game is before.game
    assert after.author is not None and after.author.diagnostics[0].code == "MV111"
    assert played(desk.save()) == list(MOVES)


def test_a_board_opened_on_a_broken_file_begins_when_that_is_mended(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "ladder", begun=False)
    desk.session = evolve(desk.session, author=evolve(desk.session.author, begin=lambda s: start(s, 5)))
    assert desk.session.game is None and isinstance(view(desk.session), DiagnosticsScene)
    after = desk.save()
    assert after.game is not None and (after.game.seed, after.screen) == (5, "briefing")


@pytest.mark.parametrize("screen", [s for s in SCREENS if s not in ("title", "picker", "diagnostics")])
def test_every_screen_stands_a_reload_or_gives_way(desk: Desk, screen: str) -> None:
    """The track, the card and the moves that were looked at are all gone in the new version."""
    session = desk.play(*MOVES)
    if screen == "ending":
        while session.game is not None and not session.game.over:
            session = session.do(intents.Play(str(session.game.moves[-1])))
    intent = {"why": intents.Why("capital"), "detail": intents.Detail("eaeu_deepening")}.get(screen)
    desk.session = evolve(session.do(intent) if intent else session, screen=screen, trail=("board",))
    view(desk.session)
    after = desk.save(("capital", "capitol"), ("eaeu_deepening", "renamed"), ("turns: 10", "turns: 12"))
    assert after.author is not None and not after.author.errors
    view(after)
    view(after.do(intents.Back()))


def test_another_game_in_the_meantime_is_left_alone(desk: Desk) -> None:
    desk.session = desk.session.do(intents.Start("first-steps", None, 3))
    before = desk.session.game
    assert desk.save(("turns: 10", "turns: 12")).game is before


def test_the_journal_follows_the_rules_and_keeps_what_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MULTIVECTOR_HOME", str(tmp_path / "home"))
    desk = Desk(tmp_path / "ladder", DiskKeeper(source=str(tmp_path / "ladder")))
    desk.play(*MOVES)
    (file,) = (tmp_path / "home" / "games").glob("*.game")
    kept = file.read_bytes()
    desk.save(("  eaeu_deepening:\n", "  renamed_deepening:\n"))
    assert file.read_bytes() == kept  # until a move is played, what was written stays
    desk.play("renamed_deepening")
    after = replay(Journal.open(file)[1], library.load(tmp_path / "ladder"))
    assert after.divergence is None and desk.session.game is not None
    assert after.game.state == desk.session.game.state
    assert from_notes(file.read_text(encoding="utf-8")) == (tuple(f"government > {m}" for m in MOVES),)


def test_the_terminal_tells_a_save_before_it_obeys(desk: Desk) -> None:
    told: list[str] = []
    lines = iter(("status", "1", "diagnostics 1", "quit"))

    def read() -> str | None:
        line = next(lines)
        if line == "status":
            desk.file.write_text(desk.good.replace("name: Capital", "name: Money"), encoding="utf-8")
        if line == "1":
            desk.file.write_text(desk.good.replace("turns: 10", "turns: ten"), encoding="utf-8")
        return line

    after = run(desk.session, read, told.append, live=desk.live)
    text = "".join(told)
    assert "The files have been saved." in text and "Money" in text
    assert "ladder/scenario.yaml:15:8" in text and "^^^" in text
    assert "answer again" in text and after.game is not None and after.game.depth == 0
    assert "## Right" in text


def test_while_it_waits_the_terminal_tells_a_save_when_it_happens(desk: Desk) -> None:
    told: list[str] = []
    waits = iter((False, False, True))
    desk.file.write_text(desk.good.replace("name: Capital", "name: Money"), encoding="utf-8")

    def ready(seconds: float) -> bool:
        return next(waits)

    run(desk.session, lambda: None, told.append, live=desk.live, ready=ready)
    assert "".join(told).count("The files have been saved.") == 1 and "Money" in "".join(told)


@pytest.mark.parametrize(
    "editor,wanted",
    [
        ("vim", ["vim", "+3", "/a b/c.yaml"]),
        ("/usr/bin/emacsclient -n", ["/usr/bin/emacsclient", "-n", "+3", "/a b/c.yaml"]),
        ("code --wait", ["code", "--wait", "--goto", "/a b/c.yaml:3:5"]),
        ("hx", ["hx", "/a b/c.yaml:3:5"]),
        ("'my editor' -x", ["my editor", "-x", "/a b/c.yaml"]),
    ],
)
def test_editors_are_opened_in_their_own_way(editor: str, wanted: list[str]) -> None:
    assert command(editor_of({"EDITOR": editor}), "/a b/c.yaml", 3, 5) == wanted


def test_an_editor_that_cannot_be_read_is_none() -> None:
    assert editor_of({"EDITOR": "vim 'unclosed"}) == () == editor_of({})
    assert editor_of({"VISUAL": "code", "EDITOR": "vim"}) == ("code",)

"""The board's app: what keys, a pad, the mouse and what is worked out aside do to what is shown."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

import pygame
from attrs import evolve

from game.desktop.board.display import Display
from game.desktop.board.elsewhere import copied, opened
from game.desktop.board.input import (
    PAD,
    Act,
    Fullscreen,
    Number,
    Page,
    Press,
    Speak,
    Step,
    Stick,
    Towards,
    TurnsEnd,
    WhyHere,
    act_of,
    typed_number,
)
from game.desktop.board.layout import OpenTab
from game.desktop.board.picture import ending_picture
from game.desktop.board.scrolling import dragged, paged, revealing, topped
from game.desktop.board.sound import Sounds, cues_of
from game.desktop.board.speech import Speaker
from game.desktop.board.theme import Theme
from game.desktop.board.tree import Node, Thumb
from game.desktop.board.wishes import CopyText, OpenEditor, Replay, SavePicture
from game.desktop.foreseeing import wanted
from game.desktop.intents import Back, Focus, Foreseen, Intent, JumpTo, Next, Pick, Play, Quit, Redo, Show, Why
from game.desktop.live import Feed
from game.desktop.screens import BRIEFING, PICKER, TITLE
from game.desktop.session import Session
from game.lab.background import Asked, Key, Question
from game.record.files import write_whole
from game.scenes.scene import BoardScene, EndingScene
from game.words import say, speaking

ANSWERED = pygame.event.custom_type()
"""The event that something has been worked out."""


class App(Display):
    """A session on a surface that one can act on: `event` takes what happened."""

    def __init__(
        self,
        session: Session,
        surface: pygame.Surface,
        *,
        scale: float | None = None,
        theme: Theme | None = None,
        folder: Path | None = None,
        sounds: Sounds | None = None,
        speaker: Speaker | None = None,
        live: Feed | None = None,
        aside: Asked | None = None,
    ) -> None:
        """`scale` and `theme` stand in for those of the session's settings; `live` watches an author's files, and
        `aside` works out forecasts: whoever has its answers wake the app posts `ANSWERED`.
        """
        super().__init__(evolve(session, aside=aside is not None), surface, scale, theme, folder)
        self.sounds = sounds
        self.speaker = speaker or Speaker()
        self.live = live
        self.aside = aside
        self.fading = False
        """Whether another screen has been opened since the last picture."""
        self._stick = Stick()
        self.chosen = ""
        """The move that a click, key or focus has chosen; pointing at another only borrows its place."""
        self._asked: tuple[Key, tuple[str, ...], bool] | None = None
        self._dragged = ""
        self._pointer = (0, 0)
        self._ask()

    def do(self, intent: Intent) -> None:
        """Give an intent to the session and show what came of it."""
        before = self.session
        self.session = before.do(intent)
        if self.session is before:
            return
        if self.sounds is not None:
            self.sounds.play(cues_of(before, self.session, intent))
        moved = self.session.game is not before.game
        opened = self.session.screen != before.screen
        if opened:
            self.fading = True
            self.left[before.screen] = self.attention.focus
        if moved:
            self.chosen = ""
            self.left.clear()
        if isinstance(intent, Back) and not self.session.focus:
            self.chosen = ""
        self.view()
        scrolls = {} if opened or moved else self.attention.scrolls
        focus = "" if moved else self.attention.focus
        self.attention = evolve(self.attention, scrolls=scrolls, focus=focus)
        self.compose()
        if opened or (moved and not isinstance(self.scene, BoardScene)):
            self.enter()
        elif focus and focus not in self.tree.by_id:
            self.stay(focus)
        if opened and isinstance(self.scene, BoardScene):
            self._look()
        self._ask()

    def _ask(self) -> None:
        """Ask for what the screen wants to foresee, unless that has been asked."""
        if self.aside is None:
            return
        question = wanted(self.session)
        about = (question.key, question.moves, question.pivots) if question is not None else None
        if about == self._asked:
            return
        if question is not None and not self._under_way(question):
            self.aside.ask(question)
        self._asked = about

    def _under_way(self, question: Question) -> bool:
        """Whether a question is the rest of the one that is being answered."""
        if self._asked is None:
            return False
        key, moves, _ = self._asked
        return key == question.key and bool(question.moves) and moves[-len(question.moves) :] == question.moves

    def answered(self) -> None:
        """Take in what has been worked out meanwhile."""
        for answer in self.aside.answers() if self.aside is not None else ():
            self.do(Foreseen(answer))

    def poll(self, now: float) -> None:
        """Bring what the author of the scenario has saved onto the board. `now` is in seconds from any beginning."""
        if self.live is None:
            return
        before = self.session
        busy = bool(self._dragged) or self.attention.playing or self.attention.focus == "seed"
        self.session = self.live.poll(before, now, quietly=busy)
        if self.session is before:
            return
        if self.session.game is not before.game:
            self.left.clear()
            self.attention = evolve(self.attention, playing=False)
        if self.chosen not in self._known_moves():
            self.chosen = ""
        self.view()
        self.compose()
        if self.session.screen != before.screen:
            self.left[before.screen] = self.attention.focus
            self.enter()

    def _known_moves(self) -> Container[str]:
        return self.session.game.engine.by_notation if self.session.game is not None else ()

    # Acting

    def event(self, event: pygame.event.Event) -> None:
        """Act on one event."""
        if self.attention.playing and event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN):
            self.attend(evolve(self.attention, playing=False))
            return
        if event.type == ANSWERED:
            self.answered()
        elif event.type == pygame.QUIT:
            self.do(Quit())
        elif event.type == pygame.KEYDOWN:
            self._key(event)
        elif event.type == pygame.CONTROLLERBUTTONDOWN and event.button in PAD:
            self.act(PAD[event.button])
        elif event.type == pygame.CONTROLLERAXISMOTION and event.axis <= pygame.CONTROLLER_AXIS_LEFTY:
            step = self._stick.act(event.axis, event.value)
            if step is not None:
                self.act(step)
        elif event.type == pygame.MOUSEMOTION:
            if self._dragged and event.buttons[0]:
                self._drag(self.sheet.at(event.pos))
            else:
                self._point(self.sheet.at(event.pos))
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._click(self.sheet.at(event.pos))
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self._dragged = ""
        elif event.type == pygame.MOUSEWHEEL:
            self._wheel(event)
        elif event.type in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self.resized(pygame.display.get_surface() or self.surface)
        elif event.type in (pygame.WINDOWEXPOSED, pygame.WINDOWRESTORED):
            self.repaint()

    def _key(self, event: pygame.event.Event) -> None:
        if self._type_seed(event):
            return
        act = act_of(event)
        if act is not None:
            self.act(act)

    def act(self, act: Act) -> None:
        """Do what a key stands for."""
        match act:
            case Step(by):
                self._focus_on(self.tree.next_focus(by) if self.tree.focus in self.tree.by_id else self.first(by))
            case Towards(dx, dy):
                self._focus_on(self.tree.towards(dx, dy) if self.tree.focus in self.tree.by_id else self.first(1))
            case Press():
                self._press_focus()
            case Number(number):
                self._number(number)
            case WhyHere():
                self._why()
            case TurnsEnd():
                self._turns_end()
            case Speak(whole):
                self._speak(whole)
            case Page(by):
                self._page(by)
            case Replay():
                self._replay()
            case Fullscreen():
                pass  # only a window can
            case Back() if isinstance(self.scene, BoardScene) and self.session.focus:
                self.chosen = ""
                self.do(Focus(""))
                self.attend(evolve(self.attention, focus=""))
            case _:
                self.do(act)

    def _speak(self, whole: bool) -> None:
        """Say the focused part aloud, or all of the screen."""
        node = self.tree.by_id.get(self.attention.focus)
        told = self.tree.describe()
        if node is not None and node.text and not whole:
            told = f"{node.text}. {node.hint}" if node.hint and node.hint != node.text else node.text
        if not self.speaker.say(told, self.session.settings.language):
            with speaking(self.session.settings.language):
                self.tell(say("No speech engine is installed, such as espeak-ng."))

    def _focus_on(self, id: str) -> None:
        node = self.tree.by_id.get(id)
        if node is None:
            return
        self.attention = evolve(self.attention, focus=id, hover="")
        if isinstance(node.peek, Focus):
            self._choose(node.peek.move)
        else:
            self._look()
        self.compose()
        self.scroll_to(revealing(self.tree, id, self.attention.scrolls))

    def _choose(self, move: str) -> None:
        self.chosen = move
        self._look()

    def _look(self, move: str = "") -> None:
        """Preview the move pointed at, else the chosen one."""
        wanted = move or self.chosen
        if isinstance(self.scene, BoardScene) and wanted != self.session.focus:
            self.do(Focus(wanted))

    def _press_focus(self) -> None:
        node = self.tree.by_id.get(self.attention.focus)
        live = self.tree.focus_order()
        if node is not None and any(n is node for n in live):
            self.press(node)
        elif isinstance(self.scene, BoardScene):
            if self.session.game is not None and self.session.game.over:
                self.do(Show("ending"))
            elif self.chosen:
                self.do(Play(self.chosen))
        else:
            self.do(Next())

    def press(self, node: Node) -> None:
        """Press a part: a move is chosen first and played when pressed again."""
        if isinstance(node.press, OpenTab):
            self.attend(evolve(self.attention, tab=node.press.tab, focus=node.id))
        elif isinstance(node.press, Replay):
            self._replay()
        elif isinstance(node.press, Focus):
            self.do(Show("board"))
            self._choose(node.press.move)
        elif isinstance(node.press, SavePicture):
            self._save_picture()
        elif isinstance(node.press, CopyText):
            self.tell(copied(node.press, self.session.settings.language))
        elif isinstance(node.press, OpenEditor):
            self._edit(node.press)
        elif isinstance(node.peek, Focus):
            if self.chosen == node.peek.move:
                self.do(Play(node.peek.move))
            else:
                self._choose(node.peek.move)
                self.attend(evolve(self.attention, focus=node.id))
        elif node.press is not None:
            self.attend(evolve(self.attention, focus=node.id if node.focusable else self.attention.focus))
            self.do(node.press)

    # The history and the ending

    def _replay(self) -> None:
        """Begin to play the line again by itself; at its end from the start."""
        game = self.session.game
        if game is None or self.session.screen in (TITLE, PICKER, BRIEFING):
            return
        if not game.can_redo and game.past is not None:
            self.do(JumpTo(0))
        elif not isinstance(self.scene, BoardScene):
            self.do(Show("board"))
        now = self.session.game
        self.attend(evolve(self.attention, playing=now is not None and now.can_redo and not self.session.notice))

    def step(self) -> None:
        """The next move of a line that plays by itself."""
        if self.attention.playing:
            self.do(Redo())
            game = self.session.game
            if game is None or not game.can_redo or self.session.notice:
                self.attend(evolve(self.attention, playing=False))

    def _edit(self, wish: OpenEditor) -> None:
        """Open a place of the files in the author's editor."""
        author = self.session.author
        if author is not None and author.editor:
            self.tell(opened(wish, author.editor, self.session.settings.language))

    def _save_picture(self) -> None:
        """Write the ending as a picture; the notice says where."""
        game = self.session.game
        if game is None or not isinstance(self.scene, EndingScene):
            return
        with speaking(self.session.settings.language):
            try:
                path = self.session.keeper.shared(game).with_suffix(".png")
                write_whole(path, ending_picture(self.scene, self.painter))
                notice = say("The picture is saved as {path}.", path=path)
            except (OSError, pygame.error) as error:
                notice = say("Not saved: {error}.", error=error)
        self.session = evolve(self.session, notice=notice)
        self.view()
        self.compose()

    def _number(self, number: int) -> None:
        if not isinstance(self.scene, BoardScene):
            return
        moves = self.scene.decision.moves
        if number > len(moves):
            return
        move = moves[number - 1]
        if self.chosen == move.id:
            self.do(Play(move.id))
        elif f"move:{move.id}" in self.tree.by_id:
            self._focus_on(f"move:{move.id}")
        else:
            self._choose(move.id)

    def _why(self) -> None:
        node = self.tree.by_id.get(self.attention.focus) or self.tree.by_id.get(self.attention.hover)
        tracks = [n.press for n in node.walk() if isinstance(n.press, Why)] if node is not None else []
        if not tracks and isinstance(self.scene, BoardScene):
            changes = self.scene.preview.changes if self.scene.preview is not None else ()
            tracks = [Why(c.track) for c in changes] or [Why(t.id) for t in self.scene.tracks]
        if tracks:
            self.do(tracks[0])

    def _turns_end(self) -> None:
        """Look away from any move and show the reckoning."""
        if not isinstance(self.scene, BoardScene):
            return
        self.chosen = ""
        self._look()
        if "tab:turn" in self.tree.by_id:
            self.attend(evolve(self.attention, tab="turn"))
            return
        self.scroll_to(topped(self.tree, "reckoning.head", self.attention.scrolls))

    # The mouse

    def _point(self, at: tuple[int, int]) -> None:
        self._pointer = at
        node = self.tree.hit(*at)
        id = node.id if node is not None else ""
        if id == self.attention.hover:
            return
        self.attention = evolve(self.attention, hover=id)
        before = self.session
        self._look(node.peek.move if node is not None and isinstance(node.peek, Focus) else "")
        if self.session is before:
            self.compose()

    def _click(self, at: tuple[int, int]) -> None:
        for part in self.tree.live.walk():
            if isinstance(part.look, Thumb) and part.rect.holds(*at):
                self._dragged = part.id
                self._drag(at)
                return
        node = self.tree.hit(*at)
        if node is not None:
            self.press(node)

    def _drag(self, at: tuple[int, int]) -> None:
        self.scroll_to(dragged(self.tree, self._dragged, at[1], self.attention.scrolls))

    def _wheel(self, event: pygame.event.Event) -> None:
        node = self.tree.scrolls_at(*self._pointer)
        if node is not None:
            self.scroll(node, -round((event.y or -event.x) * 56 * self.tree.scale))

    def _page(self, by: int) -> None:
        self.scroll_to(paged(self.tree, self.attention.focus, by, self.attention.scrolls))

    def _type_seed(self, event: pygame.event.Event) -> bool:
        """Digits typed on the seed's field change it."""
        if self.attention.focus != "seed" or self.session.screen != "picker":
            return False
        seed = typed_number(event, self.session.seed)
        if seed is not None and seed < 2**63:
            self.do(Pick(seed=seed))
        return seed is not None

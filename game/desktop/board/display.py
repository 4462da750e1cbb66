"""What is on the surface: the session as a scene, the scene as a tree of parts, and where one looks in it."""

from __future__ import annotations

from pathlib import Path

import pygame
from attrs import evolve

from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.fonts import Fonts
from game.desktop.board.ground import GroundPainter
from game.desktop.board.input import help_lines
from game.desktop.board.installed import check_pygame
from game.desktop.board.paint import Painter
from game.desktop.board.scrolling import revealing, scrolled
from game.desktop.board.sheet import Sheet
from game.desktop.board.theme import ATLAS, THEMES, Theme
from game.desktop.board.tree import Node, Panel, Tree
from game.desktop.board.widgets import Attention
from game.desktop.screens import PICKER, TITLE
from game.desktop.session import Session
from game.scenario.library import resources
from game.scenes.scene import BoardScene, HistoryScene, Scene


class Display:
    """A session shown on a surface; `draw` paints when something changed."""

    def __init__(
        self,
        session: Session,
        surface: pygame.Surface,
        scale: float | None,
        theme: Theme | None,
        folder: Path | None,
    ) -> None:
        """`scale` and `theme` stand in for those of the session's settings; `folder` keeps drawn maps."""
        check_pygame()
        self.session = _shown_by(session, scale, theme.name if theme is not None else None)
        self.surface = surface
        self.sheet = Sheet(surface)
        self.attention = Attention()
        assets = resources("assets")
        self.fonts = Fonts(assets)
        self.grounds = GroundPainter(assets, folder)
        self.painter = Painter(self.fonts, self.grounds, THEMES.get(self.session.settings.theme, ATLAS))
        self.left: dict[str, str] = {}
        """Where the focus was on each screen that was left."""
        self._dirty = True
        self.scene: Scene
        self._under: BoardScene | None = None
        self.tree: Tree
        self.view()
        self.compose()
        self.enter()

    @property
    def scale(self) -> float:
        """How large everything is drawn."""
        return self.session.settings.scale

    @property
    def caption(self) -> str:
        """The window's title: the game and its turn."""
        game = self.session.game
        if game is None or self.session.screen in (TITLE, PICKER):
            return "Multivector"
        return f"{game.scenario.title}: {game.scenario.turn_label(game.turn)} — Multivector"

    def view(self) -> None:
        """Make the scene of the session, and of what lies under it."""
        theme = THEMES.get(self.session.settings.theme, ATLAS)
        if theme is not self.painter.theme:
            self.painter.wear(theme)
        self.scene = scene_of(self.session, help_lines())
        self._under = None if isinstance(self.scene, BoardScene) else behind(self.session)

    def compose(self) -> None:
        """Lay the scene out."""
        size = self.sheet.canvas.get_size()
        self.tree = compose(
            self.session, self.scene, size, self.scale, self.fonts, self.attention, self.grounds.atlas, self._under
        )
        self._dirty = True

    def attend(self, attention: Attention) -> None:
        """Look elsewhere."""
        if attention != self.attention:
            self.attention = attention
            self.compose()

    def enter(self) -> None:
        """Put the focus where a screen wants it when it opens."""
        focus = self.left.pop(self.session.screen, "")
        if focus not in self.tree.by_id:
            ids = [node.id for node in self.tree.focus_order()]
            strong = [n.id for n in self.tree.focus_order() if isinstance(n.look, Panel) and n.look.fill == "accent"]
            focus = "" if isinstance(self.scene, BoardScene) else strong[-1] if strong else ids[0] if ids else ""
            if isinstance(self.scene, HistoryScene):
                focus = next((f"history.step.{e.step.depth}" for e in self.scene.entries if e.step.here), focus)
        self.attend(evolve(self.attention, focus=focus, hover=""))
        if isinstance(self.scene, HistoryScene):
            self.scroll_to(revealing(self.tree, focus, self.attention.scrolls))

    @property
    def changed(self) -> bool:
        """Whether there is something to draw."""
        return self._dirty

    def stay(self, focus: str) -> None:
        """Keep the focus on the part of the same name where the screen is another sheet: a page that was turned."""
        name = f".{focus.rpartition('.')[2]}"
        self.attend(evolve(self.attention, focus=""))
        ids = [node.id for node in self.tree.focus_order() if node.id.endswith(name)]
        self.attend(evolve(self.attention, focus=ids[-1] if ids else ""))

    def draw(self) -> bool:
        """Paint if anything changed; whether it did."""
        if not self._dirty:
            return False
        self.painter.paint(self.tree, self.sheet.canvas)
        self.sheet.show()
        self._dirty = False
        return True

    def resized(self, surface: pygame.Surface) -> None:
        """Show the session on another surface."""
        if surface is not self.surface or surface.get_size() != self.sheet.size:
            self.surface, self.sheet = surface, Sheet(surface)
            self.compose()

    def tell(self, notice: str) -> None:
        """Show a notice."""
        self.session = evolve(self.session, notice=notice)
        self.view()
        self.compose()

    def first(self, step: int) -> str:
        """Where the focus starts: at the moves, where there are any."""
        moves = [n.id for n in self.tree.focus_order() if n.peek is not None]
        return moves[0 if step > 0 else -1] if moves else self.tree.next_focus(step)

    def scroll(self, node: Node, by: int) -> None:
        """Move a list by so many pixels."""
        self.scroll_to(scrolled(node, by, self.attention.scrolls))

    def scroll_to(self, scrolls: dict[str, int]) -> None:
        """Scroll the lists to these places, in pixels."""
        self.attend(evolve(self.attention, scrolls=scrolls))

    def repaint(self) -> None:
        """Paint again, though nothing changed: the window was hidden."""
        self._dirty = True


def _shown_by(session: Session, scale: float | None, theme: str | None) -> Session:
    """The session with another scale or theme than its settings say; None leaves them."""
    settings = session.settings
    scale = settings.scale if scale is None else scale
    return evolve(session, settings=evolve(settings, scale=scale, theme=settings.theme if theme is None else theme))

"""A session as a tree: the scene, what lies behind it, and the layout. Pure but for reading map files."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from game.desktop import screens
from game.desktop.board.layout import Stage, layout
from game.desktop.board.tree import Tree
from game.desktop.board.widgets import Attention, Typesetter
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.scenes.atlas import Atlas
from game.scenes.scene import BoardScene, HelpLine, HelpScene, Scene
from game.words import say, speaking

ON_BOARD = (*screens.OVERLAYS, screens.REPORT, screens.ENDING, screens.BOARD)
"""Screens under which the board is seen."""

AtlasOf = Callable[[str], Atlas | None]


def scene_of(session: Session, keys: tuple[HelpLine, ...] = ()) -> Scene:
    """The session's scene; the help tells the keys of this front end."""
    scene = view(session)
    if not keys or not isinstance(scene, HelpScene):
        return scene
    with speaking(session.settings.language):
        return evolve(scene, keys=tuple(HelpLine(say(line.key), say(line.text)) for line in keys))


def behind(session: Session) -> BoardScene | None:
    """The board that an overlay lies on; None where there is none to see."""
    if (
        session.game is None
        or session.screen not in ON_BOARD
        or screens.TITLE in session.trail
        or screens.PICKER in session.trail
    ):
        return None
    scene = view(evolve(session, screen=screens.BOARD, focus="", notice=""))
    return scene if isinstance(scene, BoardScene) else None


def compose(
    session: Session,
    scene: Scene,
    size: tuple[int, int],
    scale: float,
    type: Typesetter,
    attention: Attention,
    atlas_of: AtlasOf,
    under: BoardScene | None = None,
) -> Tree:
    """The tree of a scene of a session for a window."""
    text = session.settings.text
    board = scene if isinstance(scene, BoardScene) else under
    with speaking(session.settings.language):
        if board is not None:
            atlas = atlas_of(board.map.base) if board.map is not None else None
            return layout(scene, size, scale, type, attention, atlas=atlas, behind=under, text=text)
        stage = _stage(session)
        return layout(scene, size, scale, type, attention, atlas=atlas_of(stage.base), stage=stage, text=text)


def _stage(session: Session) -> Stage:
    """The map of the scenario that is chosen, without its game."""
    scenario = session.chosen
    if scenario is None or scenario.map is None:
        return Stage()
    lands = tuple((m.name, m.lands) for g in scenario.groups.values() for m in g.members.values() if m.lands)
    return Stage(scenario.map.base, scenario.map.home, lands)

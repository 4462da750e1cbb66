"""The ending as a picture to send to others: all of it, whatever the size of the window."""

from __future__ import annotations

from io import BytesIO

import pygame

from game.desktop.board.layout_ending import ending
from game.desktop.board.paint import Painter
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel, Tree
from game.desktop.board.widgets import Attention, Frame, moved
from game.scenes.scene import EndingScene

UNIT = 1.5
WIDTH, TALLEST = 1800, 8000
MARGIN = 30


def ending_picture(scene: EndingScene, painter: Painter) -> bytes:
    """The ending as a PNG, in the painter's theme."""
    frame = Frame(painter.fonts, UNIT, Attention())
    veil = ending(frame, scene, Rect(0, 0, WIDTH, TALLEST), printed=True)
    sheet = veil.children[0]
    size = (sheet.rect.w + 2 * MARGIN, sheet.rect.h + 2 * MARGIN)
    room = Rect(0, 0, *size)
    ground = Node("ground", room, Panel("sunk", "", 0))
    paper = moved(sheet, MARGIN - sheet.rect.x, MARGIN - sheet.rect.y)
    surface = pygame.Surface(size, 0, 32)
    Painter(painter.fonts, painter.ground, painter.theme).paint(
        Tree(Node("root", room, None, (ground, paper)), size, UNIT), surface
    )
    written = BytesIO()
    pygame.image.save(surface, written, "ending.png")
    return written.getvalue()

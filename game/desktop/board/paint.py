"""Painting a tree on a surface: the only drawing there is."""

from __future__ import annotations

import math
from functools import partial

import pygame

from game.desktop.board import brush, figures, icons, scales
from game.desktop.board.brush import Kept
from game.desktop.board.fonts import Fonts
from game.desktop.board.ground import GroundPainter
from game.desktop.board.rects import Rect
from game.desktop.board.theme import ATLAS, RGB, Theme, mix, readable_on
from game.desktop.board.tree import (
    Badge,
    Bar,
    Cells,
    Chart,
    Coins,
    Dots,
    Emblem,
    Fan,
    Ground,
    Icon,
    Leader,
    Mark,
    Node,
    Panel,
    Rule,
    Steps,
    Text,
    Thumb,
    Tree,
    Veil,
    Web,
)


class Painter:
    """Paints trees with one theme, and keeps the pictures that come again."""

    def __init__(self, fonts: Fonts, ground: GroundPainter, theme: Theme = ATLAS) -> None:
        self.fonts = fonts
        self.theme = theme
        self.ground = ground
        self._kept = Kept()
        self._behind: tuple[tuple[Node, ...], tuple[int, int], pygame.Surface] | None = None
        self._focus = ""
        self._scale = 1.0

    def wear(self, theme: Theme) -> None:
        """Change the theme."""
        self.theme = theme
        self._kept.clear()
        self._behind = None

    def paint(self, tree: Tree, surface: pygame.Surface) -> None:
        """Paint the whole tree. What lies behind a veil is painted once and kept."""
        self._focus, self._scale = tree.focus, tree.scale
        children = tree.root.children
        veils = [i for i, node in enumerate(children) if isinstance(node.look, Veil)]
        if not veils:
            surface.fill(self.theme.table)
            self._all(children, surface)
            return
        behind, above = children[: veils[-1]], children[veils[-1] :]
        kept = self._behind
        if kept is None or kept[0] != behind or kept[1] != surface.get_size():
            surface.fill(self.theme.table)
            self._all(behind, surface)
            self._behind = kept = (behind, surface.get_size(), surface.copy())
        surface.blit(kept[2], (0, 0))
        self._all(above, surface)

    def _all(self, nodes: tuple[Node, ...], surface: pygame.Surface) -> None:
        late = [node for node in nodes if node.front]
        for node in nodes:
            if not node.front:
                self._node(node, surface)
        for node in late:
            self._node(node, surface)

    def _node(self, node: Node, surface: pygame.Surface) -> None:
        clip = surface.get_clip()
        if node.clips:
            inner = clip.clip(_rect(node.rect))
            if not inner.w or not inner.h:
                return
            surface.set_clip(inner)
        elif (
            node.look is not None and not clip.colliderect(_rect(node.rect)) and not isinstance(node.look, Leader | Web)
        ):
            return
        if node.look is not None:
            self._look(node, surface)
        self._all(node.children, surface)
        if node.id == self._focus and node.focusable:
            self._ring(node, surface)
        if node.clips:
            surface.set_clip(clip)

    def _look(self, node: Node, surface: pygame.Surface) -> None:
        look, rect = node.look, node.rect
        if isinstance(look, Text):
            self._text(look, rect, surface)
        elif isinstance(look, Panel):
            self._panel(look, rect, surface)
        elif isinstance(look, Cells):
            self._cells(look, rect, surface)
        elif isinstance(look, Bar):
            self._bar(look, rect, surface)
        elif isinstance(look, Badge):
            self._badge(look, rect, surface)
        elif isinstance(look, Dots):
            self._dots(look, rect, surface)
        elif isinstance(look, Coins):
            self._coins(look, rect, surface)
        elif isinstance(look, Rule):
            self._rule(look, rect, surface)
        elif isinstance(look, Icon):
            self._icon(look, rect, surface)
        elif isinstance(look, Emblem):
            self._emblem(look, rect, surface)
        elif isinstance(look, Chart):
            self._chart(look, rect, surface)
        elif isinstance(look, Fan):
            kept = self._kept.get((look, rect.w, rect.h), lambda: figures.fan(look, rect, self.theme, self._scale))
            surface.blit(kept, (rect.x, rect.y))
        elif isinstance(look, Ground):
            surface.blit(self.ground.picture(look, (rect.w, rect.h), self.theme, self.fonts), (rect.x, rect.y))
        elif isinstance(look, Leader):
            self._leader(look, surface)
        elif isinstance(look, Thumb):
            self._thumb(look, rect, surface)
        elif isinstance(look, Mark):
            self._mark(look, rect, surface)
        elif isinstance(look, Steps):
            self._steps(look, rect, surface)
        elif isinstance(look, Web):
            self._web(look, rect, surface)
        elif isinstance(look, Veil):
            if not look.clear:
                self._veil(rect, surface)

    def _role(self, role: str) -> RGB:
        return self.theme.colour(role)

    def _text(self, look: Text, rect: Rect, surface: pygame.Surface) -> None:
        colour = self._role(look.colour)
        y = rect.y
        for line in look.lines:
            if line and look.halo:
                key = (line, look)
                out = self._halo_width(look)
                surface.blit(self._kept.get(key, partial(self._haloed, line, look)), (rect.x - out, y - out))
            elif line:
                picture = self.fonts.render(line, look.face, look.px, colour)
                spare = rect.w - picture.get_width()
                x = rect.x + (spare if look.align == "right" else spare // 2 if look.align == "centre" else 0)
                surface.blit(picture, (x, y))
            y += look.leading

    def _halo_width(self, look: Text) -> int:
        return max(1, round(look.px * 0.13))

    def _haloed(self, text: str, look: Text) -> pygame.Surface:
        """A line with a soft-edged rim, so that it can be read on any ground."""
        out = self._halo_width(look)
        letters = self.fonts.render(text, look.face, look.px, self._role(look.colour))
        rim = self.fonts.render(text, look.face, look.px, self._role(look.halo))
        picture = brush.clear_surface(
            (letters.get_width() + 2 * out, letters.get_height() + 2 * out), self._role(look.halo)
        )
        for step in range(12):
            angle = math.tau * step / 12
            picture.blit(rim, (out + out * math.cos(angle), out + out * math.sin(angle)))
        picture.blit(letters, (out, out))
        return picture

    def _panel(self, look: Panel, rect: Rect, surface: pygame.Surface) -> None:
        if not rect.w or not rect.h:
            return
        if look.shadow:
            spread, drop = look.shadow * 2, max(1, look.shadow // 2)
            key = ("shadow", rect.w, rect.h, look.radius, spread)
            picture = self._kept.get(
                key, lambda: brush.shadow((rect.w, rect.h), look.radius, spread, self.theme.shadow)
            )
            surface.blit(picture, (rect.x - spread, rect.y - spread + drop))
        if not look.fill and not look.edge:
            return
        surface.blit(self._kept.get((look, rect.w, rect.h), lambda: self._panel_picture(look, rect)), (rect.x, rect.y))

    def _panel_picture(self, look: Panel, rect: Rect) -> pygame.Surface:
        fill = self._role(look.fill) if look.fill else None
        edge = self._role(look.edge) if look.edge else None
        picture = brush.rounded((rect.w, rect.h), look.radius, fill, edge, look.width)
        if look.stripe and look.stripe_height:
            band = brush.rounded((rect.w, rect.h), look.radius, self._role(look.stripe), None)
            picture.blit(band, (0, 0), (0, 0, rect.w, look.stripe_height))
        return picture

    def _cells(self, look: Cells, rect: Rect, surface: pygame.Surface) -> None:
        key = (look, rect.w, rect.h)

        picture = self._kept.get(key, lambda: scales.cells(look, rect, self.theme))
        surface.blit(picture, (rect.x, rect.y))

    def _bar(self, look: Bar, rect: Rect, surface: pygame.Surface) -> None:
        picture = self._kept.get((look, rect.w, rect.h), lambda: scales.bar(look, rect, self.theme))
        surface.blit(picture, (rect.x, rect.y))

    def _badge(self, look: Badge, rect: Rect, surface: pygame.Surface) -> None:
        def draw() -> pygame.Surface:
            colour = self.theme.power(look.index)
            edge = mix(colour, (0, 0, 0), 0.45)
            picture = brush.smooth((rect.w, rect.h), edge, lambda s, k: figures.token(s, look.index, colour, edge))
            letter = self.fonts.render(look.letter, "sans_bold", look.px, readable_on(colour))
            drop = rect.h * (0.1 if look.index % 8 == 4 else 0.02)
            picture.blit(letter, ((rect.w - letter.get_width()) / 2, (rect.h - letter.get_height()) / 2 + drop))
            return picture

        surface.blit(self._kept.get((look, rect.w, rect.h), draw), (rect.x, rect.y))

    def _dots(self, look: Dots, rect: Rect, surface: pygame.Surface) -> None:
        step = rect.w / look.total
        side = max(4, min(rect.h, round(step * 0.7)))

        for turn in range(1, look.total + 1):
            state = (turn > look.now) - (turn < look.now)
            colour = mix(self.theme.faint, self.theme.ink, 0.14) if state > 0 else self.theme.accent
            picture = self._kept.get(("dot", side, state, colour), partial(scales.dot, side, colour, hollow=state == 0))
            x = rect.x + round(step * (turn - 0.5) - side / 2)
            surface.blit(picture, (x, rect.y + (rect.h - side) // 2))

    def _coins(self, look: Coins, rect: Rect, surface: pygame.Surface) -> None:
        side = min(rect.h, rect.w // max(1, look.count))
        colour = self._role(look.colour)
        picture = self._kept.get(("coin", side, colour), lambda: scales.dot(side, colour))
        for i in range(look.count):
            surface.blit(picture, (rect.right - (look.count - i) * side, rect.y + (rect.h - side) // 2))

    def _rule(self, look: Rule, rect: Rect, surface: pygame.Surface) -> None:
        if rect.w >= rect.h:
            surface.fill(self._role(look.colour), (rect.x, rect.y + rect.h // 2, rect.w, 1))
        else:
            surface.fill(self._role(look.colour), (rect.x + rect.w // 2, rect.y, 1, rect.h))

    def _icon(self, look: Icon, rect: Rect, surface: pygame.Surface) -> None:
        colour = self._role(look.colour)
        picture = self._kept.get(("icon", look, rect.w), lambda: brush.icon(look.name, rect.w, colour))
        surface.blit(picture, (rect.x, rect.y))

    def _emblem(self, look: Emblem, rect: Rect, surface: pygame.Surface) -> None:
        colour = self._role(look.colour)
        picture = self._kept.get(("emblem", look, rect.w), lambda: icons.emblem(look.name, rect.w, colour))
        surface.blit(picture, (rect.x, rect.y))

    def _leader(self, look: Leader, surface: pygame.Surface) -> None:
        pygame.draw.aaline(surface, self._role(look.colour), look.start, look.end)

    def _thumb(self, look: Thumb, rect: Rect, surface: pygame.Surface) -> None:
        surface.blit(brush.rounded((rect.w, rect.h), rect.w // 2, self.theme.faint, None), (rect.x, rect.y))
        high = max(rect.w * 2, rect.h * look.shown // max(1, look.whole))
        y = rect.y + (rect.h - high) * look.offset // max(1, look.whole - look.shown)
        surface.blit(
            brush.rounded((rect.w, high), rect.w // 2, mix(self.theme.edge, self.theme.ink, 0.35), None), (rect.x, y)
        )

    def _mark(self, look: Mark, rect: Rect, surface: pygame.Surface) -> None:
        """A ring in the colour of attention, with a rim of paper and a soft glow outside of it."""
        glow = look.width * 4
        picture = self._kept.get(("mark", rect.w, rect.h, look), lambda: figures.mark(look, rect, self.theme))
        surface.blit(picture, (rect.x - glow, rect.y - glow))

    def _steps(self, look: Steps, rect: Rect, surface: pygame.Surface) -> None:
        if look.total <= 0:
            return
        surface.blit(
            self._kept.get((look, rect.w, rect.h), lambda: scales.steps(look, rect, self.theme)), (rect.x, rect.y)
        )

    def _web(self, look: Web, rect: Rect, surface: pygame.Surface) -> None:
        surface.blit(
            self._kept.get((look, rect), lambda: figures.web(look, rect, self.theme, self._scale)), (rect.x, rect.y)
        )

    def _veil(self, rect: Rect, surface: pygame.Surface) -> None:
        glass = self._kept.get(("veil", rect.w, rect.h), lambda: pygame.Surface((rect.w, rect.h), pygame.SRCALPHA))
        glass.fill(self.theme.veil)
        surface.blit(glass, (rect.x, rect.y))

    def _chart(self, look: Chart, rect: Rect, surface: pygame.Surface) -> None:
        surface.blit(
            self._kept.get((look, rect.w, rect.h), lambda: figures.chart(look, rect, self.theme, self._scale)),
            (rect.x, rect.y),
        )

    def _ring(self, node: Node, surface: pygame.Surface) -> None:
        out, width = max(2, round(2 * self._scale)), max(2, round(2.6 * self._scale))
        radius = (node.look.radius if isinstance(node.look, Panel) else round(5 * self._scale)) + out
        size = (node.rect.w + 2 * out, node.rect.h + 2 * out)
        ring = self._kept.get(
            ("ring", size, radius, width), lambda: brush.rounded(size, radius, None, self.theme.focus, width)
        )
        clip = surface.get_clip()
        surface.set_clip(clip.inflate(2 * out, 2 * out))  # a list must not cut the ring of what fills it
        surface.blit(ring, (node.rect.x - out, node.rect.y - out))
        surface.set_clip(clip)


def _rect(rect: Rect) -> pygame.Rect:
    return pygame.Rect(rect.x, rect.y, rect.w, rect.h)

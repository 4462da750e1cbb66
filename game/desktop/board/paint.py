"""Painting a tree on a surface: the only drawing there is."""

from __future__ import annotations

import math
from functools import partial

import pygame

from game.desktop.board import brush
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
        elif isinstance(look, Chart):
            self._chart(look, rect, surface)
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

    def _boxes(self, look: Cells, rect: Rect) -> list[tuple[int, pygame.Rect]]:
        """Each box of a scale with the value it stands for; an even number of pixels apart."""
        first = look.low if look.low < 0 else look.low + 1
        values = range(first, look.high + 1)
        gap = max(1, min(round(rect.h * 0.22), rect.w // (len(values) * 5)))
        edges = [rect.x + round((rect.w + gap) * i / len(values)) for i in range(len(values) + 1)]
        return [(v, pygame.Rect(edges[i], rect.y, edges[i + 1] - edges[i] - gap, rect.h)) for i, v in enumerate(values)]

    def _cells(self, look: Cells, rect: Rect, surface: pygame.Surface) -> None:
        key = (look, rect.w, rect.h)

        def draw() -> pygame.Surface:
            picture = brush.clear_surface((rect.w, rect.h), self.theme.faint)
            self._draw_cells(look, Rect(0, 0, rect.w, rect.h), picture)
            return picture

        surface.blit(self._kept.get(key, draw), (rect.x, rect.y))

    def _draw_cells(self, look: Cells, rect: Rect, surface: pygame.Surface) -> None:
        colour, empty = self._role(look.colour), self.theme.faint
        ghost = look.value if look.ghost is None else look.ghost
        radius = max(1, rect.h // 4)
        for value, box in self._boxes(look, rect):
            if value == 0 and look.low < 0:
                self._zero(box, surface, look.value == 0, ghost == 0)
                continue
            now, then = _fills(look.value, value), _fills(ghost, value)
            if now and then:
                surface.blit(brush.rounded(box.size, radius, colour, mix(colour, (0, 0, 0), 0.25), 1), box)
            elif then:
                self._ghost_box(box, radius, mix(empty, colour, 0.45), colour, True, surface)
            elif now:
                self._ghost_box(box, radius, mix(empty, colour, 0.12), colour, False, surface)
            else:
                surface.blit(brush.rounded(box.size, radius, empty, mix(empty, self.theme.ink, 0.16), 1), box)
            if look.mark == value:
                pygame.draw.rect(surface, self.theme.ink, (box.x - 2, box.y, 1, box.h))

    def _zero(self, box: pygame.Rect, surface: pygame.Surface, now: bool, then: bool) -> None:
        colour = self.theme.ink if now or then else mix(self.theme.faint, self.theme.ink, 0.4)
        side = max(4, round(box.h * (0.56 if now else 0.46)))
        dot = brush.smooth((side, side), colour, lambda s, k: _disc(s, colour, hollow=then and not now))
        surface.blit(dot, (box.centerx - side // 2, box.centery - side // 2))

    def _ghost_box(
        self, box: pygame.Rect, radius: int, fill: RGB, edge: RGB, plus: bool, surface: pygame.Surface
    ) -> None:
        surface.blit(brush.rounded(box.size, radius, fill, edge, 1), box)
        arm = max(2, round(min(box.w, box.h) * 0.28))
        thick = 2 if box.h >= 12 else 1
        x, y = box.center
        ink = self.theme.ink
        pygame.draw.rect(surface, ink, (x - arm, y - thick // 2, 2 * arm + thick % 2, thick))
        if plus:
            pygame.draw.rect(surface, ink, (x - thick // 2, y - arm, thick, 2 * arm + thick % 2))

    def _bar(self, look: Bar, rect: Rect, surface: pygame.Surface) -> None:
        picture = self._kept.get((look, rect.w, rect.h), lambda: self._bar_picture(look, rect))
        surface.blit(picture, (rect.x, rect.y))

    def _bar_picture(self, look: Bar, rect: Rect) -> pygame.Surface:
        span = max(1, look.high - look.low)
        colour, empty = self._role(look.colour), self.theme.faint
        picture = brush.rounded((rect.w, rect.h), rect.h // 2, empty, mix(empty, self.theme.ink, 0.2), 1)
        whole = brush.rounded((rect.w, rect.h), rect.h // 2, colour, mix(colour, (0, 0, 0), 0.25), 1)
        pale = brush.rounded((rect.w, rect.h), rect.h // 2, mix(empty, colour, 0.4), colour, 1)
        at = round(rect.w * (look.value - look.low) / span)
        ghost = at if look.ghost is None else round(rect.w * (look.ghost - look.low) / span)
        sure = min(at, ghost)
        if sure > 0:
            picture.blit(whole, (0, 0), (0, 0, sure, rect.h))
        if ghost != at:
            picture.blit(pale, (sure, 0), (sure, 0, abs(ghost - at), rect.h))
            pygame.draw.rect(picture, self.theme.ink, (max(0, min(ghost, rect.w) - 2), 0, 2, rect.h))
        return picture

    def _badge(self, look: Badge, rect: Rect, surface: pygame.Surface) -> None:
        def draw() -> pygame.Surface:
            colour = self.theme.power(look.index)
            edge = mix(colour, (0, 0, 0), 0.45)
            picture = brush.smooth((rect.w, rect.h), edge, lambda s, k: _token(s, look.index, colour, edge))
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
            picture = self._kept.get(("dot", side, state, colour), partial(_dot, side, colour, hollow=state == 0))
            x = rect.x + round(step * (turn - 0.5) - side / 2)
            surface.blit(picture, (x, rect.y + (rect.h - side) // 2))

    def _coins(self, look: Coins, rect: Rect, surface: pygame.Surface) -> None:
        side = min(rect.h, rect.w // max(1, look.count))
        colour = self._role(look.colour)
        picture = self._kept.get(
            ("coin", side, colour), lambda: brush.smooth((side, side), colour, lambda s, k: _disc(s, colour))
        )
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
        key = ("mark", rect.w, rect.h, look)

        def draw() -> pygame.Surface:
            w, h = rect.w + 2 * glow, rect.h + 2 * glow
            picture = brush.clear_surface((w, h), self.theme.focus)
            for step in range(glow, 0, -1):
                size = (rect.w + 2 * step, rect.h + 2 * step)
                ring = brush.rounded(size, look.radius + step, None, self.theme.focus, 1)
                ring.set_alpha(round(120 * (1 - step / (glow + 1)) ** 2))
                picture.blit(ring, (glow - step, glow - step))
            rim = brush.rounded((rect.w, rect.h), look.radius, None, self.theme.raised, look.width + 1)
            picture.blit(rim, (glow, glow))
            picture.blit(brush.rounded((rect.w, rect.h), look.radius, None, self.theme.focus, look.width), (glow, glow))
            return picture

        surface.blit(self._kept.get(key, draw), (rect.x - glow, rect.y - glow))

    def _steps(self, look: Steps, rect: Rect, surface: pygame.Surface) -> None:
        if look.total <= 0:
            return
        surface.blit(self._kept.get((look, rect.w, rect.h), lambda: self._steps_picture(look, rect)), (rect.x, rect.y))

    def _steps_picture(self, look: Steps, rect: Rect) -> pygame.Surface:
        picture = brush.clear_surface((rect.w, rect.h), self.theme.accent)
        gap = 1 if rect.w < look.total * 5 else 2
        edges = [round((rect.w + gap) * i / look.total) for i in range(look.total + 1)]
        for number in range(look.total):
            wide = max(1, edges[number + 1] - edges[number] - gap)
            made, last = number < look.made, look.here and number == look.made - 1
            ahead = mix(self.theme.faint, self.theme.ink, 0.22)
            colour = self.theme.focus if last else self.theme.accent if made else ahead
            picture.fill((*colour, 255), (edges[number], 0, wide, rect.h))
        return picture

    def _web(self, look: Web, rect: Rect, surface: pygame.Surface) -> None:
        surface.blit(self._kept.get((look, rect), lambda: self._web_picture(look, rect)), (rect.x, rect.y))

    def _web_picture(self, look: Web, rect: Rect) -> pygame.Surface:
        ink = mix(self.theme.table, self.theme.ink, 0.35)

        def draw(s: pygame.Surface, k: int) -> None:
            cx, cy = (look.centre[0] - rect.x) * k, (look.centre[1] - rect.y) * k
            reach = max((math.dist(look.centre, end) for end, _, _ in look.ends), default=0.0) * k
            for share in (1.0, 0.72, 0.44):
                pygame.draw.circle(s, (*ink, 70), (cx, cy), reach * share, max(1, round(k * self._scale)))
            for (x, y), role, strength in look.ends:
                tip = ((x - rect.x) * k, (y - rect.y) * k)
                wide = (2 + 7 * strength) * k * self._scale
                brush.stroke(s, mix(self._role(role), (0, 0, 0), 0.5), [(cx, cy), tip], wide + 2.4 * k * self._scale)
                brush.stroke(s, self._role(role), [(cx, cy), tip], wide)

        return brush.smooth((rect.w, rect.h), ink, draw)

    def _veil(self, rect: Rect, surface: pygame.Surface) -> None:
        glass = self._kept.get(("veil", rect.w, rect.h), lambda: pygame.Surface((rect.w, rect.h), pygame.SRCALPHA))
        glass.fill(self.theme.veil)
        surface.blit(glass, (rect.x, rect.y))

    def _chart(self, look: Chart, rect: Rect, surface: pygame.Surface) -> None:
        surface.blit(self._kept.get((look, rect.w, rect.h), lambda: self._chart_picture(look, rect)), (rect.x, rect.y))

    def _chart_picture(self, look: Chart, rect: Rect) -> pygame.Surface:
        def draw(s: pygame.Surface, k: int) -> None:
            w, h = s.get_size()
            margin = 7 * k * self._scale
            span, steps = max(1, look.high - look.low), max(1, look.turns)

            def at(turn: int, value: int) -> tuple[float, float]:
                return margin + (w - 2 * margin) * turn / steps, h - margin - (h - 2 * margin) * (
                    value - look.low
                ) / span

            lines = {look.low, look.high} | ({0} if look.low < 0 < look.high else set())
            for value in lines:
                _, y = at(0, value)
                pygame.draw.line(s, self.theme.rule, (margin, y), (w - margin, y), k)
            for curve in look.curves:
                colour = self._role(curve.colour)
                points = [at(turn, value) for turn, value in enumerate(curve.values)]
                brush.stroke(s, colour, points, 2.4 * k * self._scale)
                for point in points[-1:]:
                    shape = brush.shape_points(curve.shape if curve.shape >= 0 else 2, point, 5 * k * self._scale)
                    pygame.draw.polygon(s, colour, shape)

        return brush.smooth((rect.w, rect.h), self.theme.rule, draw)

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


def _fills(value: int, box: int) -> bool:
    """Whether a box of a scale lies between zero and the value."""
    return 0 < box <= value or value <= box < 0


def _disc(surface: pygame.Surface, colour: RGB, *, hollow: bool = False) -> None:
    side = surface.get_width()
    pygame.draw.circle(surface, colour, (side / 2, side / 2), side * 0.48)
    if hollow:
        pygame.draw.circle(surface, (255, 255, 255), (side / 2, side / 2), side * 0.25)


def _dot(side: int, colour: RGB, *, hollow: bool) -> pygame.Surface:
    return brush.smooth((side, side), colour, lambda s, k: _disc(s, colour, hollow=hollow))


def _token(surface: pygame.Surface, index: int, colour: RGB, edge: RGB) -> None:
    side = surface.get_width()
    centre = (side / 2, side / 2)
    pygame.draw.polygon(surface, edge, brush.shape_points(index, centre, side * 0.48))
    pygame.draw.polygon(surface, colour, brush.shape_points(index, centre, side * 0.435))

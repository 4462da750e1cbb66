"""Pictures of scales: a track's boxes and bars, the turns' dots, the row of moves."""

from __future__ import annotations

import pygame

from game.desktop.board import brush
from game.desktop.board.rects import Rect
from game.desktop.board.theme import RGB, Theme, mix
from game.desktop.board.tree import Bar, Cells, Steps


def cells(look: Cells, rect: Rect, theme: Theme) -> pygame.Surface:
    """A short scale: boxes, those up to the value filled, those of the ghost pale with a sign."""
    picture = brush.clear_surface((rect.w, rect.h), theme.faint)
    _draw_cells(look, Rect(0, 0, rect.w, rect.h), picture, theme)
    return picture


def _boxes(look: Cells, rect: Rect) -> list[tuple[int, pygame.Rect]]:
    """Each box of a scale with the value it stands for; an even number of pixels apart."""
    first = look.low if look.low < 0 else look.low + 1
    values = range(first, look.high + 1)
    gap = max(1, min(round(rect.h * 0.22), rect.w // (len(values) * 5)))
    edges = [rect.x + round((rect.w + gap) * i / len(values)) for i in range(len(values) + 1)]
    return [(v, pygame.Rect(edges[i], rect.y, edges[i + 1] - edges[i] - gap, rect.h)) for i, v in enumerate(values)]


def _draw_cells(look: Cells, rect: Rect, surface: pygame.Surface, theme: Theme) -> None:
    colour, empty = theme.colour(look.colour), theme.faint
    ghost = look.value if look.ghost is None else look.ghost
    radius = max(1, rect.h // 4)
    for value, box in _boxes(look, rect):
        if value == 0 and look.low < 0:
            _zero(box, surface, theme, look.value == 0, ghost == 0)
            continue
        now, then = _fills(look.value, value), _fills(ghost, value)
        if now and then:
            surface.blit(brush.rounded(box.size, radius, colour, mix(colour, (0, 0, 0), 0.25), 1), box)
        elif then:
            _ghost_box(box, radius, mix(empty, colour, 0.45), colour, True, surface, theme.ink)
        elif now:
            _ghost_box(box, radius, mix(empty, colour, 0.12), colour, False, surface, theme.ink)
        else:
            surface.blit(brush.rounded(box.size, radius, empty, mix(empty, theme.ink, 0.16), 1), box)
        if look.mark == value:
            pygame.draw.rect(surface, theme.ink, (box.x - 2, box.y, 1, box.h))


def _zero(box: pygame.Rect, surface: pygame.Surface, theme: Theme, now: bool, then: bool) -> None:
    colour = theme.ink if now or then else mix(theme.faint, theme.ink, 0.4)
    side = max(4, round(box.h * (0.56 if now else 0.46)))
    dot = brush.smooth((side, side), colour, lambda s, k: disc(s, colour, hollow=then and not now))
    surface.blit(dot, (box.centerx - side // 2, box.centery - side // 2))


def _ghost_box(
    box: pygame.Rect, radius: int, fill: RGB, edge: RGB, plus: bool, surface: pygame.Surface, ink: RGB
) -> None:
    surface.blit(brush.rounded(box.size, radius, fill, edge, 1), box)
    arm = max(2, round(min(box.w, box.h) * 0.28))
    thick = 2 if box.h >= 12 else 1
    x, y = box.center
    pygame.draw.rect(surface, ink, (x - arm, y - thick // 2, 2 * arm + thick % 2, thick))
    if plus:
        pygame.draw.rect(surface, ink, (x - thick // 2, y - arm, thick, 2 * arm + thick % 2))


def _fills(value: int, box: int) -> bool:
    """Whether a box of a scale lies between zero and the value."""
    return 0 < box <= value or value <= box < 0


def bar(look: Bar, rect: Rect, theme: Theme) -> pygame.Surface:
    """A long scale: filled to the value, pale to the ghost."""
    span = max(1, look.high - look.low)
    colour, empty = theme.colour(look.colour), theme.faint
    picture = brush.rounded((rect.w, rect.h), rect.h // 2, empty, mix(empty, theme.ink, 0.2), 1)
    whole = brush.rounded((rect.w, rect.h), rect.h // 2, colour, mix(colour, (0, 0, 0), 0.25), 1)
    pale = brush.rounded((rect.w, rect.h), rect.h // 2, mix(empty, colour, 0.4), colour, 1)
    at = round(rect.w * (look.value - look.low) / span)
    ghost = at if look.ghost is None else round(rect.w * (look.ghost - look.low) / span)
    sure = min(at, ghost)
    if sure > 0:
        picture.blit(whole, (0, 0), (0, 0, sure, rect.h))
    if ghost != at:
        picture.blit(pale, (sure, 0), (sure, 0, abs(ghost - at), rect.h))
        pygame.draw.rect(picture, theme.ink, (max(0, min(ghost, rect.w) - 2), 0, 2, rect.h))
    return picture


def steps(look: Steps, rect: Rect, theme: Theme) -> pygame.Surface:
    """The moves of a turn in a row: made, here, undone."""
    picture = brush.clear_surface((rect.w, rect.h), theme.accent)
    gap = 1 if rect.w < look.total * 5 else 2
    edges = [round((rect.w + gap) * i / look.total) for i in range(look.total + 1)]
    for number in range(look.total):
        wide = max(1, edges[number + 1] - edges[number] - gap)
        made, last = number < look.made, look.here and number == look.made - 1
        ahead = mix(theme.faint, theme.ink, 0.22)
        colour = theme.focus if last else theme.accent if made else ahead
        picture.fill((*colour, 255), (edges[number], 0, wide, rect.h))
    return picture


def disc(surface: pygame.Surface, colour: RGB, *, hollow: bool = False) -> None:
    """A disc as large as its surface; one that is hollow has a hole of white."""
    side = surface.get_width()
    pygame.draw.circle(surface, colour, (side / 2, side / 2), side * 0.48)
    if hollow:
        pygame.draw.circle(surface, (255, 255, 255), (side / 2, side / 2), side * 0.25)


def dot(side: int, colour: RGB, *, hollow: bool = False) -> pygame.Surface:
    """A disc as a picture."""
    return brush.smooth((side, side), colour, lambda s, k: disc(s, colour, hollow=hollow))

"""Where lists stand: the offsets in pixels, by the list's name, after a wheel, a drag, a page or a look. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from game.desktop.board.tree import Node, Thumb, Tree

Offsets = Mapping[str, int]


def revealing(tree: Tree, id: str, scrolls: Offsets, margin: int = 8) -> dict[str, int]:
    """The offsets of lists that bring a node into view."""
    offsets = dict(scrolls)
    path = tree.path_to(id)
    if not path:
        return offsets
    target = path[-1].rect
    for node in path[:-1]:
        if not node.scroll:
            continue
        start, end = (target.x, target.right) if node.across else (target.y, target.bottom)
        first, last = (node.rect.x, node.rect.right) if node.across else (node.rect.y, node.rect.bottom)
        now = max(0, min(offsets.get(node.scroll, 0), _most(node)))
        if start < first + margin:
            now -= first + margin - start
        elif end > last - margin:
            now += min(end - last + margin, start - first - margin)
        offsets[node.scroll] = max(0, min(now, _most(node)))
    return offsets


def scrolled(node: Node, by: int, scrolls: Offsets) -> dict[str, int]:
    """A list moved by so many pixels."""
    most = _most(node)
    now = max(0, min(scrolls.get(node.scroll, 0), most))
    return {**scrolls, node.scroll: max(0, min(now + by, most))}


def paged(tree: Tree, focus: str, by: int, scrolls: Offsets) -> dict[str, int]:
    """The list around the focus, else the last one there is, moved by most of its height so many times."""
    lists = [node for node in tree.path_to(focus) if _is_long(node)]
    lists = lists or [node for node in tree.live.walk() if _is_long(node)]
    return scrolled(lists[-1], by * lists[-1].rect.h * 4 // 5, scrolls) if lists else dict(scrolls)


def dragged(tree: Tree, thumb: str, y: int, scrolls: Offsets) -> dict[str, int]:
    """The list of a scroll bar whose thumb is held at a height of the screen."""
    part = tree.by_id.get(thumb)
    if part is None or not isinstance(part.look, Thumb):
        return dict(scrolls)
    share = (y - part.rect.y) / max(1, part.rect.h)
    offset = round(share * part.look.whole - part.look.shown / 2)
    most = max(0, part.look.whole - part.look.shown)
    return {**scrolls, part.id.removesuffix(".thumb"): max(0, min(offset, most))}


def topped(tree: Tree, id: str, scrolls: Offsets) -> dict[str, int]:
    """The lists around a node moved so that it stands at their top."""
    offsets = dict(scrolls)
    for above in tree.path_to(id):
        if above.scroll and not above.across:
            offset = scrolls.get(above.scroll, 0) + tree.by_id[id].rect.y - above.rect.y
            offsets[above.scroll] = max(0, min(offset, _most(above)))
    return offsets


def _most(node: Node) -> int:
    """The largest offset of a list."""
    return max(0, node.extent - (node.rect.w if node.across else node.rect.h))


def _is_long(node: Node) -> bool:
    return bool(node.scroll) and not node.across and node.extent > node.rect.h

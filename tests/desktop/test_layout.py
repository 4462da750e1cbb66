"""Properties of every screen at every size and scale: nothing overflows, nothing overlaps, Tab reaches everything."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations, product
from typing import Any

import attrs
import pytest

from game.desktop import intents
from game.desktop.board import fonts as faces
from game.desktop.board.composing import behind, compose, scene_of
from game.desktop.board.fonts import Fonts
from game.desktop.board.rects import Rect
from game.desktop.board.scrolling import revealing
from game.desktop.board.theme import ATLAS, CONTRAST, NIGHT, contrast
from game.desktop.board.tree import Ground, Leader, Node, Text, Tree, Veil, Web, shown
from game.desktop.board.widgets import Attention, typeset
from game.desktop.foreseeing import worked_out
from game.desktop.session import Session
from game.scenario.library import resources, shipped
from game.scenes.atlas import Atlas, load_map

SIZES = ((1280, 800), (1366, 768), (1920, 1080), (2560, 1440), (3840, 2160))
LANGUAGES = ("en", "kk", "ru")
SCALES = (0.8, 1.0, 1.5, 2.0)
CRAMPED = SIZES[:2]
LAYOUTS = [
    (language, size, scale)
    for turn, (size, scale) in enumerate(product(SIZES, SCALES))
    for number, language in enumerate(LANGUAGES)
    if size in CRAMPED or turn % len(LANGUAGES) == number or os.environ.get("MULTIVECTOR_LAYOUTS") == "all"
]
"""Every language where room is short; with more room each size and each scale in every language, in turn.

MULTIVECTOR_LAYOUTS=all takes every language at every size and scale, as before a release.
"""
FLAGSHIP, SCHEMATIC = "deft-diplomacy", "ladder"

faces.MEASURED = 200_000  # many windows in three languages: what one of them measured serves the next
pytestmark = pytest.mark.xdist_group("screens")  # so that `sessions` are played, and forecasts worked out, once


@cache
def fonts() -> Fonts:
    return Fonts(resources("assets"))


@lru_cache
def atlas_of(base: str) -> Atlas | None:
    path = resources("assets") / "map" / f"{base}.json"
    return load_map(path) if path.is_file() else None


def begun(scenario: str) -> Session:
    return Session().do(intents.Start(scenario, None, 7)).do(intents.Next())


def played(session: Session, moves: int, nth: int = 0) -> Session:
    """The board after some moves, each the nth legal one (or the last)."""
    for _ in range(moves):
        assert session.game is not None
        if session.game.over:
            break
        legal = session.game.moves
        session = session.do(intents.Play(str(legal[min(nth, len(legal) - 1)])))
        if session.screen != "board":
            session = session.do(intents.Next())
    return session


def looking(session: Session, nth: int) -> Session:
    assert session.game is not None
    return session.do(intents.Focus(str(session.game.moves[min(nth, len(session.game.moves) - 1)])))


def until(session: Session, kind: str) -> Session:
    """The board when something of this kind is first decided."""
    while session.game is not None and session.game.decision.kind != kind:
        session = session.do(intents.Play(str(session.game.moves[0])))
    return session


def visiting(session: Session) -> Session:
    """The board when the last of the envoys acts."""
    while session.game is not None and session.game.decision.id != list(session.game.scenario.envoys)[-1]:
        session = session.do(intents.Play(str(session.game.moves[0])))
    return session


def reported(session: Session) -> Session:
    while session.screen != "report":
        assert session.game is not None
        session = session.do(intents.Play(str(session.game.moves[0])))
    return session


@cache
def sessions() -> dict[str, Session]:
    """One session for every screen."""
    new, board = Session(), begun(FLAGSHIP)
    acting, late = until(board, "envoy"), played(board, 20, 2)
    over, ladder = played(board, 400), begun(SCHEMATIC)
    ladder_over = played(ladder, 40, 3)
    assert board.game is not None and acting.game is not None
    card = acting.game.plan.moves[acting.game.moves[0].index].subject
    return {
        "title": new,
        "picker": new.do(intents.Show("picker")),
        "briefing": new.do(intents.Show("picker")).do(intents.Next()),
        "event": board,
        "event looked at": looking(board, 1),
        "envoy": acting,
        "envoy looking": looking(acting, 2),
        "visits": visiting(board),
        "late": late,
        "late looking": looking(late, 4) if late.game is not None and not late.game.over else late,
        "refused": board.do(intents.Play("nobody > nothing")),
        "report": reported(board),
        "why": late.do(intents.Why("treasury")),
        "card": acting.do(intents.Detail(card)),
        "power": acting.do(intents.Detail(next(iter(board.game.scenario.groups["powers"].members)))),
        "event detail": board.do(intents.Detail(board.game.decision.id)),
        "ending": over if over.screen == "ending" else over.do(intents.Show("ending")),
        "help": acting.do(intents.Help()),
        "help before": new.do(intents.Help()),
        "charts": late.do(intents.Show("charts")),
        "history": late.do(intents.Show("history")),
        "rules": acting.do(intents.Show("rules")),
        "rules, page 2": acting.do(intents.TurnTo(2)),
        "settings": acting.do(intents.Show("settings")),
        "settings before": new.do(intents.Show("settings")),
        "rules before": new.do(intents.Show("rules")),
        "lesson": begun("first-steps"),
        "another line": board.do(intents.Play(str(board.game.moves[0])))
        .do(intents.Undo())
        .do(intents.Play(str(board.game.moves[1]))),
        "foreseen": worked_out(looking(acting, 2)),
        "event foreseen": worked_out(looking(board, 1)),
        "forecast": worked_out(looking(acting, 2).do(intents.Show("forecast"))),
        "advisers": worked_out(acting.do(intents.Show("advisers"))),
        "schematic": ladder,
        "schematic looking": looking(ladder, 2),
        "schematic ending": ladder_over if ladder_over.screen == "ending" else ladder_over.do(intents.Show("ending")),
    }


NAMES = (
    "title", "picker", "briefing", "event", "event looked at", "envoy", "envoy looking", "visits", "late",
    "late looking", "refused", "report", "why", "card", "power", "event detail", "ending", "help", "help before",
    "charts", "history", "rules", "rules, page 2", "rules before", "settings", "settings before", "lesson",
    "another line", "foreseen", "event foreseen", "forecast", "advisers", "schematic", "schematic looking",
    "schematic ending",
)  # fmt: skip


def tree_of(session: Session, size: tuple[int, int], scale: float, attention: Attention | None = None) -> Tree:
    scene = scene_of(session)
    return compose(session, scene, size, scale, fonts(), attention or Attention(), atlas_of, behind(session))


def overflows(tree: Tree) -> Iterator[str]:
    """Texts that are larger than their rectangles, and nodes that leave the window or their parents unclipped."""
    window = Rect(0, 0, *tree.size)

    def visit(node: Node, clipped: bool, parent: Rect) -> Iterator[str]:
        if isinstance(node.look, Text):
            look = node.look
            wide = max(fonts().measure(line, look.face, look.px)[0] for line in look.lines)
            high = fonts().line_height(look.face, look.px) + look.leading * (len(look.lines) - 1)
            if wide > node.rect.w or high > node.rect.h:
                yield f"{node.id}: {wide}x{high} in {node.rect} {look.lines}"
        loose = node.floats or node.front or isinstance(node.look, Leader)
        if not clipped and node.rect.w and node.rect.h and not node.rect.within(window):
            yield f"{node.id}: {node.rect} outside of the window"
        if not clipped and not loose and node.rect.w and node.rect.h and not node.rect.within(parent):
            yield f"{node.id}: {node.rect} outside of {parent}"
        for child in node.children:
            yield from visit(child, clipped or node.clips, node.rect)

    yield from visit(tree.root, False, window)


def overlaps(tree: Tree) -> Iterator[str]:
    """Siblings that share area, apart from grounds, overlays and the lines drawn under plaques."""
    for node in tree.root.walk():
        solid = [
            c for c in node.children
            if not c.floats and not isinstance(c.look, Ground | Leader | Web | Veil) and c.rect.w and c.rect.h
        ]  # fmt: skip
        if node is tree.root:
            continue
        for one, other in combinations(solid, 2):
            if one.rect.meets(other.rect):
                yield f"{one.id} {one.rect} over {other.id} {other.rect}"


def unreached(tree: Tree) -> Iterator[str]:
    """What can be pressed or peeked at but is not reached by Tab; on the map, what the mats reach too is left out."""
    wanted = {n.id for n in tree.live.walk() if n.press is not None or n.peek is not None} - {"", "seed"}
    order = {node.id for node in tree.focus_order()}
    yield from (i for i in sorted(wanted - order) if not i.startswith(("token:", "seat:", "route:", "pip:")))


MORE = re.compile(r"move:.*\.told")
"""Texts that may be cut: what a card brings. To look at the card tells all of it in the panel beside the map."""


def cuts(tree: Tree) -> Iterator[str]:
    """Texts that end in … for want of room, or in which a word is broken."""

    def visit(node: Node, peeked: bool) -> Iterator[str]:
        if isinstance(node.look, Text) and node.text:
            told = typeset(node.text)
            cut = any(not line for line in node.look.lines) or (node.look.lines[-1][-1:] == "…" != told[-1:])
            lines = " ".join(node.look.lines)
            broken = set() if cut else {*re.split(r"[\s-]+", lines)} - {*re.split(r"[\s-]+", told), ""}
            if (cut or broken) and not (MORE.fullmatch(node.id) and peeked):
                yield f"{node.id}: {node.look.lines} of {node.text!r}"
        for child in node.children:
            yield from visit(child, peeked or isinstance(node.peek, intents.Focus))

    yield from visit(tree.root, False)


@cache
def speaking(name: str, language: str) -> Session:
    """The session of a screen, in a language."""
    return worked_out(sessions()[name].in_language(language))


@pytest.mark.parametrize(("language", "size", "scale"), LAYOUTS, ids=lambda v: f"{v[0]}x{v[1]}" if v in SIZES else None)
def test_every_screen_holds_its_text(language: str, size: tuple[int, int], scale: float) -> None:
    found = []
    for name in NAMES:
        tree = tree_of(speaking(name, language), size, scale)
        found += [f"{name}: {fault}" for fault in (*overflows(tree), *overlaps(tree), *unreached(tree), *cuts(tree))]
    assert not found, "\n".join(found[:40])


def longer(value: Any) -> Any:
    """The same scene in a wordier language: every name and text is half as long again, with a long word in it."""
    if attrs.has(type(value)):
        told = {
            "name",
            "text",
            "title",
            "full_name",
            "turn_label",
            "label",
            "mission",
            "member_name",
            "question",
            "badge",
        }
        changed = {
            a.name: _longer_text(v) if a.name in told and isinstance(v, str) else longer(v)
            for a in attrs.fields(type(value))
            if a.init and a.name not in ("id", "turns")
            for v in [getattr(value, a.name)]
        }
        return attrs.evolve(value, **changed) if not any(c.startswith("_") for c in changed) else value
    return tuple(longer(v) for v in value) if isinstance(value, tuple) else value


def _longer_text(text: str) -> str:
    return f"{text} {text[: len(text) // 3]} Құжаттамалық-сипаттамалық" if text else text


@pytest.mark.parametrize(
    "size,scale", [((1280, 800), 1.0), ((1280, 800), 2.0), ((1366, 768), 1.5), ((1920, 1080), 1.5)]
)
def test_wordier_languages_fit(size: tuple[int, int], scale: float) -> None:
    found = []
    for name in NAMES:
        session = sessions()[name]
        scene = longer(scene_of(session))
        tree = compose(session, scene, size, scale, fonts(), Attention(), atlas_of, behind(session))
        found += [f"{name}: {fault}" for fault in (*overflows(tree), *overlaps(tree))]
    assert not found, "\n".join(found[:40])


@pytest.mark.parametrize("scenario", shipped())
def test_every_shipped_scenario_has_a_board(scenario: str) -> None:
    for session in (begun(scenario), looking(begun(scenario), 0), played(begun(scenario), 9, 1)):
        for size, scale in (((1280, 800), 1.0), ((1280, 800), 1.5), ((1920, 1080), 1.0)):
            tree = tree_of(session, size, scale)
            assert not [*overflows(tree), *overlaps(tree)]


@pytest.mark.parametrize("size,scale", [((1280, 800), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.5)])
def test_tab_reaches_everything_and_brings_it_into_view(size: tuple[int, int], scale: float) -> None:
    for name in NAMES:
        session = sessions()[name]
        attention = Attention()
        tree = tree_of(session, size, scale, attention)
        order = [node.id for node in tree.focus_order()]
        assert len(order) == len(set(order)), f"{name}: an id twice"
        reached, focus = [], ""
        for _ in order:
            focus = Tree(tree.root, tree.size, tree.scale, focus).next_focus(1)
            reached.append(focus)
        assert reached == order
        assert not [*unreached(tree)], name
        for id in order[:: max(1, len(order) // 6)]:
            scrolls = revealing(tree, id, {})
            after = tree_of(session, size, scale, Attention(focus=id, scrolls=scrolls))
            seen = shown(after, id)
            assert seen.w and seen.h, f"{name}: {id} stays hidden"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_decision_is_seen_whole_at_1920x1080(language: str) -> None:
    """The moves, what the one looked at would change, and what the turn's end would do: without scrolling.

    A forecast pushes none of them away, and tells at once how many games are won.
    """
    foreseen = ("foreseen", "event foreseen")
    for name in ("event", "event looked at", "envoy", "envoy looking", *foreseen, "visits", "another line", "lesson"):
        tree = tree_of(speaking(name, language), (1920, 1080), 1.0)
        wanted = [n.id for n in tree.root.walk() if n.id.startswith(("reckoning.", "preview."))]
        options = [n.id for n in tree.root.walk() if n.peek is not None and n.id.startswith("move:")]
        assert "reckoning.head" in wanted and options
        for id in (*options, *wanted, *(("outlook.wins",) if name in foreseen else ())):
            whole = tree.by_id[id].rect
            assert shown(tree, id).h == whole.h or not whole.h, f"{name}: {id} is hidden"


def test_ids_are_unique_where_they_matter() -> None:
    for name in NAMES:
        tree = tree_of(sessions()[name], (1280, 800), 1.0)
        ids = [n.id for n in tree.live.walk() if n.focusable or n.press is not None]
        assert len(ids) == len(set(ids)), name


def test_every_screen_can_be_said_aloud() -> None:
    for name in NAMES:
        tree = tree_of(sessions()[name], (1920, 1080), 1.0)
        assert len(tree.describe()) > 40, name
        silent = [n.id for n in tree.focus_order() if not n.text]
        assert not silent, f"{name}: {silent}"


def test_texts_stand_out_from_their_grounds() -> None:
    for theme, least in ((ATLAS, 4.5), (NIGHT, 4.5), (CONTRAST, 7.0)):
        for ground in (theme.paper, theme.raised, theme.sunk, theme.accent_soft):
            for ink in (theme.ink, theme.muted, theme.accent, theme.gain, theme.loss):
                assert contrast(ink, ground) >= least, (theme.name, ink, ground, contrast(ink, ground))
        assert contrast(theme.on_accent, theme.accent) >= 4.5
        assert contrast(theme.on_tip, theme.tip) >= 7

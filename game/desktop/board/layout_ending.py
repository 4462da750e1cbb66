"""The ending: the score, what the game hung on, the curves, what history did; on screen and as a picture. Pure."""

from __future__ import annotations

from game.desktop.board.layout_charts import chart_builds
from game.desktop.board.layout_decision import stars
from game.desktop.board.layout_history import branch_box
from game.desktop.board.layout_parts import caption, card_box, cause_groups, section
from game.desktop.board.layout_sheet import Foot, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node
from game.desktop.board.widgets import Build, Frame, button, button_height, pair, prose
from game.desktop.board.wishes import SavePicture
from game.desktop.intents import Next, OtherGame, SaveRecord, Show
from game.scenes.scene import EndingScene, HistoryNote, LegacyView, PivotView
from game.words import say, say_many

MOST_BRANCHES = 3
"""So many other lines stand on the ending; the history has them all."""


def ending(frame: Frame, scene: EndingScene, room: Rect, *, printed: bool = False) -> Node:
    """How the game ended. A `printed` one has nothing to press, and only what fits a picture."""
    kind = say("Won") if scene.won else say("Lost")
    head = [
        caption(frame, "ending.kind", f"{kind} · {scene.title}", "gain" if scene.won else "loss"),
        pair(
            frame,
            "ending.name",
            scene.name,
            say("Score {score}", score=scene.score),
            "title",
            "ink",
            "accent",
            "number",
        ),
        prose(frame, "ending.where", _where(scene), "small", "muted"),
        *([prose(frame, "ending.notice", scene.notice, "strong", "accent")] if scene.notice else []),
    ]
    left: list[Build] = [prose(frame, "ending.text", scene.text, "prose_large")]
    if scene.legacies:
        left.append(section(frame, "ending.score", say("The score")))
        left += [_legacy(frame, legacy) for legacy in scene.legacies]
        left.append(pair(frame, "ending.total", say("Together"), str(scene.score), "strong", "ink", "accent"))
    others = [branch for branch in scene.branches if not branch.ahead]
    if others and not printed:
        left.append(section(frame, "ending.branches", say("Other games of the same world")))
        left += [branch_box(frame, "ending.branch", branch) for branch in others[:MOST_BRANCHES]]
        if len(others) > MOST_BRANCHES:
            more = say_many("{count} other line", "{count} other lines", len(others))
            left.append(prose(frame, "ending.more", more, "small", "muted"))
    if scene.pivots:
        left.append(section(frame, "ending.pivots", say("What the game hung on")))
        left += [_pivot(frame, pivot, printed) for pivot in scene.pivots]
    elif scene.working and not printed:
        left.append(prose(frame, "ending.working", scene.working, "small", "muted"))
    if scene.causes and not printed:
        left += [
            section(frame, "ending.causes", say("The last turn's end")),
            *cause_groups(frame, "ending.cause", scene.causes),
        ]
    own, rest = scene.charts[:1], scene.charts[1:]
    if printed and rest:
        left += [*chart_builds(frame, "ending.own", own), prose(frame, "ending.by", "Multivector", "aside", "muted")]
        right: list[Build] = [*chart_builds(frame, "ending.chart", rest)]
    else:
        right = [*chart_builds(frame, "ending.chart", (*rest, *own))]
    if scene.history and not printed:
        right.append(section(frame, "ending.history", say("What history did")))
        right += [_note(frame, number, note) for number, note in enumerate(scene.history)]
    foot: list[Foot] = [
        ("picture", say("Save a picture"), SavePicture(), ""),
        ("record", say("Save the record"), SaveRecord(), ""),
        ("board", say("Look at the board"), Show("board"), "B"),
        ("history", say("History"), Show("history"), "H"),
        ("next", say("Title screen"), Next(), "Enter"),
    ]
    return sheet(frame, room, "ending", head, [left, right], [] if printed else foot, wide=1120, shares=(1.1, 1))


def _where(scene: EndingScene) -> str:
    """When it ended, and which game it was."""
    game = say("{level}, seed {seed}", level=scene.level, seed=scene.seed)
    return f"{scene.turn_label}. {game}, {say_many('{count} move', '{count} moves', scene.moves)}"


def _legacy(frame: Frame, legacy: LegacyView) -> Build:
    name = legacy.name + (f" ({say('counts double')})" if legacy.doubled else "")
    points = f"{stars(legacy.stars, len(legacy.thresholds))}   {legacy.points}"
    measure = str(legacy.measure).replace("-", "−")
    return pair(frame, f"ending.legacy.{legacy.id}", f"{name}: {measure}", points, "body", "ink", "accent")


def _pivot(frame: Frame, pivot: PivotView, printed: bool) -> Build:
    """A decision the game hung on, with the button that opens the other game."""
    id = f"ending.pivot.{pivot.number}"
    builds: list[Build] = [
        prose(frame, f"{id}.name", f"{pivot.turn_label}: {pivot.decision}", "strong"),
        prose(frame, f"{id}.text", pivot.text, "small", "muted"),
    ]
    if not printed:
        told = say("See the other game")
        hint = say("It is played to its end as a branch; the game you played is kept.")

        def press(rect: Rect) -> Node:
            wide = min(rect.w, frame.width(told, "button") + frame.px(28))
            place = Rect(rect.x, rect.y, wide, button_height(frame))
            return button(frame, f"{id}.open", place, told, OtherGame(pivot.number), hint=hint)

        builds.append(press)
    return card_box(frame, id, builds)


def _note(frame: Frame, number: int, note: HistoryNote) -> Build:
    id = f"ending.note.{number}"
    builds = [
        prose(frame, f"{id}.name", f"{note.turn_label}: {note.name}", "small_strong"),
        prose(frame, f"{id}.chosen", say("You: {answer}", answer=note.chosen), "small", "accent"),
        prose(frame, f"{id}.history", note.history, "small", "muted"),
    ]
    return card_box(frame, id, builds)

"""The author's preview: the list of diagnostics, and one of them with its line, its hint and its page. Pure."""

from __future__ import annotations

from game.desktop.board.layout_parts import caption, section
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Icon, Node, Panel
from game.desktop.board.widgets import (
    TALL,
    Build,
    Frame,
    boxed,
    prose,
    space,
)
from game.desktop.board.wishes import CopyText, OpenEditor
from game.desktop.intents import Back, Diagnose, Show
from game.scenes.diagnosis import AuthorMark, Block, DiagnosticRow, DiagnosticsScene, DiagnosticView
from game.words import say

NARROW = 620
"""Units of width below which the list and what is opened stand one at a time."""
WIDE = 1080
_BLANK = "\u00a0"


def diagnostics_screen(frame: Frame, scene: DiagnosticsScene, room: Rect) -> Node:
    """What is wrong with the files: the list at the left, the one that is looked at in full at the right."""
    head = [prose(frame, "diagnostics.title", scene.title, "title"), _summary(frame, scene)]
    head += [prose(frame, f"diagnostics.told.{n}", told, "small", "ink") for n, told in enumerate(scene.told)]
    head += notice_builds(frame, scene.notice)
    rows: list[Build] = [_row(frame, row) for row in scene.rows]
    if not rows:
        fine = say("Nothing is wrong with the files. A save is read at once, and the game's moves are played again.")
        rows.append(prose(frame, "diagnostics.fine", fine, "body", "muted"))
    opened = _opened(frame, scene.opened, scene.editor) if scene.opened is not None else []
    foot: list[Foot] = []
    if scene.opened is not None:
        view = scene.opened
        foot.append(("copy", say("Copy the place"), CopyText(view.row.place), ""))
        if scene.editor and view.file:
            wish = OpenEditor(view.file, view.line, view.column)
            foot.append(("editor", say("Open in {editor}", editor=scene.editor), wish, ""))
    foot.append(("back", say("Close"), Back(), "F4"))
    if min(frame.px(WIDE), room.w - 2 * frame.px(18)) - 2 * frame.px(22) >= frame.px(NARROW) and opened:
        return sheet(frame, room, "diagnostics", head, [rows, opened], foot, wide=WIDE, shares=(1, 1.35))
    if opened:
        if len(scene.rows) > 1:
            foot.insert(0, ("all", say("All {count}", count=len(scene.rows)), Diagnose(0), ""))
        return sheet(frame, room, "diagnostics", head, [opened], foot, wide=NARROW)
    return sheet(frame, room, "diagnostics", head, [rows], foot, wide=NARROW)


def _summary(frame: Frame, scene: DiagnosticsScene) -> Build:
    return prose(frame, "diagnostics.summary", scene.summary, "subheading", "accent" if scene.rows else "gain")


def sign(frame: Frame, id: str, rect: Rect, *, error: bool) -> Node:
    """The shape of a severity, in its colour: an eight-sided stop sign or a triangle."""
    return Node(id, rect, Icon("error" if error else "warning", "loss" if error else "accent"))


def _headline(frame: Frame, id: str, row: DiagnosticRow) -> Build:
    """Shape, word and code of a diagnostic."""

    def build(rect: Rect) -> Node:
        high = frame.line_height("small_strong")
        side = max(8, high * 9 // 10)
        mark, words = Rect(rect.x, rect.y, rect.w, TALL).left(side, frame.px(6))
        tone = "loss" if row.error else "accent"
        told = frame.prose(f"{id}.word", words, f"{row.word} {row.code}", "small_strong", tone)
        shape = sign(frame, f"{id}.sign", Rect(mark.x, rect.y + (high - side) // 2, side, side), error=row.error)
        return Node(id, Rect(rect.x, rect.y, rect.w, max(high, told.rect.h)), None, (shape, told))

    return build


def _row(frame: Frame, row: DiagnosticRow) -> Build:
    id = f"diagnostic:{row.number}"
    fill, edge = ("accent_soft", "accent") if row.chosen else ("raised", "rule")
    builds = [
        _headline(frame, f"{id}.head", row),
        prose(frame, f"{id}.message", row.message, "body"),
        prose(frame, f"{id}.place", row.place, "small", "ink" if row.chosen else "muted"),
    ]
    said = f"{row.word} {row.code}, {row.place}: {row.message}"
    said = f"{said}, {say('chosen')}" if row.chosen else said

    def build(rect: Rect) -> Node:
        look = Panel(fill, edge, frame.px(6), max(2, frame.px(2)) if row.chosen else 1)
        more = {"focusable": True, "press": Diagnose(row.number), "text": said}
        return boxed(frame, id, rect, look, frame.px(9), frame.px(3), builds, **more)

    return build


def _opened(frame: Frame, view: DiagnosticView, editor: str) -> list[Build]:
    builds: list[Build] = [
        _headline(frame, "opened.head", view.row),
        prose(frame, "opened.message", view.row.message, "strong"),
        prose(frame, "opened.place", view.row.place, "small", "muted"),
    ]
    if view.before or view.wrong or view.after:
        builds.append(_excerpt(frame, view, editor))
    if view.hint:
        builds.append(prose(frame, "opened.hint", view.hint, "strong", "gain"))
    if view.path:
        builds.append(prose(frame, "opened.path", say("In {path}", path=view.path), "small", "muted"))
    builds += [prose(frame, f"opened.related.{n}", told, "small") for n, told in enumerate(view.related)]
    if view.page:
        builds.append(section(frame, "opened.page", say("What {code} means", code=view.row.code)))
        builds += [_block(frame, f"opened.page.{n}", block) for n, block in enumerate(view.page)]
    return [*builds, space(frame.px(2))]


def _excerpt(frame: Frame, view: DiagnosticView, editor: str) -> Build:
    """The line of the file with carets under what is wrong; a line too long for the sheet goes on in the next.

    Pressed, it opens in the editor; where none is known, its place is copied.
    """

    def build(rect: Rect) -> Node:
        pad, style = frame.px(9), "body"
        inner = Rect(rect.x + pad, rect.y + pad, max(1, rect.w - 2 * pad), TALL)
        number = frame.width(f"{view.line}", "small_strong")
        gutter, text = inner.left(number, frame.px(9))
        high, under = frame.line_height(style), max(3, frame.px(4))
        nodes = [
            frame.line("excerpt.number", Rect(gutter.x, inner.y, number, high), str(view.line), "small_strong", "muted")
        ]
        y = inner.y
        for n, pieces in enumerate(_lines(frame, view, style, text.w)):
            x = text.x
            for m, (piece, wrong) in enumerate(pieces):
                shown = _indented(piece)
                wide = min(frame.width(shown, style), text.right - x)
                nodes.append(
                    frame.line(f"excerpt.{n}.{m}", Rect(x, y, wide, high), shown, style, "loss" if wrong else "ink")
                )
                if wrong:
                    caret = Rect(x, y + high, max(wide, frame.px(5)), under).clamped(
                        Rect(text.x, y, text.w, high + under)
                    )
                    nodes.append(Node(f"excerpt.{n}.{m}.caret", caret, Panel("loss", "", under // 2)))
                x += wide
            y += high + under + frame.px(2)
        said = say("Line {line}: {text}", line=view.line, text=f"{view.before}{view.wrong}{view.after}".strip())
        if view.wrong.strip():
            said = f"{said}. {say('Marked: {text}', text=view.wrong)}"
        whole = Rect(rect.x, rect.y, rect.w, y - rect.y + pad - frame.px(2))
        wish = OpenEditor(view.file, view.line, view.column) if editor else CopyText(view.row.place)
        look = Panel("sunk", "rule", frame.px(5))
        return Node("excerpt", whole, look, tuple(nodes), focusable=True, press=wish, text=said)

    return build


def _lines(frame: Frame, view: DiagnosticView, style: str, width: int) -> list[list[tuple[str, bool]]]:
    """The line of the file in pieces, each with whether it is what is wrong, broken to a width between letters."""
    lines: list[list[tuple[str, bool]]] = [[]]
    used = 0
    wrong = view.wrong or ("" if view.after else " ")
    for text, marked in ((view.before, False), (wrong, True), (view.after, False)):
        rest = text
        while rest:
            fits = _fitting(frame, rest, style, width - used)
            if not fits and used:
                lines.append([])
                used = 0
                continue
            piece, rest = rest[: max(1, fits)], rest[max(1, fits) :]
            lines[-1].append((piece, marked))
            used += frame.width(_indented(piece), style)
        if marked and not text:
            lines[-1].append(("", True))
    return lines


def _fitting(frame: Frame, text: str, style: str, width: int) -> int:
    """How many letters of a text fit a width."""
    if frame.width(_indented(text), style) <= width:
        return len(text)
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if frame.width(_indented(text[:middle]), style) <= width else (low, middle)
    return low


def _indented(text: str) -> str:
    """A text whose blanks stay where they are, however it is set."""
    return text.replace(" ", _BLANK)


def _block(frame: Frame, id: str, block: Block) -> Build:
    if block.kind == "heading":
        return caption(frame, id, block.lines[0])
    if block.kind == "text":
        return prose(frame, id, block.lines[0], "body", "ink")

    def build(rect: Rect) -> Node:
        lines = [_code_line(frame, f"{id}.{n}", line) for n, line in enumerate(block.lines)]
        return boxed(frame, id, rect, Panel("sunk", "rule", frame.px(5)), frame.px(9), frame.px(1), lines)

    return build


def _code_line(frame: Frame, id: str, line: str) -> Build:
    """A line of a file; what does not fit goes on below, indented as the line is."""
    bare = line.lstrip(" ")
    indent = (len(line) - len(bare)) * _BLANK

    def build(rect: Rect) -> Node:
        step = min(frame.width(indent, "small") if indent else 0, rect.w // 2)
        return frame.prose(id, Rect(rect.x + step, rect.y, rect.w - step, rect.h), bare or _BLANK, "small")

    return build


def author_mark(frame: Frame, mark: AuthorMark, rect: Rect) -> Node:
    """The badge in the board's frame: shapes with how many there are, or a tick. It opens the list."""
    side = min(rect.h, frame.px(34))
    place = rect.middle(rect.w, side)
    parts = _mark_parts(mark)
    inner = place.inset(frame.px(7), 0)
    high = frame.line_height("button")
    nodes: list[Node] = []
    x = inner.x
    for number, (name, text, tone) in enumerate(parts):
        sign_side = min(frame.px(16), side)
        nodes.append(
            Node(
                f"author.{name}", Rect(x, place.y + (place.h - sign_side) // 2, sign_side, sign_side), Icon(name, tone)
            )
        )
        x += sign_side + frame.px(3)
        if text:
            wide = frame.width(text, "button")
            nodes.append(
                frame.line(
                    f"author.{name}.count", Rect(x, place.y + (place.h - high) // 2, wide, high), text, "button", tone
                )
            )
            x += wide + (frame.px(7) if number + 1 < len(parts) else 0)
    look = Panel("raised", "loss" if mark.errors else "edge", frame.px(5), max(2, frame.px(2)) if mark.outdated else 1)
    return Node(
        "author",
        place,
        look,
        tuple(nodes),
        focusable=True,
        press=Show("diagnostics"),
        text=mark.text,
        hint=mark.text,
        key="F4",
    )


def mark_width(frame: Frame, mark: AuthorMark) -> int:
    """How wide the badge is."""
    parts = _mark_parts(mark)
    wide = 2 * frame.px(7) + frame.px(7) * (len(parts) - 1)
    return wide + sum(frame.px(16) + frame.px(3) + (frame.width(text, "button") if text else 0) for _, text, _ in parts)


def _mark_parts(mark: AuthorMark) -> list[tuple[str, str, str]]:
    """(sign, figure, colour) of each part of the badge."""
    parts = [("error", str(mark.errors), "loss")] if mark.errors else []
    parts += [("warning", str(mark.warnings), "accent")] if mark.warnings else []
    return parts or [("check", "", "gain")]

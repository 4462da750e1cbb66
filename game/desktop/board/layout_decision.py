"""The decision panel: the event with its options, or the envoys with preview, reckoning and calendar. Pure."""

from __future__ import annotations

from game.desktop.board.layout_card import move_id
from game.desktop.board.layout_forecasts import chance, chances, outlook
from game.desktop.board.layout_hand import move_rows, option
from game.desktop.board.layout_marks import look_at
from game.desktop.board.layout_parts import (
    caption,
    cause_groups,
    effect_lines,
    link,
    section,
)
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel
from game.desktop.board.widgets import (
    TALL,
    Build,
    Frame,
    badge,
    boxed,
    button,
    button_height,
    emblem,
    listing,
    pair,
    prose,
)
from game.desktop.intents import Detail, Play, Show
from game.scenes.scene import BoardScene, CalendarTurn, EnvoyView, LegacyView, MoveView
from game.words import say, say_many

LOW = 440
"""Units of height below which a panel tells less before the moves and their preview."""


def decision_panel(frame: Frame, scene: BoardScene, rect: Rect, keys: dict[str, str], *, rows: bool = False) -> Node:
    """The panel, with the button that plays the focused move below. `rows` lists an envoy's moves in it."""
    pad = frame.px(14)
    inner = rect.inset(pad, frame.px(12))
    focused = next((m for m in scene.decision.moves if m.focused), None)
    children: list[Node] = []
    if scene.decision.kind == "over":
        foot, inner = inner.low(button_height(frame), frame.px(8))
        what = say("See the ending")
        children.append(button(frame, "to_ending", foot, what, Show("ending"), strong=True, key="Enter"))
    else:
        foot, inner = inner.low(button_height(frame), frame.px(8))
        children.append(_play_button(frame, scene, focused, foot))
    if rows and scene.decision.kind != "over":
        beside = inner.w >= frame.px(500)
        part, inner = inner.far(inner.w * 9 // 20, frame.px(16)) if beside else inner.low(inner.h * 2 // 5, frame.px(8))
        children.insert(0, _closer(frame, scene, focused, part))
    low = rect.h < frame.tall(LOW)
    builds = [*_head(frame, scene, rows, low), *_body(frame, scene, focused, keys, rows, low)]
    if _pinned(scene, rows, low) and scene.forecast is not None:
        line, inner = inner.low(frame.line_height("small_strong"), frame.px(6))
        children.append(chance(frame, scene.forecast, line))
    # Nothing above a move may change its height when the move is pointed at: it would slip away from the pointer.
    children.insert(0, listing(frame, "decision.list", inner, builds, frame.px(7), steady=True))
    return Node("decision", rect, Panel("paper", "edge", frame.px(8), shadow=frame.px(6)), tuple(children))


def _pinned(scene: BoardScene, rows: bool, low: bool) -> bool:
    """Whether the share of games won stands above the button: where no moves in the panel need the room."""
    return scene.decision.kind == "envoy" and not rows and not low


def _body(
    frame: Frame, scene: BoardScene, focused: MoveView | None, keys: dict[str, str], rows: bool, low: bool
) -> list[Build]:
    if scene.decision.kind == "event":
        return _event(frame, scene, keys, rows)
    if scene.decision.kind == "envoy":
        return move_rows(frame, scene.decision.groups, keys) if rows else _envoy(frame, scene, focused, low)
    return []


def _closer(frame: Frame, scene: BoardScene, focused: MoveView | None, rect: Rect) -> Node:
    """Where there is no room for all: the focused move, or else the end of the turn, in a part of its own."""
    builds = [
        *(_mission(frame, focused) if focused is not None and focused.kind != "option" else []),
        *preview(frame, scene),
        *chances(frame, scene.forecast),
        *outlook(frame, scene.forecast),
    ]
    if focused is None:
        builds = [*reckoning(frame, scene), *_outlook(frame, scene)]
    return listing(frame, "decision.closer", rect, builds, frame.px(6), steady=True)


def _play_button(frame: Frame, scene: BoardScene, move: MoveView | None, rect: Rect) -> Node:
    if move is None:
        what = say("Choose an answer") if scene.decision.kind == "event" else say("Choose a mission")
        return button(frame, "play", rect, what, None, off=True)
    if not move.legal:
        return button(frame, "play", rect, say("Cannot be played now"), None, off=True)
    what = say("Answer: {name}", name=move.name) if move.kind == "option" else say("Play: {name}", name=move.name)
    return button(frame, "play", rect, what, Play(move.id), strong=True, key="Enter")


def _head(frame: Frame, scene: BoardScene, rows: bool, low: bool) -> list[Build]:
    decision, header = scene.decision, scene.header
    if decision.kind == "event":
        kind = say("{name}'s agenda", name=decision.member_name) if decision.member else say("Dispatch")
        index = next((m.index for g in scene.groups for m in g.members if m.id == decision.member), -1)
        letter = next((m.letter for g in scene.groups for m in g.members if m.id == decision.member), "")
        return [
            _tagged(frame, "decision.kind", kind, index, letter),
            prose(frame, "decision.name", decision.name, "heading"),
            prose(frame, "decision.text", decision.text, "prose_small" if low else "prose"),
            *([look_at(frame, decision.highlight)] if decision.highlight else []),
        ]
    if decision.kind == "envoy":
        title = caption(frame, "decision.kind", say("{name}: one mission", name=header.who))
        return [title] if rows or low else [title, _envoys(frame, scene.envoys)]
    return [
        caption(frame, "decision.kind", say("The end")),
        prose(frame, "decision.name", decision.name or header.question, "heading"),
    ]


def _tagged(frame: Frame, id: str, text: str, index: int, letter: str) -> Build:
    """A caption with a power's token before it."""

    def build(rect: Rect) -> Node:
        if index < 0:
            return frame.prose(id, rect, text.upper(), "caps", "accent")
        side = frame.px(22)
        row = Rect(rect.x, rect.y, rect.w, max(side, frame.line_height("caps")))
        mark, words = row.left(side, frame.px(7))
        return Node(
            id,
            row,
            None,
            (
                badge(frame, f"{id}.badge", mark.middle(side, side), index, letter),
                frame.line(f"{id}.text", words, text.upper(), "caps", "accent"),
            ),
        )

    return build


def _envoys(frame: Frame, envoys: tuple[EnvoyView, ...]) -> Build:
    """Who has gone, who goes now, who waits."""

    def build(rect: Rect) -> Node:
        line = frame.line_height("small_strong")
        gap, pad = frame.px(3), frame.px(5)
        sign = max((frame.px(16) for e in envoys if e.icon), default=0)
        nodes = []
        y = rect.y
        for envoy in envoys:
            now = envoy.state == "now"
            look = Panel("accent" if now else "sunk", "accent" if now else "rule", frame.px(5))
            ink = "on_accent" if now else "muted"
            told = envoy.mission if envoy.state == "done" else say("acts now") if now else say("waits")
            room = rect.w - 2 * frame.px(8) - (sign + frame.px(7) if sign else 0)
            # Where name and mission are too long for one line, the mission stands below.
            long = frame.width(envoy.name, "small_strong") + frame.px(8) + frame.width(told, "small") > room
            under = frame.height(told, "small", room) if long else 0
            place = Rect(rect.x, y, rect.w, line + under + 2 * pad)
            y = place.bottom + gap
            inner = place.inset(frame.px(8), pad)
            picture: tuple[Node, ...] = ()
            if sign:
                where, inner = inner.left(sign, frame.px(7))
                if envoy.icon:
                    picture = (emblem(f"envoy:{envoy.id}.icon", where, envoy.icon, "on_accent" if now else "accent"),)
            top, below = inner.top(line)
            name, rest = top.left(frame.width(envoy.name, "small_strong"), frame.px(8))
            mission = (
                frame.prose(f"envoy:{envoy.id}.told", below, told, "small", ink)
                if long
                else frame.line(f"envoy:{envoy.id}.told", rest, told, "small", ink, "right")
            )
            nodes.append(
                Node(
                    f"envoy:{envoy.id}",
                    place,
                    look,
                    (*picture, frame.line(f"envoy:{envoy.id}.name", name, envoy.name, "small_strong", ink), mission),
                    hint=". ".join(
                        p
                        for p in (
                            envoy.name,
                            envoy.text.rstrip("."),
                            envoy.mission and say("Mission: {name}", name=envoy.mission),
                        )
                        if p
                    ),
                )
            )
        return Node("envoys", Rect(rect.x, rect.y, rect.w, max(0, y - gap - rect.y)), None, tuple(nodes))

    return build


def _event(frame: Frame, scene: BoardScene, keys: dict[str, str], rows: bool) -> list[Build]:
    builds: list[Build] = [option(frame, move, keys.get(move.id, "")) for move in scene.decision.moves]
    more: list[Build] = []
    later: list[Build] = []
    if scene.decision.history:
        more.append(link(frame, "decision.more", say("What really happened …"), scene.decision.id))
    if rows:
        return [*builds, *more]
    if scene.preview is not None:
        *known, last = preview(frame, scene)
        closing = [last, *chances(frame, scene.forecast)]
        # Close together: the reckoning below has to be seen as well.
        builds += [*known, lambda rect: boxed(frame, "preview.foreseen", rect, None, 0, frame.px(1), closing)]
        later = outlook(frame, scene.forecast)
    pointed = {p.id for p in scene.decision.highlight} | {p.kind for p in scene.decision.highlight}
    if "envoy" in pointed:
        builds += [section(frame, "envoys.head", say("Envoys")), _envoys(frame, scene.envoys)]
    parts = {"reckoning": reckoning(frame, scene), "calendar": _calendar(frame, scene)}
    for part in [p for p in parts if p in pointed]:
        builds += parts.pop(part)
    # What is decided now first, then what has been.
    builds += parts.pop("reckoning", []) + later + more
    if scene.log:
        builds.append(section(frame, "log.head", say("Just now")))
        builds += cause_groups(frame, "log", scene.log)
    return builds + parts.pop("calendar", []) + _score(frame, scene)


def preview(frame: Frame, scene: BoardScene) -> list[Build]:
    """What the focused move would change, rule by rule."""
    seen = scene.preview
    if seen is None:
        return []
    builds: list[Build] = [section(frame, "preview.head", say("Would change: {name}", name=seen.name))]
    if seen.changes or seen.groups:
        builds += cause_groups(frame, "preview", seen.groups)
    else:
        builds.append(prose(frame, "preview.none", say("Nothing on the board."), "small", "muted"))
    if seen.reveals:
        builds.append(prose(frame, "preview.more", say("Then something unknown comes to light."), "small", "muted"))
    if seen.ending:
        told = say("The game would end: {ending}.", ending=seen.ending)
        builds.append(prose(frame, "preview.ending", told, "strong", "loss"))
    return builds


def _envoy(frame: Frame, scene: BoardScene, focused: MoveView | None, low: bool) -> list[Build]:
    builds: list[Build] = []
    if focused is not None:
        builds += _mission(frame, focused)
        builds += preview(frame, scene) + ([] if _pinned(scene, False, low) else chances(frame, scene.forecast))
    else:
        builds.append(prose(frame, "decision.ask", scene.header.question, "subheading"))
        how = say("Point at a card to see exactly what it would change.")
        builds.append(prose(frame, "decision.how", how, "small", "muted"))
    builds += reckoning(frame, scene) + outlook(frame, scene.forecast)
    if low:
        builds += [section(frame, "envoys.head", say("Envoys")), _envoys(frame, scene.envoys)]
    builds += _outlook(frame, scene)
    return builds


def _mission(frame: Frame, move: MoveView) -> list[Build]:
    """A card in full: what it says, costs and does, and what keeps it from being played."""
    builds: list[Build] = [prose(frame, "mission.name", move.name, "heading")]
    if move.text:
        builds.append(prose(frame, "mission.text", move.text, "aside", "muted"))
    if move.refusals:
        builds += [prose(frame, f"mission.refusal.{n}", text, "strong", "loss") for n, text in enumerate(move.refusals)]
    if move.cost:
        builds.append(pair(frame, "mission.cost", say("Cost"), ", ".join(move.cost), "body", "muted"))
    if move.needs:
        needs = say("Needs {condition}", condition="; ".join(move.needs))
        builds.append(prose(frame, "mission.needs", needs, "small", "muted"))
    # The preview below tells exactly what a legal move changes: here stands what it cannot show.
    told = [e for e in move.all_effects if not move.legal or e.condition or e.parts or e.later]
    if told:
        builds.append(
            lambda rect: boxed(
                frame, "mission.effects", rect, None, 0, frame.px(2), effect_lines(frame, "mission.effect", told)
            )
        )
    if move.lead and not move.leads:
        more = say("A leading envoy adds: {effects}", effects="; ".join(e.full_text for e in move.lead))
        builds.append(prose(frame, "mission.lead", more, "small", "muted"))
    builds.append(link(frame, "mission.more", say("Read the whole card …"), move.subject))
    return builds


def reckoning(frame: Frame, scene: BoardScene) -> list[Build]:
    """What ending the turn now would do."""
    live = scene.reckoning
    builds: list[Build] = [section(frame, "reckoning.head", say("If the turn ended now"))]
    if live.ending:
        told = say("The game would end: {ending}.", ending=live.ending).rstrip(".")
        builds.append(prose(frame, "reckoning.ending", told, "strong", "gain" if live.ending_won else "loss"))
    if live.groups:
        builds += cause_groups(frame, "reckoning", live.groups)
    elif not live.ending:
        builds.append(prose(frame, "reckoning.none", say("Nothing would change."), "small", "muted"))
    return builds


def _outlook(frame: Frame, scene: BoardScene) -> list[Build]:
    """The calendar from now on, and the score so far."""
    return _calendar(frame, scene) + _score(frame, scene)


def _calendar(frame: Frame, scene: BoardScene) -> list[Build]:
    builds: list[Build] = []
    turns = [t for t in scene.calendar if t.entries and t.state != "past"]
    if turns:
        builds.append(section(frame, "calendar.head", say("Calendar")))
        builds += [_turn(frame, scene, turn) for turn in turns]
    return builds


def _score(frame: Frame, scene: BoardScene) -> list[Build]:
    builds: list[Build] = []
    if scene.legacies:
        builds.append(section(frame, "score.head", say("Score {score}", score=scene.header.score)))
        builds += [legacy_row(frame, f"legacy:{legacy.id}", legacy) for legacy in scene.legacies]
    return builds


def _turn(frame: Frame, scene: BoardScene, turn: CalendarTurn) -> Build:
    indexes = {m.id: (m.index, m.letter) for g in scene.groups for m in g.members}

    def entry(number: int) -> Build:
        item = turn.entries[number]
        state = {"attended": say("attended: {name}", name=item.by), "missed": say("missed")}.get(item.state, "")
        told = f"{item.name}: {item.member_name}" if item.kind == "chance" and item.member_name else item.name
        if state:
            told += f" ({state})"
        id = f"calendar.{turn.turn}.{number}"

        def build(rect: Rect) -> Node:
            side = frame.px(16)
            mark, words = Rect(rect.x, rect.y, rect.w, TALL).left(side, frame.px(6))
            text = frame.prose(f"{id}.text", words, told, "small", "ink" if turn.state == "now" else "muted")
            high = max(side, text.rect.h)
            children: list[Node] = [text]
            if item.member in indexes:
                index, letter = indexes[item.member]
                children.insert(0, badge(frame, f"{id}.badge", Rect(mark.x, mark.y, side, side), index, letter))
            else:
                dot = Rect(mark.x, mark.y, side, min(side, text.rect.h)).middle(frame.px(6), frame.px(6))
                children.insert(0, Node(f"{id}.dot", dot, Panel("edge", "", dot.h // 2)))
            return Node(
                id,
                Rect(rect.x, rect.y, rect.w, high),
                Panel("", "", frame.px(3)),
                tuple(children),
                focusable=True,
                press=Detail(item.id),
                text=told,
            )

        return build

    def build(rect: Rect) -> Node:
        label = turn.label + (f" ({say('now')})" if turn.state == "now" else "")
        builds = [
            prose(frame, f"calendar.{turn.turn}.label", label, "small_strong"),
            *(entry(n) for n in range(len(turn.entries))),
        ]
        return boxed(frame, f"calendar.{turn.turn}", rect, None, 0, frame.px(3), builds)

    return build


def stars(count: int, of: int) -> str:
    """`★★☆☆`."""
    return "★" * count + "☆" * (of - count)


def legacy_row(frame: Frame, id: str, legacy: LegacyView) -> Build:
    """A legacy: name, stars, points."""
    name = legacy.name + (" ×2" if legacy.doubled else "")
    measure = str(legacy.measure) if legacy.ghost is None else f"{legacy.measure} → {legacy.ghost}"
    measure = measure.replace("-", "−")
    ahead = f", {say('{value} for the next star', value=legacy.next_at)}" if legacy.next_at is not None else ""
    build = pair(
        frame,
        id,
        f"{name}: {measure}",
        f"{stars(legacy.stars, len(legacy.thresholds))}  {legacy.points}",
        "small",
        "ink" if legacy.doubled else "muted",
        "accent" if legacy.stars else "muted",
        "small_strong",
    )

    def made(rect: Rect) -> Node:
        node = build(rect)
        return Node(
            node.id,
            node.rect,
            Panel("", "", frame.px(3)),
            node.children,
            focusable=True,
            press=Detail(legacy.id),
            text=f"{name} {measure}{ahead}, {say_many('{count} point', '{count} points', legacy.points)}",
            hint=legacy.text + (f" {say('Now {value}', value=measure + ahead)}." if ahead else ""),
        )

    return made


__all__ = ["decision_panel", "legacy_row", "move_id", "preview", "reckoning", "stars"]

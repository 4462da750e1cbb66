"""Forecasts: fans and endings in the panel and on a sheet of their own, and what the advisers say. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.layout_parts import caption, card_box, section
from game.desktop.board.layout_sheet import Foot, sheet
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Bar, Fan, Node, Panel
from game.desktop.board.widgets import TALL, Build, Frame, button, button_height, height_of, pair, prose, stack
from game.desktop.intents import Back, Focus, Show, Why
from game.scenes.scene import (
    AdvisersScene,
    ChoiceFigure,
    EndingBar,
    FanView,
    ForecastScene,
    ForecastView,
    VoiceView,
)
from game.words import say

MOST_CHOICES = 4
"""Choices that stand under a voice: the best ones and the worst."""


def chance(frame: Frame, seen: ForecastView, rect: Rect) -> Node:
    """The share of games won, or that it is being worked out, in one line that stays in sight."""
    told, tone = (seen.waiting, "muted") if seen.waiting else (seen.wins, "ink")
    return frame.line("outlook.wins", rect, told, "small_strong", tone)


def chances(frame: Frame, seen: ForecastView | None) -> list[Build]:
    """The same among what else is told, in as many lines as it takes."""
    if seen is None:
        return []
    told, tone = (seen.waiting, "muted") if seen.waiting else (seen.wins, "ink")
    return [prose(frame, "outlook.wins", told, "small_strong", tone)]


def outlook(frame: Frame, seen: ForecastView | None) -> list[Build]:
    """The rest of the forecast of the focused move, for the panel: how the games end, and a few fans."""
    if seen is None or seen.waiting:
        return []
    return [
        section(frame, "outlook.head", say("What may come of it")),
        *_endings(frame, "outlook", seen.endings),
        _fans(frame, "outlook", seen.fans, 130),
        prose(frame, "outlook.basis", seen.basis, "small", "muted"),
        _more(frame),
    ]


def _more(frame: Frame) -> Build:
    """The way to the whole forecast."""
    told = say("The whole forecast …")

    def build(rect: Rect) -> Node:
        words = frame.prose("outlook.more.text", rect, told, "small_strong", "accent")
        look = Panel("", "", frame.px(3))
        return Node("outlook.more", words.rect, look, (words,), focusable=True, press=Show("forecast"), text=told)

    return build


def _endings(frame: Frame, id: str, endings: Sequence[EndingBar]) -> list[Build]:
    return [_ending(frame, f"{id}.ending.{n}", ending) for n, ending in enumerate(endings)]


def _ending(frame: Frame, id: str, ending: EndingBar) -> Build:
    """An ending: its name, how often it came, a bar of that length."""
    colour = "gain" if ending.won else "loss"
    kind = say("won") if ending.won else say("lost")
    words = pair(frame, id, ending.name, ending.told, "small", "ink", colour, "small_strong")

    def build(rect: Rect) -> Node:
        told = words(rect)
        bar = Rect(rect.x, told.rect.bottom + frame.px(2), rect.w, frame.px(5))
        drawn = Node(f"{id}.bar", bar, Bar(0, 100, ending.percent, None, colour))
        whole = Rect(rect.x, rect.y, rect.w, bar.bottom - rect.y)
        return Node(id, whole, None, (told, drawn), text=f"{ending.name} ({kind}): {ending.told}")

    return build


def _fans(frame: Frame, id: str, fans: Sequence[FanView], least: int) -> Build:
    """Fans side by side, as many in a row as find room."""

    def build(rect: Rect) -> Node:
        gap = frame.px(12)
        columns = max(1, min(len(fans), (rect.w + gap) // (frame.px(least) + gap)))
        nodes: list[Node] = []
        y = rect.y
        for start in range(0, len(fans), columns):
            row = fans[start : start + columns]
            places = Rect(rect.x, y, rect.w, TALL).columns(columns, gap)
            pairs = zip(row, places, strict=False)
            made = [_fan(frame, f"{id}.fan.{start + n}", fan)(place) for n, (fan, place) in enumerate(pairs)]
            y = max(node.rect.bottom for node in made) + frame.px(8)
            nodes += made
        bottom = max((node.rect.bottom for node in nodes), default=rect.y)
        return Node(f"{id}.fans", Rect(rect.x, rect.y, rect.w, bottom - rect.y), None, tuple(nodes))

    return build


def _fan(frame: Frame, id: str, fan: FanView) -> Build:
    """A track: its name, the fan, and in figures where it stands and may go. It opens the ledger."""

    def picture(place: Rect) -> Node:
        high = frame.px(44)
        return Node(f"{id}.picture", Rect(place.x, place.y, place.w, high), Fan(fan.low, fan.high, fan.now, fan.bands))

    def build(rect: Rect) -> Node:
        inner = Rect(rect.x, rect.y, rect.w, TALL)
        nodes = stack(
            inner,
            frame.px(2),
            [
                prose(frame, f"{id}.name", fan.name, "small_strong"),
                picture,
                prose(frame, f"{id}.told", fan.told, "small", "muted"),
            ],
        )
        whole = Rect(rect.x, rect.y, rect.w, height_of(nodes, rect.y))
        look = Panel("", "", frame.px(3))
        return Node(id, whole, look, nodes, focusable=True, press=Why(fan.track), text=fan.said, hint=fan.said)

    return build


def forecast_screen(frame: Frame, scene: ForecastScene, room: Rect) -> Node:
    """The whole forecast of a move, with all tracks."""
    seen = scene.forecast
    head = [
        caption(frame, "forecast.kind", say("What may come of it")),
        prose(frame, "forecast.name", seen.name, "title"),
        *([prose(frame, "forecast.notice", scene.notice, "strong", "accent")] if scene.notice else []),
    ]
    foot: list[Foot] = [
        ("advisers", say("Advisers"), Show("advisers"), "A"),
        ("back", say("Back"), Back(), "Esc"),
    ]
    if seen.waiting:
        waiting = prose(frame, "forecast.waiting", seen.waiting, "body", "muted")
        return sheet(frame, room, "forecast", head, [[waiting]], foot)
    left: list[Build] = [
        prose(frame, "forecast.wins", seen.wins, "strong"),
        *_endings(frame, "forecast", seen.endings),
        prose(frame, "forecast.score", seen.score, "body"),
        section(frame, "forecast.what", say("What these figures are")),
        prose(frame, "forecast.basis", seen.basis, "small_strong"),
        prose(frame, "forecast.caveat", seen.caveat, "small", "muted"),
        section(frame, "forecast.key", say("How to read the pictures")),
        prose(
            frame,
            "forecast.key.text",
            say(
                "From the dot (now) each picture runs turn by turn to the end of the game, on the track's own scale. "
                "In eight of ten games the track stays within the band; the line is the middle."
            ),
            "small",
            "muted",
        ),
    ]
    right = [_fans(frame, "forecast", seen.fans, 170)]
    if seen.still:
        right.append(prose(frame, "forecast.still", seen.still, "small", "muted"))
    return sheet(frame, room, "forecast", head, [left, right], foot, wide=1160, shares=(1, 2))


def advisers_screen(frame: Frame, scene: AdvisersScene, room: Rect) -> Node:
    """What each adviser would choose, and why."""
    head = [
        caption(frame, "advisers.kind", say("Advisers")),
        prose(frame, "advisers.name", scene.title, "title"),
        *([prose(frame, "advisers.summary", scene.summary, "strong", "accent")] if scene.summary else []),
        *([prose(frame, "advisers.notice", scene.notice, "strong", "accent")] if scene.notice else []),
    ]
    foot: list[Foot] = [("back", say("Back"), Back(), "Esc")]
    if scene.waiting:
        waiting = prose(frame, "advisers.waiting", scene.waiting, "body", "muted")
        return sheet(frame, room, "advisers", head, [[waiting]], foot)
    voices = [_voice(frame, voice) for voice in scene.voices]
    half = (len(voices) + 1) // 2
    left, right = voices[:half], voices[half:]
    right = [
        *right,
        prose(frame, "advisers.basis", scene.basis, "small_strong"),
        prose(frame, "advisers.caveat", scene.caveat, "small", "muted"),
    ]
    return sheet(frame, room, "advisers", head, [left, right], foot, wide=1160)


def _voice(frame: Frame, voice: VoiceView) -> Build:
    id = f"advisers.{voice.id}"
    builds: list[Build] = [prose(frame, f"{id}.name", voice.name, "subheading")]
    if voice.stands_for:
        builds.append(prose(frame, f"{id}.for", voice.stands_for, "aside", "muted"))
    builds.append(prose(frame, f"{id}.told", voice.told, "body"))
    if voice.cause:
        builds.append(prose(frame, f"{id}.cause", voice.cause, "small", "muted"))
    shown = voice.figures
    if len(shown) > MOST_CHOICES:
        shown = (*shown[: MOST_CHOICES - 1], shown[-1])
    builds += [_figure(frame, f"{id}.choice.{n}", voice, figure) for n, figure in enumerate(shown)]

    def look(rect: Rect) -> Node:
        told = say("Look at “{name}” on the board", name=next(f.name for f in voice.figures if f.move == voice.move))
        wide = min(rect.w, frame.width(told, "button") + frame.px(28))
        place = Rect(rect.x, rect.y, wide, button_height(frame))
        return button(frame, f"{id}.look", place, told, Focus(voice.move))

    return card_box(frame, id, [*builds, look])


def _figure(frame: Frame, id: str, voice: VoiceView, figure: ChoiceFigure) -> Build:
    """A choice as this adviser sees it: its name, the average, and eight of ten games as a bar on a common scale."""
    words = pair(
        frame, id, figure.name, figure.mean, "small_strong" if figure.best else "small",
        "ink" if figure.best else "muted", "accent" if figure.best else "muted", "small_strong",
    )  # fmt: skip

    def build(rect: Rect) -> Node:
        told = words(rect)
        bar = Rect(rect.x, told.rect.bottom + frame.px(1), rect.w, frame.px(9))
        span = max(1, voice.high - voice.low)

        def at(value: int) -> int:
            return bar.x + (bar.w - frame.px(4)) * (value - voice.low) // span

        band = Rect(at(figure.low), bar.y + frame.px(2), at(figure.high) - at(figure.low) + frame.px(4), frame.px(5))
        middle = Rect(at(figure.median), bar.y, frame.px(4), bar.h)
        ground = Node(
            f"{id}.scale",
            bar,
            Panel("sunk", "", frame.px(2)),
            (
                Node(f"{id}.band", band, Panel("accent" if figure.best else "muted", "", frame.px(2)), floats=True),
                Node(f"{id}.middle", middle, Panel("ink", "", frame.px(1)), floats=True),
            ),
        )
        whole = Rect(rect.x, rect.y, rect.w, bar.bottom - rect.y)
        said = say(
            "{name}: {mean} on average, in eight of ten games {low} to {high}",
            name=figure.name, mean=figure.mean, low=figure.low, high=figure.high,
        )  # fmt: skip
        return Node(id, whole, None, (told, ground), text=said)

    return build

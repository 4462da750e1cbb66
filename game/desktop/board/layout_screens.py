"""The screens around a game: title, picker and briefing; and which function lays out which scene. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from game.desktop.board.layout_diagnostics import diagnostics_screen
from game.desktop.board.layout_elsewhere import elsewhere
from game.desktop.board.layout_ending import ending
from game.desktop.board.layout_forecasts import advisers_screen, forecast_screen
from game.desktop.board.layout_history import history
from game.desktop.board.layout_parts import (
    caption,
    section,
)
from game.desktop.board.layout_rules import rules
from game.desktop.board.layout_settings import settings_screen
from game.desktop.board.layout_sheet import Foot, notice_builds, sheet
from game.desktop.board.layout_stories import charts, detail, help_screen, report, why
from game.desktop.board.rects import Rect
from game.desktop.board.tree import Node, Panel, Veil
from game.desktop.board.widgets import (
    TALL,
    Build,
    Frame,
    box,
    boxed,
    button,
    button_height,
    emblem,
    height_of,
    listing,
    prose,
    space,
    stack,
)
from game.desktop.intents import Back, Continue, FirstGame, Help, Intent, Next, Pick, Quit, Show
from game.scenes.diagnosis import DiagnosticsScene
from game.scenes.scene import (
    AdvisersScene,
    BoardScene,
    BriefingScene,
    ChartsScene,
    Choice,
    DetailScene,
    ElsewhereScene,
    EndingScene,
    ForecastScene,
    HelpScene,
    HistoryScene,
    PickerScene,
    ReportScene,
    RulesScene,
    Scene,
    SettingsScene,
    TitleScene,
    WhyScene,
)
from game.words import say

CHOICES: dict[str, Intent] = {
    "continue": Continue(),
    "first": FirstGame(),
    "new": Show("picker"),
    "help": Help(),
    "quit": Quit(),
}


def screen(frame: Frame, scene: Scene, size: tuple[int, int], under: BoardScene | None = None) -> Node:
    """A screen as a veil with a sheet on it; `under` is the board it lies on."""
    room = Rect(0, 0, *size)
    if isinstance(scene, TitleScene):
        return title(frame, scene, room)
    if isinstance(scene, PickerScene):
        return picker(frame, scene, room)
    if isinstance(scene, BriefingScene):
        return briefing(frame, scene, room)
    if isinstance(scene, ReportScene):
        return report(frame, scene, room)
    if isinstance(scene, WhyScene):
        return why(frame, scene, room)
    if isinstance(scene, DetailScene):
        return detail(frame, scene, room, under)
    if isinstance(scene, EndingScene):
        return ending(frame, scene, room)
    if isinstance(scene, ChartsScene):
        return charts(frame, scene, room)
    if isinstance(scene, HistoryScene):
        return history(frame, scene, room)
    if isinstance(scene, HelpScene):
        return help_screen(frame, scene, room)
    if isinstance(scene, ElsewhereScene):
        return elsewhere(frame, scene, room)
    if isinstance(scene, RulesScene):
        return rules(frame, scene, room)
    if isinstance(scene, SettingsScene):
        return settings_screen(frame, scene, room)
    if isinstance(scene, DiagnosticsScene):
        return diagnostics_screen(frame, scene, room)
    if isinstance(scene, ForecastScene):
        return forecast_screen(frame, scene, room)
    if isinstance(scene, AdvisersScene):
        return advisers_screen(frame, scene, room)
    raise TypeError(f"no screen for {type(scene).__name__}")


def _compass(frame: Frame) -> Build:
    """The mark of the game over its name."""

    def build(rect: Rect) -> Node:
        side = frame.px(64)
        row = Rect(rect.x, rect.y, rect.w, side)
        return Node("title.mark", row, None, (emblem("title.compass", row.middle(side, side), "compass", "accent"),))

    return build


def title(frame: Frame, scene: TitleScene, room: Rect) -> Node:
    """The first screen."""
    width = min(frame.px(400), room.w - frame.px(32))
    pad = frame.px(30)
    inner = Rect(0, 0, width - 2 * pad, TALL)
    builds: list[Build] = [
        _compass(frame),
        prose(frame, "title.name", scene.title, "display", "ink", "centre"),
        prose(frame, "title.told", say("Scenario strategy on an open board"), "aside", "muted", "centre"),
        space(frame.px(10)),
        *(_menu_entry(frame, choice) for choice in scene.choices),
        *notice_builds(frame, scene.notice),
        prose(frame, "title.version", say("Version {version}", version=scene.version), "tiny", "muted", "centre"),
    ]
    gap = frame.px(8)
    need = height_of(stack(inner, gap, builds), 0)
    if need + 2 * pad > room.h - frame.px(24):
        builds = builds[1:]  # without the mark
        need = height_of(stack(inner, gap, builds), 0)
    if need + 2 * pad > room.h - frame.px(24):
        # Too high for the window: entries of one line stand side by side, and the heading gives way.
        pad = frame.px(16)
        entries = [c for c in scene.choices if c.text or not c.enabled]
        pairs = [c for c in scene.choices if c not in entries]
        builds = [
            prose(frame, "title.name", scene.title, "title", "ink", "centre"),
            *(_menu_entry(frame, choice) for choice in entries),
            *(_menu_row(frame, pairs[n : n + 2]) for n in range(0, len(pairs), 2)),
            *notice_builds(frame, scene.notice),
        ]
        need = height_of(stack(Rect(0, 0, width - 2 * pad, TALL), gap, builds), 0)
    rect = room.middle(width, min(need + 2 * pad, room.h - frame.px(24)))
    if room.w > 2 * width:
        rect = Rect(room.w // 14, rect.y, rect.w, rect.h)
    paper = box(
        "title.sheet",
        rect,
        Panel("paper", "edge", frame.px(12), shadow=frame.px(14)),
        (listing(frame, "title.list", rect.inset(pad), builds, gap),),
    )
    return Node("title.veil", room, Veil(clear=True), (paper,))


def _menu_row(frame: Frame, choices: Sequence[Choice]) -> Build:
    """Entries side by side."""

    def build(rect: Rect) -> Node:
        places = rect.columns(len(choices), frame.px(8))
        nodes = tuple(_menu_entry(frame, c)(place) for c, place in zip(choices, places, strict=True))
        return Node("", Rect(rect.x, rect.y, rect.w, height_of(nodes, rect.y)), None, nodes)

    return build


def _menu_entry(frame: Frame, choice: Choice) -> Build:
    def build(rect: Rect) -> Node:
        high = frame.tall(38) if not choice.text else frame.tall(52)
        high = max(
            high, frame.line_height("button") + (frame.line_height("small") if choice.text else 0) + frame.px(14)
        )
        place = Rect(rect.x, rect.y, rect.w, high)
        strong = choice.id == "continue" and choice.enabled
        fill, edge = ("accent", "accent") if strong else ("raised", "edge") if choice.enabled else ("sunk", "rule")
        ink = "on_accent" if strong else "ink" if choice.enabled else "muted"
        id = f"menu:{choice.id}"
        if not choice.text:
            lines: tuple[Node, ...] = (
                frame.line(f"{id}.name", place.inset(frame.px(12), 0), choice.name, "button", ink, "centre"),
            )
        else:
            inner = place.inset(frame.px(12), frame.px(7))
            top, low = inner.top(inner.h - frame.line_height("small"))
            lines = (
                frame.line(f"{id}.name", top, choice.name, "button", ink, "centre"),
                frame.line(f"{id}.text", low, choice.text, "small", ink, "centre"),
            )
        return Node(
            id,
            place,
            Panel(fill, edge, frame.px(6)),
            lines,
            focusable=choice.enabled,
            press=CHOICES.get(choice.id, Show(choice.id)) if choice.enabled else None,
            text=f"{choice.name}. {choice.text}" if choice.text else choice.name,
        )

    return build


def picker(frame: Frame, scene: PickerScene, room: Rect) -> Node:
    """Which scenario, how hard, which seed."""
    chosen = next((c for c in scene.scenarios if c.chosen), None)
    left: list[Build] = [caption(frame, "picker.scenarios", say("Scenario"))]
    left += [_choice(frame, f"scenario:{c.id}", c, Pick(scenario=c.id)) for c in scene.scenarios]
    right: list[Build] = [caption(frame, "picker.levels", say("Level"))]
    right += [_choice(frame, f"level:{c.id}", c, Pick(level=c.id)) for c in scene.levels]
    right += [
        caption(frame, "picker.seed", say("Seed")),
        _seed(frame, scene.seed),
        prose(
            frame,
            "picker.seedtold",
            say("The same seed gives the same world, whatever you do in it."),
            "small",
            "muted",
        ),
    ]
    head = [prose(frame, "picker.title", say("New game"), "title"), *notice_builds(frame, scene.notice)]
    if scene.subtitle and chosen is not None:
        head.insert(1, prose(frame, "picker.subtitle", f"{chosen.name}: {scene.subtitle}", "aside", "muted"))
    foot: list[Foot] = [("back", say("Back"), Back(), "Esc"), ("next", say("Read the briefing"), Next(), "Enter")]
    return sheet(frame, room, "picker", head, [left, right], foot, wide=860)


def _choice(frame: Frame, id: str, choice: Choice, press: Intent) -> Build:
    def build(rect: Rect) -> Node:
        look = Panel(
            "accent_soft" if choice.chosen else "raised" if choice.enabled else "sunk",
            "accent" if choice.chosen else "rule",
            frame.px(7),
            max(2, frame.px(2)) if choice.chosen else 1,
        )
        builds: list[Build] = [
            prose(frame, f"{id}.name", choice.name, "subheading", "ink" if choice.enabled else "muted")
        ]
        if choice.text:
            builds.append(prose(frame, f"{id}.text", choice.text, "small", "ink" if choice.chosen else "muted"))
        return boxed(
            frame,
            id,
            rect,
            look,
            frame.px(11),
            frame.px(3),
            builds,
            focusable=choice.enabled,
            press=press if choice.enabled else None,
            text=choice.name + (f", {say('chosen')}" if choice.chosen else ""),
        )

    return build


def _seed(frame: Frame, seed: int) -> Build:
    def build(rect: Rect) -> Node:
        high = button_height(frame)
        row = Rect(rect.x, rect.y, rect.w, high)
        minus, rest = row.left(high, frame.px(5))
        other, rest = rest.far(min(frame.width(say("Another"), "button") + frame.px(24), rest.w // 2), frame.px(5))
        plus, field = rest.far(high, frame.px(5))
        line = frame.line("seed.value", field.inset(frame.px(8), 0), str(seed), "figure", "ink", "centre")
        nodes = (
            button(frame, "seed.minus", minus, "−", Pick(seed=max(0, seed - 1))),
            Node(
                "seed",
                field,
                Panel("raised", "edge", frame.px(5)),
                (line,),
                focusable=True,
                press=Pick(seed=seed),
                text=say("Seed {seed}", seed=seed),
                hint=say("Type digits to change it"),
            ),
            button(frame, "seed.plus", plus, "+", Pick(seed=seed + 1)),
            button(frame, "seed.other", other, say("Another"), Pick(seed=(seed * 48271 + 11) % 1_000_000)),
        )
        return Node("seed.row", row, None, nodes)

    return build


def briefing(frame: Frame, scene: BriefingScene, room: Rect) -> Node:
    """What the game is about."""
    head = [
        prose(frame, "briefing.title", scene.title, "title"),
        prose(frame, "briefing.subtitle", scene.subtitle, "aside", "muted"),
    ]
    body: list[Build] = [
        prose(frame, f"briefing.text.{n}", text, "prose_large") for n, text in enumerate(scene.paragraphs)
    ]
    told = f"{say('{level}, seed {seed}.', level=scene.level, seed=scene.seed)} {scene.level_text}"
    body.append(section(frame, "briefing.level", say("This game")))
    body.append(prose(frame, "briefing.leveltext", told, "body", "muted"))
    body.append(prose(frame, "briefing.by", f"{', '.join(scene.authors)}. {scene.licence}", "small", "muted"))
    go = say("On to the board") if scene.started else say("Begin")
    foot: list[Foot] = [("back", say("Back"), Back(), "Esc"), ("next", go, Next(), "Enter")]
    return sheet(frame, room, "briefing", [*head, *notice_builds(frame, scene.notice)], [body], foot, wide=680, gap=12)

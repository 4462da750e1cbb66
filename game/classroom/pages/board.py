"""The board as an accessible page: the map as a picture, every number of it in tables."""

from __future__ import annotations

from markupsafe import Markup

from game.classroom.pages import map as drawn
from game.classroom.pages.html import Child, el, listed, spoken, table
from game.rules.play import Game
from game.scenes import missions, telling
from game.scenes import table as boards
from game.scenes.scene import BoardScene, CauseGroup, GroupView, MoveView, TrackMark
from game.words import say


def board(game: Game) -> Markup:
    """Everything on the table."""
    scene = boards.board(game)
    return el(
        "section",
        el("h2", say("The board"), id="board"),
        drawn.picture(scene),
        tracks(scene),
        [group(view) for view in scene.groups],
        legacies(scene),
        calendar(scene),
        aria_labelledby="board",
        class_="board",
    )


def tracks(scene: BoardScene) -> Markup:
    """The country's tracks."""
    rows = [(track_name(mark), value(mark), reckoned(mark)) for mark in scene.tracks]
    heads = (say("Track"), say("Now"), say("If the turn ended now"))
    return table(scene.header.title, heads, rows, class_="numbers")


def track_name(mark: TrackMark) -> Markup:
    """A track's name, leading to its ledger."""
    return el("a", mark.name, href=f"/why?track={mark.id}", title=mark.text or None)


def value(mark: TrackMark) -> str:
    """A value with the bounds it is held within."""
    return say("{value} of {high}", value=mark.value, high=mark.high)


def reckoned(mark: TrackMark) -> str:
    """Where the turn's end would take it, or a dash."""
    return "–" if mark.reckoned is None else f"{mark.reckoned} ({mark.reckoned - mark.value:+d})"


def group(view: GroupView) -> Markup | None:
    """A group's members with their tracks."""
    heads = list(dict.fromkeys(mark.name for member in view.members for mark in member.tracks))
    if not heads:
        return None
    moves = {"now": say("On the move now"), "next": say("On the move next"), "later": say("On the move later")}
    rows: list[list[Child]] = []
    for member in view.members:
        marks = {mark.name: mark for mark in member.tracks}
        name = [f"{member.letter} · " if member.letter else "", member.name]
        name += [el("small", " ", moves[member.moves])] if member.moves else []
        rows.append([name, *(_cell(marks.get(head)) for head in heads)])
    return table(view.name, (view.one, *heads), rows, class_="numbers")


def _cell(mark: TrackMark | None) -> Child:
    if mark is None:
        return "–"
    text = str(mark.value) if mark.reckoned is None else f"{mark.value} → {mark.reckoned}"
    return el("a", spoken(f"{mark.full_name}: "), text, href=f"/why?track={mark.id}")


def legacies(scene: BoardScene) -> Markup | None:
    """How far each legacy has come."""
    if not scene.legacies:
        return None
    rows = []
    for legacy in scene.legacies:
        double = f" ({say('counts double')})" if legacy.doubled else ""
        stars = "★" * legacy.stars + "☆" * (len(legacy.thresholds) - legacy.stars)
        coming = "–" if legacy.next_at is None else str(legacy.next_at)
        shown = el("span", stars, class_="stars")
        rows.append((legacy.name + double, str(legacy.measure), shown, str(legacy.points), coming))
    heads = (say("Legacy"), say("Now"), say("Stars"), say("Points"), say("Star at"))
    return table(say("Score: {score}", score=scene.header.score), heads, rows, class_="numbers tight")


def calendar(scene: BoardScene) -> Markup | None:
    """What is known of this turn and the next."""
    shown = [turn for turn in scene.calendar if turn.state != "past" and turn.entries][:2]
    if not shown:
        return None
    parts: list[Child] = [el("h3", say("Calendar"))]
    for turn in shown:
        names = (": ".join(p for p in (e.member_name, e.name) if p) for e in turn.entries)
        parts += [el("h4", turn.label), listed(names)]
    return el("div", parts, class_="calendar")


def causes(groups: tuple[CauseGroup, ...]) -> Markup | None:
    """What rules changed, each change with its rule: the desktop's own words."""
    rows: list[Child] = []
    for one in groups:
        lines = listed(el("span", mark_of(line.good), line.text) for line in one.lines)
        rows.append([el("strong", one.name), el("p", one.text) if one.text else None, lines])
    return listed(rows, class_="causes")


def mark_of(good: bool | None) -> Markup:
    """Whether a change is welcome, as a sign and in words: never by colour alone."""
    if good is None:
        return el("span", "• ", class_="neutral", aria_hidden="true")
    sign, words = ("▲ ", say("good")) if good else ("▼ ", say("bad"))
    return el("span", sign, el("span", f"{words}: ", class_="spoken"), class_="good" if good else "bad")


def preview(game: Game, view: MoveView) -> Markup | None:
    """What a legal move would change, exactly, up to what is still hidden."""
    if not view.legal:
        return None
    looked = boards.preview_of(game, view.id)
    if looked is None:
        return None
    changes = telling.changes_of(game, looked)
    parts: list[Child] = [listed((el("span", mark_of(c.good), c.text) for c in changes), class_="changes")]
    if looked.ends:
        parts.append(el("p", say("This ends the game: {ending}.", ending=boards.ending_name(game, looked.ends))))
    if looked.reveals:
        parts.append(el("p", say("After this, something hidden comes to light."), class_="hint"))
    why = causes(telling.grouped(game.plan, looked.causes))
    if why is not None and changes:
        parts.append(el("details", el("summary", say("Why")), why))
    return el("div", parts)


def option(game: Game, view: MoveView, vote: Child = None) -> Markup:
    """An option with its costs, effects and exact preview; one that cannot be chosen says why not."""
    about: list[Child] = [el("h3", view.name)]
    if view.text:
        about.append(el("p", view.text))
    if view.cost:
        about.append(el("p", say("Cost: {cost}", cost=", ".join(view.cost))))
    if view.refusals:
        about.append(el("p", say("Not now: {reasons}", reasons="; ".join(view.refusals)), class_="refused"))
        about.append(listed((line.full_text for line in view.all_effects), class_="changes"))
    else:
        later = [line.full_text for line in view.all_effects if line.later]
        about += [preview(game, view), listed(later, class_="changes")]
    return el("li", about, vote, class_="option" if view.legal else "option closed")


def decision(game: Game) -> tuple[Markup, tuple[MoveView, ...]]:
    """What is asked now, and the options in order."""
    asked = missions.decision_of(game, "")
    parts: list[Child] = [el("h2", asked.name, id="decision")]
    if asked.because:
        parts.append(el("p", f"{asked.because}: {asked.member_name}", class_="hint"))
    if asked.text:
        parts.append(el("p", asked.text))
    return el("div", parts), asked.moves

"""Forecasts and advisers in words: every sentence is made of figures that were played out."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from game.lab.forecast import Advice, EndingShare, Fan, Forecast, advice
from game.rules.play import Game
from game.scenes import telling, wording
from game.scenes.phrases import move_name, turn_label
from game.scenes.scene_forecasts import AdvisersScene, ChoiceFigure, EndingBar, FanView, ForecastView, VoiceView
from game.words import language, say, say_many

IN_PANEL = 4
"""Tracks in the panel of a move; the whole forecast has all."""

MOST_ENDINGS, FEWEST_ENDINGS = 6, 2
"""Endings that are told apart on a sheet, and in the panel of a move; the others are added up."""
MOST_CAUSES = 4


def forecast_view(
    game: Game, move: str, told: Forecast | None, *, whole: bool = False, failed: bool = False
) -> ForecastView:
    """What may come of a move, or without one of the position. Without a forecast, that it is being worked out."""
    name = name_of(game, move)
    if told is None:
        waiting = say("No forecast is to be had here.") if failed else say("Being worked out …")
        return ForecastView(move, name, "", (), (), "", "", "", waiting=waiting)
    low, high = told.win_interval
    wins = say(
        "Won: {share} of the games ({low} to {high} %)",
        share=percent(told.wins, told.playouts),
        low=floor(low),
        high=ceil(high),
    )
    score = say(
        "Score at the end: {median} in the middle; in eight of ten games {low} to {high}.",
        median=number(told.score.median),
        low=number(told.score.low),
        high=number(told.score.high),
    )
    return ForecastView(
        move=move,
        name=name,
        wins=wins,
        endings=tuple(_endings(told, MOST_ENDINGS if whole else FEWEST_ENDINGS)),
        fans=tuple(_fan(game, fan) for fan in _chosen(game, move, told, whole=whole)),
        still=_still(game, told) if whole else "",
        score=score,
        basis=basis(game, told),
        caveat=caveat(),
    )


def name_of(game: Game, move: str) -> str:
    """The name of a move; without one that of the turn."""
    found = game.engine.by_notation.get(move)
    return turn_label(game.scenario, game.turn) if found is None else move_name(game.plan.moves[found.index])


def basis(game: Game, told: Forecast) -> str:
    """How many games a forecast stands on, and how they were played."""
    return say_many(
        "{count} game played on by the policy “{name}”, with one choice in {strays} by lot",
        "{count} games played on by the policy “{name}”, with one choice in {strays} by lot",
        told.playouts,
        name=policy_name(game, told),
        strays=told.strays,
    )


def policy_name(game: Game, told: Forecast) -> str:
    """The name of the policy of a forecast, in the game's language."""
    return next((policy.name for policy in game.plan.policies if policy.id == told.policy), say("Greedy"))


def caveat() -> str:
    """What a forecast is not."""
    return say(
        "In these games a policy chooses in your place: it weighs what a choice does at once and looks no further. "
        "What you cannot see is drawn anew in each game. So they do not tell what will happen to you, but which choice "
        "leaves such a player better off."
    )


def percent(part: int, whole: int) -> str:
    """A share in percent, in words where a whole number would lie."""
    if part == whole:
        return say("100 %")
    if part and part * 100 < whole:
        return say("less than 1 %")
    return say("{percent} %", percent=min(99, (200 * part + whole) // (2 * whole)))


def number(value: int) -> str:
    """A whole number with a true minus."""
    return str(value).replace("-", "−")


def decimal(value: float, *, sign: bool = False) -> str:
    """A number with one decimal, as the language writes it."""
    told = f"{value:+.1f}" if sign else f"{value:.1f}"
    told = told.replace("-0.0", "0.0").replace("+0.0", "0.0").replace("-", "−")
    return told if language() == "en" else told.replace(".", ",")


def _endings(told: Forecast, most: int) -> list[EndingBar]:
    shares = told.endings
    first, rest = shares[:most], shares[most:]
    if len(rest) == 1:
        first, rest = shares, ()
    bars = [_bar(told, share) for share in first]
    won = sum(share.games for share in rest if share.won)
    lost = sum(share.games for share in rest) - won
    for name, games, good in ((say("Other ways to win"), won, True), (say("Other ways to lose"), lost, False)):
        if games:
            bars.append(_bar(told, EndingShare("", name, good, games)))
    return bars


def _bar(told: Forecast, share: EndingShare) -> EndingBar:
    return EndingBar(
        share.name, share.won, round(100 * share.games / told.playouts), percent(share.games, told.playouts)
    )


def _chosen(game: Game, move: str, told: Forecast, *, whole: bool) -> tuple[Fan, ...]:
    """The fans that are shown: in a panel those that the move changes, then those that open most widely."""
    opening = tuple(fan for fan in told.fans if not _stays(game, fan))
    if whole:
        return opening
    changed = {change.track for change in telling.changes_of(game, game.preview(move))} if move else set()
    slots = game.engine.slot_of

    def width(fan: Fan) -> float:
        slot = game.plan.slots[slots[fan.track]]
        return (fan.bands[-1].high - fan.bands[-1].low) / max(1, slot.high - slot.low)

    return tuple(sorted(opening, key=lambda fan: (fan.track not in changed, -width(fan)))[:IN_PANEL])


def _stays(game: Game, fan: Fan) -> bool:
    """Whether a track stays where it is in all but a few games."""
    now = game[fan.track]
    return all(band.low == now == band.high for band in fan.bands)


def _still(game: Game, told: Forecast) -> str:
    """The tracks that stay where they are."""
    names = [wording.track_name(game.plan, fan.track) for fan in told.fans if _stays(game, fan)]
    return say("As it is now in at least eight of ten games: {names}.", names=", ".join(names)) if names else ""


def _fan(game: Game, fan: Fan) -> FanView:
    slot = game.plan.slots[game.engine.slot_of[fan.track]]
    name = wording.track_name(game.plan, fan.track)
    now, end = game[fan.track], fan.bands[-1]
    said = say(
        "{name}: now {now}; at the end {median} in the middle, in eight of ten games {low} to {high}",
        name=name,
        now=number(now),
        median=number(end.median),
        low=number(end.low),
        high=number(end.high),
    )
    told = say("{now} → {median} ({low} to {high})", now=number(now), median=number(end.median),
               low=number(end.low), high=number(end.high))  # fmt: skip
    bands = tuple((band.low, band.median, band.high) for band in fan.bands)
    return FanView(fan.track, name, slot.low, slot.high, now, bands, told, said, say("now"), say("the end"))


# Advisers


def advisers_scene(
    game: Game, told: Mapping[str, Forecast], notice: str = "", *, failed: bool = False
) -> AdvisersScene:
    """What each adviser says of the moves of the present decision, once all have been worked out."""
    moves = [str(move) for move in game.moves]
    known = tuple(told[move] for move in moves if move in told)
    title = game.decision.name
    if len(known) < len(moves):
        waiting = (
            say("No forecast is to be had here.")
            if failed
            else say("Being worked out: {done} of {count} choices.", done=len(known), count=len(moves))
        )
        return AdvisersScene(title, "", (), "", "", waiting, notice)
    if not game.plan.advisers:
        return AdvisersScene(title, "", (), "", "", say("This scenario has no advisers."), notice)
    heard = advice(game, known)
    voices = tuple(_voice(game, known, one, n) for n, one in enumerate(heard))
    wanted = {one.best for one in heard}
    summary = say_many(
        "All {voices} voices would choose the same: {count} choice.",
        "{voices} voices, {count} different choices",
        len(wanted),
        voices=len(voices),
    )
    each = say_many("{count} game for each choice, with the same chances for all, played on by the policy “{name}”, "
                    "with one choice in {strays} by lot",
                    "{count} games for each choice, with the same chances for all, played on by the policy “{name}”, "
                    "with one choice in {strays} by lot",
                    known[0].playouts, name=policy_name(game, known[0]), strays=known[0].strays)  # fmt: skip
    return AdvisersScene(title, summary, voices, each, caveat(), "", notice)


def _voice(game: Game, known: tuple[Forecast, ...], heard: Advice, place: int) -> VoiceView:
    plan = game.plan.advisers[place]
    best, rival, worst = (name_of(game, move) for move in (heard.best, heard.rival, heard.worst))
    name = plan.name or say("Score")
    figures = tuple(
        ChoiceFigure(f.move, name_of(game, f.move), band.low, band.median, band.high,
                     decimal(f.voices[place].mean), f.move == heard.best)
        for f in sorted(known, key=lambda f: -f.voices[place].mean)
        for band in (f.voices[place].band,)
    )  # fmt: skip
    values = {"best": best, "rival": rival, "worst": worst, "mean": decimal(heard.mean),
              "margin": decimal(heard.margin), "low": number(heard.band.low), "high": number(heard.band.high),
              "apart": decimal(heard.mean - heard.worst_mean), "other": decimal(heard.worst_mean)}  # fmt: skip
    if not heard.rival:
        told = say("“{best}” is all there is: {mean} on average at the end, {low} to {high} in eight of ten games.",
                   **values)  # fmt: skip
    elif heard.sure:
        told = say("“{best}”: {mean} on average at the end, {low} to {high} in eight of ten games. That is {margin} "
                   "more than by “{rival}”, the next best.", **values)  # fmt: skip
    else:
        told = say("“{best}” or “{rival}”, the games cannot tell them apart: {mean} on average at the end, {low} to "
                   "{high} in eight of ten games.", **values)  # fmt: skip
    return VoiceView(
        id=plan.id,
        name=name,
        stands_for=plan.text,
        choice=best if heard.sure or not heard.rival else f"{best} / {rival}",
        move=heard.best,
        told=told,
        cause=_cause(game, heard, values),
        figures=figures,
        low=min(figure.low for figure in figures),
        high=max(figure.high for figure in figures),
        said="; ".join(f"{figure.name} {figure.mean}" for figure in figures),
    )


def _cause(game: Game, heard: Advice, values: Mapping[str, str]) -> str:
    """Which tracks make the difference between an adviser's best and worst choice."""
    if heard.worst == heard.best or not heard.grounds:
        return ""
    causes = "; ".join(
        f"{wording.track_name(game.plan, ground.track)} {decimal(ground.difference, sign=True)}"
        for ground in heard.grounds[:MOST_CAUSES]
    )
    return say("By “{worst}” it would be {other}. What ends otherwise by the best choice: {causes}.",
               causes=causes, **values)  # fmt: skip

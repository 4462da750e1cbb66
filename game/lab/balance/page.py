"""The report on a scenario's balance as one HTML file: nothing is fetched, no script runs, and it prints well."""

from __future__ import annotations

from typing import Any

from game.lab.balance.measuring.plain import Figures
from game.lab.balance.methods import methods
from game.lab.balance.telling.choices import answers_section, cards_section, events_section
from game.lab.balance.telling.course import drama_section, length_section, styles_section, weights_section
from game.lab.balance.telling.frame import Section, document, stopped
from game.lab.balance.telling.glance import glance_section, targets_section
from game.lab.balance.telling.results import bots_section, ladder_section, luck_section
from game.lab.markup import Child, el
from game.words import say


def page_of(told: Figures) -> str:
    """The whole page, in the language spoken now."""
    sections = [
        section
        for section in (
            glance_section(told),
            targets_section(told),
            bots_section(told),
            ladder_section(told),
            cards_section(told),
            answers_section(told),
            events_section(told),
            drama_section(told),
            weights_section(told),
            luck_section(told),
            styles_section(told),
            length_section(told),
            _methods(told),
        )
        if section is not None
    ]
    title = say("The balance of {title}", title=told["title"])
    return document(title, _under(told), sections)


def _under(told: Figures) -> Child:
    games = sum(bot["won"]["games"] for bot in told["bots"])
    line = say(
        "Version {version}, difficulty {level}, seeds from {seed}; {games} games by {bots} bots",
        version=told["version"],
        level=told["difficulty"],
        seed=told["seed"],
        games=f"{games:,}".replace(",", " "),
        bots=len(told["bots"]),
    )
    return [el("p", line, class_="under"), stopped(told)]


def _methods(told: Figures) -> Section:
    items: list[Any] = [[el("dt", term), el("dd", text)] for term, text in methods(told)]
    return "methods", say("How it was measured"), [el("dl", items)]

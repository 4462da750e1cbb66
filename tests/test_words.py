"""The interface in other languages: nothing missing, nothing left in English, every letter in the fonts."""

from __future__ import annotations

import importlib.util
import os
import re
from functools import cache
from pathlib import Path
from types import ModuleType

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import polib
import pygame
import pytest
from attrs import evolve

from game.desktop import intents
from game.desktop.board.fonts import FACES
from game.desktop.board.tree import Node
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.desktop.settings import Settings
from game.desktop.terminal.commands import ALIASES, COMMANDS, TOLD
from game.scenario.library import load, resources, shipped
from game.words import say, say_many, speaking
from tests.desktop.test_layout import NAMES, sessions, tree_of
from tests.desktop.test_terminal import transcript

LOCALE = Path(__file__).parents[1] / "assets" / "locale"
LANGUAGES = ("kk", "ru")
GAP = re.compile(r"\{\w*\}")
LATIN = re.compile(r"[A-Za-z]{3,}")
KEYS = {"Enter", "Esc", "Tab", "Shift", "Ctrl", "PgUp", "PgDn", "Plus", "Minus"}
OWN = {"Multivector", "English", "espeak", "CNPC", "pip"}
"""Names that are the same in every language."""


def extract() -> ModuleType:
    spec = importlib.util.spec_from_file_location("extract", LOCALE / "extract.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_a_translation(language: str) -> None:
    assert not extract().missing(language), "run assets/locale/extract.py and translate what it tells"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_gaps(language: str) -> None:
    for entry in polib.pofile(str(LOCALE / f"{language}.po"), encoding="utf-8"):
        for told in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            wanted = set(GAP.findall(entry.msgid + entry.msgid_plural))
            assert set(GAP.findall(told)) == wanted, entry.msgid
            assert told.count("`") == entry.msgid.count("`"), entry.msgid


def test_numbers_take_their_forms() -> None:
    with speaking("ru"):
        assert [say_many("{count} point", "{count} points", n) for n in (1, 2, 5, 11, 21, 24)] == [
            "1 очко", "2 очка", "5 очков", "11 очков", "21 очко", "24 очка",
        ]  # fmt: skip
        assert say("Undo") == "Отменить"
    assert say("Undo") == "Undo"
    with speaking("tr"):
        assert say("Turn {turn}", turn=3) == "Turn 3"


def test_every_command_is_told() -> None:
    assert list(TOLD) == list(COMMANDS)


# What stands on the screens


def in_language(session: Session, language: str) -> Session:
    return session.in_language(language)


def latin(text: str) -> set[str]:
    """The words of a text in Latin letters, those left aside that are commands, ids, files, rules or addresses."""
    text = re.sub(r"`[^`]*`|https?://\S+|\S+\.(?:ya?ml|po|game|txt)\b\S*", " ", text)
    return set(LATIN.findall(text)) - KEYS - OWN


@cache
def words_of_texts(language: str) -> frozenset[str]:
    """The Latin words in the translated texts of the shipped scenarios."""
    return frozenset(LATIN.findall(" ".join(translations(language))))


def written_by_authors(session: Session) -> set[str]:
    """Words that stay as they are: those of translated texts, authors' names and the licence."""
    scenario = session.game.scenario if session.game is not None else session.chosen
    assert scenario is not None
    of_scenario = LATIN.findall(f"{' '.join(scenario.authors)} {scenario.licence}")
    return {*words_of_texts(session.settings.language), *of_scenario}


def translations(language: str) -> list[str]:
    """Every translated text of the shipped scenarios: names such as CPC stand in Latin letters there too."""
    files = [f for f in resources("scenarios").rglob(f"text/{language}.po") if "template" not in f.parts]
    return [e.msgstr for file in files for e in polib.pofile(str(file), encoding="utf-8")]


def said(node: Node) -> list[str]:
    """All texts of a tree but lines of rules, places in files and sources, which stay in their language."""
    own = ("detail.source", "why.source", "why.from", "detail.where")
    told = [n for n in node.walk() if not n.id.endswith(".where") and not n.id.startswith(own)]
    return [text for n in told for text in (n.text, n.hint)]


@pytest.mark.xdist_group("screens")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_on_the_screens(language: str) -> None:
    found: dict[str, set[str]] = {}
    for name in NAMES:
        session = in_language(sessions()[name], language)
        tree = tree_of(session, (1280, 800), 1.0)
        words = latin("\n".join(said(tree.root))) - written_by_authors(session)
        if words:
            found[name] = words
    assert not found


SCRIPT = (
    "help", "1", "status", "calendar", "refused", "preview 1", "end", "1", "1", "1", "1", "1", "1", "score", "history",
    "undo", "branches", "redo", "go 2", "77", "xyzzy", "card 1", "why treasury", "sources", "rules", "epilogue",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_is_left_in_the_terminal(language: str) -> None:
    start = Session(settings=Settings(language=language)).do(intents.Start("deft-diplomacy", None, 8))
    text, after = transcript(start, list(SCRIPT))
    assert start.game is not None
    text = re.sub(r"^> .*$|^    .*$", "", text, flags=re.MULTILINE)  # what was typed; lines of rules and sources
    commands = "|".join(map(re.escape, (*COMMANDS, *ALIASES)))
    text = re.sub(rf"^  (?:{commands})\b[A-Z ]*:", "", text, flags=re.MULTILINE)
    text = re.sub(r"^  [A-Z]+-[\w-]+: .*$", "", text, flags=re.MULTILINE)  # sources
    assert not latin(text) - written_by_authors(after) - {"xyzzy"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_running_game_changes_its_language(language: str) -> None:
    session = sessions()["late"].do(intents.Undo()).do(intents.Undo())
    assert session.game is not None
    legal = session.game.moves
    session = session.do(intents.Play(str(legal[-1]))).do(intents.Undo())
    other = session.in_language(language)
    assert session.game is not None and other.game is not None
    assert other.game.state_hash == session.game.state_hash
    assert [str(m) for m in other.game.played] == [str(m) for m in session.game.played]
    assert len(other.game.branches) == len(session.game.branches)
    assert other.game.can_redo == session.game.can_redo
    assert other.game.record() == session.game.record()
    assert other.game.scenario.title != session.game.scenario.title
    assert other.settings.language == language and other.screen == session.screen
    back = other.in_language("en")
    assert back.game is not None and back.game.scenario.title == session.game.scenario.title
    assert view(back) == view(session)


def test_a_game_of_an_unknown_scenario_keeps_its_language() -> None:
    def lost(name: str, language: str) -> object:
        raise OSError("gone")

    session = evolve(sessions()["late"], load=lost)
    assert session.in_language("kk").game is session.game


def picture(font: pygame.font.Font, char: str) -> tuple[tuple[int, int], bytes]:
    """What a letter looks like; one that a font has not looks like any other that it has not."""
    surface = font.render(char, False, (0, 0, 0), (255, 255, 255))
    return surface.get_size(), pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_every_letter(language: str) -> None:
    pygame.font.init()
    entries = polib.pofile(str(LOCALE / f"{language}.po"), encoding="utf-8")
    own = [e.msgstr + "".join(e.msgstr_plural.values()) for e in entries]
    texts = [*own, *translations(language), *(load(name, language).title for name in shipped())]
    letters = {char for text in texts for char in text if char not in "\n\t"}
    for face, file in FACES.items():
        font = pygame.font.Font(resources("assets") / "fonts" / file, 16)
        none = picture(font, "\u4e2d")
        assert picture(font, "Ұ") != none
        assert not {char for char in letters if picture(font, char) == none}, face

"""Handouts: every shipped scenario on paper, in every language, with nothing outside its place and no sign missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve

from game.classroom.handout import slips, writing
from game.classroom.handout.cards import cards_of, letters, numbers_of
from game.classroom.handout.writing import documents, write
from game.classroom.paper.faces import MM_PER_POINT, Style, lacking, width, wrap
from game.classroom.paper.press import pdf_of
from game.classroom.paper.sheet import Box, Document, Rect, Words, sheet_of, texts
from game.cli import main
from game.rules.play import Game, start
from game.scenario.library import load, shipped
from game.words import say, speaking

EVERYWHERE = [(name, language) for name in shipped() for language in ("en", "kk", "ru")]
SLIPS = ("roles.pdf", "cards.pdf", "ballots.pdf")
SEED = 7


def begun(name: str, language: str) -> Game:
    return start(load(name, language), SEED)


@cache
def printed(name: str, language: str, paper: str = "a4") -> dict[str, Document]:
    with speaking(language):
        return dict(documents(begun(name, language), paper, world_too=True))


def ink(words: Words) -> Rect:
    """The part of the page that a line's letters cover, without what hangs below the line."""
    tall = 0.68 * words.style.size * MM_PER_POINT
    return Rect(words.x, words.y - tall, words.right - words.x, tall)


def overlapping(lines: list[Words]) -> Iterator[tuple[str, str]]:
    boxes = sorted(((ink(line), line.text) for line in lines if line.text.strip()), key=lambda one: one[0].y)
    for number, (one, text) in enumerate(boxes):
        for other, more in boxes[number + 1 :]:
            if other.y >= one.bottom - 0.05:
                break
            if min(one.right, other.right) - max(one.x, other.x) > 0.05:
                yield text, more


def inside(inner: Rect, outer: Rect) -> bool:
    slack = 0.05
    return (
        inner.x >= outer.x - slack and inner.right <= outer.right + slack
        and inner.y >= outer.y - slack and inner.bottom <= outer.bottom + slack
    )  # fmt: skip


@pytest.mark.parametrize(("name", "language"), EVERYWHERE)
def test_every_text_is_in_its_place_and_none_lies_on_another(name: str, language: str) -> None:
    for file, document in printed(name, language).items():
        sheet = sheet_of("a4").inset(4.0)
        for number, line in texts(document):
            assert inside(ink(line), line.room), (file, number, line)
            assert inside(ink(line), sheet), (file, number, line)
        for number, page in enumerate(document.pages, 1):
            lines = [mark for mark in page.marks if isinstance(mark, Words)]
            assert not list(overlapping(lines)), (file, number)


@pytest.mark.parametrize(("name", "language"), EVERYWHERE)
def test_every_sign_is_in_a_typeface_and_large_enough(name: str, language: str) -> None:
    for file, document in printed(name, language).items():
        for number, line in texts(document):
            assert not lacking(line.text, line.style.face), (file, number, line.text)
            assert line.style.size >= (4.9 if len(line.text) == 1 else 5.6), (file, number, line)
            assert "{" not in line.text and "`" not in line.text, (file, number, line.text)


@pytest.mark.parametrize(("name", "language"), EVERYWHERE)
def test_no_text_had_to_be_shortened(name: str, language: str) -> None:
    with speaking(language):
        meant = say("One sentence each: we chose this because ...").split()[-1]
    for file, document in printed(name, language).items():
        for number, line in texts(document):
            assert not line.text.endswith("…") or line.text.endswith(meant), (file, number, line.text)


@pytest.mark.parametrize(("name", "language"), EVERYWHERE)
def test_the_rules_are_two_pages_and_hold_the_whole_rulebook(name: str, language: str) -> None:
    document = printed(name, language)["rules.pdf"]
    assert len(document.pages) == 2 and document.language == language
    whole = "".join(line.text for _, line in texts(document)).replace(" ", "")
    scenario = load(name, language)
    named = [*scenario.laws.values(), *scenario.legacies.values(), *scenario.envoys.values()]
    for text in filter(None, (entry.name for entry in named)):
        assert text.replace(" ", "") in whole, text


@pytest.mark.parametrize("file", SLIPS)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_slips_are_cut_without_cutting_a_text(file: str, paper: str) -> None:
    places = slips.places_of(paper)
    document = printed("deft-diplomacy", "kk", paper)[file]
    sheet = sheet_of(paper)
    assert all(inside(place, sheet) for place in places)
    for number, page in enumerate(document.pages, 1):
        if file == "cards.pdf" and number == 1:
            continue  # the calendar
        for mark in page.marks:
            if isinstance(mark, Words) and mark.y < places[-1].bottom:
                assert sum(inside(ink(mark), place) for place in places) == 1, (number, mark)
            if isinstance(mark, Box):
                assert sum(inside(mark.rect, place) for place in places) == 1, (number, mark)


@pytest.mark.parametrize("name", shipped())
def test_every_card_says_all_that_the_game_would(name: str) -> None:
    game = begun(name, "en")
    scenario, made = game.scenario, cards_of(game.plan)
    faces = sum(len(own) for own in scenario.agendas.values())
    rooms = (scenario.cards, scenario.events, scenario.summits, scenario.actions)
    assert len(made) == sum(map(len, rooms)) + faces
    assert len({card.number for card in made}) == len(made) == len(set(numbers_of(scenario).values()))
    for card in made:
        assert card.effects or card.leading or card.answers, card.name
        assert [answer.letter for answer in card.answers] == [letters(n) for n in range(len(card.answers))]
        for answer in card.answers:
            assert answer.name and answer.effects


def test_a_card_says_what_an_envoy_of_higher_rank_brings() -> None:
    card = next(card for card in cards_of(begun("deft-diplomacy", "en").plan) if card.name == "OECD investment reform")
    assert card.costs == "Treasury 2"
    assert card.effects == ("Business +1", "Stability -1", "Court European Union (Relations +1, Favour +1)")
    assert card.leading == (
        "President, instead: Court European Union (Relations +2, Favour +2)", "President, also: Stability +1",
    )  # fmt: skip


def test_the_dealt_world_is_the_one_that_is_played() -> None:
    game = begun("deft-diplomacy", "en")
    told = [line.text for _, line in texts(printed("deft-diplomacy", "en")["world-7.pdf"])]
    movers = [text.partition(": ")[2] for text in told if text.startswith("The power on the move: ")]
    members = game.scenario.groups["powers"].members
    stream = next(n for n, s in enumerate(game.plan.streams) if s.name == "movers")
    dealt = [list(members)[m] for m in game.world.tables[stream][: game.scenario.last_turn] if isinstance(m, int)]
    assert movers == [members[key].name for key in dealt]
    numbers = numbers_of(game.scenario)
    deck = next(n for n, s in enumerate(game.plan.streams) if s.name == "economic")
    tables = [text.partition(": ")[2].split(", ") for text in told if text.startswith("Economic cards: ")]
    keys = list(game.scenario.cards)
    dealt_tables = [shown for shown in game.world.tables[deck] if isinstance(shown, tuple)]
    assert tables == [[numbers[keys[card]] for card in shown] for shown in dealt_tables]
    for one, other in pairwise(tables):
        assert len(set(one) & set(other)) == 2


def test_the_guide_tells_the_run_of_show_of_both_lessons() -> None:
    told = [line.text for _, line in texts(printed("deft-diplomacy", "en")["guide.pdf"])]
    assert {"9:00–27:00", "43:00–45:00", "35:00–39:00", "85:00–88:00"} <= set(told)
    lesson = load("deft-diplomacy").lesson
    assert lesson is not None
    whole = " ".join(told)
    for text in (*lesson.objectives, *lesson.limits, *(q.text for q in lesson.questions.values())):
        assert text.split()[0] in whole
    with speaking("en"):
        for heading in ("When the Wi-Fi keeps devices apart", "Glossary", "Sources", "What the model leaves out"):
            assert say(heading) in told


@pytest.mark.parametrize("room", [12.0, 25.0, 60.0])
def test_lines_are_never_wider_than_their_room(room: float) -> None:
    text = "Қайталама-санкциялар https://example.org/a-very-long-address/without?any supercalifragilistic\nnew line"
    style = Style("serif", 9)
    lines = wrap(text, style, room)
    assert all(width(line, style) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == re.sub(r"\s", "", text)


def test_the_same_document_has_the_same_bytes_and_says_what_it_is() -> None:
    document = printed("first-steps", "kk")["ballots.pdf"]
    made = pdf_of(document)
    assert made == pdf_of(document)
    assert made.startswith(b"%PDF-") and b"/Lang (kk)" in made and b"/Title" in made
    assert made.count(b"/Type /Page\n") == 2 and b"/FontFile2" in made


def test_the_command_writes_every_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "pdf_of", lambda document: f"{document.paper} {document.language}".encode())
    out = tmp_path / "new" / "folder"
    assert main(["handout", "ladder", "--lang", "ru", "--paper", "letter", "--seed", "3", "--out", str(out)]) == 0
    names = ["rules", "roles", "cards", "worksheet", "ballots", "guide", "world-3"]
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(out / f"{name}.pdf") for name in names] and not told.err
    assert all((out / f"{name}.pdf").read_bytes() == b"letter ru" for name in names)
    (tmp_path / "file").write_text("in the way")
    assert main(["handout", "ladder", "--out", str(tmp_path / "file")]) == 1
    assert "file" in capsys.readouterr().err


def test_signs_that_no_typeface_has_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = evolve(load("ladder"), title="Баспалдақ 階梯")
    monkeypatch.setattr(writing, "pdf_of", lambda document: document.title.encode())
    assert write(start(scenario, 0), tmp_path, "a4", world_too=False).lacking == "梯階"

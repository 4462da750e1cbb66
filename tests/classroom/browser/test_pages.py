"""Pages in a real browser: joining, voting, coming back, a whole lesson; by keyboard, without scripts, magnified."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from game.classroom import plan as stages
from tests.classroom.browser.browsers import LAPTOP, WALL, Browser, Class, Window, taught, until
from tests.classroom.browser.judging import EACH, faults

pytestmark = pytest.mark.xdist_group("browser")
FIRST_LOAD = 60_000
"""Bytes over the network for the first page that a student sees, her own after joining included."""
WHOLE = tuple(kind for kind in EACH if kind not in (stages.TALK, stages.WHY))
"""The stages looked at here: talking looks like voting, writing why like its consequences."""
TRANSLATED = (stages.BRIEF, stages.VOTE, stages.CONSEQUENCES, stages.EXIT)
"""The stages that are looked at in other languages too: elements are the same, texts are longer.

`python -m tests.classroom.browser.sweep` looks at all of them in all languages.
"""


@pytest.fixture
def room() -> Iterator[Class]:
    with taught("ladder", "--seed", "7", "--lang", "en") as made:
        yield made


def votes_of(room: Class, student: str = "s1") -> str:
    """What a student has voted for, on disk."""
    ballot = room.state.tables["class"].ballot
    vote = ballot.votes.get(student) if ballot is not None else None
    return vote.choice if vote is not None else ""


def go_on(teacher: Window, room: Class) -> None:
    """Press the teacher's button for the next stage, once the page shows the present one: it counts for that only."""
    rounds = room.state.rounds
    shown = "return [...document.querySelectorAll('input[name=rounds]')].map((one) => one.value)"
    until(lambda: str(rounds) in teacher.run(shown), "the teacher's page shows the present stage")
    teacher.click(".levers .main")
    until(lambda: room.state.rounds > rounds, "the lesson goes on")


def press(window: Window, *keys: str) -> None:
    """Keys of the keyboard."""
    chain = ActionChains(window.driver)
    for key in keys:
        chain.send_keys(key)
    chain.perform()


def test_a_lesson_of_two_students_and_their_teacher(browser: Browser, room: Class) -> None:
    wall = browser.window(room.address(1) + "/projector", WALL)
    wall.sees(room.code)
    browser.log()
    browser.sizes.clear()
    one = browser.window(f"{room.address(2)}/j/{room.code}")
    taps = 1
    one.click("main button")
    one.sees("You are in")
    assert taps <= 3
    browser.log()
    assert 2_000 < sum(browser.sizes.values()) <= FIRST_LOAD
    two = browser.window(room.address(3) + "/")
    two.one("#code").send_keys(room.code.lower(), Keys.ENTER)
    two.sees("You are in")
    wall.sees("2 students are in")
    teacher = browser.window(room.address(1) + "/teacher", LAPTOP)
    teacher.click(".levers button")
    for phone in (one, two):
        phone.sees("A trial vote")
        phone.click("form[action='/trial'] button")
        phone.sees("Your trial vote")
    teacher.click(".levers button.main, .levers .main")
    for phone in (one, two):
        phone.sees("Three questions")
        for number, right in enumerate(room.state.questions):
            phone.click(f"form[action='/answer']:has(input[name=question][value='{number}']) button", right)
            phone.sees(f"Right answers: {number + 1} of")
    until(lambda: "Held back" not in teacher.text, "everybody is ready")
    go_on(teacher, room)
    one.sees("Read")
    go_on(teacher, room)
    one.sees("Vote for this")
    one.click(".option button", 0)
    until(lambda: votes_of(room), "the vote is on disk")
    first = votes_of(room)
    one.sees("Your vote")
    until(lambda: len(one.all(".option.chosen")) == 1, "what was voted for is marked")
    one.click(".option button", 1)
    until(lambda: votes_of(room) not in ("", first), "the vote is changed")
    mark = "return getComputedStyle(document.querySelector('.option.chosen h3'), '::before').content"
    until(lambda: "✓" in one.run(mark), "and marked, not by colour alone")
    two.click(".option button", 1)
    two.sees("Your vote")
    teacher.click(".levers .main")  # the vote is called: everybody has voted
    until(lambda: room.state.tables["class"].decided, "it is decided")
    room.to(stages.CONSEQUENCES)
    one.sees("What it changed")
    wall.sees("What it changed")
    room.to(stages.WHY)
    one.sees("Why did you vote")
    one.one("#text").send_keys("<b>Because</b> we could")
    one.click("form[action='/write'] button")
    one.sees("You wrote: <b>Because</b> we could")
    teacher.sees("<b>Because</b> we could")
    teacher.click(".texts button")
    until(lambda: any(line.shown for line in room.state.lines.values()), "the teacher shows it")
    room.to(stages.HAPPENED)
    wall.sees("Because</b> we could")
    room.to(stages.EXIT)
    two.sees("Exit ticket")
    two.click("#sure3")
    two.click("form[action='/ticket'] button")
    two.sees("Your exit ticket is in")
    room.to(stages.END)
    one.sees("Thank you for governing")
    assert not [e for e in browser.driver.get_log("browser") if e["level"] == "SEVERE"]


def test_phones_come_back(browser: Browser, room: Class) -> None:
    phone = browser.window(f"{room.address(4)}/j/{room.code}")
    phone.click("main button")
    room.to(stages.TALK)
    phone.sees("Vote for this")
    # The server is gone, and back: what was voted in between arrives by itself.
    room.kill()
    phone.click(".option button", 0)
    phone.sees("No connection")
    room.start("--resume", room.code)
    until(lambda: votes_of(room), "the vote that waited is on disk")
    phone.sees("Your vote")
    # The radio is off, and on.
    phone.tell("Network.enable")
    radio = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    phone.tell("Network.emulateNetworkConditions", offline=True, **radio)
    phone.click(".option button", 1)
    phone.sees("No connection")
    was = votes_of(room)
    phone.tell("Network.emulateNetworkConditions", offline=False, **radio)
    until(lambda: votes_of(room) != was, "the vote came with the network")
    # The phone sleeps through a stage: its page stands still, and is right when it wakes.
    phone.run(
        "Object.defineProperty(document, 'visibilityState', {get: () => window.asleep ? 'hidden' : 'visible'});"
        "window.asleep = true; document.dispatchEvent(new Event('visibilitychange'))"
    )
    phone.tell("Page.enable")
    phone.tell("Page.setWebLifecycleState", state="frozen")
    room.to(stages.CONSEQUENCES)
    time.sleep(0.3)
    phone.tell("Page.setWebLifecycleState", state="active")
    phone.run("window.asleep = false; document.dispatchEvent(new Event('visibilitychange'))")
    phone.sees("What it changed")
    # A reload, and somebody who comes late, are shown the same.
    phone.open(room.address(4) + "/")
    phone.sees("What it changed")
    late = browser.window(f"{room.address(5)}/j/{room.code}")
    late.click("main button")
    late.sees("What it changed")


def test_a_lesson_without_javascript(browser: Browser, room: Class) -> None:
    phone = browser.window(room.address(6) + "/", script=False)
    phone.one("#code").send_keys(room.code)
    phone.click("main button")
    phone.sees("You are in")
    assert phone.one("body").get_attribute("data-version")
    room.act("next")
    assert phone.sees("A trial vote") > 0  # by itself: the page is loaded again every few seconds
    phone.click("form[action='/trial'] button")
    phone.sees("Your trial vote")
    room.to(stages.TALK)
    phone.open(room.address(6) + "/")
    phone.click(".option button", 0)
    until(lambda: votes_of(room), "the vote is on disk")
    first = votes_of(room)
    phone.sees("Your vote")
    phone.click(".option button", 1)
    until(lambda: votes_of(room) not in ("", first), "the vote is changed")
    room.to(stages.WHY)
    phone.open(room.address(6) + "/")
    phone.one("#text").send_keys("It cost least")
    phone.click("form[action='/write'] button")
    phone.sees("You wrote: It cost least")
    phone.click("a[href^='/why']")
    phone.sees("Why: ")
    room.to(stages.EXIT)
    phone.open(room.address(6) + "/")
    phone.click("#sure2")
    phone.click("form[action='/ticket'] button")
    phone.sees("Your exit ticket is in")
    teacher = browser.window(room.address(1) + "/teacher", LAPTOP, script=False)
    teacher.click(".levers .main")
    teacher.sees("The end of the lesson")


def test_by_keyboard_alone(browser: Browser, room: Class) -> None:
    phone = browser.window(room.address(7) + "/", LAPTOP)

    def to(selector: str) -> None:
        """Go on by Tab to something; wherever the focus is on the way can be seen."""
        for _ in range(80):
            press(phone, Keys.TAB)
            found = phone.run(
                "const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();"
                "return [e.matches(arguments[0]), e.tagName, s.outlineStyle, parseFloat(s.outlineWidth), r.width,"
                " r.right]",
                selector,
            )
            if found[1] == "BODY":
                continue
            assert found[2] != "none" and found[3] >= 2 and found[4] > 0 and found[5] > 0, found
            if found[0]:
                return
        raise AssertionError(f"Tab never came to {selector}")

    to("#code")
    press(phone, room.code)
    to("button")
    press(phone, Keys.ENTER)
    phone.sees("You are in")
    room.to(stages.TALK)
    phone.sees("Vote for this")
    to(".option button")
    press(phone, Keys.ENTER)
    until(lambda: votes_of(room), "the vote is on disk")
    to(".option:nth-child(2) button")
    room.act("extend", seconds=60)  # the page is told something new: the focus stays where it is
    time.sleep(0.4)
    assert phone.run("return document.activeElement.matches('.option:nth-child(2) button')")
    first = votes_of(room)
    press(phone, Keys.SPACE)
    until(lambda: votes_of(room) != first, "the vote is changed")


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_every_page_in_every_stage_is_accessible_and_fits(browser: Browser, language: str) -> None:
    scenario = "ladder" if language == "en" else "deft-diplomacy"
    with taught(scenario, "--seed", "7", "--lang", language) as room:
        number = {"en": 10, "kk": 20, "ru": 30}[language]
        door = browser.window(room.address(number) + "/")
        other = browser.window(f"{room.address(number + 1)}/pair")
        for page in (door, other):
            judged(page, "before one is in")
        door.open(f"{room.address(number)}/j/{room.code}")
        door.click("main button")
        teacher = browser.window(room.address(1) + "/teacher", LAPTOP)
        wall = browser.window(room.address(1) + "/projector", WALL)
        for kind in WHOLE if language == "en" else TRANSLATED:
            room.to(kind)
            if kind in (stages.WRITING, stages.EXIT):
                room.act("names", allowed=1)
            for page in (door, teacher, wall):
                page.open(page.run("return location.href"))
                page.run("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
                judged(page, kind)
            if kind == stages.CONSEQUENCES:
                door.open(door.one("a[href^='/why']").get_attribute("href"))
                judged(door, "why")
                door.open(room.address(number) + "/")
        assert re.search(rf'lang="{language}"', door.driver.page_source)


def judged(page: Window, where: str) -> None:
    """Without anything for axe to find, and whole on small screens and when magnified."""
    assert not list(faults(page)), where

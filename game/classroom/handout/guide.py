"""The teacher's guide: the lesson on a few pages, from what it is for to what the model leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.classroom import plan as stages
from game.classroom.handout.styles import (
    BODY,
    CAPS,
    GUTTER,
    SMALL,
    STRONG,
    SUBTITLE,
    TITLE,
    body,
    bound,
    heading,
    listed,
    numbered,
    subheading,
    writing_room,
)
from game.classroom.pages.story import PROMPTS
from game.classroom.paper.flow import Block, Paragraph, down, high, levelled, poured
from game.classroom.paper.sheet import ACCENT, MUTED, RULE, Document, Mark, Rect, Rule
from game.classroom.plan import Stage, plan_for
from game.rules.model import QUESTION_TAGS, Scenario
from game.rules.plan import Plan
from game.words import noted, say, say_many

OBJECTIVES = noted(
    "Weigh a choice by who gains, who pays and when the price falls due.",
    "Tell good relations from dependence.",
    "Give reasons for a decision in one sentence, and judge it by what was known then.",
    "Name what a model shows and what it leaves out.",
)
LIMITS = noted(
    "Every party is one player with one will. Real ones disagree within.",
    "Whole numbers stand for what nobody can measure so well.",
    "The authors chose what counts. Another list of goals would call another policy wise.",
)
ASKED_AT = dict(zip(QUESTION_TAGS, (stages.HAPPENED, stages.COMPARE, stages.WORLD), strict=True))
"""The stage of the debrief that asks each kind of question."""


def guide(plan: Plan, paper: str) -> Document:
    """The guide, in two columns."""
    scenario, room = plan.scenario, writing_room(paper)
    wide = (room.w - GUTTER) / 2
    head: list[Block] = [
        Paragraph(say("{title}: the teacher's guide", title=scenario.title), TITLE, ACCENT),
        Paragraph(scenario.summary or scenario.subtitle, SUBTITLE, MUTED, before=0.6),
    ]
    top = high(head, room.w) + 4.0
    left = list(_blocks(scenario))
    pages: list[list[Mark]] = []
    while left:
        first = not pages
        y = room.y + (top if first else 0.0)
        tall = room.bottom - y
        columns = poured(left, wide, tall)
        shown, marks = columns[:2], down(head, room) if first else []
        for number, column in enumerate(levelled(left, wide, tall, 2) if len(columns) <= 2 else shown):
            marks += down(column, Rect(room.x + number * (wide + GUTTER), y, wide, tall))
        marks.append(Rule(room.x + wide + GUTTER / 2, y, room.x + wide + GUTTER / 2, room.bottom - 2.0, RULE))
        pages.append(marks)
        left = left[sum(len(column) for column in shown) :]
    return bound(scenario.title, say("Teacher's guide"), paper, pages)


def _blocks(scenario: Scenario) -> Iterable[Block]:
    yield from _at_a_glance(scenario)
    yield from _objectives(scenario)
    yield from _before()
    yield from _ways()
    yield from _hands(scenario)
    yield from _isolated()
    for minutes in (45, 90):
        yield from _run_of_show(minutes, scenario.last_turn)
    yield from _while_playing()
    yield from _questions(scenario)
    yield from _limits(scenario)
    yield from _privacy()
    yield from _glossary(scenario)
    yield from _sources(scenario)


def _at_a_glance(scenario: Scenario) -> Iterable[Block]:
    yield heading(say("At a glance"))
    turns = say_many("The game lasts {count} turn.", "The game lasts {count} turns.", scenario.last_turn)
    yield body(f"{turns} {say('A lesson of 45 minutes plays up to four of them, one of 90 minutes up to eight.')}")
    envoys = ", ".join(envoy.name for envoy in scenario.envoys.values())
    yield from listed(
        (
            say("For 6 to 40 students, best in teams of three. Roles to deal first: {roles}.", roles=envoys),
            say("You need one laptop and a projector. Phones are good to have; paper and hands are enough."),
            say("At least a third of the lesson is the talk afterwards. It is the lesson: do not shorten it."),
            say("Nobody wins by being fast. There is no right answer to find, only reasons to weigh."),
        )
    )


def _objectives(scenario: Scenario) -> Iterable[Block]:
    yield heading(say("What students can do afterwards"))
    own = scenario.lesson.objectives if scenario.lesson is not None else ()
    yield from listed(own or tuple(say(text) for text in OBJECTIVES))


def _before() -> Iterable[Block]:
    yield heading(say("Before the lesson"))
    yield from numbered(
        (
            say("Print the rules on both sides of one sheet, and a worksheet, for each team."),
            say("Print and cut a set of role cards for each team. Without devices, also ballots and one set of cards."),
            say("In the classroom, run the test with --preflight and scan the code with one phone."),
            say("Play one or two turns yourself. Nothing teaches the rules faster."),
            say("Hang the calendar of summits where all can see it."),
        )
    )


def _ways() -> Iterable[Block]:
    yield heading(say("Three ways to play"))
    ways = (
        (say("Plenary"), say("one game on the projector, and the class votes. The best first lesson.")),
        (say("Teams"), say("each team plays its own game of the same world on its phones. The debrief compares them.")),
        (say("Hands"), say("no devices: you count hands and enter them. You can change to it at any moment.")),
    )
    for name, text in ways:
        yield Paragraph(text, BODY, before=1.2, lead=name, lead_style=STRONG)


def _hands(scenario: Scenario) -> Iterable[Block]:
    yield heading(say("At tables, with no device at all"))
    steps = [
        say("Deal each team its role cards and a worksheet; the starting numbers stand on it."),
        say("Read the event aloud, with its options and what each would do. Nothing on a card is secret."),
    ]
    if scenario.cards:
        steps.append(say("Lay the mission cards where all can see them. The sheet of a dealt world says which ones."))
    steps += [
        say("Let the teams talk. Then all hold up their ballots, or their hands, at the same moment."),
        say("Carry out what was chosen: pay, change the numbers, write them down."),
        say("When all have acted, go through the laws on the rules' second page, in their order."),
        say("Write one sentence of reasons each before you go on."),
    ]
    yield from numbered(steps)


def _isolated() -> Iterable[Block]:
    yield heading(say("When the Wi-Fi keeps devices apart"))
    yield body(say("School networks often forbid devices to see each other: the page does not open on the phones."))
    yield from numbered(
        (
            say("Open a hotspot on the laptop or on a phone, and let the laptop and the students join it. "
                "It needs no internet."),
            say("If few phones get in: plenary with one phone a team, so that each team has a vote."),
            say("If none does: change to hands on your page. The lesson goes on where it is, and nothing is lost."),
        )
    )  # fmt: skip


# The run of show


def _run_of_show(minutes: int, most_turns: int) -> Iterable[Block]:
    plan = plan_for(minutes, most_turns)
    yield heading(say("Run of show: {minutes} minutes", minutes=minutes))
    told = 0
    for index, stage in enumerate(plan.stages):
        if stage.turn:
            if stage.turn > told:
                last = _last_in_row(plan.stages, index)
                yield from _turns(plan, index, stage.turn, last)
                told = last
        elif stage.seconds:
            begins = plan.begins(index)
            yield _row(begins, begins + stage.seconds, stage.name, _said(stage.kind))


def _last_in_row(found: Sequence[Stage], index: int) -> int:
    """The last turn that follows without another stage between."""
    last = 0
    for stage in found[index:]:
        if not stage.turn:
            break
        last = stage.turn
    return last


def _turns(plan: stages.Plan, index: int, first: int, last: int) -> Iterable[Block]:
    seconds = plan.turn_seconds(first)
    begins = plan.begins(index)
    each = say("{time} each", time=_clock(seconds))
    name = say("Turn {first}", first=first) if first == last else say("Turns {first} to {last}", first=first, last=last)
    yield _row(begins, begins + seconds * (last - first + 1), f"{name}, {each}", "").together()
    for stage in plan.stages:
        if stage.turn == first:
            lead = f"{stage.name} {_clock(stage.seconds)}"
            yield Paragraph(
                _said(stage.kind), SMALL, before=0.7, indent=_CLOCK, lead=lead, lead_style=_SMALL_STRONG,
                joined=stage.kind != stages.WHY,
            )  # fmt: skip


_CLOCK = 22.0
_SMALL_STRONG = STRONG.scaled(SMALL.size / STRONG.size)


def _row(begins: int, ends: int, name: str, text: str) -> Paragraph:
    span = f"{_clock(begins)}–{_clock(ends)}"
    return Paragraph(text, BODY, before=1.4, indent=_CLOCK, mark=span, lead=name, lead_style=STRONG)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _said(kind: str) -> str:
    """What the teacher says or does at a stage."""
    if kind in PROMPTS:
        return " ".join(say(text) for text in PROMPTS[kind])
    return say(_SAID[kind]) if kind in _SAID else ""


_SAID = dict(
    zip(
        (
            stages.JOIN,
            stages.BRIEF,
            stages.READ,
            stages.TALK,
            stages.VOTE,
            stages.CONSEQUENCES,
            stages.WHY,
            stages.EXIT,
        ),
        noted(
            "Everybody joins and casts a trial vote that changes nothing. Latecomers may join at any time.",
            "Read the briefing aloud. Deal the roles, answer the three questions on the rules together, and let "
            "everybody predict one number.",
            "Read aloud what has come, or let a student read it.",
            "The teams talk. Each role says its sentence. Ask: who gains, who pays, and when?",
            "Phones, ballots or hands, all at once. Nobody is hurried.",
            "First ask what will change, then show it. Ask of one number why it is what it is.",
            "One sentence each: we chose this because ...",
            "Two minutes, alone and without names.",
        ),
        strict=True,
    )
)


def _while_playing() -> Iterable[Block]:
    yield heading(say("What to say while they play"))
    yield from listed(
        (
            say("“Who has not been heard yet?” Then wait."),
            say("“What would the other side say of this?”"),
            say("“You may be wrong. What would show you?”"),
            say("If a team loses early, it goes back one turn on a branch that is marked, or leads on as an interim "
                "government. Nobody is sent home."),
            say("If time runs out, stop the play and begin the talk. An unfinished game is a good one to talk about."),
            say("Some students have family on several sides of these events. Speak of governments, not of peoples, and "
                "let nobody answer for a country."),
        )
    )  # fmt: skip


# After the game


def _questions(scenario: Scenario) -> Iterable[Block]:
    yield heading(say("Questions for the talk"))
    yield body(say("In this order: first what happened, then why, then where else it holds. Two of each are enough."))
    names = dict(zip(QUESTION_TAGS, (say("Describe"), say("Analyse"), say("Transfer")), strict=True))
    asked = scenario.lesson.questions.values() if scenario.lesson is not None else ()
    for tag in QUESTION_TAGS:
        own = [question.text for question in asked if question.tag == tag]
        if own:
            yield subheading(names[tag])
            yield from listed(own)
        else:
            yield from listed(say(text) for text in PROMPTS[ASKED_AT[tag]])


def _limits(scenario: Scenario) -> Iterable[Block]:
    yield heading(say("What the model leaves out"))
    own = scenario.lesson.limits if scenario.lesson is not None else ()
    yield from listed(own or tuple(say(text) for text in LIMITS))


def _privacy() -> Iterable[Block]:
    yield heading(say("Privacy"))
    yield body(
        say("No accounts, names or addresses are kept: nicknames are made up by the program. Everything stays on your "
            "laptop, and nothing is asked of the internet. You can delete a class wholly with --forget.")
    )  # fmt: skip


def _glossary(scenario: Scenario) -> Iterable[Block]:
    terms = scenario.lesson.glossary if scenario.lesson is not None else {}
    if not terms:
        return
    yield heading(say("Glossary"))
    for term in terms.values():
        yield Paragraph(term.text, BODY, before=0.9, lead=term.name, lead_style=STRONG)


def _sources(scenario: Scenario) -> Iterable[Block]:
    if not scenario.sources:
        return
    yield heading(say("Sources"))
    style = SMALL.scaled(0.86)
    lead = CAPS.scaled(style.size / CAPS.size)
    keys: dict[str, list[str]] = {}
    for key, source in scenario.sources.items():
        told = ". ".join(part for part in (source.title, source.publisher, source.url) if part)
        keys.setdefault(told, []).append(key)
    for told, same in keys.items():
        yield Paragraph(told, style, MUTED, before=0.5, lead=", ".join(same), lead_style=lead)

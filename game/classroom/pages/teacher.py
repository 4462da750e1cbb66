"""The teacher's page: the plan with its guard and gate, who is waited for, and every lever of the lesson."""

from __future__ import annotations

from attrs import frozen
from markupsafe import Markup

from game.classroom import pacing, people
from game.classroom import plan as stages
from game.classroom.ballots import counted
from game.classroom.pages import board, story, student
from game.classroom.pages.html import Child, button, document, el, form, join, listed, table
from game.classroom.roles import roles_of
from game.classroom.state import State, Student, Table
from game.scenes.phrases import turn_label
from game.words import say, say_many

DO = "/teacher/do"
MOST_WAITED = 60
"""Students waited for who are named, each with a button; more is no list to be read."""


@frozen
class Door:
    """How students come in, and the teacher on a second device."""

    address: str
    code: str
    qr: Markup
    """The QR code as a picture."""
    pin: str = ""


def page(state: State, shared: Markup, left: str, version: int, notice: str = "") -> str:
    """The whole page."""
    return document(
        say("Teacher: {title}", title=state.scenario.title),
        state.opened.language,
        el("a", say("To the lesson"), href="#main", class_="skip"),
        student.top(say("Teacher: {title}", title=state.scenario.title), left, state.paused),
        el("main", el("p", notice, role="alert", class_="notice") if notice else None,
           el("div", shared, id="shared"), student.status(), id="main"),
        live="teacher",
        refresh=6,
        version=version,
        class_="teacher",
    )


def shared(state: State, now: int, present: frozenset[str], door: Door, failure: str = "") -> Markup:
    """Everything on the teacher's page but the clock. `failure`: why the journal cannot be written."""
    compared = story.compared(state)
    return join(
        _title(state),
        _unkept(failure),
        _held(state, now),
        el(
            "div",
            el("div", _pace(state), [_table(state, at) for at in state.tables.values()],
               el("section", compared, class_="panel") if len(state.tables) > 1 and compared else None,
               _debrief(state)),
            el("div", _waiting(state, present), _texts(state), _students(state, present), _run_of_show(state, now),
               _door(door, open=state.now.kind in (stages.LOBBY, stages.JOIN))),
            class_="desk",
        ),
    )  # fmt: skip


def _debrief(state: State) -> Markup | None:
    """The pack to be taken along, as soon as something has been decided."""
    if not any(table.decided for table in state.tables.values()):
        return None
    names = {
        "debrief.zip": say("Everything in one file"),
        "debrief.html": say("To read and to show (HTML)"),
        "debrief.pdf": say("To print (PDF)"),
        "votes.csv": say("Votes (table)"),
        "timeline.csv": say("Timeline (table)"),
        "teams.csv": say("Teams (table)"),
        "forecasts.csv": say("Forecasts (table)"),
    }
    links = (el("a", text, href=f"/teacher/debrief/{name}", download=name) for name, text in names.items())
    told = say("Made from the lesson as it is now; nicknames only. It takes a few seconds.")
    return el("section", el("h2", say("The debrief to take along")), el("p", told), listed(links), class_="panel")


def _title(state: State) -> Markup:
    """The stage, with the turn of the lesson over it."""
    stage = state.now
    turn = say("Turn {turn} of {count}", turn=stage.turn, count=state.plan.turns)
    return student.heading(turn if stage.turn else "", stage.name)


def act(label: str, what: str, *, class_: str = "", about: str = "", **values: str | int) -> Markup:
    """A form of one button."""
    return form(DO, button(label, about=about, class_=class_), class_="act", what=what, **values)


def _unkept(failure: str) -> Markup | None:
    """That nothing is stored any more, and what to do."""
    if not failure:
        return None
    return el("div", el("p", el("strong", say("Nothing is being stored: {error}", error=failure))),
              el("p", say("Votes do not count until there is room on the disk again. The lesson stands as it was.")),
              role="alert", class_="notice")  # fmt: skip


def _held(state: State, now: int) -> Markup | None:
    """Why the next turn is held back, with both ways on."""
    reason = pacing.held(state, now)
    if not reason:
        return None
    following = pacing.following(state)
    ways = [act(say("Begin the turn all the same"), "stage", stage=following, override=1)]
    if state.plan.stages[following].turn > 1:
        ways.insert(0, act(say("Go to the debrief"), "stage", class_="main", stage=state.plan.debrief))
    if not state.students or state.hands:
        ways += [act(say("The roles are dealt"), "confirm", which="roles")]
    ways += [act(say("The questions were answered aloud"), "confirm", which="questions")]
    return el("section", el("h2", say("Held back")), el("p", reason), el("div", ways, class_="levers"), class_="held",
              role="region", aria_label=say("Held back"))  # fmt: skip


def _pace(state: State) -> Markup:
    stage = state.now
    following = state.plan.stages[pacing.following(state)]
    levers: list[Child] = []
    if stage.kind == stages.LOBBY:
        levers.append(act(say("Begin the lesson"), "next", class_="main", rounds=state.rounds))
    elif stage.kind in (stages.TALK, stages.VOTE):
        label = say("Call the vote") if stage.kind == stages.TALK else say("Close the vote")
        levers.append(act(label, "next", class_="main", rounds=state.rounds))
    elif stage.kind != stages.END:
        levers.append(act(say("Next: {stage}", stage=following.name), "next", class_="main", rounds=state.rounds))
    if stage.kind not in (stages.LOBBY, stages.END):
        levers.append(act(say("Let the time run"), "continue") if state.paused else act(say("Pause"), "pause"))
        levers += [
            act(say("+1 minute"), "extend", seconds=60), act(say("+5 minutes"), "extend", seconds=300),
            act(say("−1 minute"), "extend", seconds=-60),
        ]  # fmt: skip
        if state.stage < state.plan.debrief:
            levers.append(act(say("End play and debrief"), "stage", stage=state.plan.debrief))
    label = say("Back to votes by phone") if state.hands else say("Vote by hands from now on")
    levers.append(act(label, "hands", on=int(not state.hands)))
    return el("section", el("h2", say("Pace")), el("div", levers, class_="levers"), class_="panel")


def _waiting(state: State, present: frozenset[str]) -> Markup | None:
    waited = pacing.waiting_for(state)
    if not waited:
        return None
    rows = []
    for one in waited[:MOST_WAITED]:
        away = "" if one.id in present else f" ({say('away')})"
        skip = act(say("Skip"), "skip", student=one.id, about=one.nickname)
        rows.append(el("li", f"{one.nickname}{away} ", skip))
    count = say_many("Waiting for {count} student", "Waiting for {count} students", len(waited))
    more = len(waited) - len(rows)
    others = el("p", say_many("and {count} more", "and {count} more", more), class_="hint") if more else None
    return el("section", el("h2", count), el("ul", rows, class_="waiting"), others, class_="panel")


def _table(state: State, at: Table) -> Markup:
    """One table: what it decides, its votes or hands, and its levers."""
    name = story.table_name(at.id)
    parts: list[Child] = [el("h2", name)]
    label = turn_label(state.scenario, at.game.turn)
    asked = at.game.decision.name if at.ballot is not None else say("nothing is being decided")
    parts.append(el("p", f"{label}: {asked}. ", say("Score: {score}", score=at.game.score)))
    if at.ballot is not None and state.now.kind in (stages.TALK, stages.VOTE):
        parts.append(_ballot(state, at))
    if at.decided and state.now.turn:
        parts.append(act(say("Open the last vote again"), "reopen", table=at.id, about=name))  # fmt: skip
    if state.now.kind in stages.PLAY and at.game.depth:
        parts.append(_rewind(state, at))
    return el("section", parts, class_="panel")


def _ballot(state: State, at: Table) -> Markup:
    ballot = at.ballot
    assert ballot is not None
    counts = counted(state, ballot)
    rows: list[list[Child]] = []
    for number, choice in enumerate(ballot.options):
        name = student.choice_name(at, choice)
        value: Child = el("span", str(counts[choice]), _bar(counts[choice], sum(counts.values())), class_="count")
        if state.hands:
            id = f"{at.id}-{number}"
            value = [el("label", say("Hands for {name}", name=name), for_=id, class_="spoken"),
                     el("input", type="number", min=0, max=people.MOST_STUDENTS, name=f"hands.{choice}", id=id,
                        value=ballot.hands.get(choice, 0))]  # fmt: skip
        rows.append([name, value])
    counting = table(say("Votes"), (say("Choice"), say("Count")), rows, class_="numbers")
    if state.hands:
        return form(DO, counting, button(say("Decide by these hands")), what="hands-counted", table=at.id,
                    ballot=ballot.number)  # fmt: skip
    close = act(say("Close this vote"), "close", table=at.id, ballot=ballot.number)
    return join(counting, story.tally(state, at), close)


def _bar(count: int, all: int) -> Markup:
    """A count beside its number, as a length."""
    part = el("rect", width=100 * count // max(all, 1), height=10)
    return el("svg", part, viewBox="0 0 100 10", preserveAspectRatio="none", class_="bar", aria_hidden="true")


def _rewind(state: State, at: Table) -> Markup:
    turns = [el("option", turn_label(state.scenario, turn), value=turn) for turn in range(at.game.turn, 0, -1)]
    id = f"rewind-{at.id}"
    return form(
        DO, el("label", say("Rewind to the start of"), for_=id), el("select", turns, name="turn", id=id),
        button(say("Rewind")), class_="inline", what="rewind", table=at.id,
    )  # fmt: skip


def _texts(state: State) -> Markup | None:
    """What waits for the teacher's word: sentences and nicknames."""
    rows: list[Child] = []
    for one in state.students.values():
        if one.asked_name:
            say_yes = act(say("Allow"), "judge", student=one.id, allowed=1, about=one.asked_name)  # fmt: skip
            say_no = act(say("Refuse"), "judge", student=one.id, allowed=0, about=one.asked_name)  # fmt: skip
            rows.append(el("li", say("{old} asks to be called “{new}”", old=one.nickname, new=one.asked_name), say_yes,
                           say_no))  # fmt: skip
    for line in [line for line in state.lines.values() if line.shown is None][-30:]:
        ways = [
            act(label, "moderate", about=line.text, student=line.student, subject=line.subject,
                shown=shown)
            for label, shown in ((say("Show"), 1), (say("Hide"), 0))
        ]
        rows.append(el("li", el("q", line.text), ways))
    allow = act(say("No own nicknames any more") if state.names_allowed else say("Allow own nicknames"), "names",
                allowed=int(not state.names_allowed))  # fmt: skip
    return el("section", el("h2", say("To look at")), el("ul", rows, class_="texts") if rows else
              el("p", say("Nothing waits for you."), class_="hint"), allow, class_="panel")  # fmt: skip


def _students(state: State, present: frozenset[str]) -> Markup:
    """Who is in, by teams, with one form to move somebody and one to give a role.

    The page is drawn with every vote: nothing here may grow with students times teams.
    """
    roles = roles_of(state.scenario)
    names = {role.id: role.name for role in roles}
    teams: dict[str, list[Student]] = {team: [] for team in state.teams}
    for one in state.students.values():
        teams.setdefault(one.team, []).append(one)
    shown: list[Child] = []
    for team, members in teams.items():
        rows = [
            el("li", el("strong", one.nickname), f" – {names.get(one.role, one.role)}",
               None if one.id in present else f", {say('away')}")
            for one in members
        ]  # fmt: skip
        shown += [el("h3", say("Team {number}", number=team[1:])), el("ul", rows, class_="students")]
    if state.students:
        who = [el("option", one.nickname, value=one.id) for one in state.students.values()]
        new = f"t{max((int(team[1:]) for team in teams), default=0) + 1}"
        to = [el("option", say("Team {number}", number=team[1:]), value=team) for team in (*teams, new)]
        shown.insert(0, _given(who, to, "move", "team", say("Move to a team"), say("Move")))
        parts = [el("option", role.name, value=role.id) for role in roles]
        shown.insert(1, _given(who, parts, "role", "role", say("Give a role"), say("Give")))
    count = say_many("{count} student", "{count} students", len(state.students))
    return el("div", el("details", el("summary", count), shown), class_="panel")


def _given(who: list[Markup], values: list[Markup], what: str, name: str, title: str, label: str) -> Markup | None:
    """A form that gives a student something."""
    if not values:
        return None
    return form(
        DO, el("fieldset", el("legend", title), el("div",
               el("label", say("Student"), for_=f"{what}-who", class_="spoken"),
               el("select", who, name="student", id=f"{what}-who"),
               el("label", title, for_=f"{what}-to", class_="spoken"),
               el("select", values, name=name, id=f"{what}-to"), button(label), class_="inline")), what=what,
    )  # fmt: skip


def _run_of_show(state: State, now: int) -> Markup:
    """The plan with what is past, now and ahead."""
    rows: list[Child] = []
    for index, stage in enumerate(state.plan.stages):
        if stage.kind in (stages.LOBBY, stages.END):
            continue
        begins = state.plan.begins(index)
        name = f"{say('Turn {turn}', turn=stage.turn)}: {stage.name}" if stage.turn else stage.name
        text = f"{begins // 60}:{begins % 60:02} {name}"
        rows.append(el("li", text, aria_current="step" if index == state.stage else None))
    spent = pacing.elapsed(state, now) // 60_000
    count = say_many("{count} minute gone", "{count} minutes gone", spent)
    plan = el("details", el("summary", f"{say('Run of show')}: {count}"), el("ol", rows, class_="plan"))
    return el("div", plan, class_="panel")


def _door(door: Door, *, open: bool) -> Markup:
    """How to come in; in sight while students do."""
    way = el(
        "details",
        el("summary", say("How to join: {address}, code {code}", address=door.address, code=door.code)),
        door.qr,
        el("p", say("PIN for a second device of yours: {pin}, at {address}/pair", pin=door.pin, address=door.address))
        if door.pin
        else act(say("Pair a second device of yours"), "pin"),
        open=open,
    )
    return el("div", way, class_="panel")


def pairing(language: str, notice: str = "") -> str:
    """The page on which another device of the teacher's is paired."""
    field = el("input", name="pin", id="pin", inputmode="numeric", maxlength=6, required=True, autocomplete="off")
    return document(
        say("Pair this device"),
        language,
        student.top(say("Pair this device"), "", False),
        el("main", el("h1", say("Pair this device")),
           el("p", notice, role="alert", class_="notice") if notice else None,
           form("/pair", el("label", say("PIN from the teacher's page"), for_="pin"), field, button(say("Pair")),
                class_="stack"), id="main", class_="doorway"),
    )  # fmt: skip


# The projector


def projector_page(state: State, shared: Markup, left: str, version: int) -> str:
    """The page for the wall."""
    return document(
        state.scenario.title,
        state.opened.language,
        student.top(state.scenario.title, left, state.paused),
        el("main", el("div", shared, id="shared"), id="main"),
        live="projector",
        refresh=5,
        version=version,
        class_="projector",
    )


def projector(state: State, door: Door) -> Markup:
    """What the whole class looks at."""
    stage = state.now
    parts: list[Child] = [_title(state)]
    if stage.kind in (stages.LOBBY, stages.JOIN, stages.BRIEF):
        count = say_many("{count} student is in", "{count} students are in", len(state.students))
        way = el("div", el("h2", say("Join: {address}", address=door.address)), el("p", door.code, class_="code"),
                 el("p", count, class_="lead"))  # fmt: skip
        parts.append(el("section", door.qr, way, class_="entry"))
        if stage.kind == stages.BRIEF:
            parts.append(student.briefing(state))
        return join(parts)
    plenary = state.tables.get("class")
    if stage.kind in stages.DEBRIEF:
        if plenary is not None or state.tables:
            parts.append(story.debrief(state, plenary or next(iter(state.tables.values()))))
        return join(parts, story.lines(state))
    if stage.kind in (stages.EXIT, stages.END):
        return join(parts, story.summary(state))
    if plenary is None:
        waited = len(pacing.waiting_for(state))
        if waited:
            parts.append(el("p", say_many("Waiting for {count} student", "Waiting for {count} students", waited)))
        return join(parts, story.compared(state))
    if stage.kind in (stages.CONSEQUENCES, stages.WHY):
        parts.append(story.turn_told(state, plenary))
    elif plenary.ballot is not None and plenary.ballot.decision != "again":
        head, views = board.decision(plenary.game)
        legal = [el("li", el("strong", view.name), board.preview(plenary.game, view)) for view in views if view.legal]
        parts += [head, el("ol", legal, class_="choices"), story.tally(state, plenary)]
    return join(parts, board.board(plenary.game))

"""The student's page: one part that all at a table share, drawn once a change, and one of her own."""

from __future__ import annotations

from markupsafe import Markup

from game.classroom import pacing, people
from game.classroom import plan as stages
from game.classroom.pages import board, story
from game.classroom.pages.html import Child, button, document, el, form, join, listed
from game.classroom.predictions import forecast_of
from game.classroom.questions import questions_of
from game.classroom.roles import roles_of
from game.classroom.state import BACK, INTERIM, State, Student, Table
from game.scenes.phrases import move_name
from game.words import noted, say

_TRIALS = dict(
    zip(people.TRIALS, noted("I can see the question", "I am still looking for it", "I need help"), strict=True)
)
SURE = noted("not at all", "a little", "fairly", "very")
TICKET = noted("How well could you explain to a friend why a country balances powers?")[0]
"""What the exit ticket asks."""


def page(state: State, student: Student, shared: Markup, left: str, version: int, notice: str = "") -> str:
    """The whole page."""
    return document(
        state.scenario.title,
        state.opened.language,
        el("a", say("To the question"), href="#main", class_="skip"),
        top(state.scenario.title, left, state.paused),
        el("main", el("p", notice, role="alert", class_="notice") if notice else None,
           el("div", mine(state, student), id="mine"), el("div", shared, id="shared"), status(), id="main"),
        live="student",
        refresh=0 if writes(state) else 6,
        version=version,
    )


def top(title: str, left: str, paused: bool) -> Markup:
    """The bar that stays in sight: what is played, and the time that is left."""
    return el("header", el("p", title, class_="scenario"), clock(left, paused), class_="top")


def status() -> Markup:
    """Where the page's script tells what became of what was sent."""
    return el("p", "", id="status", role="status", data_saved=say("Saved."),
              data_offline=say("No connection. Trying again …"))  # fmt: skip


def clock(left: str, paused: bool) -> Markup:
    """The time that is left of the stage."""
    text = say("Time stands still") if paused else say("Time left: {time}", time=left) if left else ""
    return el("p", text, id="clock", data_label=say("Time left: {time}", time="{time}"),
              data_paused=say("Time stands still"))  # fmt: skip


def writes(state: State) -> bool:
    """Whether something is written or filled in now, so that a page must not be loaded again under the fingers."""
    return bool(people.subject_of(state)) or state.now.kind in (stages.BRIEF, stages.EXIT)


def mine(state: State, student: Student) -> Markup:
    """What is this student's alone: nickname, team, role, and what she has answered."""
    role = next((r for r in roles_of(state.scenario) if r.id == student.role), None)
    parts: list[Child] = [
        el("p", el("strong", student.nickname), " · ", say("Team {number}", number=student.team[1:]), class_="who")
    ]
    if role is not None:
        card = [el("p", role.text) if role.text else None, el("p", role.stake) if role.stake else None]
        parts.append(el("details", el("summary", say("Your role: {name}", name=role.name)), card, class_="role"))
    said = _said(state, student)
    if said:
        parts.append(el("p", said, class_="said", data_choice=_choice(state, student)))
    if state.names_allowed:
        parts.append(_own_name(student))
    return join(parts)


def _choice(state: State, student: Student) -> str | None:
    """What the student has voted for in the open ballot, for the page's script to mark."""
    table = state.table_of(student.id) if state.now.kind in (stages.TALK, stages.VOTE) else None
    vote = table.ballot.votes.get(student.id) if table is not None and table.ballot is not None else None
    return vote.choice if vote is not None else None


def _said(state: State, student: Student) -> str:
    """What the student has answered to what is asked now."""
    kind = state.now.kind
    if kind == stages.JOIN and student.trial:
        return say("Your trial vote: {choice}", choice=say(_TRIALS[student.trial]))
    if kind == stages.BRIEF:
        right = sum(student.answers.get(n) == r for n, r in enumerate(state.questions))
        told = [say("Right answers: {right} of {count}", right=right, count=len(state.questions))]
        wrong = [str(n + 1) for n, r in enumerate(state.questions) if student.answers.get(n, r) != r]
        if wrong:
            told.append(say("Try again: question {numbers}", numbers=", ".join(wrong)))
        if student.prediction is not None:
            names = {track.id: track.name for track in forecast_of(state)}
            track, value = student.prediction
            told.append(say("Your forecast: {name} {value}", name=names.get(track, track), value=value))
        return ". ".join(told)
    if kind in (stages.TALK, stages.VOTE):
        table = state.table_of(student.id)
        vote = table.ballot.votes.get(student.id) if table is not None and table.ballot is not None else None
        if table is not None and vote is not None:
            return say("Your vote: {choice}. You can change it.", choice=choice_name(table, vote.choice))
    line = state.lines.get((student.id, people.subject_of(state)))
    if line is not None:
        return say("You wrote: {text}", text=line.text)
    if kind == stages.EXIT and student.ticket is not None:
        return say("Your exit ticket is in. Thank you.")
    return ""


def _own_name(student: Student) -> Markup:
    if student.asked_name:
        return el("p", say("The teacher is looking at the name you asked for: {name}", name=student.asked_name))
    field = el("input", name="name", id="name", maxlength=people.LONGEST_NAME, autocomplete="off")
    label = el("label", say("Another nickname (no real names)"), for_="name")
    return form("/name", label, field, button(say("Ask for it")), class_="inline")


def choice_name(table: Table, choice: str) -> str:
    """A choice of a ballot in words."""
    if choice == BACK:
        return say("Play the lost turn again")
    if choice == INTERIM:
        return say("Lead an interim government")
    return move_name(table.game.plan.moves[table.game.find(choice).index])


# What all at a table share


def shared(state: State, table: Table | None) -> Markup:
    """The part of the page that is the same for all at a table."""
    stage = state.now
    head = heading(_turn(state, table) if stage.turn else "", stage.name)
    if table is None:
        return join(head, el("p", say("Wait for the teacher.")))
    kind = stage.kind
    if kind == stages.LOBBY:
        return join(head, el("p", say("You are in. The lesson begins soon.")), briefing(state))
    if kind == stages.JOIN:
        return join(head, _trial())
    if kind == stages.BRIEF:
        # What is told aloud now stands folded: what the class waits for comes first on a phone.
        return join(head, _questions(state, table), _forecast(state), briefing(state, folded=True))
    if kind == stages.READ:
        return join(head, _asked(state, table, open_now=False), board.board(table.game))
    if kind in (stages.TALK, stages.VOTE):
        return join(head, _asked(state, table, open_now=True), board.board(table.game))
    if kind in (stages.CONSEQUENCES, stages.WHY):
        return join(head, story.turn_told(state, table), _why(state), board.board(table.game))
    if kind == stages.EXIT:
        return join(head, _ticket())
    if kind == stages.END:
        return join(head, el("p", say("The lesson is over. Thank you for governing.")), story.summary(state))
    return join(head, story.debrief(state, table), _writing(state))


def heading(over: str, name: str) -> Markup:
    """A page's heading, with the turn on a line of its own over the stage."""
    turn = el("span", over, el("span", ": ", class_="spoken"), class_="eyebrow") if over else None
    return el("h1", turn, name)


def _turn(state: State, table: Table | None) -> str:
    turn = say("Turn {turn} of {count}", turn=state.now.turn, count=state.plan.turns)
    if table is None:
        return turn
    game = table.game
    if state.now.kind in (stages.CONSEQUENCES, stages.WHY) and table.starts:
        # What is told of is the turn that was played, though the game may stand in the next.
        game = game.line[min(table.starts[-1], len(game.line) - 1)]
    return f"{turn} ({state.scenario.turn_label(game.turn)})"


def briefing(state: State, *, folded: bool = False) -> Markup:
    """What the game is about; `folded`: only its heading, until it is opened."""
    text = state.scenario.briefing or state.scenario.summary
    paragraphs = [el("p", part.strip()) for part in text.split("\n\n") if part.strip()]
    if folded:
        return el("details", el("summary", say("What it is about")), paragraphs)
    return el("section", el("h2", say("What it is about")), paragraphs)


def _trial() -> Markup:
    choices = [el("li", button(say(text), "choice", key)) for key, text in _TRIALS.items()]
    return form("/trial", el("h2", say("A trial vote: how is it where you sit?")), el("ul", choices, class_="options"))


def _questions(state: State, table: Table) -> Markup | None:
    asked = questions_of(table.game)
    if not asked:
        return None
    parts: list[Child] = [el("h2", say("Three questions on the rules")),
                          el("p", say("You may try as often as you like."), class_="hint")]  # fmt: skip
    for number, question in enumerate(asked):
        choices = [el("li", button(text, "choice", str(i))) for i, text in enumerate(question.choices)]
        asking = el("legend", f"{number + 1}. {question.text}")
        parts.append(form("/answer", el("fieldset", asking, el("ul", choices, class_="options")), question=number))
    return el("section", parts)


def _forecast(state: State) -> Markup | None:
    tracks = forecast_of(state)
    if not tracks or not people.may_predict(state):
        return None
    hint = say("Choose one and say where it will stand when play ends. You will see in the debrief.")
    named = [el("option", f"{t.name} ({t.low} … {t.high})", value=t.id) for t in tracks]
    low, high = min(t.low for t in tracks), max(t.high for t in tracks)
    return form(
        "/predict",
        el("h2", say("Your forecast")),
        el("p", hint, class_="hint"),
        el("label", say("What"), for_="track"), el("select", named, name="track", id="track"),
        el("label", say("Its value then"), for_="value"),
        el("input", type="number", name="value", id="value", min=low, max=high, required=True, inputmode="numeric"),
        button(say("Forecast")),
        class_="stack",
    )  # fmt: skip


def rule() -> str:
    """How votes are counted, as every page tells it."""
    return say("Most votes win. Among equals, and where nobody votes, the lot decides.")


def _asked(state: State, table: Table, *, open_now: bool) -> Markup:
    """What is decided now, with a button for each option while votes are taken."""
    if table.finished:
        outcome = table.game.outcome
        assert outcome is not None
        return el("section", el("h2", outcome.name), el("p", outcome.text))
    ballot = table.ballot
    if ballot is None:
        return el("section", el("p", say("Your table has played this turn. Wait for the others.")),
                  story.turn_told(state, table))  # fmt: skip
    open_now = open_now and not state.hands
    if ballot.decision == "again":
        return _again(table, open_now)
    head, views = board.decision(table.game)
    options: list[Child] = []
    for view in views:
        vote = None
        if open_now and view.legal:
            vote = form(
                "/vote", button(say("Vote for this"), about=view.name),
                ballot=ballot.number, choice=view.id,
            )  # fmt: skip
        options.append(board.option(table.game, view, vote))
    before = say("The class votes by hands now.") if state.hands else ""
    if not before and not open_now:
        before = say("Read it first. You vote after this.")
    return el("section", head, el("p", before, class_="hint") if before else None,
              el("ul", options, class_="options"), None if state.hands else el("p", rule(), class_="hint"),
              aria_labelledby="decision", data_ballot=ballot.number)  # fmt: skip


def _again(table: Table, open_now: bool) -> Markup:
    outcome = table.game.outcome
    assert outcome is not None and table.ballot is not None
    about = {
        BACK: say("You play the lost turn once more, on a branch that the debrief marks as such."),
        INTERIM: say("A caretaker gets the country through the lost turn; you govern from there to the end."),
    }
    options = []
    for choice in table.ballot.options:
        name = choice_name(table, choice)
        send = button(say("Vote for this"), about=name)
        vote = form("/vote", send, ballot=table.ballot.number, choice=choice) if open_now else None
        options.append(el("li", el("h3", name), el("p", about[choice]), vote, class_="option"))
    return el("section", el("h2", outcome.name), el("p", outcome.text),
              el("p", say("Nobody is sent home: how do you go on?")), el("ul", options, class_="options"))  # fmt: skip


def _text(name: str, label: str) -> list[Child]:
    return [
        el("label", label, for_=name),
        el("textarea", name=name, id=name, rows=2, maxlength=people.LONGEST_TEXT),
    ]


def _why(state: State) -> Markup:
    return form(
        "/write",
        _text("text", say("Why did you vote as you did? One sentence, no names.")),
        button(say("Send")),
        class_="stack",
        subject=people.subject_of(state),
    )


def _writing(state: State) -> Markup | None:
    if not people.subject_of(state):
        return None
    return form(
        "/write",
        _text("text", say("What surprised you most, and why? No names.")),
        button(say("Send")),
        class_="stack",
        subject=people.subject_of(state),
    )


def _ticket() -> Markup:
    choices = [
        el("div", el("input", type="radio", name="sure", id=f"sure{n}", value=n, required=True),
           el("label", say(text), for_=f"sure{n}"), class_="radio")
        for n, text in enumerate(SURE, 1)
    ]  # fmt: skip
    return form(
        "/ticket",
        el("fieldset", el("legend", say(TICKET)), choices),
        _text("text", say("One thing you would do differently next time. No names.")),
        button(say("Hand in")),
        class_="stack",
    )


# Before one is in


def door(title: str, language: str, code: str = "", notice: str = "") -> str:
    """The page on which a student joins: the code and one button."""
    field = el(
        "input", name="code", id="code", value=code or None, required=True, maxlength=6, autocomplete="off",
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip
    return document(
        title,
        language,
        top(title, "", False),
        el("main",
           el("h1", say("Join the class")),
           el("p", notice, role="alert", class_="notice") if notice else None,
           form("/join", el("label", say("Code of the class"), for_="code"), field, button(say("Join"), class_="big"),
                class_="stack"),
           el("p", say("No account and no name: you get a nickname. Nothing about you is kept."), class_="hint"),
           id="main", class_="doorway"),
    )  # fmt: skip


def refusal(state: State, reason: str) -> str:
    """What could not be done, with the way back."""
    back = el("p", el("a", say("Back"), href="/"))
    body = el("main", el("h1", say("That did not work")), el("p", reason, role="alert", class_="notice"), back)
    return document(state.scenario.title, state.opened.language, top(state.scenario.title, "", False), body)


def waiting(state: State) -> Markup | None:
    """Who is waited for, by nickname."""
    return listed(student.nickname for student in pacing.waiting_for(state))

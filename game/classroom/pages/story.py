"""What happened, as parts of pages: a turn's consequences, ledgers, tables compared, what the class wrote."""

from __future__ import annotations

from markupsafe import Markup

from game.classroom import ballots
from game.classroom import plan as stages
from game.classroom.pages import board
from game.classroom.pages.html import Child, document, el, join, listed, stacked, table
from game.classroom.state import CLASS, Decided, State, Table
from game.rules.play import Game
from game.scenes import stories, telling
from game.scenes.phrases import move_name, turn_label
from game.words import noted, say

_HOW = dict(
    zip(("votes", "hands", "tie", "lot", "teacher"),
        noted("by votes", "by hands", "even, so the lot decided", "nobody voted, so the lot decided",
              "by the teacher"), strict=True)
)  # fmt: skip
PROMPTS = {
    stages.MICRO: noted(
        "What has changed most since the start? Read one number's ledger.",
        "What would you do otherwise in the second half?",
    ),
    stages.WRITING: noted("Silently and alone: what surprised you most, and why?"),
    stages.HAPPENED: noted(
        "Describe: what happened first, and what followed from it?", "Which decision was the closest vote?"
    ),
    stages.COMPARE: noted(
        "Analyse: where did the teams part ways, and what did it cost or bring?",
        "Which choice bought time, and who paid for it later?",
    ),
    stages.WORLD: noted(
        "Transfer: where do you see the same trade-off in today's news?",
        "What does the model leave out? Who is missing from it?",
    ),
}
"""What the class is asked at each stage of the debrief, to be said."""


def table_name(id: str) -> str:
    """The name of a table."""
    return say("The class") if id == CLASS else say("Team {number}", number=id[1:])


def turn_told(state: State, at: Table) -> Markup:
    """What the lesson's turn decided and changed at a table."""
    turn = len(at.starts)
    decided = [d for d in at.decided if d.lesson_turn == turn and _on_line(at, d)]
    rows = [decided_told(at.game, d) for d in decided]
    begun = at.starts[-1] if at.starts else 0
    line = at.game.line
    before = line[min(begun, len(line) - 1)]
    groups = [group for position in line[begun + 1 :] for group in telling.last_step(position)]
    outcome = at.game.outcome
    changes = listed((el("span", board.mark_of(c.good), c.text) for c in telling.changes_between(before, at.game)),
                     class_="changes")  # fmt: skip
    return el(
        "section",
        el("h2", say("What was decided")),
        listed(rows, class_="decided"),
        el("h2", say("What it changed")),
        changes or el("p", say("Nothing changed.")),
        el("details", el("summary", say("Why, cause by cause")), board.causes(tuple(groups))) if groups else None,
        el("p", el("strong", outcome.name), " ", outcome.text) if outcome is not None else None,
    )


def _on_line(at: Table, decided: Decided) -> bool:
    """Whether a decision is on the game's present line; what was rewound or opened again is not."""
    line = at.game.line
    if decided.depth >= len(line) or decided.decision == "again":
        return False
    move = line[decided.depth].move
    return move is not None and str(move) == decided.choice


def decided_told(game: Game, decided: Decided) -> Markup:
    """One decision: what was asked, chosen, and how."""
    plan = game.plan.moves[game.find(decided.choice).index]
    counts = decided.counts
    votes = f"{counts[decided.choice]} / {sum(counts.values())}, " if any(counts.values()) else ""
    asked = game.plan.decisions[plan.decision].name
    return join(f"{asked}: ", el("strong", move_name(plan)), f" ({votes}{say(_HOW[decided.how])})")


def compared(state: State) -> Markup | None:
    """All tables side by side."""
    if not state.tables:
        return None
    rows: list[list[Child]] = []
    for id, at in state.tables.items():
        outcome = at.game.outcome
        marks = ", ".join(_mark(mark.kind) for mark in at.marks)
        standing = outcome.name if outcome is not None else turn_label(state.scenario, at.game.turn)
        rows.append([table_name(id), str(at.game.score), standing, marks or "–"])
    return table(say("The tables"), (say("Table"), say("Score"), say("Where it stands"), say("Marked")), rows,
                 class_="numbers wordy")  # fmt: skip


def _mark(kind: str) -> str:
    return {"rewound": say("rewound"), "back": say("a lost turn again"), "interim": say("interim government")}[kind]


def lines(state: State, subject: str = "") -> Markup | None:
    """The sentences that the teacher shows, without who wrote them."""
    shown = [line.text for line in state.lines.values() if line.shown and subject in ("", line.subject)]
    if not shown:
        return None
    return el("section", el("h2", say("In the class's words")), listed(shown, class_="words"))


def debrief(state: State, at: Table) -> Markup:
    """A stage of the debrief: its questions, the facts beside them."""
    kind = state.now.kind
    parts: list[Child] = [listed((say(text) for text in PROMPTS.get(kind, ())), class_="prompts")]
    if kind in (stages.HAPPENED, stages.MICRO):
        rows = [decided_told(at.game, d) for d in at.decided if _on_line(at, d)]
        parts += [el("h2", say("What was decided")), listed(rows, class_="decided")]
    if kind in (stages.COMPARE, stages.MICRO):
        parts.append(compared(state))
    if kind in (stages.HAPPENED, stages.COMPARE):
        parts.append(lines(state))
    if kind == stages.WORLD:
        parts.append(_history(at.game))
    return join(parts)


def _history(game: Game) -> Markup | None:
    """What really happened, for what the class decided."""
    notes = [note for note in stories.history_notes(game) if note.history]
    items = [join(el("strong", note.name), ": ", note.history) for note in notes]
    return el("section", el("h2", say("What really happened")), listed(items)) if items else None


def summary(state: State) -> Markup:
    """How it came out."""
    return join(compared(state), lines(state))


def ledger(state: State, at: Table, track: str) -> str:
    """The page of a track's ledger: every cause since the start. Raises `KeyError` for an unknown track."""
    scene = stories.why(at.game, track)
    rows: list[list[Child]] = [
        [row.turn_label, join(board.mark_of(row.line.good), row.line.text), row.rule_name, row.move or "–"]
        for row in scene.rows
    ]
    caption = say("From {start} to {value}", start=scene.start, value=scene.track.value)
    heads = (say("When"), say("What changed"), say("By"), say("After"))
    body = el(
        "main",
        el("p", el("a", say("Back"), href="/")),
        el("h1", say("Why: {name}", name=scene.track.full_name)),
        el("p", scene.track.text) if scene.track.text else None,
        stacked(caption, heads, rows),
        id="main",
    )
    head = el("header", el("p", state.scenario.title, class_="scenario"), class_="top")
    return document(scene.track.full_name, state.opened.language, head, body)


def tally(state: State, at: Table) -> Markup | None:
    """The votes so far on what a table decides."""
    ballot = at.ballot
    if ballot is None:
        return None
    counts = ballots.counted(state, ballot)
    return el("p", say("{count} of {all} have voted", count=len(ballot.votes), all=len(ballots.voters_of(state, at.id)))
              if not state.hands else say("{count} hands", count=sum(counts.values())), class_="tally")  # fmt: skip

"""Scenes in plain lines of text: for the terminal, for screen readers, for pictures' descriptions.

No drawing, no colours, no columns: every line makes sense when it is read aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from game.scenes.scene import (
    BoardScene,
    BranchView,
    BriefingScene,
    CalendarEntry,
    CauseGroup,
    Change,
    DetailScene,
    EndingScene,
    Header,
    HistoryScene,
    LegacyView,
    MemberView,
    MoveView,
    PreviewView,
    Reckoning,
    ReportScene,
    RulesScene,
    SourceLine,
    TrackMark,
    WhyScene,
)
from game.words import say, say_many

Lines = Iterable[str]


def sentence(text: str) -> str:
    """The text with a full stop, if it has no end of its own."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def said(who: str, what: str) -> str:
    """`President: National address.`, and `Who builds it? Postpone.`"""
    return sentence(f"{who} {what}" if who.endswith(("?", "!")) else f"{who}: {what}")


def marks(tracks: Sequence[TrackMark]) -> str:
    """`Treasury 4, Stability 5`."""
    return ", ".join(f"{t.name} {t.value}" for t in tracks)


def changes(found: Sequence[Change]) -> Lines:
    """One line for each difference."""
    return (f"  {c.text}" for c in found)


def groups(found: Iterable[CauseGroup], *, texts: bool = False) -> Lines:
    """Causes by rule: the rule's name, then each change."""
    for group in found:
        head = sentence(group.name.replace("?: ", "? "))
        if texts and group.text:
            head += f" {group.text}"
        if not group.lines:
            yield f"{head} ({say('Nothing changes.')})"
            continue
        yield head
        yield from (f"  {line.text}" for line in group.lines)


# The board


def heading(scene: BoardScene) -> Lines:
    """Where the game stands, in a line or two."""
    header = scene.header
    place = say("turn {turn} of {last}", turn=header.turn, last=header.last_turn)
    label = "" if header.turn_label == say("Turn {turn}", turn=header.turn) else f"{header.turn_label}, "
    yield f"{label}{place}. {score(header)}"
    if scene.tracks:
        yield f"{marks(scene.tracks)}."


def score(header: Header) -> str:
    """The score, and the one that wins."""
    if header.goal is None:
        return say("Score {score}.", score=header.score)
    return say("Score {score}, {goal} wins.", score=header.score, goal=header.goal)


def status(scene: BoardScene) -> Lines:
    """Everything on the table."""
    yield from heading(scene)
    for group in scene.groups:
        yield f"{group.name}:"
        yield from (f"  {member_line(m)}" for m in group.members)
    yield from pairs(scene)
    for envoy in scene.envoys:
        state = {"done": envoy.mission, "now": say("chooses now"), "waiting": say("waits")}[envoy.state]
        yield f"{envoy.name}: {state}."
    for deck in scene.decks:
        cards = (f"{c.name} ({c.badge_name})" if c.badge else c.name for c in deck.cards)
        yield say("{deck} on the table: {cards}.", deck=deck.name, cards=", ".join(cards))


def pairs(scene: BoardScene) -> Lines:
    """The declared pairs, such as rivals, each once."""
    found: dict[str, list[str]] = {}
    seen: set[frozenset[str]] = set()
    for member in (m for group in scene.groups for m in group.members):
        for pair in member.pairs:
            both = frozenset((pair.pairs, member.id, pair.other))
            if both not in seen:
                seen.add(both)
                names = say("{one} and {other}", one=member.name, other=pair.other_name)
                found.setdefault(pair.name or say("Pairs"), []).append(names)
    for name, told in found.items():
        yield f"{name}: {'; '.join(told)}."


def member_line(member: MemberView) -> str:
    """`Russia: Relations 2, Leverage 4. On the move now.`"""
    told = f"{member.name}: {marks(member.tracks)}."
    if member.links:
        told += f" {', '.join(f'{link.name}: {link.target_name}' for link in member.links)}."
    if member.moves:
        now, following = say("On the move now."), say("On the move next turn.")
        told += " " + {"now": now, "next": following}.get(member.moves, say("On the move later."))
    return told


def short_members(scene: BoardScene) -> Lines:
    """One line for each group, values without their names."""
    for group in scene.groups:
        if group.members:
            names = ", ".join(t.name for t in group.members[0].tracks)
            told = "; ".join(f"{m.name} {', '.join(str(t.value) for t in m.tracks)}" for m in group.members)
            yield f"{group.name} ({names}): {told}."


def decision(scene: BoardScene, numbers: dict[str, int]) -> Lines:
    """What is decided, and the legal moves by number."""
    asked = scene.decision
    if asked.kind == "over":
        yield f"{say('The game is over')}."
        return
    if asked.kind == "event":
        whose = f"{asked.because or say('On the agenda')}, {asked.member_name}: " if asked.member_name else ""
        yield sentence(f"{whose}{asked.name}")
        if asked.text:
            yield asked.text
        if asked.highlight:
            yield sentence(say("Look at: {names}", names=", ".join(p.name for p in asked.highlight)))
    else:
        yield f"{scene.header.question}. {asked.text}".strip()
        yield foresight(scene.reckoning)
    refused = 0
    for group in asked.groups:
        legal = [m for m in group.moves if m.legal]
        refused += len(group.moves) - len(legal)
        if legal and group.kind != "options":
            yield f"{group.name}:"
        yield from (f"  {numbers[m.id]}. {move_line(m)}" for m in legal)
    if refused:
        yield say_many(
            "{count} more cannot be chosen now (`refused` tells why).",
            "{count} more cannot be chosen now (`refused` tells why).",
            refused,
        )


def move_line(move: MoveView) -> str:
    """A move with its cost and effects."""
    told = sentence(move.name)
    if move.member_name and move.kind == "summit":
        told = f"{move.name}, {say('host {name}', name=move.member_name)}."
    if move.badge:
        told += f" [{move.badge_name}]"
    if move.kind == "option" and move.text:
        told += f" {move.text}"
    if move.cost:
        told += f" {say('Costs {cost}.', cost=', '.join(move.cost))}"
    effects = "; ".join(e.full_text for e in move.all_effects)
    return f"{told} {effects or say('Nothing changes')}."


def refused(scene: BoardScene) -> Lines:
    """The moves that cannot be chosen now, with every reason."""
    found = [m for m in scene.decision.moves if not m.legal]
    if not found:
        yield say("Every move can be chosen.")
    for move in found:
        yield f"{move.name}. {'; '.join(move.refusals)}."


def preview(found: PreviewView) -> Lines:
    """What a move would change, exactly."""
    yield say("{name} would do this:", name=found.name)
    yield from (f"  {line}" for line in groups(found.groups))
    if len(found.groups) > 1 and found.changes:
        yield say("In sum:")
        yield from changes(found.changes)
    if not found.changes:
        yield f"  {say('No track would differ.')}"
    if found.ending:
        yield say("The game would end: {ending}.", ending=found.ending)
    if found.reveals:
        yield say("Then something comes to light that is still hidden.")


def reckoning(found: Reckoning) -> Lines:
    """What ending the turn now would do."""
    yield say("If the turn ended now:")
    yield from (f"  {line}" for line in groups(found.groups))
    if not found.groups:
        yield f"  {say('Nothing would change.')}"
    if found.changes:
        yield say("In sum:")
        yield from changes(found.changes)
    if found.ending:
        yield say("The game would end: {ending}.", ending=found.ending)


def foresight(found: Reckoning) -> str:
    """What ending the turn now would do, in one line."""
    told = "; ".join(f"{c.name} {c.amount:+d}" for c in found.changes) or say("nothing changes")
    ends = say("The game would end: {ending}.", ending=found.ending) if found.ending else ""
    return f"{say('As things stand the end of the turn brings: {changes}.', changes=told)} {ends}".strip()


def calendar(scene: BoardScene) -> Lines:
    """What is known of each turn."""
    for turn in scene.calendar:
        now = f" ({say('now')})" if turn.state == "now" else ""
        told = "; ".join(_entry(e) for e in turn.entries) or say("nothing known")
        yield f"{turn.turn}. {turn.label}{now}: {told}."


def _entry(entry: CalendarEntry) -> str:
    if entry.kind == "chance":
        return f"{entry.name}: {entry.member_name}"
    if entry.kind != "summit":
        return f"{entry.name} ({say('event')})"
    host = say("host {name}", name=entry.member_name) if entry.member_name else ""
    where = ", ".join(t for t in (entry.place_name, host) if t)
    by = {"attended": say("attended by {name}", name=entry.by), "missed": say("missed")}.get(entry.state, "")
    return f"{entry.name} ({'; '.join(t for t in (say('summit'), where, by) if t)})"


def legacies(found: Sequence[LegacyView]) -> Lines:
    """How far each legacy has come."""
    for legacy in found:
        double = f", {say('counted twice')}" if legacy.doubled else ""
        following = f"; {say('next star at {value}', value=legacy.next_at)}" if legacy.next_at is not None else ""
        stars = say_many("{count} star", "{count} stars", legacy.stars)
        points = say_many("{count} point", "{count} points", legacy.points)
        yield f"{legacy.name}: {legacy.measure}, {stars}, {points}{double}{following}."


# Other screens


def briefing(scene: BriefingScene) -> Lines:
    """What the game is about."""
    yield f"{scene.title}. {scene.subtitle}".strip()
    yield from scene.paragraphs
    yield f"{say('Level: {level}.', level=scene.level)} {scene.level_text} {say('Seed {seed}', seed=scene.seed)}."


def report(scene: ReportScene) -> Lines:
    """What the end of a turn did."""
    yield f"{scene.title}."
    yield from groups(scene.groups)
    if scene.changes:
        yield say("The turn in sum:")
        yield from changes(scene.changes)
    if scene.news:
        yield say("News:")
        yield from groups(scene.news, texts=True)


def why(scene: WhyScene) -> Lines:
    """A track's ledger, newest first."""
    track = scene.track
    yield say(
        "{name} is {value}, from {low} to {high}.",
        name=track.full_name,
        value=track.value,
        low=track.low,
        high=track.high,
    )
    if track.text:
        yield track.text
    for row in scene.rows:
        line = row.line
        note = f" ({line.note})" if line.note else ""
        step = say("{amount} to {value}", amount=f"{line.applied:+d}", value=line.after)
        yield f"  {row.turn_label}: {step}, {row.rule_name}{note}."
        if line.statement:
            yield f"    {line.statement}, {line.where}."
        if row.sources:
            yield f"    {say('Sources:')} {', '.join(s.id for s in row.sources)}."
    if not scene.rows:
        yield f"  {say('Nothing has changed it yet.')}"
    yield f"  {say('Start: {value}', value=scene.start)} ({scene.start_where})."


def detail(scene: DetailScene) -> Lines:
    """An entry of the scenario in full."""
    yield f"{scene.name} ({scene.kind})."
    if scene.text:
        yield scene.text
    if scene.tracks:
        yield f"{marks(scene.tracks)}."
    for section in scene.sections:
        yield f"{section.name}:"
        yield from (f"  {line}" for line in section.lines)
    if scene.history:
        yield say("What really happened:")
        yield f"  {scene.history}"
    yield from sources(scene.sources)
    yield say("Written in {place}.", place=scene.where)


def sources(found: Sequence[SourceLine]) -> Lines:
    """Where facts come from."""
    if found:
        yield say("Sources:")
    for source in found:
        yield f"  {source.id}: {source.fact or source.title}"
        yield f"    {', '.join(t for t in (source.title, source.publisher, source.url) if t)}"


def history(scene: HistoryScene) -> Lines:
    """Every move by number, those undone last."""
    turn = ""
    for entry in scene.entries:
        step = entry.step
        if step.turn_label != turn:
            turn = step.turn_label
            yield f"{turn}:"
        mark = f" ({say('you are here')})" if step.here else f" ({say('undone')})" if step.undone else ""
        yield f"  {step.depth}. {said(step.actor, step.name)}{mark}"
    if not scene.entries:
        yield say("No move has been played yet.")


def branches(found: Sequence[BranchView]) -> Lines:
    """The other lines that were played."""
    if not found:
        yield say("There is no other branch: nothing was undone and played differently.")
    for branch in found:
        turn = say("up to turn {turn}", turn=branch.turn)
        yield f"  {branch.index + 1}. {branch.name}, {turn}, {_moves(branch.moves)}."


def _moves(count: int) -> str:
    return say_many("{count} move", "{count} moves", count)


def ending(scene: EndingScene) -> Lines:
    """How the game ended."""
    won = say("You have won.") if scene.won else say("You have not won.")
    yield f"{say('The game has ended: {ending}.', ending=scene.name)} {won}"
    if scene.text:
        yield scene.text
    yield say_many(
        "Score {score} after {count} move, {turn}.",
        "Score {score} after {count} moves, {turn}.",
        scene.moves,
        score=scene.score,
        turn=scene.turn_label,
    )
    yield from legacies(scene.legacies)
    if scene.pivots:
        yield say("What the game hung on:")
    for pivot in scene.pivots:
        yield f"  {pivot.number + 1}. {pivot.turn_label}, {sentence(pivot.decision)} {pivot.text}"


def rulebook(scene: RulesScene) -> Lines:
    """Both pages of the rulebook."""
    for page in scene.pages:
        yield sentence(page.name)
        for part in (part for column in page.columns for part in column):
            yield f"{part.name}:" if not part.text else f"{part.name}. {part.text}"
            for entry in part.entries:
                head = f"  {entry.name}: {entry.text}" if entry.text else f"  {entry.name}"
                yield sentence(head)
                yield from (f"    {sentence(note)}" for note in entry.notes)


def what_history_did(scene: EndingScene) -> Lines:
    """What really happened beside each answer."""
    for note in scene.history:
        yield f"{note.turn_label}, {sentence(note.name)} {say('You: {answer}', answer=sentence(note.chosen))}"
        yield f"  {note.history}"

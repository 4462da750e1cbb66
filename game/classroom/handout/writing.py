"""All handouts of a scenario as files in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from game.classroom.handout.ballot import ballot
from game.classroom.handout.deck import cards
from game.classroom.handout.guide import guide
from game.classroom.handout.roles import roles
from game.classroom.handout.rules import rules
from game.classroom.handout.worksheet import worksheet
from game.classroom.handout.world import world
from game.classroom.paper.faces import lacking
from game.classroom.paper.press import pdf_of
from game.classroom.paper.sheet import Document, texts
from game.rules.play import Game


@frozen
class Written:
    """The files that were written, and the signs that no typeface has."""

    files: tuple[Path, ...]
    lacking: str


def documents(game: Game, paper: str, *, world_too: bool) -> Iterable[tuple[str, Document]]:
    """Each document of a game that has just begun, with its file's name, in the language spoken now."""
    plan = game.plan
    yield "rules.pdf", rules(plan, paper)
    yield "roles.pdf", roles(plan, paper)
    yield "cards.pdf", cards(plan, paper)
    yield "worksheet.pdf", worksheet(plan, paper)
    yield "ballots.pdf", ballot(plan, paper)
    yield "guide.pdf", guide(plan, paper)
    if world_too:
        yield f"world-{game.seed}.pdf", world(game, paper)


def write(game: Game, out: Path, paper: str, *, world_too: bool) -> Written:
    """Print everything into a folder, made if need be. Raises `OSError`."""
    out.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    missing: set[str] = set()
    for name, document in documents(game, paper, world_too=world_too):
        (out / name).write_bytes(pdf_of(document))
        files.append(out / name)
        missing.update(char for _, line in texts(document) for char in lacking(line.text, line.style.face))
    return Written(tuple(files), "".join(sorted(missing)))

"""The corpus of seeded mistakes in `mistakes/`: each file is one small edit of a shipped scenario, and what is told.

`find` and `write` are the edit. `‸` marks where the diagnostic must stand: in `write`, or in the line `at` of the
edited file (or of the file `in`), counted from the line `after`. So nothing breaks when a scenario grows a line above.
"""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from attrs import frozen

from game.scenario.library import resources
from game.scenario.reader import Examination, examine

HERE = Path(__file__).parent / "mistakes"
MARK = "‸"


@frozen
class Mistake:
    """One seeded mistake."""

    name: str
    base: str
    file: str
    find: str
    write: str
    code: str
    says: str
    at: str = ""
    after: str = ""
    told_in: str = ""

    def text(self, original: str) -> str:
        """The text of the file with the mistake in it, and the mark."""
        if self.find not in original:
            raise LookupError(f"{self.name}: {self.base}/{self.file} no longer holds {self.find!r}")
        return original.replace(self.find, self.write, 1)

    def seed(self, folder: Path) -> tuple[Path, tuple[str, int, int]]:
        """The scenario with the mistake below `folder`, and the place that must be told: file, line, column."""
        target = folder / self.base
        shutil.copytree(resources("scenarios") / self.base, target, ignore=shutil.ignore_patterns("*.po"))
        text = self.text((target / self.file).read_text(encoding="utf-8"))
        (target / self.file).write_text(text.replace(MARK, ""), encoding="utf-8")
        shown = self.told_in or self.file
        if self.at:
            text = (target / shown).read_text(encoding="utf-8")
            plain = self.at.replace(MARK, "")
            offset = text.index(plain, text.index(self.after) if self.after else 0)
            text = text[:offset] + self.at + text[offset + len(plain) :]
        before = text[: text.index(MARK)] if MARK in text else ""
        return target, (f"{self.base}/{shown}", before.count("\n") + 1, len(before) - before.rfind("\n"))


@cache
def corpus() -> dict[str, Mistake]:
    """All seeded mistakes by their names."""
    return {path.stem: _read(path) for path in sorted(HERE.glob("*.yaml"))}


together = pytest.mark.xdist_group("mistakes")
"""For tests that share `examined`: on one worker each mistake is read once for all of them."""


@cache
def examined(mistake: Mistake) -> tuple[Examination, tuple[str, int, int]]:
    """What reading a scenario with this mistake finds, and the place that must be told. The files are for reading only.

    Raises `LookupError` where the mistake no longer fits into its scenario.
    """
    folder, place = mistake.seed(_seeded() / mistake.name)
    return examine(folder, resources("scenarios") / "rules"), place


@cache
def _seeded() -> Path:
    """A folder that is there as long as this process."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _read(path: Path) -> Mistake:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Mistake(path.stem, told_in=data.pop("in", ""), **data)


each_mistake = pytest.mark.parametrize("mistake", corpus().values(), ids=corpus())
"""For a test of every seeded mistake."""

"""The files of a scenario and of its ruleset: opened, in the present format, and put together to one tree."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path as FilePath
from typing import Any

from attrs import define, field

from game.rules.model import Location
from game.rules.problems import Addition, did_you_mean
from game.rules.wording import listed, phrase
from game.scenario.bounded import ReadBytes, is_inside, read_bounded
from game.scenario.fixes import edits_for
from game.scenario.formats import FORMAT, migrated, old_format
from game.scenario.memory import Memory, Opened
from game.scenario.merging import merged, without
from game.scenario.nodes import Edit, Fault, Node, place_of, read_nodes
from game.scenario.noting import SCENARIO_FILE, Notes

RULES_FILE = "rules.yaml"
ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")
PART = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?\.yaml\Z")
"""What a further file of a scenario may be called."""
_OF_THE_RULESET_ALONE = ("ruleset", "version", "title", "authors", "licence", "summary")
"""What a ruleset says of itself, and not of the scenarios that stand on it."""
_BESIDE_THE_RULES = frozenset({"claims", "policies", "advisers", "forecasts"})
"""What no game hangs on: a file with nothing else leaves the scenario's hash as it is."""


@define
class Gathering:
    """The files of one scenario being read."""

    folder: FilePath
    rulesets: FilePath
    """Where shared rulesets are, if none stands beside the scenario."""
    notes: Notes
    read: ReadBytes = read_bounded
    memory: Memory = field(factory=Memory)
    files: dict[str, FilePath] = field(factory=dict)
    shared: set[str] = field(factory=set)
    digest: Any = field(factory=sha256)
    outdated: dict[str, tuple[int, tuple[Edit, ...]]] = field(factory=dict)
    """Files of an old format, which are migrated as they are read: the format, and the edits that do it for good."""

    def open(self, path: FilePath, shown: str, version: int | None = None, named: Node | None = None) -> Node | None:
        """The tree of one file, in the present format; what is wrong with its form is noted.

        A file that does not say its format is in the `version` of the file that names it, where `named` stands.
        """
        try:
            data = self.read(path)
        except OSError as error:
            message = phrase("cannot read {file}: {error}", file=path.name, error=error.strerror or error)
            if named is None:
                self.notes.note(Fault("MV111", message, Location(shown, 1, 1), 2))
            else:
                beside = (
                    file.name for file in path.parent.glob("*.yaml") if file.name not in (SCENARIO_FILE, path.name)
                )
                self.notes.note_word("MV111", message, named, did_you_mean(path.name, sorted(beside)))
            return None
        opened = self._opened(path, shown, data, version)
        root, text = opened.root, opened.text
        self.notes.texts[shown], self.files[shown] = text, path
        if opened.outdated is not None:
            self.outdated[shown] = opened.outdated
        if root is None or not root.entries or not set(root.entries) <= _BESIDE_THE_RULES:
            self.digest.update(opened.present.replace("\r\n", "\n").encode())
        for fault in opened.faults:
            self.notes.note(fault)
        if root is None and not opened.faults:
            self.notes.note(
                Fault(
                    "MV202",
                    phrase("the file is empty"),
                    Location(shown, 1, 1),
                    2,
                    phrase("begin with `format: {format}`", format=FORMAT),
                )
            )
        if root is not None and not root.is_mapping:
            self.notes.note(
                Fault("MV203", phrase("a scenario is written as keys with values"), root.location, root.column + 1)
            )
            return None
        return root

    def _opened(self, path: FilePath, shown: str, data: bytes, version: int | None) -> Opened:
        """A file's bytes, read; as they were read last if they are the same."""
        known = self.memory.files.get(path)
        if known is not None and known.data == data and (known.shown, known.version) == (shown, version):
            return known
        root, text, faults = read_nodes(shown, data)
        present, outdated = text, None
        if root is not None and not faults and root.is_mapping:
            written = old_format(root) if version is None else version
            brought = migrated(root, text, written) if written is not None and written < FORMAT else None
            if brought is not None:
                root, present, outdated = brought.root, brought.text, (written or 0, brought.edits)
        made = Opened(data, shown, version, root, text, present, tuple(faults), outdated)
        self.memory.files[path] = made
        return made

    def document(self, path: FilePath, shown: str) -> Node | None:
        """A file with the further files that it names, merged."""
        root = self.open(path, shown)
        if root is None or "files" not in root.entries:
            return root
        version = self.outdated[shown][0] if shown in self.outdated else FORMAT
        for item in tuple(root.entries["files"].value.items):
            name = item.word or ""
            part = path.parent / name
            if not PART.match(name) or not is_inside(part, path.parent):
                self.notes.note_word(
                    "MV112",
                    phrase("`{name}` is no file of this folder", name=name),
                    item,
                    phrase("name a .yaml file beside this one"),
                )
                continue
            further = self.open(part, f"{shown.rsplit('/', 1)[0]}/{name}" if "/" in shown else name, version, item)
            if further is None:
                continue
            if (named := further.entries.get("files")) is not None:
                self.notes.note_word(
                    "MV112",
                    phrase("only the first file names others"),
                    named.key,
                    phrase("name them in {name}", name=path.name),
                )
            root = merged(root, without(further, ["files"]) or further)
        return root

    def ruleset(self, root: Node) -> Node:
        """The scenario on top of the shared ruleset it names."""
        entry = root.entries.get("rules")
        name = entry.value.word if entry is not None else None
        if entry is None or name is None:
            return root
        found = self.find_ruleset(name)
        if found is None:
            known = self.known_rulesets()
            hint = did_you_mean(name, known) or phrase("rulesets here: {names}", names=listed(known) or phrase("none"))
            self.notes.note_word("MV113", phrase("there is no ruleset `{name}`", name=name), entry.value, hint)
            return root
        before = set(self.notes.texts)
        base = self.document(found, f"rules/{name}/{RULES_FILE}")
        self.shared = set(self.notes.texts) - before
        if base is None:
            return root
        for key in _OF_THE_RULESET_ALONE:
            base = without(base, [key]) or base
        self.check_format(base)
        return self.with_removals(merged(base, root).standing_at(root))

    def with_removals(self, root: Node) -> Node:
        """The tree without what the scenario removes from its ruleset: `remove: [laws.embrace]`."""
        entry = root.entries.get("remove")
        for item in entry.value.items if entry is not None else ():
            way = (item.word or "").split(".")
            left = without(root, way) if len(way) > 1 else None
            if left is None:
                known = (f"{kind}.{key}" for kind, section in root.entries.items() for key in section.value.entries)
                hint = did_you_mean(item.word or "", known) or phrase("name it from the top: `laws.embrace`")
                message = phrase("there is no `{name}` to remove", name=item.word)
                self.notes.note_word("MV115", message, item, hint)
            root = left or root
        return root

    def find_ruleset(self, name: str) -> FilePath | None:
        if not ID.match(name):
            return None
        for base in (self.folder.parent / "rules", self.rulesets):
            if (base / name / RULES_FILE).is_file():
                return base / name / RULES_FILE
        return None

    def known_rulesets(self) -> list[str]:
        found = {
            p.parent.name for b in (self.folder.parent / "rules", self.rulesets) for p in b.glob(f"*/{RULES_FILE}")
        }
        return sorted(found)

    def check_format(self, root: Node) -> None:
        entry = root.entries.get("format")
        if entry is None:
            hint = Addition(phrase("begin with `format: {format}`", format=FORMAT), f"format: {FORMAT}")
            fix = edits_for(hint, root, place_of(root), self.notes.texts.get(root.file, ""))
            self.notes.note(Fault("MV114", phrase("the file does not say its format"), root.location, 2, hint, fix=fix))
        elif entry.value.word != str(FORMAT):
            word = entry.value.word or ""
            newer = word.isdecimal() and int(word[:9]) > FORMAT
            why = (
                phrase("it was written for a newer Multivector: this one reads formats up to {format}", format=FORMAT)
                if newer
                else phrase("this Multivector reads format {format}", format=FORMAT)
            )
            self.notes.note_word("MV114", phrase("the format `{format}` is not known", format=word), entry.value, why)

    def tell_outdated(self, root: Node) -> None:
        """Tell that a file is of an old format: it plays, and a command brings it up to date."""
        entry = root.entries.get("format")
        if entry is None or entry.value.file not in self.outdated:
            return
        version = self.outdated[entry.value.file][0]
        place = place_of(entry.value)
        message = phrase("this is written in format {version}; it plays as it is", version=version)
        hint = phrase("`multivector migrate {name}` brings it to format {format}", name=self.folder.name, format=FORMAT)
        edits = tuple(edit for file, (_, more) in self.outdated.items() if file not in self.shared for edit in more)
        self.notes.note(Fault("MV514", message, place.location, place.end, hint, fix=edits))

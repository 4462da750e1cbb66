"""Packs: a scenario as one file to send, and unpacking one that a stranger sent.

A pack is a zip with a `manifest.json` (format, id, version, the SHA-256 of every file). The same scenario gives the
same bytes on every machine. Nothing in a pack is believed: its sizes, names and hashes are checked before anything is
written.
"""

from __future__ import annotations

import io
import json
import re
import stat
import struct
import zipfile
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import frozen

from game.scenario.folders import AuthoringError, files_of, root_of, word_at, write_folder
from game.scenario.library import resources
from game.scenario.nodes import read_nodes
from game.scenario.noting import SCENARIO_FILE
from game.words import say

FORMAT = 1
MANIFEST = "manifest.json"
MOST_FILES = 200
MOST_BYTES = 20_000_000  # of all files together
LARGEST_FILE = 2_000_000
LARGEST_MANIFEST = 100_000
MOST_TIMES = 100  # how much larger than packed a file may be
_SMALL = 10_000  # bytes below which that does not matter
_LARGEST_LIST = MOST_FILES * 256  # bytes of a zip's list of files
_DATE = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"([A-Za-z0-9_-]{1,80}/)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}\Z")
_KINDS = (".yaml", ".po", ".md", ".json")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z")


class BadPack(AuthoringError):
    """A file that is no pack, or one that must not be unpacked."""


@frozen
class Pack:
    """What is in a pack."""

    id: str
    version: int
    files: dict[str, bytes]


# Packing


def pack(folder: Path) -> tuple[str, bytes]:
    """The id of the scenario in a folder, and its pack. Raises `AuthoringError`."""
    root, _ = root_of(folder)
    ruleset = word_at(root, "rules")
    if ruleset and not (resources("scenarios") / "rules" / ruleset).is_dir():
        raise AuthoringError(
            say(
                "the scenario stands on `{name}`, a ruleset that is not shipped, and cannot go alone",
                name=ruleset,
            )
        )
    files = files_of(folder)
    if MANIFEST in files or len(files) >= MOST_FILES:
        raise AuthoringError(
            say("a pack has less than {most} files, and its {file} is not one of yours", most=MOST_FILES, file=MANIFEST)
        )
    for name, data in files.items():
        if (why := _bad_name(name)) or len(data) > LARGEST_FILE:
            raise AuthoringError(
                say(
                    "`{name}` cannot be packed: {why}",
                    name=name,
                    why=why or say("it is larger than {most} bytes", most=f"{LARGEST_FILE:,}"),
                )
            )
    if sum(map(len, files.values())) > MOST_BYTES:
        raise AuthoringError(say("the scenario's files have more than {most} bytes", most=f"{MOST_BYTES:,}"))
    version = word_at(root, "version")
    manifest = {
        "format": FORMAT,
        "id": word_at(root, "id"),
        "version": int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 1,
        "files": {name: sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    return str(manifest["id"]), _zipped({MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode(), **files})


def _zipped(files: dict[str, bytes]) -> bytes:
    """A zip with nothing in it that could differ between machines: stored as they are, without dates."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(files.items(), key=lambda entry: (entry[0] != MANIFEST, entry[0])):
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, data)
    return made.getvalue()


# Unpacking


def unpack(file: Path, folder: Path | None = None) -> tuple[Path, Pack]:
    """Write the scenario in a pack into a new folder, by default one of the scenario's id beside nothing else.

    Raises `BadPack` for a pack that is not what it should be, `AuthoringError` where it cannot be written; either
    way nothing has been written.
    """
    try:
        if file.stat().st_size > MOST_BYTES + _LARGEST_LIST:
            raise BadPack(say("{file} is larger than a pack can be ({most} bytes)", file=file, most=f"{MOST_BYTES:,}"))
        data = file.read_bytes()
    except OSError as error:
        raise AuthoringError(say("cannot read {file}: {error}", file=file, error=error.strerror or error)) from None
    try:
        found = opened(data)
    except BadPack as error:
        raise BadPack(say("{file}: {error}; nothing was written", file=file, error=error)) from None
    target = folder if folder is not None else Path(found.id)
    write_folder(target, found.files)
    return target, found


def opened(data: bytes) -> Pack:
    """The files in the bytes of a pack, each as its manifest says. Raises `BadPack`."""
    _check_ending(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            files = {entry.filename: _content(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError, OSError) as error:
        raise BadPack(say("it cannot be read as a zip ({error})", error=error)) from None
    if MANIFEST not in files:
        raise BadPack(say("it holds no {file}: it was not made by `multivector pack`", file=MANIFEST))
    manifest = _manifest(files.pop(MANIFEST))
    hashes: dict[str, str] = manifest["files"]
    if (odd := sorted(set(hashes) ^ set(files))) or SCENARIO_FILE not in files:
        raise BadPack(
            say(
                "its list of files does not fit: {names}",
                names=", ".join(odd[:3]) or say("there is no {file}", file=SCENARIO_FILE),
            )
        )
    for name, content in files.items():
        if sha256(content).hexdigest() != hashes[name]:
            raise BadPack(say("`{name}` is not the file that was packed", name=name))
    root, _, _ = read_nodes(SCENARIO_FILE, files[SCENARIO_FILE])
    if root is None or not root.is_mapping or word_at(root, "id") != manifest["id"]:
        raise BadPack(say("its {file} is not of the scenario `{name}`", file=SCENARIO_FILE, name=manifest["id"]))
    return Pack(manifest["id"], manifest["version"], files)


def _check_ending(data: bytes) -> None:
    """Look at a zip's last record before its list is read: a short file may claim millions of entries."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or len(data) < at + 22:
        raise BadPack(say("it is no zip file"))
    _, disk, first, here, count, size, offset = struct.unpack("<4s4H2L", data[at : at + 20])
    if (disk, first) != (0, 0) or here != count or 0xFFFF in (count, here) or 0xFFFFFFFF in (size, offset):
        raise BadPack(say("it is a zip of a kind that packs never are"))
    if count > MOST_FILES or size > _LARGEST_LIST:
        raise BadPack(say("it has more than {most} files", most=MOST_FILES))


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise BadPack(say("it has more than {most} files", most=MOST_FILES))
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if why := _bad_name(name):
            raise BadPack(say("it holds `{name}`, {why}", name=repr(name[:80]), why=why))
        if name.lower() in seen:
            raise BadPack(say("it holds `{name}` twice", name=name))
        seen.add(name.lower())
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise BadPack(
                say("`{name}` is a link", name=name)
                if kind == stat.S_IFLNK
                else say("`{name}` is no ordinary file", name=name)
            )
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadPack(say("`{name}` is locked or packed in a way that packs never are", name=name))
        if entry.file_size > (LARGEST_MANIFEST if name == MANIFEST else LARGEST_FILE):
            raise BadPack(
                say(
                    "`{name}` has {count} bytes, more than a file of a scenario may have",
                    name=name,
                    count=f"{entry.file_size:,}",
                )
            )
        if entry.file_size > _SMALL and entry.file_size > MOST_TIMES * max(1, entry.compress_size):
            raise BadPack(
                say("`{name}` is packed {most} times smaller than it is: that is no text", name=name, most=MOST_TIMES)
            )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadPack(say("its files have more than {most} bytes", most=f"{MOST_BYTES:,}"))


def _bad_name(name: str) -> str:
    """Why a file of this name is not unpacked, or nothing."""
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        return say("a path from the root of a disk")
    if ".." in re.split(r"[/\\]", name):
        return say("a path that leads out of the folder")
    if not _NAME.match(name) or (not name.endswith(_KINDS) and not name.startswith("LICENSE")) or name.endswith("."):
        return say("which is no name for a file of a scenario")
    if any(part.split(".")[0].lower() in _RESERVED for part in name.split("/")):
        return say("a name that some systems keep for themselves")
    return ""


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry, never more than it said it has."""
    with archive.open(entry) as stream:
        data = stream.read(entry.file_size + 1)
    if len(data) != entry.file_size:
        raise BadPack(say("`{name}` is not as long as it says", name=entry.filename))
    return data


def _is_id(value: object) -> bool:
    return isinstance(value, str) and bool(_ID.match(value)) and value not in _RESERVED


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(data.decode())
    except (ValueError, RecursionError):
        raise BadPack(say("its {file} cannot be read", file=MANIFEST)) from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise BadPack(say("its {file} does not say its format", file=MANIFEST))
    if manifest["format"] > FORMAT:
        raise BadPack(
            say("it is a pack of format {format}, from a newer Multivector than this one", format=manifest["format"])
        )
    hashes, version = manifest.get("files"), manifest.get("version")
    fine = isinstance(hashes, dict) and all(isinstance(value, str) for value in hashes.values())
    if not fine or not isinstance(version, int) or not _is_id(manifest.get("id")):
        raise BadPack(say("its {file} does not say what a manifest says: id, version, files", file=MANIFEST))
    return manifest

"""Packs: the same bytes everywhere, whole on the other side, and no hostile one writes anything."""

from __future__ import annotations

import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256, shake_256
from pathlib import Path
from typing import Any

import pytest

from game.cli import main
from game.scenario import packing
from game.scenario.folders import AuthoringError
from game.scenario.library import load, resources, shipped
from game.scenario.new import begin
from game.scenario.packing import MANIFEST, BadPack, opened, pack, unpack

SMALL = b"format: 1\nid: small\ntitle: Small\nturns: 1\nendings: {over: {name: Over}}\n"


@pytest.mark.parametrize("name", shipped())
def test_a_pack_comes_back_as_it_was(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pack", name]) == 0
    assert main(["unpack", f"{name}.zip"]) == 0
    origin = resources("scenarios") / name
    files = {p.relative_to(origin) for p in origin.rglob("*") if p.is_file()}
    assert {p.relative_to(tmp_path / name) for p in (tmp_path / name).rglob("*") if p.is_file()} == files
    assert all((tmp_path / name / file).read_bytes() == (origin / file).read_bytes() for file in files)
    assert load(tmp_path / name).content == load(name).content


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    begin(tmp_path / "one" / "town")
    _, data = pack(tmp_path / "one" / "town")
    begin(tmp_path / "two" / "town")
    for number, file in enumerate(sorted((tmp_path / "two").rglob("*"))):
        os.utime(file, (number * 1000, number * 1000))
    (tmp_path / "two" / "town" / "scenario.yaml").chmod(0o600)
    assert pack(tmp_path / "two" / "town") == ("town", data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        assert archive.namelist() == [MANIFEST, "scenario.yaml", "tests/first.yaml"]
        assert (manifest["format"], manifest["id"], manifest["version"]) == (1, "town", 1)
        assert all(sha256(archive.read(f)).hexdigest() == h for f, h in manifest["files"].items())


def test_a_pack_of_packs_hashes_is_stable() -> None:
    """A change of this hash means that old packs would be made differently now; that should be on purpose."""
    made = packing._zipped({"scenario.yaml": SMALL})
    assert sha256(made).hexdigest() == sha256(packing._zipped({"scenario.yaml": SMALL})).hexdigest()
    assert made[:4] == b"PK\x03\x04" and SMALL in made


def test_what_has_mistakes_or_leans_on_others_is_not_packed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad").mkdir()
    Path("bad/scenario.yaml").write_bytes(SMALL.replace(b"turns", b"tuns"))
    assert main(["pack", "bad"]) == 1
    assert "did you mean `turns`?" in capsys.readouterr().err
    Path("rules/own").mkdir(parents=True)
    Path("rules/own/rules.yaml").write_text("format: 1\nruleset: own\n", encoding="utf-8")
    Path("bad/scenario.yaml").write_bytes(SMALL + b"rules: own\n")
    assert main(["pack", "bad"]) == 1
    assert "not shipped" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.zip"))


def test_links_out_of_the_folder_are_not_packed(tmp_path: Path) -> None:
    begin(tmp_path / "town")
    (tmp_path / "secret.yaml").write_text("x: y", encoding="utf-8")
    try:
        (tmp_path / "town" / "tests" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    except OSError:
        pytest.skip("no links on this system")
    with pytest.raises(AuthoringError, match="leads out"):
        pack(tmp_path / "town")


# Hostile packs


def manifest_of(files: dict[str, bytes], **changed: Any) -> bytes:
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    return json.dumps({"format": 1, "id": "small", "version": 1, "files": hashes, **changed}).encode()


def zipped(entries: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


def with_file(name: str, data: bytes = b"x: y\n", mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A pack with one more file, listed as it should be."""
    info = zipfile.ZipInfo(name)
    info.filename = name  # ZipInfo mends some names; a stranger would not
    info.create_system = 3
    info.external_attr = mode << 16
    files = {"scenario.yaml": SMALL, name: data}
    return zipped([(MANIFEST, manifest_of(files)), ("scenario.yaml", SMALL), (info, data)])


def fine() -> bytes:
    return zipped([(MANIFEST, manifest_of({"scenario.yaml": SMALL})), ("scenario.yaml", SMALL)])


def manifest_only(data: bytes) -> bytes:
    return zipped([(MANIFEST, data), ("scenario.yaml", SMALL)])


def twice(second: str) -> bytes:
    files = {"scenario.yaml": SMALL, "a.yaml": b"x: y\n"}
    return zipped([(MANIFEST, manifest_of(files)), *files.items(), (second, b"x: z\n")])


def bomb() -> bytes:
    data = bytes(1_900_000)
    files = {"scenario.yaml": SMALL, "a.yaml": data}
    return zipped([(MANIFEST, manifest_of(files)), *files.items()], zipfile.ZIP_DEFLATED)


def many_bombs() -> bytes:
    data = shake_256(b"noise").digest(25_000) * 76
    files = {"scenario.yaml": SMALL, **{f"a{n}.yaml": data for n in range(12)}}
    return zipped([(MANIFEST, manifest_of(files)), *files.items()], zipfile.ZIP_DEFLATED)


def lying_sizes() -> bytes:
    """A zip whose list says that a file of 50 MB has ten bytes."""
    data = zipped([(MANIFEST, manifest_of({"scenario.yaml": SMALL, "a.yaml": b"0" * 10})), ("scenario.yaml", SMALL),
                   ("a.yaml", bytes(50_000_000))], zipfile.ZIP_DEFLATED)  # fmt: skip
    size = struct.pack("<L", 50_000_000)
    assert data.count(size) == 2
    return data.replace(size, struct.pack("<L", 10))


def ending_with(**changed: int) -> bytes:
    """A fine pack whose last record claims something else."""
    data = fine()
    at = data.rfind(b"PK\x05\x06")
    names = ("disk", "first", "here", "count", "size", "offset")
    values = dict(zip(names, struct.unpack("<4H2L", data[at + 4 : at + 20]), strict=True)) | changed
    return data[: at + 4] + struct.pack("<4H2L", *values.values()) + data[at + 20 :]


def locked() -> bytes:
    data = bytearray(fine())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def too_many() -> bytes:
    files = {"scenario.yaml": SMALL, **{f"a{n}.yaml": b"" for n in range(300)}}
    return zipped([(MANIFEST, manifest_of(files)), *files.items()])


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no zip"),
    "text": (lambda: b"format: 1\n" * 1000, "no zip"),
    "half": (lambda: fine()[: len(fine()) // 2], "no zip"),
    "noise": (lambda: b"PK\x03\x04" + bytes(range(256)) * 99, "no zip"),
    "torn": (lambda: b"PK\x03\x04" + fine()[60:], "cannot be read"),
    "up": (lambda: with_file("../evil.yaml"), "leads out"),
    "up and in": (lambda: with_file("text/../../evil.yaml"), "leads out"),
    "up for windows": (lambda: with_file("..\\evil.yaml"), "leads out"),
    "root": (lambda: with_file("/etc/evil.yaml"), "root of a disk"),
    "drive": (lambda: with_file("C:/evil.yaml"), "root of a disk"),
    "share": (lambda: with_file("\\\\host\\evil.yaml"), "root of a disk"),
    "device": (lambda: with_file("aux.yaml"), "some systems keep"),
    "odd letters": (lambda: with_file("a\u202elmay.yaml"), "no name for a file"),
    "zero byte": (lambda: with_file("a.yaml").replace(b"a.yaml", b"\0.yaml"), "no name for a file"),
    "program": (lambda: with_file("run.sh"), "no name for a file"),
    "hidden": (lambda: with_file(".bashrc"), "no name for a file"),
    "deep": (lambda: with_file("a/b/c.yaml"), "no name for a file"),
    "folder": (lambda: with_file("text/", b""), "no name for a file"),
    "link": (lambda: with_file("a.yaml", b"/etc/passwd", stat.S_IFLNK | 0o777), "is a link"),
    "pipe": (lambda: with_file("a.yaml", b"", stat.S_IFIFO | 0o644), "no ordinary file"),
    "twice": (lambda: twice("a.yaml"), "twice"),
    "twice on some systems": (lambda: twice("A.yaml"), "twice"),
    "bomb": (bomb, "times smaller"),
    "many bombs": (many_bombs, "have more than"),
    "lies": (lying_sizes, "cannot be read"),
    "large": (lambda: with_file("a.yaml", bytes(2_000_001)), "2,000,001 bytes"),
    "large manifest": (lambda: manifest_only(b" " * 200_000), "200,000 bytes"),
    "many": (too_many, "more than 200 files"),
    "claims many": (lambda: ending_with(here=60_000, count=60_000), "more than 200 files"),
    "claims a long list": (lambda: ending_with(size=4_000_000), "more than 200 files"),
    "zip64": (lambda: ending_with(here=0xFFFF, count=0xFFFF), "of a kind"),
    "several disks": (lambda: ending_with(disk=1), "of a kind"),
    "locked": (locked, "locked"),
    "other packing": (lambda: zipped([(MANIFEST, manifest_of({"scenario.yaml": SMALL})), ("scenario.yaml", SMALL)],
                                     zipfile.ZIP_LZMA), "locked or packed"),
    "no manifest": (lambda: zipped([("scenario.yaml", SMALL)]), "no manifest.json"),
    "manifest of noise": (lambda: manifest_only(b"\xff\xfe"), "cannot be read"),
    "deep manifest": (lambda: manifest_only(b"[" * 90_000), "cannot be read"),
    "list for a manifest": (lambda: manifest_only(b"[]"), "does not say its format"),
    "newer": (lambda: manifest_only(manifest_of({}, format=2)), "newer Multivector"),
    "id that is a path": (lambda: manifest_only(manifest_of({"scenario.yaml": SMALL}, id="../x")), "does not say"),
    "wrong version": (lambda: manifest_only(manifest_of({"scenario.yaml": SMALL}, version="1")), "does not say"),
    "other id": (lambda: manifest_only(manifest_of({"scenario.yaml": SMALL}, id="other")), "not of the scenario"),
    "wrong hash": (lambda: manifest_only(manifest_of({"scenario.yaml": b"other"})), "not the file that was packed"),
    "file unlisted": (lambda: twice("b.yaml"), "does not fit: b.yaml"),
    "file missing": (lambda: manifest_only(manifest_of({"scenario.yaml": SMALL, "a.yaml": b""})), "not fit: a.yaml"),
    "no scenario": (lambda: zipped([(MANIFEST, manifest_of({"a.yaml": b""})), ("a.yaml", b"")]), "no scenario.yaml"),
}  # fmt: skip


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pack_is_refused_and_nothing_written(name: str, tmp_path: Path) -> None:
    make, told = HOSTILE[name]
    file = tmp_path / "pack.zip"
    file.write_bytes(make())
    with pytest.raises(BadPack) as refused:
        unpack(file, tmp_path / "out" / "small")
    assert told in str(refused.value) and "nothing was written" in str(refused.value)
    assert [p.name for p in tmp_path.iterdir()] == ["pack.zip"]


def test_a_fine_pack_of_that_making_is_not_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.zip").write_bytes(fine())
    assert opened(fine()).files == {"scenario.yaml": SMALL}
    assert main(["unpack", str(tmp_path / "pack.zip"), "--to", str(tmp_path / "x" / "small")]) == 0
    assert (tmp_path / "x" / "small" / "scenario.yaml").read_bytes() == SMALL


def test_every_byte_turned_is_refused_or_means_nothing() -> None:
    """Whatever is done to a byte, what comes out is either refused or exactly what was packed."""
    data = fine()
    for at in range(len(data)):
        turned = bytearray(data)
        turned[at] ^= 0x55
        try:
            files = opened(bytes(turned)).files
        except BadPack:
            continue
        assert files == {"scenario.yaml": SMALL}


def test_a_giant_file_is_not_even_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "giant.zip").open("wb") as file:
        file.truncate(10_000_000_000)
    assert main(["unpack", str(tmp_path / "giant.zip")]) == 1
    assert "larger than a pack can be" in capsys.readouterr().err


def test_unpacking_over_something_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack.zip").write_bytes(fine())
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("", encoding="utf-8")
    assert main(["unpack", str(tmp_path / "pack.zip"), "--to", str(tmp_path / "full")]) == 1
    assert "not empty" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["full", "mine", "pack.zip"]
    assert main(["unpack", str(tmp_path / "nothing.zip")]) == 1

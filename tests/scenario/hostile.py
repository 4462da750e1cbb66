"""Files that no scenario should be, and statements that no file should hold; each with the code that refuses it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from tests.scenario.folders import SMALL

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


def _many_members() -> str:
    """More members than a group can have, within the bytes of a file."""
    members = "".join(f"      m{n}: {{name: M{n}}}\n" for n in range(12_000))
    return SMALL.replace("      south: {name: South}\n", members)


def _loops_in_loops() -> str:
    """A law over members over members over members."""
    members = "".join(f"      m{n}: {{name: M{n}}}\n" for n in range(120))
    inner = "sum(sum(sum(a.love * b.love + c.love for a in lands) for b in lands) for c in lands)"
    laws = "".join(f"  law{n}: {{do: ['gold += {inner}']}}\n" for n in range(60))
    return SMALL.replace("      south: {name: South}\n", members) + f"turn: [envoys, laws, endings]\nlaws:\n{laws}"


def _schedules(delay: int) -> str:
    """Events that call each other round and round, three of each."""
    events = "".join(
        f"  e{n}:\n    name: E{n}\n    on: {'turn 1' if n == 0 else 'schedule'}\n    do:\n"
        + "".join(f"      - schedule e{(3 * n + k) % 300 or 1} in {delay}\n" for k in range(3))
        for n in range(300)
    )
    stages = "dispatches: [{events: scheduled}, {events: dated}]\nturn: [dispatches, envoys, endings]\n"
    return SMALL + stages + "events:\n" + events


def _calls() -> str:
    """Procedures that call themselves, and each other twice."""
    heads = "".join(f"  p{n}():\n    - p{n + 1}()\n    - p{n + 1}()\n" for n in range(200))
    return with_line("p0()") + f"procedures:\n{heads}  p200():\n    - p0()\n"


def with_line(line: str) -> str:
    return SMALL.replace("      - gold += 1\n", f"      - {line}\n")


MONSTERS = {
    "100,000 brackets": (b"a: " + b"[" * 100_000, "MV107"),
    "100,000 braces": (b"a: " + b"{b: " * 100_000, "MV107"),
    "100,000 dashes": (b"- " * 100_000, "MV107"),
    "100,000 question marks": (b"? " * 100_000, "MV107"),
    "10 MB": (b"# " + b"x" * 10_000_000, "MV110"),
    "an alias bomb": (BOMB.encode(), "MV103"),
    "a NUL": (b"format: 1\nid: a\0b\n", "MV101"),
    "a control character": (b"format: 1\nid: a\x07b\n", "MV101"),
    "300,000 values": (b"a: [" + b"x, " * 300_000 + b"]", "MV107"),
    "a very long line": (b"title: " + b"x" * 1_900_000 + b"\n", "MV114"),
    "a very long key": (b"x" * 100_000 + b": 1\n", "MV101"),
    "deep block mappings": ("".join(f"{' ' * n}a:\n" for n in range(900)).encode(), "MV107"),
    "emoji and an early end": ("🎲: [🎲, \n".encode(), "MV101"),
    "a line of 10 MB": (b"format: 1\ntitle: " + b"x" * 10_000_000 + b"\n", "MV110"),
    "a list of 10 MB": (b"a: [" + b"x, " * 3_300_000 + b"]", "MV110"),
    "100,000 anchors": (b"a: " + b"&a " * 100_000 + b"x", "MV101"),
    "20,000 aliases": (b"a: &a x\nb: [" + b"*a, " * 20_000 + b"]\n", "MV103"),
    "100,000 quotes": (b"a: " + b"'" * 99_999 + b"\n", "MV101"),
    "bad UTF-8": (b"format: 1\nid: caf\xe9\n" * 20_000, "MV102"),
    "half a letter at the end": ("format: 1\nid: é".encode()[:-1], "MV102"),
    "UTF-16": ("format: 1\nid: x\n".encode("utf-16"), "MV102"),
    "20,000 members": (_many_members().encode(), "MV107"),
    "60 loops in loops in loops": (_loops_in_loops().encode(), "MV340"),
    "a game of 10**12 turns": (SMALL.replace("turns: ", "turns: 999999999999 # ").encode(), "MV341"),
    "schedules in no time, round and round": (_schedules(0).encode(), "MV327"),
    "procedures that call each other": (_calls().encode(), "MV331"),
}


DEEP = {
    "10,000 brackets": f"gold += {'(' * 10_000}1{')' * 10_000}",
    "200 brackets": f"gold += {'(' * 200}1{')' * 200}",
    "900 nots": f"gold += 1 if {'not ' * 400}calm > 1",
    "1,000 minuses": f"gold += {'-' * 1_000}1",
    "500 sums": "gold += " + " + ".join(["calm"] * 500),
    "a long chain": "gold += 1 if " + " < ".join(["calm"] * 200),
    "a power tower": "gold += " + " * ".join(["1000000000"] * 9),
    "a huge number": "gold += 99999999999999999999999999",
    "nested sums": "gold += "
    + "".join("sum(" for _ in range(30))
    + "1"
    + "".join(f" for x{n} in lands)" for n in range(30)),
}


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


def _written(folder: Path, **further: str) -> Path:
    folder.mkdir()
    (folder / "scenario.yaml").write_text(SMALL + "".join(f"{key}: {value}\n" for key, value in further.items()))
    return folder


def _ten_gigabytes(folder: Path) -> None:
    folder.mkdir()
    _sparse(folder / "scenario.yaml")


def _large_part(folder: Path) -> None:
    _sparse(_written(folder, files="[part.yaml]") / "part.yaml")


def _link_out(folder: Path) -> None:
    (_written(folder, files="[part.yaml]") / "part.yaml").symlink_to("/etc/hostname")


def _link_round(folder: Path) -> None:
    (_written(folder, files="[part.yaml]") / "part.yaml").symlink_to("part.yaml")


def _pipe(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / "scenario.yaml")


def _device(folder: Path) -> None:
    folder.mkdir()
    (folder / "scenario.yaml").symlink_to("/dev/zero")


def _up(folder: Path) -> None:
    _written(folder, files="[../evil.yaml, /etc/evil.yaml, text/../../evil.yaml]")


def giants() -> dict[str, Callable[[Path], None]]:
    """Folders that no scenario should be, each made where it is asked for."""
    return {
        "10 GB": _ten_gigabytes,
        "10 GB in a further file": _large_part,
        "a link out of the folder": _link_out,
        "a link to itself": _link_round,
        "a pipe that never speaks": _pipe,
        "a device that never ends": _device,
        "files above and at the root": _up,
    }

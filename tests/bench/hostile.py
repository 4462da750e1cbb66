"""What a hostile file costs: the time and the memory that refusing each takes, every one in a process of its own."""

from __future__ import annotations

import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from game.scenario.packing import BadPack, unpack
from tests.scenario.folders import diagnostics
from tests.scenario.hostile import DEEP, MONSTERS, giants, with_line
from tests.scenario.test_pack import HOSTILE

RUNS = 5
GRANTED_SECONDS, GRANTED_BYTES = 0.1, 100_000_000


def _memory() -> int:
    """The most memory that this process has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _forgotten() -> None:
    """Begin to count the most memory anew, where the system can."""
    if os.path.exists("/proc/self/clear_refs"):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _measured(work: Callable[[], bool]) -> tuple[float, int, bool]:
    """The least CPU seconds of some runs, the bytes that they came to hold, and whether each refused."""
    warnings.simplefilter("ignore")
    seconds, refused = [], True
    _forgotten()
    before = _memory()
    for _ in range(RUNS):
        start = time.process_time()
        refused = work() and refused
        seconds.append(time.process_time() - start)
    return min(seconds), _memory() - before, refused


def _cases(folder: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    for name, (data, code) in MONSTERS.items():
        yield name, lambda data=data, code=code: code in {d.code for d in diagnostics(folder / "s", data)}  # type: ignore[misc]
    for name, line in DEEP.items():
        text = with_line(f'"{line}"')
        yield f"a statement: {name}", lambda text=text: bool(diagnostics(folder / "s", text))  # type: ignore[misc]
    for name, make in giants().items():
        made = folder / name.replace(" ", "-")
        make(made)
        yield f"on disk: {name}", lambda made=made: _refused_folder(made)  # type: ignore[misc]
    for name, (make_pack, _) in HOSTILE.items():
        data = make_pack()
        yield f"a pack: {name}", lambda data=data: _refused_pack(folder / "pack.zip", data)  # type: ignore[misc]
    giant = folder / "giant.zip"
    with giant.open("wb") as sparse:
        sparse.truncate(10_000_000_000)
    yield "a pack: 10 GB", lambda: _refused_pack(giant, None)


def _refused_folder(folder: Path) -> bool:
    from game.scenario.library import resources
    from game.scenario.reader import diagnose

    return bool(diagnose(folder, resources("scenarios") / "rules")[1])


def _refused_pack(file: Path, data: bytes | None) -> bool:
    if data is not None:
        file.write_bytes(data)
    try:
        unpack(file, file.parent / "out")
    except BadPack:
        return True
    return False


def hostile() -> None:
    """Every hostile file: refused, in how many milliseconds, and with how much memory."""
    worst: list[str] = []
    context = get_context("fork")
    with TemporaryDirectory() as base, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, work in _cases(Path(base)):
            here, there = context.Pipe(duplex=False)
            child = context.Process(target=lambda work=work, there=there: there.send(_measured(work)))  # type: ignore[misc]
            child.start()
            seconds, held, refused = here.recv()
            child.join()
            told = f"{1000 * seconds:6.1f} ms {held / 1e6:6.1f} MB  {name}{'' if refused else '  NOT REFUSED'}"
            print(told)
            if not refused or seconds > GRANTED_SECONDS or held > GRANTED_BYTES:
                worst.append(name)
    print(f"more than {1000 * GRANTED_SECONDS:.0f} ms or {GRANTED_BYTES // 1_000_000} MB: {', '.join(worst) or 'none'}")


if __name__ == "__main__":
    hostile()

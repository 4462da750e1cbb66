"""Build the game as a folder that runs without Python, by PyInstaller.

    python -m venv /tmp/build && /tmp/build/bin/pip install . pyinstaller
    /tmp/build/bin/python .ci/package.py --out DIR

The result is DIR/multivector on Linux (with a console, for the terminal front end and the other commands) and
DIR/Multivector on Windows and macOS (a window; on macOS also DIR/Multivector.app). PyInstaller builds only for
the system that it runs on. The exit code is 1 if the folder does not run, or is larger than it may be.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOWED = sys.platform in ("win32", "darwin")
NAME = "Multivector" if WINDOWED else "multivector"
MOST_MEGABYTES = 80

SHIPPED = ("assets", "scenarios")
"""Folders that go inside the package `game`, where `game.scenario.library.resources` looks first."""

UNSHIPPED = ("__pycache__", "*.py", "*.pyc", "icon.ico", "board*.png", "board*.jpg")
"""What of them only a checkout needs."""

UNUSED = """
tkinter _tkinter turtle turtledemo idlelib test lib2to3 pydoc_data ensurepip venv curses _curses readline
pip setuptools pkg_resources distutils pytest mypy _decimal doctest pydoc
_codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw
numpy.random numpy.fft numpy.polynomial numpy.f2py numpy.testing numpy.distutils numpy.typing numpy.ctypeslib
pygame.tests pygame.docs pygame.examples pygame.camera pygame._camera pygame._camera_opencv pygame.midi pygame.pypm
pygame.sndarray pygame.surfarray pygame.pixelarray pygame.gfxdraw pygame.freetype pygame._freetype pygame.ftfont
pygame._sdl2.controller pygame._sdl2.audio pygame._sdl2.touch pygame.threads pygame.fastevent
""".split()
"""Modules that PyInstaller would follow but the game never imports."""

LEFT_OUT = """
PIL fontTools fpdf hypothesis distributed psycopg
uvicorn starlette wsproto anyio h11 segno markupsafe ssl _ssl _hashlib sqlite3 _sqlite3
""".split()
"""What prints handouts, makes games up for `check --deep`, and serves a class: what needs a desk with Python.

Those commands say in a line what they lack. With them, and numpy beside them for the forecasts on the board, the
folder would weigh more than it may: 83 MB with the class alone.
"""

UNSTRIPPED = "numpy.libs"
"""A folder whose libraries `strip` would break: their segments were moved when the wheel was made."""

HOOK = '''
"""A windowed program has no streams; what is written to them is dropped."""
import os
import sys

sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")
sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")
'''


def stage(work: Path) -> list[str]:
    """Copy what is shipped beside the code, and give the options that put it in its place."""
    options: list[str] = []
    for name in SHIPPED:
        shutil.copytree(ROOT / name, work / name, ignore=shutil.ignore_patterns(*UNSHIPPED))
        options += ["--add-data", f"{work / name}{os.pathsep}game/{name}"]
    return [*options, "--add-data", f"{ROOT / 'LICENSE'}{os.pathsep}."]


def icon() -> list[str]:
    """The option for the program's icon, where the system has one and it can be converted."""
    file = ROOT / "assets" / ("icon.ico" if sys.platform == "win32" else "icon.png")
    convertible = sys.platform == "win32" or (sys.platform == "darwin" and find_spec("PIL") is not None)
    return ["--icon", str(file)] if convertible and file.is_file() else []


def build(out: Path, work: Path) -> Path:
    """Run PyInstaller; gives the folder it made in `out`."""
    from PyInstaller.__main__ import run  # type: ignore[import-not-found,import-untyped,unused-ignore]

    hook = work / "streams.py"
    hook.write_text(HOOK, encoding="utf-8")
    options = ["--noconfirm", "--onedir", "--log-level", "WARN", "--name", NAME, "--paths", str(ROOT)]
    options += ["--distpath", str(out), "--workpath", str(work / "build"), "--specpath", str(work)]
    options += ["--windowed" if WINDOWED else "--console", "--runtime-hook", str(hook), *icon(), *stage(work)]
    for module in (*UNUSED, *LEFT_OUT):
        options += ["--exclude-module", module]
    run([*options, str(ROOT / "game" / "__main__.py")])
    if sys.platform == "linux" and shutil.which("strip"):
        strip(out / NAME)
    return out / NAME


def strip(folder: Path) -> None:
    """Take the symbols of debuggers out of the libraries; Python's own has more of them than code."""
    for library in folder.rglob("*.so*"):
        if library.is_file() and not library.is_symlink() and UNSTRIPPED not in library.parts:
            subprocess.run(["strip", "--strip-unneeded", library], check=True)


def megabytes(folder: Path) -> float:
    """The size of all files in a folder, each counted once."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink()) / 1_000_000


def runs(folder: Path) -> bool:
    """Whether the program starts away from the checkout, finds what it ships, draws a board and plays many games.

    A warning is a failure.
    """
    program = folder / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
    dummy = {**os.environ, "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    with tempfile.TemporaryDirectory() as work:
        drawn = Path(work) / "board.png"
        forecast = ["simulate", "ladder", "--games", "20"]
        for command in (["scenarios"], ["screenshot", "first-steps", "--out", str(drawn)], forecast):
            done = subprocess.run([program, *command], cwd=work, env=dummy, capture_output=True, text=True, check=False)
            print(done.stdout + done.stderr, end="")
            if done.returncode != 0 or "Warning" in done.stderr:
                return False
        return drawn.is_file()


def main() -> int:
    """Build, try and weigh it."""
    parser = argparse.ArgumentParser(description="Build the game as a folder that runs without Python.")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    out: Path = parser.parse_args().out.resolve()
    with tempfile.TemporaryDirectory() as work:
        folder = build(out, Path(work))
    size = megabytes(folder)
    print(f"{folder}: {size:.1f} MB")
    return 0 if runs(folder) and size <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())

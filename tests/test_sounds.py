"""The sounds: what the script makes, within their limits."""

from __future__ import annotations

import importlib.util
import math
import wave
from array import array
from pathlib import Path
from types import ModuleType

import pytest

SOUNDS = Path(__file__).resolve().parent.parent / "assets" / "sounds"
FILES = sorted(SOUNDS.glob("*.wav"))


def script() -> ModuleType:
    """The script that makes the sounds, as a module."""
    spec = importlib.util.spec_from_file_location("make_sounds", SOUNDS / "make_sounds.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def samples_of(file: Path) -> array[int]:
    """The samples of a file, which must be mono, 16-bit, 22,050 a second."""
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 22_050)
        return array("h", sound.readframes(sound.getnframes()))


def test_files_are_what_the_script_makes(tmp_path: Path) -> None:
    made = list(script().make(tmp_path))
    assert [file.name for file in FILES] == sorted(file.name for file in made)
    for file in made:
        assert file.read_bytes() == (SOUNDS / file.name).read_bytes(), file.name


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_sounds_are_small_quiet_and_soft(file: Path) -> None:
    assert file.stat().st_size <= 20_000
    samples = samples_of(file)
    peak = max(map(abs, samples))
    assert -30 <= 20 * math.log10(peak / 32_768) <= -12
    assert abs(samples[0]) <= 1 and abs(samples[-1]) <= 1
    assert max(map(abs, samples[:22])) < 0.2 * peak, "the first millisecond is soft"
    assert max(map(abs, samples[-220:])) < 0.1 * peak, "the last ten milliseconds are soft"
    assert abs(sum(samples)) / len(samples) < 0.01 * peak, "no direct current"

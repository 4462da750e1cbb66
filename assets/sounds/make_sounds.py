"""Make the game's sounds: short cues of one instrument, written as WAV files beside this script.

    python assets/sounds/make_sounds.py [FOLDER]

The instrument is a soft mallet: a few partials that fade the faster the higher they are, and a rounded attack. All
cues take their notes from one pentatonic scale on D, so that any two that overlap still sound well. Nothing is left to
chance, and samples are rounded only once, so that the same bytes come out again.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

RATE = 22_050
"""Samples a second."""

PEAK_DB = -14.0
"""The loudest sample of the loudest cue, in dBFS."""

PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.28, 1.9), (3.0, 0.10, 3.0), (4.2, 0.05, 4.5))
"""The mallet: frequency, strength and speed of fading of each partial, as multiples of the note's own."""

ATTACK = 0.008
"""Seconds in which a note rises, along a quarter of a cosine squared."""

RELEASE = 0.030
"""Seconds at a cue's end in which all that still sounds fades out."""

# The scale, in hertz (equal temperament, A4 = 440).
A3, D4, E4, FS4, A4, B4, D5, E5, FS5, A5 = (440.0 * 2 ** (n / 12) for n in (-12, -7, -5, -3, 0, 2, 5, 7, 9, 12))


class Note(NamedTuple):
    """One stroke: when it begins (s), its pitch (Hz), its strength (0 to 1), and its time constant of fading (s)."""

    start: float
    pitch: float
    strength: float = 1.0
    fade: float = 0.09


class Cue(NamedTuple):
    """A sound: its length (s), its level below the loudest cue (dB), and its notes."""

    length: float
    level: float
    notes: tuple[Note, ...]


CUES = {
    "select": Cue(0.10, -6, (Note(0.0, A4, 1.0, 0.03),)),
    "play": Cue(0.26, 0, (Note(0.0, D4, 0.8, 0.06), Note(0.055, A4, 1.0, 0.07))),
    "refuse": Cue(0.22, -3, (Note(0.0, A3, 1.0, 0.05), Note(0.08, A3, 0.8, 0.045))),
    "turn": Cue(0.44, -1, (Note(0.0, D4, 0.7, 0.1), Note(0.0, A4, 0.6, 0.1), Note(0.11, D5, 1.0, 0.1))),
    "gain": Cue(0.30, -2, (Note(0.0, E5, 0.8, 0.06), Note(0.07, A5, 1.0, 0.07))),
    "loss": Cue(0.32, -2, (Note(0.0, A4, 0.8, 0.06), Note(0.08, E4, 1.0, 0.08))),
    "won": Cue(0.45, 0, (Note(0.0, D4, 0.6), Note(0.08, FS4, 0.7), Note(0.16, A4, 0.8), Note(0.24, D5, 1.0, 0.085))),
    "lost": Cue(0.45, -1, (Note(0.0, B4, 0.7), Note(0.1, A4, 0.7), Note(0.2, D4, 1.0, 0.1), Note(0.2, A3, 0.5, 0.1))),
}
"""Every cue by the name of its file."""


def envelope(note: Note, speed: float, t: float) -> float:
    """How strong a partial is `t` seconds after its stroke: it swells softly and fades."""
    rise = math.sin(math.pi / 2 * t / ATTACK) ** 2 if t < ATTACK else 1.0
    return rise * math.exp(-t * speed / note.fade)


def sounded(note: Note, t: float) -> float:
    """One note at a moment of its cue."""
    after = t - note.start
    if after < 0:
        return 0.0
    return note.strength * sum(
        strength * envelope(note, speed, after) * math.sin(2 * math.pi * note.pitch * ratio * after)
        for ratio, strength, speed in PARTIALS
    )


def tail(left: float) -> float:
    """How much is heard `left` seconds before the end of a cue."""
    return math.sin(math.pi / 2 * left / RELEASE) ** 2 if left < RELEASE else 1.0


def samples(cue: Cue) -> array[int]:
    """A cue as 16-bit samples, its highest at the cue's level."""
    count = round(cue.length * RATE)
    wave_form = [
        tail((count - 1 - i) / RATE) * sum(sounded(note, i / RATE) for note in cue.notes) for i in range(count)
    ]
    scale = 32_767 * 10 ** ((PEAK_DB + cue.level) / 20) / max(abs(x) for x in wave_form)
    return array("h", (round(scale * x) for x in wave_form))


def write(file: Path, cue: Cue) -> None:
    """Write one cue as a mono 16-bit WAV file."""
    data = samples(cue)
    if sys.byteorder == "big":
        data.byteswap()
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(data.tobytes())


def make(folder: Path) -> Iterable[Path]:
    """Write every cue into a folder, giving each file as it is made."""
    for name, cue in CUES.items():
        file = folder / f"{name}.wav"
        write(file, cue)
        yield file


def main() -> None:
    """Write all cues and say how large they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    for file in make(folder):
        print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

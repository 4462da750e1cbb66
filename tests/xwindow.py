"""A real window for tests and benchmarks: an X server of their own, keys by xdotool, pictures out of its memory."""

from __future__ import annotations

import ctypes
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
CLASS = "multivector-under-test"
PATIENCE = 60
"""Seconds after which what should come is taken never to come."""
LOOKS = 0.05
"""Seconds between two looks at the whole screen: each look is work, taken from the program that is waited for."""


def missing() -> str:
    """What a window lacks here, in words; empty where one can be had."""
    if not sys.platform.startswith("linux"):
        return "there is no Xvfb on this system"
    lacking = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    return f"{' and '.join(lacking)} missing; apt-get install xvfb xdotool" if lacking else ""


def until(
    what: str, found: Callable[[], T | None], alive: subprocess.Popen[bytes] | None = None, every: float = 0.004
) -> T:
    """What `found` gives once that is true; it is asked again after so many seconds, while the process is `alive`."""
    end = time.monotonic() + PATIENCE
    while not (value := found()):
        assert alive is None or alive.poll() is None, f"the game ended while waiting for {what}"
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(every)
    return value


class Screen:
    """An X server without a window manager, on a display that nobody uses."""

    def __init__(self, folder: Path, size: tuple[int, int] = (1400, 900)) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size[0]}x{size[1]}x24"]
        command += ["-nolisten", "tcp", "-r", "-fbdir", str(folder)]  # -r: a key held on a busy machine repeats not
        self.server = subprocess.Popen(
            command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            number = told.readline().decode().strip()
        assert number, "Xvfb did not start"
        self.display = f":{number}"
        self._memory = folder / "Xvfb_screen0"

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.server.terminate()
        self.server.wait()

    def environment(self, more: Mapping[str, str]) -> dict[str, str]:
        """The environment of a program that opens its window here."""
        here = {"DISPLAY": self.display, "SDL_VIDEODRIVER": "x11", "SDL_AUDIODRIVER": "dummy"}
        here |= {"SDL_VIDEO_X11_WMCLASS": CLASS}
        return {k: v for k, v in os.environ.items() if k != "WAYLAND_DISPLAY"} | here | dict(more)

    def do(self, *arguments: str) -> str:
        """One command of xdotool, and what it prints."""
        done = subprocess.run(["xdotool", *arguments], env=self.environment({}), capture_output=True, text=True)
        return done.stdout.strip()

    def window(self, alive: subprocess.Popen[bytes] | None = None) -> str:
        """The number of the game's window once something is painted in it; it has the keyboard then."""
        self.do("mousemove", "0", "0")
        until("a picture", lambda: self.colours() > 100, alive, LOOKS)
        id = until("a window", lambda: self.do("search", "--onlyvisible", "--class", CLASS), alive, LOOKS).split()[-1]
        self.do("windowfocus", "--sync", id)
        return id

    def colours(self) -> int:
        """How many colours there are on the screen: one or two while nothing is painted."""
        _, pixels = self.picture()
        return len({pixels[at : at + 3] for at in range(0, len(pixels), 3 * 31)})

    def place(self, window: str) -> dict[str, int]:
        """Where a window is: X, Y, WIDTH and HEIGHT."""
        told = self.do("getwindowgeometry", "--shell", window)
        return {name: int(value) for name, _, value in (line.partition("=") for line in told.split())}

    def keys(self, *names: str) -> None:
        """Press keys, one after another, as a keyboard would.

        The same key twice must not stand side by side: what comes within 2 ms is a key held down to SDL.
        """
        self.do("key", "--delay", "8", *names)

    def press(self, name: str) -> float:
        """Press one key and let it go, at once; gives when, as `time.perf_counter` tells it."""
        with self._wire() as (x11, display):
            xtst = ctypes.CDLL("libXtst.so.6")
            x11.XStringToKeysym.restype = ctypes.c_ulong
            code = x11.XKeysymToKeycode(display, ctypes.c_ulong(x11.XStringToKeysym(name.encode())))
            when = time.perf_counter()
            for down in (1, 0):
                xtst.XTestFakeKeyEvent(display, code, down, ctypes.c_ulong(0))
            x11.XFlush(display)
        return when

    def close(self, window: str) -> None:
        """Ask a window to close, as the cross in its corner would."""
        with self._wire() as (x11, display):
            x11.XInternAtom.restype = ctypes.c_ulong
            protocols = x11.XInternAtom(display, b"WM_PROTOCOLS", 0)
            delete = x11.XInternAtom(display, b"WM_DELETE_WINDOW", 0)
            # XClientMessageEvent: type, serial, send_event, display, window, message_type, format, data; 192 in all.
            event = struct.pack("@iLiPLLi5l", 33, 0, 1, 0, int(window), protocols, 32, delete, 0, 0, 0, 0)
            x11.XSendEvent(display, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), event.ljust(192, b"\0"))

    @contextmanager
    def _wire(self) -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p]]:
        """The library that speaks to the server, and a connection to it."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        display = ctypes.c_void_p(x11.XOpenDisplay(self.display.encode()))
        try:
            yield x11, display
        finally:
            x11.XCloseDisplay(display)

    def memory(self) -> bytes:
        """What the server holds of the screen: quick to read, and good for telling whether anything has changed."""
        return self._memory.read_bytes()

    def picture(self) -> tuple[tuple[int, int], bytes]:
        """What the whole screen shows now: its size and its pixels, red, green and blue."""
        data = self.memory()
        header = struct.unpack(">25I", data[:100])
        (width, height), bits, line = header[4:6], header[11], header[12]
        start, step = header[0] + 12 * header[19], bits // 8
        rows = [data[start + y * line : start + y * line + width * step] for y in range(height)]
        pixels = bytearray(3 * width * height)
        joined = b"".join(rows)
        for channel in range(3):
            pixels[channel::3] = joined[2 - channel :: step]  # the server has blue first
        return (width, height), bytes(pixels)

"""Sounds: short cues for what the player does and what comes of it. The game is whole without them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pygame

from game.desktop.board import clock
from game.desktop.intents import Intent, Play
from game.desktop.scenes.view import view
from game.desktop.session import Session
from game.scenes.scene import ReportScene

CUES = ("select", "play", "refuse", "turn", "gain", "loss", "won", "lost")


class Sounds:
    """Plays cues. The device is open only while there are some; where there is none, nothing is heard or told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[str, pygame.mixer.Sound] = {}
        self._silent = False
        self._last = 0
        """When a cue was last played, in milliseconds."""

    def play(self, cues: Sequence[str]) -> None:
        """Sound cues one after another, at most two."""
        if not cues or self._silent:
            return
        try:
            if not pygame.mixer.get_init():
                with _quiet():
                    pygame.mixer.init(22_050, -16, 1, 512)
            self._last = clock.now()
            channel = self._sound(cues[0]).play()
            if channel is not None and len(cues) > 1:
                channel.queue(self._sound(cues[1]))
        except (pygame.error, OSError, NotImplementedError):
            self._silent = True

    def rest(self, after: int) -> None:
        """Give the device back when nothing has been heard for so many milliseconds: an open one costs time."""
        if pygame.mixer.get_init() and clock.now() - self._last >= after:
            self._loaded.clear()
            pygame.mixer.quit()

    def _sound(self, cue: str) -> pygame.mixer.Sound:
        if cue not in self._loaded:
            self._loaded[cue] = pygame.mixer.Sound(self._folder / f"{cue}.wav")
        return self._loaded[cue]


def cues_of(before: Session, after: Session, intent: Intent) -> tuple[str, ...]:
    """What an intent sounds like, by what came of it."""
    if after is before or not after.settings.sound:
        return ()
    if isinstance(intent, Play):
        return _played(before, after)
    refused = bool(after.notice) and after.game is before.game and after.screen == before.screen
    if refused and after.settings == before.settings:
        return ("refuse",)
    changed = after.game is not before.game or after.screen != before.screen or after.focus != before.focus
    return ("select",) if changed or after.settings != before.settings else ()


def _played(before: Session, after: Session) -> tuple[str, ...]:
    old, new = before.game, after.game
    if new is None or new is old:
        return ("refuse",)
    if new.outcome is not None:
        return ("won",) if new.outcome.won else ("lost",)
    if old is None or new.turn == old.turn:
        return ("play",)
    scene = view(after)
    changes = scene.changes if isinstance(scene, ReportScene) else ()
    sum_ = sum((c.good is True) - (c.good is False) for c in changes)
    return ("turn",) if not sum_ else ("turn", "gain" if sum_ > 0 else "loss")


@contextmanager
def _quiet() -> Iterator[None]:
    """Within this nothing that a sound library prints reaches the terminal."""
    try:
        kept = os.dup(2)
    except OSError:  # no standard error at all, as in a windowed program
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

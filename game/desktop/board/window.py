"""The window: opened once, asleep until something happens, showing the app's pictures."""

from __future__ import annotations

import os
import time
import warnings
from contextlib import suppress

import pygame
from pygame._sdl2 import controller

from game.desktop.board import clock
from game.desktop.board.app import ANSWERED, App
from game.desktop.board.ground import cache_folder
from game.desktop.board.input import Fullscreen, act_of
from game.desktop.board.installed import NoWindow, check_pygame
from game.desktop.board.sheet import SMALLEST
from game.desktop.board.sound import Sounds
from game.desktop.board.theme import THEMES
from game.desktop.live import Feed
from game.desktop.session import Session
from game.lab.background import Background
from game.scenario.library import resources

WINDOW = (1280, 800)
STEP = 900
"""Milliseconds between the moves of a line that plays by itself."""

AWAKE, DOZE = 300, 30
"""Milliseconds: after so long without an event the window is looked at less and less often, but at least so often."""

QUIET = 20_000
"""Milliseconds without a cue after which the sound device is given back."""

FADE = 100
"""The milliseconds in which one screen fades into the next."""


def _window() -> pygame.Surface:
    """A window of the usual size, or as much of it as fits; two thirds of a very large screen."""
    os.environ.setdefault("SDL_WINDOWS_DPI_AWARENESS", "permonitorv2")
    try:
        pygame.display.init()
        pygame.display.set_caption("Multivector")
        pygame.display.set_icon(pygame.image.load(resources("assets") / "icon.png"))
        width, height = pygame.display.get_desktop_sizes()[0]
        fits = min(WINDOW[0], width), min(WINDOW[1], height * 9 // 10)
        size = (width * 2 // 3, height * 2 // 3) if width > 2600 else fits
        return _resizable(size)
    except pygame.error as error:
        raise NoWindow(str(error)) from error


def _resizable(size: tuple[int, int]) -> pygame.Surface:
    """The window at a size, which the player may change down to the smallest that the board is laid out for."""
    surface = pygame.display.set_mode(size, pygame.RESIZABLE)
    with suppress(AttributeError, pygame.error), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # there is no other way to the display's own window
        pygame.Window.from_display_module().minimum_size = SMALLEST
    return surface


class Window:
    """An app in a window: its pictures, its title, its controllers."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._caption = ""
        self._windowed = app.surface.get_size()
        self._pads: dict[int, object] = {}
        self._last = clock.now()
        """When something last happened, in milliseconds."""
        self._due = 0
        """When the next move of a line that plays by itself is due, in milliseconds."""

    def run(self) -> None:
        """Wait for events and act on them until the player leaves."""
        while not self.app.session.ended:
            self.show()
            self.event(self._wait())
            for event in pygame.event.get():
                if not self.app.session.ended:
                    self.event(event)

    def _wait(self) -> pygame.event.Event:
        """The next event; while the line plays by itself, at the latest when its next move is due.

        The files of a scenario that its author is writing are looked at in between.
        """
        if not self.app.attention.playing:
            self._due = 0
            return self._doze() if self.app.live is None else self._watch(self.app.live)
        now = clock.now()
        self._due = self._due or now + STEP
        if now >= self._due:
            self._due = now + STEP
            self.app.step()
        left = max(1, self._due - now)
        return pygame.event.wait(left) if self.app.live is None else self._watch(self.app.live, left)

    def _watch(self, live: Feed, most: int | None = None) -> pygame.event.Event:
        """The next event, or none when a save has changed the picture or `most` milliseconds have passed."""
        end = None if most is None else clock.now() + most
        while True:
            self.app.poll(time.monotonic())
            if self.app.changed:
                return pygame.event.Event(pygame.NOEVENT)
            event = self._doze(round(1000 * live.wait))
            if event.type != pygame.NOEVENT or (end is not None and clock.now() >= end):
                return event

    def _doze(self, patience: int | None = None) -> pygame.event.Event:
        """The next event, or none once so many milliseconds have gone by; without patience, however long it takes.

        `pygame.event.wait` looks for one a thousand times a second, which alone costs 2 to 4 % of a core. So it is
        used while things happen, and a board that lies still is looked at 30 times a second.
        """
        end = None if patience is None else clock.now() + patience
        while True:
            now = clock.now()
            quiet, left = now - self._last, DOZE if end is None else max(1, end - now)
            if quiet < AWAKE:
                event = pygame.event.wait(min(AWAKE - quiet, left if end is not None else AWAKE))
            else:
                if self.app.sounds is not None:
                    self.app.sounds.rest(QUIET)
                pygame.time.wait(min(DOZE, quiet // 60, left))
                event = pygame.event.poll()
            if event.type != pygame.NOEVENT:
                self._last = clock.now()
                return event
            if end is not None and clock.now() >= end:
                return event

    def show(self) -> None:
        """Bring what has changed onto the screen."""
        app = self.app
        if app.caption != self._caption:
            self._caption = app.caption
            pygame.display.set_caption(self._caption)
        moves = app.fading and app.session.settings.motion
        old = app.surface.copy() if moves else None
        app.fading = False
        if not app.draw():
            return
        if old is not None and old.get_size() == app.surface.get_size():
            self._fade(old)
        pygame.display.flip()

    def _fade(self, old: pygame.Surface) -> None:
        """Let the last picture fade into the present one; whatever the player does cuts it short."""
        surface, pace = self.app.surface, pygame.time.Clock()
        new = surface.copy()
        begun = clock.now()
        # By the clock, not by pictures: on a slow machine there are fewer of them, and nobody waits longer.
        while (passed := clock.now() - begun) < FADE:
            if pygame.event.peek(pump=True):
                break
            surface.blit(old, (0, 0))
            new.set_alpha(255 * passed // FADE)
            surface.blit(new, (0, 0))
            pygame.display.flip()
            pace.tick(60)
        new.set_alpha(None)
        surface.blit(new, (0, 0))

    def _fill_screen(self) -> None:
        """Fill the screen, or go back to the window as it was."""
        if pygame.display.is_fullscreen():
            self.app.resized(_resizable(self._windowed))
        else:
            self._windowed = self.app.surface.get_size()
            self.app.resized(pygame.display.set_mode((0, 0), pygame.FULLSCREEN))

    def event(self, event: pygame.event.Event) -> None:
        """Act on an event, and listen to a controller that is plugged in."""
        if event.type == pygame.KEYDOWN and isinstance(act_of(event), Fullscreen):
            self._fill_screen()
        elif event.type == pygame.CONTROLLERDEVICEADDED:
            with suppress(pygame.error):
                self._pads[event.device_index] = controller.Controller(event.device_index)
        else:
            self.app.event(event)


def _wake() -> None:
    """Tell the window that something has been worked out; called by another thread."""
    with suppress(pygame.error):
        pygame.event.post(pygame.event.Event(ANSWERED))


def run(session: Session, *, scale: float | None = None, theme: str | None = None, live: Feed | None = None) -> None:
    """Open the window and play until the player leaves. Raises `NoWindow` where there is no display.

    `scale` (0.8 to 2.0) and `theme` (a name of `theme.THEMES`) stand in for those of the settings. `live` watches the
    files of a scenario that its author is writing.
    """
    check_pygame()
    app: App | None = None
    aside = Background(_wake)
    try:
        surface = _window()
        pygame.key.set_repeat(350, 60)
        with suppress(pygame.error):
            controller.init()
        sounds = Sounds(resources("assets") / "sounds")
        worn = THEMES[theme] if theme is not None else None
        app = App(
            session, surface, scale=scale, theme=worn, folder=cache_folder(), sounds=sounds, live=live, aside=aside
        )
        Window(app).run()
    finally:
        if app is not None:
            app.speaker.hush()
        aside.close()
        pygame.quit()

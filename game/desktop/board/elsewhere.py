"""What the board does with other programs: a text for them to paste, a file for the author's editor to open."""

from __future__ import annotations

import subprocess

import pygame

from game.desktop.board.wishes import CopyText, OpenEditor
from game.desktop.editors import command
from game.words import say, speaking


def opened(wish: OpenEditor, editor: tuple[str, ...], language: str) -> str:
    """Start the editor beside the game, without a shell between; what there is to say of it."""
    with speaking(language):
        try:
            subprocess.Popen(command(editor, wish.file, wish.line, wish.column))
        except OSError as error:
            return say("{editor} cannot be opened: {error}", editor=editor[0], error=error.strerror or error)
        return say("{editor} opens the place.", editor=editor[0])


def copied(wish: CopyText, language: str) -> str:
    """Put a text where other programs paste from; what there is to say of it."""
    with speaking(language):
        try:
            pygame.scrap.put_text(wish.text)
        except pygame.error:
            return say("Nothing can be copied here: {text}", text=wish.text)
        return say("Copied: {text}", text=wish.text)

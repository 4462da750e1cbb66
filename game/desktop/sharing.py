"""Where pictures and records go that a player sends to others."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_documents_path, user_pictures_path

from game.record import saves
from game.rules.play import Game


def folder() -> Path:
    """A folder of the player's own: for pictures, else for documents, else where the game keeps everything."""
    if not os.environ.get(saves.HOME):
        for found in (user_pictures_path(), user_documents_path()):
            if found.is_dir():
                return found / "Multivector"
    return saves.home() / "shared"


def stem(game: Game) -> Path:
    """The name of a new file for a game, without its ending: the same game has the same name."""
    outcome = game.outcome
    ending = f"-{outcome.label.replace('.', '-')}" if outcome is not None else ""
    return folder() / f"{game.scenario.id}-{game.seed}-{game.difficulty}{ending}-{game.state_hash[:6]}"

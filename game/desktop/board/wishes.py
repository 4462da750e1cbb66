"""What a part of the screen can ask of the app itself, and not of the session. Pure."""

from __future__ import annotations

from attrs import frozen


@frozen
class Replay:
    """Play the line again by itself, from where the game stands, or from the start where it stands at the end."""


@frozen
class SavePicture:
    """Write the ending as a picture that can be sent to others."""


@frozen
class CopyText:
    """Put a text where other programs can paste it from."""

    text: str


@frozen
class OpenEditor:
    """Open a file at a place in the player's editor."""

    file: str
    line: int
    column: int

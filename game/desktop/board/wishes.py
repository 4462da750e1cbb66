"""What a part of the screen can ask of the app itself, and not of the session. Pure."""

from __future__ import annotations

from attrs import frozen


@frozen
class Replay:
    """Play the line again by itself, from where the game stands, or from the start where it stands at the end."""


@frozen
class SavePicture:
    """Write the ending as a picture that can be sent to others."""

"""Forecasts and advisers in plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from game.scenes.scene import AdvisersScene, ForecastView


def forecast(scene: ForecastView) -> Iterator[str]:
    """What may come of a move."""
    yield scene.name
    if scene.waiting:
        yield scene.waiting
        return
    yield f"  {scene.wins}"
    for ending in scene.endings:
        yield f"  {ending.name}: {ending.told}"
    yield f"  {scene.score}"
    for fan in scene.fans:
        yield f"  {fan.said}."
    if scene.still:
        yield f"  {scene.still}"
    yield f"{scene.basis}. {scene.caveat}"


def advisers(scene: AdvisersScene) -> Iterator[str]:
    """What each adviser says."""
    if scene.waiting:
        yield scene.waiting
        return
    yield f"{scene.title}. {scene.summary}"
    for voice in scene.voices:
        yield f"{voice.name}. {voice.stands_for}".strip()
        yield f"  {voice.told}"
        if voice.cause:
            yield f"  {voice.cause}"
        yield f"  {voice.said}."
    yield f"{scene.basis}. {scene.caveat}"

"""Pictures of every page of the classroom in each phase, to be looked at.

    python -m tests.classroom.browser.shots --out DIR [--lang kk] [--scenario deft-diplomacy] [--mode plenary]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.classroom.browser.browsers import LAPTOP, WALL, Browser, Class, Window, taught

STAGES = ("lobby", "join", "brief", "read", "vote", "consequences", "why", "writing", "happened", "compare", "world",
          "exit", "end")  # fmt: skip


def pictures(room: Class, browser: Browser, out: Path, lang: str) -> None:
    """Lead a class with two students through a lesson of one turn and take its pictures."""
    first = browser.window(room.address(2) + "/")
    first.shot(out / f"{lang}-0door.png")
    phones = [browser.window(f"{room.address(n)}/j/{room.code}") for n in (3, 4)]
    for phone in phones:
        phone.click("button.big")
    teacher = browser.window(room.address(1) + "/teacher", LAPTOP)
    wall = browser.window(room.address(1) + "/projector", WALL)
    shown: dict[str, Window] = {"student": phones[0], "teacher": teacher, "wall": wall}
    for number, kind in enumerate(STAGES, 1):
        room.to(kind)
        _act(phones, kind)
        for name, window in shown.items():
            window.open(window.driver.current_url)
            window.shot(out / f"{lang}-{number:02}{kind}-{name}.png")
            if kind in ("brief", "vote", "consequences"):
                window.shot(out / f"{lang}-{number:02}{kind}-{name}-whole.png", whole=True)


def _act(phones: list[Window], kind: str) -> None:
    """What the students of a picture do."""
    for number, phone in enumerate(phones):
        if kind in ("join", "vote", "brief"):
            phone.open(phone.driver.current_url)
        if kind == "join":
            phone.click("form[action='/trial'] button", number)
        if kind == "vote" and number == 0:
            phone.click("form[action='/vote'] button")
            phone.run("return 1")
        if kind in ("why", "writing"):
            phone.open(phone.driver.current_url)
            phone.type("#text", "The corridor was worth more than the money. " * (number + 1))
            phone.click("form[action='/write'] button")


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--scenario", default="deft-diplomacy")
    parser.add_argument("--mode", default="plenary")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile, taught(
        chosen.scenario, "--seed", "7", "--lang", chosen.lang, "--mode", chosen.mode
    ) as room:  # fmt: skip
        browser = Browser(Path(profile))
        try:
            pictures(room, browser, chosen.out, chosen.lang)
        finally:
            browser.quit()


if __name__ == "__main__":
    main()

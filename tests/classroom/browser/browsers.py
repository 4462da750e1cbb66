"""A class on a server of its own, and a real browser: what its visitors need who are driven by a test.

Every device of the class is a window of one browser that knows the laptop by another of its loopback addresses
(127.0.0.1 is the teacher's; 127.0.0.2 and on are students'), so that none has the cookies of another.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from game.classroom.state import State
from tests.classroom.kill import free_port, replayed, started

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = "" if CHROMIUM and DRIVER else "no chromium and chromedriver: NO PAGE OF THE CLASSROOM IS TRIED IN A BROWSER"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
PATIENCE = 30.0
"""Seconds after which what should come is taken never to come; on a quiet machine it comes in tenths of one."""
BETWEEN = (
    StaleElementReferenceException, NoSuchElementException, JavascriptException, ElementClickInterceptedException,
)  # fmt: skip
"""What goes wrong while a page is drawn or loaded again under the driver's hands."""
PHONE, LAPTOP, WALL = (390, 844), (1366, 768), (1920, 1080)


class Class:
    """A class served by a process of its own, and the teacher's levers."""

    def __init__(self, home: Path, *words: str) -> None:
        self.home, self.port, self.words = home, free_port(), words
        self.process: subprocess.Popen[str] | None = None
        self.code = ""

    def start(self, *words: str) -> None:
        """Let the server run; with `--resume` after it was stopped."""
        self.process = started(self.home, self.port, *(words or self.words))
        assert self.process.stdout is not None
        told = ""
        for line in self.process.stdout:
            told += line
            if found := re.search(r"\b([A-Z0-9]{6})$", line.strip()):
                self.code = self.code or found.group(1)
                break
        assert self.code, told
        until(lambda: self._answers(), "the server answers")

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/class.css")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """End the server at once."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()
            self.process = None

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        """A request of the laptop's own."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        line.request(method, path, urlencode(fields or {}), kind)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, text

    def act(self, what: str, **fields: object) -> None:
        """A lever of the teacher's."""
        status, text = self.ask("POST", "/teacher/do", {"what": what, **fields})
        assert status == 200, (what, text)

    def to(self, kind: str, turn: int = 0) -> None:
        """Lead the lesson on to a stage, through whatever is decided on the way, gate or not."""
        for _ in range(60):
            now = self.state.now
            if now.kind == kind and turn in (0, now.turn):
                self.act("pause") if kind not in ("lobby", "end") and not self.state.paused else None
                return
            held = self.state.stage == 2
            fields: dict[str, object] = {"stage": 3, "override": 1} if held else {"rounds": self.state.rounds}
            # Refused where the lesson went on by itself in between, as it does with the last vote.
            status, text = self.ask("POST", "/teacher/do", {"what": "stage" if held else "next", **fields})
            assert status in (200, 409), text
        raise AssertionError(f"the lesson never came to {kind}")

    @property
    def state(self) -> State:
        """The lesson as it is on disk."""
        return replayed(self.home, self.code, self.words[0])

    def address(self, number: int) -> str:
        """The class as a device knows it: 1 the teacher's laptop, 2 and on the students'."""
        return f"http://127.0.0.{number}:{self.port}"


@contextmanager
def taught(*words: str) -> Iterator[Class]:
    """A class that is open."""
    with tempfile.TemporaryDirectory() as home:
        made = Class(Path(home), *words)
        made.start()
        try:
            yield made
        finally:
            made.kill()


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> float:
    """Wait until something is so; the seconds it took."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < patience:
        try:
            if true():
                return time.perf_counter() - begun
        except BETWEEN:
            pass  # the page was just drawn again
        time.sleep(0.05)  # each look is work for the browser that is waited for
    raise AssertionError(f"not within {patience:.0f} s: {what}")


class Browser:
    """One browser, with a log of everything it asked for."""

    def __init__(self, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        assert CHROMIUM and DRIVER
        options.binary_location = CHROMIUM
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
        self.asked: list[str] = []
        self.sizes: dict[str, int] = {}

    def quit(self) -> None:
        """The end."""
        self.driver.quit()

    def window(self, address: str, size: tuple[int, int] = PHONE, *, script: bool = True) -> Window:
        """A device that opens an address."""
        self.driver.switch_to.new_window("window")
        made = Window(self, self.driver.current_window_handle)
        made.size = size
        made.sized(*size)
        if not script:
            made.tell("Emulation.setScriptExecutionDisabled", value=True)
        made.open(address)
        return made

    def log(self) -> list[dict[str, Any]]:
        """What the browser's network did since this was last asked; requests are noted in `asked`."""
        found = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        for one in found:
            about = one.get("params", {})
            if one["method"] == "Network.requestWillBeSent":
                self.asked.append(about["request"]["url"])
            elif one["method"] == "Network.webSocketCreated":
                self.asked.append(about["url"])
            elif one["method"] == "Network.loadingFinished":
                self.sizes[about["requestId"]] = int(about["encodedDataLength"])
        return found

    def strangers(self) -> list[str]:
        """The hosts other than the laptop itself that were ever asked for anything."""
        self.log()
        own = re.compile(r"127\.0\.0\.\d+$|localhost$")
        hosts = (urlsplit(url) for url in self.asked if not url.startswith(("data:", "about:", "chrome:")))
        return sorted({host.netloc for host in hosts if not own.match(host.hostname or "")})


class Window:
    """A device of the class."""

    def __init__(self, browser: Browser, handle: str) -> None:
        self.browser, self.handle, self.size = browser, handle, PHONE

    @property
    def driver(self) -> webdriver.Chrome:
        """The browser, looking at this window."""
        if self.browser.driver.current_window_handle != self.handle:
            self.browser.driver.switch_to.window(self.handle)
        return self.browser.driver

    def tell(self, command: str, **values: Any) -> Any:
        """A word of the browser's own protocol to this window."""
        return self.driver.execute_cdp_cmd(command, values)

    def sized(self, width: int, height: int) -> None:
        """Give the page so many CSS pixels."""
        mobile = width < 500
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def open(self, address: str) -> None:
        """Go to an address."""
        self.driver.get(address)

    def run(self, script: str, *values: Any) -> Any:
        """Run a script in the page; the page's own may be turned off."""
        return self.driver.execute_script(script, *values)

    @property
    def text(self) -> str:
        """What the page says."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def all(self, selector: str) -> list[WebElement]:
        """The elements that a selector finds."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        """The first element that a selector finds."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def sees(self, text: str, patience: float = PATIENCE) -> float:
        """Wait until the page says something; the seconds it took."""
        return until(lambda: text in self.text, f"the page says {text!r}", patience)

    def click(self, selector: str, which: int = 0) -> None:
        """Press something."""

        def pressed() -> bool:
            found = self.all(selector)
            if len(found) <= which:
                return False
            self.run("arguments[0].scrollIntoView({block: 'center'})", found[which])
            found[which].click()
            return True

        until(pressed, f"there is a {selector} number {which} to press")

    def type(self, selector: str, text: str) -> None:
        """Write into a field that is empty."""

        def written() -> bool:
            field = self.one(selector)
            field.clear()
            field.send_keys(text)
            return True

        until(written, f"there is a {selector} to write into")

    def shot(self, out: Path, *, whole: bool = False) -> None:
        """A picture of what is seen, or of the whole page."""
        import base64

        taken = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        out.write_bytes(base64.b64decode(taken["data"]))

    def violations(self) -> list[str]:
        """What axe finds wrong with the page, a line each."""
        self.run(axe())
        looked, found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run({resultTypes: ['violations']})"
            ".then((r) => done([r.passes.length, r.violations]), (e) => done([9, [{id: String(e), nodes: []}]]))"
        )
        assert looked > 8, "axe has looked at nothing"
        return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"] or [{"html": ""}]]


def axe() -> str:
    """axe-core: that of the test package, or a newer one that the environment names."""
    named = os.environ.get("MULTIVECTOR_AXE", "")
    return Path(named).read_text("utf-8") if named else (files("axe_core_python") / "axe.min.js").read_text("utf-8")


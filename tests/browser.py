"""Chromium without a window, spoken to over a pipe: no driver and no other package is needed.

Where it is missing, tests are skipped; with ``CI=true`` in the environment they fail.
"""

import base64
import contextlib
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.conftest import ROOT

ARTEFACTS = ROOT / "tests" / "artefacts"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIME_LIMIT = 60
_TALLEST = 3_000  # pixels of a page that a picture shows
_JUDGED = """
axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(
  found => found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).slice(0, 3)}`))
"""
DESKTOP = (1280, 900)
PHONE = (390, 844)


def find_chromium() -> str:
    """The program; without it the test is skipped, or fails where a browser has to be there."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    said = "Chromium is not installed (apt-get install chromium): pages are not walked"
    if os.environ.get("CI") == "true":
        pytest.fail(said)
    pytest.skip(said)


def find_axe() -> str:
    """The source of axe-core, which judges pages by WCAG; skipped or failed as without Chromium."""
    file = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
    if file.is_file():
        return file.read_text(encoding="utf-8")
    said = "axe-core is not there (npm install axe-core): pages are not judged by it"
    if os.environ.get("CI") == "true":
        pytest.fail(said)
    pytest.skip(said)


class Page:
    """One tab, spoken to in the DevTools protocol."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = os.fdopen(commands, "wb", buffering=0)
        self._answers = os.fdopen(answers, "rb", buffering=0)
        self._begun = b""
        self._last = 0
        self._session: str | None = None
        self.asked: list[str] = []
        self.errors: list[str] = []
        self._loaded = False
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.resize(DESKTOP)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._last += 1
        number = self._last
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._begun:
            piece = self._answers.read(1 << 16)
            assert piece, "the browser has gone"
            self._begun += piece
        first, _, self._begun = self._begun.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, method: str | None, event: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(event["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(event["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and event["entry"]["level"] == "error":
            self.errors.append(event["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.errors.append(f"a dialog: {event['message']}")
        elif method == "Page.loadEventFired":
            self._loaded = True

    def _wait_until_loaded(self) -> None:
        while not self._loaded:
            self._read()

    def open(self, url: str) -> None:
        """Go to *url* and wait until it is loaded."""
        self._loaded = False
        self.call("Page.navigate", url=url)
        self._wait_until_loaded()

    def click(self, selector: str) -> None:
        """Click on what leads to another page, and wait for that."""
        self._loaded = False
        assert self.run(f"!!document.querySelector({selector!r})"), selector
        self.run(f"document.querySelector({selector!r}).click()")
        self._wait_until_loaded()

    def type(self, text: str) -> None:
        """Type *text* where the focus is."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, code: int) -> None:
        """Press and release a key."""
        known = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        text = {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **known, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **known)

    def press_enter(self) -> None:
        """Press Enter, which leads to another page, and wait for that."""
        self._loaded = False
        self.press("Enter", 13)
        self._wait_until_loaded()

    def run(self, script: str) -> Any:
        """The value of an expression of JavaScript."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def violations(self, axe: str) -> list[str]:
        """What *axe*, the source of axe-core, finds wrong by WCAG 2.2 AA and good practice."""
        self.call("Runtime.evaluate", expression=axe)
        done = self.call(
            "Runtime.evaluate", expression=_JUDGED, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in done, done
        return list(done["result"]["value"])

    def text(self, selector: str = "main") -> str:
        """What a reader sees of the first element."""
        return str(self.run(f"document.querySelector({selector!r}).innerText"))

    def resize(self, size: tuple[int, int]) -> None:
        """Be as large as a screen; below 600 pixels, a phone's."""
        width, height = size
        phone = width < 600
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )

    def prefer(self, scheme: str) -> None:
        """Be set to ``light`` or ``dark``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def speak(self, language: str) -> None:
        """Ask for pages in *language*."""
        self.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})

    def keep_picture(self, name: str) -> None:
        """Put a picture of the page, or of its first few screens, among the artefacts."""
        ARTEFACTS.mkdir(exist_ok=True)
        width, height = self.run("[innerWidth, document.documentElement.scrollHeight]")
        tall = min(height, _TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": tall, "scale": 1}
        data = self.call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )["data"]
        (ARTEFACTS / f"{name}.png").write_bytes(base64.b64decode(data))


@contextlib.contextmanager
def open_browser() -> Iterator[Page]:
    """Start Chromium; it ends with the block."""
    program = find_chromium()
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (theirs_in, theirs_out)]
    os.close(theirs_in)
    os.close(theirs_out)
    with TemporaryDirectory(prefix="presidency-browser-", ignore_cleanup_errors=True) as profile:
        command = [
            program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank",
        ]  # fmt: skip
        connect = 'exec 3<&"$0" 4>&"$1"; shift; exec "$@"'
        browser = subprocess.Popen(
            ["bash", "-c", connect, str(high[0]), str(high[1]), *command],
            pass_fds=high,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in high:
            os.close(fd)
        page = Page(ours_out, ours_in)
        try:
            yield page
        finally:
            with contextlib.suppress(AssertionError, OSError):
                page._session = None
                page.call("Browser.close")
            page._commands.close()
            page._answers.close()
            browser.wait(timeout=_TIME_LIMIT)

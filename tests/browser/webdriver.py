"""Firefox and WebKit by WebDriver's commands, as they are installed: what Playwright drives is Chromium alone.

Both understand the same commands (https://www.w3.org/TR/webdriver2/) on a wire each: WebKitGTK's own driver takes them
by HTTP, and Firefox takes them on its Marionette port, by which geckodriver, that no Debian holds, would pass them on.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx

from tests.patience import PATIENCE, until

ENGINES: Final = ("firefox", "webkit")

HOW_TO_GET_THEM = {
    "firefox": """No Firefox was found, and the tests open the pages in one besides Chromium.
  Debian           sudo apt install firefox-esr
  elsewhere        https://www.mozilla.org/firefox/""",
    "webkit": """No WebKitGTK with its driver was found, and the tests open the pages in one besides Chromium.
  Debian           sudo apt install webkit2gtk-driver xvfb""",
}

_ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
"""The name under which WebDriver hands an element over."""

_NOWHERE: Final = "127.0.0.1", 9
"""A proxy that isn’t there: whoever has to ask by it reaches nobody, not even this machine."""

_COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "Navigate": ("POST", "/url"),
    "GetTitle": ("GET", "/title"),
    "Refresh": ("POST", "/refresh"),
    "Back": ("POST", "/back"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "GetWindowHandle": ("GET", "/window"),
    "NewWindow": ("POST", "/window/new"),
    "SwitchToWindow": ("POST", "/window"),
}
"""What the tests need of WebDriver: Marionette's name for a command, and how HTTP says it."""

_QUIET: Final = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""How Firefox starts that asks for nothing of its own, on a free port."""

_OFFLINE: Final = {
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.failover_direct": False,
    "network.proxy.http": _NOWHERE[0],
    "network.proxy.http_port": _NOWHERE[1],
    "network.proxy.ssl": _NOWHERE[0],
    "network.proxy.ssl_port": _NOWHERE[1],
    "network.proxy.type": 1,
}
"""How it starts where it is to reach nobody."""

_FIND: Final = """
const [where, words] = arguments;
const seen = (it) => it.textContent.replace(/\\s+/g, " ").trim();
return [...document.querySelectorAll(where)].find((it) => !words || seen(it) === words) ?? null;
"""


class Refused(AssertionError):
    """A browser didn't do what it was told."""


class Redrawn(Refused):
    """The element that was meant was drawn afresh meanwhile, and is another one now."""


def _refusal(error: str) -> type[Refused]:
    """What is raised for an error by the name that the standard gives it."""
    return Redrawn if error == "stale element reference" else Refused


class WebDriver(ABC):
    """A browser with a window in front."""

    @abstractmethod
    def send(self, command: str, **parameters: Any) -> Any:
        """What the browser answers. Raises `Refused`."""

    def go(self, address: str) -> None:
        """Open a page in the window in front."""
        self.send("Navigate", url=address)

    def reload(self) -> None:
        """Load the page again, as its button does."""
        self.send("Refresh")

    def back(self) -> None:
        """To the page before, as the button for it does."""
        self.send("Back")

    def run(self, script: str, *args: Any) -> Any:
        """What a script's `return` gives."""
        return self.send("ExecuteScript", script=script, args=[*args])

    def wait(self, script: str, *args: Any) -> Any:
        """What a script gives once that is true."""
        last: list[Any] = []

        def so() -> bool:
            with suppress(Redrawn):  # what it found was gone before it could be told
                last[:] = [self.run(script, *args)]
                return bool(last[0])
            return False

        until(so)
        return last[0]

    def click(self, where: str, words: str = "") -> None:
        """Press the first element of a selector, or the first with exactly these words, once it is there."""

        def done() -> bool:
            element = self._element(where, words)
            try:
                # WebKit's driver brings nothing into view by itself, wherever words of the kit may move it to
                self.run("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", {_ELEMENT: element})
                self.send("ElementClick", id=element)
            except Redrawn:
                return False
            return True

        until(done)

    def type(self, where: str, text: str) -> None:
        """Press keys in the first element of a selector. Small letters: WebKit's driver loses Shift when it is busy."""
        self.send("ElementSendKeys", id=self._element(where, ""), text=text)

    def window(self) -> str:
        """The window in front, to come back to."""
        return str(self.send("GetWindowHandle"))

    def to(self, window: str) -> None:
        """Take another window in front."""
        self.send("SwitchToWindow", handle=window)

    def open_another(self) -> None:
        """A second window, in front."""
        self.to(self.send("NewWindow", type="tab")["handle"])

    def _element(self, where: str, words: str) -> str:
        return str(self.wait(_FIND, where, words)[_ELEMENT])


class _Http(WebDriver):
    """WebKitGTK's driver."""

    def __init__(self, address: str, offline: bool) -> None:
        self._http = httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False)
        nowhere = "{}:{}".format(*_NOWHERE)
        proxy = {"proxyType": "manual", "httpProxy": nowhere, "sslProxy": nowhere}
        wanted = {"alwaysMatch": {"proxy": proxy} if offline else {}}
        session = self._ask("POST", "/session", {"capabilities": wanted})["sessionId"]
        self._session = f"/session/{session}"

    def send(self, command: str, **parameters: Any) -> Any:
        verb, path = _COMMANDS[command]
        return self._ask(verb, self._session + path.format_map(parameters), parameters)

    def quit(self) -> None:
        self._ask("DELETE", self._session, {})
        self._http.close()

    def _ask(self, verb: str, path: str, body: Mapping[str, Any]) -> Any:
        answer = self._http.request(verb, path, json=body if verb == "POST" else None)
        value = answer.json()["value"]
        if answer.is_error:
            raise _refusal(value["error"])(f"{path}: {value}")
        return value


class _Marionette(WebDriver):
    """Firefox: `length:[0, number, command, parameters]` there, `length:[1, number, error, answer]` back."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()
        self.send("NewSession", capabilities={})

    def send(self, command: str, **parameters: Any) -> Any:
        self._number += 1
        said = json.dumps([0, self._number, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(said), said))
        _, _, error, answer = self._read()
        if error:
            raise _refusal(error["error"])(f"{command}: {error['message']}")
        return answer.get("value", answer) if isinstance(answer, dict) else answer

    def close(self) -> None:
        self._file.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            length += byte
        return json.loads(self._file.read(int(length)))


def find(engine: str) -> bool:
    """Whether an engine is here, with all that drives it without a screen."""
    programs = {"firefox": (_firefox(),), "webkit": (shutil.which("WebKitWebDriver"), shutil.which("Xvfb"))}
    return all(programs[engine])


@contextmanager
def browser(engine: str, *, offline: bool = False) -> Iterator[WebDriver]:
    """A browser that runs as long as the block does, with a profile of its own; `offline` lets it ask nobody."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        if engine == "firefox":
            driver: WebDriver = _start_firefox(stack, home, offline=offline)
        else:
            driver = _start_webkit(stack, home, offline=offline)
        yield driver


def _start_firefox(stack: ExitStack, home: Path, *, offline: bool) -> WebDriver:
    prefs = _QUIET | (_OFFLINE if offline else {})
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items()]
    (home / "user.js").write_text("\n".join(lines), encoding="utf-8")
    program = _firefox()
    assert program
    _start(stack, [program, "--headless", "--marionette", "--no-remote", "--profile", str(home)], {"HOME": str(home)})
    port = home / "MarionetteActivePort"
    until(lambda: port.exists() and port.read_text(encoding="ascii"))
    driver = _Marionette(int(port.read_text(encoding="ascii")))
    stack.callback(driver.close)
    return driver


def _start_webkit(stack: ExitStack, home: Path, *, offline: bool) -> WebDriver:
    screen, told = os.pipe()
    _start(stack, ["Xvfb", "-displayfd", str(told), "-nolisten", "tcp"], {}, pass_fds=[told])
    os.close(told)
    with os.fdopen(screen) as lines:
        display = f":{lines.readline().strip()}"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    here = {"DISPLAY": display, "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "NO_AT_BRIDGE": "1"}
    _start(stack, ["WebKitWebDriver", f"--port={port}"], here)

    def there() -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), PATIENCE):
            return True
        return False

    until(there)
    driver = _Http(f"http://127.0.0.1:{port}", offline)
    stack.callback(driver.quit)
    return driver


def _firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _start(stack: ExitStack, command: list[str], settings: Mapping[str, str], **options: Any) -> None:
    """A process, which ends with the block together with all that it started."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(
        command,
        env={**os.environ, **settings},
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
        **options,
    )

    def end() -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)

    stack.callback(end)

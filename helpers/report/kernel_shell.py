"""What a notebook's cells run in when there is no kernel: an IPython shell that keeps what they put out.

It runs in the process that `pool` starts for one notebook. What goes back is JSON, in the
shape in which a notebook file keeps outputs; displays that are updated from a later cell
and widgets need a kernel, and reports have neither.
"""

from __future__ import annotations

import base64
import json
import os
import platform
import sys
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info.major},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": f"ipython{sys.version_info.major}",
    "version": platform.python_version(),
}
"""The language as an IPython kernel tells it, for the notebook's metadata."""


def run_cells(folder: str, sources: list[str]) -> str:
    """Run cells in this folder and this process, up to the first that fails; the outcome of each, as JSON.

    An outcome is an object: `count` is the cell's execution count, `outputs` are as in a notebook file, and `ok`
    says whether it went well.
    """
    os.chdir(folder)
    sys.path.insert(0, "")
    _silence()
    shell = fresh_shell()
    sys.modules["__main__"] = shell.user_module  # multiprocessing may have put the caller's there
    sys.stdout, sys.stderr = _Stream("stdout", shell.kept), _Stream("stderr", shell.kept)
    outcomes = []
    for source in sources:
        outcomes.append(shell.outcome(source))
        if not outcomes[-1]["ok"]:
            break
    return json.dumps(outcomes)


def fresh_shell() -> _Shell:
    """The one shell of this process, in which nothing has run yet if `preload` made it before the fork."""
    return _Shell.instance(config=Config(HistoryManager={"enabled": False}))  # what runs here is nobody's history


def _silence() -> None:
    """Let nothing of what a report's libraries say reach the terminal, where others may look on."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for output in (1, 2):
        os.dup2(nothing, output)
    os.close(nothing)


class _Stream:
    """`sys.stdout` or `sys.stderr` of a cell."""

    encoding = "utf-8"

    def __init__(self, name: str, kept: _Kept) -> None:
        self._name = name
        self._kept = kept

    def write(self, text: str) -> int:
        self._kept.write(self._name, text)
        return len(text)

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return False


class _Kept:
    """What the running cell has put out."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._clear_first = False

    def add(self, kind: str, **parts: Any) -> None:
        if self._clear_first:
            self.clear()
        self.outputs.append({"output_type": kind, **parts})

    def add_data(self, kind: str, data: dict[str, Any], metadata: dict[str, Any] | None, **parts: Any) -> None:
        self.add(kind, data={mime: _as_json(value) for mime, value in data.items()}, metadata=metadata or {}, **parts)

    def write(self, name: str, text: str) -> None:
        last = self.outputs[-1] if self.outputs and not self._clear_first else {}
        if last.get("name") == name:
            last["text"] += text
        elif text:
            self.add("stream", name=name, text=text)

    def clear(self, wait: bool = False) -> None:
        self._clear_first = wait
        if not wait:
            self.outputs.clear()


class _Displays(DisplayPublisher):
    """Where `display(…)` goes."""

    shell: Any

    def publish(self, data: dict[str, Any], metadata: dict[str, Any] | None = None, *_: Any, **__: Any) -> None:
        self.shell.kept.add_data("display_data", data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.kept.clear(wait)


class _Results(DisplayHook):
    """Where the value of a cell's last line goes."""

    shell: Any

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self.shell.kept.add_data("execute_result", format_dict, md_dict, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _Shell(InteractiveShell):
    """An IPython shell that keeps outputs instead of printing them."""

    display_pub_class = Type(_Displays)
    displayhook_class = Type(_Results)

    def __init__(self, **settings: Any) -> None:
        self.kept = _Kept()
        super().__init__(**settings)  # type: ignore[no-untyped-call]

    def rehearse(self) -> None:
        """Run a cell that leaves no trace: whatever runs first costs more."""
        self.run_cell("None", store_history=False)  # type: ignore[no-untyped-call]

    def outcome(self, source: str) -> dict[str, Any]:
        """Run a cell: its execution count, its outputs, and whether it went well."""
        self.kept.clear()
        count = self.execution_count
        result = self.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        return {"count": count, "outputs": list(self.kept.outputs), "ok": bool(result.success)}

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.kept.add("error", ename=etype.__name__, evalue=str(evalue), traceback=list(stb))


def _as_json(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value

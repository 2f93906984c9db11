"""Keeps the kit's JupyterLab and its kernels apart from a Jupyter that somebody has set up for themselves.

A setting of theirs could end the start, such as a contents manager that isn't installed here, or
open the kit to everybody on the machine, such as an empty token.
"""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_core import paths

_RUNTIME = "JUPYTER_RUNTIME_DIR"
_THEIRS = ("JUPYTER_", "JUPYTERLAB_")


def keep_apart(folder: Path) -> None:
    """Let Jupyter and IPython, here and in every kernel, read only what the kit's environment and `folder` hold.

    `folder` keeps what the person sets in the kit's JupyterLab. Sockets and secrets of running
    servers stay where Jupyter has them, since that path is private and short.
    """
    runtime = paths.jupyter_runtime_dir()
    for name in [name for name in os.environ if name.startswith(_THEIRS)]:
        del os.environ[name]
    os.environ |= {
        _RUNTIME: runtime,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "IPYTHONDIR": str(folder / "ipython"),
    }
    # Jupyter has no setting for these two: they are lists that its parts share.
    paths.SYSTEM_CONFIG_PATH.clear()
    paths.SYSTEM_JUPYTER_PATH.clear()

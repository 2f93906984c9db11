"""A widget's script: anywidget loads one and no second one, so that modules are put together."""

from __future__ import annotations

import re
from pathlib import Path

LAB_EXTENSIONS = Path(__file__).with_name("lab_extensions")
"""The folder that `ladder lab` names to JupyterLab, in which the kit's extension lies, ready made."""

_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./[^\"]*\";\n", re.MULTILINE)


def one_script(*paths: Path) -> str:
    """Modules as one, each after those that it imports: no two of them give the same name to two things."""
    return "\n".join(_IMPORT.sub("", path.read_text(encoding="utf-8")) for path in paths)

"""What every report needs, imported once, in the process from which the others are forked.

Importing this module does the work; it is named to multiprocessing's forkserver. It makes
a report of nobody's answers, so that templates are compiled and the shipped ladder is
read, and a shell in which nothing has run; no journal is opened here. Typst sets nothing
here: it would start threads, and a forked process has none of its parent's but believes
that it has.
"""

from __future__ import annotations

import gc
from contextlib import suppress

from helpers.charts import load_theme
from helpers.clock import today
from helpers.ladder import load_ladder
from helpers.report import build_report
from helpers.report.fonts import font_book
from helpers.report.kernel_shell import fresh_shell
from helpers.report.view import as_html


def _preload() -> None:
    theme = load_theme()
    as_html(build_report(load_ladder(), (), on=today(), theme=theme), theme)
    font_book(system=False)
    fresh_shell().rehearse()


with suppress(Exception):  # whatever is wrong is told to the person by the report that needs it
    _preload()
gc.collect()
gc.freeze()  # what stands now stays shared: no forked process goes through it again

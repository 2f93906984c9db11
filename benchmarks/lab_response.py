"""How long each view of each lab takes in the kernel after a lever moved: `python benchmarks/lab_response.py [LAB…]`.

Every form of a lab is answered, and before each measurement its numbers are set anew, so
that nothing comes from a cache. The limit is 100 ms; times depend on the machine, so this
is a benchmark and no test. Where PYTHONDONTWRITEBYTECODE is set, start-up counts double;
start-up isn't measured here.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from environment import need_tests

need_tests()

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from helpers.cases import LABS  # noqa: E402
from helpers.form import (  # noqa: E402
    ChoiceField,
    Field,
    FiguresField,
    GridField,
    OrderField,
    TextField,
)
from helpers.journal import Answer, Choice, Figures, Words  # noqa: E402
from helpers.labs import load_lab  # noqa: E402
from helpers.labs.context import LabContext  # noqa: E402
from helpers.labs.page import lab_page  # noqa: E402
from helpers.widgets.context import Context  # noqa: E402

LIMIT_MS = 100
TURNS = 15


def given(field: Field, turn: int) -> Answer:
    """An answer to a field, another one at each turn."""
    match field:
        case FiguresField():
            # Each number somewhere in its bounds, never where it was the turn before.
            share = (turn % TURNS + 1) / (TURNS + 2)
            values = {f.id: f.min + share * (f.max - f.min) for f in field.figures}
            if field.total is not None:  # more than there is would only be told to take some away again
                fits = min(1.0, field.total / (sum(values.values()) or 1))
                values = {f.id: f.step * (fits * values[f.id] // f.step) for f in field.figures}
                values[field.figures[turn % len(values)].id] += field.total - sum(values.values())
            return Figures(values=values)
        case OrderField():
            ids = [option.id for option in field.options]
            return Choice(chosen=(*ids[turn % len(ids) :], *ids[: turn % len(ids)]))
        case ChoiceField():
            return Choice(chosen=tuple(option.id for option in field.options[: field.max or 1]))
        case GridField():
            steps = [step.id for step in field.scale]
            return Choice(
                chosen=tuple(f"{item.id}:{steps[(turn + i) % len(steps)]}" for i, item in enumerate(field.items))
            )
        case TextField():
            return Words(text=f"What I would say about it, at turn {turn}. " * 5)
    raise TypeError(f"no answer for {field!r}")


def measure(lab_id: str) -> Iterator[tuple[str, float]]:
    """Each view of a lab with its median time in milliseconds."""
    lab = load_lab(lab_id)
    page = lab_page(lab_id)
    fields = [field for form in page.forms.values() for field in form(lab)[1]]
    with tempfile.TemporaryDirectory() as folder:
        session = Context.open(Path(folder) / "journal.jsonl")
        times: dict[str, list[float]] = {name: [] for name in page.views}
        for turn in range(TURNS):
            for field in fields:
                session.record(field.subjects[0], given(field, turn))
            now = session.context()
            here = LabContext(lab, now.ladder, now.theme, now.state)
            for name, view in page.views.items():
                start = perf_counter()
                view(here)
                times[name].append(1000 * (perf_counter() - start))
    yield from ((name, median(taken)) for name, taken in times.items())


def main() -> int:
    """Print a table; the exit status is 1 if a view is over the limit."""
    wanted = sys.argv[1:] or [entry.lab for entry in LABS]
    slow = 0
    print(f"{'lab':<12}{'view':<24}{'median ms':>10}")
    for lab_id in wanted:
        for name, taken in measure(lab_id):
            slow += taken > LIMIT_MS
            print(f"{lab_id:<12}{name:<24}{taken:>10.1f}{'  over the limit' if taken > LIMIT_MS else ''}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

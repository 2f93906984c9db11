"""The seven labs: the one place that knows their ids and the notebooks that they are."""

from __future__ import annotations

from typing import NamedTuple

from helpers.errors import UnknownId


class Entry(NamedTuple):
    """A lab's id, and the stem of its notebook's file name."""

    lab: str
    stem: str

    @property
    def file(self) -> str:
        """The notebook's file name, which is also the link to it from the notebook beside it."""
        return f"{self.stem}.ipynb"


LABS = (
    Entry("associate", "01_lab_make_it_buildable"),
    Entry("mid", "02_lab_what_first"),
    Entry("senior", "03_lab_see_the_system"),
    Entry("director", "04_lab_fund_the_portfolio"),
    Entry("executive", "05_lab_run_the_business"),
    Entry("principal", "06_lab_go_deep"),
    Entry("adjacent", "07_lab_a_week_in_another_chair"),
)


def entry(lab_id: str) -> Entry:
    """The lab with this id. Raises `UnknownId`, naming the labs there are."""
    for found in LABS:
        if found.lab == lab_id:
            return found
    known = ", ".join(found.lab for found in LABS)
    raise UnknownId(f"there is no lab {lab_id!r}", next_step=f"There is: {known}.")

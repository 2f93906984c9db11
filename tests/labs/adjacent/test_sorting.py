"""A sorted week counts tasks and nothing else; a task with one answer is open and in no cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers.labs.adjacent.model import Task, Week
from helpers.labs.adjacent.sorting import Energy, Skill, sort_week

WEEK = Week(role="baker", person="Ada", tasks=tuple(Task(id=f"t{i}", title=f"T{i}", text="Do it.") for i in range(6)))
answers = st.dictionaries(
    st.sampled_from([task.id for task in WEEK.tasks]), st.sampled_from([*Energy, *Skill, "nonsense", ""])
)


@given(answers, answers)
def test_every_task_is_in_one_cell_or_open_and_never_in_both(energy, skill):
    found = sort_week(WEEK, energy, skill)
    everywhere = [task.id for tasks in found.cells.values() for task in tasks] + [task.id for task in found.open]
    assert sorted(everywhere) == sorted(task.id for task in WEEK.tasks)
    assert found.placed + len(found.open) == len(WEEK.tasks)


@given(answers, answers)
def test_the_counts_by_energy_add_up_to_what_is_placed(energy, skill):
    found = sort_week(WEEK, energy, skill)
    assert sum(len(found.tasks(one)) for one in Energy) == found.placed
    assert found.tasks(*Energy) == tuple(task for task in WEEK.tasks if task not in found.open)


def test_a_task_stands_where_its_two_answers_put_it():
    found = sort_week(WEEK, {"t0": "gives", "t1": "takes", "t2": "gives"}, {"t0": "can", "t1": "can", "t3": "learn"})
    assert [task.id for task in found.tasks(Energy.GIVES, skill=Skill.CAN)] == ["t0"]
    assert [task.id for task in found.tasks(Energy.TAKES, skill=Skill.CAN)] == ["t1"]
    assert [task.id for task in found.open] == ["t2", "t3", "t4", "t5"]

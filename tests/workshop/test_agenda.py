"""A workshop file is checked as a whole, its blocks follow on the clock, and nobody stays without a group."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.documents import FileFaults
from helpers.errors import UsageError
from helpers.ladder import load_ladder
from helpers.workshop.agenda import (
    WORKSHOPS,
    Form,
    Handout,
    Per,
    SlideKind,
    Workshop,
    as_clock,
    check_people,
    check_workshop,
    gathered,
    groups,
    judgement_case,
    load_workshop,
    needed,
    shipped,
    timetable,
    with_smallest_group,
)
from helpers.workshop.deck import open_deck
from helpers.workshop.gathering import GROUP, MINUTES, START, Gathering, joined, with_clock, with_group
from helpers.workshop.ladder_facts import for_ladder
from helpers.workshop.run_sheet import run_sheet

NINETY, HALF_DAY = WORKSHOPS / "ninety-minutes.yaml", WORKSHOPS / "half-day.yaml"


def with_minutes(*minutes: int) -> Workshop:
    """The 90-minute workshop with as many blocks as there are minutes, each as long as it says."""
    workshop = load_workshop("ninety-minutes")
    blocks = tuple(workshop.blocks[0].model_copy(update={"minutes": each}) for each in minutes)
    return workshop.model_copy(update={"blocks": blocks})


# --- what ships ------------------------------------------------------------------------


def test_four_workshops_ship_and_take_the_time_that_they_promise() -> None:
    lengths = {id: check_workshop(path).minutes for id, path in shipped().items()}
    assert lengths == {"half-day": 210, "ninety-minutes": 90, "return-30": 30, "taster-30": 30}


@pytest.mark.parametrize("id", shipped())
def test_a_break_s_slide_counts_the_minutes_that_the_break_has(id: str) -> None:
    breaks = [block for block in load_workshop(id).blocks if block.form is Form.BREAK]
    assert [slide.countdown for block in breaks for slide in block.slides] == [block.minutes for block in breaks]


@pytest.mark.parametrize("id", shipped())
def test_a_shipped_workshop_is_named_after_its_file_and_knows_the_hard_moments(id: str) -> None:
    workshop = load_workshop(id)
    assert workshop.workshop == id
    assert {"silence", "manager", "individual-answers", "judged", "only-four"} <= {
        moment.id for moment in workshop.hard_moments
    }


@pytest.mark.parametrize("id", shipped())
def test_people_work_alone_in_pairs_and_together_and_leave_with_a_plan(id: str) -> None:
    workshop = load_workshop(id)
    assert {Form.ALONE, Form.PAIRS, Form.ALL} <= {block.form for block in workshop.blocks}
    drawn = [slide.draws for _, slide in workshop.slides]
    assert drawn[0] is SlideKind.TITLE
    assert SlideKind.PLAN in drawn
    assert drawn[-1] is SlideKind.PRINCIPLES


@pytest.mark.parametrize("id", shipped())
def test_each_way_of_gathering_has_three_promises_its_own_words_and_the_same_minutes(id: str) -> None:
    workshop = load_workshop(id)
    seen = []
    for ways in [{way} for way in workshop.ways] + [set(workshop.ways)]:
        here = gathered(workshop, ways)
        assert here.minutes == workshop.minutes
        assert len(here.promise) == 3
        assert all(len(promise) == 1 for promise in here.promise)
        assert GROUP not in here.model_dump_json()
        assert all(not line.only for block in here.blocks for line in (*block.do, *block.say, *block.people))
        assert all(len(slide.points) <= 5 for _, slide in here.slides)
        seen.append(here.promise[0])
    assert len(set(seen)) == (len(seen) if len(workshop.ways) > 1 else 1), (
        "where answers lie differs by way, and a mixed room hears of all of them"
    )


def test_what_one_way_needs_is_in_no_other() -> None:
    workshop = load_workshop("ninety-minutes")
    said = {
        way: " ".join(str(line) for block in gathered(workshop, {way}).blocks for line in block.do)
        for way in workshop.ways
    }
    pressed = [way for way, words in said.items() if "Press “Open:" in words or "“Start 18” starts the clock" in words]
    assert pressed == [Gathering.HOSTED]
    assert [way for way, words in said.items() if "share file" in words] == [Gathering.FILES]
    assert [way for way, words in said.items() if "tally" in words] == [Gathering.PAPER]
    brought = {way: {each.what for each in gathered(workshop, {way}).materials} for way in workshop.ways}
    assert [way for way, things in brought.items() if "A laptop with the kit" in things] == [Gathering.FILES]
    assert gathered(workshop) == gathered(workshop, {Gathering.HOSTED}), "the first is the usual one"


def test_beside_phones_there_is_one_board_and_no_folder() -> None:
    """The sheet of phones and files told to press “Open the board” and to open another one on a folder of files."""
    for id in ("ninety-minutes", "half-day"):
        for beside, where in ((Gathering.FILES, "Paste it on your page"), (Gathering.PAPER, "board --session CODE")):
            here = gathered(load_workshop(id), {Gathering.HOSTED, beside}, elsewhere=True)
            said = " ".join(str(line) for block in here.blocks for line in (*block.do, *block.say, *block.people))
            assert where in said
            assert "folder" not in said + str([each.what for each in here.materials])
            alone = gathered(load_workshop(id), {beside}, elsewhere=True)
            assert where not in " ".join(str(line) for block in alone.blocks for line in block.do)


def test_beside_phones_what_is_said_to_others_names_them() -> None:
    """“Choose the level …” was to be said to everybody, and phones ask all the same: there is none to choose."""
    for id in ("ninety-minutes", "half-day"):
        everybody = gathered(load_workshop(id), {Gathering.HOSTED, Gathering.FILES, Gathering.PAPER})
        of_a_level = [line.text for block in everybody.blocks for line in block.say if "looks most like" in line.text]
        assert [line.split()[:3] for line in of_a_level] == [
            ["On", "a", "laptop,"],
            ["On", "paper,", "take"],
            ["Whoever", "isn’t", "on"],
        ]


def test_in_a_pair_the_clock_runs_once_for_each() -> None:
    """After the first five minutes a phone said “Time is up”, and nothing that the second five were to start."""
    for id, minutes in (("taster-30", 3), ("ninety-minutes", 5), ("half-day", 6)):
        (pairs,) = (
            block for block in load_workshop(id).blocks if any(slide.id == "pair-talk" for slide in block.slides)
        )
        assert pairs.countdowns == (minutes, minutes)
        assert any("start it again" in line.text for line in pairs.do)


GATHERED = "tally|slips about|closing slips|the slips, “Was|share file|folder|send you a code|tray|handed in|shredded"
"""What only a picture, or what is said of the workshop, needs."""


def test_fewer_people_than_a_picture_needs_hand_in_nothing() -> None:
    """A sheet for four asked for share files, a tally and slips, none of which anybody could look at."""
    for id in ("ninety-minutes", "half-day"):
        for way in (Gathering.FILES, Gathering.PAPER):
            here = gathered(load_workshop(id), {way}, people=4, elsewhere=True)
            said = [*here.preparation, *(each.what for each in here.materials)]
            for block in here.blocks:
                said += [*block.do, *block.say, *block.people, *block.remote]
            asked = [text for text in map(str, said) if re.search(GATHERED, text)]
            assert asked == []
            assert Handout.FEEDBACK not in here.handouts


def test_every_button_that_is_named_opens_a_block_of_that_name() -> None:
    for id in shipped():
        workshop = for_ladder(load_workshop(id), load_ladder())
        pressed = re.findall(r"“Open: ([^”]+)”", workshop.model_dump_json())
        assert pressed == [block.title for block in workshop.blocks if block.asks]


def test_people_move_before_minute_forty_and_rest_by_minute_seventy_five() -> None:
    for id in ("ninety-minutes", "half-day"):
        at, moved, rested = 0, None, None
        for block in load_workshop(id).blocks:
            if moved is None and any("Everybody up" in line.text for line in block.do):
                moved = at
            if rested is None and block.form is Form.BREAK:
                rested = at
            at += block.minutes
        assert (moved or 0) < 40
        assert rested is not None
        assert rested <= 75


def test_fewer_people_than_a_picture_needs_have_no_picture_and_all_of_the_time() -> None:
    workshop = load_workshop("ninety-minutes")
    here = gathered(workshop, people=4)
    assert here.minutes == 90
    assert "reveal" not in [block.id for block in here.blocks]
    assert len(here.promise) == 3
    assert joined(here.promise[1]).startswith("No picture of the team is made today")


def test_a_promise_tells_the_group_that_the_session_has() -> None:
    assert "at least eight people" in joined(gathered(load_workshop("ninety-minutes"), group=8).promise[1])
    assert with_group("{group}", 14) == "14"


def test_a_text_names_the_minutes_that_the_clock_of_its_block_has() -> None:
    assert with_clock("Go. {minutes} to write.", 7) == "Go. Seven minutes to write."
    assert with_clock("{minutes} without talking", 1) == "One minute without talking"
    assert with_clock("Be quiet for {minutes}; “Start {start}” starts the clock.", 18) == (
        "Be quiet for 18 minutes; “Start 18” starts the clock."
    )
    for id in shipped():
        here = gathered(load_workshop(id), load_workshop(id).ways, elsewhere=True).model_dump_json()
        assert MINUTES not in here
        assert START not in here


def test_a_way_that_a_workshop_has_not_is_told() -> None:
    with pytest.raises(UsageError, match="doesn't gather answers on phones"):
        gathered(load_workshop("taster-30"), {Gathering.HOSTED})


def test_half_a_day_has_breaks_a_lab_and_cases_whose_costs_come_after_the_choice() -> None:
    workshop = load_workshop("half-day")
    assert [block.form for block in workshop.blocks].count(Form.BREAK) == 2
    assert "02_lab_what_first" in [block.notebook for block in workshop.blocks]
    shown = [(slide.draws, slide.case) for _, slide in workshop.slides if slide.case]
    assert shown == [(kind, case) for case in workshop.cases for kind in (SlideKind.CASE, SlideKind.COSTS)]
    assert [judgement_case(id).id for id in workshop.cases] == list(workshop.cases)


def test_a_workshop_is_found_by_its_id_or_by_its_file() -> None:
    assert load_workshop("taster-30") == load_workshop(WORKSHOPS / "taster-30.yaml")
    with pytest.raises(UsageError, match=r"there is no workshop 'tater-30'\nDid you mean 'taster-30'\?"):
        load_workshop("tater-30")


def test_a_case_that_there_is_not_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"Did you mean 'senior.case-plateau'\?"):
        judgement_case("senior.case-plato")


# --- faults ----------------------------------------------------------------------------


def faults_of(tmp_path: Path, original: Path, old: str, new: str) -> FileFaults:
    text = original.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / original.name
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileFaults) as told:
        check_workshop(broken)
    return told.value


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("format: 1", "format: 2", "'format' is 2. It can be 1."),
        ("title: Where we", "tilte: Where we", "the key 'tilte' isn't known here. Did you mean 'title'?"),
        ("minutes: 7", "minutes: 0", "'minutes': Input should be greater than or equal to 1"),
        ("minutes: 7", "minutes: seven", "'minutes': Input should be a valid integer"),
        ("form: pairs", "form: couples", "'form' is 'couples'. It can be 'alone', 'pairs', 'fours', 'all' or 'break'."),
        ("draws: map", "draws: mpa", "'draws' is 'mpa'. It can be"),
        ("handouts: [worksheet]", "handouts: [worksheets]", "It can be 'worksheet', 'cards'"),
        ("id: terrain", "id: welcome", "the block 'welcome' stands twice (first on line "),
        ("{id: levels,", "{id: map,", "the slide 'map' stands twice (first on line "),
        ("id: three-rows", "id: title", "the slide 'title' stands twice (first on line "),
        ("- id: judged", "- id: silence", "the moment 'silence' stands twice (first on line "),
        ("most: 40", "most: 4", "at most 4 people, at least 5? Swap the two."),
        ("least: 5", "least: 4", "with 4 people nothing could be shown, since a picture needs 5. Write 5 or more."),
        ("shown_from: 5", "shown_from: 2", "'shown_from': Input should be greater than or equal to 3"),
        ("00_start_here", "00_start_there", "there is no notebook '00_start_there'. Did you mean '00_start_here'?"),
        ("00_start_here", "../secrets", "'notebook' is '../secrets', which doesn't fit the form"),
        ("countdown: 18", "countdown: 23", "23 minutes run down in a block of 20. Write 20 or less."),
        ("countdown: 5", "countdown: 7", "14 minutes run down in a block of 12. Write 6 or less."),
        ("countdown: 5\n        turns: 2", "countdown: 5\n        turns: 13", "in a block of 12. Write fewer turns."),
        ("few: 0", "few: 9", "with few people the blocks take 99 minutes, and 90 otherwise. Let both add up"),
        ("only: hosted", "only: phones", "'phones'. It can be 'hosted', 'files' or 'paper'."),
        ("per: person", "per: head", "'per' is 'head'. It can be 'person', 'pair', 'four' or 'room'."),
        ("    trouble:", "    toruble:", "the key 'trouble' is missing. Add 'trouble: …'."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_how_to_mend_it(tmp_path: Path, old: str, new: str, says: str) -> None:
    told = faults_of(tmp_path, NINETY, old, new)
    line = NINETY.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    assert says in str(told)
    if "missing" not in says and "people" not in says:
        assert line in {fault.mark.line for fault in told.faults}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (", case: mid.case-export-by-friday}", "}", "a slide that draws 'case' needs a case. Add 'case: …'."),
        ("draws: case, case: mid", "draws: map, case: mid", "a slide that draws 'map' shows no case. Remove it."),
        ("case: mid.case-export-by-friday", "case: mid.case-export", "Did you mean 'mid.case-export-by-friday'?"),
        ("case: mid.case-export-by-friday", "case: boss.case-export", "there is no judgement case 'boss.case-export'."),
    ],
)  # fmt: skip
def test_a_slide_is_held_to_the_cases_there_are(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in str(faults_of(tmp_path, HALF_DAY, old, new))


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = NINETY.read_text(encoding="utf-8")
    for old, new in (("form: all", "form: none"), ("countdown: 10", "countdown: 99"), ("id: close", "id: plan")):
        text = text.replace(old, new, 1)
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(FileFaults) as told:
        check_workshop(broken)
    assert len(told.value.faults) == 3
    assert list(told.value.faults) == sorted(told.value.faults, key=lambda fault: fault.mark)


@pytest.mark.parametrize("text", ["workshop: x\n", "[]\n", "blocks: 3\ngroup: 4\n", "blocks: [{slides: 5}, 6]\n"])
def test_a_file_of_the_wrong_shape_is_faults_and_no_crash(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(FileFaults):
        check_workshop(broken)


# --- the clock -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9:30", time(9, 30)), (" 09.30 ", time(9, 30)), ("14", time(14)), ("0:00", time(0)), ("23:59", time(23, 59))],
)
def test_a_time_may_be_written_in_the_usual_ways(text: str, clock: time) -> None:
    assert as_clock(text) == clock


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "9:3", "half nine", "-1:30", "9:30:00", "٩:٣٠", "9:30\n10:00"])
def test_anything_else_is_no_time_of_day(text: str) -> None:
    with pytest.raises(UsageError, match=r"isn't a time of day\nWrite it as hours and minutes"):
        as_clock(text)


@given(st.integers(0, 23), st.integers(0, 59))
def test_every_minute_of_a_day_can_be_written(hour: int, minute: int) -> None:
    assert as_clock(f"{hour}:{minute:02}") == time(hour, minute)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.lists(st.integers(1, 120), min_size=1))
def test_blocks_follow_each_other_without_a_gap_and_end_when_all_are_done(start: time, minutes: list[int]) -> None:
    workshop = with_minutes(*minutes)
    timed = timetable(workshop, start)
    assert [entry.block for entry in timed] == list(workshop.blocks)
    assert timed[0].begins == start
    assert all(before.ends == after.begins for before, after in pairwise(timed))
    begun = datetime.combine(datetime.min.date(), start)
    assert timed[-1].ends == (begun + timedelta(minutes=sum(minutes))).time()


def test_past_midnight_the_clock_goes_on_at_nought() -> None:
    assert [entry.ends for entry in timetable(with_minutes(20, 20), time(23, 30))] == [time(23, 50), time(0, 10)]


# --- people ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "says"),
    [
        (0, "0 people can't meet"),
        (-3, "-3 people can't meet"),
        (1, "takes two people"),
        (41, "more than this workshop holds"),
    ],
)
def test_too_few_and_too_many_are_told_what_to_do(people: int, says: str) -> None:
    with pytest.raises(UsageError, match=says) as told:
        check_people(load_workshop("ninety-minutes"), people)
    assert told.value.next_step


@pytest.mark.parametrize("people", [5, 14, 40])
def test_as_many_as_it_is_made_for_are_fine(people: int) -> None:
    check_people(load_workshop("ninety-minutes"), people)


@given(st.sampled_from(Form), st.integers(3, 200))
def test_groups_leave_nobody_over_and_nobody_alone(form: Form, people: int) -> None:
    sizes = groups(form, people)
    assert sum(sizes) == people
    assert max(sizes) - min(sizes) <= 1
    least, most = {Form.PAIRS: (2, 3), Form.FOURS: (3, 5)}.get(form, (people, people))
    assert least <= min(sizes)
    assert max(sizes) <= most


@given(st.integers(3, 200))
def test_an_odd_number_makes_one_group_of_three_among_pairs(people: int) -> None:
    assert groups(Form.PAIRS, people).count(3) == people % 2


@pytest.mark.parametrize(("per", "count"), [(Per.PERSON, 14), (Per.PAIR, 7), (Per.FOUR, 4), (Per.ROOM, 1)])
def test_things_are_counted_by_the_groups_that_share_them(per: Per, count: int) -> None:
    assert needed(per, 14) == count


def test_a_sheet_and_a_deck_promise_the_group_that_a_session_was_given() -> None:
    """A session took six, phones said so, and the slide beside them went on to promise five."""
    six = with_smallest_group(load_workshop("ninety-minutes"), 6)
    promise = " ".join(map(joined, gathered(six, {Gathering.HOSTED}).promise))
    assert "at least six people" in promise
    assert run_sheet(six, time(9, 30), 5).few is not None, "five make no picture then"
    assert "min_group=6" in open_deck("ninety-minutes", min_group=6).opening
    for group in (4, 41):
        with pytest.raises(UsageError, match=f"{group}"):
            with_smallest_group(load_workshop("ninety-minutes"), group)
    assert with_smallest_group(six, None) is six

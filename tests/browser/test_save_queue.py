"""The way of an answer to where answers are kept: the state machine alone, with no form and no kernel."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route

from helpers.form import STATIC

ADDRESS = "http://localhost/queue/"
"""Never asked for: what lies there is handed to the browser from memory."""

_PAGE = """<!doctype html><html lang="en"><title>A queue</title><script type="module">
  import { SaveQueue, keepOn } from "./form.js";
  window.kept = new Map();
  keepOn({ put: (key, entry) => (kept.set(key, entry), true), drop: (key) => kept.delete(key) }, []);
  window.make = () => {
    const log = [], sent = [];
    const queue = new SaveQueue({
      token: "t", blanks: { a: "", b: "" }, silence: "nobody answers", pause: 20, patience: 60,
      send: (subject, answer, stands) =>
        new Promise((resolve, reject) => sent.push({ subject, answer, stands, resolve, reject })),
      screen: {
        tell: (subject, kind, more) => log.push(more === undefined ? kind : `${kind}: ${more}`),
        place: (subject, answer) => log.push(`place ${answer}`),
        isTyping: () => window.typing === true,
      },
    });
    return Object.assign(window, { queue, log, sent });
  };
  make();
  window.settle = () => new Promise((go) => setTimeout(go));
  window.ready = true;
</script>"""


@pytest.fixture
def queue(page: Page) -> Page:
    """A page with a queue: `queue`, what it told the screen in `log`, and what it sent in `sent`."""

    def serve(route: Route) -> None:
        if route.request.url.endswith("form.js"):
            route.fulfill(body=(STATIC / "form.js").read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=_PAGE, content_type="text/html")

    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    page.wait_for_function("window.ready")
    return page


def run(page: Page, script: str) -> Any:
    """Run a script in the page, and give what it returns."""
    return page.evaluate(f"async () => {{ {script} }}")


def test_an_answer_is_sent_at_once_and_text_after_a_pause(queue: Page):
    assert run(queue, "queue.give('a', 'one'); return sent.map((it) => it.answer)") == ["one"]
    assert run(queue, "queue.give('b', 'te', {typing: true}); return sent.length") == 1
    queue.wait_for_function("sent.length === 2")
    assert run(queue, "queue.give('a', 'x', {typing: true}); queue.flush(); return queue.isWaiting('a')")


def test_one_answer_of_a_subject_is_on_its_way_at_a_time(queue: Page):
    """An older one can't arrive after a newer one."""
    script = "queue.give('a', '1'); queue.give('a', '2'); queue.give('a', '3'); return sent.map((it) => it.answer)"
    assert run(queue, script) == ["1"]
    assert run(queue, "sent[0].resolve({}); await settle(); return sent.map((it) => it.answer)") == ["1", "3"]
    assert run(queue, "sent[1].resolve({}); await settle(); return [queue.isWaiting('a'), kept.size, log.at(-1)]") == [
        False,
        0,
        "saved",
    ]


def test_words_are_on_the_device_from_the_first_key_until_they_are_acknowledged(queue: Page):
    assert run(queue, "queue.give('a', 'wo', {typing: true}); return [...kept.keys()]") == ["t a"]
    assert run(queue, "queue.flush(); sent[0].reject(new Error('full')); await settle(); return kept.size") == 1
    assert run(queue, "queue.retry(); sent[1].resolve({}); await settle(); return kept.size") == 0


def test_what_failed_stays_is_told_and_can_be_tried_again(queue: Page):
    script = "queue.give('a', '1'); sent[0].reject(new Error('The disk is full')); await settle(); return log.at(-1)"
    assert run(queue, script) == "failed: The disk is full"
    assert run(queue, "return [queue.answerOf('a'), queue.isTroubled('a')]") == ["1", True]
    assert run(queue, "queue.retry(); sent[1].resolve({}); await settle(); return queue.isTroubled('a')") is False


def test_silence_is_told_and_a_late_answer_is_taken_for_what_it_is(queue: Page):
    run(queue, "queue.give('a', '1')")
    queue.wait_for_function("log.at(-1) === 'failed: nobody answers'")
    assert run(queue, "sent[0].resolve({}); await settle(); return [log.at(-1), queue.isWaiting('a')]") == [
        "saved",
        False,
    ]


def test_nothing_is_written_over_that_was_given_elsewhere_before_somebody_says_which(queue: Page):
    """`stands` says what this form knows; the other answer is told, and either can be made to count."""
    run(queue, "queue.hear('a', 'old'); queue.give('a', 'mine'); sent[0].resolve({stands: 'theirs'}); await settle()")
    assert run(queue, "return [sent[0].stands, log.at(-1), queue.answerOf('a')]") == [["old"], "stands: theirs", "mine"]
    assert run(queue, "queue.retry(); return sent.length") == 1, "trying again is no decision"
    assert run(queue, "queue.insist('a'); return [sent[1].answer, sent[1].stands]") == ["mine", ["theirs"]]
    run(queue, "sent[1].resolve({stands: 'newer'}); await settle(); queue.take('a')")
    assert run(queue, "return [queue.answerOf('a'), sent[2].answer, sent[2].stands]") == ["newer", "newer", ["newer"]]
    assert run(queue, "sent[2].resolve({}); await settle(); return [queue.isWaiting('a'), kept.size]") == [False, 0]


def test_an_answer_that_was_held_on_the_device_meets_another_one_later(queue: Page):
    """It was taken for safe; whoever sends it learns that another stands, and so do the forms of this device."""
    run(queue, "queue.hear('a', 'old'); queue.give('a', 'mine'); sent[0].resolve({held: true}); await settle()")
    run(queue, "queue.met('a', 'mine', ['old'], 'theirs')")
    assert run(queue, "return [log.at(-1), queue.answerOf('a'), queue.isTroubled('a')]") == [
        "stands: theirs",
        "mine",
        True,
    ]
    run(queue, "queue.hear('a', 'mine')")
    assert run(queue, "return queue.isTroubled('a')") is True, "that it is held still is no decision"
    run(queue, "queue.hear('a', 'theirs')")
    assert run(queue, "return [queue.answerOf('a'), queue.isTroubled('a')]") == ["theirs", False], (
        "another window's was"
    )
    run(queue, "queue.give('a', 'newer'); queue.met('a', 'mine', ['old'], 'theirs')")
    assert run(queue, "return [queue.answerOf('a'), sent.at(-1).answer]") == ["newer", "newer"]


def test_two_windows_that_fill_different_boxes_of_one_plan_lose_neither(queue: Page):
    """Where both wrote into the same box, or one removed the plan, somebody says which; so does nobody guess
    what both came from once a reply was lost."""
    plans = """
      const plan = (parts) => ({kind: 'plan', focus: null, aim: '', when: '', by: null, dropped: false, ...parts});
      const meet = async (mine, theirs) => {
        make();
        queue.hear('a', plan({aim: 'old'}));
        queue.give('a', plan(mine));
        sent[0].resolve({stands: plan(theirs)});
        await settle();
        return [sent[1]?.answer ?? null, sent[1]?.stands ?? null, log.some((line) => line.startsWith('stands'))];
      };
    """
    both = {"kind": "plan", "focus": None, "aim": "old", "when": "Monday", "by": "2027-01-04", "dropped": False}
    theirs = {**both, "when": ""}
    answer, stands, asked = run(
        queue, f"{plans} return meet({{aim: 'old', when: 'Monday'}}, {{aim: 'old', by: '2027-01-04'}})"
    )
    assert (answer, stands, asked) == (both, [theirs], False)
    assert run(queue, "sent[1].resolve({}); await settle(); return [log.at(-1), kept.size]") == ["saved", 0]
    for mine, other in (("aim: 'mine'", "aim: 'theirs'"), ("aim: 'mine'", "aim: 'old', dropped: true")):
        assert run(queue, f"{plans} return meet({{{mine}}}, {{{other}}})") == [None, None, True]
    lost = """
      make();
      queue.hear('a', plan({aim: 'old'}));
      queue.give('a', plan({aim: 'old', when: 'Monday'}));
      sent[0].reject(new Error('nobody answers'));
      await settle();
      queue.give('a', plan({aim: 'old', when: 'Tuesday'}));
      sent[1].resolve({stands: plan({aim: 'theirs'})});
      await settle();
      return [sent.length, log.at(-1).startsWith('stands')];
    """
    assert run(queue, plans + lost) == [2, True]


def test_a_lost_reply_makes_no_quarrel_with_oneself(queue: Page):
    run(queue, "queue.hear('a', ''); queue.give('a', '1')")
    queue.wait_for_function("log.at(-1) === 'failed: nobody answers'")
    assert run(queue, "queue.give('a', '2'); return sent[1].stands") == ["", "1"]


def test_what_was_kept_before_a_kill_is_known_however_often_nobody_answered_since(queue: Page):
    """Nobody had answered elsewhere, and after three answers without a reply it was asked which one counts."""
    script = """
      queue.hear('a', 'old');
      for (let at = 0; at < 40; at++) {
        queue.give('a', String(at));
        sent[at].reject(new Error('nobody is there'));
        await settle();
      }
      return [sent[3].stands, sent[39].stands];
    """
    fourth, last = run(queue, script)
    assert fourth == ["old", "0", "1", "2"]
    assert last == ["old", *map(str, range(30, 39))]


def test_long_answers_are_not_all_carried_along_with_the_next(queue: Page):
    script = """
      queue.hear('a', 'old');
      for (let at = 0; at < 6; at++) {
        queue.give('a', String(at).repeat(100_000));
        sent[at].reject(new Error('nobody is there'));
        await settle();
      }
      return sent[5].stands.map((one) => one.slice(0, 3));
    """
    assert run(queue, script) == ["old", "333", "444"]


def test_what_comes_from_elsewhere_waits_while_somebody_types(queue: Page):
    run(queue, "queue.hear('a', 'old'); window.typing = true; queue.hear('a', 'new')")
    assert run(queue, "return queue.answerOf('a')") == "old"
    assert run(queue, "window.typing = false; queue.settle('a'); return queue.answerOf('a')") == "new"


def test_an_answer_that_is_not_saved_is_never_replaced_by_what_comes_from_elsewhere(queue: Page):
    assert run(queue, "queue.give('a', 'mine'); queue.hear('a', 'theirs'); return queue.answerOf('a')") == "mine"


def test_the_next_form_takes_over_what_the_last_one_could_not_save(queue: Page):
    run(queue, "queue.hear('a', 'old'); queue.give('a', 'mine'); queue.dispose(); make(); queue.hear('a', 'old')")
    assert run(queue, "queue.adopt('a', 'old'); return [queue.answerOf('a'), sent[0].answer, sent[0].stands]") == [
        "mine",
        "mine",
        ["old"],
    ]
    assert run(queue, "sent[0].resolve({}); await settle(); return kept.size") == 0


def test_what_had_arrived_after_all_is_not_sent_again(queue: Page):
    run(queue, "queue.give('a', 'mine'); queue.dispose(); make(); queue.hear('a', 'mine'); queue.adopt('a', 'mine')")
    assert run(queue, "return [sent.length, kept.size]") == [0, 0]

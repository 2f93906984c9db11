"""A real writer in a process of its own: records answers and says so, one line for each that was saved.

    python writer.py JOURNAL NAME COUNT [--wait] [--most-short]

With --wait it says "ready" and begins when it is told "go". With --most-short one answer in fifty is long, else nearly
all are: each answer reads the whole journal, and a thousand long ones make one of many megabytes.
"""

import sys
from pathlib import Path

from helpers.journal import Journal, Words
from tests.journal.strategies import LADDER


def main(path: str, name: str, count: str, *options: str) -> None:
    journal = Journal.open(Path(path), patience=120)
    if "--wait" in options:
        print("ready", flush=True)
        sys.stdin.readline()
    for number in range(int(count)):
        # Of many lengths, some longer than a disk block, so that a kill finds lines half written.
        length = number * 97 % 9000
        text = f"{name} {number} " + "é" * (length % 60 if "--most-short" in options and number % 50 else length)
        print(journal.record(f"prompt:{name}", Words(text=text), ladder=LADDER).id, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

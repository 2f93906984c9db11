"""A batch on a real Dask cluster of several worker processes, one of which is killed on the way."""

import os
import signal
from collections import Counter

import dask
import pytest
from distributed import Client, LocalCluster

from helpers.errors import UsageError
from helpers.report import make_reports
from tests.report.conftest import TINY
from tests.report.notebooks import template_with
from tests.report.people import DAY, keep, whole_story


@pytest.fixture
def cluster():
    with (
        dask.config.set({"distributed.worker.memory.terminate": False}),
        LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as running,
    ):
        yield running


def test_every_report_is_made_and_none_twice_though_a_worker_is_killed(cluster, tiny, tmp_path):
    """The first report to be done has a worker killed, in the middle of another; only that one begins again."""
    journals = [tmp_path / f"person-{number:02}.jsonl" for number in range(12)]
    for journal in journals:
        keep(journal, whole_story(tiny))
    begun = tmp_path / "begun"
    template = template_with(
        tmp_path / "counting.ipynb",
        "import os\nwith open('BEGUN', 'a') as log:\n    log.write(os.path.basename(journal) + '\\n')".replace(
            "BEGUN", str(begun)
        ),
    )
    out = tmp_path / "out"
    done, interrupted = [], set()

    with Client(cluster) as watcher:
        pids = watcher.run(os.getpid)

        def kill_one(outcome):
            done.append(outcome.journal.name)
            if len(done) == 1:
                busy = {worker: keys for worker, keys in watcher.processing().items() if keys}
                victim = next(iter(busy))
                interrupted.update(busy[victim])
                os.kill(pids[victim], signal.SIGKILL)

        outcomes = make_reports(
            journals,
            out,
            ladder_path=TINY,
            on=DAY,
            template=template,
            scheduler=cluster.scheduler_address,
            progress=kill_one,
        )
    assert interrupted
    assert [outcome.error for outcome in outcomes] == [None] * len(journals)
    assert sorted(done) == [journal.name for journal in journals]
    assert sorted(path.name for path in out.glob("*.pdf")) == [f"{journal.stem}-tiny.pdf" for journal in journals]
    begins = Counter(begun.read_text().split())
    assert set(begins) == set(done)
    assert begins[done[0]] == 1
    assert sum(begins.values()) <= len(journals) + 1, "more than the one that the killed worker was at began again"

    begun.unlink()
    made_again = make_reports(
        journals, out, ladder_path=TINY, on=DAY, template=template, scheduler=cluster.scheduler_address
    )
    assert not any(outcome.fresh for outcome in made_again)
    assert not begun.exists()


def test_a_scheduler_that_does_not_answer_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.report.cluster.PATIENCE", 1)
    journal = tmp_path / "a.jsonl"
    journal.touch()
    for nowhere in ("tcp://127.0.0.1:9", "no address"):
        with pytest.raises(UsageError, match="scheduler"):
            make_reports([journal], tmp_path / "out", scheduler=nowhere)
    assert not (tmp_path / "out").exists()

"""`ladder host`: opening a session and going on with it, and everything wrong told before anything starts."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from pypdf import PdfReader
from typer.testing import CliRunner

from helpers.cli import host
from helpers.cli.commands import app
from helpers.cli.host_listening import Listening
from helpers.cli.host_words import links
from helpers.clock import utc_now
from helpers.database import Given, Opened, Store, open_engine, open_team
from helpers.errors import KitError, UsageError
from helpers.journal import Words, often
from helpers.paths import COMMAND, ROOT
from tests.hosting.process import TLS, hosted
from tests.hosting.server import PLAN
from tests.widgets.conftest import TINY

SECRET = "only mine to read"  # noqa: S105 - a text that somebody wrote


@pytest.fixture
def db(tmp_path: Path) -> str:
    """A database that isn't there yet."""
    return f"sqlite:///{tmp_path / 'own' / 'sessions.sqlite'}"


@pytest.fixture
def store(db: str):
    """What is in it."""
    opened = Store(open_engine(db))
    yield opened
    opened.engine.dispose()


def ladder(*arguments: object, **more: Any) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), **more)


def refused(*arguments: object) -> str:
    """The message of a `ladder host` that can't be, which has no traceback. One that can be isn't served here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("helpers.hosting.serve.run", lambda *_, **__: pytest.fail("it was served"))
        done = ladder("host", *arguments)
    assert isinstance(done.exception, KitError), (done.exception, done.output)
    assert done.output == ""
    return str(done.exception)


def nothing_made(db: str) -> bool:
    return not Path(db.removeprefix("sqlite:///")).exists()


# commands


def test_the_help_names_the_short_form_and_every_command():
    done = ladder("host", "--help")
    words = " ".join(done.output.replace("│", " ").split())
    assert "Usage: ladder host [OPTIONS] WORKSHOP|COMMAND [ARGS]..." in words.replace("root host", "ladder host")
    assert f"`{COMMAND} host WORKSHOP` is all that it takes" in words
    for command in ("open-and-serve", "serve", "open", "links", "sessions", "close", "export", "erase"):
        assert f" {command} " in words
    assert ladder("host").output.split() == done.output.split()


def test_the_short_form_has_its_own_help_wherever_options_stand():
    for arguments in (["ninety-minutes", "--help"], ["--min-group", "4", "ninety-minutes", "--help"]):
        words = " ".join(ladder("host", *arguments).output.split())
        assert "host open-and-serve [OPTIONS]" in words
        assert "--most-people" in words


def test_a_workshop_that_there_is_not_is_a_clean_message_on_the_command_line(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "helpers.cli", "host", "ninty-minutes", "--db", f"sqlite:///{tmp_path}/s.sqlite"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("there is no workshop 'ninty-minutes'\n")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_other_commands_start_without_the_service():
    code = (
        "import sys; from helpers.cli.commands import app; "
        "print([m for m in ('sqlalchemy', 'starlette', 'uvicorn', 'alembic', 'segno', 'psycopg') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# what can't be is told before anything starts


def test_wrong_options_are_told_and_nothing_is_made(db: str, tmp_path: Path):
    cert = ("--tls-cert", TLS / "localhost.pem")
    (tmp_path / "ladder.yaml").write_text("titel: Ours\n")
    (tmp_path / "theme.yaml").write_text("paper: a3\n")
    wrong = {
        ("--keep", "soon"): "--keep: 'soon' is no time",
        ("--keep", "30m"): "--keep",
        ("--keep", "91d"): "1h to 90d",
        ("--min-group", "3"): "people are promised pictures of at least 5",
        ("--most-people", "0"): "a session can't hold 0 people",
        ("--level", "none"): "none",
        ("--statement", "mid.none"): "mid.none",
        ("--prompt", "mid.none"): "mid.none",
        ("--ladder", tmp_path / "ladder.yaml"): "ladder.yaml:1:1",
        ("--theme", tmp_path / "theme.yaml"): "theme.yaml:1:8",
        cert: "--tls-cert needs --tls-key beside it",
        ("--tls-key", TLS / "localhost.key"): "--tls-key needs --tls-cert beside it",
        (*cert, "--tls-key", tmp_path / "no.key"): "no.key: --tls-key can't be read",
        ("--root-path", "x", "--url", "https://example.org"): "--root-path: 'x' is no root path",
        ("--root-path", "/x"): "--url",
        ("--url", "example.org"): "--url",
        ("--db", "mysql://me:hunter2@example.org/x"): "no address of a database",
    }
    for options, words in wrong.items():
        said = refused("ninety-minutes", "--db", db, *options)
        assert words in said
        assert "hunter2" not in said
    assert nothing_made(db)


def test_a_taken_port_is_told_before_a_session_is_opened(db: str, store: Store):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        assert f"port {taken} can't be used" in refused("ninety-minutes", "--db", db, "--port", taken)
    assert store.sessions() == ()


def test_a_database_that_cannot_be_used_is_told_without_its_password(tmp_path: Path):
    (tmp_path / "file").write_text("")
    assert "can't be opened" in refused("ninety-minutes", "--db", f"sqlite:///{tmp_path}/file/s.sqlite")
    (tmp_path / "words").write_text("This is no database, but it has some length." * 100)
    assert "no database" in refused("ninety-minutes", "--db", f"sqlite:///{tmp_path}/words")
    away = "postgresql+psycopg://me:hunter2@127.0.0.1:1/x"
    said = refused("ninety-minutes", "--db", away)
    assert "can't be reached" in said
    assert "hunter2" not in said


def test_a_ladder_of_ones_own_is_asked_a_spread_or_what_is_named(db: str):
    command = ("host", "open", "ninety-minutes", "--ladder", TINY, "--db", db, "--url", URL)
    spread = ladder(*command)
    assert spread.exit_code == 0, spread.output
    assert "The workshop proposes no statement of this ladder" in spread.stderr
    named = ladder(*command, "--level", "first")
    assert named.exit_code == 0, named.output
    assert named.stderr == ""


# opening and going on


URL = "https://example.org"


def open_one(db: str, *options: object) -> Result:
    statements = [part for id in PLAN.statements for part in ("--statement", id)]
    arguments = ("ninety-minutes", "--min-group", 6, *statements, "--db", db, "--url", URL, *options)
    done = ladder("host", "open", *arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done


def test_the_ids_of_statements_are_listed_by_level():
    listed = CliRunner().invoke(app, ["host", "statements", "--level", "mid"])
    assert "--level mid" in listed.output
    assert "mid.roadmap" in listed.output
    assert "senior." not in listed.output


def test_a_session_that_is_opened_for_a_service_elsewhere_gets_its_links(db: str, store: Store):
    said = open_one(db, "--root-path", "/workshops", "--keep", "12h").output
    info = store.sessions()[0]
    assert f"{URL}/workshops/j/{info.code}" in said
    assert f"{info.code[:4]} {info.code[4:]}" in said
    assert f"{URL}/workshops/f/projector" in said
    key = said.partition("/facilitate#")[2].split()[0]
    assert store.by_key(key) == info.id
    assert info.erase_at - info.opened_at == timedelta(hours=12)
    assert store.plan(info.id).min_group == 6
    assert store.plan(info.id).statements == PLAN.statements


def test_the_projector_is_named_by_the_host_that_this_computer_leads_by(db: str, store: Store, capsys):
    open_one(db)
    info = store.sessions()[0]
    links(URL, Opened(info.id, info.code, "key"), info, store, here="http://127.0.0.1:8800")
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8800/facilitate#key" in said
    assert "http://127.0.0.1:8800/f/projector" in said
    assert f"{URL}/f/projector" not in said


def test_behind_a_proxy_the_private_link_of_this_computer_is_told_too(db: str, store: Store, capsys):
    """While the way from outside was down, whoever led had no page: their link went that way as well."""
    open_one(db)
    info = store.sessions()[0]
    site = Listening("127.0.0.1", 8800, URL, "", None, None)
    links(URL, Opened(info.id, info.code, "key"), info, store, here=site.here, proxied=site.proxied)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8800/facilitate#key" in said
    assert "while nobody gets through from outside" in said
    assert f"{URL}/f/projector" in said, "the wall may be another computer’s"
    assert Listening("127.0.0.1", 8800, None, "", None, None).here == "", "it is the very link that people get"


def test_opening_always_opens_another_one(db: str, store: Store):
    """On a server, two people may hold the same workshop at the same hour."""
    open_one(db), open_one(db)
    assert len({info.code for info in store.sessions()}) == 2


def test_without_knowing_where_it_is_served_there_are_no_links(db: str):
    assert "by which address" in refused("open", "ninety-minutes", "--db", db)
    assert nothing_made(db)


def test_links_that_were_lost_are_printed_again_with_another_key(db: str, store: Store):
    first = open_one(db).output.partition("/facilitate#")[2].split()[0]
    info = store.sessions()[0]
    again = ladder("host", "links", info.code.lower(), "--db", db, "--url", URL).output
    second = again.partition("/facilitate#")[2].split()[0]
    assert first != second
    assert store.by_key(first) == store.by_key(second) == info.id


def test_the_address_and_the_database_may_stand_in_the_environment(db: str, store: Store):
    environment = {"LADDER_DB": db, "LADDER_URL": URL}
    done = ladder("host", "open", "half-day", env=environment)
    assert f"{URL}/j/{store.sessions()[0].code}" in done.output


def test_what_is_said_is_plain_text_where_it_is_piped(db: str):
    said = open_one(db).output
    assert "\x1b" not in said
    assert "█" in said


def test_where_answers_are_and_who_can_read_them_is_said(db: str, store: Store):
    said = open_one(db).output
    assert db.removeprefix("sqlite:///") in said
    until = store.sessions()[0].erase_at.astimezone()
    assert f"{until.day} " in said
    assert "Whoever may read that file, or looks after its machine, can read them." in said
    assert "counts alone" in said


def test_the_file_is_its_owners_alone(db: str):
    open_one(db)
    path = Path(db.removeprefix("sqlite:///"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_git_leaves_the_default_folder_alone():
    """Where it is for somebody who named no folder of their own, as the tests do."""
    bare = {name: value for name, value in os.environ.items() if name != "LADDER_HOME"}
    told = [sys.executable, "-c", "from helpers.cli import host_options; print(host_options.DATABASE)"]
    database = Path(subprocess.check_output(told, env=bare, cwd=ROOT, text=True).strip())
    assert database.is_relative_to(ROOT)
    assert f"/{database.parent.relative_to(ROOT)}/" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.mark.clock
def test_the_same_command_goes_on_with_the_session_that_is_open(db: str, store: Store):
    arguments = ("ninety-minutes", "--db", db, "--port", free_port())
    with hosted(*arguments) as first:
        assert "Going on" not in first.said
        assert "Phones can't reach this" in first.said
        assert "--listen 0.0.0.0" in first.said
        with first.client() as somebody:
            somebody.post("/join", data={"code": first.code}).raise_for_status()
            assert first.stop(signal.SIGINT) == 0
            assert "1 person has joined; the answers are in" in first.said
            assert "The same command goes on with the session" in first.said
            assert f"`{COMMAND} host erase {first.code}`" in first.said
            with hosted(*arguments) as second:
                assert "Going on with the session of" in second.said
                assert "1 person is in" in second.said
                assert (first.code, second.code) == (first.code, first.code)
                assert first.key != second.key
                assert somebody.get("/w/state").status_code == 200
                for key in (first.key, second.key):
                    with second.client() as leader:
                        assert leader.post("/facilitate", data={"key": key}).status_code == 200
    with hosted(*arguments, "--new") as third:
        assert third.code != first.code
        with third.client() as old:
            old.post("/facilitate", data={"key": second.key}).raise_for_status()
            assert "the wall of an earlier session" in old.get("/f/projector").text
        assert third.stop(signal.SIGINT) == 0
        assert "The same command without --new goes on with the session" in third.said, "with it, it opens another"
    assert len(store.sessions()) == 2


def test_a_session_goes_on_only_while_it_is_open_and_kept(store: Store):
    now = utc_now()
    assert host.session_to_go_on_with(store, PLAN) is None
    long_ago = Store(store.engine, clock=lambda: now - timedelta(days=8))
    long_ago.open_session(PLAN, timedelta(days=7))
    closed = store.open_session(PLAN, timedelta(days=7))
    store.close(closed.id)
    store.open_session(PLAN.model_copy(update={"workshop": "half-day"}), timedelta(days=7))
    other = PLAN.ladder.model_copy(update={"id": "other"})
    store.open_session(PLAN.model_copy(update={"ladder": other}), timedelta(days=7))
    assert host.session_to_go_on_with(store, PLAN) is None
    earlier = Store(store.engine, clock=lambda: now - timedelta(hours=1))
    earlier.open_session(PLAN, timedelta(days=7))
    latest = store.open_session(PLAN, timedelta(days=7))
    found = host.session_to_go_on_with(store, PLAN)
    assert found is not None
    assert found.id == latest.id


@pytest.mark.clock
def test_other_questions_for_a_session_that_goes_on_are_not_passed_over_in_silence(db: str):
    with hosted("ninety-minutes", "--db", db, "--port", free_port()) as first:
        first.stop()
    with hosted("ninety-minutes", "--db", db, "--port", free_port(), "--min-group", 6) as second:
        assert second.code == first.code
        assert "It asks what it asked when it was opened" in second.said


def test_on_every_network_the_link_has_an_address_of_this_machine_and_reading_along_is_told(db: str):
    with hosted("ninety-minutes", "--db", db, "--listen", "0.0.0.0", "--port", free_port()) as running:  # noqa: S104
        assert "0.0.0.0" not in running.url  # noqa: S104
        assert "Phones can't reach this" not in running.said
        assert "whoever runs this network or listens in on it can read along" in running.said


def test_serving_alone_opens_nothing_and_lets_others_be_opened_meanwhile(db: str, store: Store):
    with hosted("serve", "--db", db, "--port", free_port()) as running:
        assert store.sessions() == ()
        assert "0 sessions" in running.said
        open_one(db)
        with running.client() as somebody:
            joined = somebody.post("/join", data={"code": store.sessions()[0].code})
            assert joined.url.path == "/w"


# sessions that there are


def answered(store: Store, people: int) -> str:
    """A session in which so many people answered, and which was revealed."""
    opened = store.open_session(PLAN, timedelta(days=7))
    for block in PLAN.blocks:
        store.set_block(opened.id, block.id, open=True)
    for number in range(people):
        somebody = store.join(opened.id).participant
        told = [(f"statement:{id}", often((number + place) % 5)) for place, id in enumerate(PLAN.statements)]
        told.append((f"prompt:{PLAN.prompts[0]}", Words(text=SECRET)))
        given = [Given(id=uuid.uuid4().hex, subject=subject, answer=answer) for subject, answer in told]
        store.append(somebody, "d" * 32, given)
    return opened.code


def test_sessions_are_listed_with_how_they_stand(db: str, store: Store):
    assert ladder("host", "sessions", "--db", db).output == "There are no sessions.\n"
    code = answered(store, 3)
    ladder("host", "close", code, "--db", db)
    head, line = ladder("host", "sessions", "--db", db).output.splitlines()
    assert head.split()[:3] == ["code", "people", "state"]
    assert line.split()[:3] == [code, "3", "closed"]
    assert line.endswith(PLAN.title)


def test_listing_makes_no_database(tmp_path: Path):
    db = f"sqlite:///{tmp_path / 'typo.sqlite'}"
    assert ladder("host", "sessions", "--db", db).output == "There are no sessions.\n"
    for command in ("close", "erase", "links"):
        more = ("--url", URL) if command == "links" else ()
        assert "there is no such database" in refused(command, "ABCD2345", "--db", db, *more)
    assert nothing_made(db)


def test_sessions_whose_time_is_over_are_erased_by_whatever_command_comes_next(db: str, store: Store):
    """A laptop that was off for a month must not keep what it promised to erase."""
    long_ago = Store(store.engine, clock=lambda: utc_now() - timedelta(days=8))
    answered(long_ago, 3)
    assert ladder("host", "sessions", "--db", db).output == "There are no sessions.\n"
    assert SECRET.encode() not in Path(db.removeprefix("sqlite:///")).read_bytes()


def test_a_session_is_closed_by_its_code_or_its_id(db: str, store: Store):
    for named in (lambda info: info.id, lambda info: f"{info.code[:4]} {info.code[4:]}".lower()):
        store.open_session(PLAN, timedelta(days=7))
        info = store.sessions()[-1]
        done = ladder("host", "close", named(info), "--db", db)
        assert "is closed" in done.output
        assert store.session(info.id).closed_at is not None


@pytest.mark.parametrize("command", ["close", "erase", "export", "links"])
def test_a_session_that_there_is_not_is_told(db: str, store: Store, tmp_path: Path, command: str):
    more = {"export": ("-o", tmp_path / "out"), "links": ("--url", URL)}.get(command, ())
    assert f"there is no such session\n`{COMMAND} host sessions`" in refused(command, "ABCD2345", "--db", db, *more)


def test_erasing_asks_first_and_says_what_is_gone(db: str, store: Store):
    code = answered(store, 3)
    no = ladder("host", "erase", code, "--db", db, input="n\n")
    assert no.exit_code == 1
    assert "3 people have joined" in no.output
    assert len(store.sessions()) == 1
    store.engine.dispose()
    yes = ladder("host", "erase", code, "--db", db, input="y\n")
    assert yes.exit_code == 0
    assert "Erased: answers, links, code" in yes.output
    assert store.sessions() == ()
    folder = Path(db.removeprefix("sqlite:///")).parent
    for path in folder.iterdir():
        assert SECRET.encode() not in path.read_bytes()


def test_erasing_needs_no_question_with_yes(db: str, store: Store):
    code = answered(store, 3)
    assert ladder("host", "erase", code, "--yes", "--db", db).exit_code == 0
    assert store.sessions() == ()


def test_an_export_holds_what_was_shown_and_nothing_of_single_people(db: str, store: Store, tmp_path: Path):
    code = answered(store, 4)
    out = tmp_path / "out"
    assert "nothing of this session has been revealed" in refused("export", code, "-o", out, "--db", db)
    assert not out.exists()
    team = open_team(store, store.by_code(code) or "")
    team.begin(4)  # raised on the board: the files name what holds, not what was planned
    team.reveal()
    done = ladder("host", "export", code, "-o", out, "--db", db)
    assert done.exit_code == 0, done.exception
    assert "nothing of single people" in done.stderr
    named = {path.suffix: path for path in out.iterdir()}
    assert sorted(named) == [".csv", ".json", ".pdf"]
    assert [Path(line) for line in done.stdout.splitlines()] == [named[".json"], named[".csv"], named[".pdf"]]
    told = json.loads(named[".json"].read_text(encoding="utf-8"))
    assert (told["people"], told["min_group"]) == (4, 4)
    assert [row["statement"] for row in told["statements"]] == list(PLAN.statements)
    for row in told["statements"]:
        assert row["people"] == sum(row[str(step)] for step in range(5)) == 4
    table = list(csv.DictReader(io.StringIO(named[".csv"].read_text(encoding="utf-8-sig"))))
    assert [row["statement"] for row in table] == list(PLAN.statements)
    assert "4 people" in "".join(page.extract_text() for page in PdfReader(named[".pdf"]).pages)
    for path in named.values():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert SECRET.encode() not in path.read_bytes()
    assert SECRET not in "".join(page.extract_text() for page in PdfReader(named[".pdf"]).pages)


@pytest.mark.parametrize(
    ("text", "stay"), [("12h", timedelta(hours=12)), ("7d", timedelta(7)), (" 90D ", timedelta(90))]
)
def test_how_long_answers_are_kept_is_written_as_people_do(text: str, stay: timedelta):
    assert host.as_stay(text) == stay


@pytest.mark.parametrize("text", ["", "7", "0h", "59m", "91d", "2161h", "-1d", "1e3d", "７d", "9" * 400 + "d"])
def test_other_times_are_told(text: str):
    with pytest.raises(UsageError, match="--keep"):
        host.as_stay(text)


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])

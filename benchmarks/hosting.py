"""What a hosted session costs with a whole company in it, beside a bare route, in one run on one machine.

    .venv/bin/python benchmarks/hosting.py [--people N] [--answers N] [--seconds S] [--think S] [ROUTE…]
    .venv/bin/python benchmarks/hosting.py --capacity [--seconds 60] [ROUTE…]
    .venv/bin/python benchmarks/hosting.py --url https://example.com [ROUTE…]    as behind a proxy, which isn't there

A real service is started as `ladder host` starts it, in processes of its own, and driven over
the loopback from this one, with its first block open, in which people rate:

    bare         uvicorn and Starlette alone, one process: the same requests and the same bytes, nothing kept
    sqlite       one worker
    sqlite-2     two workers on the same file
    postgresql   two workers, with fsync on

Each person joins at a moment of their own within `--seconds`, with the requests that the page makes:
its files, its state, and a look every four seconds at what is open. They answer one statement after the
other, some `--think` seconds apart, several times as fast as people do, and all send their last answer in
the same instant. The facilitator's page is open meanwhile.

Times are those between sending a request and having its whole answer, here, where all these people share
two cores with the service; an answer's time ends with its acknowledgement, so with its bytes on the disk.
Memory is the sum over all processes of the service (RSS, its printers among them), at the end and
before anybody came. At the end every answer is read back from the database. Needs Linux, and for
`postgresql` its programs.

With `--capacity` it looks for the largest crowd that a route carries: twice as many people until something breaks, then
between the last two, to a tenth. It breaks where the 95th percentile of joining, of an answer or of a page's state is
over 300 ms, an answer is lost or doubled, or somebody is turned away; what broke first is told. The answers that all
give in one instant are shown and not judged. The people of a session share an address of their own, as a room does,
since joins are limited by address.

Measured on 23 November 2026, 2 cores, load below 1.5 before and after (ms: p50, p95, p99, longest):

    route        join              an answer kept       the last, at once         KiB and CPU ms a person
    bare         1   2   2    6    1    2    4    82     115  143  145  146        21     19
    sqlite       6  27 123  150   13  136  318   479    1305 2078 2238 2250       168    185
    sqlite-2     6  10  15   25    8   24   48   120     868 1480 1506 1509       181    165
    postgresql   8  15  33   42   18   49   82   143    1415 2415 2461 2465       129    212

No answer was lost or doubled, and nobody was asked to wait. Where other programs took most of both cores
(load 8 to 18), answers waited longer: p95 0.1 to 7 s, most of all with two workers on one file.

CPU, measured on 30 November 2026 with `--people 120` on a slower machine (ms a person, and times the bare route of
the same run), before phones were told from memory whether anything has changed, and since, on a machine that did
nothing else (load 0.1 before and after):

    route        before        since
    bare          32            32
    sqlite       260   8.1     146   4.6
    sqlite-2     267   8.3     153   4.8
    postgresql                 172   5.4
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import json
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from environment import need_tests

need_tests()

import psutil  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from helpers.database import Store, open_engine  # noqa: E402
from helpers.database.store import Opened  # noqa: E402
from helpers.ladder import load_ladder  # noqa: E402
from helpers.workshop.agenda import Activity, load_workshop  # noqa: E402
from helpers.workshop.hosted import MOST_PEOPLE, plan_session  # noqa: E402
from tests.postgres import Cluster, fresh_database  # noqa: E402

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PULSE_SECONDS = 4
ROUTES = ("bare", "sqlite", "sqlite-2", "postgresql")
CHANCE = random.Random(4)  # noqa: S311 - the same crowd each time
BACK_OFF = (1, 2, 4, 8, 16, 30)


class Reply(NamedTuple):
    """A response: its status, its headers by lower-case name, its body, and how many bytes came in all."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int


def cookies(reply: Reply) -> str:
    """The cookies that a response sets, as a browser sends them back."""
    return "; ".join(re.findall(r"(kit-[a-z]+=[^;, ]+); ", reply.headers.get("set-cookie", "")))


def cookie(name: str, reply: Reply) -> str:
    """The value of a cookie that a response sets."""
    return reply.headers["set-cookie"].partition(f"{name}=")[2].partition(";")[0]


class Line:
    """One connection of a browser, opened again when the service has closed it meanwhile."""

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port, self._address = port, address
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        """Send a request and wait for the whole answer."""
        fields = {"Host": f"127.0.0.1:{self._port}", "Content-Length": str(len(body)), "Accept-Encoding": "gzip"}
        fields |= headers
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
        while True:
            known = self._writer is not None
            if not known:
                self._reader, self._writer = await asyncio.open_connection(
                    "127.0.0.1", self._port, local_addr=(self._address, 0)
                )
            assert self._reader
            assert self._writer
            try:
                self._writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
                return await self._reply(self._reader)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if not known:
                    raise

    async def send(self, path: str, kept: str = "", **values: str) -> Reply:
        """Send a form with the cookies that are `kept`, and once more where it is sent on to, as a browser does."""
        form = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        body = urlencode(values).encode()
        reply = await self.ask("POST", path, body, **form, Cookie=kept)
        if reply.status == 307:
            reply = await self.ask("POST", reply.headers["location"], body, **form, Cookie=cookies(reply))
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._writer:
            self._writer.close()
        self._writer = None

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        head = await reader.readuntil(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for name, _, value in (line.partition(":") for line in lines if line):
            before = headers.get(name.lower())  # there may be several cookies
            headers[name.lower()] = f"{before}, {value.strip()}" if before else value.strip()
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        size = len(head) + len(body)
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if headers.get("connection") == "close":
            self.close()
        return Reply(int(status.split()[1]), headers, body, size)


class Person:
    """Somebody with a phone: what they were told is kept, and how long they waited for it."""

    def __init__(self, port: int, code: str, statements: tuple[str, ...], address: str) -> None:
        self._port, self._code, self._statements, self._address = port, code, statements, address
        self._sending, self._asking = Line(port, address), Line(port, address)
        self._device = uuid.uuid4().hex
        self.token = ""
        self.join_seconds = 0.0
        self.state_seconds: list[float] = []
        self.kept_seconds: list[float] = []
        self.last_seconds = 0.0
        self.kept: dict[str, tuple[str, int]] = {}
        self.first_load = 0
        self.turned_away = 0

    async def take_part(self, at: float, think: float, answers: int, together: asyncio.Event) -> None:
        """Join at a moment of the loop's clock, answer all but one, and the last with everybody else."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0, at - loop.time()))
        await self._join()
        pulses = asyncio.create_task(self._pulse())
        for statement in self._statements[: answers - 1]:
            await asyncio.sleep(CHANCE.uniform(0.5, 1.5) * think)
            self.kept_seconds.append(await self._answer(statement))
        await together.wait()
        self.last_seconds = await self._answer(self._statements[answers - 1])
        pulses.cancel()
        self._sending.close(), self._asking.close()

    async def _join(self) -> None:
        known: set[str] = set()
        page = await self._asking.ask("GET", f"/j/{self._code}")
        self.first_load += page.size + await self._files(page.body.decode(), known)
        began = time.perf_counter()
        act = re.findall(r'name="act" value="([0-9a-f]{32})"', page.body.decode())
        joined = await self._sending.send("/join", cookies(page), code=self._code, act="".join(act))
        self.join_seconds = time.perf_counter() - began
        assert joined.status == 303, (joined.status, joined.body)
        self.token = cookie("kit-me", joined)
        page = await self._asking.ask("GET", "/w", Cookie=self._cookie, Accept="text/html")
        assert page.status == 200, page
        self.first_load += page.size + await self._files(page.body.decode(), known)
        self.first_load += await self._state()

    async def _files(self, text: str, known: set[str]) -> int:
        """Everything that a page names and what that names in turn, once; the bytes of it."""
        found = re.findall(r'(?:(?:href|src)="|from "|import ")((?:/static/|\./)[\w.-]+\.(?:css|js))"', text)
        size = 0
        for path in (each.replace("./", "/static/") for each in found):
            if path not in known:
                known.add(path)
                reply = await self._asking.ask("GET", path)
                assert reply.status == 200, path
                size += reply.size
                if path.endswith(".js"):
                    size += await self._files(reply.body.decode(), known)
        return size

    async def _pulse(self) -> None:
        while True:
            await asyncio.sleep(PULSE_SECONDS)
            await self._asking.ask("GET", "/w/pulse", Cookie=self._cookie)

    async def _state(self) -> int:
        began = time.perf_counter()
        line = Line(self._port, self._address)
        reply = await line.ask("GET", "/w/state", Cookie=self._cookie)
        line.close()
        self.state_seconds.append(time.perf_counter() - began)
        return reply.size

    async def _answer(self, statement: str) -> float:
        """Give an answer and wait until it is acknowledged, as often as that takes; the seconds."""
        id, frequency = uuid.uuid4().hex, CHANCE.randrange(5)
        answer = {"kind": "rating", "state": "frequency", "frequency": frequency}
        began = time.perf_counter()
        for wait in (*BACK_OFF, *[30] * 100):
            age = int(1000 * (time.perf_counter() - began))
            event = {"id": id, "subject": f"statement:{statement}", "answer": answer, "age": age}
            body = json.dumps({"device": self._device, "events": [event]}).encode()
            reply = await self._sending.ask(
                "POST", "/w/events", body, Cookie=self._cookie, Content_Type="application/json"
            )
            if reply.status == 200:
                break
            assert reply.status in (429, 503), (reply.status, reply.body)
            self.turned_away += 1
            await asyncio.sleep(float(reply.headers.get("retry-after", wait)))
        spent = time.perf_counter() - began
        told = json.loads(reply.body)
        assert told["saved"] == [id], told
        assert not told["refused"], told
        self.kept[id] = (f"statement:{statement}", frequency)
        return spent

    @property
    def _cookie(self) -> str:
        return f"kit-me={self.token}"


class Running(NamedTuple):
    """A service that runs: its process, port and sessions, what people rate in them, and the store (bare: None)."""

    process: psutil.Process
    port: int
    sessions: tuple[Opened, ...]
    statements: tuple[str, ...]
    store: Store | None


class Outcome(NamedTuple):
    """What was measured of one route; None where it doesn't apply."""

    people: list[Person]
    cpu: float
    start: int
    end: int
    lost: int | None
    doubled: int | None


async def crowd(running: Running, asked: argparse.Namespace) -> list[Person]:
    """Everybody, from the first who joins to the last answer."""
    rooms = cycle((one.code, f"127.0.0.{number}") for number, one in enumerate(running.sessions, start=1))
    people = [Person(running.port, code, running.statements, at) for code, at in islice(rooms, asked.people)]
    together = asyncio.Event()
    begin = asyncio.get_running_loop().time()
    spread = [begin + asked.seconds * number / asked.people for number in range(asked.people)]
    parts = [
        asyncio.create_task(person.take_part(at, asked.think, asked.answers, together))
        for person, at in zip(people, spread, strict=True)
    ]
    while any(len(person.kept) < asked.answers - 1 for person in people):
        done = [part for part in parts if part.done()]
        if done:
            await asyncio.gather(*done)  # somebody failed
        await asyncio.sleep(0.2)
    await asyncio.sleep(3)
    together.set()
    await asyncio.gather(*parts)
    return people


async def lead(port: int, key: str) -> None:
    """The facilitator's page, which looks every two seconds."""
    line = Line(port)
    let_in = await line.send("/facilitate", key=key)
    kept = f"kit-facilitator={cookie('kit-facilitator', let_in)}"
    state = json.loads((await line.ask("GET", "/f/state", Cookie=kept)).body)
    assert state
    while True:
        await asyncio.sleep(2)
        await line.ask("GET", "/f/state", Cookie=kept)


def measured(route: str, asked: argparse.Namespace) -> Outcome:
    """One route with its crowd."""
    with service(route, -(-asked.people // MOST_PEOPLE), asked.url) as running:
        start = settled_memory(running.process)
        cpu = cpu_seconds(running.process)

        async def all_of_it() -> list[Person]:
            leading = [asyncio.create_task(lead(running.port, one.key)) for one in running.sessions if running.store]
            people = await crowd(running, asked)
            for one in leading:
                one.cancel()
            return people

        people = asyncio.run(all_of_it())
        cpu, end = cpu_seconds(running.process) - cpu, memory(running.process)
        lost = doubled = None
        if running.store:
            lost, doubled = read_back(running.store, people)
    return Outcome(people, cpu, start, end, lost, doubled)


def read_back(store: Store, people: list[Person]) -> tuple[int, int]:
    """How many acknowledged answers are missing or other than they were given, and how many are there twice."""
    lost = doubled = 0
    for person in people:
        me = store.by_token(person.token)
        events = store.events(me.id) if me else ()
        found = {event.id: (event.subject, getattr(event.answer, "frequency", None)) for event in events}
        lost += sum(found.get(id) != given for id, given in person.kept.items())
        doubled += len(events) - len(set(found.values()))
    return lost, doubled


@contextlib.contextmanager
def service(route: str, sessions: int, url: str = "") -> Iterator[Running]:
    """A running service, with so many sessions in which people rate; they come by the `url` ("": none was named)."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = free_port()
        if route == "bare":
            command = [sys.executable, __file__, "--serve-bare", str(port)]
            process = stack.enter_context(started(command, "ready"))[0]
            yield Running(psutil.Process(process.pid), port, (Opened("", "BAREBARE", ""),), BARE_STATEMENTS, None)
            return
        db = f"sqlite:///{folder / 'sessions.sqlite'}"
        if route == "postgresql":
            cluster = Cluster(Path(tempfile.mkdtemp(prefix="kit-pg-")), durable=True)
            stack.callback(cluster.remove)
            cluster.start()
            db = stack.enter_context(fresh_database(cluster.url))
        workers = 1 if route == "sqlite" else 2
        store = Store(open_engine(db))
        stack.callback(store.engine.dispose)
        plan = plan_session(load_workshop("ninety-minutes"), load_ladder(), most_people=MOST_PEOPLE)
        opened = [store.open_session(plan, timedelta(hours=1)) for _ in range(sessions)]
        rated = next(block.id for block in plan.blocks if Activity.RATE in block.asks)
        for one in opened:
            store.set_block(one.id, rated, open=True)
        command = [sys.executable, "-m", "helpers.cli", "host", "serve", "--port", str(port)]
        command += ["--workers", str(workers), "--db", db, *(("--url", url) if url else ())]
        process, _ = stack.enter_context(started(command, "Ctrl+C stops"))
        yield Running(psutil.Process(process.pid), port, tuple(opened), plan.statements, store)


@contextlib.contextmanager
def started(command: list[str], ready: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that has said that it is ready, and what it said till then."""
    process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    said = ""
    try:
        assert process.stdout
        for line in process.stdout:
            said += line
            if ready in line:
                break
        yield process, said
    finally:
        process.terminate()
        process.communicate(timeout=60)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def family(process: psutil.Process) -> list[psutil.Process]:
    """A process and all that it started."""
    return [process, *process.children(recursive=True)]


def memory(process: psutil.Process) -> int:
    """Bytes in memory of a process and all that it started."""
    return sum(one.memory_info().rss for one in family(process))


def settled_memory(process: psutil.Process) -> int:
    """The same, once it has stopped growing: printers go on importing for a while."""
    before, now = 0, memory(process)
    while now != before:
        time.sleep(3)
        before, now = now, memory(process)
    return now


def cpu_seconds(process: psutil.Process) -> float:
    """Seconds of CPU that a process and all that it started have used."""
    return sum(sum(one.cpu_times()[:2]) for one in family(process))


BARE_STATEMENTS = tuple(f"bare.{number}" for number in range(40))


def serve_bare(port: int) -> None:
    """The same requests and about as many bytes, with nothing behind them."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
    from starlette.routing import Route

    async def page(request: Request) -> Response:
        return PlainTextResponse("x" * 5000)

    async def join(request: Request) -> Response:
        await request.body()
        response = RedirectResponse("/w", 303)
        response.set_cookie("kit-me", uuid.uuid4().hex)
        return response

    async def state(request: Request) -> Response:
        return JSONResponse({"state": "x" * 20_000})

    async def events(request: Request) -> Response:
        sent = json.loads(await request.body())
        return JSONResponse({"saved": [event["id"] for event in sent["events"]], "refused": []})

    routes = [Route("/j/{code}", page), Route("/w", page), Route("/w/state", state), Route("/w/pulse", state)]
    routes += [Route("/join", join, methods=["POST"]), Route("/w/events", events, methods=["POST"])]
    with socket.create_server(("127.0.0.1", port)) as listening:
        print("ready", flush=True)
        config = uvicorn.Config(Starlette(routes=routes), log_level="warning", access_log=False, ws="none")
        uvicorn.Server(config).run(sockets=[listening])


def spread(seconds: list[float]) -> str:
    """Milliseconds at the 50th, 95th and 99th percentile, and the longest."""
    at = [percentile(seconds, share) for share in (0.5, 0.95, 0.99)]
    return "".join(f"{value:7.0f}" for value in (*at, 1000 * max(seconds)))


P95_MS = 300
JUDGED = ("join", "an answer kept", "the page's state")


def waited(people: list[Person]) -> dict[str, list[float]]:
    """How long everybody waited, in seconds, by what they waited for."""
    return {
        "join": [person.join_seconds for person in people],
        "an answer kept": [spent for person in people for spent in person.kept_seconds],
        "the last, all at once": [person.last_seconds for person in people],
        "the page's state": [spent for person in people for spent in person.state_seconds],
    }


def broken(outcome: Outcome) -> list[str]:
    """What a route didn't carry, in words, the worst first; nothing if it carried all of it."""
    times = waited(outcome.people)
    slow = sorted(((percentile(times[name], 0.95), name) for name in JUDGED), reverse=True)
    found = [f"{name}: p95 {spent:.0f} ms" for spent, name in slow if spent > P95_MS]
    away = sum(person.turned_away for person in outcome.people)
    numbers = ((outcome.lost, "answers lost"), (outcome.doubled, "answers doubled"), (away, "times asked to wait"))
    return [*(f"{number} {what}" for number, what in numbers if number), *found]


def capacity(route: str, asked: argparse.Namespace) -> None:
    """Look for the largest crowd that a route carries, and print each try and what broke first."""
    carried, broke, first, people = 0, 0, "", asked.people
    while not broke or broke - carried > max(10, carried // 10):
        asked.people = people
        try:
            outcome = measured(route, asked)
            faults, cpu = broken(outcome), f", {1000 * outcome.cpu / people:.0f} ms of CPU a person"
        except (AssertionError, OSError) as error:  # somebody wasn't let in, or was hung up on
            faults, cpu = [f"{type(error).__name__}: {str(error)[:120]}"], ""
        print(f"{route:12}{people:6} people: {'; '.join(faults) or 'carried'}{cpu}", flush=True)
        if faults:
            broke, first = people, faults[0]
        else:
            carried = people
        people = (carried + broke) // 2 if broke else 2 * people
    print(
        f"{route:12}carries {carried} people in {asked.seconds:.0f} s; at {broke} it broke, first: {first}", flush=True
    )


def percentile(seconds: list[float], share: float) -> float:
    """The milliseconds below which this share lies."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(route: str, outcome: Outcome, base: Outcome | None) -> None:
    """Print what was measured of one route."""
    people = outcome.people
    print(f"\n{route}\n{'ms':24}{'p50':>7}{'p95':>7}{'p99':>7}{'max':>7}")
    for name, seconds in waited(people).items():
        print(f"{name:24}{spread(seconds)}")
    cpu = 1000 * outcome.cpu / len(people)
    ratio = f", {outcome.cpu / base.cpu:.1f} times the bare route" if base else ""
    print(f"CPU                     {cpu:7.0f} ms a person{ratio}")
    grown = (outcome.end - outcome.start) / len(people) / 1024
    print(f"memory                  {outcome.start / 2**20:7.0f} MiB empty, {grown:.0f} KiB more a person")
    if outcome.lost is not None:
        given = sum(len(person.kept) for person in people)
        print(f"answers                 {given:7} acknowledged, {outcome.lost} lost, {outcome.doubled} doubled")
        print(f"asked to wait           {sum(person.turned_away for person in people):7} times")
        print(f"first load              {max(person.first_load for person in people) / 1000:7.1f} kB")


def main() -> None:
    """Measure the routes and print them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("routes", nargs="*", metavar="ROUTE", help=f"of {', '.join(ROUTES)} (default: all)")
    parser.add_argument("--people", type=int, default=300, help="how many join (default: 300)")
    parser.add_argument("--answers", type=int, default=15, help="how many answers each gives (default: 15)")
    parser.add_argument("--seconds", type=float, default=30, help="within what time they join (default: 30)")
    parser.add_argument("--think", type=float, default=4, help="seconds between two answers of one (default: 4)")
    parser.add_argument("--url", default="", help="the address by which people come, such as https://example.com")
    parser.add_argument("--capacity", action="store_true", help="look for the largest crowd, from --people on")
    parser.add_argument("--serve-bare", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve_bare:
        serve_bare(asked.serve_bare)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever cuts it short leaves no server behind
    cores = os.cpu_count()
    print(
        f"{asked.people} people join in {asked.seconds:.0f} s and give {asked.answers} answers each, one every "
        f"{asked.think:.0f} s. {cores} cores, load before: {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    if asked.capacity:
        enough = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (enough, enough))  # each person has two connections, at both ends
        began_with = asked.people
        for route in asked.routes or ROUTES[1:]:
            asked.people = began_with
            capacity(route, asked)
        print(f"\nLoad after: {os.getloadavg()[0]:.1f}")
        return
    base = None
    for route in asked.routes or ROUTES:
        outcome = measured(route, asked)
        base = base or (outcome if route == "bare" else None)
        told(route, outcome, base if route != "bare" else None)
        sys.stdout.flush()
    print(f"\nLoad after: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

"""What `ladder host` prints: links that people need, and plain words about where their answers are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from helpers.cli.terminal import one_line
from helpers.errors import StoreError
from helpers.hosting.when import opened_in_words
from helpers.insight import day_in_words
from helpers.insight.words import count_of
from helpers.paths import typed

if TYPE_CHECKING:
    from helpers.database import Opened, SessionInfo, Store


def links(
    url: str,
    opened: Opened,
    info: SessionInfo,
    store: Store,
    *,
    going_on: bool = False,
    as_asked: bool = True,
    here: str = "",
    proxied: bool = False,
) -> None:
    """Everything that a facilitator needs of a session, `going_on` if it was opened before.

    `url` is where the service is reached, `opened` has the session's code and key, `info` what it is and how many are
    in, and `store` is where its answers are kept. `as_asked` says that it asks what was asked for now, `here` by which
    address this machine's own browser finds it, whatever network it is in ("": by none), and `proxied` whether somebody
    else's server stands before it.
    """
    typer.echo()
    _strong(one_line(info.title))
    if going_on:
        _say(
            f"Going on with the session of {opened_in_words(info)}, {people_in_words(info.people)} in. "
            "The private link below is another one; earlier ones go on working. For another session, add --new."
        )
        if not as_asked:
            _say("It asks what it asked when it was opened; other questions or limits need another session.")
    join = f"{url}/j/{opened.code}"
    typer.echo(f"\nPeople join at        {_bold(join)}")
    typer.echo(f"or with this code     {_bold(code_in_words(opened.code))}   at {url}")
    if proxied:
        typer.echo("                      Everybody joins by this one address, in the room too.")
    typer.echo()
    _qr(join)
    typer.echo(f"\nYour private link     {_bold(f'{url}/facilitate#{opened.key}')}")
    typer.echo("                      Whoever has it leads the session. Keep it off the projector.")
    if here:
        typer.echo(f"On this computer      {_bold(f'{here}/facilitate#{opened.key}')}")
        while_what = "while nobody gets through from outside" if proxied else "when this computer changes networks"
        typer.echo(f"                      The same, and it goes on working {while_what}.")
    projector, where = (here, "this") if here and not proxied else (url, "any")
    typer.echo(f"For the projector     {_bold(f'{projector}/f/projector')}")
    typer.echo(f"                      On {where} computer: it asks for your private link once.")
    typer.echo(f"To try it yourself    {join}?try")
    typer.echo("                      What is answered there is counted nowhere.")
    typer.echo()
    _say(f"Answers are kept until {by_what_day(info)}, in {_where(store)}")


def serving(url: str, store: Store) -> None:
    """What `ladder host serve` says as it starts."""
    held = [info for info in store.sessions() if info.erase_at > store.now()]
    typer.echo(f"Serving at {_bold(url)}: {count_of(len(held), 'session')}.")
    typer.echo(f"`{typed(f'host open WORKSHOP --url {url}')}` opens one, also while this runs.")
    _say(f"Answers are kept in {_where(store)}")


def told_of_network(listen: str, url: str, others: Sequence[str], *, proxied: bool) -> None:
    """Who can reach the service, and who can read along.

    It listens at the address `listen`, people find it at `url`, and `others` are this machine's other addresses. If it
    is `proxied`, somebody else's server stands before it.
    """
    from helpers.hosting.network import is_loopback

    if is_loopback(listen):
        if not proxied:
            typer.echo()
            _say(
                "Phones can't reach this: it listens on this machine alone. To let in whoever is in the same network, "
                "add --listen 0.0.0.0"
            )
        return
    typer.echo()
    if is_loopback(urlsplit(url).hostname or "") and not proxied:
        _say("No network was found. Once there is one, start again; or name your address with --listen.")
    elif others:
        _say(f"If the link doesn't open on a phone, start again with --listen {' or '.join(others)}")
    if not url.startswith("https:"):
        _say("Without TLS (--tls-cert and --tls-key), whoever runs this network or listens in on it can read along.")


def stopped(store: Store, session_id: str, *, new: bool = False) -> None:
    """Where answers are after the service ended, and how to go on.

    `session_id` is the session's in the `store`; `new` says that the command opens another one each time (`--new`).
    """
    from helpers.database.faults import name_of

    place = name_of(store.engine.url)
    again = "The same command without --new" if new else "The same command"
    typer.echo()
    try:
        info = next((info for info in store.sessions() if info.id == session_id), None)
    except StoreError:
        _say(f"Stopped. What was answered is in {place}. {again} goes on with the session.")
        return
    if info is None:
        typer.echo("Stopped. The session is erased.")
        return
    joined = people_in_words(info.people, verb="has", several="have")
    _say(
        f"Stopped. {joined[0].upper()}{joined[1:]} joined; the answers are in {place} until {by_what_day(info)}. "
        f"{again} goes on with the session, and `{typed(f'host erase {info.code}')}` erases it."
    )


def listing(sessions: Iterable[SessionInfo]) -> None:
    """A line for each session."""
    infos = list(sessions)
    if not infos:
        typer.echo("There are no sessions.")
        return
    typer.echo("code      people  state   opened            erased            title")
    for info in infos:
        typer.echo(
            f"{info.code}  {info.people:>6}  {'open' if info.closed_at is None else 'closed':6}  "
            f"{info.opened_at.astimezone():%Y-%m-%d %H:%M}  {info.erase_at.astimezone():%Y-%m-%d %H:%M}  "
            f"{one_line(info.title)}"
        )


def code_in_words(code: str) -> str:
    """A code as it is easily typed: in two parts of four."""
    return f"{code[:4]} {code[4:]}"


def people_in_words(number: int, verb: str = "is", several: str = "are") -> str:
    """How many people, with a verb: "nobody is", "1 person is", "12 people are".

    `number` is how many, and `several` stands in the place of the `verb` from 2 on.
    """
    people = count_of(number, "person", "people") if number else "nobody"
    return f"{people} {several if number > 1 else verb}"


def by_what_day(info: SessionInfo) -> str:
    """When a session is erased: "30 November 2026, 9:30"."""
    then = info.erase_at.astimezone()
    return f"{day_in_words(then.date())}, {then.hour}:{then.minute:02}"


def _where(store: Store) -> str:
    from helpers.database.faults import name_of

    url = store.engine.url
    it = "file" if url.get_backend_name() == "sqlite" else "database"
    return (
        f"{name_of(url)}\nWhoever may read that {it}, or looks after its machine, can read them. The facilitator's "
        "pages show counts alone, and texts that their authors released."
    )


def _qr(link: str) -> None:
    from helpers.hosting.qr import terminal

    drawn = terminal(link, colours=_in_colour())
    try:
        drawn.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return  # an old terminal that has no such characters
    typer.echo(drawn, color=_in_colour())


def _say(text: str) -> None:
    """Prose, broken between words where a terminal shows it; what is redirected keeps its lines."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.print(text, soft_wrap=not console.is_terminal)


def _strong(text: str) -> None:
    typer.echo(_bold(text))


def _bold(text: str) -> str:
    return typer.style(text, bold=True) if _in_colour() else text


def _in_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

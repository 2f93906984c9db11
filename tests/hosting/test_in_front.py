"""What stands between phones and the service: a real nginx with the settings of the docs, and a real ssh forward.

A phone speaks to nginx over https; nginx speaks to a port of "the server"; ssh carries that one to the service on "the
laptop". All of it on this machine. And a real Caddy with the settings of the container.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from helpers.paths import ROOT
from tests.hosting.process import TLS, TRUSTED, Hosted, hosted
from tests.hosting.server import database
from tests.hosting.test_participant import RATED, event, rating, send, values
from tests.patience import PATIENCE, until

NEEDED = {
    "caddy": "caddy",
    "nginx": "nginx-light",
    "sshd": "openssh-server",
    "ssh": "openssh-client",
    "ssh-keygen": "openssh-client",
}


def program(name: str) -> str:
    """Where a program is that this test can't do without."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        pytest.fail(f"this needs {name}: on Debian, apt-get install {NEEDED[name]}")
    return found


@contextlib.contextmanager
def reserved_port() -> Iterator[int]:
    """A port that nobody else is given meanwhile.

    The socket that holds it listens to nothing, and it lets others do so: nginx and sshd set SO_REUSEADDR as it does.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


HERE_ALONE = "default_bind 127.0.0.1"
"""Keeps Caddy to the address at which its port is reserved: at another one, anybody's connection may have the port."""


def answers(port: int) -> bool:
    """Whether something listens at a port of this machine."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def process(*command: object, said: Path | None = None, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A program that runs meanwhile; what it says goes into the file `said`, or is read by nobody."""
    surroundings = os.environ | environment
    with Path(said or os.devnull).open("w") as told:
        started = subprocess.Popen([*map(str, command)], env=surroundings, stdout=told, stderr=told)
    try:
        yield started
    finally:
        started.terminate()
        started.communicate(timeout=PATIENCE)


@contextlib.contextmanager
def forwarded(folder: Path, door: int, port: int, to: int) -> Iterator[None]:
    """A server whose `door` is ssh's, and whose `port` is carried by `ssh -R` to a port of the laptop."""
    key, host = folder / "key", folder / "host"
    for path in (key, host):
        subprocess.run([program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    settings = {
        "Port": door,
        "ListenAddress": "127.0.0.1",
        "HostKey": host,
        "AuthorizedKeysFile": f"{key}.pub",
        "PidFile": folder / "sshd.pid",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
    }
    (folder / "sshd_config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd has its place built in; Debian's service makes it
    options = {"StrictHostKeyChecking": "no", "UserKnownHostsFile": "/dev/null", "ExitOnForwardFailure": "yes"}
    chosen = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    user = getpass.getuser()
    with process(program("sshd"), "-D", "-e", "-f", folder / "sshd_config"):
        until(lambda: answers(door))
        way = f"127.0.0.1:{port}:127.0.0.1:{to}"
        with process(
            program("ssh"), "-N", "-F", "none", *chosen, "-i", key, "-p", door, "-R", way, f"{user}@127.0.0.1"
        ):
            until(lambda: answers(port))
            yield


@contextlib.contextmanager
def in_front(folder: Path, port: int, to: int) -> Iterator[None]:
    """An nginx with the very settings that docs/hosting.md shows, but for its ports, its certificate and its files."""
    told = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    server = re.search(r"```\n(server \{.*?\n\})\n```", told, re.DOTALL)
    assert server
    shown = (
        server[1].replace("443 ssl http2", f"127.0.0.1:{port} ssl http2").replace("127.0.0.1:8800", f"127.0.0.1:{to}")
    )
    shown = re.sub(r"ssl_certificate +\S+", f"ssl_certificate {TLS / 'localhost.pem'};", shown)
    shown = re.sub(r"ssl_certificate_key +\S+", f"ssl_certificate_key {TLS / 'localhost.key'};", shown)
    places = "".join(
        f"{kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\npid {folder / 'nginx.pid'};\nerror_log stderr notice;\nevents {{}}\n"
        f"http {{\n{places}{shown.replace('server_name workshops.example.com;', 'server_name localhost;')}\n}}\n"
    )
    command = (program("nginx"), "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr")
    with process(*command, said=folder / "said"):
        until(lambda: answers(port))
        yield


@contextlib.contextmanager
def caddy(folder: Path, port: int, settings: str, **environment: str) -> Iterator[None]:
    """A Caddy with these settings, once it listens at `port`; its own files and what it says stand in `folder`."""
    (folder / "Caddyfile").write_text(settings)
    homes = {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = (program("caddy"), "run", "--config", folder / "Caddyfile")
    with process(*command, said=folder / "said", **homes, **environment):
        until(lambda: answers(port))
        yield


@contextlib.contextmanager
def contained(folder: Path, port: int, http: int, to: int) -> Iterator[None]:
    """A Caddy with the very settings of the container, but for its ports and its certificate.

    `folder` is for its own files, `port` for https and `http` for whoever comes without; the service is at `to`.
    """
    told = (ROOT / "container/Caddyfile").read_text(encoding="utf-8")
    assert "http_port 8080" in told
    assert "https_port 8443" in told
    told = told.replace("https_port 8443", f"https_port {port}").replace("http_port 8080", f"http_port {http}")
    told = told.replace("\tadmin off\n", f"\tadmin off\n\t{HERE_ALONE}\n")
    assert HERE_ALONE in told
    ours = f"{{$LADDER_NAME}} {{\n\ttls {TLS / 'localhost.pem'} {TLS / 'localhost.key'}\n"
    settings = told.replace("{$LADDER_NAME} {\n", ours)
    with caddy(folder, port, settings, LADDER_NAME="localhost", LADDER_SERVICE=f"127.0.0.1:{to}"):
        yield


@contextlib.contextmanager
def set_up_by_hand(folder: Path, port: int, http: int, to: int) -> Iterator[None]:
    """A Caddy with the settings that docs/hosting.md has one type, but for its ports and its certificate.

    `folder` is for its own files, `port` for https and `http` for whoever comes without; the service is at `to`.
    """
    told = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    said = re.search(
        r"^cat > /etc/caddy/Caddyfile (<<'END'\n.*?^END\n)systemctl reload caddy$", told, re.MULTILINE | re.DOTALL
    )
    assert said
    written = subprocess.run(["sh", "-c", f"cat {said[1]}"], capture_output=True, text=True, check=True).stdout
    assert written.count("127.0.0.1:8800") == 1
    _, log, site = re.split(r"\A\{\n|^\}\n(?=\w)", written, flags=re.MULTILINE)
    name, *rest = site.replace("127.0.0.1:8800", f"127.0.0.1:{to}").splitlines()
    assert f"\npython3 start.py host ninety-minutes --port 8800 --url https://{name} --new\n" in told
    ours = [f"tls {TLS / 'localhost.pem'} {TLS / 'localhost.key'}", *rest]
    inside = "".join(f"\t{each}\n" for each in ours)
    ports = f"\thttp_port {http}\n\thttps_port {port}\n"
    with caddy(folder, port, f"{{\n\tadmin off\n\t{HERE_ALONE}\n{ports}{log}}}\nlocalhost {{\n{inside}}}\n"):
        yield


def test_through_a_machine_with_the_few_lines_of_caddy_people_join_and_answer(tmp_path: Path):
    """The way that a coach takes alone: what the guide has them type carries a whole session, from ssh to https."""
    with contextlib.ExitStack() as meanwhile:
        outside, plain, door, there = (meanwhile.enter_context(reserved_port()) for _ in range(4))
        url = f"https://localhost:{outside}"
        laptop = meanwhile.enter_context(hosted("ninety-minutes", "--url", url, "--db", database(tmp_path)))
        meanwhile.enter_context(forwarded(tmp_path, door, there, laptop.port))
        meanwhile.enter_context(set_up_by_hand(tmp_path, outside, plain, there))
        assert f"{url}/j/{laptop.code}" in laptop.said
        assert "Everybody joins by this one address, in the room too." in laptop.said
        takes_part(url, laptop)


def test_behind_nginx_and_an_ssh_forward_people_join_answer_and_are_told_apart(tmp_path: Path):
    with contextlib.ExitStack() as meanwhile:
        outside, door, there = (meanwhile.enter_context(reserved_port()) for _ in range(3))
        url = f"https://localhost:{outside}/ladder"
        laptop = meanwhile.enter_context(hosted("ninety-minutes", "--url", url, "--db", database(tmp_path)))
        meanwhile.enter_context(forwarded(tmp_path, door, there, laptop.port))
        meanwhile.enter_context(in_front(tmp_path, outside, there))
        assert f"{url}/j/{laptop.code}" in laptop.said
        takes_part(url, laptop)


def test_behind_the_caddy_of_the_container_too_and_http_leads_to_https(tmp_path: Path):
    with contextlib.ExitStack() as meanwhile:
        outside, http = (meanwhile.enter_context(reserved_port()) for _ in range(2))
        url = f"https://localhost:{outside}"
        service = meanwhile.enter_context(hosted("ninety-minutes", "--url", url, "--db", database(tmp_path)))
        meanwhile.enter_context(contained(tmp_path, outside, http, service.port))
        takes_part(url, service)
        until(lambda: answers(http))
        came = httpx.get(f"http://localhost:{http}/j/{service.code}", trust_env=False, timeout=PATIENCE)
        assert came.headers["location"] == f"https://localhost/j/{service.code}"


def test_who_comes_while_the_service_does_not_answer_is_told_and_named_in_no_log(tmp_path: Path):
    """All gave a blank page, and wrote the address, the code and the kind of device of each, among the faults."""
    told: list[tuple[str, str, str]] = []
    with contextlib.ExitStack() as meanwhile:
        nginx, secure, http, line, plain, nobody = (meanwhile.enter_context(reserved_port()) for _ in range(6))
        folders = [tmp_path / name for name in ("nginx", "caddy", "line")]
        for folder in folders:
            folder.mkdir()
        with (
            in_front(folders[0], nginx, nobody),
            contained(folders[1], secure, http, nobody),
            set_up_by_hand(folders[2], line, plain, nobody),
        ):
            for url in (
                f"https://localhost:{port}{path}" for port, path in ((nginx, "/ladder"), (secure, ""), (line, ""))
            ):
                with phone(url) as one:
                    page = one.get("j/8888AAAA", headers={"user-agent": "AdasPhone"})
                    sent = one.post("w/answers", headers={"user-agent": "AdasPhone"})
                    one.head("j/8888AAAA", headers={"user-agent": "AdasPhone"})
                told.append((page.text, page.headers["content-type"], page.headers["refresh"]))
                assert page.status_code == sent.status_code == 502
                assert sent.text == page.text
                assert "refresh" not in sent.headers, "what was sent would be asked for, and what was typed is gone"
        assert told == [told[0]] * 3, "all of them say the same"
        text, kind, again = told[0]
        assert "The workshop can’t be reached at the moment" in text
        assert "If not, this page tries again" in text, "what was sent is never asked for again"
        kept = re.findall("“(.*?)”", text)
        words = (ROOT / "helpers/pages/templates/hosting/words.html.j2").read_text(encoding="utf-8")
        assert kept == ["Saved", "kept on this device"]
        assert all(word in words for word in kept), "pages call it so, and what they don’t say so of isn’t promised"
        assert (kind.lower(), again) == ("text/html; charset=utf-8", "5")
        for folder in folders:
            said = (folder / "said").read_text(encoding="utf-8")
            assert not re.findall("8888AAAA|AdasPhone|127.0.0.1,|remote_ip", said)


def takes_part(url: str, service: Hosted) -> None:
    """Somebody joins by this address, answers, and takes the PDF along; whoever guesses is told to wait."""
    code, origin = service.code, re.sub("(?<=[0-9])/.*", "", url)
    with phone(url) as one, phone(url) as lead:
        assert str(one.get("j/" + code).url).startswith(url)
        came = one.post("join", data={"code": code}, headers={"origin": origin})
        assert str(came.url) == f"{url}/w"
        assert all(cookie.secure for cookie in one.cookies.jar), "https is known of behind the proxy"
        lead.post("facilitate", data={"key": service.key}).raise_for_status()
        page = lead.get("f").text
        assert f"{url}/j/{code}" in page
        session = re.search(r'data-session="(\w+)"', page)[1]
        for block in re.findall(r'name="block" value="([^"]+)"', page):
            lead.post("f/block", data={"session": session, "block": block, "open": "1"}).raise_for_status()
        assert send(one, given := event(RATED, rating(3)))["saved"] == [given["id"]]
        assert values(one)[RATED]["frequency"] == 3
        assert one.post("w/report.pdf", data={"name": "Ada"}).content.startswith(b"%PDF")
    with phone(url) as guesser:
        guessed = [guesser.post("join", data={"code": "WRONG234"}).status_code for _ in range(11)]
        assert guessed[-1] == 429


def phone(url: str) -> httpx.Client:
    """A browser that knows the certificate."""
    return httpx.Client(base_url=f"{url}/", verify=TRUSTED, follow_redirects=True, timeout=PATIENCE)

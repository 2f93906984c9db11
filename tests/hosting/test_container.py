"""The container of docs/hosting.md: what goes into it, what it starts, and that the docs say what there is.

That Caddy takes its settings and that people join behind it, `test_in_front` shows.
"""

from __future__ import annotations

import json
import re
import shlex
from fnmatch import fnmatch

import yaml
from typer.testing import CliRunner

from helpers.cli.commands import app
from helpers.paths import ROOT

MADE = (ROOT / "container/Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSED = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def told(word: str) -> list[str]:
    """What the lines of the Containerfile say that begin with a word."""
    return [line.removeprefix(word).strip() for line in MADE.splitlines() if line.startswith(f"{word} ")]


def test_what_is_copied_is_there_and_not_kept_out_and_nothing_that_people_wrote_is_let_in():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    let_in = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    copied = [part for line in told("COPY") for part in shlex.split(line)[:-1]]
    assert copied
    for path in copied:
        assert (ROOT / path).exists(), path
        assert path.split("/")[0] in let_in, path
    own = [line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]
    assert not [name for name in let_in - {"site"} if any(fnmatch(name, each) for each in own)]


def test_nobody_in_it_is_root_and_all_that_is_kept_lies_in_volumes():
    assert told("USER") == ["ladder"]
    assert MADE.index("USER ladder") < MADE.index("CMD [")
    kept = json.loads(told("VOLUME")[0])
    mounted = [each.partition(":")[2] for one in COMPOSED["services"].values() for each in one["volumes"]]
    assert sorted(kept) == sorted(mounted)
    assert {each.partition(":")[0] for one in COMPOSED["services"].values() for each in one["volumes"]} == set(
        COMPOSED["volumes"]
    )
    homes = dict(part.split("=", 1) for part in shlex.split(told("ENV")[0]))
    assert {homes["LADDER_HOME"], homes["XDG_DATA_HOME"]} == set(kept)


def test_the_service_is_reached_through_caddy_alone_and_at_the_port_where_it_listens():
    service, caddy = COMPOSED["services"]["service"], COMPOSED["services"]["caddy"]
    assert "ports" not in service
    assert [one.partition(":")[2] for one in caddy["ports"]] == ["8080", "8443"]
    command = json.loads(told("CMD")[0])
    settings = (ROOT / "container/Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy {{$LADDER_SERVICE:service:{command[command.index('--port') + 1]}}}" in settings
    assert re.findall(r"\blog\b[^}]*}", re.sub(r"#.*", "", settings)) == ["log {\n\t\texclude http.log.error\n\t}"]


def test_what_it_starts_and_what_the_docs_tell_to_run_in_it_are_commands_of_the_kit():
    start = json.loads(told("CMD")[0])
    page = (ROOT / "docs/hosting.md").read_text(encoding="utf-8")
    ran = re.findall(r"^docker compose exec (\w+) ladder (.+)$", page, re.MULTILINE)
    assert ran
    assert {name for name, _ in ran} <= set(COMPOSED["services"])
    for command in (start[1:], *(shlex.split(words) for _, words in ran)):
        known = CliRunner().invoke(app, [*command[:2], "--help"])
        assert known.exit_code == 0, command
        for option in (one for one in command if one.startswith("--")):
            assert option in re.sub(r"\x1b\[[0-9;]*m", "", known.output), option
    assert "echo LADDER_NAME=" in page
    assert COMPOSED["services"]["service"]["env_file"] == ".env"

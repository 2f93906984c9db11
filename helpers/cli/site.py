"""`ladder site`: the chapters as a website of plain files, which any web server can give out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.options import LadderFile, ThemeFile
from helpers.cli.targets import check_folder


def site(
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder that the site goes to.")] = Path("site"),
    ladder: LadderFile = None,
    theme: ThemeFile = None,
    base: Annotated[
        str, typer.Option(help="The path that the site will have, for the page that says that there is no such page.")
    ] = "/",
    privacy: Annotated[
        Path | None,
        typer.Option(help="A Markdown file: what your company says about privacy, on every page.", show_default=False),
    ] = None,
    kit_at: Annotated[
        str | None,
        typer.Option(help="The address at which the kit itself can be had; pages that need it lead there."),
    ] = None,
    pyodide: Annotated[
        Path | None,
        typer.Option(help="A folder with Pyodide, the npm package. Left out: npm fetches it once.", show_default=False),
    ] = None,
) -> None:
    """Make a website of the chapters that needs no server: all that people write stays in their own browser.

    The first build fetches Python for the browser, by npm, and packages for it, by pip; each is checked and kept, so
    that the next one needs no network. A later build into the same folder writes only what changed.
    """
    from platformdirs import user_cache_path

    from helpers.site.build import build

    check_folder(out)
    kept = user_cache_path("career-ladder", appauthor=False) / "site"
    tell = lambda words: typer.echo(f"{words} …", err=True)  # noqa: E731
    built = build(
        out,
        ladder=ladder,
        theme=theme,
        base=base,
        kept=kept,
        pyodide=pyodide,
        privacy=privacy,
        kit_at=kit_at or "",
        tell=tell,
    )
    typer.echo(f"{out}: {built.files} files, {built.size / 1e6:.0f} MB; {built.written} of them written")
    typer.echo(f"Try it: python -m http.server --directory {out} --bind 127.0.0.1 8000")

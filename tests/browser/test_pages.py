"""The pages without code: who may open them, what they show, and what becomes of their kernels."""

import http.client
import json
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
from playwright.sync_api import Page, expect

from helpers.paths import ROOT
from tests.browser.conftest import Served, serving
from tests.patience import until

LEVEL_1 = "/voila/render/01_associate_pm.ipynb"


def kernels(served: Served) -> set[psutil.Process]:
    """The kernels of a server that are alive now."""
    found = set()
    for child in psutil.Process(served.process.pid).children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            if "ipykernel_launcher" in child.cmdline():
                found.add(child)
    return found


def ready(page: Page) -> Page:
    """Wait until a chapter is there and its widgets are alive."""
    expect(page.get_by_role("navigation", name="Chapters")).to_be_visible()
    page.wait_for_function("window.jupyterapp?.widgetManager?.kernel?.connectionStatus === 'connected'")
    return page


def get(served: Served, path: str, **headers: str) -> tuple[int, str]:
    """Ask for a path without the token or a cookie."""
    where = urlsplit(served.link)
    connection = http.client.HTTPConnection(where.hostname, where.port)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.getheader("Location", "")


@pytest.mark.parametrize("path", ["/", LEVEL_1, "/voila/render/00_start_here.ipynb"])
def test_without_the_link_nobody_reads_anything(app, path):
    status, location = get(app, path)
    assert (status, location.startswith("/login")) == (302, True)


def test_a_page_elsewhere_that_points_its_name_at_this_machine_is_turned_away(app):
    """DNS rebinding: the browser believes that it talks to evil.example."""
    assert get(app, "/", Host="evil.example")[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/voila/render/reports/personal_report.ipynb",
        "/voila/render/../start.py",
        "/voila/tree",
        "/voila/files/00_start_here.ipynb",
        "/voila/api/contents",
    ],
)
def test_chapters_are_all_that_is_served(app, page, path):
    page.goto(app.link)
    assert page.request.get(app.url(path)).status == 404


def test_the_link_leads_to_the_first_chapter(app, page):
    page.goto(app.link)
    expect(page).to_have_title("Start here")
    assert urlsplit(page.url).path == "/voila/render/00_start_here.ipynb"


def test_the_typeface_comes_from_the_kit(app, page):
    page.goto(app.link)
    page.wait_for_function("[...document.fonts].some(face => face.status === 'loaded')")
    assert page.evaluate("document.fonts.check('18px \"Source Sans Pro\"')")


def test_prose_panels_and_forms_share_their_left_edge(app, page, phone):
    for screen in (page, phone):
        screen.goto(app.link)
        expect(ready(screen).locator(".kit-choice").first).to_be_visible()
        edges = {
            what: round(screen.locator(what).first.bounding_box()["x"], 1)
            for what in (".jp-RenderedMarkdown p", ".kp-header", ".kp-card", ".kit-choice")
        }
        assert len(set(edges.values())) == 1, edges


def test_a_link_to_a_heading_of_another_chapter_opens_there(app, page):
    """What stands above the heading arrives after the browser has looked for it."""
    page.goto(app.link)
    page.goto(app.url(LEVEL_1))
    ready(page).get_by_role("link", name="How the questions work").first.click()
    page.wait_for_url("**/00_start_here.ipynb#How-the-questions-work")
    expect(ready(page).get_by_role("heading", name="How the questions work")).to_be_in_viewport()


@pytest.mark.parametrize("chapter", sorted(ROOT.glob("notebooks/*.ipynb")), ids=lambda path: path.stem)
def test_no_chapter_shows_or_sends_code(app, page, chapter):
    html = page.request.get(app.url(f"/voila/render/{chapter.name}")).text()
    code = [cell["source"] for cell in json.loads(chapter.read_text())["cells"] if cell["cell_type"] == "code"]
    lines = [line for source in code for line in "".join(source).splitlines() if line.strip()]
    assert lines
    assert [line for line in lines if line in html] == []
    assert "Traceback" not in html


def test_a_page_that_is_left_takes_its_kernel_along(app, page):
    before = kernels(app)
    seen = before
    for go in (
        lambda: page.goto(app.url(LEVEL_1)),
        page.reload,
        lambda: page.goto(app.url("/voila/render/02_mid_level_pm.ipynb")),
        page.go_back,
    ):
        go()
        ready(page)
        until(lambda: len(kernels(app) - before) == 1)
        assert not kernels(app) <= seen, "every page starts with a kernel of its own"
        seen = seen | kernels(app)
    page.close()
    until(lambda: kernels(app) <= before)


def test_a_page_whose_kernel_dies_says_so_and_reloads(app, page):
    page.goto(app.url(LEVEL_1))
    ready(page)
    for kernel in kernels(app):
        kernel.kill()
    notice = page.get_by_role("alert").filter(has_text="has stopped working")
    expect(notice).to_be_visible()
    notice.get_by_role("button", name="Reload").click()
    ready(page)
    expect(notice).to_be_hidden()


def test_a_page_that_was_left_open_can_be_reloaded_after_the_kit_was_started_again(page, tmp_path):
    journal = tmp_path / "journal.jsonl"
    with serving("app", journal) as first:
        page.goto(first.link)
        ready(page)
    with serving("app", journal, "--port", str(urlsplit(first.link).port)):
        page.reload()
        ready(page)


def test_who_comes_without_the_link_is_told_where_to_find_it(app, page):
    page.goto(urlunsplit(urlsplit(app.link)._replace(query="")))
    expect(page.get_by_role("heading", name="Open the kit with its link")).to_be_visible()


def test_stopping_the_app_leaves_nothing_behind_and_the_page_says_so(page, tmp_path):
    with serving("app", tmp_path / "journal.jsonl") as served:
        page.goto(served.link)
        ready(page)
        (kernel,) = kernels(served)
    assert served.process.returncode == 0
    until(lambda: not kernel.is_running())
    expect(page.get_by_role("alert").filter(has_text="doesn't answer")).to_be_visible()

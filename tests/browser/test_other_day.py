"""The browser is on the day on which the tests are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser

from helpers.clock import utc_now
from tests.browser.other_day import later, take_there

IN_A_WORKER = """() => new Promise((resolve) => {
    const script = new Blob(["postMessage(Date.now())"], { type: "text/javascript" });
    new Worker(URL.createObjectURL(script)).onmessage = ({ data }) => resolve(data);
})"""


def test_a_page_and_its_workers_are_on_the_day_of_the_tests(chromium: Browser) -> None:
    """With `TEST_DAY`, every context is; here, one that is taken a year on, from wherever it is."""
    for ahead in (timedelta(), timedelta(days=365)):
        context = chromium.new_context(timezone_id="Pacific/Kiritimati")
        if ahead:
            context.add_init_script(later(ahead))
        page = context.new_page()
        page.route("http://kit.test/", lambda route: route.fulfill(content_type="text/html", body="<p>Here."))
        before = utc_now() + ahead - timedelta(milliseconds=2)
        page.goto("http://kit.test/")
        told = [
            page.evaluate(how)
            for how in ("() => Date.now()", "() => +new Date()", "() => 1000 + Date.parse(Date())", IN_A_WORKER)
        ]
        for moment in told:
            assert before <= datetime.fromtimestamp(moment / 1000, UTC) <= utc_now() + ahead + timedelta(seconds=1)
        assert page.evaluate("() => new Date(2026, 1, 29).getDate()") == 1
        assert page.evaluate("() => new Date() instanceof Date && new Date(0) instanceof Date")
        context.close()


def test_nothing_is_changed_where_nothing_is_ahead(chromium: Browser) -> None:
    make = chromium.new_context
    take_there(chromium, timedelta())
    assert chromium.new_context == make

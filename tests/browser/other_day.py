"""A browser on the day on which the kit is: its own clock is the machine's, whatever `$LADDER_CLOCK` says.

Only the clock is moved, timers are left as they are: Playwright's own clock also takes these over, runs them
from outside the browser, and doesn't reach workers.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext

AHEAD = """(ahead) => {
    const real = Date;
    const machine = real.now.bind(real);
    const now = () => machine() + ahead;
    real.now = now; // a test may put another in its place
    globalThis.Date = new Proxy(real, {
        apply: () => new real(now()).toString(),
        construct: (_, told, made) => Reflect.construct(real, told.length ? told : [now()], made),
    });
}"""
IN_WORKERS = """(moved) => {
    const real = Blob;
    globalThis.Blob = new Proxy(real, {
        construct: (_, [parts, options], made) => {
            const script = options?.type === "text/javascript";
            return Reflect.construct(real, [script ? [moved, ...parts] : parts, options], made);
        },
    });
}"""
"""Scripts of workers that a page makes from a blob, as the engine of a site is."""


def take_there(browser: Browser, ahead: timedelta) -> None:
    """Have every context of a browser from now on be as much later; with nothing `ahead` it stays as it is.

    Not the context that `browser.new_page` would make.
    """
    if not ahead:
        return

    def there(make: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
        def context(*args: Any, **options: Any) -> BrowserContext:
            made = make(*args, **options)
            made.add_init_script(later(ahead))
            return made

        return context

    browser.new_context = there(browser.new_context)  # type: ignore[method-assign]
    engine = browser.browser_type
    engine.launch_persistent_context = there(engine.launch_persistent_context)  # type: ignore[method-assign]


def later(ahead: timedelta) -> str:
    """A script that has a page, and the workers that it makes from blobs, be as much later than it is."""
    moved = f"({AHEAD})({ahead / timedelta(milliseconds=1)});\n"
    return f"{moved}({IN_WORKERS})({json.dumps(moved)});"

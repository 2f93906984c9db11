"""The chapters as a website of plain files: no server behind it, the engine in the reader's own browser.

parts.py     what others made: Python for the browser and its packages, fetched by name and hash, and kept
archive.py   the engine as one archive: the kit's own package, and what it needs
build.py     all files of a site, written where they changed
desk.py      runs in the browser: the engine over lines that its page keeps
static/      worker.js runs the desk, store.js keeps the lines, engine.js is a page's way to both
"""

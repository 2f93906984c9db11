"""The chapters as a website of plain files: no server behind it, the engine in the reader's own browser.

parts.py     what others made: Python for the browser and its packages, fetched by name and hash, and kept
archive.py   the engine as one archive: the kit's own package, and what it needs
snapshot.py  the memory of an engine that is ready, made in Node (snapshot.mjs)
answers.py   what a page needs to show answers without the engine
importing.py    a spreadsheet becomes a ladder on a page, in the reader's browser
facilitating.py  what is printed and projected, made beforehand
licences.py  the list of all parts, with their licences
build.py     all files of a site, written where they changed
desk.py      runs in the browser: the engine over lines that its page keeps
static/      python.mjs starts Python, worker.js runs the desk, store.js keeps lines, engine.js is a page's way to both
"""

"""The chapters as plain pages, with an engine behind them that keeps answers and gives panels anew.

page.py      a chapter as HTML: prose, panels and questions stand in it from the first byte
protocol.py  what a page and its engine say to each other, whatever lies between them
engine.py    answers it: pure Python that knows no server, over whatever keeps the answers
keeping.py   the journal of this machine, as the engine wants it
board.py     the workshop board as a page of the same kind
prose.py     Markdown as HTML, with links between chapters
app.py       the pages over HTTP, for the one person who holds the link
"""

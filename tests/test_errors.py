"""A person's mistake reads as a message: what, where, what next; never as a traceback."""

from helpers.errors import JournalError, JournalUnreadable, KitError


def test_a_message_holds_where_what_and_the_next_step():
    error = KitError("this is empty", where="a.yaml:3:1", next_step="Write something.")
    assert str(error) == "a.yaml:3:1: this is empty\nWrite something."
    assert str(KitError("just this")) == "just this"


def test_ipython_shows_the_message_alone():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shown: list[str] = []
    shell._showtraceback = lambda kind, value, lines: shown.append("\n".join(lines))
    shell.run_cell("from helpers.errors import KitError\nraise KitError('what happened', next_step='do this')")
    assert shown == ["what happened\ndo this"]


def test_the_hierarchy_catches_a_family_at_once():
    assert issubclass(JournalUnreadable, JournalError)
    assert issubclass(JournalError, KitError)

"""The labs' notebooks: `open_lab` gives a `LabView`, whose methods the cells call.

What a lab asks and shows stands in the module that bears its id:

    FORMS    name → its questions, made from the lab's file
    VIEWS    name → HTML, a pure function of a `LabContext`
    STARTER  (if there is one) words that somebody could begin with when they keep something
"""

from helpers.widgets.labs.view import LabView, open_lab

__all__ = ["LabView", "open_lab"]

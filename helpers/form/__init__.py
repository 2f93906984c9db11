"""Forms without a screen of their own: fields, what may come back, and the ES module that draws them anywhere."""

from pathlib import Path

from helpers.form.fields import (
    ChoiceField,
    Field,
    Figure,
    FiguresField,
    Form,
    GridField,
    Option,
    OrderField,
    PlanField,
    RatingField,
    TextField,
    form_spec,
    is_answered,
    is_question,
    rating_fields,
)
from helpers.form.replies import (
    LONGEST_ANSWER,
    Accepted,
    Failed,
    FormReply,
    Question,
    Refused,
    Saved,
    SentAnswer,
    Stands,
    Values,
    apply,
    checked,
    current_values,
    decide,
    fault,
    known,
)
from helpers.form.standing import curious_field, standing_field
from helpers.form.words import WORDS, WORDS_ON_A_PAGE

STATIC = Path(__file__).with_name("static")
"""Where `form.js` and `form.css` are."""

__all__ = [
    "LONGEST_ANSWER",
    "STATIC",
    "WORDS",
    "WORDS_ON_A_PAGE",
    "Accepted",
    "ChoiceField",
    "Failed",
    "Field",
    "Figure",
    "FiguresField",
    "Form",
    "FormReply",
    "GridField",
    "Option",
    "OrderField",
    "PlanField",
    "Question",
    "RatingField",
    "Refused",
    "Saved",
    "SentAnswer",
    "Stands",
    "TextField",
    "Values",
    "apply",
    "checked",
    "curious_field",
    "current_values",
    "decide",
    "fault",
    "form_spec",
    "is_answered",
    "is_question",
    "known",
    "rating_fields",
    "standing_field",
]

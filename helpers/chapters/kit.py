"""`Kit`: what the cells of a chapter call. Each method makes elements and hands them to whoever shows them.

The same calls are made in a kernel, when somebody runs a cell, and by `parts`, when a page is made
from a notebook that nobody runs. A `heading` stands above what a call shows, where it shows anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from helpers.chapters import (
    asking,
    bringing,
    cases,
    contents,
    first_minute,
    fresh_case,
    look_back,
    opening,
    plan_calendar,
    questions,
    rating,
    report,
    roles,
    sharing,
    talking,
    ten_minutes,
    welcome,
)
from helpers.chapters.context import ViewContext
from helpers.chapters.course import Chapter
from helpers.chapters.elements import Result, View
from helpers.chapters.maker import Maker
from helpers.chapters.notebook import Teaches
from helpers.chapters.resting import ANSWERS
from helpers.chapters.route import FOLLOWS as ROUTE
from helpers.chapters.views import destinations, header, level, levels, overview, time
from helpers.errors import UsageError
from helpers.insight.focus import MOST
from helpers.journal import Subject
from helpers.labs import frame
from helpers.ladder import RATED, Level

MAP = ("statement:", "choice:standing", "choice:destination")
ON_STATEMENTS = ("statement:", "evidence:")
"""What somebody answered about statements: proposals come from it, which another window may change."""
GAP = (*ON_STATEMENTS, "choice:destination")
EVERYTHING = ("statement:", "evidence:", "prompt:", "plan:", "choice:", "profile:")


class Kit(Maker):
    """A chapter."""

    # What is read

    def header(self) -> None:
        """The kit's title, the chapters with what is answered in each, and where answers are kept."""
        self._add("header", view=header.header, follow=("statement:",))

    def onward(self) -> None:
        """A box for what happened at work, the notes that back nothing yet, and links to the chapters around."""
        self._notes()
        self._add("onward", view=header.onward, follow=ROUTE)

    def summary(self) -> None:
        """The chapter's title, and what its level is about."""
        here, level_ = self._here, self._level()
        self._add("summary", view=lambda _: level.summary(self._ladder, level_, here))

    def changes(self, heading: str | None = None) -> None:
        """What changes when somebody comes to this level."""
        here = self._level()
        self._add("changes", view=lambda _: level.changes(self._ladder, here), heading=heading)

    def notes(self, heading: str | None = None) -> None:
        """The notes that stand beside the lists of this level."""
        here = self._level()
        self._add("notes", view=lambda _: level.notes(self._ladder, here), heading=heading)

    def terrain_notes(self, heading: str | None = None) -> None:
        """The notes on the ladder as a whole."""
        self._add("terrain-notes", view=lambda _: overview.terrain_notes(self._ladder), heading=heading)

    def principles(self, heading: str | None = None) -> None:
        """The closing principles."""
        self._add("principles", view=lambda _: overview.principles(self._ladder), heading=heading)

    def scale(self) -> None:
        """The words that people answer with, and what each means."""
        self._add("scale", view=lambda _: overview.scale(self._ladder))

    # What is asked

    def rate(self, section: str | None = None) -> None:
        """The statements of a section ("responsibilities", "signs", "skills") to rate, with evidence.

        None stands for every section that this level has, each below its heading; a long level is
        asked one competency at a time. Raises `UsageError` for a section that isn't rated.
        """
        here = self._level()
        if section is not None:
            self._ask(f"rate-{section}", questions.statements(self._ladder, here.id, section))
        elif rating.by_competency(here):
            self._add(
                "rate",
                view=partial(rating.competencies, here),
                form=partial(rating.questions_of, here),
                act=rating.choose,
                follow=("statement:",),
            )
        else:
            for each in (part for part in RATED if getattr(here, part)):
                asked = questions.statements(self._ladder, here.id, each)
                self._ask(f"rate-{each}", asked, rating.HEADINGS[each], rank=3)

    def reflect(self, heading: str | None = None) -> None:
        """The reflection prompts of this level, of each role, or of the ladder as a whole: as the chapter is about."""
        if self._here.teaches is Teaches.ROLES:
            for role in self._ladder.roles:
                self._ask(f"reflect-{role.id}", questions.prompts(role), role.title, rank=3)
        elif self._here.level:
            self._ask("reflect", questions.prompts(self._level()), heading)
        else:
            self._ask("reflect", questions.path_prompts(self._ladder), heading)

    def standing(self) -> None:
        """Where somebody works today."""
        self._ask("standing", questions.standing(self._ladder))

    def profile(self) -> None:
        """What somebody is curious about, their name and their role: all may stay empty."""
        self._ask("profile", questions.profile(self._ladder))

    # The first minute, and the way for ten

    def privacy(self) -> None:
        """One line that says where answers stay, and behind it the reason."""
        self._add("privacy", view=header.privacy)

    def welcome_back(self) -> None:
        """Where somebody left off, and whether a plan is due; nothing on a first visit."""
        self._add("welcome-back", view=welcome.view, follow=("plan:", "lookback:"))

    def first_statements(self) -> None:
        """What to know before answering, the first statements of somebody's level, and one sentence on the answers."""
        where = ("choice:standing",)
        self._add("first", view=first_minute.rule, form=first_minute.questions, follow=where, ask_again=where)
        self._add("first-back", view=first_minute.back, follow=("statement:", *where))

    def ways(self, heading: str | None = None) -> None:
        """Ten minutes, an evening, or the whole walk."""
        self._add("ways", view=first_minute.ways, follow=ROUTE, heading=heading)

    def eight(self) -> None:
        """Eight statements of the level where somebody works, which is asked first if it isn't known."""
        where = ("choice:standing",)
        self._add("standing", view=ten_minutes.whose, form=ten_minutes.standing, follow=where, ask_again=where)
        self._add("eight", form=ten_minutes.eight, ask_again=where)

    def eight_picture(self) -> None:
        """The picture of the level, with how many of its statements it rests on."""
        self._add("eight-picture", view=ten_minutes.picture, follow=ten_minutes.FOLLOWS)

    def one_plan(self) -> None:
        """One plan, and then said aloud."""
        self._add("plan", form=ten_minutes.plan, ask_again=("choice:standing", "lookback:"), personal=True)
        self._add("plan-aloud", view=time.plan_aloud, follow=("plan:", "choice:focus", "lookback:"))

    def one_page(self) -> None:
        """The button that makes one page of the answers, the picture and the plan."""
        self._add("one-page", view=report.one_page_invitation, act=ten_minutes.make, follow=ANSWERS)

    # What can be practised

    def lab(self, heading: str | None = None) -> None:
        """The labs that belong here: title, minutes, question, and the link to each. Nothing where there is none."""
        for lab in self._course.labs_of(self._here):
            self._add(f"lab-{lab.lab}", view=_card(lab), heading=heading)
            heading = None

    def cases(self, heading: str | None = None) -> None:
        """The judgement cases of this level: choose first, then see what each choice gets and costs."""
        self._judge(cases.of_level(self._course, self._level().id), heading)

    # What the answers say

    def insight(self) -> None:
        """What the answers to this level say."""
        here = self._level()
        follow = tuple(about(each.id) for each in here.statements for about in (Subject.statement, Subject.evidence))
        self._add("insight", view=lambda context: level.insight(context, here.id), follow=follow)

    def map(self) -> None:
        """The map of the ladder, with where somebody stands; a press on a level says that it is there."""
        self._add("map", view=overview.terrain_map, act=overview.stand, follow=MAP)

    def route(self) -> None:
        """Which chapters matter to this person."""
        self._add("route", view=overview.route, follow=ROUTE)

    def since_last_time(self, heading: str | None = None) -> None:
        """What is different since the visit before this one; nothing on a first visit."""
        self._add("since-last-time", view=time.since_last_time, follow=EVERYTHING, heading=heading)

    # Where to

    def levels(self, heading: str | None = None) -> None:
        """Two levels side by side by competency, and what is new at the second; nothing for a ladder of one level."""
        self._add("levels", view=levels.view, act=levels.choose, follow=("choice:standing",), heading=heading)

    def explore_roles(self) -> None:
        """The families of neighbouring roles one at a time, with the questions still open on what each draws on."""
        if self._ladder.roles:
            follow = ("statement:", "evidence:")
            self._add(
                "explore-roles", view=roles.view, form=roles.questions, act=roles.act, follow=follow, personal=True
            )

    def choose_destination(self) -> None:
        """Up to three destinations side by side, each with a button that chooses it, and the direction for now."""
        standing = ("choice:standing",)
        self._add("roads", form=questions.comparison, ask_again=standing, personal=True)
        follow = (*GAP, "choice:compare", "choice:standing")
        self._add("compare", view=destinations.compare, act=destinations.choose, follow=follow)
        self._add("choose-destination", form=questions.direction, ask_again=standing, personal=True)

    def gap(self) -> None:
        """What lies between the answers and the chosen destination."""
        self._add("gap", view=destinations.between, follow=GAP)

    def choose_focus(self) -> None:
        """At most three statements to work on, of the chosen destination and of one's own level."""
        goals = ("choice:destination", "choice:standing")
        self._add(
            "choose-focus",
            view=lambda context: "" if questions.focus(context).fields else destinations.no_focus(),
            form=questions.focus,
            follow=goals,
            ask_again=(*ON_STATEMENTS, *goals),
            personal=True,
        )

    def look_back(self) -> None:
        """The plans that their owner meant to look back at by now: what each says, what is asked, what comes of it."""
        for nth in range(MOST):
            self._add(
                "look-back",
                view=partial(look_back.invitation, nth),
                form=partial(look_back.questions, nth),
                follow=("plan:",),
                ask_again=("plan:",),
                personal=True,
            )
            self._add("look-back-outcome", view=partial(look_back.outcome, nth), follow=look_back.FOLLOWS)
        self._add(
            "fresh-case",
            view=fresh_case.view,
            form=fresh_case.questions,
            follow=fresh_case.FOLLOWS,
            ask_again=fresh_case.FOLLOWS,
            personal=True,
        )
        self._add(
            "fresh-case-after",
            view=fresh_case.outcome,
            form=fresh_case.memory,
            follow=fresh_case.FOLLOWS,
            ask_again=fresh_case.FOLLOWS,
            personal=True,
        )

    def plan_history(self) -> None:
        """What was said when plans were looked back at."""
        self._add("plan-history", view=look_back.plan_history, follow=look_back.FOLLOWS)

    def plan_calendar(self) -> None:
        """The button that makes a calendar file of the days that the plans name."""
        self._add("plan-calendar", view=plan_calendar.view, act=plan_calendar.act, follow=plan_calendar.FOLLOWS)

    def plan(self) -> None:
        """An if–then plan for each focus area, and then all of them to be said aloud."""
        self._add("plan", form=questions.plans, ask_again=("choice:focus", "lookback:"), personal=True)
        self._add("plan-aloud", view=time.plan_aloud, follow=("plan:", "choice:focus", "lookback:"))

    def report(self) -> None:
        """What goes into the report, text by text, and the button that makes it: a page to read, then the PDF."""
        self._add("report-contents", view=contents.view, act=contents.act, follow=contents.FOLLOWS)
        self._add("report", view=report.invitation, act=_report, follow=ANSWERS)

    def one_to_one(self) -> None:
        """The page for the other person, without the answers: as a PDF, and as text to paste."""
        self._add("one-to-one", view=report.handing_over, act=_hand_over, follow=ANSWERS)

    def second_view(self) -> None:
        """Somebody else's view: asked for, opened and confirmed, with the way to the page for the talk."""
        self._add("second-view-ask", form=asking.questions, ask_again=asking.ASK_AGAIN, personal=True)
        self._add("second-view", view=asking.view, act=asking.act, follow=asking.FOLLOWS)
        self._add("second-view-reply", form=opening.questions, ask_again=("ask:",), personal=True)
        self._add("second-view-read", view=opening.view, act=opening.act, follow=opening.FOLLOWS)

    def both_views(self) -> None:
        """One second view beside one's own answers, for two people to talk over, and what came of the talk."""
        self._add(
            "second-view-talk",
            view=talking.view,
            form=talking.questions,
            act=talking.act,
            follow=talking.FOLLOWS,
            ask_again=talking.FOLLOWS,
            personal=True,
        )
        self._add("second-view-agreed", view=talking.agreed, act=talking.take, follow=talking.AGREED)

    def share(self) -> None:
        """What a workshop gets, if there is one: chosen, seen as it will stand in the file, then written."""
        self._add("share", view=sharing.view, act=sharing.act, follow=sharing.FOLLOWS)

    def bring(self, heading: str | None = None) -> None:
        """Answers that somebody gave on a phone in a workshop, from the file that they took home."""
        self._add("bring", view=bringing.view, act=bringing.act, heading=heading)

    # How

    def _level(self) -> Level:
        if self._here.level is None:
            raise UsageError(
                f"the chapter “{self._here.title}” teaches no level",
                next_step="Name the level in the notebook’s metadata, under “kit”.",
            )
        return self._ladder.level(self._here.level)


def _card(lab: Chapter) -> View:
    return lambda context: frame.card(str(lab.lab), context.link(lab))


def _report(context: ViewContext, _: str) -> Iterator[Result]:
    return report.making_all(context)


def _hand_over(context: ViewContext, _: str) -> Iterator[Result]:
    return report.making_one_to_one(context)

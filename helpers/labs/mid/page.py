"""The lab “Choose what comes first” on the page: what it asks, and what it shows of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from helpers.form import ChoiceField, Figure, FiguresField, Form, Option, OrderField, TextField
from helpers.insight.words import listed
from helpers.labs.asking import one_of, titled
from helpers.labs.context import LabContext, drawn
from helpers.labs.mid.charts import ESTIMATES, METHODS, ranks_chart, shares_chart, swings_chart, worth_chart
from helpers.labs.mid.model import Candidate, WhatFirst
from helpers.labs.mid.refusal import signs_of, unseen
from helpers.labs.mid.simulation import (
    Levers,
    Method,
    Scored,
    Simulation,
    Swing,
    information,
    load,
    order_cost,
    quarter,
    ranking,
    simulate,
)
from helpers.labs.page import LabPage, lab_renderer, waiting

render = lab_renderer(__file__)

Here = LabContext[WhatFirst]
Rankings = Sequence[tuple[Method, Sequence[Scored]]]


# What is asked


def order_form(lab: WhatFirst) -> Form:
    """One's own order of the candidates, before any method is shown."""
    field = OrderField(
        subject=lab.subject("ranking"),
        label="What would you do first?",
        hint="Use the arrows, or name a place. Go by your judgement; nothing is calculated yet.",
        options=tuple(Option(id=c.id, title=c.title, detail=_in_short(c, lab)) for c in lab.candidates),
    )
    return titled(lab, "your order", field)


def prediction_form(lab: WhatFirst) -> Form:
    """The yardstick to judge by, and how sure one is of one's own first."""
    return titled(
        lab,
        "before the dice are thrown",
        one_of(
            lab,
            "yardstick",
            "How should the quarter be judged?",
            (
                Option(
                    id=Method.RICE,
                    title="RICE",
                    detail="Reach × how much it changes for each × the chance that it works, divided by effort.",
                ),
                Option(
                    id=Method.WSJF,
                    title="WSJF, in cards",
                    detail="Cards for value, urgency and risk, added up and divided by the card for size.",
                ),
                Option(
                    id=Method.CD3,
                    title="Cost of delay",
                    detail="What each week of waiting costs in money, divided by the weeks that it takes.",
                ),
            ),
        ),
        FiguresField(
            subject=lab.subject("prediction"),
            label="Suppose the same quarter came a hundred times, and were filled each time by what turned out to be "
            "best. How often would your first choice truly belong in it?",
            figures=(Figure(id="share", label="Your guess", unit="times in 100", min=0, max=100, start=50),),
        ),
    )


def levers_form(lab: WhatFirst) -> Form:
    """What can be set: how wide the ranges are, and how far one looks."""
    return titled(lab, "what if", _levers_field(lab))


def finding_form(lab: WhatFirst) -> Form:
    """The one thing that one would find out first, before its worth is shown."""
    return titled(
        lab,
        "one question",
        one_of(
            lab,
            "finding",
            "You may find out one thing before you choose. Which?",
            (
                Option(
                    id=c.id,
                    title=f"{c.title}: {ESTIMATES[c.finding.estimate]}",
                    detail=f"{c.finding.text} {lab.currency}{c.finding.cost:,.0f}.",
                )
                for c in lab.candidates
            ),
        ),
    )


def decision_form(lab: WhatFirst) -> Form:
    """The choice, and the no that one writes to somebody."""
    people = tuple(
        Option(id=c.id, title=c.asker.name, detail=f"{_upper(c.asker.role)}. Asks for: {c.title}.")
        for c in lab.candidates
    )
    return titled(
        lab,
        "your decision",
        ChoiceField(
            subject=lab.subject("decision"),
            label=f"Which will the team do in {lab.weeks} weeks?",
            options=tuple(
                Option(id=c.id, title=c.title, detail=f"About {_weeks(c.effort.likely)}, {_range(c)}.")
                for c in lab.candidates
            ),
        ),
        one_of(lab, "refused", "Somebody will hear a no today. To whom do you write first?", people),
    )


def no_form(lab: WhatFirst) -> Form:
    """The no itself, in one's own words."""
    field = TextField(
        subject=lab.subject("no"),
        label="Your no, as you would send it",
        hint="Six sentences are plenty. What comes first instead, why, and what it would take for this to move up.",
        rows=7,
    )
    return titled(lab, "your no", field)


# What is shown


def candidates(here: Here) -> str:
    """The problems with everything that was estimated, and what must be done beside them."""
    return render("candidates", lab=here.lab)


def methods(here: Here) -> str:
    """The places by three methods beside one's own, and what each order costs in waiting."""
    own = _own(here)
    if not own:
        return waiting("Put them in order above, and the three methods show theirs beside it.")
    rankings = [(method, ranking(here.lab, method)) for method in Method]
    places = _places(own, rankings)
    held = quarter(here.lab, own)
    quarters = [("your order", held)] + [
        (f"the order by {METHODS[m]}", quarter(here.lab, [s.candidate for s in ranking])) for m, ranking in rankings
    ]
    by_method = [set(held) for _, held in quarters[1:]]
    return render(
        "methods",
        lab=here.lab,
        picture=drawn(lambda width: ranks_chart(own, rankings, held, here.theme, width=width)),
        agreed=[c.title for c in own if all(c in held for held in by_method)],
        quarters=[(name, [c.title for c in held], _weeks_of(here.lab, held)) for name, held in quarters],
        torn=_most_torn(own, places),
        costs=[("your order", order_cost(own))]
        + [(f"the order by {METHODS[m]}", order_cost([s.candidate for s in ranking])) for m, ranking in rankings],
        rankings=rankings,
        names=METHODS,
    )


def simulation(here: Here) -> str:
    """How often each candidate truly belongs in the quarter; a prediction comes first."""
    method, guess = _yardstick(here), here.figures("prediction").get("share")
    own = _own(here)
    if not own or method is None or guess is None:
        return waiting("Order, yardstick and guess come first; then the quarter is played through.")
    simulated = _simulated(here, method)
    first = simulated.standing(own[0].id)
    chosen = [c.id for c in quarter(here.lab, own)]
    guessed = (own[0].id, guess / 100)
    error = _in_hundred(max(standing.error for standing in simulated.standings))
    too_high = first is not None and guess > 100 * first.share + error
    return render(
        "simulation",
        lab=here.lab,
        found=simulated,
        method=METHODS[method],
        guess=guess,
        first=first,
        surest=simulated.standings[0] if too_high else None,
        certain=[s for s in simulated.standings if s.share >= 0.9],
        picture=drawn(lambda width: shares_chart(simulated, chosen, here.theme, guess=guessed, width=width)),
        error=error,
        width=_levers(here).width,
    )


def hangs(here: Here) -> str:
    """Which estimates the answer hangs on."""
    method = _yardstick(here)
    if method is None or not here.figures("prediction"):
        return waiting("This fills in with the picture above.")
    simulated = _simulated(here, method)
    return render(
        "hangs",
        widest=next(iter(simulated.swings), None),
        other=_widest_apart(simulated),
        estimates=ESTIMATES,
        picture=drawn(lambda width: swings_chart(simulated, here.theme, width=width)),
        error=_in_hundred(max((swing.error for swing in simulated.swings), default=0.0)),
    )


def worth(here: Here) -> str:
    """What it would be worth to find out, once one has said what one would ask."""
    picked = here.one("finding")
    if picked is None or here.lab.candidate(picked) is None:
        return waiting("Choose your question above, and see what each answer would be worth.")
    levers = _levers(here)
    knowledge = information(here.lab, levers)
    mine = next(finding for finding in knowledge.findings if finding.candidate.id == picked)
    return render(
        "worth",
        lab=here.lab,
        levers=levers,
        found=knowledge,
        mine=mine,
        best=knowledge.findings[0],
        load=load(here.lab, knowledge.chosen, levers.width),
        place=knowledge.findings.index(mine) + 1,
        estimates=ESTIMATES,
        picture=drawn(lambda width: worth_chart(knowledge, here.lab.currency, here.theme, width=width)),
    )


def plan(here: Here) -> str:
    """How many weeks one's choice takes, and how often it is finished within the quarter."""
    chosen = [c for candidate_id in here.picked("decision") if (c := here.lab.candidate(candidate_id))]
    if not chosen:
        return waiting("Choose above, and see how your choice fits into the weeks that there are.")
    work = load(here.lab, chosen, _levers(here).width)
    return render("plan", lab=here.lab, chosen=[c.title for c in chosen], load=work)


def asker(here: Here) -> str:
    """Who is refused, and what is at stake for them."""
    candidate = here.lab.candidate(here.one("refused") or "")
    if candidate is None:
        return waiting("Choose above to whom you write, and see what is at stake for them.")
    return render(
        "asker",
        candidate=candidate,
        contradiction=candidate.id in here.picked("decision"),
        chance=_chance(here, candidate),
    )


def reading(here: Here) -> str:
    """What a reader by rule finds in the no."""
    candidate = here.lab.candidate(here.one("refused") or "")
    text = here.words("no").strip()
    if candidate is None or not text:
        return waiting("Write your no above. What a quick reader finds in it appears here.")
    signs = signs_of(
        text, candidate, [c for candidate_id in here.picked("decision") if (c := here.lab.candidate(candidate_id))]
    )
    return render("reading", candidate=candidate, signs=signs, unseen=unseen(text, signs))


def starter(here: Here) -> str:
    """Words that somebody could begin with when they keep what they did."""
    own = _own(here)
    if not own:
        return "I put problems with uncertain numbers in order, and compared three ways of ranking them."
    method = _yardstick(here) or Method.RICE
    standing = _simulated(here, method).standing(own[0].id)
    share = f"{100 * standing.share:.0f}" if standing else "?"
    return (
        f"I put “{own[0].title}” first of {_number(len(own))}; played through with ranges, it belonged in the plan "
        f"in {share} of 100 quarters."
    )


# How


def _own(here: Here) -> list[Candidate]:
    """One's own order; candidates that are no longer there are left out, and new ones come last."""
    known = [c for candidate_id in here.picked("ranking") if (c := here.lab.candidate(candidate_id))]
    return [*known, *(c for c in here.lab.candidates if c not in known)] if known else []


def _yardstick(here: Here) -> Method | None:
    picked = here.one("yardstick")
    return Method(picked) if picked in set(Method) else None


def _levers_field(lab: WhatFirst) -> FiguresField:
    return FiguresField(
        subject=lab.subject("levers"),
        label="What if the guesses are better, or worse?",
        hint="The pictures above and below follow.",
        figures=(
            Figure(
                id="width",
                label="How wide the ranges are",
                unit="times as in the estimates",
                detail="Most people’s ranges are too narrow. At 2 they are twice as wide, at 0.2 almost points.",
                min=0.2,
                max=3,
                step=0.1,
                start=1,
            ),
            Figure(
                id="horizon",
                label="How far ahead counts",
                unit="weeks",
                detail="A problem that is solved stops costing from that day on. Until when do you count it?",
                min=lab.weeks + 1,
                max=max(104, lab.horizon),
                start=lab.horizon,
            ),
        ),
    )


def _levers(here: Here) -> Levers:
    given = here.settings(_levers_field(here.lab))
    return Levers(given["width"], max(given["horizon"], here.lab.weeks + 1))


def _simulated(here: Here, method: Method) -> Simulation:
    return simulate(here.lab, method, _levers(here).width)


def _chance(here: Here, candidate: Candidate) -> int:
    """In how many of 100 draws the candidate belongs in the quarter, by the chosen yardstick or else RICE."""
    standing = _simulated(here, _yardstick(here) or Method.RICE).standing(candidate.id)
    return round(100 * standing.share) if standing else 0


def _places(own: Sequence[Candidate], rankings: Rankings) -> dict[str, dict[Method, int]]:
    """The place of each candidate by each method."""
    by_method = {method: {scored.candidate.id: scored.place for scored in ranking} for method, ranking in rankings}
    return {c.id: {method: places[c.id] for method, places in by_method.items()} for c in own}


def _most_torn(own: Sequence[Candidate], places: Mapping[str, Mapping[Method, int]]) -> str:
    """The candidate whose places lie furthest apart, in a sentence."""
    torn = max(own, key=lambda c: max(places[c.id].values()) - min(places[c.id].values()))
    verdicts = listed([f"{METHODS[method]} has it at {place}" for method, place in places[torn.id].items()])
    return f"They differ most over “{torn.title}”: {verdicts}."


def _widest_apart(simulated: Simulation) -> Swing | None:
    """The widest swing that is not about whether the remedy works."""
    return next((swing for swing in simulated.swings if swing.estimate != "confidence"), None)


def _in_short(candidate: Candidate, lab: WhatFirst) -> str:
    return (
        f"{candidate.text} Touches about {candidate.reach.likely:,.0f} a quarter, takes about "
        f"{candidate.effort.likely:g} weeks, and costs about {lab.currency}{candidate.delay.likely:,.0f} a week "
        "while it waits."
    )


def _in_hundred(error: float) -> int:
    """Twice a standard error of a share, in 100, rather too large than too small."""
    return ceil(200 * error)


def _number(number: int) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else str(number)


def _weeks(number: float) -> str:
    return f"{number:g} week{'' if number == 1 else 's'}"


def _range(candidate: Candidate) -> str:
    return f"between {candidate.effort.low:g} and {candidate.effort.high:g}"


def _weeks_of(lab: WhatFirst, held: Sequence[Candidate]) -> str:
    """What these take at their likely efforts, duties included."""
    return _weeks(sum(effort.likely for effort in [work.effort for work in lab.duties] + [c.effort for c in held]))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


PAGE = LabPage[WhatFirst](
    forms={
        "order": order_form,
        "prediction": prediction_form,
        "levers": levers_form,
        "finding": finding_form,
        "decision": decision_form,
        "no": no_form,
    },
    views={
        "candidates": candidates,
        "methods": methods,
        "simulation": simulation,
        "hangs": hangs,
        "worth": worth,
        "plan": plan,
        "asker": asker,
        "reading": reading,
    },
    starter=starter,
)

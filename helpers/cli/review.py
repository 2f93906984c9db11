"""`ladder ask`, `ladder open`, `ladder agenda` and `ladder agreed`: another person's view, by a message."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.journal import JournalPath
from helpers.cli.options import LadderFile
from helpers.cli.targets import check_file
from helpers.cli.terminal import one_line
from helpers.errors import ReplyRefused, UsageError
from helpers.journal.events import Rater
from helpers.paths import COMMAND, typed

if TYPE_CHECKING:
    from helpers.journal import Event, Journal, Seen
    from helpers.ladder import Ladder
    from helpers.ladder.model import Scale
    from helpers.review import Agenda, Invitation, Read, Said

EVERY_ANSWER = "all"
"""What uncovers all of one's own answers at once."""

MOST_BYTES = 1_000_000
"""A pasted reply with a long thread of mail below it is far smaller."""

OutFile = Annotated[
    Path | None,
    typer.Option("-o", "--out", help="A file for it, readable by you alone. Left out: the screen.", show_default=False),
]
Which = Annotated[
    str, typer.Option("--ask", help="The invitation, as its message names it at the end.", show_default=False)
]


def ask(
    statements: Annotated[
        list[str] | None,
        typer.Argument(help="Statements to ask about, such as mid.roadmap. Left out: proposed.", show_default=False),
    ] = None,
    of: Annotated[Rater, typer.Option("--of", help="What they are to you: manager, peer, report, other.")] = (
        Rater.MANAGER
    ),
    whom: Annotated[str, typer.Option(help="Their name, which stays in your journal.", show_default=False)] = "",
    word: Annotated[str, typer.Option(help="A word of your own to them, first in the message.")] = "",
    name: Annotated[str, typer.Option(help="Your name below the message. Left out: none.", show_default=False)] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Take the proposed statements without asking.")] = False,
    which: Annotated[
        str, typer.Option("--ask", help="Hand over an invitation that you made before.", show_default=False)
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--file", help="One HTML file that gives back an encrypted reply.", show_default=False),
    ] = None,
    paper: Annotated[
        Path | None, typer.Option("--paper", help="A PDF: half a sheet for each of you.", show_default=False)
    ] = None,
    link: Annotated[
        str, typer.Option("--link", help="A link to this address of a page of a site.", show_default=False)
    ] = "",
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", help="Write the page for a site that --link leads to, and ask nobody.", show_default=False
        ),
    ] = None,
    out: OutFile = None,
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Ask somebody what they have seen of your work: prints lines to paste into any chat or mail.

    Your own answers to these statements are kept as they are at this moment; a later change is no part of it.
    """
    from helpers.journal import Journal, Subject
    from helpers.ladder import load_ladder
    from helpers.review import asking, ways
    from helpers.review.message import message
    from helpers.review.opening import invitation_named
    from helpers.review.page import check_address
    from helpers.review.sealing import KeyFile

    # Whatever may be refused is refused here, before anything is written into the journal.
    for path, such_as in ((file, "view.html"), (paper, "view.pdf"), (page, "second-view.html")):
        if path is not None:
            check_file(path, such_as=such_as)
    if out is not None and (file or paper or page) and not link:
        raise UsageError(
            f"nothing is left to write to {out}: what you asked for has a file of its own",
            next_step="Leave --out away. It is for the message, or for the link of --link.",
        )
    if link:
        check_address(link)
    if page is not None:
        _page_for_a_site(page, load_ladder(ladder))
        return
    if of is Rater.SELF:
        raise UsageError("a second view is somebody else’s", next_step="Say --of manager, peer, report or other.")
    if out is not None:
        check_file(out, such_as="message.txt")
    asked, opened = load_ladder(ladder), Journal.open(journal)
    if file:
        KeyFile.beside(opened.path).create()
    if which:
        invitation = invitation_named(which, asking.invitations(opened.events()))
    else:
        chosen = statements or _proposed(asked, opened, yes=yes)
        _answer_first(asked, opened, chosen)
        answer = asking.ask(asked, opened.state(asked), chosen, of=of, whom=whom, word=word)
        event = opened.record(Subject.ask(uuid.uuid4().hex[:8]), answer, ladder=asked)
        invitation = asking.Invitation(event, answer)
    if file or paper or link:
        _other_ways(invitation, asked, opened, name, file, paper, link, out)
        return
    text = message(invitation, asked, name=name)
    typer.echo(f"Paste this into a chat or a mail. {ways.MESSAGE}", err=True)
    typer.echo(f"When the reply is there: {typed('open REPLY')}, a file with what they wrote, or paste it.\n", err=True)
    _hand_over(text, out)


def _other_ways(
    invitation: Invitation,
    ladder: Ladder,
    journal: Journal,
    name: str,
    file: Path | None,
    paper: Path | None,
    link: str,
    out: Path | None,
) -> None:
    """An invitation as a file, on paper or as a link, each with a word on who could read it."""
    from helpers.charts import load_theme
    from helpers.clock import today
    from helpers.report.files import write_private
    from helpers.review import ways
    from helpers.review.page import answer_file
    from helpers.review.page import link as link_to
    from helpers.review.sealing import KeyFile

    if file:
        key = KeyFile.beside(journal.path)
        write_private(file, answer_file(invitation, ladder, key.create(), name=name))
        typer.echo(f"Written to {file}. {ways.FILE}", err=True)
        typer.echo(f"The key is {key.path}. {ways.KEY_LOST}", err=True)
    if paper:
        from helpers.review.paper import halves

        write_private(paper, halves(invitation, ladder, load_theme(), on=today(), name=name).data)
        typer.echo(f"Written to {paper}. {ways.PAPER}", err=True)
    if link:
        typer.echo(f"A link for a chat or a mail. {ways.LINK}", err=True)
        _hand_over(link_to(invitation, ladder, link, name=name), out)


def _page_for_a_site(path: Path, ladder: Ladder) -> None:
    from helpers.report.files import write_private
    from helpers.review.page import answer_page

    write_private(path, answer_page(ladder))
    typer.echo(
        f"Written to {path}. Put it on a site; `{typed(f'ask --link https://…/{path.name}')}` makes links to it.",
        err=True,
    )


def open_reply(
    reply: Annotated[
        Path | None, typer.Argument(help="A file with the reply. Left out: paste it here.", show_default=False)
    ] = None,
    which: Which = "",
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Open a reply: confirm what it says line by line, then see both views side by side."""
    from helpers.journal import Journal
    from helpers.ladder import load_ladder
    from helpers.review import invitations
    from helpers.review.agenda import agenda_of
    from helpers.review.opening import check, invitation_named, reply_to
    from helpers.review.reading import named_in, read
    from helpers.review.sealing import KeyFile, is_sealed, reference_of, unsealed

    asked, opened = load_ladder(ladder), Journal.open(journal)
    all_invitations = invitations(opened.events())
    text = _pasted() if reply is None else _text_of(reply)
    invitation = invitation_named(which or reference_of(text) or named_in(text), all_invitations)
    if is_sealed(text):
        got = unsealed(text, invitation, KeyFile.beside(opened.path), asked.scale)
    else:
        got = read(text, [words for _, words in invitation.questions], asked.scale)
    check(invitation, got, opened.events())
    subject, answer = reply_to(invitation, got, _confirmed(invitation, got, asked.scale))
    if not answer.seen:
        raise ReplyRefused("no line of it was confirmed", next_step="Nothing was kept. Open it again when you like.")
    event = opened.record(subject, answer, ladder=asked, rater=invitation.ask.of)
    typer.echo("\nKept in your journal.\n")
    both = agenda_of(invitation, event, opened.events())
    _show(both, asked)
    typer.echo(f"\n{_KEEP_IT}")


def agenda(
    which: Which = "",
    every: Annotated[
        bool, typer.Option("--all", help="Show every view that you opened, one below the other: for your eyes alone.")
    ] = False,
    uncover: Annotated[
        list[str] | None,
        typer.Option(
            "--uncover",
            help="Show your own answer to the line with this number; may be repeated. “all” shows all of them at once.",
            show_default=False,
        ),
    ] = None,
    out: OutFile = None,
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Show one second view that you opened as an agenda for a talk, your own answers covered.

    It is the one that stands on the page “Both views”, or the newest; whom else you asked isn’t shown with it.
    """
    from helpers.chapters.talking import CHOSEN
    from helpers.journal import Journal, Subject
    from helpers.ladder import load_ladder
    from helpers.review.agenda import agenda_of, as_text

    if out is not None:
        check_file(out, such_as="agenda.txt")
    asked, opened = load_ladder(ladder), Journal.open(journal)
    state, texts = opened.state(), []
    pairs = sorted(_opened(opened, which), key=lambda pair: (pair[1].at, pair[1].id), reverse=True)
    on_the_page = [pair for pair in pairs if pair[1].subject.id in state.picked(CHOSEN)]
    shown_now = pairs if every else (on_the_page or pairs)[:1]
    for invitation, event in shown_now:
        shown = _uncovered(invitation, uncover or ())
        text = as_text(agenda_of(invitation, event, opened.events()), asked, shown=shown)
        said = state.words(Subject.agreed(event.subject)).strip()
        texts.append(f"{text}\n{_AGREED}\n{'-' * len(_AGREED)}\n\n{said}\n" if said else text)
    _hand_over("\n\n".join(texts), out)
    if hidden := len(pairs) - len(shown_now):
        others = "One more view was" if hidden == 1 else f"{hidden} more views were"
        typer.echo(
            f"\n{others} opened. --ask with its reference shows that of one invitation, --all every one.", err=True
        )
    if out is None:
        typer.echo(f"\n{_KEEP_IT}", err=True)


def _uncovered(invitation: Invitation, wanted: Iterable[str]) -> tuple[str, ...]:
    """The statements to which one's own answers are shown, of the numbers that somebody gave. Raises `UsageError`."""
    ids, chosen = [statement_id for statement_id, _ in invitation.questions], []
    for number in wanted:
        if number == EVERY_ANSWER:
            return tuple(ids)
        if not (number.isdecimal() and 1 <= int(number) <= len(ids)):
            raise UsageError(
                f"--uncover {number!r} is no line of this view",
                next_step=f"Say its number, from 1 to {len(ids)}, or “{EVERY_ANSWER}” for all of your answers at once.",
            )
        chosen.append(ids[int(number) - 1])
    return tuple(chosen)


def agreed(
    text: Annotated[
        str | None,
        typer.Argument(help="What you two agreed. Left out: what you wrote down before.", show_default=False),
    ] = None,
    which: Which = "",
    plan: Annotated[bool, typer.Option("--plan", help="Make a plan of yours of it.")] = False,
    evidence: Annotated[
        list[str] | None,
        typer.Option("--evidence", help="Put it beside this statement as evidence; may be repeated."),
    ] = None,
    journal: JournalPath = None,
    ladder: LadderFile = None,
) -> None:
    """Write down what the two of you agreed after a second view, and make a plan or evidence of it.

    It stands with the view that you opened last, or with that of the invitation that --ask names.
    """
    from helpers.insight.notes import as_evidence
    from helpers.journal import Journal, Subject, Words
    from helpers.ladder import load_ladder
    from helpers.review.agreeing import plan_of

    asked, opened = load_ladder(ladder), Journal.open(journal)
    invitation, reply = max(_opened(opened, which), key=lambda pair: (pair[1].at, pair[1].id))
    subject, state = Subject.agreed(reply.subject), opened.state(asked)
    said = (state.words(subject) if text is None else text).strip()
    if not said:
        raise UsageError(
            "nothing is written down yet of what you agreed",
            next_step=f'Write, for example: {COMMAND} agreed "Name the price first in April" --plan',
        )
    # Whatever may be refused is refused here, before anything is written into the journal.
    statements = [asked.statement(statement_id).id for statement_id in dict.fromkeys(evidence or ())]
    planned = plan_of(state, said) if plan else None
    if text is not None and said != state.words(subject).strip():
        opened.record(subject, Words(text=said), ladder=asked)
    typer.echo(f"It stands with the view of {one_line(invitation.to)}, in {opened.path}.")
    if planned:
        opened.record(*planned, ladder=asked)
    if plan:
        again = "It is a plan of yours now" if planned else "A plan of yours says that already"
        typer.echo(f"{again}. “Your path” asks for its moment, its first step and its dates.")
    for statement_id in statements:
        opened.record(*as_evidence(opened.state(asked), statement_id, said), ladder=asked)
        typer.echo(f"It stands as evidence beside “{one_line(asked.statement(statement_id).title)}”.")
    if not plan and not statements:
        ids = " ".join(f"--evidence {statement_id}" for statement_id in invitation.ask.statements[:1])
        typer.echo(f"To make more of it: {COMMAND} agreed --plan, or {COMMAND} agreed {ids}")


def _opened(journal: Journal, which: str) -> list[tuple[Invitation, Event]]:
    """Every reply that was opened, with its invitation; `which` names one of them. Raises `UsageError` for none."""
    from helpers.journal import Reply
    from helpers.review import invitations

    by_id = {
        invitation.event.id: invitation
        for invitation in invitations(journal.events())
        if which in ("", invitation.reference)
    }
    current = journal.state().in_order()
    pairs = [
        (by_id[event.answer.to], event)
        for event in current
        if isinstance(event.answer, Reply) and event.answer.to in by_id
    ]
    if not pairs:
        raise UsageError("there is no reply to show", next_step=f"`{COMMAND} open` opens one.")
    return pairs


_AGREED = "What you two agreed"
_KEEP_IT = (
    f'When you have talked, keep what you agreed: {COMMAND} agreed "what you will try"\n'
    "With --plan it becomes a plan of yours, with --evidence STATEMENT it stands beside one as evidence."
)


def _proposed(ladder: Ladder, journal: Journal, *, yes: bool) -> list[str]:
    from helpers.review import proposed

    chosen = list(proposed(ladder, journal.state(ladder)))
    if not chosen:
        raise UsageError(
            "nothing can be proposed yet: no answer of yours lacks evidence, and you chose no focus",
            next_step=f"Name statements to ask about, such as: {typed('ask mid.roadmap mid.metrics')}",
        )
    typer.echo("These could be asked, since you can’t tell, named no example, or have them in focus:", err=True)
    for statement_id in chosen:
        typer.echo(f"  {statement_id}: {one_line(ladder.statement(statement_id).text)}", err=True)
    if not yes:
        typer.confirm(f"Ask about these? (Or name others: {typed('ask ID …')})", abort=True, err=True)
    return chosen


def _answer_first(ladder: Ladder, journal: Journal, chosen: list[str]) -> None:
    """Ask on the terminal for each own answer that is missing, before anybody else is asked."""
    from helpers.journal import Rating, RatingState, Subject, often

    state = journal.state(ladder)
    # All of them are there before the first is answered.
    for statement in [ladder.statement(statement_id) for statement_id in chosen]:
        statement_id = statement.id
        if state.rating(statement_id).state is not RatingState.UNANSWERED:
            continue
        typer.echo(f"\nYour own answer first. {ladder.scale.asked(statement)}", err=True)
        apart = {
            RatingState.NO_OPPORTUNITY: ladder.scale.no_opportunity.label,
            RatingState.NOT_APPLICABLE: ladder.scale.not_applicable.label,
            RatingState.DONT_KNOW: ladder.scale.dont_know.label,
        }
        steps = len(ladder.scale.frequencies)
        number = _step(ladder.scale, *apart.values())
        rating = often(number) if number < steps else Rating(state=[*apart][number - steps])
        journal.record(Subject.statement(statement_id), rating, ladder=ladder)


def _step(scale: Scale, *others: str) -> int:
    """The number that is chosen: that of a step, or from the number of steps on that of one of the `others`."""
    labels = [*(step.label for step in sorted(scale.frequencies, key=lambda step: step.value)), *others]
    for number, label in enumerate(labels):
        typer.echo(f"  {number}  {label}", err=True)
    number = typer.prompt("Which?", type=int, err=True)
    while not 0 <= number < len(labels):
        number = typer.prompt(f"A number from 0 to {len(labels) - 1}", type=int, err=True)
    return int(number)


def _confirmed(invitation: Invitation, got: Read, scale: Scale) -> dict[int, Seen]:
    """What stands for each statement after its reader confirmed it, by number."""
    from helpers.journal import Seen

    if got.unread:
        typer.echo("These lines name no statement and no frequency, and are left out:")
        for line in got.unread:
            typer.echo(f"  {one_line(line)}")
    confirmed: dict[int, Seen] = {}
    loose = [line.said for line in got.lines if line.number is None]
    for number, (statement_id, text) in enumerate(invitation.questions, 1):
        typer.echo(f"\n{number}. {one_line(text)}")
        said = _one(got.about(number), loose, scale)
        if said is not None:
            quotable = number in got.quotable
            confirmed[number] = Seen(statement=statement_id, often=said.often, example=said.example, quotable=quotable)
            typer.echo("   They allow it in a report." if quotable else "   Not to be quoted in a report.")
    return confirmed


def _one(said: Said | None, loose: list[Said], scale: Scale) -> Said | None:
    """What is confirmed of one statement: as it was read, one of the lines without a number, or as it is chosen now."""
    for candidate in [said] if said else [*loose]:
        if not candidate.clear:
            typer.echo(f"   They wrote: {one_line(candidate.example)}")
            typer.echo("   That can’t be told for sure.")
            break
        if typer.confirm(f"   They say: {_in_words(candidate, scale)}. Is that it?", default=said is not None):
            if said is None:
                loose.remove(candidate)
            return candidate
    if not typer.confirm("   Do you want to put in what they mean?", default=said is not None):
        return None
    number = _step(scale, "haven’t seen it")
    often = number if number < len(scale.frequencies) else None
    return (said or _nothing())._replace(often=often, clear=True)


def _nothing() -> Said:
    from helpers.review.reading import Said

    return Said(None, "")


def _in_words(said: Said, scale: Scale) -> str:
    from helpers.insight.words import frequency_label

    word = "haven’t seen it" if said.often is None else frequency_label(scale, said.often)
    return f"{word} ({one_line(said.example)})" if said.example else word


def _show(both: Agenda, ladder: Ladder) -> None:
    """The agenda with one's own answers covered, then each of them as its owner uncovers it."""
    from helpers.cli.terminal import printable
    from helpers.review.agenda import as_text, item_lines

    typer.echo(printable(as_text(both, ladder)))
    for item in both.items:
        if not typer.confirm(f"Show your own answer to “{one_line(item.text)}”?", default=False):
            continue
        typer.echo(printable("\n".join(item_lines(item, both.numbers[item.statement], ladder.scale, shown=True))))


def _pasted() -> str:
    typer.echo("Paste the reply, then a line with nothing but a full stop:")
    lines: list[str] = []
    while (line := typer.prompt("", default="", show_default=False, prompt_suffix="")) != ".":
        lines.append(line)
    return "\n".join(lines)


def _text_of(path: Path) -> str:
    from helpers import files
    from helpers.review.opening import text_of_file

    try:
        return text_of_file(files.read(path, most=MOST_BYTES).decode("utf-8-sig", "replace"))
    except OSError as error:
        raise ReplyRefused(
            f"it can’t be read: {files.reason(error)}", where=str(path), next_step="Check the path."
        ) from error


def _hand_over(text: str, out: Path | None) -> None:
    from helpers.cli.terminal import printable
    from helpers.report.files import write_private

    if out is None:
        typer.echo(printable(text))
    else:
        write_private(out, text.encode())
        typer.echo(f"Written to {out}", err=True)

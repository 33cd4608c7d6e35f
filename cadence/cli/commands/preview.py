"""What would each person receive? Edge: reads two files, writes nothing, needs no server."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from cadence.campaign import Campaign, Step
from cadence.campaign.answers import expected_answers, keeps
from cadence.campaign.branches import targets
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.enter import in_words
from cadence.campaign.segments import measure
from cadence.campaign.templates import CALLBACK_AT, SOME_VALUE
from cadence.campaign.texts import filler_of, samples
from cadence.campaign.when import when_due
from cadence.cli.app import Json, command
from cadence.cli.files import read_campaign
from cadence.cli.launching.list_options import Dates, File, Leads, Map, Refused, SheetName, list_order, tell_lines
from cadence.cli.output import print_json, progress, say, talk
from cadence.domain import END
from cadence.domain.errors import NotFoundError
from cadence.domain.list_rows import LeadRow
from cadence.domain.plurals import many
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.launch import list_lines, opened
from cadence.leads.lists import Intake
from cadence.leads.lists.facts import facts_of_row
from cadence.replies.digits import pressed_answers

ANSWERS = {True: "yes", False: "no, it is skipped", None: "not known, it is skipped"}
"""Whether a condition holds for a person."""
ENTRIES = {True: "yes", False: "no, this person does not come in", None: "not known, this person does not come in"}
"""Whether the condition of the campaign holds for a person."""
WHEN_DUE = "asked when it is due"
"""What is said of a condition that the list alone does not answer."""
LOOKED_AT = 1_000
"""How many rows are read even if fewer leads are shown, to report what is wrong with the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One text of one step, as one lead receives it."""

    lead: str
    step: str
    channel: str
    due: str  # when, in words
    what: str  # body, template, voicemail, title, answer
    text: str
    where: str = ""  # whom the step is for, and whether this person is one of them
    segments: int = 0
    costly: str = ""  # characters that make the message longer than it looks


@command(
    "cadence preview campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence preview campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --lead C-1001",
)
def preview(
    file: File,
    *,
    leads: Leads,
    lead: Annotated[str, typer.Option(help="Only this lead, by its id in the list.")] = "",
    first: Annotated[int, typer.Option(help="How many leads to show, from the top of the list.", min=1)] = 3,
    columns: Map = [],  # noqa: B006
    dates: Dates = None,
    sheet: SheetName = "",
    json: Json = False,
) -> None:
    """
    Show each step as a person would receive it: when it is due, its texts and its answers.

    The segments of a text message are counted, and each answer is shown with the step it leads to. Nothing is sent.

    Rows that a launch would refuse are counted, and the first of them are shown with their line and reason.
    """
    order = list_order(read_campaign(file), leads, columns, dates, sheet=sheet)
    campaign = order.campaign
    refused = Refused(leads, only=lead)
    with (
        progress("Reading the list") as show,
        opened(order, datetime.now(UTC), show, refused.hear, writes=False) as (intake, rows),
    ):
        audience = ListAudience(campaign, datetime.now(UTC))
        chosen = _chosen(intake, _counted(rows, audience), lead, first)
    if not chosen:
        why = "\n".join(["", *refused.lines()])
        raise NotFoundError(
            f"{leads} contains no {f'lead {lead}' if lead else 'leads'}: {intake.report.summary()}.{why}"
        )
    pieces = [piece for row in chosen for piece in _pieces(campaign, row)]
    if json:
        print_json([asdict(piece) for piece in pieces])
    else:
        _print(pieces)
    tell_lines([*list_lines(campaign, intake), *audience.lines()])
    for line in refused.lines():
        talk(line)
    cut = f" The first {intake.report.rows:,} rows were checked." if intake.report.rows >= LOOKED_AT else ""
    enter = f"Who may enter: {in_words(campaign.enter)}."
    talk(f"{many(len(chosen), 'lead')} shown. {intake.report.summary()}.{cut} {enter}")


def _counted(rows: Iterator[LeadRow], audience: ListAudience) -> Iterator[LeadRow]:
    """Yield the rows, counting whom the campaign is for."""
    for row in rows:
        audience.selects(row)
        yield row


def _for_whom(campaign: Campaign, step: Step, row: LeadRow) -> str:
    """Return whom a step is for, at the first one also whom the campaign is for, and whether this person is meant."""
    person = PersonAt(facts_of_row(campaign, row, datetime.now(UTC)), datetime.now(UTC), campaign.purpose)
    parts = []
    if campaign.where is not None and step.step == campaign.cadence[0].step:
        truth = ENTRIES[holds(campaign.where, person)]
        parts.append(
            f"the campaign is for people who meet this condition: {condition_in_words(campaign.where)}: {truth}"
        )
    if step.where is not None:
        known = step.where.by_list and samples(campaign).keys().isdisjoint(step.where.columns)
        truth = ANSWERS[holds(step.where, person)] if known else WHEN_DUE
        parts.append(f"only where {condition_in_words(step.where)}: {truth}")
    return "; ".join(parts)


def _chosen(intake: Intake, rows: Iterator[LeadRow], lead: str, first: int) -> list[LeadRow]:
    """Return the leads to show; of a long list only the first rows are read, and on to the last lead to show."""
    chosen: list[LeadRow] = []
    for row in rows:
        if len(chosen) < (1 if lead else first) and (not lead or row.key == lead):
            chosen.append(row)
        if intake.report.rows >= LOOKED_AT:
            if len(chosen) == (1 if lead else first):
                break
            if lead:
                intake.seek(lead)
    return chosen


def _pieces(campaign: Campaign, row: LeadRow) -> list[Piece]:
    """Return every text for one lead: the steps in the order of the file, then announcements of promised calls."""
    rule = campaign.callback
    notices = (
        [(name, notice) for name, notice in (("confirm", rule.confirm), ("moved", rule.moved)) if notice]
        if rule
        else []
    )
    announced = [notice.step(f"callback.{name}", channel) for name, notice in notices for channel in notice.channels]
    row = replace(row, attributes=samples(campaign) | row.attributes)  # what they will answer is not known yet
    person = replace(row, attributes=row.attributes | {CALLBACK_AT: SOME_VALUE})
    steps = [(step, row) for step in campaign.cadence] + [(step, person) for step in announced]
    return [piece for step, lead in steps for piece in _of_step(campaign, step, lead)]


def _of_step(campaign: Campaign, step: Step, row: LeadRow) -> list[Piece]:
    due = when_due(campaign, step) if step.step in campaign.places else ""
    name, where = row.key or f"line {row.line}", _for_whom(campaign, step, row)
    if step.content is None:
        return [Piece(lead=name, step=step.step, channel="wait", due=due, what="wait", text="", where=where)]
    pieces = []
    for part in step.content.shown(filler_of(campaign, row)):
        size = measure(part.text) if part.counted else None
        piece = Piece(
            lead=name,
            step=step.step,
            channel=step.channel.value if step.channel else "wait",
            due=due,
            what=part.what,
            text=part.text,
            where=where,
            segments=size.segments if size else 0,
            costly=size.costly if size else "",
        )
        pieces.append(piece)
    return [*pieces, *_answers(campaign, step, row)]


def _answers(campaign: Campaign, step: Step, row: LeadRow) -> Iterator[Piece]:
    """Yield the answers that a step expects, each with the words for it and the step that follows."""
    question = campaign.question_of(step)
    expected = expected_answers(question) if step.call is None or question is None else pressed_answers(question)
    for word, written in expected.items():
        kept = f", kept as {step.ask.save}" if step.ask is not None and keeps(question, word) else ""
        ways = [name for name, _ in targets(step.on[word])] if word in step.on else []
        unnamed = "work for a person" if step.call is None else step.floor or "the call ends"
        after = " or ".join(ways) or (END if word in campaign.stop_on else unnamed)
        yield Piece(
            lead=row.key or f"line {row.line}",
            step=step.step,
            channel=step.channel.value if step.channel else "wait",
            due="",
            what="answer",
            text=f"{written}: {word}{kept} -> {after}",
        )


def _print(pieces: list[Piece]) -> None:
    lead = step = None
    for piece in pieces:
        if piece.lead != lead:
            if lead is not None:
                say()
            say(piece.lead)
            lead, step = piece.lead, None
        if piece.step != step and piece.due:
            say(f"  {piece.step:<16} due {piece.due}")
        if piece.step != step and piece.where:
            say(f"  {piece.step:<16} {piece.where}")
        step = piece.step
        if not piece.text:
            continue
        plural = "segment" if piece.segments == 1 else "segments"
        because = f"; because of {piece.costly}" if piece.costly else ""
        size = f"  [{piece.segments} {plural}{because}]" if piece.segments else ""
        say(f"  {piece.step:<16} {piece.channel:<9} {piece.what}{size}")
        say(f"    {piece.text}")

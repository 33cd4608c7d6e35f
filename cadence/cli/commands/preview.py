"""What would each person receive? Edge: reads two files, writes nothing, needs no server."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from cadence.campaign.enter import in_words
from cadence.campaign.on_event import lines as event_lines
from cadence.cli.app import Json, command
from cadence.cli.files import read_campaign
from cadence.cli.launching.alert_lines import alert_lines
from cadence.cli.launching.cost_report import goal_lines
from cadence.cli.launching.list_options import Dates, File, Leads, Map, Refused, SheetName, list_order, tell_lines
from cadence.cli.launching.pieces import page, pieces_of
from cadence.cli.output import print_json, progress, say_lines, talk
from cadence.cli.scopes import InLanguage
from cadence.domain.errors import NotFoundError
from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.audience import ListAudience
from cadence.engine.launch.launch import list_lines, opened
from cadence.languages import say
from cadence.leads.lists import Intake

LOOKED_AT = 1_000
"""How many rows are read even if fewer leads are shown, to report what is wrong with the list."""


@command(
    "cadence preview campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv",
    "cadence preview campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --lead C-1001",
    "cadence preview campaigns/cart-recovery.yaml --leads campaigns/cart-recovery.csv --language es",
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
    language: InLanguage = "en",
    json: Json = False,
) -> None:
    """
    Show each step as a person would receive it: when it is due, its texts and its answers.

    The segments of a text message are counted, and each answer is shown with the step it leads to. Nothing is sent.

    Rows that a launch would refuse are counted, and the first of them are shown with their line and reason.
    """
    order = list_order(read_campaign(file), leads, columns, dates, sheet=sheet)
    campaign, now = order.campaign, datetime.now(UTC)
    refused = Refused(leads, only=lead)
    with (
        progress("Reading the list") as show,
        opened(order, now, show, refused.hear, writes=False) as (intake, rows),
    ):
        audience = ListAudience(campaign, now)
        chosen = _chosen(intake, _counted(rows, audience), lead, first)
    if not chosen:
        why = "\n".join(["", *refused.lines()])
        raise NotFoundError(
            f"{leads} contains no {f'lead {lead}' if lead else 'leads'}: {intake.report.summary()}.{why}"
        )
    pieces = [piece for row in chosen for piece in pieces_of(campaign, row, now, language)]
    if json:
        print_json([asdict(piece) for piece in pieces])
    else:
        say_lines(page(pieces, language))
        say_lines(event_lines(campaign.on_event, language))
    worth = [(say(language, "plan-goal"), line) for line in goal_lines(campaign, language)]
    tell_lines([*list_lines(campaign, intake), *worth, *audience.lines(language), *alert_lines(campaign, language)])
    for line in refused.lines():
        talk(line)
    rows_read = intake.report.rows
    remarks = [
        say(language, "preview-shown", leads=len(chosen)),
        f"{intake.report.summary(language)}.",
        *([say(language, "preview-checked", rows=rows_read)] if rows_read >= LOOKED_AT else []),
        say(language, "preview-enter", enter=in_words(campaign.enter, language)),
    ]
    talk(" ".join(remarks))


def _counted(rows: Iterator[LeadRow], audience: ListAudience) -> Iterator[LeadRow]:
    """Yield the rows, counting whom the campaign is for."""
    for row in rows:
        audience.selects(row)
        yield row


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

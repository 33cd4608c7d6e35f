"""How does a step look on one's own phone? Edge: the worker sends it, and this command waits for what comes of it."""

import time
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cadence.campaign import Campaign, Reading, Step
from cadence.channels.meanings import meaning
from cadence.cli.app import FAILED, UNAVAILABLE, Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.files import read_campaign
from cadence.cli.launching import list_options
from cadence.cli.launching.trying import (
    allowed_number,
    chosen_step,
    facts_of,
    left_out,
    made_up_values,
    row_of,
    verdict_lines,
    verdict_on,
)
from cadence.cli.orders import start
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.scopes import Because, Yes, sure
from cadence.domain import CampaignState, Facts, Outcome, Reason, TouchState, Verdict
from cadence.domain.channels import CONVERSATION_CHANNELS
from cadence.domain.errors import ConflictError
from cadence.domain.outcomes import REFUSALS
from cadence.engine.launch.launch import LaunchOrder
from cadence.engine.launch.trial import Commanded, TrialOrder, order_trial
from cadence.explain.story.speaker import Speaker
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.people import people
from cadence.ledger.reading import trials
from cadence.ledger.reading.trials import TrialStanding
from cadence.policy.wording import in_words

TRY = "try"
MADE_UP_LIST = "made-up"
LOOK_EVERY = 0.3
"""Real seconds between two looks at what came of it."""
CALLS = 300
"""Real seconds to wait for the end of a call, at least."""
UNSENT = frozenset({*REFUSALS, Outcome.FAILED, Outcome.UNDELIVERED, Outcome.EXPIRED, Outcome.BLOCKED, Outcome.LOST})
"""Outcomes after which the command fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """What is tried, with whose values, and the verdict that their owner would get."""

    order: TrialOrder
    known: Facts | None  # of the person of the list; None for made-up values
    verdict: Verdict
    who: str
    left_out: list[str]  # that a lead does not come into the campaign; nothing for one that does

    @property
    def step(self) -> Step:
        """The step that is sent."""
        return self.order.step


@command(
    "cadence try campaigns/cart-recovery.yaml --to +34600000001",
    "cadence try campaigns/cart-recovery.yaml --to +34600000001 --as C-1001 --leads campaigns/cart-recovery.csv",
    name=TRY,
)
def try_step(
    file: list_options.File,
    *,
    to: Annotated[str, typer.Option(help="The number or address to send to; CADENCE_TRY_NUMBERS must list it.")],
    step: Annotated[str, typer.Option(help="The step; without it, the first that this number can get.")] = "",
    person: Annotated[str, typer.Option("--as", help="Use the values of this row of --leads, by its id.")] = "",
    leads: list_options.AnyLeads = None,
    list_name: list_options.ListName = "",
    columns: list_options.Map = [],  # noqa: B006
    dates: list_options.Dates = None,
    sheet: list_options.SheetName = "",
    wait: Annotated[int, typer.Option(help="How many seconds to wait for what comes of it.", min=1, max=600)] = 60,
    because: Because = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Send one step to a number of your own, as a lead would get it, and show what came of it.

    The worker sends it as it sends every touch, only to numbers that its setting CADENCE_TRY_NUMBERS lists, and never
    to one that has said stop. Pauses, the sender's rate and what the carrier refuses count. Hours, consent, limits and
    the law about the lead do not: the command prints the verdict that the lead would get now. The values are made up
    unless --as names a row of the list. The text begins with [Test], [Prueba] or [Teste]; an approved template goes as
    it is. A call also rings one of your agents, so the command asks first.

    A trial counts in no limit, report or figure; it stands in `cadence history` and `cadence lead`. On WhatsApp it
    counts in your portfolio's people, because it does at Meta. A reply makes no task, but STOP is a stop: the number is
    closed for every campaign.
    """
    reading = read_campaign(file)
    order = None
    if leads is not None:
        order = list_options.list_order(reading, leads, columns, dates, list_name, sheet=sheet)
    elif list_name or columns or dates or sheet:
        raise typer.BadParameter(
            "--list, --map, --dates and --sheet describe a list; expected --leads LIST.csv with them"
        )
    with open_session() as session:
        trial = _planned(session, reading, to, step, _Values(order=order, who=person, named=list_name))
        lines = [*trial.left_out, *verdict_lines(trial.verdict, trial.who)]
        for line in lines:
            talk(line)
        calls = trial.step.channel in CONVERSATION_CHANNELS
        if calls and not yes:
            agent = f", and then an agent of the floor {trial.step.floor}, whose place is taken meanwhile"
            sure(f"Call {to}{agent if trial.step.floor else ''}?")
        stored = order_trial(session.planner, trial.order, _commanded(session, trial, because))
        if not start(session, stored):
            talk("Temporal does not answer. The worker starts the trial when it does, within ten minutes.")
        standing = _awaited(session, stored.enrolment.id, max(wait, CALLS if calls else 0))
    if json:
        print_json(_as_data(trial, stored, standing, lines))
    else:
        say_lines(_in_words(trial.step, standing))
    talk(f"`cadence lead {stored.lead}` shows its story. A reply makes no task; STOP closes the number everywhere.")
    if (code := _exit_code(standing)) != 0:
        raise typer.Exit(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Values:
    """Whose values were asked for."""

    order: LaunchOrder | None
    who: str
    named: str  # the name of the list that was typed

    def list_of(self) -> LaunchOrder | None:
        """Return the list that has the row; None for made-up values. Raises BadParameter, ConflictError."""
        if bool(self.who) != (self.order is not None):
            missing, given = ("--leads LIST.csv", "--as") if self.who else ("--as ID", "--leads")
            raise typer.BadParameter(f"{given} needs {missing}; expected both, or neither for made-up values")
        return self.order


def _planned(session: LedgerSession, reading: Reading, to: str, step_name: str, values: _Values) -> _Trial:
    """Return what is sent, after everything was checked that needs no worker."""
    campaign = reading.right()
    number = allowed_number(to, session.settings.try_numbers)
    step = chosen_step(campaign, step_name, number)
    _refuse_closed(session, campaign)
    order = values.list_of()
    if order is None:
        row, who = made_up_values(campaign, number, step.channel, session.now), "A lead at this number, with a consent,"
        name = MADE_UP_LIST
    else:
        row, who = row_of(order, values.who, session.now), f"Lead {values.who}"
        name, _ = list_options.planned_source(order.leads, values.named)
    known = facts_of(session, campaign, name, row)
    return _Trial(
        left_out=left_out(campaign, known, session.now, who) if order is not None else [],
        order=TrialOrder(campaign=campaign, step=step, to=number, values=row),
        verdict=verdict_on(session, campaign, step, known),
        known=known if order is not None else None,
        who=who,
    )


def _refuse_closed(session: LedgerSession, campaign: Campaign) -> None:
    """Refuse a file whose campaign is over: nothing of it is sent any more. Raises ConflictError."""
    with session.ledger.begin() as connection:
        every = campaigns.every(connection)
    state = next((known.state for known in every if known.name == campaign.campaign), CampaignState.RUNNING)
    if state is not CampaignState.RUNNING:
        raise ConflictError(
            f"Campaign {campaign.campaign} is {state}, so nothing of it is sent, not even a trial; expected a file "
            "with another `campaign:` name."
        )


def _commanded(session: LedgerSession, trial: _Trial, because: str) -> Commanded:
    """Return what makes the order: it is about the person whose values are used, if the ledger knows them."""

    def order(connection: Connection, lead: str, campaign: int, enrolment: str) -> Command:
        about = trial.known.lead.id if trial.known is not None else lead
        known = people.find(connection, session.ledger.hasher, about)
        return session.command(
            TRY,
            why=because,
            lead=about if any(person.id == about for person in known) else lead,
            campaign=campaign,
            step=trial.step.step,
            trial=enrolment,
        )

    return order


def _awaited(session: LedgerSession, enrolment: str, seconds: float) -> TrialStanding:
    """Return how the trial stands once its end is known, or time is up."""
    until = time.monotonic() + seconds
    while True:
        with session.ledger.begin() as connection:
            standing = trials.standing(connection, enrolment)
        if _over(standing) or time.monotonic() >= until:
            return standing
        time.sleep(LOOK_EVERY)


def _over(standing: TrialStanding) -> bool:
    """Tell whether no more is to be heard of it. Whether a message arrived is worth a wait."""
    return standing.finished is not None and standing.outcome is not Outcome.SENT


def _in_words(step: Step, standing: TrialStanding) -> list[str]:
    """Return what came of a trial."""
    speaker = Speaker()
    head = f"{step.step} ({step.channel})"
    if standing.reasons:
        return [f"{head} was not sent, because", *_reasons(standing)]
    if standing.outcome is None:
        return [f"{head}: {_without_outcome(standing)}"]
    lines = [f"{head}: {speaker.term('outcome', standing.outcome)}"]
    if standing.code:
        words = meaning(standing.code).in_words()
        lines.append(f"  carrier code {standing.code}" + (f": {words}" if words else ""))
    if text := standing.body or standing.template:
        lines.append(f"  {text}")
    return lines


def _reasons(standing: TrialStanding) -> list[str]:
    """Return why it was refused, each reason once."""
    listed = (Reason(rule=reason["rule"], evidence=reason["evidence"] or {}) for reason in standing.reasons or ())
    return list(dict.fromkeys(f"  {in_words(reason)}" for reason in listed))


def _without_outcome(standing: TrialStanding) -> str:
    """Return in words where a trial stands that has no outcome."""
    if standing.finished is not None:
        return Speaker().term("reason", standing.finished)
    if standing.touch is not None:
        return "under way"
    return "not sent yet; `cadence doctor` shows whether a worker runs. It goes within ten minutes, or not at all"


def _as_data(trial: _Trial, stored: StoredEnrolment, standing: TrialStanding, lines: list[str]) -> dict[str, Any]:
    """Return everything as data."""
    return {
        "campaign": trial.order.campaign.campaign,
        "step": trial.step.step,
        "channel": trial.step.channel,
        "lead": stored.lead,
        "touch": standing.touch,
        "sent": standing.touch is not None and standing.state is not TouchState.SKIPPED,
        "outcome": standing.outcome,
        "code": standing.code or "",
        "text": standing.body,
        "template": standing.template,
        "finished": standing.finished,
        "because": [words.strip() for words in _reasons(standing)],
        "verdict": type(trial.verdict).__name__.lower(),
        "rules": [reason.rule for reason in trial.verdict.reasons],
        "words": lines,
    }


def _exit_code(standing: TrialStanding) -> int:
    """Return 0 for what reached the phone or is on its way, else that it failed, or that nobody sent it yet."""
    if standing.touch is None and standing.finished is None:
        return UNAVAILABLE
    refused = standing.touch is None or standing.state is TouchState.SKIPPED
    return FAILED if refused or standing.outcome in UNSENT else 0

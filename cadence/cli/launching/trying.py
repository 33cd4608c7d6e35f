"""Which step goes to which number, with whose values, and what would the real lead get? Edge: for `cadence try`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign, Step
from cadence.campaign.conditions.evaluate import PersonAt, holds
from cadence.campaign.conditions.words import in_words as condition_in_words
from cadence.campaign.templates import BUILT_IN, CALLBACK_AT, SOME_VALUE
from cadence.campaign.texts import dated_columns, missing_for, samples, unwritable_for, used_columns
from cadence.cli.connection import LedgerSession
from cadence.cli.launching.expected_facts import facts_of_rows
from cadence.cli.launching.list_options import Refused
from cadence.cli.output import progress
from cadence.domain import Allow, Cause, CauseKind, Channel, Defer, Facts, Hold, Verdict
from cadence.domain.channels import CONTACT_CHANNELS, WORK_CHANNEL, can_address
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.list_rows import ConsentRow, LeadRow, NumberRow
from cadence.domain.nearest import nearest
from cadence.domain.spellings import identity
from cadence.engine.launch.launch import LaunchOrder, opened
from cadence.leads.contacts import read_contact
from cadence.leads.lists import Intake
from cadence.leads.lists.address import read_address
from cadence.leads.phone import Unfit
from cadence.planning.candidate import candidate_of
from cadence.policy import evaluation
from cadence.policy.wording import in_words

SETTING = "CADENCE_TRY_NUMBERS"
NAMES = {"en": "Alex Smith", "es": "Ana García", "pt": "Ana Silva"}
"""Who gets a step with made-up values."""
MADE_UP_ACCOUNT = "ACME"
LOOKED_AT = 1_000
"""How many rows of a list are read before those with other ids are skipped."""
AHEAD = timedelta(days=3)
"""How far ahead a made-up date is."""
MADE_UP = "made up for a trial"
"""Where a made-up consent is from: the verdict says what else would hold the step back."""


def allowed_number(text: str, listed: tuple[str, ...]) -> NumberRow:
    """Return the number or address that was typed, in any spelling. Raises InvalidInputError unless it is listed."""
    if not listed:
        raise InvalidInputError(
            f"No number may get trials: {SETTING} is not set. Set it to your own numbers and addresses, such as "
            f"{SETTING}=+34600000001,ana@example.com, for the worker and for this command."
        )
    number = read_contact(text)
    if isinstance(number, Unfit):
        raise InvalidInputError(f"--to cannot be used: {number.reason}; expected one such as +34600000001.")
    if identity(number.e164) not in {identity(known) for known in listed}:
        raise InvalidInputError(
            f"--to is not listed in {SETTING}, so nothing is sent to it; expected "
            f"{'the one that is' if len(listed) == 1 else f'one of the {len(listed)} that are'}."
        )
    return number


def chosen_step(campaign: Campaign, name: str, to: NumberRow) -> Step:
    """Return the step to send: the one named, else the first that this number can get. Raises InvalidInputError."""
    sending = [step for step in campaign.cadence if step.channel in CONTACT_CHANNELS]
    fitting = [step for step in sending if step.channel and can_address(step.channel, to.kind)]
    listed = ", ".join(f"{step.step} ({step.channel})" for step in sending)
    if name:
        return _named(campaign, name, fitting, listed)
    if not fitting:
        what = f"its steps that send are {listed}" if sending else "none of its steps sends anything"
        raise InvalidInputError(f"No step of {campaign.campaign} can go to --to: {what}.")
    return fitting[0]


def _named(campaign: Campaign, name: str, fitting: list[Step], listed: str) -> Step:
    """Return the step of this name, or raise InvalidInputError with why it is not sent."""
    step = next((step for step in campaign.cadence if step.step == name), None)
    expected = f"expected one of the steps that send: {listed}" if listed else "none of its steps sends anything"
    if step is None:
        close = nearest(name, [known.step for known in campaign.cadence])
        hint = f" Did you mean {close}?" if close else ""
        raise InvalidInputError(f"{campaign.campaign} has no step {name}; {expected}.{hint}")
    if step.channel is None:
        raise InvalidInputError(f"Step {name} only waits, so nothing is sent; {expected}.")
    if step.channel is WORK_CHANNEL:
        raise InvalidInputError(f"Step {name} is a task for one of your people, so nothing is sent; {expected}.")
    if step not in fitting:
        raise InvalidInputError(
            f"Step {name} goes by {step.channel}, which --to cannot get; expected "
            f"{'an e-mail address' if step.channel is Channel.EMAIL else 'a phone number of the right kind'} for it."
        )
    return step


def made_up_values(campaign: Campaign, to: NumberRow, channel: Channel | None, now: datetime) -> LeadRow:
    """Return a person at this number with a value for every column that the file uses. Raises InvalidInputError."""
    consents = (ConsentRow(channel=channel, given=True, source=MADE_UP),) if channel is not None else ()
    for row in _made_up(campaign, to, now):
        if not missing_for(campaign, row) and not unwritable_for(campaign, row):
            return replace(row, consents=consents)
    raise InvalidInputError(
        f"No made-up values fit the texts of {campaign.campaign}; expected a row of a list: --as ID --leads LIST.csv."
    )


def _made_up(campaign: Campaign, to: NumberRow, now: datetime) -> Iterator[LeadRow]:
    """Yield people with made-up values: first such as show which column stands where, then such as filters take."""
    columns = sorted(used_columns(campaign) - {*BUILT_IN, CALLBACK_AT})
    dates, day = dated_columns(campaign), f"{now + AHEAD:%Y-%m-%d} 10:00"
    country = campaign.country or to.country
    answers = samples(campaign)
    for some in ("[{}]", "10", SOME_VALUE):
        yield LeadRow(
            line=1,
            name=NAMES[campaign.language],
            numbers=(to,),
            country=country,
            zones=() if to.zones else read_address(country, "").zones,
            account=MADE_UP_ACCOUNT,
            attributes=answers | {name: day if name in dates else some.format(name) for name in columns},
        )


def row_of(order: LaunchOrder, who: str, now: datetime) -> LeadRow:
    """Return the row of a list with this id. Raises NotFoundError with why its row is refused, if it is."""
    refused = Refused(order.leads, only=who)
    with progress("Reading the list") as show, opened(order, now, show, refused.hear, writes=False) as (intake, rows):
        row = next((row for row in _looked_through(intake, rows, who) if row.key == who), None)
    if row is None:
        raise NotFoundError("\n".join([f"{order.leads} contains no lead {who} that a launch takes.", *refused.lines()]))
    return replace(row, attributes=samples(order.campaign) | row.attributes)  # what they will answer is not known yet


def _looked_through(intake: Intake, rows: Iterator[LeadRow], who: str) -> Iterator[LeadRow]:
    """Yield the rows; of a long list, after the first of them, only those with this id."""
    for row in rows:
        yield row
        if intake.report.rows == LOOKED_AT:
            intake.seek(who)


def facts_of(session: LedgerSession, campaign: Campaign, list_name: str, row: LeadRow) -> Facts:
    """Return what would be known of this row's person if they were enrolled now."""
    return facts_of_rows(session, campaign, list_name, [row], session.now)[0]


def verdict_on(session: LedgerSession, campaign: Campaign, step: Step, known: Facts) -> Verdict:
    """Return the verdict that the real lead would get on this step, if it were due now."""
    if step.channel is None:
        raise AssertionError(f"{step.step} is a wait, which no rule judges")
    touch = candidate_of(campaign, step, step.channel, Cause(kind=CauseKind.STEP, ref=step.step))
    return evaluation.judge(campaign, known, touch, session.now, session.planner.law(campaign))


def left_out(campaign: Campaign, known: Facts, now: datetime, who: str) -> list[str]:
    """Return that a lead does not come into the campaign by its `where`; nothing for a lead that does."""
    if campaign.where is None or holds(campaign.where, PersonAt(known, now, campaign.purpose)) is True:
        return []
    condition = condition_in_words(campaign.where)
    return [
        f"{who} does not come in: the campaign is for people who meet this condition: {condition}. Apart from that:"
    ]


def verdict_lines(verdict: Verdict, who: str) -> list[str]:
    """Return the verdict in words."""
    match verdict:
        case Allow():
            return [f"{who} would get it now: every rule allows it."]
        case Defer():
            head = f"{who} would get it at {verdict.until:%Y-%m-%d %H:%M} UTC, because"
        case Hold():
            head = f"{who} would wait for it, because"
        case _:
            head = f"{who} would not get it, because"
    return [head, *dict.fromkeys(f"  {in_words(reason)}" for reason in verdict.reasons)]

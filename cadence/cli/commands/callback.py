"""How is a call promised for a certain time? Edge."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated
from uuid import uuid4

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import open_session
from cadence.cli.orders import follow
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, Campaign, Who, moment
from cadence.domain import Defer, Hold, Refuse, Verdict
from cadence.domain.errors import InvalidInputError
from cadence.domain.zones import zone
from cadence.engine.outcomes.callbacks import Promise, request_callback
from cadence.engine.outcomes.promised import Expected, expected_call, request_ref, resolve_instant
from cadence.ledger.campaigns import campaigns
from cadence.policy.wording import in_words

AT = "When; without a UTC offset, in the person's local time."
FARTHEST = timedelta(days=366)
"""A later time is taken for a mistake in the year."""


@command("cadence callback cart-recovery C-1001 --at 2027-03-10T10:00+01:00")
def callback(
    campaign: Campaign,
    who: Who,
    *,
    at: Annotated[datetime, typer.Option(help=AT, parser=moment, show_default=False)],
    task: Annotated[
        str, typer.Option(help="The task of the reply with the request: the first characters of its id.")
    ] = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Promise a person a call at a certain time. The campaign's other steps wait for it, and every rule still applies.

    Promising the same time again changes nothing; another time replaces the promised one, so that nobody is called
    twice. The call is also made if the person has already finished the campaign's steps.

    With --task (the id is shown by `cadence review`) the person asked for the call: the campaign's limits, gap and
    budget do not apply, and the request counts as consent. Without --task the call needs a consent and the limits
    apply.
    """
    with open_session() as session:
        with session.ledger.begin() as connection:
            campaigns.find(connection, campaign)
        lead = session.lead(who)
        when = to_come(resolve_instant(session.planner, lead, campaign, at), session.now)
        order = session.command("callback", why=because, lead=lead, at=when.isoformat())
        ref = request_ref(session.planner, lead, task) if task else f"command:{uuid4()}"
        promise = Promise(lead=lead, campaign=campaign, at=when, ref=ref)
        agreed = request_callback(session.planner, promise, order)
        follow(session, agreed)
        call = expected_call(session.planner, lead, campaign, when)
    at = at if at.tzinfo is not None else when.astimezone(clock_of(call.zone))
    if json:
        data = {"campaign": campaign, "lead": lead, "at": when, "new": agreed.changed}
        data |= {"instead_of": agreed.instead_of, "goes_at": call.goes_at, "moved": call.moved, "zone": call.zone}
        print_json(data | {"because": _reasons(call.verdict)})
        return
    already = "" if agreed.changed else " already"
    talk(f"Promised{already} for {_clock(at, at)}. `cadence lead {who}` shows what happens to it.")
    for old in agreed.instead_of:
        talk(f"It replaces the call promised for {_clock(old, at)}.")
    for words in _by_the_rules(call.verdict, at):
        talk(words)
    if theirs := _on_their_clock(call, at):
        talk(theirs)


def _on_their_clock(call: Expected, typed: datetime) -> str:
    """Return when the call will be made in the person's local time, if that differs from the typed offset."""
    if call.goes_at is None or call.zone is None:
        return ""
    there = call.goes_at.astimezone(clock_of(call.zone))
    if there.utcoffset() == call.goes_at.astimezone(typed.tzinfo).utcoffset():
        return ""
    return f"In the person's local time: {there:%a %Y-%m-%d %H:%M} ({call.zone})."


def clock_of(name: str | None) -> tzinfo:
    """Return the time zone with this name; UTC without a name."""
    return zone(name) if name is not None else UTC


def _reasons(verdict: Verdict | None) -> list[str]:
    """Return in words why a call will not be made at the promised time."""
    return [in_words(reason) for reason in verdict.reasons] if isinstance(verdict, Defer | Hold | Refuse) else []


def _by_the_rules(verdict: Verdict | None, at: datetime) -> list[str]:
    """Return what the rules do with a promised call, if they do not simply allow it."""
    match verdict:
        case Defer():
            head = f"The rules do not allow it then: the call is made at {_clock(verdict.until, at)}, because"
        case Hold():
            head = "For now the call waits, because"
        case Refuse():
            head = "For now the rules would refuse the call, because"
        case _:
            return []
    return [head, *dict.fromkeys(f"  {words}" for words in _reasons(verdict))]


def _clock(instant: datetime, typed: datetime) -> str:
    """Return an instant with the UTC offset that was typed."""
    return f"{instant.astimezone(typed.tzinfo):%a %Y-%m-%d %H:%M %z}"


def to_come(at: datetime, now: datetime) -> datetime:
    """Return a future instant, at most a year ahead, in UTC. Raises InvalidInputError."""
    if now < at <= now + FARTHEST:
        return at.astimezone(UTC)
    wrong = "has passed" if at <= now else "is more than a year away"
    raise InvalidInputError(
        f"{at:%Y-%m-%d %H:%M %z} {wrong}; expected an instant after {now:%Y-%m-%d %H:%M} UTC, within a year."
    )

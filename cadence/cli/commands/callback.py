"""How is a call promised for a certain time? Edge."""

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, Campaign, Who, moment
from cadence.domain import Defer, Hold, Reason, Refuse, Verdict
from cadence.domain.errors import InvalidInputError
from cadence.policy.wording import in_words

if TYPE_CHECKING:
    from cadence.engine.outcomes.promised import Expected

AT = "When; without an offset, on the person's own clock."
FARTHEST = timedelta(days=366)
"""Nobody asks to be called later than that; it is a slip in the year."""


@command("cadence callback cart-recovery C-1001 --at 2027-03-10T10:00+01:00")
def callback(
    campaign: Campaign,
    who: Who,
    *,
    at: Annotated[datetime, typer.Option(help=AT, parser=moment, show_default=False)],
    task: Annotated[
        str, typer.Option(help="The task of the reply in which the person asked, by the beginning of its id.")
    ] = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Promise a call: it goes before the cadence at that time, through every rule, and the cadence waits for it.

    Said again, it is promised once; another hour replaces the one that stands, so that nobody is called twice. After
    the end of the cadence the promise is kept all the same.

    With --task, as `cadence review` shows it, the call is the person's own wish: free of the campaign's limits, gap and
    budget, and the request is the consent. Without it, it needs a consent and keeps the limits.
    """
    from cadence.engine.outcomes import Promise, request_callback
    from cadence.engine.outcomes.promised import expected_call, request_ref, resolve_instant
    from cadence.ledger.campaigns import campaigns

    with house() as home:
        with home.ledger.begin() as connection:
            campaigns.find(connection, campaign)
        lead = home.lead(who)
        when = to_come(resolve_instant(home.planner, lead, campaign, at), home.now)
        order = home.command("callback", why=because, lead=lead, at=when.isoformat())
        ref = request_ref(home.planner, lead, task) if task else f"command:{uuid4()}"
        promise = Promise(lead=lead, campaign=campaign, at=when, ref=ref)
        agreed = request_callback(home.planner, promise, order)
        home.follow(agreed)
        call = expected_call(home.planner, lead, campaign, when)
    at = at if at.tzinfo is not None else when.astimezone(clock_of(call.zone))
    if json:
        data = {"campaign": campaign, "lead": lead, "at": when, "new": agreed.changed}
        data |= {"instead_of": agreed.instead_of, "goes_at": call.goes_at, "moved": call.moved, "zone": call.zone}
        print_json(data | {"because": [in_words(reason) for reason in _noes(call.verdict)]})
        return
    already = "" if agreed.changed else " already"
    talk(f"Promised{already} for {_clock(at, at)}. `cadence lead {who}` shows what comes of it.")
    for old in agreed.instead_of:
        talk(f"It replaces the call promised for {_clock(old, at)}.")
    for words in _by_the_rules(call.verdict, at):
        talk(words)
    if theirs := _on_their_clock(call, at):
        talk(theirs)


def _on_their_clock(call: "Expected", typed: datetime) -> str:
    """Return when the call will be made on the person's own clock, where that differs from the one that was typed."""
    if call.goes_at is None or call.zone is None:
        return ""
    there = call.goes_at.astimezone(clock_of(call.zone))
    if there.utcoffset() == call.goes_at.astimezone(typed.tzinfo).utcoffset():
        return ""
    return f"On the person's own clock: {there:%a %Y-%m-%d %H:%M} ({call.zone})."


def clock_of(name: str | None) -> tzinfo:
    """Return the clock of a zone; UTC where none is known."""
    from cadence.domain.zones import zone

    return zone(name) if name is not None else UTC


def _noes(verdict: Verdict | None) -> tuple[Reason, ...]:
    """Return why a call will not be made at the promised time."""
    return verdict.reasons if isinstance(verdict, Defer | Hold | Refuse) else ()


def _by_the_rules(verdict: Verdict | None, at: datetime) -> list[str]:
    """Say what the rules make of a promise, where they do not simply let it go."""
    match verdict:
        case Defer():
            head = f"The rules do not let it go then: it goes at {_clock(verdict.until, at)}, because"
        case Hold():
            head = "As things stand it waits, because"
        case Refuse():
            head = "As things stand the rules will refuse it, because"
        case _:
            return []
    return [head, *dict.fromkeys(f"  {in_words(reason)}" for reason in verdict.reasons)]


def _clock(instant: datetime, typed: datetime) -> str:
    """Return an instant on the clock of the one that was typed."""
    return f"{instant.astimezone(typed.tzinfo):%a %Y-%m-%d %H:%M %z}"


def to_come(at: datetime, now: datetime) -> datetime:
    """Return an instant in UTC that lies ahead, but not beyond reason. Raises InvalidInputError."""
    if now < at <= now + FARTHEST:
        return at.astimezone(UTC)
    wrong = "has passed" if at <= now else "is more than a year away"
    raise InvalidInputError(
        f"{at:%Y-%m-%d %H:%M %z} {wrong}; expected an instant after {now:%Y-%m-%d %H:%M} UTC, within a year."
    )

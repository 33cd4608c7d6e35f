"""
What does the carrier say when it is asked about touches, and about messages from people? Edge: pages of lists are read.

`agent_legs` looks up the legs of a call to agents: only they show whether a person who answered was connected.

The official client parses dates while it iterates over a list, and stops at the first that it cannot read. Here each
message is read on its own, so that an error in a message affects only that one.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from cadence.channels.provider import CarrierReport, PriceReport, Received, Unreadable
from cadence.channels.twilio import statuses
from cadence.channels.twilio.webhooks import IN_PROGRESS, read_inbound
from cadence.domain import Outcome
from cadence.domain.money import CURRENCIES, Money
from cadence.domain.outcomes import LIVE
from cadence.domain.storable import storable

_NEVER = datetime.min.replace(tzinfo=UTC)

Resource = Any
"""A message or a call of the official client, or a page of them: it ships no types. A record may be anything."""


def message_report(message: Resource) -> CarrierReport:
    """Read a message."""
    code = str(message.error_code or "")
    return CarrierReport(
        sid=message.sid,
        status=message.status,
        at=message.date_updated or message.date_created,
        outcome=statuses.message_outcome(message.status, code),
        code=code,
    )


def call_report(call: Resource, agent_legs: Callable[[str], list[Resource]]) -> CarrierReport:
    """Read a call; the outcome of an ended call that a person answered comes from its leg to the agent."""
    answered_by = call.answered_by or ""
    outcome = statuses.call_outcome(call.status, answered_by)
    agent_at, delivery, no_agent = None, "", False
    if outcome is None and call.status == "completed":
        leg = max(agent_legs(call.sid), key=lambda agent_leg: _connected_at(agent_leg) or _NEVER, default=None)
        no_agent = leg is None
        outcome = statuses.dial_outcome(leg.status if leg else "")
        if leg is not None and outcome is Outcome.ANSWERED:
            agent_at, delivery = _connected_at(leg), LIVE
    return CarrierReport(
        sid=call.sid,
        status=call.status,
        at=call.end_time or call.date_updated or call.date_created,
        outcome=outcome,
        answered_at=_connected_at(call) if call.status in {IN_PROGRESS, "completed"} else None,
        seconds=int(call.duration or 0) if call.status == "completed" else 0,
        agent_at=agent_at,
        delivery=delivery,
        no_agent=no_agent,
        undetected=statuses.undetected(call.status, answered_by),
    )


def _connected_at(call: Resource) -> datetime | None:
    """Return when a call was answered: its duration counts from there to its end."""
    if call.end_time is None or not call.duration:
        return call.start_time if call.status == IN_PROGRESS else None
    ended: datetime = call.end_time
    return ended - timedelta(seconds=int(call.duration)) if call.status == "completed" else None


def read_pages(page: Resource) -> Iterator[Received | Unreadable]:
    """Yield the messages from people on this page of the client and on those behind it, as they are listed."""
    while page is not None:
        page.get_instance = _each_on_its_own(page.get_instance)
        yield from (message for message in page if message is not None)
        page = page.next_page()


def read_prices(page: Resource) -> Iterator[PriceReport]:
    """Yield the prices on this page of the client and on those behind it."""
    while page is not None:
        page.get_instance = price_in
        yield from (price for price in page if price is not None)
        page = page.next_page()


def price_in(record: Resource) -> PriceReport | None:
    """
    Return the price in a record of a list; None for one that has none yet, or that we cannot read.

    Twilio writes what it charges as a negative number, and no credits: a number without the sign is a charge as well.
    What people send us and their calls are no touches.
    """
    if not isinstance(record, dict) or not str(record.get("direction", "")).startswith("outbound"):
        return None
    sid, unit = str(record.get("sid") or ""), str(record.get("price_unit") or "").upper()
    try:
        amount = abs(Decimal(str(record.get("price") or "")))
    except InvalidOperation:
        return None
    if not sid or not amount.is_finite() or unit not in CURRENCIES:
        return None
    return PriceReport(
        sid=sid, price=Money(amount=amount, currency=unit), call=str(record.get("parent_call_sid") or "")
    )


def received(message: Resource) -> Received:
    """Read a message from a person. Raises ValueError for one without an id, an instant or its two addresses."""
    at = message.date_sent or message.date_created
    if at is None or not (message.sid and message.from_ and message.to):
        raise ValueError("a message without an id, an instant, a sender or a recipient")
    fields = {
        "MessageSid": message.sid,
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
        "MessagingServiceSid": message.messaging_service_sid,
    }
    return read_inbound({name: storable(value or "") for name, value in fields.items()}, at)


def _each_on_its_own(parse: Callable[[Resource], Resource]) -> Callable[[Resource], Received | Unreadable | None]:
    """Return a function that reads one record of a list: None for a message that we sent ourselves."""

    def read(record: Resource) -> Received | Unreadable | None:
        try:
            message = parse(record)
            return received(message) if message.direction == "inbound" else None
        except Exception as error:  # noqa: BLE001  any error belongs to this record
            ours = isinstance(record, dict) and str(record.get("direction", "")).startswith("outbound")
            return None if ours else Unreadable(sid=_name(record), error=error)

    return read


def _name(record: Resource) -> str:
    """Return the id of a record, or a description if it has none: it is shown to operators and fetched again."""
    sid = record.get("sid") if isinstance(record, dict) else None
    return storable(str(sid))[:64] if sid else "a message without an id"

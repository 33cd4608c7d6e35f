"""
Which messages from people does the carrier list? Edge: a message that cannot be read does not block the others.

The official client parses dates while it iterates over a list, and stops at the first that it cannot read. Here each
record is read on its own, so that an error in a record affects only that record.
"""

from collections.abc import Callable, Iterator
from typing import Any

from cadence.channels.provider import Received, Unreadable
from cadence.channels.twilio.webhooks import bare, person
from cadence.domain.storable import storable


def read_pages(page: Any) -> Iterator[Received | Unreadable]:  # noqa: ANN401  the official client ships no types
    """Yield the messages from people on this page of the client and on those behind it, as they are listed."""
    while page is not None:
        page.get_instance = _each_on_its_own(page.get_instance)
        yield from (message for message in page if message is not None)
        page = page.next_page()


def received(message: Any) -> Received:  # noqa: ANN401  the official client ships no types
    """Read a message from a person. Raises ValueError for one without an instant or without its two addresses."""
    at = message.date_sent or message.date_created
    if at is None or not message.from_ or not message.to:
        raise ValueError("a message without an instant, a sender or a recipient")
    channel, sender, user = person(storable(message.from_))
    return Received(
        sid=storable(message.sid),
        channel=channel,
        sender=sender,
        to=bare(storable(message.to))[1],
        body=storable(message.body or ""),
        at=at,
        user=user,
        service=storable(message.messaging_service_sid or ""),
    )


def _each_on_its_own(parse: Callable[[Any], Any]) -> Callable[[Any], Received | Unreadable | None]:
    """Return a function that reads one record of a list: None for a message that we sent ourselves."""

    def read(record: Any) -> Received | Unreadable | None:  # noqa: ANN401  a record may be anything
        try:
            message = parse(record)
            return received(message) if message.direction == "inbound" else None
        except Exception as error:  # noqa: BLE001  any error belongs to this record
            ours = isinstance(record, dict) and str(record.get("direction", "")).startswith("outbound")
            return None if ours else Unreadable(sid=_name(record), error=error)

    return read


def _name(record: Any) -> str:  # noqa: ANN401  a record may be anything
    """Return the id of a record, or a description if it has none: it is shown to operators and fetched again."""
    sid = record.get("sid") if isinstance(record, dict) else None
    return storable(str(sid))[:64] if sid else "a message without an id"

"""Who sent a message, as far as we know? Edge: by the number it came from, and the touch of ours that it answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import Channel
from cadence.domain.senders import is_service, on_the_wire
from cadence.ledger.people import numbers
from cadence.ledger.touches import touch_rows
from cadence.ledger.touches.touch_rows import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who wrote, as far as we know."""

    number: int
    owners: tuple[str, ...]  # every lead that has the number
    answers: Stored | None = None  # the touch it replies to

    @property
    def lead(self) -> str | None:
        """The person, unless several share the number and none of them was written to."""
        if self.answers is not None:
            return self.answers.touch.lead
        return self.owners[0] if len(self.owners) == 1 else None

    def came_to(self, ours: str) -> str:
        """
        Return the sender of ours that was written to, as the campaign's file names it.

        A number of a pool stands for its service, and a short code has its country: so an answer leaves as the touch
        did, and a pause of that sender holds it.
        """
        left_from = self.answers.touch.sender if self.answers is not None else ""
        return left_from if is_service(left_from) or on_the_wire(left_from) == ours else ours

    @property
    def people(self) -> tuple[str, ...]:
        """Whom it may be about: the person, or everybody who has the number."""
        return (self.lead,) if self.lead is not None else self.owners

    @property
    def successors(self) -> tuple[str, ...]:
        """Who has the number now, if it has changed hands since the touch that is answered: it may be about them."""
        return self.owners if self.lead is not None and self.lead not in self.owners else ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """Whom a stop concerns: the person, and whoever else has the number it came from."""
        return tuple(sorted({*self.people, *self.owners}))


def sender_of(  # noqa: PLR0913  the message's addresses, and when
    tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime, service: str = ""
) -> Sender:
    """Return who wrote from this number to one of ours, which may be in the pool of a messaging service."""
    answers = answered_by(tx, number, ours=ours, channel=channel, at=at, service=service)
    return Sender(number=number, owners=tuple(numbers.owners(tx, [number])), answers=answers)


def answered_by(  # noqa: PLR0913  the message's addresses, and when
    tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime, service: str = ""
) -> Stored | None:
    """Return the touch that a message or call answers: a text may be answered by a call to its number."""
    for one in (Channel.CALL, Channel.SMS) if channel is Channel.CALL else (channel,):
        found = touch_rows.last_to_number(tx, number=number, sender=ours, channel=one, at=at, service=service)
        if found is not None:
            return found
    return None

"""Who sent a message, as far as we know? Edge: by the number it came from, and the touch of ours that it answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from cadence.ledger import numbers, touch_rows
from cadence.ledger.touch_rows import Stored
from cadence.model import Channel


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


def sender_of(tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime) -> Sender:
    """Return who wrote from this number to one of ours."""
    answers = answered_by(tx, number, ours=ours, channel=channel, at=at)
    return Sender(number=number, owners=tuple(numbers.owners(tx, [number])), answers=answers)


def answered_by(tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime) -> Stored | None:
    """Return the touch that a message or call answers: a text may be answered by a call to its number."""
    for one in (Channel.CALL, Channel.SMS) if channel is Channel.CALL else (channel,):
        found = touch_rows.last_to_number(tx, number=number, sender=ours, channel=one, at=at)
        if found is not None:
            return found
    return None

"""Who sent a message, as far as we know? Edge: by the number it came from and the touch that it answers."""

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
    """The sender of a message, as far as we know."""

    number: int
    owners: tuple[str, ...]  # every lead that has the number
    answers: Stored | None = None  # the touch it replies to

    @property
    def lead(self) -> str | None:
        """The person; None when several share the number and the message answers no touch."""
        if self.answers is not None:
            return self.answers.touch.lead
        return self.owners[0] if len(self.owners) == 1 else None

    def came_to(self, ours: str) -> str:
        """
        Return our sender that received the message, as the campaign's file names it.

        A number in a pool is returned as its messaging service, and a short code with its country: so an answer is sent
        from the same sender as the touch, and a pause of that sender holds it.
        """
        left_from = self.answers.touch.sender if self.answers is not None else ""
        return left_from if not ours or is_service(left_from) or on_the_wire(left_from) == ours else ours

    @property
    def people(self) -> tuple[str, ...]:
        """The leads it may be about: the person, or everybody who has the number."""
        return (self.lead,) if self.lead is not None else self.owners

    @property
    def successors(self) -> tuple[str, ...]:
        """The leads that have the number now, if it has a new owner since the answered touch: it may be about them."""
        return self.owners if self.lead is not None and self.lead not in self.owners else ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """The leads that a stop concerns: the person, and everybody else who has the number it came from."""
        return tuple(sorted({*self.people, *self.owners}))


def sender_of(  # noqa: PLR0913  the message's addresses, and when
    tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime, service: str = "", touch: str = ""
) -> Sender:
    """Return who wrote from this number to ours; `touch` is the answered touch, where the channel proves it."""
    if touch:
        answers: Stored | None = touch_rows.get(tx, touch)
    else:
        answers = answered_by(tx, number, ours=ours, channel=channel, at=at, service=service)
    return Sender(number=number, owners=tuple(numbers.people_behind(tx, [number])), answers=answers)


def answered_by(  # noqa: PLR0913  the message's addresses, and when
    tx: Connection, number: int, *, ours: str, channel: Channel, at: datetime, service: str = ""
) -> Stored | None:
    """Return the touch that a message or call answers: a text may be answered by a call to its number."""
    channels = (Channel.CALL, Channel.SMS) if channel is Channel.CALL else (channel,)
    return touch_rows.last_to_number(tx, number=number, sender=ours, channels=channels, at=at, service=service)

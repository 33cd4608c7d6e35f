"""Does the reconciler take in what people wrote, page by page, and ask little about what is recorded already?"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count

import pytest

from cadence.channels.provider import Carrier, Received
from cadence.domain import Channel
from cadence.domain.errors import UnavailableError
from cadence.engine.outbox import OutboxRelay
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reconciler import hearing
from cadence.engine.reconciler.reconciler import Reconciler
from cadence.ledger.touches import inbound
from tests.integration.api.town import OURS, Town
from tests.integration.outcomes.conftest import NOON
from tests.integration.outcomes.test_handed_over import Answering, asked

SIDS = count(1)
OWN_PACE = ("law_versions", "set_aside", "alembic_version", "pg_catalog")
"""Words of the statements that are asked every few seconds, whatever is heard."""


class Listing(Carrier):
    """A carrier that lists these messages, and then perhaps does not answer any more."""

    def __init__(self, *messages: Received, fails: bool = False) -> None:
        self.messages, self.fails = messages, fails

    def received(self, since: object, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received]:
        """List them."""
        yield from self.messages
        if self.fails:
            raise UnavailableError("The carrier does not answer.")


def said(sender: str, body: str = "Gracias, lo miro luego") -> Received:
    """Return a message from somebody."""
    return Received(sid=f"SM{next(SIDS):032}", channel=Channel.SMS, sender=sender, to=OURS, body=body, at=NOON)


def listening(town: Town, planner: Planner, carrier: Carrier) -> Reconciler:
    """Return a reconciler that reads from this carrier."""
    temporal = Answering()
    return Reconciler(planner, carrier, OutboxRelay(town.ledger, temporal, town.clock), temporal)


def recorded(town: Town, *messages: Received) -> list[bool]:
    """Tell of each message whether it is in the ledger."""
    with town.ledger.begin() as tx:
        return [inbound.find_by_sid(tx, message.sid) is not None for message in messages]


def written_to(town: Town) -> str:
    """Return the number of a new person who got a message."""
    number = town.number()
    town.message(town.enrol(number))
    return number


def test_what_was_recorded_is_asked_for_once_a_page(town: Town, planner: Planner) -> None:
    """Nearly every message came by a webhook before; the statements do not grow with their number."""
    messages = [said(written_to(town)) for _ in range(5)]
    for message in messages:
        record_inbound(planner, message)
    listening(town, planner, Listing()).hear()  # what is read once for a process
    counts = []
    for listed in (messages[:1], messages):
        to_hear = listening(town, planner, Listing(*listed))
        with asked(town.ledger.engine) as statements:
            to_hear.hear()
        counts.append(len([statement for statement in statements if not any(word in statement for word in OWN_PACE)]))

    assert counts == [3, 3], statements


def test_a_new_message_among_known_ones_is_recorded(
    town: Town, planner: Planner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is the last one of the last page."""
    monkeypatch.setattr(hearing, "PAGE", 2)
    messages = [said(written_to(town)) for _ in range(5)]
    for message in messages[:2]:
        record_inbound(planner, message)
    listening(town, planner, Listing(*messages)).hear()

    assert recorded(town, *messages) == [True] * 5


def test_a_message_that_says_whose_an_id_is_counts_though_it_was_recorded(town: Town, planner: Planner) -> None:
    """The webhook had the id alone; the list has the number as well."""
    number = written_to(town)
    known = said("", "BAJA")
    record_inbound(planner, replace(known, channel=Channel.WHATSAPP, user="ES.1"))
    listening(town, planner, Listing(replace(known, channel=Channel.WHATSAPP, sender=number, user="ES.1"))).hear()

    assert town.ask("SELECT lead_id FROM inbound WHERE sid = :sid", sid=known.sid) is not None


def test_what_came_before_an_outage_is_recorded_and_read_again(town: Town, planner: Planner) -> None:
    """A stop that was listed counts now; what was not listed is looked for again from the same instant."""
    message = said(written_to(town), "BAJA")
    with town.ledger.begin() as tx:
        before = inbound.seen_until(tx)
    with pytest.raises(UnavailableError):
        listening(town, planner, Listing(message, fails=True)).hear()

    assert recorded(town, message) == [True]
    with town.ledger.begin() as tx:
        assert inbound.seen_until(tx) == before

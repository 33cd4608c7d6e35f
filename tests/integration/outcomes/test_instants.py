"""Do the instants of rows follow the order in which they were decided?"""

from threading import Thread

import pytest

from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.stops import record_stop
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import locks
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people.suppressions import NewSuppression
from tests.integration.api.town import Town, noon
from tests.integration.lock_queue import until_locked_out
from tests.waiting import PATIENCE

ORDER = Command(name="suppress", actor="ana", origin="test")


@pytest.fixture(scope="module")
def ticking(town: Town) -> Planner:
    """What records, on a clock that runs."""
    return Planner(town.ledger, noon())


def test_a_stop_that_waited_for_a_lock_has_the_instant_at_which_it_was_decided(town: Town, ticking: Planner) -> None:
    """A touch that held the lock was reserved before it: its instant must not lie after the stop's."""
    enrolment = town.enrol()
    lead = town.lead_of(enrolment)
    waiting = Thread(target=record_stop, args=(ticking, lead, NewSuppression(source="command"), ORDER))
    ledger: Ledger = town.ledger
    with ledger.begin() as tx:
        locks.lock_for_touch(tx, enrolment.id)
        waiting.start()
        until_locked_out(ledger)
        released = ticking.now()
    waiting.join(PATIENCE)

    since = town.ask(
        "SELECT min(since) FROM suppressions s JOIN numbers n USING (hmac)"
        " JOIN lead_numbers l ON l.number_id = n.id WHERE l.lead_id = :lead",
        lead=lead,
    )
    assert since >= released

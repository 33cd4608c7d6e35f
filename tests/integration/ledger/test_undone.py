"""Does one question tell the reconciler of everything that one of its jobs would find?"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from cadence.domain import CampaignState, Channel, HoldName, NewsKind, Outcome, Wait
from cadence.domain.channels import CONVERSATION_CHANNELS, MESSAGE_CHANNELS
from cadence.ledger.campaigns import campaigns, enrolment_rows, enrolments, waits
from cadence.ledger.db import set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.people import carrier_deletions
from cadence.ledger.reading.undone import Limits, Undone, what_is_undone
from cadence.ledger.touches import inbound, leases, news, touch_rows, touches
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World
from tests.integration.rolls import put_on_roster

LATER = NOON + timedelta(hours=2)
LIMITS = Limits(
    now=LATER,
    fresh=LATER,
    silent=LATER,
    doubtful=LATER,
    receipts={"receipts 600": LATER - timedelta(minutes=10)},
    holds=[HoldName.RUNNING],
)


class Calm(World):
    """A ledger with a lead whose workflow runs, and nothing left undone."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self.started = self.enrol()
        with ledger.begin() as tx:
            enrolments.mark_started(tx, [self.started.id], at=NOON)
            inbound.mark_seen(tx, NOON - timedelta(hours=1), "receipts 600")


@pytest.fixture
def calm(ledger: Ledger) -> Calm:
    """A ledger with nothing left undone."""
    return Calm(ledger)


def said(ledger: Ledger, limits: Limits = LIMITS) -> set[str]:
    """Return what is said to be undone."""
    with ledger.begin() as tx:
        answer: Undone = what_is_undone(tx, limits)
    return {name for name, undone in asdict(answer).items() if undone is True}


def _news(world: Calm, tx: Connection) -> object:
    news.add(tx, world.started.id, NewsKind.REPLY, at=NOON)
    return news.undelivered(tx)


def _silent(channel: Channel) -> Callable[[Calm, Connection], object]:
    def make(world: Calm, tx: Connection) -> object:
        touches.reserve(tx, world.touch(world.started, channel=channel), version=1)
        kinds = CONVERSATION_CHANNELS if channel is Channel.CALL else MESSAGE_CHANNELS
        return touch_rows.open_since_before(tx, LATER, channels=kinds)

    return make


def _unwanted(world: Calm, tx: Connection) -> object:
    call = world.touch(world.started, channel=Channel.CALL, at=LATER)
    touches.reserve(tx, call, version=1)
    touches.change(tx, call.id, {"sid": "CA1", "status": "ringing"})
    enrolments.finish(tx, world.started.id, "campaign_stopped", at=NOON)
    campaigns.close(tx, world.campaign, CampaignState.STOPPED, at=NOON)
    return touch_rows.unwanted_calls(tx)


def _expired(world: Calm, tx: Connection) -> object:
    campaigns.set_floors(tx, {"sales": 1}, at=NOON)
    call = world.touch(world.started, channel=Channel.CALL, at=LATER)
    touches.reserve(tx, call, version=1)
    assert leases.take(tx, "sales", call.id, now=NOON, lease=timedelta(minutes=1))
    return leases.expired(tx, LATER)


def _receipt(world: Calm, tx: Connection) -> object:
    message = touches.reserve(tx, world.touch(world.started), version=1).stored.touch
    states.settle(tx, message.id, Outcome.SENT, at=NOON, details={"sid": "SM1"})
    return touch_rows.unreported(tx, NOON - timedelta(hours=1), LIMITS.receipts["receipts 600"], limit=5)


def _held(world: Calm, tx: Connection) -> object:
    enrolments.set_move(tx, world.started.id, Wait(hold=HoldName.RUNNING, key="campaign:x"), at=NOON)
    return waits.keys_of(tx, HoldName.RUNNING)[HoldName.RUNNING]


def _closed(world: Calm, tx: Connection) -> object:
    campaigns.close(tx, world.campaign, CampaignState.STOPPED, at=NOON)
    return enrolment_rows.count_open(tx, world.campaign_id)


def _aside(_: Calm, tx: Connection) -> object:
    set_aside.put(tx, "a job", "an item", "why", at=NOON)
    return set_aside.due(tx, LATER)


def _erased(world: Calm, tx: Connection) -> object:
    touch = touches.reserve(tx, world.touch(world.started), version=1).stored.touch
    states.settle(tx, touch.id, Outcome.DELIVERED, at=NOON, details={"sid": "SM1"})
    assert carrier_deletions.note(tx, touch.lead, erased=touch.lead, at=NOON) == 1
    return carrier_deletions.due(tx, LATER, limit=5)


@pytest.mark.parametrize(
    ("makes", "kinds"),
    [
        (_news, {"news"}),
        (_silent(Channel.CALL), {"silent_calls"}),
        (_silent(Channel.SMS), {"silent_messages"}),
        (_silent(Channel.EMAIL), {"silent_messages"}),
        (_unwanted, {"unwanted_calls"}),
        (_expired, {"expired_leases"}),
        (_receipt, {"missing_receipts"}),
        (_held, {"holds"}),
        (_closed, {"campaigns"}),
        (_aside, {"set_aside"}),
        (_erased, {"deletions"}),
    ],
)
def test_what_a_job_finds_is_said_to_be_undone(
    calm: Calm, makes: Callable[[Calm, Connection], object], kinds: set[str]
) -> None:
    """A job looks only if the question says that there is work: the question must see all that the job finds."""
    assert said(calm.ledger) == set()

    with calm.ledger.begin() as tx:
        assert makes(calm, tx), "the job's own statement finds it"

    assert said(calm.ledger) == kinds


def test_a_lead_without_a_workflow_is_said_to_be_undone(calm: Calm) -> None:
    """Its start was lost."""
    calm.enrol()

    assert said(calm.ledger) == {"unstarted"}


def test_a_lead_in_the_queue_is_said_to_be_undone(calm: Calm) -> None:
    """The workflow of its campaign may be missing."""
    calm.lead()
    with calm.ledger.begin() as tx:
        put_on_roster(tx, calm.campaign_id, "list", at=NOON)

    assert said(calm.ledger) == {"campaigns"}


def test_what_is_young_is_left_to_who_works_on_it(calm: Calm) -> None:
    """Each limit is an instant before which a touch or news was written."""
    with calm.ledger.begin() as tx:
        _news(calm, tx)
        _silent(Channel.CALL)(calm, tx)

    assert said(calm.ledger, replace(LIMITS, fresh=NOON, silent=NOON)) == set()


def test_an_age_at_which_nobody_has_looked_yet_is_looked_at(calm: Calm) -> None:
    """Only then is it known from where on to look."""
    assert said(calm.ledger, replace(LIMITS, receipts={"receipts 1": NOON})) == {"missing_receipts"}

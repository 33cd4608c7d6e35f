"""Pauses, holds and news: are waiting leads found when their wait is over?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from cadence.domain import (
    Channel,
    Enrolment,
    HoldName,
    NewsKind,
    NumberKind,
    Outcome,
    PauseScope,
    TouchState,
    Wait,
    ZoneEvidence,
    ZoneSource,
)
from cadence.domain.errors import NotFoundError
from cadence.domain.list_rows import LeadRow, NumberRow
from cadence.ledger.campaigns import enrolments, pauses, waits
from cadence.ledger.campaigns.pauses import InTheAir, PauseOrder
from cadence.ledger.lists import importing
from cadence.ledger.touches import news, touches
from tests.integration.ledger import states
from tests.integration.ledger.world import MADRID, NOON, World, attempt, lead_row

LATER = NOON + timedelta(hours=1)


def pause(world: World, scope: PauseScope, value: str = "") -> pauses.StoredPause:
    """Pause something."""
    with world.ledger.begin() as connection:
        order = PauseOrder(scope=scope, value=value, actor="ops", reason="fire drill")
        return pauses.begin(connection, order, at=NOON)


def hold(world: World, enrolment: Enrolment, name: HoldName, key: str = "") -> None:
    """Put an enrolment under a hold."""
    with world.ledger.begin() as connection:
        enrolments.set_move(connection, enrolment.id, Wait(hold=name, key=key), at=NOON)


def test_pausing_twice_is_one_pause(world: World) -> None:
    """The second operator gets the open pause, with its start and who ordered it."""
    first = pause(world, PauseScope.CAMPAIGN, "spring")
    again = pause(world, PauseScope.CAMPAIGN, "spring")
    everything = pause(world, PauseScope.ALL)
    with world.ledger.begin() as connection:
        active = pauses.active(connection)

    assert first == again
    assert (first.since, first.until, first.actor, first.reason) == (NOON, None, "ops", "fire drill")
    assert active == [everything, first]


def test_resuming_ends_the_pause_and_a_new_one_can_begin(world: World) -> None:
    """An ended pause stays an interval; the next pause is another row."""
    first = pause(world, PauseScope.CHANNEL, "call")
    with world.ledger.begin() as connection:
        ended = pauses.end(connection, PauseScope.CHANNEL, "call", at=LATER, actor="ops")
        assert pauses.end(connection, PauseScope.CHANNEL, "call", at=LATER, actor="ops") is None
        assert pauses.active(connection) == []
    second = pause(world, PauseScope.CHANNEL, "call")

    assert ended is not None
    assert (ended.id, ended.until) == (first.id, LATER)
    assert second.id != first.id


def test_a_resume_by_a_clock_that_is_behind_ends_the_pause_at_its_beginning(world: World) -> None:
    """The clocks of two machines differ a little; a resume must not fail because of it."""
    pause(world, PauseScope.ALL)
    with world.ledger.begin() as connection:
        ended = pauses.end(connection, PauseScope.ALL, at=NOON - timedelta(seconds=1), actor="ops")

    assert ended is not None
    assert ended.until == NOON


def test_a_campaign_that_does_not_exist_cannot_be_paused(world: World) -> None:
    """A typing mistake must not look like a pause."""
    with pytest.raises(NotFoundError, match="cadence list"):
        pause(world, PauseScope.CAMPAIGN, "sprung")


def test_what_is_in_the_air_is_counted_by_scope(world: World) -> None:
    """`pause` prints how many touches were reserved before it (protocol §1.4)."""
    enrolment = world.enrol()
    lead = world.lead_of(enrolment)
    world.reserved(enrolment, attempt=1)
    unknown = world.reserved(enrolment, attempt=2, sender="+34910000002")
    settled = world.reserved(enrolment, attempt=3)
    call = world.touch(enrolment, attempt=4, channel=Channel.CALL)
    World(world.ledger, "autumn").reserved(World(world.ledger, "autumn").enrol(world.lead()))
    with world.ledger.begin() as connection:
        states.mark_unknown(connection, unknown.id)
        states.settle(connection, settled.id, Outcome.SENT, at=NOON)
        touches.reserve(connection, call, version=1, floor="sales")
        touches.change(connection, call.id, {"state": TouchState.CARRIED, "sid": "CA1", "status": "ringing"})
        counts = {
            (scope, value): pauses.in_the_air(connection, scope, value)
            for scope, value in [
                (PauseScope.ALL, ""),
                (PauseScope.CAMPAIGN, "spring"),
                (PauseScope.CHANNEL, "call"),
                (PauseScope.SENDER, "+34910000002"),
                (PauseScope.FLOOR, "sales"),
                (PauseScope.LEAD, lead),
                (PauseScope.LEAD, "nobody"),
            ]
        }

    assert list(counts.values()) == [
        InTheAir(reserved=2, unknown=1, carried=1),
        InTheAir(reserved=1, unknown=1, carried=1),
        InTheAir(carried=1),
        InTheAir(unknown=1),
        InTheAir(carried=1),
        InTheAir(reserved=1, unknown=1, carried=1),
        InTheAir(),
    ]
    assert counts[PauseScope.ALL, ""].total == 4


def test_those_who_waited_for_a_pause_are_found_when_it_has_ended(world: World) -> None:
    """Only leads that the pause held must be woken, in pages."""
    campaign, channel, both = (world.enrol() for _ in range(3))
    pause(world, PauseScope.CAMPAIGN, "spring")
    pause(world, PauseScope.CHANNEL, "sms")
    hold(world, campaign, HoldName.RUNNING, "campaign:spring")
    hold(world, both, HoldName.RUNNING, "campaign:spring")
    hold(world, channel, HoldName.RUNNING, "channel:sms")
    hold(world, world.enrol(), HoldName.WRAP_UP)
    with world.ledger.begin() as connection:
        waited = waits.keys_of(connection, HoldName.RUNNING, HoldName.WRAP_UP)
        keys = waited[HoldName.RUNNING]
        assert keys == ["campaign:spring", "channel:sms"]
        assert waited[HoldName.WRAP_UP] == [""]
        assert waits.resumed(connection, keys) == []
        pauses.end(connection, PauseScope.CAMPAIGN, "spring", at=LATER, actor="ops")
        assert waits.resumed(connection, keys) == ["campaign:spring"]
        first = waits.held_by(connection, HoldName.RUNNING, "campaign:spring", limit=1)
        rest = waits.held_by(connection, HoldName.RUNNING, "campaign:spring", after=first[0])
        counts = {(held.hold, held.key): held.count for held in waits.count(connection)}
        assert waits.keys_of(connection, HoldName.PACK, HoldName.ZONE) == {HoldName.PACK: [], HoldName.ZONE: []}

    assert sorted(first + rest) == sorted([campaign.id, both.id])
    assert counts == {
        ("campaign.running", "campaign:spring"): 2,
        ("campaign.running", "channel:sms"): 1,
        ("wrap_up", ""): 1,
    }


def test_the_key_of_a_pause_of_everything_is_read_correctly(world: World) -> None:
    """Its key has no value after the colon, and the key of a sender has a plus."""
    pause(world, PauseScope.SENDER, "+34910000001")
    with world.ledger.begin() as connection:
        assert waits.resumed(connection, ["all:", "sender:+34910000001"]) == ["all:"]


def replace_numbers(row: LeadRow, *numbers: NumberRow, **fields: object) -> LeadRow:
    """The same line with other numbers."""
    return replace(row, numbers=numbers, **fields)  # type: ignore[arg-type]


def test_a_list_that_adds_the_zone_wakes_the_leads_that_waited_for_it(world: World) -> None:
    """What adds the fact wakes the leads: the corrected list does, and only those it corrects (law 3)."""
    nowhere = NumberRow(e164="+34600000077", kind=NumberKind.MOBILE, zones=(
        ZoneEvidence(zone="Etc/Unknown", source=ZoneSource.NUMBER),
    ))  # fmt: skip
    row = lead_row(1, key="A1")
    ledger = world.ledger
    importing.import_leads(ledger, "list", [replace_numbers(row, nowhere)], at=NOON)
    lost, other = world.enrol(ledger.hasher.lead("list", "A1")), world.enrol()
    for enrolment in (lost, other):
        hold(world, enrolment, HoldName.ZONE)

    importing.import_leads(ledger, "list", [replace_numbers(row, nowhere, zones=(MADRID,))], at=LATER)

    with ledger.begin() as connection:
        assert [item.enrolment for item in news.undelivered(connection)] == [lost.id]


def test_news_waits_until_it_is_delivered(world: World) -> None:
    """A lost signal is sent again from the ledger, oldest first (protocol §2.2)."""
    enrolment, other = world.enrol(), world.enrol()
    with world.ledger.begin() as connection:
        enrolments.mark_started(connection, [enrolment.id], at=NOON)
        first = news.add(connection, enrolment.id, NewsKind.REPLY, at=NOON, ref="inbound:1")
        for resumed in (enrolment, other):
            news.add(connection, resumed.id, NewsKind.RESUME, at=LATER)
        enrolments.finish(connection, other.id, "end", at=LATER)
        pending = news.undelivered(connection)
        after_first = news.undelivered(connection, after=first, limit=1)
        news.mark_delivered(connection, [item.id for item in pending[:2]], at=LATER)
        left = news.undelivered(connection)

    assert [(item.enrolment, item.kind, item.ref) for item in pending] == [
        (enrolment.id, NewsKind.REPLY, "inbound:1"),
        (enrolment.id, NewsKind.RESUME, ""),
        (other.id, NewsKind.RESUME, ""),
    ]
    assert after_first == [pending[1]]
    assert left == [pending[2]]
    assert (pending[0].campaign, pending[0].move, pending[0].started, pending[0].finished) == (
        "spring",
        attempt(),
        True,
        False,
    )
    assert (pending[2].started, pending[2].finished) == (False, True)

"""Do the laws hold when everything happens at the same time? Real threads on a real PostgreSQL."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from cadence.domain import CampaignState, Channel, Enrolment, Outcome, PauseScope, Touch
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolments, pauses
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from cadence.ledger.people import consents, erasure, portfolios, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.touches import leases, senders, touches
from cadence.ledger.touches.locked import lock_touch
from tests.integration.ledger import states, suppressing
from tests.integration.ledger.world import NOON, World, attempt
from tests.integration.lock_queue import until_locked_out
from tests.integration.rolls import put_on_roster
from tests.waiting import PATIENCE

MANY = 8


def reserve_if_allowed(world: World, enrolment: Enrolment, attempt_number: int) -> bool:
    """Do what dispatch does: lock, read, judge, insert. The rules here are the simplest possible."""
    touch = world.touch(enrolment, attempt=attempt_number, number=None)
    with world.ledger.begin() as connection:
        locks.lock_for_touch(connection, enrolment.id)
        known = facts.gather(connection, enrolment.id)
        refused = (
            known.suppressions
            or any(pause.until is None for pause in known.pauses)
            or known.state is not CampaignState.RUNNING
            or known.enrolment.finished
            or not all(consent.given for consent in known.consents)
        )
        if refused:
            return False
        touch = replace(touch, number=known.lead.numbers[0].id)
        return touches.reserve(connection, touch, version=1).won


def test_one_of_many_reserves_of_the_same_key_wins(world: World) -> None:
    """A retried activity, a second worker and an operator make one touch (law 2)."""
    enrolment = world.enrol()
    with ThreadPoolExecutor(MANY) as pool:
        won = list(pool.map(lambda _: reserve_if_allowed(world, enrolment, 1), range(MANY * 3)))

    assert sum(won) == 1


def test_even_without_locks_a_key_is_reserved_once(world: World) -> None:
    """The unique index decides, not the code."""
    touch = world.touch(world.enrol())

    def insert_blindly(_: int) -> bool:
        try:
            with world.ledger.begin() as connection:
                return touches.reserve(connection, replace(touch, id=str(uuid4())), version=1).won
        except IntegrityError:
            return False

    with ThreadPoolExecutor(MANY) as pool:
        won = list(pool.map(insert_blindly, range(MANY * 3)))

    assert sum(won) == 1


def pause_everything(connection: Connection, world: World, lead: str) -> None:
    """Pause everything."""
    pauses.begin(connection, PauseOrder(scope=PauseScope.ALL, actor="test"), at=NOON)


def pause_campaign(connection: Connection, world: World, lead: str) -> None:
    """Pause one campaign."""
    pauses.begin(connection, PauseOrder(scope=PauseScope.CAMPAIGN, value="spring", actor="test"), at=NOON)


def pause_lead(connection: Connection, world: World, lead: str) -> None:
    """Pause one lead."""
    pauses.begin(connection, PauseOrder(scope=PauseScope.LEAD, value=lead, actor="test"), at=NOON)


def stop_campaign(connection: Connection, world: World, lead: str) -> None:
    """Stop the campaign for good."""
    campaigns.close(connection, "spring", CampaignState.STOPPED, at=NOON)


def opt_out(connection: Connection, world: World, lead: str) -> None:
    """The person opted out."""
    suppressing.suppress_lead(connection, lead, suppressions.NewSuppression(source="reply"), at=NOON)


def suppress_number(connection: Connection, world: World, lead: str) -> None:
    """An operator suppressed the number without knowing its lead."""
    stop = suppressions.NewSuppression(source="command")
    suppressing.suppress_number(connection, world.ledger.hasher, "+34600000001", stop, at=NOON)


def opt_out_of_somebody_with_the_same_number(connection: Connection, world: World, lead: str) -> None:
    """A family has one phone."""
    other = world.ledger.hasher.lead("list", "OTHER")
    suppressing.suppress_lead(connection, other, suppressions.NewSuppression(source="reply"), at=NOON)


def revoke(connection: Connection, world: World, lead: str) -> None:
    """The person revoked consent."""
    locks.lock_lead(connection, lead)
    consents.record(connection, consents.NewConsent(channel=Channel.SMS, given=False, lead=lead), at=NOON)


def erase(connection: Connection, world: World, lead: str) -> None:
    """The person asked for erasure."""
    erasure.erase(connection, lead, at=NOON)


STOPS = [
    pause_everything, pause_campaign, pause_lead, stop_campaign, opt_out, suppress_number,
    opt_out_of_somebody_with_the_same_number, revoke, erase,
]  # fmt: skip
Stop = Callable[[Connection, World, str], None]


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.__name__)
def test_no_reserve_passes_after_a_stop_has_committed(world: World, stop: Stop) -> None:
    """
    A stop takes effect at once (law 4): after its commit no touch is reserved, and none commits later.

    Workers reserve as fast as they can; each notes whether the stop had committed before it began.
    """
    lead = world.lead("+34600000001")
    world.lead("+34600000001", key="OTHER")
    enrolment = world.enrol(lead)
    committed, warm = Event(), Event()

    def work(worker: int) -> tuple[int, int]:
        before, after = 0, 0
        for number in range(1, 200):
            late = committed.is_set()
            won = reserve_if_allowed(world, enrolment, worker * 1000 + number)
            before, after = before + (won and not late), after + (won and late)
            if number == 3:
                warm.set()
            if late and number > 20:
                break
        return before, after

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(work, worker) for worker in range(4)]
        warm.wait(PATIENCE)
        with world.ledger.begin() as connection:
            stop(connection, world, lead)
        committed.set()
        counted = count_touches(world)
        wait(futures)
        results = [future.result() for future in futures]

    assert sum(before for before, _ in results) > 0  # some were reserved before the stop
    assert sum(after for _, after in results) == 0
    assert count_touches(world) == counted  # and no reserve was still under way


ORDERED = [stop for stop in STOPS if stop in (pause_everything, pause_campaign, pause_lead, opt_out, suppress_number)]


@pytest.mark.parametrize("stop", ORDERED, ids=lambda stop: stop.__name__)
def test_rows_can_be_audited_by_their_order_whatever_their_instants_say(world: World, stop: Stop) -> None:
    """Every touch is ordered before the stop that it did not see, although its instant is later."""
    lead = world.lead("+34600000001")
    enrolment = world.enrol(lead)
    warm = Event()

    def work(worker: int) -> None:
        for number in range(1, 40):
            reserve_if_allowed(world, enrolment, worker * 1000 + number)
            if number == 3:
                warm.set()

    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(work, worker) for worker in range(4)]
        warm.wait(PATIENCE)
        with world.ledger.begin() as connection:
            stop(connection, world, lead)
        wait(futures)

    with world.ledger.begin() as connection:
        last = connection.execute(text("SELECT max(seq) FROM touches")).scalar_one()
        stops = "SELECT seq FROM suppressions UNION ALL SELECT seq FROM pauses"
        first = connection.execute(text(f"SELECT min(seq) FROM ({stops}) AS stops (seq)")).scalar_one()  # noqa: S608  our own names
    assert last < first


def test_a_touch_that_is_reserved_again_gets_a_new_place_in_the_order(world: World) -> None:
    """A touch that was put back leaves after later decisions, so it must not look older than they are."""
    enrolment = world.enrol()
    touch = world.reserved(enrolment)
    with world.ledger.begin() as connection:
        states.plan_again(connection, touch.id)
        pauses.begin(connection, PauseOrder(scope=PauseScope.CHANNEL, value="call", actor="test"), at=NOON)
        touches.reserve(connection, touch, version=1)
        again = connection.execute(text("SELECT seq FROM touches")).scalar_one()
        paused = connection.execute(text("SELECT seq FROM pauses")).scalar_one()

    assert again > paused


def count_touches(world: World) -> int:
    """Return the number of touches."""
    with world.ledger.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM touches")).scalar_one())


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.__name__)
def test_a_stop_waits_for_the_reserve_under_way(world: World, stop: Stop) -> None:
    """So the touches that the stop finds under way are all there are, and the reserve did not see the stop."""
    lead = world.lead("+34600000001")
    world.lead("+34600000001", key="OTHER")
    enrolment = world.enrol(lead)
    touch = world.touch(enrolment)
    stopped = Event()

    def stop_now() -> None:
        with world.ledger.begin() as connection:
            stop(connection, world, lead)
        stopped.set()

    with world.ledger.begin() as connection:
        locks.lock_for_touch(connection, enrolment.id)
        thread = Thread(target=stop_now)
        thread.start()

        until_locked_out(world.ledger)
        assert not stopped.is_set()

        touches.reserve(connection, touch, version=1)
    thread.join(PATIENCE)

    assert stopped.is_set()
    with world.ledger.begin() as connection:
        assert pauses.in_the_air(connection, PauseScope.LEAD, lead).total == 1


def test_a_pause_is_not_starved_by_busy_workers(world: World) -> None:
    """Shared locks must not keep a pause waiting until nothing else happens."""
    busy = [world.enrol() for _ in range(4)]
    over = Event()

    def work(enrolment: Enrolment) -> None:
        for number in count(1):
            if over.is_set():
                break
            reserve_if_allowed(world, enrolment, number)

    with ThreadPoolExecutor(len(busy)) as pool:
        futures = [pool.submit(work, enrolment) for enrolment in busy]
        with ThreadPoolExecutor(1) as operator:
            paused = operator.submit(pause_now, world)
            done, _ = wait([paused], timeout=PATIENCE)
        over.set()
        wait(futures)
        for future in futures:
            future.result()

    assert done == {paused}


def pause_now(world: World) -> None:
    """Begin a pause of everything."""
    with world.ledger.begin() as connection:
        pause_everything(connection, world, "")


def test_two_leads_with_the_same_numbers_in_another_order_do_not_lock_each_other_out(world: World) -> None:
    """Numbers are locked by id, whatever their order in the list."""
    first = world.enrol(world.lead("+34600000001", "+34600000002"))
    second = world.enrol(world.lead("+34600000002", "+34600000001"))
    jobs = [(enrolment, number) for number in range(1, 40) for enrolment in (first, second)]
    with ThreadPoolExecutor(MANY) as pool:
        won = list(pool.map(lambda job: reserve_if_allowed(world, *job), jobs))

    assert all(won)


def test_a_lead_is_enrolled_once_by_many_enrollers(world: World) -> None:
    """Two launches at once, one enrolment each (lesson of the doubled campaigns)."""
    leads = [world.lead() for _ in range(20)]
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)

    def enrol(_: int) -> int:
        with world.ledger.begin() as connection:
            locks.share_campaign(connection, "spring")
            page = enrolment_queue.waiting(connection, world.campaign_id, limit=7)
            entries = [
                NewEnrolment(
                    enrolment=Enrolment(id=str(uuid4()), campaign="spring", version=1, at=NOON),
                    lead=lead,
                    move=attempt(),
                )
                for lead in page
            ]
            return len(enrolments.enrol_page(connection, world.campaign_id, entries, at=NOON))

    with ThreadPoolExecutor(MANY) as pool:
        enrolled = sum(pool.map(enrol, range(MANY * 3)))

    assert enrolled == len(leads)


def test_leases_never_exceed_the_agents(world: World) -> None:
    """Twenty workers and three agents: never a fourth call (protocol §4.1)."""
    agents, workers = 3, 20
    enrolment = world.enrol()
    calls = [world.reserved(enrolment, attempt=number, channel=Channel.CALL) for number in range(1, workers + 1)]
    with world.ledger.begin() as connection:
        campaigns.set_floors(connection, {"sales": agents}, at=NOON)
    taken, highest = [], [0]

    def ring(touch_id: str) -> None:
        for _ in range(10):
            with world.ledger.begin() as connection:
                got = leases.take(connection, "sales", touch_id, now=NOON, lease=timedelta(minutes=1))
            if got:
                taken.append(touch_id)
                time.sleep(0.02)  # so that others ask while it rings
                with world.ledger.begin() as connection:
                    busy = leases.look(connection, "sales").busy
                    highest[0] = max(highest[0], busy)
                    leases.free(connection, touch_id)

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(ring, [call.id for call in calls]))

    assert highest[0] == agents  # the floor was full at times, and never more
    assert len(taken) > agents


def test_many_messages_share_a_senders_rate(world: World) -> None:
    """Forty segments at ten per second take four seconds, however many workers send them."""

    def send(_: int) -> senders.Slot:
        with world.ledger.begin() as connection:
            patience = timedelta(minutes=1)
            return senders.take_slot(connection, "+34910000001", 2, 10, now=NOON, patience=patience)

    with ThreadPoolExecutor(MANY) as pool:
        slots = list(pool.map(send, range(20)))

    assert sorted(slot.wait for slot in slots) == [timedelta(seconds=0.2) * place for place in range(20)]


def test_two_workers_are_never_both_the_last_person_of_a_portfolio(world: World) -> None:
    """Twenty people, capacity for five: counting and reserving are one transaction under the portfolio's lock."""
    most = 5
    people = [world.touch(world.enrol(), channel=Channel.WHATSAPP, portfolio="ours") for _ in range(20)]

    def begin(touch: Touch) -> bool:
        with world.ledger.begin() as connection:
            locks.lock_for_touch(connection, touch.enrolment)
            day = timedelta(days=1)
            capacity = portfolios.claim(connection, "ours", touch.lead, most, now=NOON, span=day, reached_nobody=())
            time.sleep(0.01)  # so that others count meanwhile, unless the lock prevents it
            return capacity.until is None and touches.reserve(connection, touch, version=1).won

    with ThreadPoolExecutor(MANY) as pool:
        went = list(pool.map(begin, people))

    assert sum(went) == most


def test_two_reports_of_one_end_are_news_once(world: World) -> None:
    """Webhook and reconciler report at the same moment: only one of them plans the next move."""
    touch = world.reserved(world.enrol(), channel=Channel.CALL)

    def settle(_: int) -> bool:
        with world.ledger.begin() as connection:
            lock_touch(connection, touch.id)
            return states.settle(connection, touch.id, Outcome.BUSY, at=NOON)

    with ThreadPoolExecutor(MANY) as pool:
        news = list(pool.map(settle, range(MANY)))

    assert sum(news) == 1

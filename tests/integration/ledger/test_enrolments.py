"""Is every lead of a campaign enrolled once, and does it always wait for something?"""

from dataclasses import asdict, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from cadence.cli.reading.standing import step_lines
from cadence.domain import CampaignState, Enrolment, Finish, Wait
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows, enrolments, status, visits
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.tables.touches import touches
from tests.integration.ledger.world import NOON, World, attempt
from tests.integration.rolls import put_on_roster

LATER = NOON + timedelta(hours=2)


def entry(lead: str, **fields: object) -> NewEnrolment:
    """A lead about to be enrolled."""
    enrolment = Enrolment(id=str(uuid4()), campaign="spring", version=1, at=NOON)
    return replace(NewEnrolment(enrolment=enrolment, lead=lead, move=attempt()), **fields)  # type: ignore[arg-type]


def test_launching_the_same_content_twice_makes_one_version(world: World) -> None:
    """A version is its content (law 8)."""
    with world.ledger.begin() as connection:
        again = campaigns.launch(connection, "spring", '{"campaign":"spring"}', at=LATER)
        second = campaigns.launch(connection, "spring", '{"campaign":"spring","gap":1}', at=LATER)
        assert campaigns.find(connection, "spring").version == 2
        back = campaigns.launch(connection, "spring", '{"campaign":"spring"}', at=LATER)
        assert campaigns.content(connection, "spring", 2) == '{"campaign":"spring","gap":1}'
        assert campaigns.find(connection, "spring").version == 1

    assert [(launch.version, launch.new) for launch in (again, second, back)] == [(1, False), (2, True), (1, False)]


def test_a_closed_campaign_cannot_be_launched_again(world: World) -> None:
    """Its leads have been finished, so a new launch needs a new name."""
    with world.ledger.begin() as connection:
        assert campaigns.close(connection, "spring", CampaignState.STOPPED, at=LATER)
        assert not campaigns.close(connection, "spring", CampaignState.ENDED, at=LATER)
        stored = campaigns.find(connection, "spring")
        with pytest.raises(ConflictError, match="another name"):
            campaigns.launch(connection, "spring", "{}", at=LATER)

    assert (stored.state, stored.closed_at) == (CampaignState.STOPPED, LATER)


def test_campaigns_are_listed_and_an_unknown_one_is_an_error(world: World) -> None:
    """`cadence list` shows every campaign with its dates."""
    with world.ledger.begin() as connection:
        campaigns.launch(connection, "autumn", "{}", at=NOON, dates=(date(2027, 9, 1), date(2027, 10, 1)))
        autumn, spring = campaigns.every(connection)
        for lost in (lambda: campaigns.find(connection, "winter"), lambda: campaigns.content(connection, "spring", 9)):
            with pytest.raises(NotFoundError):
                lost()

    assert (autumn.name, autumn.starts_on, autumn.ends_on) == ("autumn", date(2027, 9, 1), date(2027, 10, 1))
    assert (spring.name, spring.starts_on) == ("spring", None)


def test_leads_leave_the_queue_by_score_and_once(world: World) -> None:
    """The highest score is enrolled first; a lead that was taken is not there for a second process."""
    low, high, middle = (world.lead(score=score) for score in (1, 9, 5))
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)
        assert enrolment_queue.waiting(connection, world.campaign_id, limit=2) == [high, middle]
        assert enrolment_queue.take(connection, world.campaign_id, [high], at=NOON) == {high}
        assert enrolment_queue.take(connection, world.campaign_id, [high, low], at=NOON) == {low}
        assert enrolment_queue.waiting(connection, world.campaign_id, limit=9) == [middle]
        assert enrolment_queue.count_waiting(connection, world.campaign_id) == 1


def test_a_page_is_enrolled_once(world: World) -> None:
    """Two pages with the same lead, two enrolments of it: only the first counts."""
    first, second = world.lead(), world.lead()
    entries = [entry(first, priority=1), entry(second), entry(first)]
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)
        ids = enrolments.enrol_page(connection, world.campaign_id, entries, at=NOON)
        again = enrolments.enrol_page(connection, world.campaign_id, [entry(first)], at=NOON)
        stored = enrolment_rows.get(connection, ids[0])
        assert enrolment_rows.count_open(connection, world.campaign_id) == 2

    assert (set(ids), again) == ({entries[0].enrolment.id, entries[1].enrolment.id}, [])
    assert (stored.enrolment, stored.lead, stored.move) == (entries[0].enrolment, first, attempt())
    assert (stored.priority, stored.next_at, stored.started_at) == (1, attempt().at, None)


def test_a_lead_that_is_not_in_the_queue_is_not_enrolled(world: World) -> None:
    """Only people of an imported list are contacted."""
    lead = world.lead()
    with world.ledger.begin() as connection:
        assert enrolments.enrol_page(connection, world.campaign_id, [entry(lead)], at=NOON) == []


def test_a_lead_that_finishes_at_once_is_stored_with_the_reason(world: World) -> None:
    """That there is nothing to do for a lead is a decision too (law 10)."""
    lead = world.lead()
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)
        done = entry(lead, move=Finish(reason="no_number"))
        enrolments.enrol_page(connection, world.campaign_id, [done], at=NOON)
        stored = enrolment_rows.get(connection, done.enrolment.id)

        assert (stored.enrolment.finished, stored.finished_at) == ("no_number", NOON)
        assert enrolment_rows.unstarted(connection) == []


def test_unstarted_enrolments_are_found_by_urgency_until_they_are_marked(world: World) -> None:
    """After a crash between the commit and the start, the reconciler starts the workflow (protocol §5.5)."""
    leads = [world.lead() for _ in range(3)]
    entries = [entry(lead, priority=priority) for lead, priority in zip(leads, (3, 1, 2), strict=True)]
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)
        enrolments.enrol_page(connection, world.campaign_id, entries, at=NOON)
        ids = [stored.enrolment.id for stored in enrolment_rows.unstarted(connection, limit=2)]
        assert enrolments.mark_started(connection, ids, at=LATER) == 2
        assert enrolments.mark_started(connection, ids, at=LATER + timedelta(hours=1)) == 0
        (left,) = enrolment_rows.unstarted(connection)
        assert enrolment_rows.get(connection, ids[0]).started_at == LATER

    assert ids == [entries[1].enrolment.id, entries[2].enrolment.id]
    assert left.enrolment.id == entries[0].enrolment.id


def test_every_move_can_be_stored_and_comes_back(world: World) -> None:
    """The move passes between ledger and workflow; if part of it is lost, the lead is lost."""
    enrolment = world.enrol()
    moves = [
        attempt(LATER),
        Wait(at=LATER, hold="wrap_up"),
        Wait(hold="campaign.running", key="campaign:spring"),
        Wait(at=LATER),
    ]
    for move in moves:
        with world.ledger.begin() as connection:
            assert enrolments.set_move(connection, enrolment.id, move, at=NOON).rowcount == 1
            stored = enrolment_rows.get(connection, enrolment.id)

            assert stored.move == move
            assert stored.next_at == move.at
            assert (stored.hold or "", stored.hold_key) == (getattr(move, "hold", ""), getattr(move, "key", ""))


def test_a_lead_cannot_be_left_without_a_wakeup_or_a_hold(world: World) -> None:
    """A lead is never lost (law 3): a constraint of the table refuses it."""
    enrolment = world.enrol()
    with pytest.raises(IntegrityError, match="enrolments_never_lost"), world.ledger.begin() as connection:
        enrolments.set_move(connection, enrolment.id, Wait(), at=NOON)


def test_a_finished_enrolment_stays_finished(world: World) -> None:
    """A late plan changes nothing."""
    enrolment = world.enrol()
    with world.ledger.begin() as connection:
        assert enrolments.finish(connection, enrolment.id, "converted", at=LATER)
        assert not enrolments.finish(connection, enrolment.id, "stopped", at=LATER)
        assert enrolments.set_move(connection, enrolment.id, attempt(), at=LATER).rowcount == 0
        stored = enrolment_rows.get(connection, enrolment.id)

    assert (stored.enrolment.finished, stored.finished_at) == ("converted", LATER)
    assert stored.move == Finish(reason="converted", at=LATER)


def test_errors_in_a_row_are_counted_until_a_plan_is_made(world: World) -> None:
    """Ten in a row end in a hold that an operator looks at (protocol §3.8)."""
    enrolment = world.enrol()
    with world.ledger.begin() as connection:
        assert [enrolments.count_error(connection, enrolment.id) for _ in range(3)] == [1, 2, 3]
        enrolments.set_move(connection, enrolment.id, attempt(), at=NOON)
        assert enrolments.count_error(connection, enrolment.id) == 1


def test_a_callback_after_the_end_opens_an_enrolment_of_its_own(world: World) -> None:
    """It does not while another one is open (protocol §3.4)."""
    first = world.enrol()
    lead = world.lead_of(first)
    callback = replace(entry(lead), enrolment=Enrolment(
        id=str(uuid4()), campaign="spring", version=1, at=LATER, kind="callback"
    ))  # fmt: skip
    with world.ledger.begin() as connection:
        assert not enrolments.open_one(connection, callback, at=LATER)
        enrolments.finish(connection, first.id, "end", at=LATER)
        assert enrolments.open_one(connection, callback, at=LATER)
        assert [stored.enrolment.kind for stored in enrolment_rows.of_lead(connection, lead)] == ["cadence", "callback"]
        (opened,) = enrolment_rows.open_of_lead(connection, lead)
        last = enrolment_rows.last_in_campaign(connection, lead, "spring")

    assert opened == last
    assert opened.enrolment == callback.enrolment


def test_overdue_leads_are_found_the_most_overdue_first(world: World) -> None:
    """Their workflows may be missing: `doctor` lists them (law 3)."""
    late, later, fine = world.enrol(), world.enrol(), world.enrol()
    with world.ledger.begin() as connection:
        enrolments.set_move(connection, late.id, attempt(NOON + timedelta(minutes=2)), at=NOON)
        enrolments.set_move(connection, later.id, attempt(NOON + timedelta(minutes=1)), at=NOON)
        enrolments.set_move(connection, fine.id, Wait(hold="zone.known"), at=NOON)
        overdue = enrolment_rows.with_past_wakeup(connection, NOON + timedelta(minutes=3))

    assert [stored.enrolment.id for stored in overdue] == [later.id, late.id]


def test_open_enrolments_are_read_in_pages(world: World) -> None:
    """A stop closes them page by page; doctor rebuilds workflows from them."""
    opened = sorted(world.enrol().id for _ in range(5))
    closed = world.enrol()
    seen: list[str] = []
    with world.ledger.begin() as connection:
        enrolments.finish(connection, closed.id, "end", at=NOON)
        while page := enrolment_rows.open_of_campaign(
            connection, world.campaign_id, after=seen[-1] if seen else enrolment_rows.FIRST, limit=2
        ):
            seen += [stored.enrolment.id for stored in page]

    assert seen == opened


def test_a_campaign_is_counted(world: World) -> None:
    """The campaign's workflow counts open leads here and not by signals (protocol §3.7)."""
    first, second = world.enrol(), world.enrol()
    world.lead()
    world.reserved(second)
    with world.ledger.begin() as connection:
        put_on_roster(connection, world.campaign_id, "list", at=NOON)
        enrolments.finish(connection, first.id, "converted", at=NOON)
        enrolments.set_move(connection, second.id, Wait(at=LATER, hold="wrap_up"), at=NOON)
        progress = status.progress(connection, world.campaign_id)
        (count,) = status.outcomes(connection, world.campaign_id)

        assert status.held(connection, world.campaign_id) == {("wrap_up", ""): 1}
        assert status.next_wakeup(connection, world.campaign_id) == LATER

    assert (progress.waiting, progress.open, progress.finished, progress.leads) == (1, 1, {"converted": 1}, 3)
    assert (count.step, count.channel, count.state, count.outcome, count.count) == ("hello", "sms", "reserved", None, 1)


def test_the_answers_to_a_step_are_counted_beside_its_outcomes(world: World) -> None:
    """By the word of the file, in the statement that counts the outcomes."""
    for answer in ("yes", "yes", "no", ""):
        touch = world.reserved(world.enrol())
        with world.ledger.begin() as connection:
            connection.execute(update(touches).where(touches.c.id == touch.id).values(answer=answer))
    with world.ledger.begin() as connection:
        (step,) = status.steps(connection, world.campaign_id, ["hello"])

    assert (step.touches, step.outcomes) == (4, {"reserved": 4})
    assert step.answers == {"reply.yes": 2, "reply.no": 1}
    assert step_lines([asdict(step)])[1].endswith("4 reserved; answers: 2 reply.yes, 1 reply.no")


def test_a_person_who_comes_back_is_enrolled_again_and_only_once_for_each_visit(world: World) -> None:
    """The queue has one row per visit, and a lead is in a campaign once at a time (lesson 5)."""
    lead = world.lead()
    first = world.enrol(lead)
    with world.ledger.begin() as connection:
        assert visits.add(connection, world.campaign_id, {lead: "2"}, at=NOON) == 1
        assert visits.add(connection, world.campaign_id, {lead: "2"}, at=NOON) == 0
        assert visits.add(connection, world.campaign_id, {lead: "3"}, at=NOON) == 0  # an entry waits already
    with world.ledger.begin() as connection:
        enrolments.finish(connection, first.id, "completed", at=NOON)
    for expected in (1, 0):
        with world.ledger.begin() as connection:
            enrolment = Enrolment(id=str(uuid4()), campaign=world.campaign, version=1, at=NOON)
            entry = enrolments.NewEnrolment(enrolment=enrolment, lead=lead, move=attempt())
            assert len(enrolments.enrol_page(connection, world.campaign_id, [entry], at=NOON)) == expected

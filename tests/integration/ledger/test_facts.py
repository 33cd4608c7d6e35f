"""Does gathering return exactly what was stored?"""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event, insert

from cadence.domain import (
    Callback,
    CampaignState,
    Cause,
    CauseKind,
    Channel,
    Consent,
    Disposition,
    Facts,
    Lead,
    Number,
    NumberKind,
    Outcome,
    Pause,
    PauseScope,
    Purpose,
    SuppressionScope,
    TouchState,
    ZoneEvidence,
    ZoneSource,
)
from cadence.domain.errors import NotFoundError
from cadence.domain.touch_record import Stored
from cadence.ledger.campaigns import campaigns
from cadence.ledger.db import locks
from cadence.ledger.people import consents, numbers, saved_values, suppressions
from cadence.ledger.reading import facts
from cadence.ledger.tables.campaigns import pauses as pauses_table
from cadence.ledger.tables.fields import row_of
from cadence.ledger.tables.people import lead_numbers
from cadence.ledger.touches import callbacks, inbound, touch_rows, touches
from tests.integration.ledger import states, suppressing
from tests.integration.ledger.world import MADRID, NOON, World, attempt, no, yes

HOUR = timedelta(hours=1)
CANARIES = ZoneEvidence(zone="Atlantic/Canary", source=ZoneSource.ADDRESS, detail="ES-CN")


def gathered(world: World, enrolment: str) -> Facts:
    """Return the facts of an enrolment."""
    with world.ledger.begin() as connection:
        return facts.gather(connection, enrolment)


def test_a_lead_comes_back_as_it_was_imported(world: World) -> None:
    """Rules judge the data of the list, in its order, with every possible zone (law 7)."""
    lead = world.lead(
        "+34600000001", "+34910000002", name="Ana Ñandú", region="CN", zones=(CANARIES,), segment="gold", score=7,
        account="ACME", attributes={"cart": "3 artículos", "total": "10 €"},
    )  # fmt: skip
    enrolment = world.enrol(lead)
    first, second = world.number_ids(lead)

    known = gathered(world, enrolment.id)

    assert known == Facts(
        lead=Lead(
            id=lead,
            numbers=(
                Number(id=first, e164="+34600000001", kind=NumberKind.MOBILE, country="ES", zones=(MADRID,)),
                Number(id=second, e164="+34910000002", kind=NumberKind.MOBILE, country="ES", zones=(MADRID,)),
            ),
            zones=(CANARIES,),
            country="ES",
            region="CN",
            segment="gold",
            score=7,
            account="ACME",
            name="Ana Ñandú",
            attributes={"cart": "3 artículos", "total": "10 €"},
        ),
        enrolment=enrolment,
        state=CampaignState.RUNNING,
        planned=attempt(),
    )


def test_what_a_person_told_us_is_an_attribute_and_the_latest_counts(world: World) -> None:
    """Over the column of the list, and whatever order it is written in; what is taken back is as the list has it."""
    lead, other = world.lead(attributes={"nps": "3", "cart": "2"}), world.lead()
    told = (
        (lead, "nps", "9", 2),
        (lead, "nps", "7", 1),  # written later, of before
        (lead, "comment", "muy bien", 1),
        (lead, "comment", "mejor que nunca", 1),  # of the same instant: the one that was written last
        (lead, "due", "2027-03-05", 1),
        (lead, "due", "", 2),
        (other, "nps", "1", 3),
    )
    with world.ledger.begin() as connection:
        for person, name, value, hours in told:
            value_of = saved_values.SavedValue(lead=person, name=name, value=value)
            saved_values.save(connection, value_of, at=NOON + hours * HOUR)

    enrolment = world.enrol(lead).id
    assert gathered(world, enrolment).lead.attributes == {
        "nps": "9", "cart": "2", "comment": "mejor que nunca",
    }  # fmt: skip
    with world.ledger.begin() as connection:
        saved_values.save(connection, saved_values.SavedValue(lead=lead, name="nps", value=""), at=NOON + 3 * HOUR)
    assert gathered(world, enrolment).lead.attributes["nps"] == "3"


def test_a_touch_comes_back_with_every_key_that_rules_count_by(world: World) -> None:
    """Rules can only count what the facts have (protocol §5.9)."""
    lead = world.lead(account="ACME")
    touch = world.touch(
        world.enrol(lead), account="ACME", subject="carts", seller="Tienda Sol", portfolio="north", due=NOON,
        at=NOON + timedelta(microseconds=1), channel=Channel.CALL,
    )  # fmt: skip
    details = {
        "sid": "CA1",
        "answered_at": NOON,
        "greeting_end_at": NOON + timedelta(seconds=1),
        "agent_at": NOON + timedelta(seconds=2),
        "wrap_up_until": NOON + timedelta(minutes=2),
        "delivery": "live",
    }
    with world.ledger.begin() as connection:
        touches.reserve(connection, touch, version=1, floor="sales")
        states.settle(connection, touch.id, Outcome.ANSWERED, at=NOON + timedelta(minutes=1), details=details)

    assert gathered(world, touch.enrolment).touches == (
        replace(
            touch,
            state=TouchState.SETTLED,
            outcome=Outcome.ANSWERED,
            delivery="live",
            taken=True,
            answered_at=NOON,
            greeting_end_at=NOON + timedelta(seconds=1),
            agent_at=NOON + timedelta(seconds=2),
            ended_at=NOON + timedelta(minutes=1),
            wrap_up_until=NOON + timedelta(minutes=2),
        ),
    )


def filled(value: Any, **given: object) -> Any:
    """Return a touch or its record with something else than the default in every field, by the default's type."""
    others = {"": "word", (): ("word",), 0: 7}
    fields_ = enumerate(field for field in fields(value) if getattr(value, field.name) == field.default)
    return replace(
        value, **{field.name: others.get(field.default, NOON + nth * HOUR) for nth, field in fields_} | given
    )


def test_every_field_of_a_touch_has_its_own_column(world: World) -> None:
    """A field is declared once: the column is written and read by its name, and the JSON of facts has it too."""
    ends = {"state": TouchState.SETTLED, "outcome": Outcome.ANSWERED, "disposition": Disposition.INTERESTED}
    reserved = world.reserved(world.enrol(world.lead(account="ACME")), account="ACME", channel=Channel.CALL)
    touch = filled(reserved, **ends, taken=True)
    stored = filled(Stored(touch=touch, version=3), sid="CA1")
    values = row_of(touch, without={"campaign", "account", "cause", "taken"}) | row_of(stored, without={"touch"})
    with world.ledger.begin() as connection:
        touches.change(connection, touch.id, values)
        assert touch_rows.get(connection, touch.id) == stored

    assert gathered(world, touch.enrolment).touches == (touch,)


def test_touches_to_others_by_a_shared_number_are_read_since_an_instant_and_the_leads_own_always(world: World) -> None:
    """A switchboard has thousands of touches that no rule counts; a lead's own show its position in the cadence."""
    mine, theirs = world.enrol(world.lead("+34910000001")), world.enrol(world.lead("+34910000001"))
    shared = world.number_ids(world.lead_of(mine))[0]
    for enrolment in (mine, theirs):
        for days in (40, 3):
            cause = Cause(kind=CauseKind.STEP, ref=f"{days} days ago")
            world.reserved(enrolment, cause=cause, at=NOON - timedelta(days=days), number=shared)

    def read(since: datetime | None) -> list[tuple[bool, str]]:
        with world.ledger.begin() as connection:
            rows = facts.gather(connection, mine.id, since=since).touches
        return [(touch.enrolment == mine.id, touch.cause.ref) for touch in rows]

    whole = [(True, "40 days ago"), (True, "3 days ago"), (False, "40 days ago"), (False, "3 days ago")]
    assert sorted(read(None)) == sorted(whole)
    assert sorted(read(NOON - timedelta(days=7))) == sorted([*whole[:2], whole[3]])
    assert sorted(read(NOON - timedelta(days=3))) == sorted([*whole[:2], whole[3]]), "the instant itself still counts"


def test_a_skipped_touch_says_which_rules_refused_it(world: World) -> None:
    """For some refusals the plan takes `otherwise`, for others it finishes."""
    touch = world.touch(world.enrol(), number=None)
    with world.ledger.begin() as connection:
        touches.skip(connection, touch, version=1, rules=["consent.sms"], scope="step")

    (skipped,) = gathered(world, touch.enrolment).touches

    assert (skipped.state, skipped.outcome, skipped.rules, skipped.scope) == (
        TouchState.SKIPPED, Outcome.SKIPPED, ("consent.sms",), "step",
    )  # fmt: skip


def test_touches_of_a_shared_number_are_seen_by_every_lead_that_has_it(world: World) -> None:
    """Limits and gaps count by number too: a family may share one phone (protocol §5.1)."""
    mother, son = world.lead("+34600000001"), world.lead("+34600000009", "+34600000001")
    stranger = world.lead("+34600000002")
    touch = world.reserved(world.enrol(mother))
    world.reserved(world.enrol(stranger))

    assert gathered(world, world.enrol(son).id).touches == (touch,)


def test_touches_come_oldest_first(world: World) -> None:
    """The position in the cadence is derived from their order."""
    enrolment = world.enrol()
    later = world.reserved(enrolment, attempt=2, at=NOON + timedelta(hours=1))
    earlier = world.reserved(enrolment, attempt=1)

    assert gathered(world, enrolment.id).touches == (earlier, later)


def test_a_consent_is_for_one_person_and_one_number(world: World) -> None:
    """Another person with the same number has agreed to nothing."""
    shared = "+34600000001"
    lead = world.lead(shared, consents=(yes(Channel.SMS, shared),))
    other = world.lead(shared)
    (number,) = world.number_ids(lead)
    with world.ledger.begin() as connection:
        general = consents.NewConsent(
            channel=Channel.CALL, given=False, lead=lead, purpose=Purpose.MARKETING, kind="express_written",
            source="letter", expires=NOON + timedelta(days=1),
        )  # fmt: skip
        record = consents.record(connection, general, at=NOON)

    by_number = Consent(id=1, channel=Channel.SMS, given=True, at=NOON, number=number, source="web form")
    assert gathered(world, world.enrol(lead).id).consents == (
        by_number,
        Consent(
            id=record, channel=Channel.CALL, given=False, at=NOON, purpose=Purpose.MARKETING, kind="express_written",
            source="letter", expires=NOON + timedelta(days=1),
        ),
    )  # fmt: skip
    assert gathered(world, world.enrol(other).id).consents == ()


def test_a_consent_does_not_pass_to_a_person_who_gets_the_number(world: World) -> None:
    """The next list gives the number of M-2, who agreed, to M-3, who never did; M-2's new number was not agreed to."""
    passed, new = "+34600000001", "+34600000002"
    giver = world.lead(passed, key="M-2", consents=(yes(Channel.SMS, passed),))
    world.lead(new, key="M-2")
    getter = world.lead(passed, key="M-3")

    enrolment = world.enrol(giver)
    assert gathered(world, enrolment.id).consents == ()
    assert gathered(world, world.enrol(getter).id).consents == ()
    world.lead(passed, key="M-2")
    assert [consent.given for consent in gathered(world, enrolment.id).consents] == [True]


def test_a_revocation_stays_with_the_person_and_with_the_number(world: World) -> None:
    """M-2 revoked consent and got another number; M-3 got the number that M-2 revoked it for."""
    passed, new = "+34600000001", "+34600000002"
    person = world.lead(passed, key="M-2", consents=(no(Channel.SMS, passed),))
    (old,) = world.number_ids(person)
    world.lead(new, key="M-2")
    getter = world.lead(passed, key="M-3")

    assert [(record.given, record.number) for record in gathered(world, world.enrol(person).id).consents] == [
        (False, None)
    ]
    assert [(record.given, record.number) for record in gathered(world, world.enrol(getter).id).consents] == [
        (False, old)
    ]


def test_an_undecided_reply_follows_the_person_to_a_corrected_number(world: World) -> None:
    """They wrote from the number that the list had; the next list has another, and the reply still holds."""
    lead = world.lead("+34600000001", key="P-1")
    enrolment = world.enrol(lead)
    (old,) = world.number_ids(lead)
    with world.ledger.begin() as connection:
        reply = inbound.NewInbound(
            channel=Channel.SMS, number=old, sender="+34910000001", at=NOON, meaning="hold", lead=lead
        )
        inbound.record(connection, reply)
    world.lead("+34600000002", key="P-1")

    assert [message.meaning for message in gathered(world, enrolment.id).inbound] == ["hold"]
    assert [message.meaning for message in gathered(world, world.enrol(world.lead("+34600000003")).id).inbound] == []


@pytest.mark.parametrize(
    ("scope", "values"),
    [
        (SuppressionScope.CAMPAIGN, ("spring", "autumn", "winter")),
        (SuppressionScope.CHANNEL, ("sms", "call", "whatsapp")),
        (SuppressionScope.PURPOSE, ("marketing", "survey")),
    ],
)
def test_suppressions_of_one_scope_with_different_values_are_all_in_force(
    world: World, scope: SuppressionScope, values: tuple[str, ...]
) -> None:
    """A person who left one campaign and then another has left both; lifting one does not lift the other."""
    enrolment = world.enrol(world.lead("+34600000001"))
    (number,) = world.number_ids(world.lead_of(enrolment))
    stops = [suppressions.NewSuppression(source="reply", scope=scope, value=value) for value in values]
    with world.ledger.begin() as connection:
        for minute, stop in enumerate(stops):
            at = NOON + timedelta(minutes=minute)
            assert suppressions.suppress(connection, [number], stop, at=at) == 1

    assert {stop.value for stop in gathered(world, enrolment.id).suppressions} == set(values)

    with world.ledger.begin() as connection:
        assert suppressions.lift(connection, [number], stops[0], at=NOON + timedelta(hours=1)) == 1

    assert {stop.value for stop in gathered(world, enrolment.id).suppressions} == set(values[1:])


def test_only_suppressions_in_force_are_facts(world: World) -> None:
    """The latest row counts: lifted and set again, a suppression is in force."""
    lead = world.lead("+34600000001", "+34600000002")
    enrolment = world.enrol(lead)
    first, second = world.number_ids(lead)
    everything = suppressions.NewSuppression(source="reply")
    calls = suppressions.NewSuppression(source="command", scope=SuppressionScope.CHANNEL, value="call")
    with world.ledger.begin() as connection:
        assert suppressing.suppress_lead(connection, lead, everything, at=NOON) == 2
        assert suppressing.suppress_lead(connection, lead, everything, at=NOON) == 0
        assert suppressions.suppress(connection, [first], calls, at=NOON) == 1
        assert suppressions.lift(connection, [first, second], everything, at=NOON) == 2
        assert suppressions.suppress(connection, [second], everything, at=NOON + timedelta(days=1)) == 1

    stops = gathered(world, enrolment.id).suppressions

    assert {(stop.number, stop.scope, stop.value, stop.since, stop.source) for stop in stops} == {
        (first, SuppressionScope.CHANNEL, "call", NOON, "command"),
        (second, SuppressionScope.EVERYTHING, "", NOON + timedelta(days=1), "reply"),
    }


def test_a_stop_follows_a_person_to_the_numbers_of_later_lists(world: World) -> None:
    """Later uploads of the list bring another number and then a second one; both are closed, for everyone."""
    lead = world.lead("+34600000001", key="P-1")
    enrolment = world.enrol(lead)
    calls = suppressions.NewSuppression(source="command", scope=SuppressionScope.CHANNEL, value="call")
    with world.ledger.begin() as connection:
        suppressing.suppress_lead(connection, lead, suppressions.NewSuppression(source="reply"), at=NOON)
        suppressing.suppress_lead(connection, lead, calls, at=NOON)
    for numbers_now in (["+34600000002"], ["+34600000002", "+34600000003"]):
        world.lead(*numbers_now, key="P-1")
        ids = world.number_ids(lead)
        stops = gathered(world, enrolment.id).suppressions
        assert {(stop.number, stop.scope) for stop in stops} == {
            (number, scope) for number in ids for scope in (SuppressionScope.EVERYTHING, SuppressionScope.CHANNEL)
        }
    other = gathered(world, world.enrol(world.lead("+34600000003", "+34600000004")).id)

    assert {stop.number for stop in other.suppressions} == {other.lead.numbers[0].id}  # only the shared number


def test_a_stop_closes_a_later_number_without_a_row_for_it(world: World) -> None:
    """However a lead gets a number, its facts have the stop."""
    lead = world.lead("+34600000001", key="P-1")
    enrolment = world.enrol(lead)
    with world.ledger.begin() as connection:
        suppressing.suppress_lead(connection, lead, suppressions.NewSuppression(source="reply"), at=NOON)
        number = numbers.ensure(connection, world.ledger.hasher, "+34600000002")
        connection.execute(insert(lead_numbers).values(lead_id=lead, number_id=number, position=1))

    assert {stop.number for stop in gathered(world, enrolment.id).suppressions} == set(world.number_ids(lead))


def test_what_is_lifted_for_a_person_is_lifted_for_their_later_numbers(world: World) -> None:
    """A number that was lifted separately, after the stop, stays open."""
    lead = world.lead("+34600000001", "+34600000002", key="P-1")
    enrolment = world.enrol(lead)
    first, second = world.number_ids(lead)
    stop = suppressions.NewSuppression(source="reply")
    with world.ledger.begin() as connection:
        suppressing.suppress_lead(connection, lead, stop, at=NOON)
        suppressions.lift(connection, [first], stop, at=NOON)
    assert [stop.number for stop in gathered(world, enrolment.id).suppressions] == [second]
    world.lead("+34600000001", "+34600000002", "+34600000003", key="P-1")
    assert first not in [stop.number for stop in gathered(world, enrolment.id).suppressions]
    with world.ledger.begin() as connection:
        assert suppressions.lift_person(connection, lead, stop, at=NOON)
        assert not suppressions.lift_person(connection, lead, stop, at=NOON)
        suppressions.lift(connection, world.number_ids(lead), stop, at=NOON)
    world.lead("+34600000004", key="P-1")

    assert gathered(world, enrolment.id).suppressions == ()


@pytest.mark.parametrize(
    ("scope", "value", "seen"),
    [
        (PauseScope.ALL, "", True),  # everything
        (PauseScope.CAMPAIGN, "spring", True),
        (PauseScope.CAMPAIGN, "autumn", False),  # another campaign
        (PauseScope.CHANNEL, "call", True),  # planning knows which channels the lead needs
        (PauseScope.SENDER, "+34910000001", True),
        (PauseScope.FLOOR, "sales", True),
        (PauseScope.TEMPLATE, "greeting", True),
        (PauseScope.DESTINATION, "sms:ES", True),
        (PauseScope.CARRIER, "account", True),
        (PauseScope.LEAD, "LEAD", True),
        (PauseScope.LEAD, "00000000-0000-4000-8000-000000000001", False),  # another lead
    ],
)
def test_pauses_that_can_concern_a_lead_are_facts(world: World, scope: PauseScope, value: str, *, seen: bool) -> None:
    """Time held does not count, so past pauses are facts as well as present ones (law 5)."""
    lead = world.lead()
    enrolment = world.enrol(lead)
    value = value.replace("LEAD", lead)
    spans = [(-3, -2), (-1, 1), (2, None)]  # before the enrolment, at its start, and still open
    rows = [
        {
            "scope": scope,
            "value": value,
            "since": NOON + timedelta(hours=since),
            "until": until and NOON + timedelta(hours=until),
            "actor": "test",
        }
        for since, until in spans
    ]
    with world.ledger.begin() as connection:
        connection.execute(insert(pauses_table), rows)

    expected = tuple(
        Pause(scope=scope, value=value, since=row["since"], until=row["until"])
        for row in rows[1:]
    )  # fmt: skip
    assert gathered(world, enrolment.id).pauses == (expected if seen else ())


@pytest.mark.parametrize(
    ("ordered", "taken"),
    [
        ("", False),  # resumed without a fallback
        ("*", True),  # every lead that waited takes the failed branch
        ("spring", True),
        ("autumn", False),  # ordered for the leads of another campaign
    ],
)
def test_the_failed_branch_is_ordered_for_the_campaign_that_was_named(
    world: World, ordered: str, *, taken: bool
) -> None:
    """`resume NAME --fallback` does not apply to leads of other campaigns that waited for the same template."""
    enrolment = world.enrol()
    pause = {"scope": "template", "value": "greeting", "since": NOON, "until": NOON + timedelta(hours=1)}
    with world.ledger.begin() as connection:
        connection.execute(insert(pauses_table), [{**pause, "actor": "carrier", "fallback": ordered}])

    (stored,) = gathered(world, enrolment.id).pauses
    assert stored.fallback is taken


def test_callbacks_and_inbound_messages_are_facts(world: World) -> None:
    """Callbacks belong to the enrolment, inbound messages to the number."""
    lead = world.lead()
    (number,) = world.number_ids(lead)
    enrolment, tomorrow = world.enrol(lead), NOON + timedelta(days=1)
    with world.ledger.begin() as connection:
        order = callbacks.NewCallback(lead=lead, enrolment=enrolment.id, at=tomorrow, ref="inbound:1", number=number)
        promise = callbacks.promise(connection, order, at=NOON)
        message = inbound.NewInbound(
            channel=Channel.SMS, number=number, sender="+34910000001", at=NOON, sid="SM1", body="mañana a las 12",
            meaning="callback", confirmed_by_carrier=True,
        )  # fmt: skip
        taken = inbound.record(connection, message).inbound

    known = gathered(world, enrolment.id)

    assert known.callbacks == (promise,) == (Callback(id=promise.id, at=tomorrow, number=number, ref="inbound:1"),)
    assert known.inbound == (taken,)
    assert (taken.meaning, taken.confirmed_by_carrier, taken.reviewed) == ("callback", True, False)


def test_a_closed_number_and_a_stopped_campaign_are_facts(world: World) -> None:
    """A wrong number is closed in every campaign (protocol §5.2), and one row stops a campaign (law 4)."""
    lead = world.lead()
    enrolment = world.enrol(lead)
    with world.ledger.begin() as connection:
        numbers.close(connection, world.number_ids(lead)[0], "wrong_number", at=NOON)
        campaigns.close(connection, "spring", CampaignState.STOPPED, at=NOON)

    known = gathered(world, enrolment.id)

    assert (known.lead.numbers[0].closed, known.state) == ("wrong_number", CampaignState.STOPPED)


def test_leads_about_to_be_enrolled_have_the_same_facts(world: World) -> None:
    """The first move is planned before there is an enrolment (protocol §5.5)."""
    shared = "+34600000001"
    lead, other = world.lead(shared, consents=(yes(Channel.SMS, shared),)), world.lead()
    touch = world.reserved(world.enrol(world.lead(shared)))
    wanted = {str(uuid4()): lead, str(uuid4()): other}
    with world.ledger.begin() as connection:
        mine, theirs = facts.gather_new(connection, "spring", 1, wanted, at=NOON)
        assert facts.gather_new(connection, "autumn", 1, wanted, at=NOON) == []

    assert [mine.enrolment.id, theirs.enrolment.id] == list(wanted)
    assert (mine.enrolment.campaign, mine.enrolment.version, mine.enrolment.at) == ("spring", 1, NOON)
    assert (mine.lead.id, mine.touches, len(mine.consents), mine.planned) == (lead, (touch,), 1, None)
    assert (theirs.lead.id, theirs.touches, theirs.consents) == (other, (), ())


def test_an_unknown_enrolment_is_an_error(world: World) -> None:
    """Nothing is decided without facts."""
    with world.ledger.begin() as connection, pytest.raises(NotFoundError):
        facts.gather(connection, str(uuid4()))
    with world.ledger.begin() as connection, pytest.raises(NotFoundError):
        locks.lock_for_touch(connection, str(uuid4()))


def test_gathering_takes_as_many_statements_for_many_touches_as_for_one(world: World) -> None:
    """Each touch gathers facts once or twice; a lead in its fifth week has about thirty touches."""
    enrolment = world.enrol()
    world.reserved(enrolment, attempt=1)
    few = statements(world, enrolment.id)
    for number in range(2, 31):
        world.reserved(enrolment, attempt=number)

    assert statements(world, enrolment.id) == few
    assert len(few) <= 20


def statements(world: World, enrolment: str) -> list[str]:
    """Return the statements with which the facts of an enrolment are gathered."""
    made: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        made.append(statement)

    with world.ledger.begin() as connection:
        event.listen(connection, "before_cursor_execute", note)
        locks.lock_for_touch(connection, enrolment)
        facts.gather(connection, enrolment)
    return made

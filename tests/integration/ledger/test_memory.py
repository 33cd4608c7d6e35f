"""What does the ledger remember of a person, and what does it forget when it must?"""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.domain import Candidate, Cause, CauseKind, Channel, Hold, HoldName, NewsKind, Outcome, PauseScope
from cadence.ledger.campaigns import commands, enrolment_rows, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, erasure, numbers, saved_values, suppressions, texts
from cadence.ledger.reading import facts, timeline
from cadence.ledger.touches import callbacks, decisions, inbound, news, tasks, touches
from tests.integration.ledger import states, suppressing
from tests.integration.ledger.judged import every_parts
from tests.integration.ledger.world import MADRID, NOON, World, lead_row, yes

SHARED, OWN = "+34600000098", "+34600000099"
SECRETS = ("Quenoexiste", "secreto", "600000099", "CuentaUnica", "ticked", "una opinion")
"""Words that stand nowhere but in this person's data."""


def minutes(number: int) -> timedelta:
    """Some minutes."""
    return timedelta(minutes=number)


@pytest.fixture
def person(world: World) -> str:
    """Somebody with whom everything has happened, and a neighbour with the same second number."""
    zones = (replace(MADRID, detail="ES-MD"),)
    row = lead_row(
        1, OWN, SHARED, key="Quenoexiste-1", name="Ana Quenoexiste", attributes={"note": "secreto"}, region="MD",
        account="CuentaUnica", zones=zones, consents=(yes(Channel.SMS, OWN),),
    )  # fmt: skip
    import_leads(world.ledger, "list", [row], at=NOON)
    world.lead(SHARED, name="Vecino")
    lead = world.ledger.hasher.lead("list", "Quenoexiste-1")
    enrolment = world.enrol(lead)
    number = world.number_ids(lead)[0]
    with world.ledger.begin() as connection:
        touch = world.touch(enrolment, at=NOON + minutes(3))
        candidate = Candidate(channel=Channel.SMS, cause=touch.cause, step="hello")
        hold = Hold(name=HoldName.RUNNING, key="all:")
        judged = facts.gather(connection, enrolment.id)
        verdict = decisions.Decision(verdict=hold, candidate=candidate, facts=judged)
        pauses.begin(connection, PauseOrder(scope=PauseScope.ALL, actor="ops", reason="drill"), at=NOON + minutes(1))
        decisions.record(connection, verdict, at=NOON + minutes(1))
        pauses.end(connection, PauseScope.ALL, at=NOON + minutes(2), actor="ops")
        touches.reserve(connection, touch, version=1)
        texts.put(connection, touch.id, texts.RenderedText(body="Hola Ana Quenoexiste", variables={"1": "secreto"}))
        states.settle(connection, touch.id, Outcome.SENT, at=NOON + minutes(4))
        reply = inbound.NewInbound(
            channel=Channel.SMS, number=number, sender="+34910000001", at=NOON + minutes(5), sid="SM1",
            body="soy Ana Quenoexiste", lead=lead, touch=touch.id,
        )  # fmt: skip
        taken = inbound.record(connection, reply).inbound
        opinion = saved_values.SavedValue(lead=lead, name="comment", value="una opinion", ref=f"inbound:{taken.id}")
        saved_values.save(connection, opinion, at=NOON + minutes(5))
        news.add(connection, enrolment.id, NewsKind.REPLY, at=NOON + minutes(5), ref=taken.id)
        work = tasks.NewTask(ref=taken.id, kind="reply", title="Ana Quenoexiste", body="secreto", lead=lead)
        tasks.add(connection, work, at=NOON + minutes(6))
        order = commands.Command(name="pause", actor="ops", origin="cli@host", why="Quenoexiste called", lead=lead)
        commands.record(connection, order, at=NOON + minutes(7))
        reason = PauseOrder(scope=PauseScope.LEAD, value=lead, actor="ops", reason="Quenoexiste called")
        pauses.begin(connection, reason, at=NOON + minutes(7))
        promise = callbacks.NewCallback(lead=lead, enrolment=enrolment.id, at=NOON + minutes(60), ref=taken.id)
        callbacks.cancel(
            connection, callbacks.promise(connection, promise, at=NOON + minutes(8)).id, at=NOON + minutes(9)
        )
        suppressing.suppress_lead(connection, lead, suppressions.NewSuppression(source="reply"), at=NOON + minutes(10))
    return lead


def everything(ledger: Ledger) -> str:
    """Every row of every table as text, and what decisions are based on, which is compressed there."""
    with ledger.begin() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars().all()
        rows = [
            str(row)
            for name in names
            for row in connection.execute(text(f"SELECT CAST(to_jsonb(t) AS text) FROM {name} t"))  # noqa: S608  our own names
        ]
        return "\n".join([*rows, str(every_parts(connection))])


def test_everything_that_happened_is_told_in_order(world: World, person: str) -> None:
    """An auditor asks of any lead: what was done, what was not, and why."""
    with world.ledger.begin() as connection:
        events = timeline.of_lead(connection, person)

    assert sorted(((event.at - NOON) / minutes(1), event.kind) for event in events) == [
        (0, "consent"), (0, "enrolled"), (0, "imported"),
        (1, "decision"), (1, "paused"), (2, "resumed"),
        (3, "touch"), (4, "outcome"), (5, "inbound"), (5, "news"), (5, "saved"), (6, "task"),
        (7, "command"), (7, "paused"),
        (8, "callback promised"), (9, "callback canceled"),
        *[(10, "suppressed")] * 3,  # both numbers, and the person
    ]  # fmt: skip
    told = {event.kind: event.what for event in events}
    assert told["decision"]["hold_key"] == "all:"
    assert told["touch"]["body"] == "Hola Ana Quenoexiste"
    assert told["inbound"]["body"] == "soy Ana Quenoexiste"
    assert told["consent"]["evidence"] == "ticked the box"
    assert "facts" not in told["decision"]
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_an_erased_person_stands_nowhere(world: World, person: str) -> None:
    """Not in a name, a number, a text, a reason or a piece of evidence; also not in what is append-only."""
    before = everything(world.ledger)
    with world.ledger.begin() as connection:
        erased = erasure.erase(connection, person, at=NOON + minutes(20))
        again = erasure.erase(connection, person, at=NOON + minutes(30))
    after = everything(world.ledger)

    assert (erased.done, again.done) == (True, False)
    assert [secret for secret in SECRETS if secret not in before] == []  # or the search finds nothing by mistake
    assert [secret for secret in SECRETS if secret in after] == []
    assert SHARED in after  # the neighbour still has it


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("matched", [True, False])
def test_every_text_of_every_channel_goes(world: World, person: str, channel: Channel, matched: bool) -> None:
    """What we said and what they wrote, also what came from a number of theirs and was matched to nobody."""
    secret = f"Quenoexiste on {channel}"
    (enrolment,) = [one.enrolment for one in enrolment_rows_of(world, person)]
    number = world.number_ids(person)[0]
    with world.ledger.begin() as connection:
        cause = Cause(kind=CauseKind.STEP, ref=f"step-{channel}")
        to = None if channel is Channel.TASK else number
        touch = world.touch(enrolment, cause=cause, channel=channel, number=to, at=NOON + minutes(9))
        touches.reserve(connection, touch, version=1, floor="sales")
        texts.put(connection, touch.id, texts.RenderedText(body=f"to {secret}", variables={"1": f"value {secret}"}))
        wrote = inbound.NewInbound(
            channel=channel, number=number, sender="s", at=NOON + minutes(9), sid=f"SM-{channel}",
            body=f"from {secret}", lead=person if matched else None,
        )  # fmt: skip
        inbound.record(connection, wrote)
    before = everything(world.ledger)
    with world.ledger.begin() as connection:
        erasure.erase(connection, person, at=NOON + minutes(20))
    after = everything(world.ledger)

    assert all(f"{word} {secret}" in before for word in ("to", "value", "from"))
    assert secret not in after


def enrolment_rows_of(world: World, lead: str) -> list[enrolment_rows.StoredEnrolment]:
    """A lead's enrolments."""
    with world.ledger.begin() as connection:
        return enrolment_rows.of_lead(connection, lead)


def test_what_was_done_to_an_erased_person_can_still_be_accounted_for(world: World, person: str) -> None:
    """The touches, their outcome and the decisions stay, without saying to whom (protocol §5.8)."""
    with world.ledger.begin() as connection:
        (enrolment,) = enrolment_rows.of_lead(connection, person)
        erased = erasure.erase(connection, person, at=NOON + minutes(20))
        (stored,) = enrolment_rows.of_lead(connection, person)
        found = facts.gather(connection, enrolment.enrolment.id)
        told = timeline.of_lead(connection, person)
        woken = news.undelivered(connection)[-1]

    assert erased.finished == (enrolment.enrolment.id,)
    assert stored.enrolment.finished == "erased"
    assert (woken.enrolment, woken.kind) == (enrolment.enrolment.id, NewsKind.STOP)
    assert (found.lead.numbers, found.lead.name, len(found.touches)) == ((), "", 1)
    assert {"touch", "decision", "suppressed", "erased", "finished"} <= {event.kind for event in told}


def test_suppressions_outlive_the_person(world: World, person: str) -> None:
    """The same number in next year's list is still not to be contacted (protocol §5.8)."""
    with world.ledger.begin() as connection:
        erasure.erase(connection, person, at=NOON + minutes(20))
    enrolment = world.enrol(world.lead(OWN))
    with world.ledger.begin() as connection:
        (suppression,) = facts.gather(connection, enrolment.id).suppressions

    assert suppression.source == "reply"


def test_a_neighbour_keeps_what_is_theirs(world: World, person: str) -> None:
    """Families and switchboards share numbers; one of them may be forgotten."""
    (neighbour,) = [lead for lead in owners(world, SHARED) if lead != person]
    with world.ledger.begin() as connection:
        number = numbers.find(connection, world.ledger.hasher, SHARED)
        assert number is not None
        theirs = consents.NewConsent(channel=Channel.SMS, given=True, number=number, lead=neighbour, evidence="letter")
        consents.record(connection, theirs, at=NOON)
        reply = inbound.NewInbound(channel=Channel.SMS, number=number, sender="s", at=NOON, body="soy Vecino")
        taken = inbound.record(connection, reply).inbound
        erasure.erase(connection, person, at=NOON + minutes(20))
    enrolment = world.enrol(neighbour)
    with world.ledger.begin() as connection:
        found = facts.gather(connection, enrolment.id)
        assert inbound.texts(connection, [taken.id]) == {taken.id: "soy Vecino"}

    assert [one.e164 for one in found.lead.numbers] == [SHARED]
    assert [one.given for one in found.consents] == [True]
    assert "letter" in everything(world.ledger)


@pytest.mark.parametrize("by", ["touch", "consent", "message"])
def test_a_number_that_a_list_has_replaced_since_is_forgotten_too(world: World, by: str) -> None:
    """It was theirs when something was sent to it, agreed for it, or written from it; nobody has it now."""
    before, after = "+34600000096", "+34600000097"
    lead = world.lead(before, key="moved", consents=(yes(Channel.SMS, before),) if by == "consent" else ())
    (number,) = world.number_ids(lead)
    if by == "touch":
        world.reserved(world.enrol(lead))
    if by == "message":
        with world.ledger.begin() as connection:
            reply = inbound.NewInbound(channel=Channel.SMS, number=number, sender="s", at=NOON, lead=lead)
            inbound.record(connection, reply)
    world.lead(after, key="moved")
    assert before in everything(world.ledger)

    with world.ledger.begin() as connection:
        assert erasure.erase(connection, lead, at=NOON + minutes(20)).done

    assert [one for one in (before, after) if one in everything(world.ledger)] == []


def test_a_number_that_has_gone_over_to_somebody_else_stays_theirs(world: World) -> None:
    """Whoever has it now did not ask to be forgotten."""
    mine = world.lead(OWN, key="moved")
    world.reserved(world.enrol(mine))
    world.lead("+34600000097", key="moved")
    world.lead(OWN, key="other")

    with world.ledger.begin() as connection:
        erasure.erase(connection, mine, at=NOON + minutes(20))

    assert OWN in everything(world.ledger)


def owners(world: World, e164: str) -> list[str]:
    """Who has this number."""
    with world.ledger.begin() as connection:
        number = numbers.find(connection, world.ledger.hasher, e164)
        assert number is not None
        return numbers.owners(connection, [number])


def test_erasing_nobody_does_nothing(world: World) -> None:
    """A mistyped id must not look like an erasure."""
    with world.ledger.begin() as connection:
        assert not erasure.erase(connection, str(uuid4()), at=NOON).done

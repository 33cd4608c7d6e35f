"""Does the carrier delete all that it has of an erased person, whatever happens meanwhile, and nothing of others?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import text

from cadence.channels.provider import Carrier
from cadence.domain import Channel, Enrolment, Outcome, TouchState
from cadence.domain.clock import Clock
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from cadence.engine.jobs import OUTAGE
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reconciler import deleting
from cadence.engine.reconciler.deleting import AGAIN, NO_ANSWER, NO_ID, OUTAGE_AGAIN, SHOWN_AFTER, Deleting
from cadence.ledger.db import set_aside
from cadence.ledger.people import carrier_deletions, erasure
from cadence.ledger.people.carrier_deletions import DeletionProgress
from cadence.ledger.touches import inbound, touches
from cadence.ledger.touches.inbound import NewInbound
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

HOUR = timedelta(hours=1)


class Killed(BaseException):
    """The worker is killed."""


@dataclass
class Deletes:
    """A carrier that answers as it was told to, and keeps what it was asked to delete."""

    answers: Mapping[str, str | BaseException] = field(default_factory=dict)  # by id; else it deletes
    asked: list[str] = field(default_factory=list)

    def erase(self, _: Channel, sid: str) -> str:
        """Answer."""
        self.asked.append(sid)
        answer = self.answers.get(sid, "")
        if isinstance(answer, BaseException):
            raise answer
        return answer


def sent(world: World, enrolment: Enrolment, sid: str | None, **fields: object) -> str:
    """A touch that the carrier delivered; without an id it is still reserved. Return its id."""
    touch = world.reserved(enrolment, **fields)
    if sid is not None:
        with world.ledger.begin() as tx:
            states.settle(tx, touch.id, Outcome.DELIVERED, at=NOON, details={"sid": sid})
    return touch.id


def wrote(
    world: World, number: int, sid: str, *, lead: str | None = None, at: datetime = NOON, **fields: object
) -> str:
    """A message that came from a number; return its id."""
    message = NewInbound(  # type: ignore[arg-type]
        channel=Channel.SMS, number=number, sender="+34910000001", at=at, sid=sid, body="hola", lead=lead, **fields
    )
    with world.ledger.begin() as tx:
        return inbound.record(tx, message).inbound.id


def erase(world: World, lead: str) -> erasure.Erased:
    """Erase a lead."""
    with world.ledger.begin() as tx:
        return erasure.erase(tx, lead, at=NOON)


def job(world: World, carrier: Deletes, at: datetime = NOON + HOUR) -> Deleting:
    """The job at an instant."""
    clock = Clock(origin=at, started=datetime.now(UTC))
    return Deleting(Planner(world.ledger, clock), cast(Carrier, carrier))


def progress(world: World, lead: str) -> DeletionProgress:
    """How far it is."""
    with world.ledger.begin() as tx:
        return carrier_deletions.progress(tx, lead)


def tries(world: World) -> dict[str, tuple[int, str]]:
    """The tries in vain and the last answer, by the carrier's id, of what is left."""
    with world.ledger.begin() as tx:
        rows = tx.execute(
            text("""SELECT coalesce(t.sid, i.sid, '') AS sid, d.tries, d.error FROM carrier_deletions d
                LEFT JOIN touches t ON t.id = d.touch_id LEFT JOIN inbound i ON i.id = d.inbound_id
                WHERE d.done_at IS NULL""")
        )
        return {row.sid: (row.tries, row.error) for row in rows}


def aside(world: World) -> list[tuple[str, str]]:
    """What people see of the job: item and cause."""
    with world.ledger.begin() as tx:
        return [(item.item, item.cause) for item in set_aside.every(tx) if item.job == deleting.JOB]


def stored_texts(world: World) -> set[str]:
    """The ids of the messages whose text is stored."""
    with world.ledger.begin() as tx:
        return set(tx.execute(text("SELECT CAST(inbound_id AS text) FROM inbound_texts")).scalars())


def test_an_erasure_notes_all_that_the_carrier_has_and_nothing_else(world: World) -> None:
    """Messages and calls in both directions; no e-mail, no key that was pressed, nothing that others have a part in."""
    ana, luis = world.lead("+34600000001", "+34600000002"), world.lead("+34600000002")
    (own, shared), enrolment = world.number_ids(ana), world.enrol(ana)
    sent(world, enrolment, "SM1")
    sent(world, enrolment, "CA2", attempt=2, channel=Channel.CALL)
    sent(world, enrolment, "<3@example.com>", attempt=3, channel=Channel.EMAIL)
    sent(world, world.enrol(luis), "SM4")
    wrote(world, own, "IN5", lead=ana)
    wrote(world, own, "IN6")
    wrote(world, own, "key/7", lead=ana)
    wrote(world, shared, "IN8")
    carrier = Deletes()

    assert erase(world, ana).at_carrier == 4
    job(world, carrier).delete_at_carrier()
    job(world, carrier).delete_at_carrier()

    assert sorted(carrier.asked) == ["CA2", "IN5", "IN6", "SM1"]
    assert (progress(world, ana).done, progress(world, ana).next_at, progress(world, luis).items) == (4, None, 0)


def test_what_is_refused_is_asked_for_later_and_later_and_then_shown(world: World) -> None:
    """A person can have it tried at once; once it is deleted, nobody is asked to look at it."""
    ana = world.lead()
    sent(world, world.enrol(ana), "SM1")
    erase(world, ana)
    carrier, at = Deletes({"SM1": "20009"}), NOON
    seen = []
    for wait in (*AGAIN, AGAIN[-1], AGAIN[-1]):
        job(world, carrier, at + timedelta(seconds=1)).delete_at_carrier()
        seen.append(aside(world))
        at += wait
        job(world, carrier, at - timedelta(seconds=30)).delete_at_carrier()
        at += timedelta(seconds=30)
    with world.ledger.begin() as tx:
        set_aside.dismiss(tx, set_aside.every(tx)[0].id)
        assert carrier_deletions.at_once(tx, ana, now=NOON) == 1
    job(world, Deletes(), NOON + HOUR).delete_at_carrier()

    assert carrier.asked == ["SM1"] * (len(AGAIN) + 2)
    assert [len(shown) for shown in seen] == [0] * (SHOWN_AFTER - 1) + [1, 1]
    ((item, cause),) = seen[-1]
    assert item == f"{ana} sms SM1"
    assert cause == f"20009; `cadence privacy erase {ana}` asks for it at once"
    assert progress(world, ana).done == 1


def test_what_is_deleted_at_last_is_shown_no_more(world: World) -> None:
    """Without anybody who says so."""
    ana = world.lead()
    sent(world, world.enrol(ana), "SM1")
    erase(world, ana)
    for day in range(SHOWN_AFTER):
        job(world, Deletes({"SM1": "20009"}), NOON + 2 * timedelta(days=day + 1)).delete_at_carrier()
    shown = aside(world)
    job(world, Deletes(), NOON + timedelta(days=30)).delete_at_carrier()

    assert (len(shown), aside(world)) == (1, [])


def test_an_outage_costs_no_try_and_is_over_within_a_minute(world: World) -> None:
    """The carrier is not asked for everything while it is down."""
    ana = world.lead()
    enrolment = world.enrol(ana)
    sids = [f"SM{n}" for n in range(OUTAGE + 2)]
    for nth, sid in enumerate(sids, start=1):
        sent(world, enrolment, sid, attempt=nth)
    erase(world, ana)
    down = Deletes(dict.fromkeys(sids, UnavailableError("The carrier does not answer.")))
    with pytest.raises(UnavailableError):
        job(world, down).delete_at_carrier()
    left = tries(world)
    job(world, Deletes(), NOON + HOUR + OUTAGE_AGAIN + timedelta(seconds=5)).delete_at_carrier()

    assert len(down.asked) == OUTAGE
    assert set(left.values()) == {(0, "")}
    assert progress(world, ana).done == len(sids)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnavailableError("nothing"), NO_ANSWER),
        (LookUpRefusedError("HTTP 400"), "HTTP 400"),
        (ValueError("+34600000001"), "ValueError"),
    ],
)
def test_one_that_fails_alone_does_not_hold_up_the_others(world: World, error: Exception, said: str) -> None:
    """Its own tries count, and its error says nothing personal."""
    ana = world.lead()
    enrolment = world.enrol(ana)
    for nth, sid in enumerate(("SM1", "SM2", "SM3"), start=1):
        sent(world, enrolment, sid, attempt=nth)
    erase(world, ana)
    job(world, Deletes({"SM1": error})).delete_at_carrier()

    assert tries(world) == {"SM1": (1, said)}


def test_a_worker_killed_in_between_asks_again(world: World) -> None:
    """What the carrier has deleted already is no failure."""
    ana = world.lead()
    sent(world, world.enrol(ana), "SM1")
    erase(world, ana)
    with pytest.raises(Killed):
        job(world, Deletes({"SM1": Killed()})).delete_at_carrier()
    between = tries(world)
    again = Deletes()
    job(world, again).delete_at_carrier()

    assert between == {"SM1": (0, "")}
    assert again.asked == ["SM1"]
    assert (progress(world, ana).done, tries(world)) == (1, {})


Ends = Callable[[World, str], None]


def _reported(world: World, touch: str) -> None:
    with world.ledger.begin() as tx:
        states.settle(tx, touch, Outcome.DELIVERED, at=NOON, details={"sid": "SM1"})


def _refused(world: World, touch: str) -> None:
    with world.ledger.begin() as tx:
        states.settle(tx, touch, Outcome.BLOCKED, at=NOON)


def _lost(world: World, touch: str) -> None:
    with world.ledger.begin() as tx:
        touches.change(tx, touch, {"state": TouchState.UNKNOWN})
        states.settle(tx, touch, Outcome.LOST, at=NOON)


@pytest.mark.parametrize(
    ("ends", "asked", "left"), [(_reported, ["SM1"], {}), (_refused, [], {}), (_lost, [], {"": (2, NO_ID)})]
)
def test_a_touch_under_way_is_deleted_once_its_id_is_known(
    world: World, ends: Ends, asked: list[str], left: dict[str, tuple[int, str]]
) -> None:
    """One that was refused is nowhere; one whose answer was lost may be there, so people see it."""
    ana = world.lead()
    touch = sent(world, world.enrol(ana), None)
    erase(world, ana)
    carrier = Deletes()
    job(world, carrier).delete_at_carrier()
    early = tries(world)
    ends(world, touch)
    job(world, carrier, NOON + 2 * HOUR).delete_at_carrier()

    assert early == {"": (1, NO_ID)}
    assert (carrier.asked, tries(world)) == (asked, left)


def test_what_an_erased_person_sends_later_is_deleted_too_and_its_text_never_stored(world: World) -> None:
    """Also if only the number says who it is; not once somebody else has the number."""
    ana, luis = world.lead("+34600000001"), world.lead("+34600000002")
    (number,), (other,) = world.number_ids(ana), world.number_ids(luis)
    sent(world, world.enrol(ana), "SM1")
    erase(world, ana)
    mine = [wrote(world, number, "IN2", lead=ana), wrote(world, number, "IN3"), wrote(world, number, "key/4", lead=ana)]
    theirs = [wrote(world, other, "IN5", lead=luis), wrote(world, other, "IN6")]
    world.lead("+34600000001", key="another list")
    theirs.append(wrote(world, number, "IN7"))
    carrier = Deletes()
    job(world, carrier).delete_at_carrier()

    assert sorted(carrier.asked) == ["IN2", "IN3", "SM1"]
    assert stored_texts(world) == set(theirs)
    assert not stored_texts(world) & set(mine)


def test_a_message_that_turns_out_to_be_from_an_erased_person_goes_as_well(world: World) -> None:
    """It came from an id that nobody knew; later it is known whose it is."""
    ana = world.lead()
    stranger = world.lead()
    (number,) = world.number_ids(stranger)
    with world.ledger.begin() as tx:
        tx.execute(text("DELETE FROM lead_numbers WHERE lead_id = :lead"), {"lead": stranger})
    wrote(world, number, "IN1")
    erase(world, ana)
    before = stored_texts(world)
    with world.ledger.begin() as tx:
        message = inbound.find_by_sid(tx, "IN1")
        assert message is not None
        inbound.attribute(tx, message, ana)
    carrier = Deletes()
    job(world, carrier).delete_at_carrier()

    assert (len(before), stored_texts(world), carrier.asked) == (1, set(), ["IN1"])

"""What if one item cannot be handled? It is set aside and shown, the job goes on, and a worker always starts."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import Connection

from cadence.campaign.store import to_json
from cadence.channels.provider import CarrierReport, Received, Unreadable
from cadence.domain import Channel, Finish
from cadence.domain.errors import LookUpRefusedError, UnavailableError
from cadence.engine.jobs import MOST_AT_ONCE, Jobs, TooManyError
from cadence.engine.reconciler.hearing import INBOUND
from cadence.ledger.campaigns import campaigns
from cadence.ledger.db import set_aside
from cadence.ledger.db.set_aside import MOST_TRIES, SetAside
from cadence.ledger.touches import inbound
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.waiting import PATIENCE

ANA, LUIS = "+34600000701", "+34600000702"
OURS = "+34910000001"
MESSAGE = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: later}
  - step: later
    after: 2 hours
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
"""
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""


class Lists:
    """A carrier whose list of messages from people holds what a test puts there."""

    def __init__(self, real: Any, *messages: Received | Unreadable) -> None:
        self._real = real
        self.messages = list(messages)
        self.asked_again: list[str] = []

    def received(self, since: datetime, ours: Collection[tuple[Channel, str]] = ()) -> Iterator[Received | Unreadable]:
        """List them."""
        yield from self.messages

    def receive(self, sid: str) -> Received | None:
        """Return one of them."""
        self.asked_again.append(sid)
        one = next((one for one in self.messages if one.sid == sid), None)
        if isinstance(one, Unreadable):
            raise one.error
        return one

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Let everything else through."""
        return getattr(self._real, name)  # type: ignore[no-any-return]


def said(on: Scene, sid: str, body: str, sender: str = ANA) -> Received:
    """Somebody wrote to us."""
    return Received(sid=sid, channel=Channel.SMS, sender=sender, to=OURS, body=body, at=on.clock.now())


def aside(on: Scene) -> list[SetAside]:
    """What jobs have set aside."""
    with on.ledger.begin() as tx:
        return set_aside.every(tx)


async def test_a_worker_starts_and_hears_the_stop_behind_a_message_it_cannot_read(stage: SetStage) -> None:
    """The first message cannot be read at all; the second is a stop, which must be heard before anything leaves."""
    on = stage(MESSAGE, {ANA: {}, LUIS: {}})
    on.enrol(ANA, LUIS)
    broken = Unreadable(sid="SM" + "0" * 32, error=ValueError("a message without an instant"))
    carrier = Lists(on.carrier, broken, said(on, "SM" + "1" * 32, "BAJA", LUIS))
    async with on.working(carrier=carrier):
        await on.until(on.carried)
        await on.until(lambda: on.leads(finished=True))

    assert {one["person"] for one in on.carried()} == {ANA}
    (one,) = aside(on)
    assert (one.job, one.item) == (INBOUND, broken.sid)
    assert one.cause.startswith("ValueError, error ")


async def test_a_message_that_fails_is_tried_again_and_forgotten_once_it_was_taken_in(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was wrong is over: the carrier is asked for the message once more, and the stop in it counts."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    stop = said(on, "SM" + "2" * 32, "BAJA")
    carrier = Lists(on.carrier, Unreadable(sid=stop.sid, error=KeyError("from")))
    worker = on.worker(carrier=carrier)
    await asyncio.to_thread(worker.reconciler.hear)
    assert [one.item for one in aside(on)] == [stop.sid]
    carrier.messages = [stop]

    await asyncio.to_thread(worker.reconciler.hear)  # it is left out until it is due
    assert carrier.asked_again == []
    await on.later(timedelta(minutes=5))
    await asyncio.to_thread(worker.reconciler.retry)

    assert carrier.asked_again == [stop.sid]
    assert aside(on) == []
    with on.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM suppressions").scalar_one() >= 1


async def test_an_outage_uses_up_no_try_of_what_was_set_aside(stage: SetStage) -> None:
    """The carrier is down for an hour: the message is not given up for that."""
    on = stage(MESSAGE, {})
    with on.ledger.begin() as tx:
        put = set_aside.put(tx, INBOUND, "SM" + "4" * 32, "ValueError", at=on.clock.now() - timedelta(hours=1))

    def down(_: str) -> None:
        raise UnavailableError("The carrier does not answer.")

    with pytest.raises(UnavailableError):
        Jobs(on.ledger, on.clock).retry({INBOUND: down})

    assert aside(on) == [put]


async def test_a_message_that_the_carrier_lists_a_moment_late_is_heard(stage: SetStage) -> None:
    """It was sent just before the last look, and was not on the carrier's list then."""
    on = stage(MESSAGE, {})
    on.enrol(ANA)

    class Late(Lists):
        """Lists what came since an instant, as the carrier does."""

        def received(
            self, since: datetime, ours: Collection[tuple[Channel, str]] = ()
        ) -> Iterator[Received | Unreadable]:
            """List what is younger."""
            yield from (one for one in self.messages if isinstance(one, Received) and one.at >= since)

    carrier = Late(on.carrier)
    worker = on.worker(carrier=carrier)
    stop = said(on, "SM" + "5" * 32, "BAJA")
    await asyncio.to_thread(worker.reconciler.hear)
    carrier.messages = [stop]

    await asyncio.to_thread(worker.reconciler.hear)

    with on.ledger.begin() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM suppressions").scalar_one() >= 1


async def test_what_fails_again_and_again_waits_for_a_person(stage: SetStage) -> None:
    """It is tried a bounded number of times, each time later; then only a person ends it."""
    on = stage(MESSAGE, {})
    sid = "SM" + "3" * 32
    with on.ledger.begin() as tx:
        waits = []
        for _ in range(MOST_TRIES):
            now = on.clock.now()
            one = set_aside.put(tx, INBOUND, sid, "ValueError", at=now)
            waits.append(one.next_at - now if one.next_at else None)

    assert waits[0] == timedelta(minutes=1)
    assert [one for one in waits if one] == sorted(one for one in waits if one)
    assert waits[-1] is None
    assert max(one for one in waits if one) <= timedelta(days=1)


async def test_a_touch_the_carrier_will_not_speak_of_keeps_no_other_from_being_asked_about(stage: SetStage) -> None:
    """The carrier refuses one look-up for good; the call behind it ends all the same."""
    on = stage(CALL, {ANA: {"script": ["no_answer"]}, LUIS: {"script": ["busy"]}})
    on.fault("calls", "drop_callbacks", times=50)
    on.enrol(ANA, LUIS)

    class Refuses(Lists):
        """Refuses to speak of the first call it is asked about."""

        poison = ""

        def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
            self.poison = self.poison or sid
            if sid == self.poison:
                raise LookUpRefusedError("The carrier refused a look-up: HTTP 400, code 21001.")
            return self._real.fetch(channel, sid)  # type: ignore[no-any-return]

    async with on.working(carrier=Refuses(on.carrier)):
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    assert {one.cause.split(",")[0] for one in aside(on)} == {"LookUpRefusedError"}


async def test_a_touch_over_which_the_carrier_breaks_down_keeps_no_other_from_being_asked_about(
    stage: SetStage,
) -> None:
    """It answers 500 for one call each time it is asked, and speaks of the others: that is no outage."""
    on = stage(CALL, {ANA: {"script": ["no_answer"]}, LUIS: {"script": ["busy"]}})
    on.fault("calls", "drop_callbacks", times=50)
    on.enrol(ANA, LUIS)

    class Breaks(Lists):
        """Breaks down over the first call it is asked about."""

        poison = ""

        def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
            self.poison = self.poison or sid
            if sid == self.poison:
                raise UnavailableError("The carrier does not answer (HTTP 500).")
            return self._real.fetch(channel, sid)  # type: ignore[no-any-return]

    async with on.working(carrier=Breaks(on.carrier)):
        await on.finished()
        await on.until(lambda: aside(on))

    assert {one.cause.split(",")[0] for one in aside(on)} == {"UnavailableError"}


async def test_a_receipt_over_which_the_carrier_breaks_down_keeps_no_other_from_being_asked_for(
    stage: SetStage,
) -> None:
    """The message behind it was not delivered, which must not stay unknown."""
    on = stage(MESSAGE, {ANA: {"deliveries": ["undelivered:30003"]}, LUIS: {"deliveries": ["undelivered:30003"]}})
    on.fault("messages", "drop_callbacks", times=50)
    on.enrol(ANA, LUIS)
    poison: list[str] = []

    class Breaks(Lists):
        """Breaks down over the first message it is asked about."""

        def fetch(self, channel: Channel, sid: str) -> CarrierReport | None:
            poison[:] = poison or [sid]
            if sid in poison:
                raise UnavailableError("The carrier does not answer (HTTP 500).")
            return self._real.fetch(channel, sid)  # type: ignore[no-any-return]

    async with on.working(carrier=Breaks(on.carrier)):
        await on.until(lambda: "hello 1 settled undelivered" in on.touches())
        await on.until(lambda: aside(on))  # at the end of the round
    assert [one.job for one in aside(on)] == ["ask for receipts"]


def test_one_that_is_not_answered_is_set_aside_and_an_outage_sets_nobody_aside(stage: SetStage) -> None:
    """Whether a service is down shows in what it says of the others."""
    on = stage(MESSAGE, {})
    jobs = Jobs(on.ledger, on.clock)

    def go(job: str, items: list[bool]) -> None:
        round_ = jobs.round(job, patient=True)
        for number, answered in enumerate(items):
            with round_.item(str(number)):
                if not answered:
                    raise UnavailableError
        round_.end()

    go("one is silent", [False, False, True, True])
    for name, items in (("down", [False] * 5), ("down at the end", [True, False]), ("one, alone", [False])):
        with pytest.raises(UnavailableError):
            go(name, items)

    assert [(one.job, one.item) for one in aside(on)] == [("one is silent", "0"), ("one is silent", "1")]


async def test_a_stop_to_a_sender_that_only_an_earlier_version_had_is_heard(stage: SetStage) -> None:
    """The file has another sender since: people answer the number that wrote to them."""
    on = stage(MESSAGE, {ANA: {}})
    on.enrol(ANA)
    async with on.working():
        await on.until(on.carried)
    campaign = on.play.campaign
    other = campaign.model_copy(update={"sender": campaign.sender.model_copy(update={"sms": "+34910000002"})})
    with on.ledger.begin() as tx:
        campaigns.launch(tx, on.play.name, to_json(other), at=on.clock.now())

    with on.planner.begin() as unit:
        ours = on.worker().reconciler.hearing.ours(unit, inbound.last_look(unit.tx))

    assert {(Channel.SMS, OURS), (Channel.SMS, "+34910000002")} <= set(ours)


async def test_news_that_cannot_be_read_keeps_no_other_from_being_delivered(stage: SetStage) -> None:
    """A row that this program does not understand stands before the stop: the stop is delivered."""
    on = stage(MESSAGE, {ANA: {}, LUIS: {}})
    on.enrol(ANA, LUIS)
    async with on.working():
        await on.until(lambda: len(on.carried()) == 2)
        with on.ledger.begin() as tx:
            tx.exec_driver_sql(
                "INSERT INTO news (enrolment_id, kind, at, ref) SELECT e.id, 'of tomorrow', e.at, '' FROM enrolments e "
                "JOIN lead_numbers l ON l.lead_id = e.lead_id JOIN numbers n ON n.id = l.number_id WHERE n.e164 = %s",
                (LUIS,),
            )
        await on.until(lambda: aside(on))
        on.writes(ANA, "BAJA")
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert [one.job for one in aside(on)] == ["deliver news"]


async def test_when_everything_fails_the_job_does(stage: SetStage) -> None:
    """A fault of ours must not turn into thousands of rows."""
    on = stage(MESSAGE, {})
    round_ = Jobs(on.ledger, on.clock).round("a job")

    def broken() -> None:
        for number in range(MOST_AT_ONCE + 2):
            with round_.item(str(number)):
                raise KeyError(number)

    with pytest.raises(TooManyError):
        broken()
    assert len(aside(on)) == MOST_AT_ONCE


def test_what_is_set_aside_while_a_round_begins_is_left_out_of_the_next(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The items are read every few seconds only, so an older answer must not replace a newer one."""
    on = stage(MESSAGE, {})
    jobs = Jobs(on.ledger, on.clock)
    read, written = set_aside.items, Event()

    def set_one_aside() -> None:
        jobs.failed("a job", "7", ValueError())

    def put(*words: Any, **named: Any) -> None:
        write(*words, **named)
        written.set()

    def read_before_it(connection: Connection) -> dict[str, set[str]]:
        items = read(connection)
        other.start()
        assert written.wait(PATIENCE)
        return items

    other, write = Thread(target=set_one_aside), set_aside.put
    monkeypatch.setattr(set_aside, "put", put)
    monkeypatch.setattr(set_aside, "items", read_before_it)
    first = jobs.round("a job")
    other.join(PATIENCE)
    monkeypatch.setattr(set_aside, "items", read)

    assert first.wanted(["7"], str) == ["7"]
    assert jobs.round("a job").wanted(["7"], str) == []

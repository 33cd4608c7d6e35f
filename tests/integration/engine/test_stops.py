"""Does a pause keep people and time, does a stop end everything, and can no reserve pass either?"""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from cadence.channels.provider import Accepted, Answer, Carrier, Message, Received
from cadence.domain import Attempt, CampaignState, Channel, Finish, HoldName, PauseScope, Wait
from cadence.domain.errors import UnavailableError
from cadence.domain.payloads import CampaignInput
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.reconciler.reconciler import Reconciler
from cadence.ledger.campaigns import campaigns, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import OnceTaken, Scene
from tests.waiting import PATIENCE

PEOPLE = [f"+3460000{line:04d}" for line in range(1000, 1040)]
ANA = PEOPLE[0]

TWO_MESSAGES = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: later}
  - step: later
    after: 1 hour
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
"""
CALL = """
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""


def pause(on: Scene, scope: PauseScope = PauseScope.ALL, value: str = "") -> None:
    """Pause."""
    with on.ledger.begin() as tx:
        pauses.begin(tx, PauseOrder(scope=scope, value=value, actor="ana"), at=on.clock.now())


def resume(on: Scene, scope: PauseScope = PauseScope.ALL, value: str = "") -> None:
    """Resume."""
    with on.ledger.begin() as tx:
        assert pauses.end(tx, scope, value, at=on.clock.now(), actor="ana")


async def test_a_pause_holds_whoever_comes_to_the_gate_and_resume_lets_them_go(stage: SetStage) -> None:
    """Nobody is ejected: the lead waits under the pause's name, and goes on when it ends (law 5)."""
    on = stage(TWO_MESSAGES, {ANA: {}})
    on.enrol(ANA)
    carrier = OnceTaken(on.carrier, lambda: pause(on, PauseScope.CAMPAIGN, on.play.name))
    async with on.working(carrier=carrier):
        (held,) = await on.until(lambda: [one for one in on.leads() if isinstance(one.move, Wait)])
        assert (held.hold, held.hold_key) == (HoldName.RUNNING, f"campaign:{on.play.name}")
        assert len(on.carried()) == 1
        resume(on, PauseScope.CAMPAIGN, on.play.name)
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="completed")
    assert len(on.carried()) == 2


async def test_a_paused_campaign_lets_nobody_in(stage: SetStage) -> None:
    """Leads that would only be held are not enrolled at all; resume lets them in."""
    on = stage(TWO_MESSAGES, {ANA: {}})
    pause(on)
    on.enrol(ANA)
    async with on.working():
        progress = on.client.get_workflow_handle(f"campaign/{on.play.name}")
        await on.until_async(lambda: progress.query("progress"), lambda found: found["paused"])
        assert on.leads() == []
        resume(on)
        on.temporal_client.start_campaign(CampaignInput(campaign=on.play.name, clock=on.clock))
        await on.finished()

    assert len(on.carried()) == 2


async def test_a_stopped_campaign_closes_its_leads_and_takes_back_what_rings(stage: SetStage) -> None:
    """One row stops it; a phone that still rings for it is hung up, and every lead ends with that reason."""
    on = stage(CALL, {one: {"script": ["no_answer"]} for one in PEOPLE[:3]}, agents=2, speed=2)
    on.enrol(*PEOPLE[:3])
    async with on.working():
        await on.until(lambda: on.asked("SELECT 1 FROM calls WHERE status = 'ringing'"))
        with on.ledger.begin() as tx:
            campaigns.close(tx, on.play.name, CampaignState.STOPPED, at=on.clock.now())
        on.temporal_client.start_campaign(CampaignInput(campaign=on.play.name, clock=on.clock))
        leads = await on.finished(3)

    assert {one.enrolment.finished for one in leads} == {"campaign_stopped"}
    assert "canceled" in {one["status"] for one in on.carried()}


class FirstCancelFails:
    """The real carrier, which is not there when it is first asked to take a call back."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier, self.asked = carrier, 0

    def cancel(self, channel: Channel, sid: str) -> bool:
        """Be there from the second time on."""
        self.asked += 1
        if self.asked == 1:
            raise UnavailableError("the carrier does not answer")
        return self.carrier.cancel(channel, sid)

    def __getattr__(self, name: str) -> Any:
        """Do everything else."""
        return getattr(self.carrier, name)


async def test_a_call_that_could_not_be_taken_back_is_taken_back_by_the_reconciler(
    stage: SetStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The campaign is closed while the carrier is down: what rings for it is taken back soon, not left to ring."""
    monkeypatch.setattr(Reconciler, "start_campaigns", lambda self: None)  # which closes again, too late for a ring
    on = stage(CALL.replace("25 seconds", "120 seconds"), {ANA: {"script": ["no_answer"]}}, speed=5)
    carrier = FirstCancelFails(on.carrier)
    on.enrol(ANA)
    async with on.working(carrier=carrier):
        await on.until(lambda: on.asked("SELECT 1 FROM calls WHERE status = 'ringing'"))
        with on.ledger.begin() as tx:
            campaigns.close(tx, on.play.name, CampaignState.STOPPED, at=on.clock.now())
        on.temporal_client.start_campaign(CampaignInput(campaign=on.play.name, clock=on.clock))
        await on.finished()

    assert carrier.asked >= 2
    assert [one["status"] for one in on.carried()] == ["canceled"]


class Counts:
    """A carrier that takes everything and keeps when it did."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def send(self, message: Message) -> Answer:
        """Take it."""
        self.taken.append(message.touch)
        return Accepted(sid=f"SM{len(self.taken):032d}", status="queued")

    def __getattr__(self, name: str) -> Any:
        """Do nothing else."""
        raise AssertionError(name)


async def test_no_reserve_passes_an_opt_out(stage: SetStage) -> None:
    """Forty people say stop while their messages are being reserved: after each stop's commit nothing is reserved."""
    on = stage(TWO_MESSAGES, {}, speed=1)
    on.enrol(*PEOPLE)
    async with on.planning_only():
        await on.until(lambda: on.leads(least=len(PEOPLE)))
    carrier = Counts()
    door = Dispatcher(on.planner, carrier, SenderRates(per_sender={"": 1e6}))
    start = threading.Barrier(2 * len(PEOPLE))

    def attempts(enrolment: str, attempt: Attempt) -> None:
        start.wait()
        assert not isinstance(door.attempt(enrolment, attempt), InProgress)

    def stops(number: str) -> None:
        start.wait()
        record_inbound(
            on.planner,
            Received(
                sid=f"SM{number}",
                channel=Channel.SMS,
                sender=number,
                to="+34910000001",
                body="BAJA",
                at=on.clock.now(),
            ),
        )

    threads = [threading.Thread(target=stops, args=(number,)) for number in PEOPLE]
    threads += [threading.Thread(target=attempts, args=(one.enrolment.id, due(one.move))) for one in on.leads()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)

    reserved, stopped = dated(on)
    assert len(carrier.taken) == len(reserved)
    assert len(stopped) == len(PEOPLE)
    late = [lead for lead, at in reserved.items() if at > stopped[lead]]
    assert late == []


def due(move: Any) -> Attempt:
    """The move as an attempt that may be made."""
    assert isinstance(move, Attempt)
    return move


def dated(on: Scene) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When each person's message was reserved, and when they were suppressed: by the instant of writing."""
    with on.ledger.begin() as tx:
        reserved = tx.exec_driver_sql(
            "SELECT CAST(lead_id AS text), recorded_at FROM touches WHERE outcome <> 'skipped'"
        )
        stopped = tx.exec_driver_sql(
            "SELECT CAST(ln.lead_id AS text), min(s.recorded_at) FROM suppressions s JOIN numbers n USING (hmac) "
            "JOIN lead_numbers ln ON ln.number_id = n.id GROUP BY 1"
        )
        return {who: at for who, at in reserved}, {who: at for who, at in stopped}  # noqa: C416  rows are no tuples


async def test_a_stop_written_while_no_worker_ran_counts_before_anything_leaves(stage: SetStage) -> None:
    """The webhook was lost and every worker down: at the start the carrier's messages are read first."""
    on = stage(TWO_MESSAGES.replace("1 hour", "3 hours"), {ANA: {"replies": [None]}})
    on.enrol(ANA)
    async with on.working():
        await on.until(on.carried)
    on.fault("inbound", "drop_callbacks", times=9)
    on.writes(ANA, "no me escribáis más")
    await on.later(timedelta(hours=3))
    async with on.working():
        (lead,) = await on.finished()

    assert lead.move == Finish(reason="opted_out")
    assert len([one for one in on.carried() if "hasta pronto" in one["body"]]) == 0

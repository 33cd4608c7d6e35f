"""Does a lead live through the gap between two seasons, with its real plans on a real ledger, as time leaps?"""

from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from activities.touch import PlanActivities, TouchActivities
from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import Accepted
from cadence.domain import Channel, Move, Wait, names
from cadence.domain.clock import Clock
from cadence.domain.payloads import LeadInput, PlanOrder, PlanResult, TouchOrder, TouchResult
from cadence.engine.dispatch.attempt import Dispatcher
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolments
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts, timeline
from tests.integration.engine.test_leaving import RATES, Recording
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import lead_row
from tests.integration.rolls import put_on_roster
from tests.workflow.parts import events, soon
from workflows.lead import LeadWorkflow

NINE = datetime(2027, 3, 9, 8, tzinfo=UTC)
"""A Tuesday, nine in the morning in Madrid."""
FILE = """
campaign: skiing
purpose: service
country: ES
jurisdictions: none
holidays: open
from: {{company: Tienda Sol, sms: "+34910000001"}}
windows: [{{days: mon-sun, hours: "{hours}"}}]
consent: {{sms: {{basis: contract, reason: they are customers}}}}
limits: [{{max: 9, per: campaign}}]
spread: 0 minutes
seasons: [{{start: 2027-03-01, end: 2027-03-12}}, {{start: 2027-06-01, end: 2027-09-30}}]
cadence:
  - {{step: hello, sms: hola}}
  - {{step: again, after: {after}, sms: de nuevo}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingClock(Clock):
    """Shows the instant that a workflow gave with its last order: its time leaps, and that of the machine does not."""

    instants: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        """Return that instant."""
        return self.instants[-1]


@dataclass
class Resort:
    """One lead of a campaign with two seasons, and everything that works for it but the carrier."""

    ledger: Ledger
    client: Client
    woken: datetime | None = None  # when news comes while the lead waits
    carrier: Recording = field(default_factory=Recording)
    sent: list[datetime] = field(default_factory=list)
    planned: list[datetime] = field(default_factory=list)
    enrolment: str = field(default_factory=lambda: str(uuid4()))

    def __post_init__(self) -> None:
        """Let both clocks begin at nine: the workflow's leaps, and the engine's follows it."""
        self.clock = Clock(origin=NINE, started=datetime.now(UTC))
        self.following = FollowingClock(origin=NINE, started=self.clock.started, instants=[NINE])
        self.planner = Planner(self.ledger, self.following)

    def enrol(self, after: str, hours: str) -> Move:
        """Launch the campaign, and enrol one person in it."""
        file = check_text(FILE.format(hours=hours, after=after), "skiing.yaml").right()
        import_leads(self.ledger, "list", [lead_row(1, "+34600000701", key="C-1")], at=NINE)
        lead = self.ledger.hasher.lead("list", "C-1")
        with self.planner.begin() as unit:
            launched = campaigns.launch(unit.tx, "skiing", to_json(file), at=NINE)
            put_on_roster(unit.tx, launched.campaign, "list", at=NINE)
            (known,) = facts.gather_new(unit.tx, "skiing", launched.version, {self.enrolment: lead}, at=NINE)
            move = self.planner.next(self.planner.case_of(unit.tx, known), NINE)
            entry = NewEnrolment(enrolment=known.enrolment, lead=lead, move=move)
            assert enrolments.enrol_page(unit.tx, launched.campaign, [entry], at=NINE)
        return move

    @asynccontextmanager
    async def workers(self) -> AsyncIterator[None]:
        """Work on the workflow, its plans and its messages."""
        plans = PlanActivities(self.planner)
        touches = TouchActivities(self.planner, Dispatcher(self.planner, self.carrier, RATES), lambda: True)
        make, decide = touches.of(Channel.SMS), touches.decided(Channel.SMS)

        @activity.defn(name="plan", no_thread_cancel_exception=True)
        def plan(order: PlanOrder) -> PlanResult:
            self.following.instants.append(order.now)
            self.planned.append(order.now)
            return plans.plan(order)

        def at_its_time(work: Callable[[TouchOrder], TouchResult]) -> Callable[[TouchOrder], TouchResult]:
            @activity.defn(name="sms", no_thread_cancel_exception=True)
            def touch(order: TouchOrder) -> TouchResult:
                self.following.instants.append(order.now)
                before = len(self.carrier.carried)
                self.carrier.answer = Accepted(sid=f"SM-{order.attempt.step}", status="queued")
                result = work(order)
                self.sent += [order.now] * (len(self.carrier.carried) - before)
                if self.woken is not None and order.attempt.step == "hello":
                    return replace(result, next=Wait(at=self.woken))
                return result

            return touch

        with ThreadPoolExecutor(4) as threads:
            here = Worker(
                self.client,
                task_queue=names.WORKFLOWS,
                workflows=[LeadWorkflow],
                activities=[plan, at_its_time(decide)],
                activity_executor=threads,
            )
            queue = names.touch_queue(Channel.SMS)
            sending = Worker(self.client, task_queue=queue, activities=[at_its_time(make)], activity_executor=threads)
            async with here, sending:
                yield

    async def live(self, first: Move) -> WorkflowHandle[LeadWorkflow, str]:
        """Start the lead."""
        lead = LeadInput(enrolment=self.enrolment, campaign="skiing", first=first, clock=self.clock, plans_at_once=True)
        return await self.client.start_workflow(
            LeadWorkflow.run, lead, id=names.lead_workflow_id(self.enrolment), task_queue=names.WORKFLOWS
        )

    def decided(self) -> list[tuple[str, str | None, list[str]]]:
        """Return each decision on the second step: the verdict, until when it holds, and the rules that waited."""
        with self.ledger.begin() as tx:
            events = timeline.of_lead(tx, self.ledger.hasher.lead("list", "C-1"))
        decisions = [event.what for event in events if event.kind == "decision"]
        return [
            (what["verdict"], what["until"], [reason["rule"] for reason in what["reasons"]])
            for what in decisions
            if what["candidate"]["step"] == "again"
        ]


@pytest.fixture
def resort(fresh_database: Callable[[], str], client: Client) -> Iterator[Resort]:
    """A campaign of which the first season is on."""
    ledger = Ledger(fresh_database(), KEY, connections=6)
    ledger.check_keys()
    yield Resort(ledger, client)
    ledger.close()


MIDNIGHT, MORNING = datetime(2027, 5, 31, 22, tzinfo=UTC), datetime(2027, 6, 1, 7, tzinfo=UTC)
"""When the second season begins in Madrid, and its first opening at nine."""
HOUR = timedelta(hours=1)
ALL_DAY, DAY = "00:00-24:00", "09:00-19:00"


@pytest.mark.parametrize(
    ("after", "hours", "opens", "waited"),
    [
        ("5 days", ALL_DAY, MIDNIGHT, "campaign.seasons"),  # due in the gap
        ("5 days", DAY, MORNING, "campaign.seasons"),
        ("83 hours", DAY, MORNING, "campaign.windows"),  # due on the season's last evening: closed for the night
        ("83 days", DAY, MORNING, "campaign.seasons"),  # due the day before the second season begins
        ("84 days", DAY, MORNING + HOUR, ""),  # due on its first day, in summer time: nothing is waited for
    ],
)
@pytest.mark.parametrize("woken", [None, datetime(2027, 4, 20, 12, tzinfo=UTC)], ids=["asleep", "woken"])
async def test_a_season_that_closes_between_two_steps_is_waited_for(
    resort: Resort, after: str, hours: str, opens: datetime, waited: str, woken: datetime | None
) -> None:
    """Nothing leaves in the gap, nobody looks in between, and the ledger says what was closed when the step was due."""
    resort.woken = woken
    first = resort.enrol(after, hours)
    async with resort.workers():
        handle = await resort.live(first)
        assert await soon(handle.result(), "the end", handle) == "completed"

    assert len(resort.sent) == 2
    assert timedelta(0) <= resort.sent[1] - opens < timedelta(minutes=1)
    assert [instant.date() for instant in resort.planned] == ([woken.date()] if woken else [])
    assert (await events(handle)).count("timer_fired") == (2 if woken else 1)
    waits = [("defer", opens.isoformat(), [waited])] if waited else []
    assert [decision for decision in resort.decided() if decision[0] != "allow"] == waits

"""Are alerts raised and cleared once, by what was known at each minute, and does a pause hold what leaves?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, Thread
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.campaign import check_text
from cadence.campaign.house_file import read_house
from cadence.campaign.store import to_json
from cadence.domain import PauseScope, metrics
from cadence.domain.alert_standing import AlertStanding
from cadence.domain.alerts import AlertCause, AlertChange, AlertOrigin
from cadence.domain.clock import Clock
from cadence.domain.figures import Period
from cadence.domain.house import HouseRules
from cadence.domain.payloads import CampaignInput
from cadence.engine.alerts.readings import MINUTE, watched
from cadence.engine.alerts.standing import alerts_of
from cadence.engine.alerts.trying import Trial, try_alerts
from cadence.engine.alerts.watch import AlertWatch, FailedAlertError
from cadence.engine.law import TodaysLaw
from cadence.engine.monitoring.gauges import read as read_gauges
from cadence.engine.outcomes.planner import Planner
from cadence.engine.pausing import end_campaign_pause
from cadence.ledger.alerts import changes, latest
from cadence.ledger.alerts import listing as of_alerts
from cadence.ledger.alerts.changes import StoredChange
from cadence.ledger.campaigns import campaigns, pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.events import stream
from tests.integration.engine.conftest import SetStage
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.grown import insert

NOON = datetime(2027, 3, 9, 12, tzinfo=UTC)
FILE = """
campaign: {name}
purpose: service
jurisdictions: none
from: {{company: Tienda Sol, sms: "+34910000001", voice: "+34910000001"}}
windows: [{{days: mon-sun, hours: "00:00-24:00"}}]
consent: {{sms: {{basis: contract, reason: they are customers}}}}
alerts:
  {alerts}
cadence:
  - {{step: hello, sms: "Tienda Sol: hola"}}
"""
_serial = count(1)


class AtAnInstant(Planner):
    """A planner whose clock stands still until a test moves it."""

    instant = NOON

    def now(self) -> datetime:
        """Return the instant."""
        return self.instant


@dataclass(kw_only=True)
class Desk:
    """A campaign with alerts, and its past."""

    ledger: Ledger
    planner: AtAnInstant
    name: str
    campaign: int = 0
    watch: AlertWatch = field(init=False)

    def __post_init__(self) -> None:
        """Make the job."""
        self.watch = AlertWatch(self.planner)

    def launch(self, *alerts: str) -> None:
        """Launch the campaign with these alerts, as another version if it runs already."""
        file = FILE.format(name=self.name, alerts="\n  ".join(alerts) or "x: {when: overdue_leads > 9}")
        content = to_json(check_text(file, "alerts.yaml").right())
        with self.ledger.begin() as connection:
            self.campaign = campaigns.launch(connection, self.name, content, at=NOON - timedelta(days=90)).campaign

    def touch(self, at: datetime, outcome: str = "delivered", *, stop_after: timedelta | None = None) -> None:
        """Send a message to somebody new, whose report follows, and who may write that this was the last one."""
        touch, settled = self.sent(at), at + timedelta(seconds=10)
        self.settled(touch, outcome, settled)
        if stop_after is not None:
            self.stopped(touch, at + stop_after)

    def sent(self, at: datetime, **more: Any) -> str:
        """Send a message to somebody new."""
        serial, lead, enrolment, touch = next(_serial), str(uuid4()), str(uuid4()), str(uuid4())
        zones = '[{"zone": "Europe/Madrid", "source": "stated", "detail": ""}]'
        with self.ledger.begin() as connection:
            person = {"id": lead, "list": "made", "key": f"M{serial}", "segment": "", "zones": zones}
            insert(connection, "leads", person | {"imported_at": NOON, "updated_at": NOON})
            number = connection.execute(
                text(
                    "INSERT INTO numbers (hmac, key_name, e164, kind) SELECT sha256(convert_to(:e164, 'UTF8')), name,"
                    " :e164, 'mobile' FROM keys LIMIT 1 RETURNING id"
                ),
                {"e164": f"+346{serial:08}"},
            ).scalar_one()
            base = {"lead_id": lead, "campaign_id": self.campaign, "version": 1, "at": at}
            insert(connection, "enrolments", base | {"id": enrolment, "next_at": at + timedelta(days=9), "move": "{}"})
            row: dict[str, Any] = base | {
                "id": touch,
                "enrolment_id": enrolment,
                "cause_kind": "step",
                "cause_ref": "hello",
                "attempt": 1,
                "step": "hello",
                "channel": "sms",
                "purpose": "service",
                "state": "carried",
                "number_id": number,
                "sender": "+34910000001",
                "sid": f"S{touch}",
            }
            insert(connection, "touches", row | more)
        return touch

    def settled(self, touch: str, outcome: str, at: datetime) -> None:
        """Write the report on a touch."""
        self.run(
            "UPDATE touches SET state = 'settled', outcome = :outcome, outcome_at = :at WHERE id = :touch",
            touch=touch,
            outcome=outcome,
            at=at,
        )

    def stopped(self, touch: str, at: datetime) -> None:
        """Write that the person said stop in answer to a touch."""
        self.run(
            "INSERT INTO inbound (id, channel, number_id, sender, at, meaning, lead_id, touch_id)"
            " SELECT :id, 'sms', number_id, sender, :at, 'revoke', lead_id, id FROM touches WHERE id = :touch",
            id=str(uuid4()),
            touch=touch,
            at=at,
        )

    def run(self, statement: str, **parameters: Any) -> None:
        """Run a statement."""
        with self.ledger.begin() as connection:
            connection.execute(text(statement), parameters)

    def judge(self, at: datetime) -> None:
        """Run the job at an instant."""
        self.planner.instant = at
        self.watch.evaluate_alerts()

    def changes(self) -> list[StoredChange]:
        """What was raised and cleared."""
        with self.ledger.begin() as connection:
            return changes.between(connection, self.campaign, Period())

    def standing(self) -> list[AlertStanding]:
        """How the alerts stand now."""
        with self.ledger.begin() as connection:
            stored = campaigns.find(connection, self.name)
            return alerts_of(connection, self.planner, stored, self.planner.instant)

    def tried(self, since: datetime, until: datetime) -> Trial:
        """What the alerts would have done."""
        with self.ledger.begin() as connection:
            seen = watched(connection, self.planner, campaigns.find(connection, self.name))
            return try_alerts(connection, self.planner, seen, since, until)

    def resume(self, at: datetime) -> None:
        """Have a person resume the campaign."""
        command = Command(name="resume", actor="ana", origin="cli@here", why="looked at it", campaign=self.campaign)
        with self.ledger.begin() as connection:
            end_campaign_pause(connection, self.name, command, at=at)


@pytest.fixture(scope="module")
def kept(fresh_database: Callable[[], str]) -> Iterator[Ledger]:
    """A ledger for this module."""
    ledger = Ledger(fresh_database(), KEY, connections=10)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture
def desk(kept: Ledger) -> Iterator[Desk]:
    """A campaign of its own; the others are closed, so that each job looks at one."""
    planner = AtAnInstant(kept, Clock.real(), HouseRules())
    yield Desk(ledger=kept, planner=planner, name=f"watched-{next(_serial)}")
    with kept.begin() as connection:
        connection.execute(
            text("UPDATE campaigns SET state = 'ended', closed_at = launched_at WHERE state = 'running'")
        )


OPT_OUTS = "too many opt-outs: {{when: opt_out_rate > 20% over 10 minutes and n >= 5, do: {do}}}"
Happening = tuple[datetime, Callable[[], None]]


def day(desk: Desk) -> list[Happening]:
    """Return what happens from noon on, in order: messages, reports ten seconds later, and stops long after them."""
    happens: list[Happening] = []

    def send(at: datetime, outcome: str, stop_after: timedelta | None) -> None:
        touches: list[str] = []
        happens.append((at, lambda: touches.append(desk.sent(at))))
        report = at + timedelta(seconds=10)
        happens.append((report, lambda: desk.settled(touches[0], outcome, report)))
        if stop_after is not None:
            happens.append((at + stop_after, lambda: desk.stopped(touches[0], at + stop_after)))

    for place in range(14):
        stop = timedelta(minutes=4, seconds=30) if 3 <= place < 7 else None
        send(NOON + place * 2 * MINUTE + timedelta(seconds=7), "delivered", stop)
    for minute in (12, 13, 14):
        send(NOON + minute * MINUTE + timedelta(seconds=55), "failed", None)
    return sorted(happens, key=lambda row: row[0])


def live(desk: Desk, happens: list[Happening]) -> list[tuple[AlertChange, datetime, float | None, int]]:
    """Let it happen, and judge each minute; return what was raised and cleared."""
    for minute in range(40):
        now = NOON + minute * MINUTE + timedelta(seconds=41)
        while happens and happens[0][0] <= now:
            happens.pop(0)[1]()
        desk.judge(now)
    return [(change.change, change.at, change.value, change.n) for change in desk.changes()]


def test_trying_on_the_past_finds_what_was_raised_live(desk: Desk) -> None:
    """The same instants, values and n, though what people said came later than the messages."""
    desk.launch(OPT_OUTS.format(do="log"), "failing: {when: carrier_failures > 30% over 8 minutes and n >= 2}")
    happened = live(desk, day(desk))
    tried = desk.tried(NOON, NOON + 39 * MINUTE)
    would = [(one.change, one.at, one.value, one.n) for alert in tried.alerts for one in alert.changes]

    assert [change for change, *_ in happened].count(AlertChange.RAISED) == 2
    assert sorted(would, key=lambda row: row[1]) == happened
    assert len(happened) == 4
    assert (tried.step, tried.until) == (MINUTE, NOON + 39 * MINUTE)
    with desk.ledger.begin() as connection:
        seen = watched(connection, desk.planner, campaigns.find(connection, desk.name))
        until = NOON + 39 * MINUTE
        hasty = try_alerts(connection, desk.planner, seen, NOON, until, most=13, seconds=0)
    assert (hasty.step, hasty.until) == (3 * MINUTE, NOON)


def told(desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """The events of the campaign, as receivers get them."""
    with desk.ledger.begin() as connection:
        read = stream.read(connection, stream.BEGINNING, limit=1000)
    mine = [placed.event for placed in read if placed.event.subject == f"campaigns/{desk.name}"]
    return [(str(event.type), dict(event.data)) for event in mine if event.type != "campaign.launched"]


def test_a_pause_names_its_reason_and_later_touches_alone_count_after_a_person_resumes(desk: Desk) -> None:
    """It is never resumed by itself, and what was resumed is not paused again for the same touches."""
    desk.launch(OPT_OUTS.format(do="[pause, webhook]"))
    for place in range(6):
        desk.touch(NOON + place * MINUTE, stop_after=MINUTE if place < 2 else None)
    for minute in (8, 9, 20):
        desk.judge(NOON + minute * MINUTE)
    with desk.ledger.begin() as connection:
        (pause,) = [one for one in pauses.active(connection) if one.value == desk.name]

    assert (pause.scope, pause.actor) == (PauseScope.CAMPAIGN, "alert")
    assert pause.reason == (
        "alerta «too many opt-outs»: opt_outs_by_message estaba en 33.333% (n 6); condición: opt_outs_by_message > 20%"
        " over 10 minutes and n >= 5"
    )
    assert [(one.change, one.n, one.pause) for one in desk.changes()] == [(AlertChange.RAISED, 6, pause.id)]
    assert desk.standing()[0].state == "raised"
    desk.judge(NOON + 300 * MINUTE)  # the hour is empty: too few cases change nothing
    assert len(desk.changes()) == 1

    desk.resume(NOON + 31 * MINUTE + timedelta(seconds=30))
    for minute in (32, 33, 34):  # the touches of before the resume would raise it again
        desk.judge(NOON + minute * MINUTE)
    assert [one.cause for one in desk.changes()] == [AlertCause.FIGURE, AlertCause.RESUMED]
    assert desk.standing()[0].state == "too_few"
    for place in range(5):
        desk.touch(NOON + (40 + place) * MINUTE, stop_after=MINUTE)
    desk.judge(NOON + 50 * MINUTE)
    again = desk.changes()[-1]

    assert (again.change, again.value, again.n, again.nth) == (AlertChange.RAISED, 1.0, 5, 3)
    assert again.pause not in {None, pause.id}
    events = told(desk)
    assert [kind for kind, _ in events if kind.startswith("alert.")] == [
        "alert.raised",
        "alert.cleared",
        "alert.raised",
    ]
    assert events[0][0] == "campaign.paused"
    assert events[1][1] | {"condition": "", "pause": 0, "change": 0} == {
        "change": 0,
        "campaign": desk.name,
        "version": 1,
        "alert": "too many opt-outs",
        "origin": "campaign",
        "cause": "figure",
        "condition": "",
        "figure": "opt_outs_by_message",
        "value": pytest.approx(1 / 3),
        "n": 6,
        "bound": 0.2,
        "pause": 0,
    }


def test_workers_at_the_same_time_raise_it_once(desk: Desk) -> None:
    """One row, one pause, one order, one event."""
    desk.launch(OPT_OUTS.format(do="[pause, webhook]"))
    for place in range(6):
        desk.touch(NOON + place * MINUTE, stop_after=MINUTE)
    desk.planner.instant = NOON + 10 * MINUTE
    together = Barrier(4)

    def work() -> None:
        watch = AlertWatch(desk.planner)
        together.wait()
        watch.evaluate_alerts()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with desk.ledger.begin() as connection:
        orders = connection.execute(
            text("SELECT count(*) FROM commands WHERE name = 'pause' AND campaign_id = :campaign"),
            {"campaign": desk.campaign},
        ).scalar_one()

    assert [(one.change, one.nth) for one in desk.changes()] == [(AlertChange.RAISED, 1)]
    assert orders == 1
    assert [kind for kind, _ in told(desk)] == ["campaign.paused", "alert.raised"]


def test_alerts_of_the_house_and_of_the_file_stand_side_by_side(desk: Desk) -> None:
    """Under one name, too; what is changed or removed while it is raised is cleared."""
    house = (
        "alerts:\n  late: {when: overdue_leads >= 2, do: log}\n  near the cap: {when: abandonment_rate > 80% of cap}\n"
    )
    desk.planner.today = TodaysLaw(read_house(house))
    desk.launch(
        "late: {when: overdue_leads >= 1}",
        "fewer: {when: contact_rate < p50}",
        "left: {when: list_left < 50%}",
        "very late: {when: overdue_leads >= 1 over 31 minutes}",
    )
    for days in (9, 8):
        desk.touch(NOON - timedelta(days=days, minutes=30))
    desk.judge(NOON)
    states = {(row.name, row.origin): (row.state, row.reads, row.n) for row in desk.standing()}
    own, houses = AlertOrigin.CAMPAIGN, AlertOrigin.HOUSE

    assert states == {
        ("late", own): ("raised", "1", 2),
        ("late", houses): ("clear", "1", 2),
        ("fewer", own): ("too_few", "", 0),
        ("left", own): ("too_few", "", 0),
        ("very late", own): ("clear", "0", 2),
        ("near the cap", houses): ("unjudged", "", 0),
    }
    assert [row.problem for row in desk.standing() if row.state == "unjudged"] == [
        "no law that applies to the campaign limits this share"
    ]
    desk.launch("late: {when: overdue_leads >= 5}")
    desk.judge(NOON + MINUTE)
    desk.planner.today = TodaysLaw(HouseRules())
    desk.judge(NOON + timedelta(days=2))

    assert [(one.change, one.cause, one.origin) for one in desk.changes()] == [
        (AlertChange.RAISED, AlertCause.FIGURE, own),
        (AlertChange.CLEARED, AlertCause.UNARMED, own),
    ]


def test_what_a_raised_alert_does_may_change_and_a_version_that_cannot_be_read_clears_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds a pause to an alert that is raised wants it now."""
    desk.launch("late: {when: overdue_leads >= 1, do: webhook}")
    desk.touch(NOON - timedelta(days=9, minutes=30))
    desk.judge(NOON)
    with monkeypatch.context() as later:
        later.setattr(desk.planner, "readable", lambda *_: None)
        desk.judge(NOON + MINUTE)
    assert [one.change for one in desk.changes()] == [AlertChange.RAISED]

    desk.launch("late: {when: overdue_leads >= 1, do: [webhook, pause]}")
    for minute in (2, 3, 4):
        desk.judge(NOON + minute * MINUTE)
    assert [(one.change, one.cause, one.pause is not None) for one in desk.changes()] == [
        (AlertChange.RAISED, AlertCause.FIGURE, False),
        (AlertChange.CLEARED, AlertCause.UNARMED, False),
        (AlertChange.RAISED, AlertCause.FIGURE, True),
    ]


def test_a_figure_is_compared_with_its_own_weeks_and_counted_at_the_moment(desk: Desk) -> None:
    """p50 of three weeks; a promise that is due; people in line. What has no past is named when it is tried."""
    desk.launch(
        "failing: {when: opt_outs_by_lead > p50 over 1 day and n >= 4}",
        "promises: {when: callbacks_at_risk >= 1}",
        "nearly through: {when: list_left < 60%}",
        "through soon: {when: list_days_left < 15}",
        "late: {when: overdue_leads > 99}",
    )
    for week, stops in ((3, 1), (2, 2), (1, 3)):
        for place in range(4):
            desk.touch(NOON - timedelta(days=7 * week, minutes=place), stop_after=MINUTE if place < stops else None)
    for place in range(4):
        desk.touch(NOON + place * MINUTE, stop_after=MINUTE if place < 3 else None)
    desk.run(
        "INSERT INTO callbacks (id, enrolment_id, lead_id, at, asked_at, ref) SELECT gen_random_uuid(), id, lead_id,"
        " :at, :before, 'command:1' FROM enrolments WHERE campaign_id = :campaign LIMIT 1",
        at=NOON + 7 * MINUTE,
        before=NOON,
        campaign=desk.campaign,
    )
    desk.run(
        "INSERT INTO roster (campaign_id, lead_id, score, added_at, taken_at) SELECT campaign_id, lead_id, 0, :before,"
        " CASE WHEN row_number() OVER (ORDER BY id) <= 8 THEN :at END FROM enrolments WHERE campaign_id = :campaign",
        before=NOON - timedelta(days=30),
        at=NOON + 9 * MINUTE,
        campaign=desk.campaign,
    )
    for minute in range(30):
        desk.judge(NOON + minute * MINUTE + timedelta(seconds=2))
    (failing, *_) = desk.standing()
    happened = [(one.name, one.change, (one.at - NOON) // MINUTE) for one in desk.changes()]
    tried = desk.tried(NOON, NOON + 29 * MINUTE)
    would = [(row.alert.name, one.change, (one.at - NOON) // MINUTE) for row in tried.alerts for one in row.changes]

    with desk.ledger.begin() as connection:
        behind = {
            what: len(of_alerts.of_alert(connection, what, [desk.campaign], Period(), now=NOON + 9 * MINUTE, limit=99))
            for what in of_alerts.LISTED
        }

    assert behind == {
        "carrier_failures": 0,
        "callbacks_at_risk": 1,
        "list_left": 8,
        "overdue_leads": 8,
        "list_days_left": 8,
    }
    assert (failing.value, failing.bound) == (0.75, 0.5)
    assert happened == [
        ("failing", AlertChange.RAISED, 4),
        ("promises", AlertChange.RAISED, 7),
        ("nearly through", AlertChange.RAISED, 9),
        ("through soon", AlertChange.RAISED, 9),
        ("promises", AlertChange.CLEARED, 22),  # none is due any more
    ]
    assert sorted(would, key=lambda row: row[2]) == happened
    assert {row.alert.name: row.problem for row in tried.alerts if row.problem} == {
        "late": "the ledger does not keep what this was in the past"
    }


def test_an_alert_that_cannot_be_read_leaves_the_others(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """They are raised and pause; it is logged, counted and shown with the reason, and judged again once it can be."""
    desk.launch(
        "failing: {when: carrier_failures >= 50% over 1 day, do: pause}",
        "late: {when: overdue_leads >= 1, do: pause}",
        "stops: {when: opt_out_rate > 1% over 1 day}",
    )
    desk.touch(NOON - timedelta(days=9, minutes=30))
    desk.touch(NOON - 30 * MINUTE, "failed")
    desk.run("ALTER VIEW report_failures RENAME TO report_failures_away")
    try:
        for minute in (0, 1):
            with pytest.raises(FailedAlertError, match="failing"):
                desk.judge(NOON + minute * MINUTE)
        live = {row.name: row for row in desk.standing()}
        tried = {row.alert.name: row.problem for row in desk.tried(NOON - 2 * MINUTE, NOON).alerts}
        with desk.ledger.begin() as connection:
            kept = {row.name: row for row in latest.of(connection, [desk.campaign])}
            gauges = {one.labels["state"]: one.value for one in read_gauges(connection, desk.planner.clock)
                      if one.metric is metrics.ALERTS}  # fmt: skip
    finally:
        desk.run("ALTER VIEW report_failures_away RENAME TO report_failures")
    logged = [line for line in caplog.records if getattr(line, "action", "") == "alert_unjudged"]
    happened = [(one.name, one.change, one.pause is not None) for one in desk.changes()]
    desk.judge(NOON + 2 * MINUTE)

    words = 'it cannot be read: relation "report_failures" does not exist (UndefinedTable)'
    assert happened == [("late", AlertChange.RAISED, True)]
    assert live == kept
    assert {name: (row.state, row.problem) for name, row in kept.items()} == {
        "failing": ("unjudged", words),
        "late": ("raised", ""),
        "stops": ("too_few", ""),
    }
    assert kept["late"].pause is not None
    assert tried == {
        "failing": words,
        "late": "the ledger does not keep what this was in the past",
        "stops": "",
    }
    assert (gauges["failed"], gauges["raised"] >= 1, gauges["unjudged"]) == (1, True, 0)
    assert [(getattr(line, "alert", ""), line.exc_info is not None) for line in logged] == [("failing", True)]
    assert [one.name for one in desk.changes()] == ["late", "failing"]
    with desk.ledger.begin() as connection:
        assert [row.name for row in latest.of(connection, [desk.campaign]) if row.problem] == []


def test_a_figure_that_takes_too_long_leaves_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL cancels it once, though two alerts need it, and the other alert pauses."""
    monkeypatch.setattr("cadence.engine.alerts.readings.LONGEST", timedelta(seconds=0.2))
    desk.launch(
        "left: {when: list_left < 5%}",
        "almost none left: {when: list_left < 2%}",
        "late: {when: overdue_leads >= 1, do: pause}",
    )
    desk.touch(NOON - timedelta(days=9, minutes=30))
    began = monotonic()
    with desk.ledger.begin() as somebody:
        somebody.execute(text("LOCK TABLE roster IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(FailedAlertError, match="left"):
            desk.judge(NOON)
    took = monotonic() - began
    with desk.ledger.begin() as connection:
        shown = {row.name: (row.state, row.error) for row in latest.of(connection, [desk.campaign])}

    canceled = "canceling statement due to statement timeout (QueryCanceled)"
    assert shown == {
        "left": ("unjudged", canceled),
        "almost none left": ("unjudged", canceled),
        "late": ("raised", ""),
    }
    assert [(one.name, one.pause is not None) for one in desk.changes()] == [("late", True)]
    assert took >= 0.2


def test_alerts_leave_the_reconciler_its_time_and_each_has_its_turn(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures of large campaigns take seconds: calls that must be taken back do not wait for a hundred of them."""
    desk.launch()
    judged: list[str] = []
    monkeypatch.setattr("cadence.engine.alerts.watch.BUDGET", -1.0)
    monkeypatch.setattr(AlertWatch, "_evaluate", lambda _watch, campaign, _at: judged.append(campaign.name))
    with desk.ledger.begin() as connection:
        names = [stored.name for stored in campaigns.every(connection)]
    for _ in names:
        desk.watch.evaluate_alerts()

    assert sorted(judged) == sorted(names)


ANA, LUZ, EVA, INES = (f"+3460000000{place}" for place in range(1, 5))


async def test_an_alert_pauses_for_real_and_nothing_leaves_afterwards(stage: SetStage) -> None:
    """On the whole stack: two of three people say stop, the campaign is paused, and whoever comes then waits."""
    steps = """
  - {step: first, sms: "Hola"}
  - {step: second, after: 20 days, sms: "Otra vez"}
alerts:
  opt outs: {when: opt_out_rate > 30% over 1 day and n >= 3, do: [pause, webhook]}
"""
    on = stage(steps, {ANA: {"replies": ["BAJA"]}, LUZ: {"replies": ["BAJA"]}, EVA: {}, INES: {}})
    watch = AlertWatch(on.planner)

    def paused() -> list[str]:
        watch.evaluate_alerts()  # beside the worker, which does the same
        with on.ledger.begin() as tx:
            return [pause.actor for pause in pauses.active(tx)]

    def greeted() -> int:
        return [one["body"] for one in on.carried()].count("Hola")

    on.enrol(ANA, LUZ, EVA)
    async with on.working():
        assert await on.until(paused) == ["alert"]
        assert greeted() == 3
        on.enrol(ANA, LUZ, EVA, INES)
        await on.later(timedelta(minutes=40))
        assert greeted() == 3
        with on.ledger.begin() as tx:
            command = Command(name="resume", actor="ana", origin="cli@here", why="it was a mistake of ours")
            end_campaign_pause(tx, on.play.name, command, at=on.clock.now())
        on.temporal_client.start_campaign(CampaignInput(campaign=on.play.name, clock=on.clock))
        await on.until(lambda: greeted() == 4)
    with on.ledger.begin() as tx:
        raised = tx.exec_driver_sql("SELECT count(*) FROM alert_changes WHERE change = 'raised'").scalar_one()

    assert raised == 1

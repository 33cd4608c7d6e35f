"""Can what a decision was based on be read again, whatever happened before and after? In random histories."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, CursorResult, text

from cadence.campaign import check_text
from cadence.campaign.store import to_json
from cadence.channels.provider import Accepted, CarrierReport, Received
from cadence.domain import (
    Attempt,
    Candidate,
    Cause,
    CauseKind,
    Channel,
    Disposition,
    Hold,
    HoldName,
    Outcome,
    PauseScope,
)
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.record import put_back, record
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import NotNowError
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.ledger.campaigns import campaigns, enrolment_rows, enrolments, pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from cadence.ledger.db.batches import Later, WriteBatch
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import consents, erasure, numbers
from cadence.ledger.reading import facts, replay, timeline
from cadence.ledger.tables.fields import FACTS, plain
from cadence.ledger.touches import decisions, differences, touch_rows
from cadence.ledger.touches.decisions import Decision, without_personal_data
from cadence.policy.packs.loading import SHIPPED
from tests.integration.ledger.judged import every_parts, parts_of
from tests.integration.ledger.world import lead_row, yes
from tests.integration.outcomes.conftest import lasting
from tests.integration.rolls import put_on_roster

MONDAY = datetime(2027, 3, 8, 9, 30, tzinfo=UTC)
CAMPAIGN = """
campaign: {name}
purpose: {purpose}
language: es
country: ES
jurisdictions: [es]
from: {{company: Tienda Sol, voice: "+34910000001", sms: "+34910000001", whatsapp: "+34910000001"}}
windows: [{{days: mon-sun, hours: "09:00-21:00"}}]
limits: [{{max: 25, per: campaign}}]
gap: 1 hour
spread: 1 minute
floors: {{sales: {{agents: 50, endpoint: "client:sales", wrap_up: 2 minutes}}}}
stop_on: [refused]
cadence:
  - step: hello
    sms: "{{{{ company }}}}: hola. BAJA para no recibir mas"
    on: {{replied: talk, undelivered: talk, otherwise: talk}}
    otherwise: talk
  - step: talk
    after: 1 hour
    call: {{floor: sales, ring: 25 seconds}}
    retry: {{on: [busy, no_answer], after: 1 hour, times: 2}}
    on: {{answered: later, otherwise: later}}
    otherwise: later
  - step: later
    after: 3 hours
    sms: "{{{{ company }}}}: hasta pronto. BAJA para no recibir mas"
    on: {{otherwise: hello}}
    otherwise: hello
"""
RATES = SenderRates(per_sender={"": 1000.0})
MESSAGES = ("hola", "ok gracias", "vale", "cuanto cuesta?", "BAJA", "llamame manana a las 10")
REPORTS: dict[Channel, list[tuple[str, Outcome | None, str]]] = {
    Channel.SMS: [
        ("sent", Outcome.SENT, ""),
        ("delivered", Outcome.DELIVERED, ""),
        ("undelivered", Outcome.UNDELIVERED, "30003"),
        ("failed", Outcome.FAILED, "30008"),
    ],
    Channel.CALL: [
        ("ringing", None, ""),
        ("busy", Outcome.BUSY, ""),
        ("no-answer", Outcome.NO_ANSWER, ""),
        ("completed", Outcome.ANSWERED, ""),
    ],
}
Kept = dict[int, dict[str, Any]]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What each decision was based on, noted while it is recorded, by the id of its row."""
    noted: Kept = {}
    write = decisions.record

    def record_and_note(
        writer: Connection | WriteBatch | Later, decision: Decision, *, at: datetime
    ) -> CursorResult[Any]:
        # the id of the row is asked for at once, with what waits to be written
        result = write(writer.batch if isinstance(writer, Later) else writer, decision, at=at).freeze()
        identity = result().scalar()
        if identity is not None:
            noted[identity] = {
                "packs": dict(decision.packs),
                "facts": FACTS.dump_python(without_personal_data(decision.facts), mode="json"),
                "candidate": plain(decision.candidate),
                "evidence": plain(decision.verdict.evidence),
                "reasons": [
                    {name: reason[name] for name in ("rule", "evidence", "until")}
                    for reason in plain(decision.verdict.reasons)
                ],
            }
        return result()

    monkeypatch.setattr(decisions, "record", record_and_note)
    return noted


def exactly(parts: Kept) -> dict[int, str]:
    """Return JSON as text, in which 1, 1.0 and true differ, and the order of keys does not."""
    return {decision: json.dumps(part, sort_keys=True) for decision, part in parts.items()}


@dataclass
class History:
    """What happens to some people in two campaigns, who partly share numbers and accounts, at random."""

    ledger: Ledger
    dice: random.Random
    now: datetime = MONDAY
    mishaps: float = 0.1  # how often a touch does not leave although it may
    enrolled: dict[str, str] = field(default_factory=dict)  # enrolment -> lead

    def __post_init__(self) -> None:
        """Import four people and enrol three of them in both campaigns."""
        shared = "+34600000009"
        for line, owned in enumerate((("+34600000001", shared), ("+34600000002",), (shared,), ("+34600000004",))):
            agreed = [yes(channel, e164, MONDAY - timedelta(days=9)) for e164 in owned for channel in REPORTS]
            row = lead_row(line, *owned, key=f"K{line}", account=f"A{line // 2}", name="Ana", consents=tuple(agreed))
            import_leads(self.ledger, "list", [row], at=MONDAY)
        for name, purpose in (("spring", "marketing"), ("autumn", "service")):
            self._launch(name, purpose)

    def _launch(self, name: str, purpose: str) -> None:
        campaign = check_text(CAMPAIGN.format(name=name, purpose=purpose), f"{name}.yaml", SHIPPED.names()).right()
        planner = self.planner()
        with planner.begin() as unit:
            stored = campaigns.launch(unit.tx, name, to_json(campaign), at=MONDAY).campaign
            campaigns.set_floors(unit.tx, {"sales": 50}, at=MONDAY)
            put_on_roster(unit.tx, stored, "list", at=MONDAY)
        leads = [self.ledger.hasher.lead("list", f"K{line}") for line in range(4)]
        with planner.begin() as unit:
            ids = {str(uuid4()): lead for lead in leads}
            known = facts.gather_new(unit.tx, name, 1, ids, at=self.now)
            entries = [
                NewEnrolment(enrolment=person.enrolment, lead=person.lead.id, move=planner.next(case, self.now))
                for person in known
                for case in (planner.case_of(unit.tx, person),)
            ]
            assert len(enrolments.enrol_page(unit.tx, stored, entries, at=self.now)) == len(leads)
            for entry, person in zip(entries, known, strict=True):
                unit.write_why(planner.case_of(unit.tx, person), entry.move)
        self.enrolled |= ids

    def planner(self) -> Planner:
        """What judges now."""
        return Planner(self.ledger, lasting(self.now))

    def goes_on(self) -> None:
        """Something happens."""
        events: list[tuple[int, Callable[[], None]]] = [
            (40, self.attempt), (16, self.report), (2, self.plan_again), (2, self.write), (2, self.dispose),
            (1, self.consent), (1, self.pause), (2, self.wait),
        ]  # fmt: skip
        (event,) = self.dice.choices([event for _, event in events], weights=[weight for weight, _ in events])
        with suppress(NotNowError, ConflictError, NotFoundError):  # it does not fit now, and is rolled back
            event()

    def attempt(self) -> None:
        """Somebody's next touch is tried."""
        self.attempt_of(self.dice.choice(list(self.enrolled)))

    def attempt_of(self, enrolment: str) -> None:
        """Try the next touch at its instant; now and then it is rolled back, or its permission expires."""
        planner = self.planner()
        with planner.begin() as unit:
            move = enrolment_rows.get(unit.tx, enrolment).move
        if not isinstance(move, Attempt):
            return self.plan_again()
        self.now = max(self.now, move.at)
        planner = self.planner()
        with planner.begin() as unit:
            reserved = reserve(unit, enrolment, move, RATES)
            if self.dice.random() < self.mishaps:
                raise NotNowError("something else had no room", after=timedelta(0))
        if not isinstance(reserved, ReservedTouch):
            return None
        if self.dice.random() < self.mishaps:
            return put_back(planner, reserved.stored.touch.id, "it expired")
        stored, _ = record(planner, reserved.stored, Accepted(sid=f"SM{uuid4().hex}", status="queued"))
        if stored.touch.channel is Channel.CALL and self.dice.random() >= self.mishaps:
            self.hear(stored, "busy", Outcome.BUSY)
        return None

    def report(self) -> None:
        """The carrier reports on any touch: late, twice, or otherwise than before."""
        if (touch := self.a_touch("sid IS NOT NULL")) is None:
            return
        self.hear(touch, *self.dice.choice(REPORTS[touch.touch.channel]))

    def hear(self, touch: touch_rows.Stored, status: str, outcome: Outcome | None, code: str = "") -> None:
        """The carrier reports this on a touch."""
        heard = CarrierReport(sid=touch.sid or "", status=status, at=self.now, outcome=outcome, code=code)
        record_report(self.planner(), touch.touch.id, heard)

    def a_touch(self, condition: str) -> touch_rows.Stored | None:
        """Return any touch for which this holds."""
        with self.ledger.begin() as tx:
            ids = tx.execute(text(f"SELECT id FROM touches WHERE {condition} ORDER BY seq")).scalars().all()  # noqa: S608
            return touch_rows.get(tx, str(self.dice.choice(ids))) if ids else None

    def plan_again(self) -> None:
        """Somebody is planned for again."""
        enrolment, planner = self.dice.choice(list(self.enrolled)), self.planner()
        with planner.begin() as unit:
            locks.lock_lead(unit.tx, self.enrolled[enrolment])
            unit.plan(enrolment)

    def write(self) -> None:
        """Somebody writes to us."""
        received = Received(
            sid=f"SM{uuid4().hex}",
            channel=Channel.SMS,
            sender=f"+3460000000{self.dice.choice('1249')}",
            to="+34910000001",
            body=self.dice.choice(MESSAGES),
            at=self.now,
        )
        record_inbound(self.planner(), received)

    def dispose(self) -> None:
        """An agent says what came of a conversation."""
        if (touch := self.a_touch("outcome = 'answered'")) is None:
            return
        said = self.dice.choice([Disposition.INTERESTED, Disposition.REFUSED, Disposition.CONVERTED])
        command = Command(name="disposition", actor="agent", origin="test", why="")
        record_disposition(self.planner(), touch.touch.id, said, command)

    def consent(self) -> None:
        """Somebody agrees to a channel, or withdraws it, and is planned for again."""
        lead = self.dice.choice(list(self.enrolled.values()))
        with self.ledger.begin() as tx:
            locks.lock_lead(tx, lead)
            for number in numbers.of_lead(tx, lead):
                word = consents.NewConsent(
                    channel=Channel.SMS, given=self.dice.random() < 0.7, lead=lead, number=number, source="letter"
                )
                consents.record(tx, word, at=self.now)
        self.plan_again()

    def pause(self) -> None:
        """A campaign is paused for a while."""
        name = self.dice.choice(["spring", "autumn"])
        order = PauseOrder(scope=PauseScope.CAMPAIGN, value=name, actor="ops", reason="drill")
        with self.ledger.begin() as tx:
            pauses.begin(tx, order, at=self.now)
        self.plan_again()
        self.wait()
        with self.ledger.begin() as tx:
            pauses.end(tx, PauseScope.CAMPAIGN, name, at=self.now, actor="ops")
        self.plan_again()

    def wait(self) -> None:
        """Time passes."""
        self.now += timedelta(minutes=self.dice.randrange(1, 600))

    def erase(self) -> None:
        """Somebody is erased."""
        with self.ledger.begin() as tx:
            erasure.erase(tx, self.dice.choice(list(self.enrolled.values())), at=self.now)


@pytest.mark.parametrize(("seed", "most"), [(1, 50), (2, 50), (3, 3)])
def test_what_every_decision_was_based_on_is_restored_bit_for_bit(
    ledger: Ledger, kept: Kept, monkeypatch: pytest.MonkeyPatch, seed: int, most: int
) -> None:
    """After late and corrected reports, replies, consents, pauses, rollbacks and an erasure (law 10)."""
    monkeypatch.setattr(differences, "MOST", most)
    history = History(ledger, random.Random(seed))  # noqa: S311  no secret
    for part in (60, 20):
        for _ in range(part):
            history.goes_on()
        history.erase()

    with ledger.begin() as tx:
        restored = every_parts(tx)
        bases = {row.id: row[1] for row in tx.execute(text("SELECT id, base FROM decisions"))}
        left = replay.page_of(tx, MONDAY, history.now + timedelta(days=1), limit=1000)
        stories = [event for lead in {*history.enrolled.values()} for event in timeline.of_lead(tx, lead)]
    assert len(restored) > 30
    assert exactly(restored) == exactly({decision: kept[decision] for decision in restored})
    assert sum(base is not None for base in bases.values()) > len(bases) / 3
    assert {past.decision for past in left} <= set(restored)
    assert len(left) > 5
    for past in left:
        lead = FACTS.validate_python(kept[past.decision]["facts"]).lead
        assert [number.id for number in past.facts.lead.numbers] == [number.id for number in lead.numbers]
    told = {event.what["id"]: event.what for event in stories if event.kind == "decision"}
    assert {decision: what["evidence"] for decision, what in told.items()} == {
        decision: part["evidence"] for decision, part in kept.items() if decision in restored
    }


@pytest.fixture
def history(ledger: Ledger) -> History:
    """Some people before anything has happened to them."""
    return History(ledger, random.Random(9))  # noqa: S311  no secret


CANDIDATE = Candidate(channel=Channel.SMS, cause=Cause(kind=CauseKind.STEP, ref="hello"), step="hello")
NAMES = (f"campaign:{number}" for number in count())


def decide(history: History, enrolment: str, *, times: int = 1, undone: bool = False) -> list[int]:
    """Decide so often in one transaction, each time otherwise, and return the ids of the rows."""
    planner = history.planner()
    with planner.begin() as unit:
        case = planner.case(unit.tx, enrolment)
        held = [Hold(name=HoldName.RUNNING, key=next(NAMES)) for _ in range(times)]
        written = [decisions.record(unit.tx, case.decision(hold, CANDIDATE), at=unit.now).scalar() for hold in held]
        if undone:
            unit.tx.rollback()
    return [identity for identity in written if identity is not None]


def bases(history: History, written: list[int]) -> list[int | None]:
    """Return what these decisions build on."""
    with history.ledger.begin() as tx:
        stored = {row.id: row[1] for row in tx.execute(text("SELECT id, base FROM decisions"))}
    return [stored[decision] for decision in written]


class TestWhatADecisionBuildsOn:
    """The last decision on the enrolment that was committed, unless that cannot be."""

    @pytest.fixture
    def ana(self, history: History) -> str:
        """Somebody about whom nothing was decided yet."""
        with history.ledger.begin() as tx:
            judged = set(map(str, tx.execute(text("SELECT enrolment_id FROM decisions")).scalars()))
        return next(enrolment for enrolment in history.enrolled if enrolment not in judged)

    def test_the_first_is_whole_and_the_next_ones_build_on_the_one_before(self, history: History, ana: str) -> None:
        """One chain for each enrolment."""
        written = [decision for _ in range(3) for decision in decide(history, ana)]

        assert bases(history, written) == [None, *written[:2]]

    def test_what_was_rolled_back_is_not_built_on(self, history: History, ana: str, kept: Kept) -> None:
        """Its id was never seen."""
        (first,) = decide(history, ana)
        decide(history, ana, undone=True)
        (second,) = decide(history, ana)

        assert bases(history, [second]) == [first]
        with history.ledger.begin() as tx:
            assert exactly({second: parts_of(tx, second)}) == exactly({second: kept[second]})

    def test_two_in_one_transaction_build_on_the_same_one(self, history: History, ana: str, kept: Kept) -> None:
        """Both are read again, and so is what follows them."""
        (first,) = decide(history, ana)
        both = decide(history, ana, times=2)
        (last,) = decide(history, ana)

        assert bases(history, [*both, last]) == [first, first, both[1]]
        with history.ledger.begin() as tx:
            restored = every_parts(tx)
        assert exactly({one: restored[one] for one in (*both, last)}) == exactly(
            {one: kept[one] for one in (*both, last)}
        )

    def test_so_many_build_on_each_other_and_no_more(self, history: History, ana: str) -> None:
        """What has to be read for one decision is bounded."""
        written = [decision for _ in range(differences.MOST + 2) for decision in decide(history, ana)]

        whole = [place for place, base in enumerate(bases(history, written)) if base is None]
        assert whole == [0, differences.MOST]

    def test_a_row_of_an_old_version_is_read_and_not_built_on(self, history: History, ana: str) -> None:
        """It has columns. The next decision begins a chain."""
        (first,) = decide(history, ana)
        with history.ledger.begin() as tx:
            before = parts_of(tx, first)
            old = tx.execute(OLD, {"decision": first, **{name: json.dumps(part) for name, part in before.items()}})
            (old_row,) = old.scalars()
            assert parts_of(tx, old_row) == before
        second, third = decide(history, ana) + decide(history, ana)

        assert bases(history, [second, third]) == [None, second]

    def test_what_stores_no_more_is_the_history(self, history: History, ana: str) -> None:
        """A decision stores what has changed, however long the history is."""
        history.mishaps = 0
        (first,) = decide(history, ana)
        for _ in range(12):
            history.attempt_of(ana)
            history.wait()
        *_, last = [decision for _ in range(2) for decision in decide(history, ana)]

        with history.ledger.begin() as tx:
            size = {row.id: row[1] for row in tx.execute(text("SELECT id, length(document) FROM decisions"))}
            touched = len(parts_of(tx, last)["facts"]["touches"])
        assert touched > 5
        assert size[last] < size[first] / 5

    def test_a_missing_one_is_named_and_the_next_is_whole(self, history: History, ana: str) -> None:
        """No row is deleted, unless somebody switches the triggers off."""
        first, second = decide(history, ana) + decide(history, ana)
        with history.ledger.begin() as tx:
            tx.exec_driver_sql("ALTER TABLE decisions DISABLE TRIGGER decisions_append_only")
            tx.execute(text("DELETE FROM decisions WHERE id = :id"), {"id": first})
            tx.exec_driver_sql("ALTER TABLE decisions ENABLE TRIGGER decisions_append_only")
            with pytest.raises(NotFoundError, match=f"{second} builds on {first}"):
                parts_of(tx, second)
        (third,) = decide(history, ana)

        assert bases(history, [third]) == [None]

    @pytest.mark.parametrize("damage", ["''", "substr(document, 1, length(document) / 2)", "'\\xffffff'"])
    def test_a_damaged_one_is_named_and_the_next_is_whole(self, history: History, ana: str, damage: str) -> None:
        """A broken disk must not keep anybody from being planned for."""
        first, second = decide(history, ana) + decide(history, ana)
        with history.ledger.begin() as tx:
            tx.exec_driver_sql("ALTER TABLE decisions DISABLE TRIGGER decisions_append_only")
            tx.execute(text(f"UPDATE decisions SET document = {damage} WHERE id = :id"), {"id": first})  # noqa: S608
            tx.exec_driver_sql("ALTER TABLE decisions ENABLE TRIGGER decisions_append_only")
            with pytest.raises(NotFoundError, match=f"{second} builds on {first}"):
                parts_of(tx, second)
        (third,) = decide(history, ana)

        assert bases(history, [third]) == [None]


OLD = text(
    """
    INSERT INTO decisions (lead_id, enrolment_id, version, at, verdict, hold, digest, packs, facts, candidate, evidence,
        reasons)
    SELECT lead_id, enrolment_id, version, at, verdict, hold, '', CAST(:packs AS jsonb), CAST(:facts AS jsonb),
        CAST(:candidate AS jsonb), CAST(:evidence AS jsonb), CAST(:reasons AS jsonb)
    FROM decisions WHERE id = :decision RETURNING id
    """
)
"""A decision as an old version wrote it."""

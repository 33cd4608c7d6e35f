"""
How is a ledger recorded for the upgrade tests? `python -m tests.integration.ledger.record`.

Run it before a migration that changes what is stored: it writes a ledger with today's code, with rows in every table,
to `ledgers/REVISION.sql`. Keep the old files, and never record one anew: a ledger in use was written by the code of
weeks ago. Everybody in it is made up.
"""

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, text

from cadence.channels.provider import Accepted, CarrierReport, Received, Rejected
from cadence.domain import Attempt, Channel, Disposition, Outcome, PauseScope
from cadence.domain.clock import Clock
from cadence.domain.places import QueuePlace
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.record import record
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.outcomes.callbacks import Promise, request_callback
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.ledger.campaigns import enrolments, pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import clock as clock_rows
from cadence.ledger.db import jobs, processes, services, set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.db.processes import ProcessRole, RunningProcess
from cadence.ledger.db.shape import revisions
from cadence.ledger.lists import closed_days, registries
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import portfolios
from cadence.ledger.touches import floor_queue, inbound
from cadence.local.stack import Postgres
from tests.integration.api.town import OURS, Town
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.recorded import FOLDER
from tests.integration.ledger.world import lead_row, yes
from tests.integration.outcomes.conftest import lasting
from tests.integration.rolls import put_on_roster

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
ORDER = Command(name="record", actor="ana", origin="test")
RATES = SenderRates(per_sender={"": 1000.0})
STRANGER = "+34600000099"
LEFT_OUT = frozenset({"recorded_at"})
"""Columns whose values the database gives."""
COLUMNS = text(
    """
    SELECT table_name, column_name, is_identity = 'YES' AS counted FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version' AND is_generated = 'NEVER'
    ORDER BY table_name, ordinal_position
    """
)


class Recording:
    """A town in which everything has happened once."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin at noon."""
        self.ledger = ledger
        self.town = Town(ledger, lasting(NOON))
        self._minutes = 0

    def planner(self) -> Planner:
        """Return a planner, a minute later than the last."""
        self._minutes += 1
        return Planner(self.ledger, lasting(NOON + timedelta(minutes=self._minutes)))

    def person(self, key: str, e164: str, *, agreed: bool = True) -> str:
        """Enrol a person; return the enrolment."""
        channels = (Channel.SMS, Channel.CALL, Channel.WHATSAPP) if agreed else ()
        consents = tuple(yes(channel, e164, NOON) for channel in channels)
        row = lead_row(1, e164, key=key, name="Ana Prueba", region="MD", consents=consents, account="cuenta-1")
        import_leads(self.ledger, "list", [row], at=NOON)
        return self.town.enrol(e164, key=key).id

    def planned(self, enrolment: str) -> Attempt:
        """Plan a lead, store the plan and return it."""
        with self.planner().begin() as unit:
            move = unit.plan(enrolment)
        assert isinstance(move, Attempt)
        return move

    def touched(self, enrolment: str) -> str:
        """Reserve the touch that comes next, an hour later, and have the carrier take it; return its id."""
        move = self.planned(enrolment)
        self._minutes += 60
        planner = self.planner()
        with planner.begin() as unit:
            reserved = reserve(unit, enrolment, move, RATES)
        assert isinstance(reserved, ReservedTouch), reserved
        stored = reserved.stored
        record(planner, stored, Accepted(sid=f"SM{uuid4().hex}", status="queued"))
        return stored.touch.id

    def writes(self, e164: str, body: str, **more: str) -> None:
        """Record a message of a person."""
        planner = self.planner()
        sid = f"SM{uuid4().hex}"
        received = Received(sid=sid, channel=Channel.SMS, sender=e164, to=OURS, body=body, at=planner.now(), **more)
        record_inbound(planner, received)

    def reports(self, touch: str, status: str, outcome: Outcome | None = None, code: str = "") -> None:
        """Record a report of the carrier."""
        planner = self.planner()
        sid = self.town.stored(touch).sid or ""
        record_report(
            planner, touch, CarrierReport(sid=sid, status=status, at=planner.now(), outcome=outcome, code=code)
        )


def everything(ledger: Ledger) -> None:
    """Write rows of every kind."""
    recording = Recording(ledger)
    _messages(recording)
    _calls(recording)
    _lists(recording)
    _operation(recording)


def _messages(recording: Recording) -> None:
    """Write people who are due, were sent something, have answered, said stop, or were refused by a rule."""
    recording.person("due", "+34600000001")
    recording.touched(recording.person("sent", "+34600000002"))
    delivered = recording.touched(recording.person("delivered", "+34600000003"))
    recording.reports(delivered, "undelivered", Outcome.UNDELIVERED, "30003")
    recording.reports(delivered, "delivered", Outcome.DELIVERED)
    recording.touched(recording.person("held", "+34600000004"))
    recording.writes("+34600000004", "esto es un stop o qué?")
    recording.touched(recording.person("stopped", "+34600000005"))
    recording.writes("+34600000005", "BAJA")
    recording.writes(STRANGER, "BAJA")
    refused = recording.person("refused", "+34600000006", agreed=False)
    with recording.planner().begin() as unit:
        move = unit.planner.next(unit.planner.case(unit.tx, refused), unit.now)
        assert isinstance(move, Attempt)
        reserve(unit, refused, move, RATES)
    rejected = recording.town.reserve(recording.town.enrol("+34600000007", key="rejected"), "hello", Channel.SMS)
    record(recording.planner(), recording.town.stored(rejected.id), Rejected(code="30008", outcome=Outcome.FAILED))


def _calls(recording: Recording) -> None:
    """Write a call that rings, a promised call, and one that is promised after the end of the cadence."""
    town = recording.town
    recording.person("ringing", "+34600000011")
    town.call(town.enrol("+34600000011", key="ringing2"))
    recording.person("promised", "+34600000012")
    talked = town.answered(town.enrol("+34600000013", key="talked"))
    planner = recording.planner()
    record_disposition(planner, talked.touch.id, Disposition.CALLBACK, ORDER, callback_at=NOON + timedelta(hours=5))
    request = Promise(
        lead=town.ledger.hasher.lead("list", "promised"),
        campaign="harbour",
        at=NOON + timedelta(hours=6),
        ref=f"api:{uuid4()}",
    )
    request_callback(recording.planner(), request, ORDER)
    ended = recording.person("ended", "+34600000014")
    with recording.planner().begin() as unit:
        enrolments.finish(unit.tx, ended, "completed", at=unit.now)
    again = Promise(
        lead=town.ledger.hasher.lead("list", "ended"),
        campaign="harbour",
        at=NOON + timedelta(hours=7),
        ref=f"api:{uuid4()}",
    )
    request_callback(recording.planner(), again, ORDER)


def _lists(recording: Recording) -> None:
    """Write a copy of an official list, a calendar, a consent with its wording, and a lead that waits."""
    ledger = recording.ledger
    copy = registries.NewCopy(name="robinson", as_of=date(2027, 3, 1))
    registries.replace(ledger, copy, ["+34600000098"], at=NOON)
    day = closed_days.ClosedRow(country="ES", region="MD", town="", day=date(2027, 5, 2), name="Fiesta")
    shown = replace(yes(Channel.SMS, "+34600000021"), wording="I agree to text messages from Tienda Sol.")
    import_leads(ledger, "list", [lead_row(1, "+34600000021", key="waiting", consents=(shown,))], at=NOON)
    with ledger.begin() as tx:
        closed_days.replace(tx, "madrid", [day], as_of=date(2027, 3, 1), at=NOON)
        put_on_roster(tx, recording.town.campaign, "list", at=NOON)


def _operation(recording: Recording) -> None:
    """Write what operators and processes leave behind."""
    planner = recording.planner()
    place = QueuePlace(promised=1, priority=3, score=0, due=NOON, enrolment=recording.person("queued", "+34600000031"))
    with planner.begin() as unit:
        tx, now = unit.tx, unit.now
        pauses.begin(tx, PauseOrder(scope=PauseScope.SENDER, value="sms:+34910000009", actor="ana"), at=NOON)
        pauses.begin(tx, PauseOrder(scope=PauseScope.ALL, actor="ana", reason="a check"), at=NOON)
        pauses.end(tx, PauseScope.ALL, at=now, actor="ana")
        floor_queue.stand(tx, "sales", place, until=now + timedelta(minutes=1))
        lead = recording.ledger.hasher.lead("list", "due")
        portfolios.claim(tx, "ours", lead, 250, now=now, span=timedelta(days=1), reached_nobody=())
        set_aside.put(tx, "waking", "an-item", "RuntimeError", at=now)
        jobs.succeeded(tx, ["waking"])
        services.heard(tx, services.Service.POLL)
        process = RunningProcess(id=str(uuid4()), role=ProcessRole.WORKER, host="made-up", pid=1, version="0")
        processes.beat(tx, process)
        clock_rows.set_clock(tx, Clock(origin=NOON, started=NOON, speed=1.0))
        inbound.mark_seen(tx, NOON)


def dump(connection: Connection) -> str:
    """Return the rows of every table as statements. Raises AssertionError for a table without rows."""
    tables: dict[str, list[tuple[str, bool]]] = {}
    for table, column, counted in connection.execute(COLUMNS):
        if column not in LEFT_OUT:
            tables.setdefault(table, []).append((column, counted))
    parts = ["-- Rows refer to each other in circles.\nSET LOCAL session_replication_role = replica;"]
    for table, columns in tables.items():
        values = " || ', ' || ".join(f"quote_nullable(CAST({name} AS text))" for name, _ in columns)
        rows = connection.exec_driver_sql(f"SELECT {values} FROM {table} ORDER BY 1").scalars().all()  # noqa: S608
        assert rows, f"{table} has no rows; expected at least one, so that its upgrade is tested"
        names = ", ".join(name for name, _ in columns)
        body = ",\n".join(f"({row})" for row in rows)
        parts.append(f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE VALUES\n{body};")
        parts += [
            f"SELECT setval(pg_get_serial_sequence('{table}', '{name}'), (SELECT max({name}) FROM {table}));"  # noqa: S608
            for name, counted in columns
            if counted
        ]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Record on a server of our own."""
    with tempfile.TemporaryDirectory() as folder, Postgres(Path(folder) / "pg", Path(folder) / "pg.log") as server:
        server.run("CREATE DATABASE recorded")
        upgrade(server.url("recorded"))
        ledger = Ledger(server.url("recorded"), KEY, connections=4)
        ledger.check_keys()
        revision, _ = revisions(ledger.engine)
        file = FOLDER / f"{revision}.sql"
        if file.exists():
            sys.exit(f"{file.name} is there already: a ledger is never recorded anew.")
        everything(ledger)
        head = f"-- A ledger as the code of revision {revision} wrote it. Its key is the one that tests use.\n"
        with ledger.begin() as tx:
            file.write_text(head + "-- All people and numbers are made up.\n\n" + dump(tx), encoding="utf-8")
        ledger.close()
        sys.stderr.write(f"{file.name}\n")


if __name__ == "__main__":
    main()

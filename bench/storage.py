"""
How many bytes does a touch take in the ledger? Carries a list through, and stores the decisions whole beside it.

    python bench/storage.py                    # 60 leads, 10 touches each, on the Spanish pack: a minute
    python bench/storage.py --leads 200

The engine's own functions carry the list through a campaign, each touch at the instant at which it is due. The carrier
takes everything; messages are delivered, calls ring and are busy. The baseline is from the same run: what every
decision was based on is restored, and stored whole in a table of its own, as JSON columns. Decisions are shown by their
place in the enrolment: what one stores must not grow with the history.
"""  # noqa: INP001  a script, not a package

import argparse
import csv
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heapify, heappop, heappush
from pathlib import Path
from uuid import uuid4

from sqlalchemy import TextClause, text

from activities.enrol import CampaignActivities
from cadence.campaign.reader import check_text
from cadence.channels.provider import Accepted, CarrierReport
from cadence.domain import Attempt, Channel, Finish, Outcome
from cadence.domain.clock import Clock, utc_now
from cadence.domain.payloads import EnrolOrder
from cadence.engine.dispatch.answers import ReservedTouch, SenderRates
from cadence.engine.dispatch.record import record
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.launch.launch import LaunchOrder, launch
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.reports import record_report
from cadence.engine.reconciler.sealing import Sealing
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.touches import decisions
from cadence.local.stack.postgres import Postgres
from cadence.policy.packs.loading import SHIPPED

NAME = "storage-bench"
LEADS, TOUCHES = 60, 10
HEAD = """
campaign: storage-bench
purpose: marketing
language: es
country: ES
jurisdictions: [es]
from: {company: Tienda Sol, voice: "+34910000001", sms: "+34910000001"}
windows: [{days: mon-fri, hours: "09:30-14:00, 16:00-20:30"}]
holidays: closed
limits:
  - {max: 2, per: 1 day, channels: [call]}
  - {max: 3, per: 24 hours}
  - {max: 10, per: 7 days}
  - {max: TOUCHES, per: campaign}
gap: 2 hours
spread: 1 hour
in_flight: 5000
floors: {sales: {agents: 5000, endpoint: "client:sales", wrap_up: 2 minutes}}
cadence:
"""
MESSAGE = """
  - step: step_{number}
    after: 3 hours
    sms: "{{{{ company }}}}: hola {{{{ name | first_word }}}}, tu cesta te espera. BAJA para no recibir más."
    on: {{otherwise: {following}}}
    otherwise: {following}
"""
CALL = """
  - step: step_{number}
    after: 3 hours
    call: {{floor: sales, ring: 25 seconds}}
    on: {{otherwise: {following}}}
    otherwise: {following}
"""
MONDAY = datetime(2027, 3, 8, 9, tzinfo=UTC)
RATES = SenderRates(per_sender={"": 1000.0})
MOST = 200
"""More steps than a lead takes."""
HEADER = ("id", "name", "phone", "country", "account", "consent_sms", "consent_voice", "consent_at", "consent_source")

TABLES = text(
    """
    SELECT c.relname AS name, pg_table_size(c.oid) AS rows, pg_indexes_size(c.oid) AS indexes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r'
    """
)
PLACED = text(
    """
    SELECT id, row_number() OVER (PARTITION BY enrolment_id ORDER BY id) AS place, pg_column_size(decisions) AS bytes
    FROM decisions
    """
)
"""Every decision with its place in the enrolment, from 1."""
WHOLE = text(
    """
    CREATE TABLE whole (LIKE decisions INCLUDING ALL);
    ALTER TABLE whole DROP COLUMN document, DROP COLUMN base
    """
)
STORE_WHOLE = text(
    """
    INSERT INTO whole OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(CAST(NULL AS whole), to_jsonb(d) || CAST(:parts AS jsonb))).* FROM decisions d
    WHERE id = :decision
    """
)
PLACED_WHOLE = text(
    """
    SELECT id, row_number() OVER (PARTITION BY enrolment_id ORDER BY id) AS place, pg_column_size(whole) AS bytes
    FROM whole
    """
)
Places = dict[int, float]
"""The mean size of a row, by the place of the decision in its enrolment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """What touches took in the ledger."""

    touches: int
    decisions: int
    tables: dict[str, tuple[int, int]]  # bytes that the touches added to each table: rows, indexes
    whole: int  # bytes of the decisions' rows and indexes if each stores everything
    places: Places
    whole_places: Places

    @property
    def per_touch(self) -> float:
        """Bytes of all tables and indexes for a touch."""
        return sum(map(sum, self.tables.values())) / self.touches

    @property
    def whole_per_touch(self) -> float:
        """The same if each decision stores everything."""
        return self.per_touch + (self.whole - sum(self.tables["decisions"])) / self.touches

    def of(self, place: int) -> tuple[float, float]:
        """Return the bytes of a row at this place: as it is, and with everything."""
        return self.places[place], self.whole_places[place]


class _Nobody:
    """In place of the relay and the carrier when leads are enrolled: nothing is started."""

    def start(self, rows: object) -> None:
        """Do nothing."""

    def deliver(self, ids: object) -> None:
        """Do nothing."""


def _clock(instant: datetime) -> Clock:
    return Clock(origin=instant, started=utc_now(), speed=1e-9)


@contextmanager
def _ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory(prefix="cadence-storage-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        server = Postgres(Path(folder) / "data", Path(folder) / "postgres.log", durable=False)
        server.start()
        ledger = Ledger(server.url(), b"a key that only this script knows")
        try:
            ledger.migrate()
            ledger.check_keys()
            yield ledger
        finally:
            ledger.close()
            server.stop()


def _launch(ledger: Ledger, leads: int, touches: int) -> None:
    """Write the list and the campaign, and enrol everybody."""
    names = [f"step_{number}" for number in range(1, touches + 1)]
    steps = "".join(
        (MESSAGE if number % 3 else CALL).format(number=number, following=following)
        for number, following in enumerate([*names[1:], "end"], start=1)
    )
    reading = check_text(HEAD.replace("TOUCHES", str(touches)) + steps, "storage.yaml", SHIPPED.names())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        with file.open("w", encoding="utf-8", newline="") as sheet:
            rows = csv.writer(sheet)
            rows.writerow(HEADER)
            rows.writerows(
                (f"C-{i}", f"Ana Alba {i}", f"+3460000{i:04d}", "ES", f"A-{i}", "sí", "sí", "2027-02-21 14:15", "web")
                for i in range(leads)
            )
        order = LaunchOrder(reading=reading, leads=file, list_name="people", mapping={})
        launch(ledger, order, MONDAY)
    planner = Planner(ledger, _clock(MONDAY))
    enrolling = CampaignActivities(planner, _Nobody(), _Nobody())  # type: ignore[arg-type]
    while enrolling.enrol(EnrolOrder(campaign=NAME, now=MONDAY)).more:
        pass


def _carry(ledger: Ledger) -> int:
    """Let every lead go on as its workflow does; return how many touches left."""
    with ledger.begin() as tx:
        rows = tx.execute(text("SELECT id, next_at FROM enrolments WHERE finished IS NULL")).all()
    due = [(row.next_at, str(row.id)) for row in rows]
    heapify(due)
    left = 0
    for _ in range(MOST * len(due)):
        if not due:
            return left
        now, enrolment = heappop(due)
        planner = Planner(ledger, _clock(now))
        with planner.begin() as unit:
            move = enrolment_rows.get(unit.tx, enrolment).move
            reserved = reserve(unit, enrolment, move, RATES) if isinstance(move, Attempt) else unit.plan(enrolment)
        if isinstance(reserved, ReservedTouch):
            left += 1
            _report(ledger, planner, reserved, now)
        with ledger.begin() as tx:
            then = enrolment_rows.get(tx, enrolment).move
        if then.at is not None and not isinstance(then, Finish):
            heappush(due, (max(then.at, now + timedelta(minutes=1)), enrolment))
    raise AssertionError(f"after {MOST} steps each, {len(due)} leads are still under way")


def _report(ledger: Ledger, planner: Planner, reserved: ReservedTouch, now: datetime) -> None:
    touch = reserved.stored.touch
    call = touch.channel is Channel.CALL
    sid = f"{'CA' if call else 'SM'}{uuid4().hex}"
    record(planner, reserved.stored, Accepted(sid=sid, status="queued"))
    heard: list[tuple[int, str, Outcome | None]] = (
        [(2, "ringing", None), (25, "busy", Outcome.BUSY)]
        if call
        else [(1, "sent", Outcome.SENT), (3, "delivered", Outcome.DELIVERED)]
    )
    for seconds, status, outcome in heard:
        at = now + timedelta(seconds=seconds)
        report = CarrierReport(sid=sid, status=status, at=at, outcome=outcome)
        record_report(Planner(ledger, _clock(at)), touch.id, report)


def _seal(ledger: Ledger) -> None:
    """Seal every leaf, as the reconciler does twice a minute; the rows that it deletes are those of a queue."""
    Sealing(ledger).seal()
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM leaves"))


def _sizes(ledger: Ledger) -> dict[str, tuple[int, int]]:
    with ledger.begin() as tx:
        return {row.name: (row.rows, row.indexes) for row in tx.execute(TABLES)}


def _places(ledger: Ledger, statement: TextClause) -> Places:
    sizes: dict[int, list[int]] = {}
    with ledger.begin() as tx:
        for row in tx.execute(statement):
            sizes.setdefault(row.place, []).append(row.bytes)
    return {place: statistics.fmean(bytes_) for place, bytes_ in sorted(sizes.items())}


def _store_whole(ledger: Ledger) -> None:
    """Restore what each decision was based on, and store all of it."""
    with ledger.begin() as tx:
        tx.execute(WHOLE)
        ids = [row.id for row in tx.execute(PLACED)]
        stored = decisions.documents(tx, ids)
        for decision in sorted(ids):
            tx.execute(STORE_WHOLE, {"decision": decision, "parts": json.dumps(stored.parts(decision))})


def measure(leads: int = LEADS, touches: int = TOUCHES) -> Space:
    """Carry a list of so many people through so many touches each, and return what that took in the ledger."""
    with _ledger() as ledger:
        _launch(ledger, leads, touches)
        _seal(ledger)
        before = _sizes(ledger)
        left = _carry(ledger)
        _seal(ledger)
        after = _sizes(ledger)
        _store_whole(ledger)
        places = _places(ledger, PLACED)
        with ledger.begin() as tx:
            rows = tx.execute(text("SELECT count(*) FROM decisions")).scalar_one()
        return Space(
            touches=left,
            decisions=rows,
            tables={name: (after[name][0] - size[0], after[name][1] - size[1]) for name, size in before.items()},
            whole=sum(_sizes(ledger)["whole"]),
            places=places,
            whole_places=_places(ledger, PLACED_WHOLE),
        )


def table(space: Space) -> str:
    """Return what was measured, in lines."""
    lines = [
        (
            f"{space.touches} touches, {space.decisions} decisions: {space.per_touch:.0f} bytes a touch; "
            f"{space.whole_per_touch:.0f} if each decision stores everything"
        )
    ]
    for name, sizes in sorted(space.tables.items(), key=lambda item: -sum(item[1])):
        if any(sizes):
            rows, indexes = (size / space.touches for size in sizes)
            lines.append(f"  {name:20} {rows + indexes:6.0f} = rows {rows:6.0f} + indexes {indexes:6.0f}")
    first, whole_first = space.of(1)
    for place in sorted({1, *range(2, 11, 2), max(space.places)} & {*space.places}):
        stored, whole = space.of(place)
        lines.append(
            f"  decision {place:2}: {stored:5.0f} bytes, {stored / first:.2f} of the first; "
            f"with everything {whole:5.0f}, {whole / whole_first:.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    parser.add_argument("--touches", type=int, default=TOUCHES, help="of each lead")
    given = parser.parse_args()
    sys.stdout.write(f"{table(measure(given.leads, given.touches))}\n")


if __name__ == "__main__":
    main()

"""
How soon does nothing leave any more? Pauses a campaign while threads reserve touches as fast as they can.

    python bench/pause.py                      # with 50 and with 2,000 open leads: half a minute

Each pause is asked for in the middle of the reserving, and the touches in the ledger are counted when it has committed
and again after everybody has gone on trying: the difference is what law 4 forbids. In between the campaign is resumed,
and the reserving goes on, so each zero was tried.
"""  # noqa: INP001  a script, not a package

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from threading import Event, Lock
from uuid import uuid4

from sqlalchemy import text

from cadence.campaign.reader import check_text
from cadence.domain import Attempt, PauseScope
from cadence.domain.clock import Clock, utc_now
from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.reserve import reserve
from cadence.engine.dispatch.waiting import NotNowError
from cadence.engine.launch.launch import LaunchOrder, launch
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import enrolment_queue, enrolments, pauses
from cadence.ledger.campaigns.enrolments import NewEnrolment
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reading import facts
from cadence.local.stack.postgres import Postgres

NAME = "pause-bench"
CAMPAIGN = f"""
campaign: {NAME}
purpose: marketing
jurisdictions: [es]
country: ES
from: {{company: Tienda Sol, sms: "+34910000001"}}
windows: [{{days: mon-fri, hours: "09:30-14:00, 16:00-20:30"}}]
limits: [{{max: 1, per: campaign}}]
spread: 1 second
cadence:
  - step: hello
    sms: "Hola, soy de {{{{ company }}}}. BAJA para no recibir más."
"""
HMAC_KEY = b"k" * 32
HANDS = 6
"""Threads that reserve."""
ROUNDS = 8
FRESH = 2
"""New touches between two pauses, at least. A small ledger may run out of them before the last round."""
PATIENCE = 10.0
TRYING = 0.3
"""Seconds of trying while it is paused."""
MONDAY = datetime(2027, 3, 8, 10, tzinfo=UTC)  # open on the Canary Islands too, where a mobile may be
ALL_DUE = timedelta(minutes=1)
"""By then everybody is due."""
WRITTEN = text("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables")
RATES = SenderRates(per_sender={"": 1_000_000.0})


@dataclass(frozen=True)
class PauseCost:
    """What was measured on one ledger."""

    leads: int
    waits: list[float]  # seconds from the order to its commit
    rows: set[int]  # written by each pause
    tried: int  # reserves asked for while it was paused
    reserved: int  # touches reserved after the commits

    @property
    def median(self) -> float:
        """Seconds from the order to its commit, the median."""
        return statistics.median(self.waits)


@contextmanager
def ledger_of(folder: Path, leads: int, *, durable: bool = False) -> Iterator[Planner]:
    """Yield a ledger with so many open enrolments, all of them due. `durable`: a commit waits for the disk."""
    with Postgres(folder / "postgres", folder / "postgres.log", durable=durable) as postgres:
        ledger = Ledger(postgres.url(), HMAC_KEY, connections=HANDS + 2)
        ledger.migrate()
        ledger.check_keys()
        planner = Planner(ledger, Clock(origin=MONDAY, started=utc_now()))
        people = folder / "people.csv"
        rows = (f"L-{i},+346{i:08},yes,2027-01-10,web checkout" for i in range(leads))
        people.write_text("\n".join(["id,phone,consent_sms,consent_at,consent_source", *rows]))
        launch(
            ledger,
            LaunchOrder(reading=check_text(CAMPAIGN), leads=people, list_name="people", mapping={}),
            planner.now(),
        )
        enrol(planner, leads)
        yield Planner(ledger, Clock(origin=MONDAY + ALL_DUE, started=utc_now()))
        ledger.close()


def enrol(planner: Planner, leads: int) -> None:
    """Enrol everybody in one page, as the campaign's workflow does in several."""
    with planner.begin() as page:
        campaign = locks.share_campaign(page.tx, NAME)
        ids = {str(uuid4()): lead for lead in enrolment_queue.waiting(page.tx, campaign, limit=leads)}
        known = facts.gather_new(page.tx, NAME, 1, ids, at=page.now)
        moves = [planner.next(planner.case_of(page.tx, one), page.now) for one in known]
        entries = [
            NewEnrolment(enrolment=one.enrolment, lead=one.lead.id, move=move)
            for one, move in zip(known, moves, strict=True)
        ]
        if len(enrolments.enrol_page(page.tx, campaign, entries, at=page.now)) != leads:
            raise SystemExit("not everybody could be enrolled")


class Hands:
    """Threads that reserve for one lead after the other, paused or not."""

    def __init__(self, planner: Planner) -> None:
        """Know everybody's first move."""
        self._planner, self._stop, self._lock = planner, Event(), Lock()
        self._running: list[Future[None]] = []
        self.asked = 0
        with planner.begin() as page:
            rows = page.tx.execute(text("SELECT id FROM enrolments ORDER BY id")).scalars()
            known = facts.gather_many(page.tx, [str(one) for one in rows])
        self._work = cycle([(one, found.planned) for one, found in known.items()])

    def run(self) -> None:
        """Reserve until told to stop."""
        while not self._stop.is_set():
            with self._lock:
                enrolment, move = next(self._work)
                self.asked += 1
            assert isinstance(move, Attempt)  # noqa: S101  everybody was enrolled in open hours
            try:
                with self._planner.begin() as page:
                    reserve(page, enrolment, move, RATES)
            except NotNowError:
                continue

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Have all of them work."""
        with ThreadPoolExecutor(HANDS) as pool:
            self._running = [pool.submit(self.run) for _ in range(HANDS)]
            try:
                yield
            finally:
                self._stop.set()

    def wait_until(self, so: Callable[[], bool]) -> None:
        """Wait until something is so; raise what a hand stumbled over, or that it does not become so."""
        until = time.monotonic() + PATIENCE
        while not so():
            for one in self._running:
                if one.done():
                    one.result()
            if time.monotonic() > until:
                raise SystemExit("nothing is reserved any more: this measures nothing")
            time.sleep(0.002)


def measure(leads: int) -> PauseCost:
    """Pause and resume a campaign with so many open leads, again and again."""
    with tempfile.TemporaryDirectory(prefix="cadence-pause-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        with ledger_of(Path(folder), leads) as planner:
            return pause_often(planner, leads)


def pause_often(planner: Planner, leads: int) -> PauseCost:
    """Pause and resume while others reserve."""
    waits, rows, tried, reserved = list[float](), set[int](), 0, 0
    hands = Hands(planner)
    with hands.at_work():
        while len(waits) < ROUNDS and (wanted := reserves(planner) + FRESH) <= leads:
            hands.wait_until(lambda: reserves(planner) >= wanted)
            began = time.perf_counter()
            rows.add(pause(planner))
            waits.append(time.perf_counter() - began)
            before, asked = reserves(planner), hands.asked
            time.sleep(TRYING)
            reserved += reserves(planner) - before
            tried += hands.asked - asked
            with planner.begin() as page:
                pauses.end(page.tx, PauseScope.CAMPAIGN, NAME, at=page.now, actor="bench")
    return PauseCost(leads, waits, rows, tried, reserved)


def pause(planner: Planner) -> int:
    """Pause as `cadence pause` does, and return how many rows that has written."""
    with planner.begin() as page:
        before = page.tx.execute(WRITTEN).scalar_one() or 0
        pauses.begin(page.tx, PauseOrder(scope=PauseScope.CAMPAIGN, value=NAME, actor="bench"), at=page.now)
        return int(page.tx.execute(WRITTEN).scalar_one() - before)


def reserves(planner: Planner) -> int:
    """Count the touches."""
    with planner.begin() as page:
        return int(page.tx.execute(text("SELECT count(*) FROM touches")).scalar_one())


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, nargs="+", default=[50, 2000], help="open leads, e.g. --leads 50 2000")
    costs = [measure(leads) for leads in options.parse_args().leads]
    heads = f"{'open leads':>10}{'pauses':>8}{'ms, median':>12}{'ms, worst':>11}{'rows':>6}{'tried':>8}{'after':>7}"
    print(heads)  # noqa: T201
    for cost in costs:
        middle, worst = 1000 * cost.median, 1000 * max(cost.waits)
        rows = "/".join(map(str, sorted(cost.rows)))
        print(f"{cost.leads:10,}{len(cost.waits):8}{middle:12.1f}{worst:11.1f}{rows:>6}{cost.tried:8}{cost.reserved:7}")  # noqa: T201
    print("rows: written by a pause. tried: reserves asked for while paused. after: touches reserved then, must be 0.")  # noqa: T201
    if any(cost.reserved for cost in costs):
        raise SystemExit("a touch was reserved after a pause had committed")


if __name__ == "__main__":
    main()

"""
What happens when everybody is due at once? Puts a whole list to sleep until nine o'clock, and looks on.

    python bench/opening.py --leads 500               # three minutes
    python bench/opening.py                           # 10,000 leads, 20 texts a second: a quarter of an hour
    python bench/opening.py --rate 1000               # as fast as this machine can

The clock runs at its real speed, and begins before nine: meanwhile the leads are enrolled. At nine all are due, and one
sender carries so many text messages a second; that rate is the baseline. The second message is due days later, so at
the end everybody sleeps again: then the memory of the worker counts. Whether every touch was lawful is read from the
carrier's own record.
"""  # noqa: INP001  a script, not a package

import argparse
import asyncio
import math
import os
import signal
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from processes import cpu_seconds, histories, resident
from sqlalchemy import text

from cadence.app.opened_ledger import ledger_of
from cadence.app.temporal import connect
from cadence.campaign.reader import check_text
from cadence.domain.clock import Clock, utc_now
from cadence.domain.names import lead_workflow_id
from cadence.domain.payloads import CampaignInput
from cadence.engine.launch.launch import Launch, LaunchOrder, launch
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.db.ledger import Ledger
from cadence.local.demo.account import account_of, slack
from cadence.local.proof import CarrierRecord, prove, read_record
from cadence.local.stack.stack import Stack

NAME = "opening"
CAMPAIGN = """
campaign: opening
purpose: marketing
jurisdictions: [es]
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows: [{days: mon-fri, hours: "09:00-11:00"}]
limits: [{max: 2, per: campaign}]
in_flight: 1000000
spread: 1 second
cadence:
  - step: hello
    sms: "{{ company }}: hola. BAJA para no recibir mas"
    on: {otherwise: again}
  - step: again
    after: 3 days
    sms: "{{ company }}: hola otra vez. BAJA para no recibir mas"
"""
OPENING = datetime(2027, 3, 8, 8, tzinfo=UTC)  # nine in Madrid, on a Monday
LEADS_A_SECOND = 60
"""So many are enrolled in a second, carefully estimated; who is enrolled after the opening is due at once."""
STARTING = timedelta(seconds=12)
PATIENCE = 8
"""So many times as long as the senders' rate allows may the draining take."""
LOOK_EVERY = 0.5
SAMPLE = 200
"""Leads whose histories are counted."""
AT_ONCE = 20
"""Messages that one worker sends at once: its setting. After a standstill, so many slots may be used together."""
SPAN = timedelta(seconds=10)
"""Over so long a sender's rate is looked at: threads and a network move a message by fractions of a second."""


@dataclass(frozen=True, kw_only=True)
class OpeningCost:
    """What came of an opening."""

    leads: int
    rate: float  # texts a second of the sender
    asleep: int  # leads that had been enrolled when it opened
    touches: int  # carried
    seconds: float  # from the opening to the last message
    lateness: tuple[float, float]  # seconds after the opening: half of the messages, and 99 %
    busiest: float  # texts a second of the sender, over its busiest SPAN
    early: int  # carried before the opening
    wrong: dict[str, int]  # what the proof found, by name
    enrol_cpu: float  # CPU seconds from the launch to the opening, all servers but the emulator
    cpu: float  # CPU seconds from the opening to the last report, all servers but the emulator
    events_per_lead: float
    worker_mib: float  # with everybody asleep again
    temporal_mib: float

    @property
    def per_second(self) -> float:
        """Touches a second that were carried."""
        return self.touches / self.seconds

    @property
    def lawful(self) -> bool:
        """Whether nothing left early, late, twice, too fast or against the law."""
        return not (self.early or any(self.wrong.values()) or self.too_fast)

    @property
    def too_fast(self) -> bool:
        """Whether more left over SPAN than the rate allows with what the worker holds in its hands."""
        return self.busiest > self.rate * 1.1 + AT_ONCE / SPAN.total_seconds()


@contextmanager
def stack_of(folder: Path, rate: float, ahead: timedelta) -> Iterator[tuple[Stack, Ledger]]:
    """Run everything, with a clock that begins before the opening."""
    clock = Clock(origin=OPENING - ahead, started=utc_now() + STARTING)
    words = ["--message-rate", str(max(rate, 1000.0)), "--seed", "1"]
    with patch.dict(os.environ, {"CADENCE_SENDER_RATES": str(rate)}):
        stack = Stack(folder=folder / "stack", clock=clock, emulator_options=words)
        with stack:
            ledger = ledger_of(stack.settings(), connections=2)
            try:
                while clock.now() < clock.origin:
                    time.sleep(LOOK_EVERY)
                yield stack, ledger
            finally:
                ledger.close()


def begin(stack: Stack, ledger: Ledger, folder: Path, leads: int) -> tuple[Launch, Path]:
    """Launch the campaign with so many people; return what was written, and the campaign's file."""
    rows = (f"L-{i},+346{i:08},ES,MD,yes,2027-01-10,web checkout" for i in range(leads))
    people, campaign = folder / "people.csv", folder / "opening.yaml"
    people.write_text("\n".join(["id,phone,country,region,consent_sms,consent_at,consent_source", *rows]))
    campaign.write_text(CAMPAIGN, encoding="utf-8")
    reading = check_text(campaign.read_text(encoding="utf-8"), str(campaign))
    order = LaunchOrder(reading=reading, leads=people, list_name="people", mapping={})
    launched = launch(ledger, order, stack.clock.now())
    asyncio.run(start(stack))
    return launched, campaign


async def start(stack: Stack) -> None:
    """Start the campaign's workflow."""
    client = TemporalClient(await connect(stack.settings()), asyncio.get_running_loop())
    await asyncio.to_thread(client.start_campaign, CampaignInput(campaign=NAME, clock=stack.clock))
    await asyncio.sleep(LOOK_EVERY)


def count(ledger: Ledger, what: str) -> int:
    """Return one number from the ledger."""
    with ledger.begin() as tx:
        return int(tx.execute(text(what)).scalar_one())


def follow(stack: Stack, ledger: Ledger, leads: int, until: float) -> None:
    """Look on until every lead has its first message and its last report, or the time is over."""
    settled = "SELECT count(*) FROM touches WHERE step = 'hello' AND state = 'settled'"
    while time.monotonic() < until and count(ledger, settled) < leads:
        stack.watch()
        time.sleep(LOOK_EVERY)


def cpu_of(stack: Stack) -> float:
    """Return the CPU seconds of all servers but the emulator: a real carrier has its own machines."""
    return sum(cpu_seconds(process.pid) for name, process in stack.processes.items() if name != "emulator")


def busiest(record: CarrierRecord) -> float:
    """Return the most messages a second, over any SPAN of the record; it has one sender."""
    instants = [touch.at for touch in record.carried]
    most = max((bisect_right(instants, at + SPAN) - place for place, at in enumerate(instants)), default=0)
    return most / SPAN.total_seconds()


def measure(leads: int = 10_000, rate: float = 20.0, ahead: timedelta | None = None) -> OpeningCost:
    """Put so many people to sleep, open, and return what came of it."""
    ahead = timedelta(seconds=10 + leads / LEADS_A_SECOND) if ahead is None else ahead
    with tempfile.TemporaryDirectory(prefix="cadence-opening-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user when we are root
        with stack_of(folder, rate, ahead) as (stack, ledger):
            begun = cpu_of(stack)
            launched, campaign = begin(stack, ledger, folder, leads)
            while stack.clock.now() < OPENING:
                stack.watch()
                time.sleep(min(LOOK_EVERY, max(0.0, (OPENING - stack.clock.now()).total_seconds())))
            opened, asleep = cpu_of(stack), count(ledger, "SELECT count(*) FROM enrolments")
            follow(stack, ledger, leads, time.monotonic() + 60 + PATIENCE * leads / min(rate, 60.0))
            drained = cpu_of(stack)
            memory = {server: resident(process.pid) for server, process in stack.processes.items()}
            until, record = stack.clock.now(), read_record(stack.record)
            with ledger.begin() as tx:
                account = account_of(tx, NAME, stack.clock, until)
            proof = prove(
                record,
                campaign.read_text(encoding="utf-8"),
                replace(account, rows=launched.listed.rows, refused=launched.listed.refused),
                slack(stack.clock),
            )
            of_leads = histories(stack.environment["TEMPORAL_ADDRESS"], lead_workflow_id(""), SAMPLE)
    late = sorted((touch.at - OPENING).total_seconds() for touch in record.carried)
    return OpeningCost(
        leads=leads,
        rate=rate,
        asleep=asleep,
        touches=len(record.carried),
        seconds=late[-1],
        lateness=(late[len(late) // 2], late[math.ceil(0.99 * len(late)) - 1]),
        busiest=busiest(record),
        early=sum(1 for seconds in late if seconds < 0),
        wrong={line.name: line.found for line in proof.lines if line.must_be_zero},
        enrol_cpu=opened - begun,
        cpu=drained - opened,
        events_per_lead=sum(of_leads, Counter[str]()).total() / len(of_leads),
        worker_mib=memory["worker-1"],
        temporal_mib=memory["Temporal"],
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[1])
    options.add_argument("--leads", type=int, default=10_000, help="people who are due at the opening")
    options.add_argument("--rate", type=float, default=20.0, help="text messages a second of the one sender")
    options.add_argument("--ahead", type=float, help="seconds between the launch and the opening")
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers go with us
    ahead = None if chosen.ahead is None else timedelta(seconds=chosen.ahead)
    cost = measure(chosen.leads, chosen.rate, ahead)
    half, most = cost.lateness
    sys.stdout.write(
        f"{cost.leads} leads, {cost.asleep} of them asleep at the opening; {cost.touches} messages in "
        f"{cost.seconds:.0f} s\n"
        f"messages a second    {cost.per_second:8.1f}   the sender's rate: {cost.rate:g}; its busiest "
        f"{SPAN.total_seconds():g} s: {cost.busiest:.1f}\n"
        f"lateness, half       {half:8.1f} s\n"
        f"lateness, 99 %       {most:8.1f} s at the sender's rate: {0.99 * cost.leads / cost.rate:.1f}\n"
        f"CPU of an enrolment  {1000 * cost.enrol_cpu / max(cost.asleep, 1):8.1f} ms\n"
        f"CPU of a message     {1000 * cost.cpu / cost.touches:8.1f} ms, all servers but the emulator\n"
        f"history events       {cost.events_per_lead:8.1f} a lead\n"
        f"memory of the worker {cost.worker_mib:8.0f} MiB, everybody asleep again\n"
        f"memory of Temporal   {cost.temporal_mib:8.0f} MiB\n"
        f"too early: {cost.early}; {'; '.join(f'{name}: {found}' for name, found in cost.wrong.items())}\n"
    )
    if not cost.lawful:
        raise SystemExit("not every message was lawful")


if __name__ == "__main__":
    main()

"""
How soon does somebody see a campaign of a million touches? Looks at the page with Chromium, if there is one.

    python bench/page.py                      # 100,000 leads with ten touches each: four minutes
    python bench/page.py --leads 1000

The ledger is that of `bench/report.py`. The seconds until the first paint are the browser's own, from the click on.
Their baseline is the form to sign in, which asks the ledger nothing, in the same browser. CPU seconds are those of the
web server and of PostgreSQL; the baseline of a campaign's page is the same report without a page. `known` is the page
of somebody who looks when the figures were counted a moment before. Without Chromium (`CADENCE_TEST_BROWSER` names
another one), seconds are those until the first byte.
"""  # noqa: INP001  a script, not a package

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import uvicorn
from pause import NAME, ledger_of
from processes import cpu_seconds as server_seconds
from report import LAUNCHED, LEADS, fill
from sqlalchemy import text

from cadence.api.app import api_app
from cadence.api.dependencies import Dependencies
from cadence.api.page import parts
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.domain.roles import Role
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reports.gather import ReportOrder, report_of
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey

LOOKS = 3
"""How often each page is looked at; the median counts."""
LONGEST = 300
"""Seconds after which a page does not come any more."""
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
COMPLETE = "performance.getEntriesByType('navigation')[0].responseEnd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One page as somebody saw it."""

    painted: float  # seconds until something was seen
    complete: float  # seconds until all of it was there
    cpu: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCost:
    """What was seen, and what it cost."""

    touches: int
    browser: str
    form: Look
    overview: Look
    campaign: Look
    known: Look
    report_cpu: float


Seen = Callable[[str], Look]


def measure(leads: int = LEADS) -> PageCost:
    """Look at the pages of a campaign of so many leads."""
    with tempfile.TemporaryDirectory(prefix="cadence-page-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        with ledger_of(Path(folder), LAUNCHED) as planner:
            with planner.ledger.begin() as tx:
                fill(tx, leads)
                touches = int(tx.execute(text("SELECT count(*) FROM touches")).scalar_one())
            with planner.ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
                backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
            postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
            return _looked_at(planner, touches, postmaster)


def _looked_at(planner: Planner, touches: int, postmaster: int) -> PageCost:
    def cpu() -> float:
        return time.process_time() + server_seconds(postmaster)

    with planner.ledger.begin() as tx:
        new = NewKey(name="bench", role=Role.OPERATOR, per_minute=100_000, by="bench")
        key = api_keys.create(tx, planner.ledger.hasher, new, at=datetime.now(UTC)).text
    with served(planner) as address, watching(address, key) as (browser, see):

        def median(path: str, *, anew: bool = False) -> Look:
            looks = []
            for _ in range(LOOKS):
                parts.FRESH = 0.0 if anew else 3600.0
                began, look = cpu(), see(path)
                looks.append((look, cpu() - began))
            return Look(
                painted=statistics.median(look.painted for look, _ in looks),
                complete=statistics.median(look.complete for look, _ in looks),
                cpu=statistics.median(used for _, used in looks),
            )

        see("/campaigns")  # the browser has the styles from now on
        form, overview = median("/sign-in"), median("/campaigns")
        campaign, known = median(f"/campaigns/{NAME}", anew=True), median(f"/campaigns/{NAME}")
        return PageCost(
            touches=touches,
            browser=browser,
            form=form,
            overview=overview,
            campaign=campaign,
            known=known,
            report_cpu=statistics.median(_report(planner, cpu) for _ in range(LOOKS)),
        )


def _report(planner: Planner, cpu: Callable[[], float]) -> float:
    """Return the CPU seconds of the report that the page shows."""
    began = cpu()
    with planner.ledger.begin() as connection:
        report_of(connection, planner, ReportOrder(campaigns=(NAME,), hours=True), planner.now())
    return cpu() - began


@contextmanager
def served(planner: Planner) -> Iterator[str]:
    """Serve the page from a thread of this process; give its address."""
    nobody = Settings.from_env({"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    carrier: Any = None  # nothing is sent
    deps = Dependencies(
        ledger=planner.ledger,
        temporal_client=TemporalClient.in_thread(lambda: connect(nobody, lazy=True)),
        carrier=carrier,
        clock=planner.clock,
        public_url="https://hooks.example.org",
        secrets=["0" * 32],
    )
    app = api_app(deps)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    app.state.page.live.end()
    server.should_exit = True
    thread.join(30)
    deps.close()


@contextmanager
def watching(address: str, key: str) -> Iterator[tuple[str, Seen]]:
    """Sign in, and give who looks at a page: a browser, or a client that waits for the first byte."""
    program = os.environ.get("CADENCE_TEST_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        with httpx.Client(base_url=address, timeout=LONGEST, headers={"Origin": address}) as client:
            client.post("/sign-in", data={"key": key}).raise_for_status()
            yield "no browser, first byte", lambda path: _bytes_of(client, path)
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        page = browser.new_page(base_url=address)
        page.goto("/sign-in")
        page.get_by_role("textbox").fill(key)
        page.get_by_role("main").get_by_role("button").click()
        page.wait_for_url("**/campaigns")

        def see(path: str) -> Look:
            page.goto(path, wait_until="load", timeout=LONGEST * 1000)
            until = time.monotonic() + LONGEST
            while not (painted := page.evaluate(PAINTED)):  # a small page is loaded before it is painted
                if time.monotonic() > until:
                    raise TimeoutError(f"{path} was not painted within {LONGEST} s")
                page.wait_for_timeout(20)
            return Look(painted=painted / 1000, complete=page.evaluate(COMPLETE) / 1000)

        yield f"Chromium {browser.version}", see
        browser.close()


def _bytes_of(client: httpx.Client, path: str) -> Look:
    began, first = time.monotonic(), 0.0
    with client.stream("GET", path) as answer:
        for _ in answer.iter_raw():
            first = first or time.monotonic() - began
    return Look(painted=first, complete=time.monotonic() - began)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--leads", type=int, default=LEADS)
    cost = measure(parser.parse_args().leads)
    sys.stdout.write(f"{cost.touches:,} touches, {cost.browser}\n")
    for name in ("form", "overview", "campaign", "known"):
        look: Look = getattr(cost, name)
        sys.stdout.write(
            f"{name:<10} first paint {look.painted:.3f} s, complete {look.complete:.2f} s, {look.cpu:.2f} CPU s\n"
        )
    sys.stdout.write(f"the report without a page {cost.report_cpu:.2f} CPU s\n")


if __name__ == "__main__":
    main()

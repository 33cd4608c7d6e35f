"""
What does a test in a real browser start from? The application on a real ledger with five weeks of calls, and Chromium.

One of each serves all tests. A machine without a browser leaves these tests out, and says so at the end of the run.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from cadence.api.app import api_app
from cadence.api.dependencies import Dependencies
from cadence.api.page import parts
from cadence.app.settings import Settings
from cadence.app.temporal import connect
from cadence.campaign.house_file import read_house
from cadence.domain import Outcome
from cadence.domain.clock import Clock
from cadence.domain.roles import Role
from cadence.engine.alerts.watch import AlertWatch
from cadence.engine.outcomes.planner import Planner
from cadence.engine.temporal_client import TemporalClient
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.touches import tasks
from tests.integration.api.town import TOKEN, TakenBack, Town, noon, serving
from tests.integration.ledger import states
from tests.integration.ledger.conftest import KEY

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
VARIABLE = "CADENCE_TEST_BROWSER"
"""Names another browser of this kind."""
MISSING = (
    "THE PAGE WAS NOT TESTED IN A BROWSER: this machine has none. Install one (Debian: apt install chromium), or name "
    f"one in {VARIABLE}."
)
SCRIPT = "<script>alert(1)</script>"
"""The id of somebody in the list."""
AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
FINDS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(found => found.id + ": " + found.nodes.map(node => node.html).join(" | "))"""
HOURS = (10, 13, 17)
"""At which people are called, in UTC."""
ANSWERS = {
    # the weeks before, and this one: who answers at ten, at one and at five
    "2027-02-08": (3, 1, 3),
    "2027-02-15": (3, 2, 3),
    "2027-02-22": (3, 1, 3),
    "2027-03-01": (3, 2, 3),
    "2027-03-08": (3, 0, 0),
}
CALLS = 4
"""At each of these hours."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """
    A browser that the machine has; without one the test is left out.

    It goes with the module: its driver runs on an event loop, beside which tests with one of their own cannot run.
    """
    found = os.environ.get(VARIABLE) or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def ledger(chromium: Browser, fresh_database: Callable[[], str]) -> Iterator[Ledger]:
    """A ledger, if there is a browser."""
    ledger = Ledger(fresh_database(), KEY, connections=20)
    ledger.check_keys()
    yield ledger
    ledger.close()


@pytest.fixture(scope="module")
def town(ledger: Ledger) -> Town:
    """Five weeks of calls. In this one fewer people answer, and most of those who do not are in the north."""
    started = datetime.fromisoformat(f"{min(ANSWERS)}T06:00+00:00")
    town = Town(ledger, Clock(origin=started, started=datetime.now(UTC)))
    town.launch("quay")
    now, reached, lead = noon(), 0, ""
    for monday, answers in ANSWERS.items():
        for hour, answered in zip(HOURS, answers, strict=True):
            started = datetime.now(UTC)
            town.clock = Clock(origin=datetime.fromisoformat(f"{monday}T{hour:02}:00+00:00"), started=started)
            for nth in range(CALLS):
                segment = "south" if nth < answered else "north"
                reached += 1
                enrolment = town.enrol(key=SCRIPT if reached == 1 else f"C-{1000 + reached}", segment=segment)
                call = town.call(enrolment)
                lead = town.lead_of(enrolment)
                outcome = Outcome.ANSWERED if nth < answered else Outcome.NO_ANSWER
                with ledger.begin() as tx:
                    states.settle(tx, call.touch.id, outcome, at=town.clock.now() + timedelta(minutes=2))
    town.clock = now
    with ledger.begin() as tx:  # what a reply and a step of a campaign leave to people
        for kind, title in (("review", "A reply that may be a stop"), ("step", "Send the letter")):
            task = tasks.NewTask(ref=str(uuid4()), kind=kind, title=title, body="no me llamen al trabajo", lead=lead)
            tasks.add(tx, task, at=now.now())
    house = read_house("alerts: {few: {when: answer_rate < 90%}, end: {when: list_left < 5%}}")
    AlertWatch(Planner(ledger, town.clock, house)).evaluate_alerts()
    return town


@pytest.fixture(scope="module")
def address(ledger: Ledger, town: Town) -> Iterator[str]:
    """Where the page is."""
    nobody = Settings.from_env({"TEMPORAL_ADDRESS": "127.0.0.1:1"})
    deps = Dependencies(
        ledger=ledger,
        temporal_client=TemporalClient.in_thread(lambda: connect(nobody, lazy=True)),
        carrier=TakenBack(),  # type: ignore[arg-type]
        clock=town.clock,
        public_url="https://hooks.example.org",
        secrets=[TOKEN],
    )
    fresh, parts.FRESH = parts.FRESH, 0.0  # each look counts again
    app = api_app(deps)
    with serving(app) as address:
        yield address
        app.state.page.live.end()
    parts.FRESH = fresh
    deps.close()


@pytest.fixture(scope="module")
def key_for(ledger: Ledger) -> Callable[[Role], str]:
    """Make a key of a role."""

    def make(role: Role) -> str:
        new = NewKey(name="marta", role=role, per_minute=100_000, by="ana")
        with ledger.begin() as tx:
            return api_keys.create(tx, ledger.hasher, new, at=datetime.now(UTC)).text

    return make


class Reader:
    """Somebody with a browser. Whatever its console says is a mistake of the page."""

    def __init__(self, page: Page) -> None:
        """Listen to the console."""
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def violations(self) -> list[str]:
        """What is wrong for people who read with a screen reader, with a keyboard, or with little contrast."""
        self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(FINDS)
        return found

    def sign_in(self, key: str) -> None:
        """Type the key."""
        self.page.goto("/sign-in")
        self.page.get_by_role("textbox").fill(key)
        self.page.get_by_role("main").get_by_role("button").click()


@pytest.fixture
def reader(chromium: Browser, address: str) -> Iterator[Callable[..., Reader]]:
    """Open a browser of its own for somebody, with these settings."""
    contexts: list[BrowserContext] = []

    def open_browser(**settings: object) -> Reader:
        usual = {"base_url": address, "locale": "en-GB", "accept_downloads": True}
        contexts.append(chromium.new_context(**{**usual, **settings}))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return Reader(contexts[-1].new_page())

    yield open_browser
    for context in contexts:
        context.close()

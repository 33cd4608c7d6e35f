"""Does each example campaign run from its list to its end, reach every step, and leave a proof of zeros?"""

import csv
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cadence.campaign import read_campaign

ROOT = Path(__file__).parents[2]
CAMPAIGNS = ROOT / "campaigns"
MUST_BE_ZERO = ("doubled", "outside_window", "after_opt_out", "over_limit", "unannounced", "unaccounted")
KEYS = {*MUST_BE_ZERO, "carried", "in_the_air", "confirmations", "leads", "finished", "open"}
SPEED = 3600
"""An hour in a second: what 45 leads ask of two processors."""
DAYS = 4
"""From Monday to Thursday night; who is still open then has a wake-up."""
LEADS = 45
"""So many of the long list, for the same reason."""
TIMEOUT = 420


TRIED = {
    "a reply": """SELECT count(*) FROM messages WHERE direction = 'inbound'
        AND person NOT IN (SELECT person FROM opt_outs)""",
    "an opt-out": "SELECT count(*) FROM opt_outs WHERE acknowledged_at IS NOT NULL",
    "a voicemail": "SELECT count(*) FROM heard WHERE audience = 'machine'",
    "a kept callback": """SELECT count(*) FROM dispositions said JOIN calls kept ON kept.person = said.person
        WHERE said.disposition = 'callback' AND kept.direction = 'outbound-api' AND kept.answered_at IS NOT NULL
        AND julianday(kept.created_at) - julianday(said.callback_at) BETWEEN 0 AND 0.5""",
    "a busy line, tried again": """SELECT count(*) FROM calls one JOIN calls two ON two.person = one.person
        WHERE one.status = 'busy' AND two.direction = 'outbound-api' AND two.created_at > one.ended_at""",
    "something before a pause": "SELECT count(*) FROM carried WHERE julianday(at) < julianday(:since)",
    "something after it": "SELECT count(*) FROM carried WHERE julianday(at) > julianday(:until)",
}
"""What must have happened, each counted in the emulator's record."""
CARRIED_IN_A_PAUSE = """SELECT count(*) FROM carried
    WHERE julianday(at) BETWEEN julianday(:since, '+15 minutes') AND julianday(:until)"""
"""The first quarter of an hour is 250 ms: what was settled before anybody could count what is in the air."""
AFTER_A_DEAD_ONE = """SELECT count(*) FROM carried dead JOIN carried next ON next.person = :second
    WHERE dead.person = :first AND dead.status IN ('undelivered', 'failed') AND next.at > dead.at"""


@dataclass(frozen=True, slots=True)
class Run:
    """One demo, after its end."""

    code: int
    report: dict[str, Any]
    talk: str
    record: Path

    def count(self, query: str, **named: object) -> int:
        """Count in the emulator's own record."""
        with closing(sqlite3.connect(self.record)) as database:
            return int(database.execute(query, named).fetchone()[0])


def demo(name: str, leads: Path, folder: Path) -> Run:
    """Run the command as a user does."""
    command = [sys.executable, "-m", "cadence", "demo", str(CAMPAIGNS / f"{name}.yaml"), "--leads", str(leads)]
    command += ["--speed", str(SPEED), "--days", str(DAYS), "--seed", "3", "--json"]
    environment = {"PATH": "/usr/bin:/bin", "CADENCE_STATE_DIR": str(folder), "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.stdout, done.stderr[-3000:]
    return Run(done.returncode, json.loads(done.stdout), done.stderr, folder / "demo" / "emulator.db")


def shortened(name: str, folder: Path) -> Path:
    """The first leads of a list, and all the rows at its end that are refused."""
    with (CAMPAIGNS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        headers, *rows = list(csv.reader(file))
    kept = [*islice(rows, LEADS), *rows[-4:]]
    file_name = folder / f"{name}.csv"
    with file_name.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *kept])
    return file_name


@pytest.fixture(scope="module", params=["cart-recovery", "appointment-reminders", "demo-follow-up"])
def run(request: pytest.FixtureRequest, state: Path) -> tuple[str, Run]:
    """Each example once; the tests look at what came of it. pytest would close a folder of its own to the database."""
    name = request.param
    folder = state / name
    folder.mkdir()
    return name, demo(name, shortened(name, folder), folder)


@pytest.mark.timeout(TIMEOUT + 30)
def test_nothing_was_doubled_late_unwanted_over_a_limit_or_lost(run: tuple[str, Run]) -> None:
    """The proof is counted from the carrier's record; its zeros decide the exit code."""
    _, done = run
    proof = done.report["proof"]

    assert set(proof) >= KEYS
    assert {name: proof[name] for name in MUST_BE_ZERO} == dict.fromkeys(MUST_BE_ZERO, 0), proof["cases"]
    assert done.code == 0
    assert proof["carried"] > proof["leads"] > 0
    assert proof["finished"] + proof["open"] == proof["leads"]


def test_every_step_of_the_file_was_reached(run: tuple[str, Run]) -> None:
    """An example that never gets to its last step shows nothing about it; waits leave no row."""
    name, done = run
    campaign = read_campaign((CAMPAIGNS / f"{name}.yaml").read_text(encoding="utf-8"))
    wanted = {step.step for step in campaign.cadence if step.wait is None}

    assert wanted <= {row["step"] for row in done.report["steps"]}


def test_a_pause_was_made_and_ended(run: tuple[str, Run]) -> None:
    """Everybody was held still once, and went on."""
    _, done = run

    assert done.report["pause"]["resumed"]
    assert "Paused" in done.talk
    assert "Resumed" in done.talk


def test_the_shipped_demo_tries_what_it_proves(run: tuple[str, Run]) -> None:
    """A zero counts only if it was tried (protocol §6.4): asked of the emulator's own record."""
    name, done = run
    if name != "cart-recovery":
        pytest.skip("the others are shorter lists without all of it")
    pause = done.report["pause"]

    for what, query in TRIED.items():
        assert done.count(query, **pause) > 0, what
    assert done.count(CARRIED_IN_A_PAUSE, **pause) <= pause["in_the_air"], "only what had left already may arrive"
    assert done.report["proof"]["confirmations"] > 0, "a confirmed opt-out"


def test_the_shipped_demo_shows_every_kind_of_no(run: tuple[str, Run]) -> None:
    """What was not sent leaves no record at the carrier: the gate's own decisions say it, and the list's report."""
    name, done = run
    if name != "cart-recovery":
        pytest.skip("the others are shorter lists without all of it")

    assert done.report["verdicts"]["defer"] > 0, "a Defer"
    assert done.report["refused_by"]["consent.whatsapp"] > 0, "a refusal for want of consent"
    assert done.report["refused_by"]["number.kind"] > 0, "a refusal of a number"
    assert done.report["list"]["refused"] > 0, "a refused row"


def test_the_american_demo_shows_whom_its_law_bars(run: tuple[str, Run]) -> None:
    """Federal law and a state's each say no to somebody, and whom nothing may reach ends with that as the reason."""
    name, done = run
    if name != "demo-follow-up":
        pytest.skip("the others are Spanish")
    barred = {"us.consent.autodial", "us.consent.prerec", "us-fl.consent", "us-md.consent", "consent.call"}

    assert barred <= set(done.report["refused_by"])
    assert done.report["finished"]["unreached"] == 5


def test_a_second_number_is_reached_after_the_first_proved_dead(run: tuple[str, Run]) -> None:
    """Protocol §5.2, in each example: the list gives consent for both, and the people file lets the first one die."""
    _, done = run
    people = json.loads(done.record.with_name("people.json").read_text(encoding="utf-8"))["people"]
    (place,) = [place for place, one in enumerate(people) if one.get("line") == "dead"]
    (first,), (second,) = people[place]["numbers"], people[place + 1]["numbers"]

    assert done.count(AFTER_A_DEAD_ONE, first=first, second=second) > 0

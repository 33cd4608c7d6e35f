"""Does each example campaign run from its list to its end, reach every step, and leave a proof of zeros?"""

import csv
import json
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cadence.campaign import read_campaign

ROOT = Path(__file__).parents[2]
CAMPAIGNS = ROOT / "campaigns"
MUST_BE_ZERO = ("doubled", "outside_window", "after_opt_out", "over_limit", "unaccounted")
KEYS = {*MUST_BE_ZERO, "carried", "in_the_air", "confirmations", "leads", "finished", "open"}
SPEED = 3600
"""An hour in a second: what 45 leads ask of two processors."""
DAYS = 4
"""From Monday to Thursday night; who is still open then has a wake-up."""
LEADS = 45
"""So many of the long list, for the same reason."""
TIMEOUT = 420


@dataclass(frozen=True, slots=True)
class Run:
    """One demo, after its end."""

    code: int
    report: dict[str, Any]
    talk: str
    record: Path

    def outcomes(self, step: str) -> dict[str, int]:
        """What came of one step."""
        found: dict[str, int] = {}
        for row in self.report["steps"]:
            if row["step"] == step:
                for word, count in row["outcomes"].items():
                    found[word] = found.get(word, 0) + count
        return found


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
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Run]:
    """Each example once; the tests look at what came of it."""
    name = request.param
    folder = tmp_path_factory.mktemp(name)
    folder.chmod(0o755)
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
    """A zero counts only if it was tried (protocol §6.4)."""
    name, done = run
    if name != "cart-recovery":
        pytest.skip("the others are shorter lists without all of it")
    database = sqlite3.connect(done.record)

    def count(query: str) -> int:
        return int(database.execute(query).fetchone()[0])

    steps = {word for row in done.report["steps"] for word in row["outcomes"]}
    assert count("SELECT count(*) FROM messages WHERE direction = 'inbound'") > 1, "a reply"
    assert count("SELECT count(*) FROM opt_outs WHERE acknowledged_at IS NOT NULL") > 0, "an opt-out"
    assert "voicemail_left" in steps, "a voicemail"
    assert done.outcomes("callback").get("answered", 0) > 0, "a kept callback"
    busy_then_again = """SELECT count(*) FROM calls one JOIN calls two ON two.person = one.person AND two.id > one.id
                         WHERE one.status = 'busy' AND two.direction = 'outbound-api'"""
    assert count(busy_then_again) > 0, "a busy line, tried again"
    assert done.report["verdicts"]["defer"] > 0, "a Defer"
    assert done.report["verdicts"]["refuse"] > 0, "a refusal"
    assert "invalid_number" in steps, "a number that failed"
    assert "skipped" in steps, "a refusal by a rule"
    assert done.report["list"]["refused"] > 0, "a refused row"
    assert done.report["proof"]["confirmations"] > 0, "a confirmed opt-out"

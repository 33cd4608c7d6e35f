"""Does each example campaign run from its list to its end, reach every step, and leave a proof of zeros?"""

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from cadence.app.stack_file import STACK_FILE
from cadence.campaign import read_campaign
from tests.waiting import until

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
AT_ONCE = (("cart-recovery",), ("demo-follow-up", "appointment-reminders", "delivery-notices-es"))
"""
Which examples run at the same time. Two processors stand idle for two thirds of each of them.

`cadence.local.demo.pace` forecasts 15 weighted touches an hour for each of the first two, and 4 and 5 for the others.
"""
REPORT, TALK = "report.json", "talk.txt"

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


def demos(names: Sequence[str], state: Path) -> dict[str, Run]:
    """Run the command as a user does, for several campaigns at once; each has a folder and servers of its own."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in names:
            running[name] = started(name, state / name)
            # The next one looks for free ports when the servers of this one have theirs.
            until(partial(serves_or_ended, running[name], state / name))
        for process in running.values():
            process.wait(TIMEOUT)
    finally:
        for process in running.values():
            process.kill()
            process.wait()
    return {name: run_in(state / name, process.returncode) for name, process in running.items()}


def started(name: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start the command in a new folder, with the shortened list."""
    folder.mkdir()
    leads = shortened(name, folder)
    command = [sys.executable, "-m", "cadence", "demo", str(CAMPAIGNS / f"{name}.yaml"), "--leads", str(leads)]
    command += ["--speed", str(SPEED), "--days", str(DAYS), "--seed", "3", "--json"]
    environment = {"PATH": "/usr/bin:/bin", "CADENCE_STATE_DIR": str(folder), "HOME": str(folder)}
    with (folder / REPORT).open("wb") as report, (folder / TALK).open("wb") as talk:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=report, stderr=talk)


def serves_or_ended(process: "subprocess.Popen[bytes]", folder: Path) -> bool:
    """Tell whether the servers of a rehearsal have their ports, or there is nothing to wait for."""
    return process.poll() is not None or (folder / "demo" / STACK_FILE).exists()


def said(folder: Path) -> str:
    """Return what the command has said so far."""
    return (folder / TALK).read_text(encoding="utf-8")


def run_in(folder: Path, code: int) -> Run:
    """Return what the command left in its folder."""
    report = (folder / REPORT).read_text(encoding="utf-8")
    assert report, said(folder)[-3000:]
    return Run(code, json.loads(report), said(folder), folder / "demo" / "emulator.db")


def shortened(name: str, folder: Path) -> Path:
    """The first leads of a list, and all the rows at its end that are refused."""
    with (CAMPAIGNS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        headers, *rows = list(csv.reader(file))
    kept = [*islice(rows, LEADS), *rows[-4:]]
    file_name = folder / f"{name}.csv"
    with file_name.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *kept])
    return file_name


@pytest.fixture(scope="module")
def run_of(state: Path) -> Callable[[str], Run]:
    """Each example once, and those of a group at the same time. pytest would close its own folder to the database."""
    runs: dict[str, Run] = {}

    def run_of(name: str) -> Run:
        if name not in runs:
            runs.update(demos(next(group for group in AT_ONCE if name in group), state))
        return runs[name]

    return run_of


@pytest.fixture(scope="module", params=[name for group in AT_ONCE for name in group])
def run(request: pytest.FixtureRequest, run_of: Callable[[str], Run]) -> tuple[str, Run]:
    """Return each example, and what came of it; the tests look at that."""
    return request.param, run_of(request.param)


@pytest.mark.timeout(TIMEOUT + 30)
def test_nothing_was_doubled_late_unwanted_over_a_limit_or_lost(run: tuple[str, Run]) -> None:
    """The proof is counted from the carrier's record; its zeros decide the exit code."""
    _, done = run
    proof = done.report["proof"]

    assert set(proof) >= KEYS
    assert {name: proof[name] for name in MUST_BE_ZERO} == dict.fromkeys(MUST_BE_ZERO, 0), proof["cases"]
    assert [line for line in proof["recount"]["lines"] if line["difference"]] == []
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
    too_late = done.report["refused_by"].get("optout.confirmation", 0)
    assert done.report["proof"]["confirmations"] + too_late > 0, "an opt-out that was confirmed, or too late for it"


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


def test_the_notices_show_where_each_answer_leads(run: tuple[str, Run]) -> None:
    """Somebody gives each of the answers that the file names, in words or with the number."""
    name, done = run
    if name != "delivery-notices-es":
        pytest.skip("the others ask nothing that decides")
    campaign = read_campaign((CAMPAIGNS / f"{name}.yaml").read_text(encoding="utf-8"))

    for answer, words in campaign.replies.items():
        marks = ", ".join(f":word{place}" for place in range(len(words)))
        given = f"SELECT count(*) FROM messages WHERE direction = 'inbound' AND body IN ({marks})"  # noqa: S608  marks
        assert done.count(given, **{f"word{place}": word for place, word in enumerate(words)}) > 0, answer


def test_a_second_number_is_reached_after_the_first_proved_dead(run: tuple[str, Run]) -> None:
    """Protocol §5.2: the list gives consent for both, and the people file lets the first one die."""
    name, done = run
    if name == "delivery-notices-es":
        pytest.skip("everybody on its list has a single number")
    people = json.loads(done.record.with_name("people.json").read_text(encoding="utf-8"))["people"]
    (place,) = [place for place, one in enumerate(people) if one.get("line") == "dead"]
    (first,), (second,) = people[place]["numbers"], people[place + 1]["numbers"]

    assert done.count(AFTER_A_DEAD_ONE, first=first, second=second) > 0

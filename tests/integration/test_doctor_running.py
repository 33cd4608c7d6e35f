"""Does `cadence doctor` see what goes wrong while campaigns run, so that cron may trust its exit code?"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cadence.app.settings import Settings
from cadence.cli.checks import CHECKS
from cadence.cli.checks.servers import room
from cadence.cli.checks.visit import Check, CheckContext, CheckLevel
from cadence.cli.commands.doctor import CheckResult, examine
from cadence.domain import Channel, HoldName, PauseScope, Wait, names
from cadence.ledger.campaigns import campaigns, enrolments, pauses
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import jobs, processes, services
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.migrate import upgrade
from cadence.ledger.db.processes import ProcessRole, RunningProcess
from cadence.ledger.db.services import Service
from cadence.ledger.touches import leases
from cadence.local.stack import Postgres, TemporalServer
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.world import World, attempt
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
MIB = 2**20


@pytest.fixture
def environment(database_url: str, temporal_server: TemporalServer) -> dict[str, str]:
    """The variables of an installation; the carrier is not asked here."""
    return {
        "CADENCE_DATABASE_URL": database_url,
        "CADENCE_HMAC_KEY": KEY.hex(),
        "TEMPORAL_ADDRESS": temporal_server.address,
        "TWILIO_ACCOUNT_SID": "AC00112233445566778899aabbccddeeff",
        "TWILIO_AUTH_TOKEN": "made-up",
    }


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    """The ledger of that installation, with a running campaign."""
    ledger = Ledger(database_url, KEY)
    ledger.check_keys()
    yield World(ledger)
    ledger.close()


@pytest.fixture
def look(environment: dict[str, str]) -> Callable[[str], CheckResult]:
    """Look at one part."""

    def looked(part: str) -> CheckResult:
        visit = CheckContext(Settings.from_env(environment))
        try:
            (finding,) = examine(visit, [part])
        finally:
            visit.close()
        return finding

    return looked


def now() -> datetime:
    """Real time."""
    return datetime.now(UTC)


def process(role: ProcessRole = ProcessRole.WORKER, **more: object) -> RunningProcess:
    """A process of another machine."""
    made = RunningProcess(
        id=str(uuid4()), role=role, host="elsewhere", pid=7, version="0.1.0", details={"state": "working"}
    )
    return replace(made, **more)  # type: ignore[arg-type]


def put(world: World, *processes_: RunningProcess, silent: timedelta = timedelta(0)) -> None:
    """Have these processes been heard so long ago."""
    with world.ledger.begin() as tx:
        for one in processes_:
            processes.beat(tx, one)
            tx.exec_driver_sql(
                "UPDATE processes SET heard_at = heard_at - %(silent)s WHERE id = %(id)s",
                {"silent": silent, "id": one.id},
            )


@pytest.mark.parametrize(
    ("role", "part", "says"),
    [(ProcessRole.WORKER, "workers", "worker"), (ProcessRole.WEB, "web servers", "web server")],
)
def test_a_frozen_process_is_a_problem(
    world: World, look: Callable[[str], CheckResult], role: ProcessRole, part: str, says: str
) -> None:
    """Six minutes of silence is what one sees of it; beside another one that works it is named all the same."""
    assert "no " in look(part).words
    assert look(part).level is CheckLevel.PROBLEM, "a campaign runs, and nobody works on it"
    put(world, process(role))
    assert look(part).level is CheckLevel.OK
    assert look(part).words == f"1 {says}: elsewhere/7"
    put(world, process(role, pid=8), silent=timedelta(minutes=6))

    found = look(part)

    assert found.level is CheckLevel.PROBLEM
    assert f"{role} elsewhere/8 has been silent for 6 min" in found.words
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("DELETE FROM processes WHERE pid = 7")
    assert f"no {says} is heard" in look(part).words
    assert look(part).level is CheckLevel.PROBLEM


def test_a_machine_that_went_for_good_is_a_warning_after_an_hour(
    world: World, look: Callable[[str], CheckResult]
) -> None:
    """Somebody may have taken it down on purpose, and others do its work."""
    put(world, process())
    put(world, process(pid=8), silent=timedelta(minutes=70))

    assert look("workers").level is CheckLevel.WARNING


def test_a_worker_that_waits_and_versions_that_differ_are_named(
    world: World, look: Callable[[str], CheckResult]
) -> None:
    """It is alive, and does nothing; and half an upgrade is a state nobody wants to stay in."""
    put(world, process(), process(pid=8, version="0.2.0", details={"state": "waiting for Temporal"}))

    found = look("workers")

    assert found.level is CheckLevel.WARNING
    assert "elsewhere/8 is waiting for Temporal." in found.words
    assert "Versions differ: 0.1.0, 0.2.0." in found.words


@pytest.mark.parametrize(
    ("ahead", "level", "says"),
    [
        (timedelta(seconds=4), CheckLevel.OK, "1 process and this machine agree"),
        (timedelta(minutes=47), CheckLevel.PROBLEM, "worker elsewhere/7 is 47 min ahead of PostgreSQL's"),
        (timedelta(minutes=-110), CheckLevel.PROBLEM, "worker elsewhere/7 is 110 min behind PostgreSQL's"),
    ],
)
def test_every_process_s_clock_is_compared(
    world: World, look: Callable[[str], CheckResult], ahead: timedelta, level: CheckLevel, says: str
) -> None:
    """Its heartbeat says how far it is off."""
    put(world, process(ahead=ahead))

    assert look("clocks").level is level
    assert says in look("clocks").words


def test_a_job_that_fails_is_named_with_its_error(world: World, look: Callable[[str], CheckResult]) -> None:
    """For a moment it is an outage, and a warning; after two minutes, or without any success, it is a problem."""
    assert look("jobs").level is CheckLevel.OK
    with world.ledger.begin() as tx:
        jobs.succeeded(tx, ["hear", "deliver"])
        jobs.failed(tx, {"hear": "ValueError; the worker's log says more"})
    assert look("jobs").level is CheckLevel.WARNING
    assert "hear fails and last succeeded 0 s ago: ValueError" in look("jobs").words
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE jobs SET succeeded_at = succeeded_at - interval '3 minutes' WHERE name = 'hear'")
    assert look("jobs").level is CheckLevel.PROBLEM
    with world.ledger.begin() as tx:
        jobs.succeeded(tx, ["hear"])
    assert look("jobs").level is CheckLevel.OK
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE jobs SET succeeded_at = succeeded_at - interval '6 minutes'")
    assert "No job has succeeded for 6 min" in look("jobs").words


def test_an_open_lead_without_wake_up_or_hold_is_a_problem(world: World, look: Callable[[str], CheckResult]) -> None:
    """The table refuses it; whatever else made it so, somebody must hear (law 3)."""
    lead = world.enrol()
    with world.ledger.begin() as tx:
        enrolments.mark_started(tx, [lead.id], at=now())
    assert look("open leads").words == "1 open lead, each with a wake-up or a hold"
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE enrolments DROP CONSTRAINT enrolments_never_lost")
        tx.exec_driver_sql("UPDATE enrolments SET next_at = NULL")

    assert look("open leads").level is CheckLevel.PROBLEM
    assert "1 open lead with neither a wake-up nor a hold (law 3)" in look("open leads").words


def test_a_lead_that_nobody_starts_is_a_problem(world: World, look: Callable[[str], CheckResult]) -> None:
    """Enrolled, committed, and no workflow for minutes."""
    world.enrol()
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("ALTER TABLE enrolments DISABLE TRIGGER USER")
        tx.exec_driver_sql("UPDATE enrolments SET at = clock_timestamp() - interval '10 minutes'")

    assert "1 lead enrolled and not started for 2 min" in look("open leads").words


def test_a_lead_that_is_overdue_in_a_campaign_that_stands_still_is_a_problem(
    world: World, look: Callable[[str], CheckResult]
) -> None:
    """Where something has just left, it waits for its turn. One in the air, or waiting for an agent, is not overdue."""
    lead = world.enrol()
    with world.ledger.begin() as tx:
        enrolments.set_move(tx, lead.id, attempt(now() - timedelta(minutes=1)), at=now())
    assert look("overdue leads").words == "no lead is late"
    with world.ledger.begin() as tx:
        enrolments.set_move(tx, lead.id, attempt(now() - timedelta(minutes=6)), at=now())

    found = look("overdue leads")

    assert found.level is CheckLevel.PROBLEM
    assert "spring: 1 lead overdue, the oldest by 6 min, and nothing has left for 2 min" in found.words

    other = world.enrol()
    with world.ledger.begin() as tx:
        enrolments.set_move(tx, other.id, Wait(hold=HoldName.ENGINE, key="x"), at=now())
    world.reserved(other, at=now())
    assert look("overdue leads").level is CheckLevel.OK
    assert "1 lead waiting for their turn" in look("overdue leads").words


def test_calls_that_wait_for_an_agent_are_not_overdue(world: World, look: Callable[[str], CheckResult]) -> None:
    """Nothing leaves while every agent talks, for longer than two minutes."""
    talks, waits = world.enrol(), world.enrol()
    call = replace(attempt(now() - timedelta(minutes=6)), channel=Channel.CALL, floor="sales")
    with world.ledger.begin() as tx:
        campaigns.set_floors(tx, {"sales": 1}, at=now())
        enrolments.set_move(tx, waits.id, call, at=now())
        enrolments.set_move(tx, talks.id, Wait(hold=HoldName.ENGINE, key="x"), at=now())
    assert look("overdue leads").level is CheckLevel.PROBLEM
    touch = world.reserved(talks, at=now() - timedelta(minutes=5), channel=Channel.CALL)
    with world.ledger.begin() as tx:
        assert leases.take(tx, "sales", touch.id, now=now(), lease=timedelta(hours=1))

    assert look("overdue leads").level is CheckLevel.OK


def test_leads_held_by_an_error_are_a_problem_with_the_ids_of_the_errors(
    world: World, look: Callable[[str], CheckResult]
) -> None:
    """They wait for a person, who finds the cause in the log by that id."""
    assert look("engine errors").level is CheckLevel.OK
    with world.ledger.begin() as tx:
        enrolments.set_move(tx, world.enrol().id, Wait(hold=HoldName.ENGINE, key="abc123"), at=now())

    assert look("engine errors").level is CheckLevel.PROBLEM
    assert "1 lead held after an unexpected error (engine.error abc123)" in look("engine errors").words


@pytest.mark.parametrize(
    ("scope", "value", "option"),
    [
        (PauseScope.SENDER, "+34910000001", "--sender +34910000001"),
        (PauseScope.TEMPLATE, "cart_reminder", "--template cart_reminder"),
        (PauseScope.DESTINATION, "sms:MX", "--destination sms:MX"),
        (PauseScope.CARRIER, "account", "--carrier`"),  # the whole account: an option without a value
    ],
)
def test_what_the_carrier_refused_is_a_problem_and_an_order_of_ours_a_warning(
    world: World,
    look: Callable[[str], CheckResult],
    environment: dict[str, str],
    scope: PauseScope,
    value: str,
    option: str,
) -> None:
    """The first needs somebody; the second is what somebody wanted, and cron stays quiet."""
    assert look("paused").words == "nothing"
    with world.ledger.begin() as tx:
        order = PauseOrder(scope=PauseScope.CAMPAIGN, value="spring", actor="ana", reason="a typo")
        pauses.begin(tx, order, at=now())
    assert look("paused").level is CheckLevel.WARNING
    assert "campaign spring is paused since" in look("paused").words
    assert cadence(environment, "--part", "paused").returncode == 0
    with world.ledger.begin() as tx:
        order = PauseOrder(scope=scope, value=value, actor="carrier", reason="carrier code 63007")
        pauses.begin(tx, order, at=now())

    assert look("paused").level is CheckLevel.PROBLEM
    assert f"cadence resume {option}" in look("paused").words
    assert cadence(environment, "--part", "paused").returncode == 1


def test_a_carrier_that_reports_nothing_of_what_it_took_is_a_problem(
    world: World, look: Callable[[str], CheckResult]
) -> None:
    """As when CADENCE_PUBLIC_URL cannot be reached from outside: everything leaves, and nothing comes back."""
    assert look("carrier reports").words == "last webhook never, last asked never"
    touch = world.reserved(world.enrol(), at=now() - timedelta(minutes=10))
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE touches SET sid = 'SM1' WHERE id = %(id)s", {"id": touch.id})
        services.heard(tx, Service.POLL)
    assert look("carrier reports").level is CheckLevel.PROBLEM
    assert "reported none of them" in look("carrier reports").words
    with world.ledger.begin() as tx:
        services.heard(tx, Service.WEBHOOK)

    assert look("carrier reports").level is CheckLevel.OK
    with world.ledger.begin() as tx:  # a webhook from before the carrier took anything says nothing about that
        earlier = "UPDATE services SET heard_at = heard_at - interval '1 hour' WHERE name = 'carrier.webhook'"
        assert tx.exec_driver_sql(earlier).rowcount == 1
    assert look("carrier reports").level is CheckLevel.PROBLEM
    with world.ledger.begin() as tx:
        services.heard(tx, Service.WEBHOOK)

    assert re.fullmatch(r"last webhook \d+ s ago, last asked \d+ s ago", look("carrier reports").words)


def test_a_campaign_of_e_mails_alone_waits_for_no_webhook(world: World, look: Callable[[str], CheckResult]) -> None:
    """A relay reports nothing: what comes back is read from the mailbox."""
    touch = world.reserved(world.enrol(), at=now() - timedelta(minutes=10), channel=Channel.EMAIL)
    with world.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE touches SET sid = 'm-1@example.com' WHERE id = %(id)s", {"id": touch.id})
        services.heard(tx, Service.POLL)

    assert look("carrier reports").level is CheckLevel.OK


def test_workflows_that_are_missing_are_found_and_repaired(
    world: World, look: Callable[[str], CheckResult], environment: dict[str, str], temporal_server: TemporalServer
) -> None:
    """`--repair` starts them from the ledger, then looks; doing it again changes nothing."""
    leads = [world.enrol() for _ in range(5)]
    with world.ledger.begin() as tx:
        for lead in leads:
            enrolments.set_move(tx, lead.id, attempt(now() + timedelta(days=2)), at=now())
        enrolments.set_move(tx, leads[0].id, Wait(hold=HoldName.ENGINE, key="x"), at=now())
        enrolments.mark_started(tx, [lead.id for lead in leads], at=now())

    found = look("workflows")
    assert found.level is CheckLevel.PROBLEM
    assert "5 of 5 open leads have no workflow (spring)" in found.words
    assert "--repair" in found.words

    repaired = cadence(environment, "--repair", "--part", "workflows")
    assert (repaired.returncode, repaired.stdout.split()[:3]) == (0, ["ok", "workflows", "5"]), repaired.stderr
    assert "Restarted 5 of 5 workflows of open leads, and 1 of 1 of campaigns." in repaired.stderr
    assert "Restarted 0 of 5" in cadence(environment, "--repair", "--part", "workflows").stderr
    asyncio.run(_end(temporal_server.address, [*(names.lead_workflow_id(one.id) for one in leads), "campaign/spring"]))


async def _end(address: str, workflows: list[str]) -> None:
    from temporalio.client import Client  # noqa: PLC0415

    client = await Client.connect(address)
    for one in workflows:
        await client.get_workflow_handle(one).terminate()
    await asyncio.sleep(0.25)


@pytest.mark.parametrize(
    ("free", "total", "level"),
    [
        (100 * MIB, 10_000 * MIB, CheckLevel.PROBLEM),  # hardly room for the next write-ahead log
        (900 * MIB, 100_000 * MIB, CheckLevel.PROBLEM),  # less than a hundredth of a big disk
        (900 * MIB, 10_000 * MIB, CheckLevel.WARNING),
        (40_000 * MIB, 1_000_000 * MIB, CheckLevel.WARNING),
        (5_000 * MIB, 20_000 * MIB, CheckLevel.OK),
    ],
)
def test_a_disk_is_judged_by_what_is_free(free: int, total: int, level: CheckLevel) -> None:
    """In bytes as in share: a small disk fills up by bytes, a big one by habit."""
    assert room("data", free, total).level is level


@pytest.fixture
def small_disk(state: Path) -> Iterator[Path]:
    """A file system of its own, that can be filled."""
    place = state / "small-disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=192m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a file system")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)
    shutil.rmtree(place)


def fill(file: Path) -> None:
    """Write until there is no space left."""
    with suppress(OSError), file.open("wb", buffering=0) as out:
        while True:
            out.write(b"\0" * MIB)


def test_a_full_disk_of_postgresql_is_a_problem_and_no_outage_of_unknown_cause(
    small_disk: Path, environment: dict[str, str]
) -> None:
    """It answers every question, and can write nothing down. Room made, it goes on by itself."""
    with Postgres(small_disk / "data", small_disk / "log", durable=False) as server:
        upgrade(server.url())
        environment["CADENCE_DATABASE_URL"] = server.url()
        filling = small_disk / "filling"
        fill(filling)

        full = cadence(environment, "--part", "PostgreSQL", "--part", "disk")

        assert full.returncode == 3
        assert "PROBLEM  disk              PostgreSQL's disk is full" in full.stdout
        assert "Traceback" not in full.stderr
        filling.unlink()
        # Two hundred megabytes are never plenty.
        assert cadence(environment, "--part", "disk").stdout.startswith(
            "PROBLEM  disk              PostgreSQL's data: 0."
        )


def test_a_check_that_breaks_is_a_finding_and_the_others_are_looked_at(
    environment: dict[str, str], world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A doctor that ends in a traceback helps nobody, and its exit code would lie."""
    assert world

    def breaks(_visit: CheckContext) -> None:
        raise KeyError("Ana Prueba")

    monkeypatch.setitem(CHECKS, "broken", Check(breaks))  # type: ignore[arg-type]
    visit = CheckContext(Settings.from_env(environment))
    broken, paused = examine(visit, ["broken", "paused"])
    visit.close()

    assert (broken.level, broken.answers, paused.level) == (CheckLevel.PROBLEM, True, CheckLevel.OK)
    assert "KeyError" in broken.words
    assert "Ana Prueba" not in broken.words
    assert "Traceback" not in capsys.readouterr().err


def test_data_says_the_level_of_each_part(world: World, environment: dict[str, str]) -> None:
    """For programs: the same as the words, under stable names."""
    put(world, process())
    asked = cadence(environment, "--part", "workers", "--json")

    assert json.loads(asked.stdout) == [
        {"part": "workers", "level": "ok", "fine": True, "words": "1 worker: elsewhere/7", "answers": True}
    ]


def cadence(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Type `cadence doctor`."""
    command = [sys.executable, "-m", "cadence", "doctor", *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True, timeout=PATIENCE)

"""Does `cadence doctor` see what is there, and say what is missing and what to do?"""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4, uuid5

import pytest
from sqlalchemy import text

from cadence.app.settings import Settings
from cadence.cli.checks import CHECKS
from cadence.cli.checks.visit import CheckContext, CheckLevel
from cadence.cli.commands.doctor import CheckResult, examine
from cadence.domain.objectives import MESSAGES, WEBHOOKS
from cadence.domain.roles import Role
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey
from cadence.ledger.db import set_aside
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.operations import objective_counts
from cadence.ledger.people.objections import ROWS
from cadence.ledger.touches import tasks
from cadence.local.stack import Postgres, TemporalServer
from tests.integration.ledger.world import World

ROOT = Path(__file__).parents[2]
KEY = "00" * 32
NOBODY = "127.0.0.1:1"


@pytest.fixture
def environment(database_url: str, temporal_server: TemporalServer, carrier: dict[str, str]) -> dict[str, str]:
    """The variables of an installation in which everything answers."""
    return {
        "CADENCE_DATABASE_URL": database_url,
        "CADENCE_HMAC_KEY": KEY,
        "TEMPORAL_ADDRESS": temporal_server.address,
        **carrier,
    }


def cadence(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Type a command line."""
    command = [sys.executable, "-m", "cadence", *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)


def results(environment: dict[str, str], *parts: str) -> dict[str, CheckResult]:
    """What the checks of these parts find, without the second that each command line takes to load."""
    with closing(CheckContext(Settings.from_env(environment))) as visit:
        return {result.part: result for result in examine(visit, parts)}


def problems(environment: dict[str, str]) -> dict[str, CheckResult]:
    """Every part that is not fine."""
    return {part: result for part, result in results(environment, *CHECKS).items() if not result.fine}


def test_where_everything_answers_nothing_is_wrong(environment: dict[str, str]) -> None:
    """One line for each part. That nothing runs yet is worth a warning, and no problem before a campaign runs."""
    asked = cadence(environment, "doctor")

    assert asked.returncode == 0, asked.stdout
    heads = {line[9:26].strip(): line.split()[0] for line in asked.stdout.splitlines()}
    assert list(heads) == list(CHECKS)
    assert {part for part, head in heads.items() if head != "ok"} - {"disk"} == {"workers", "web servers"}
    assert set(heads.values()) == {"ok", "WARNING"}


def test_services_that_are_down_are_named_with_what_to_do(environment: dict[str, str]) -> None:
    """The code says that it is safe to try again; the parts that answer are still looked at."""
    environment |= {
        "CADENCE_DATABASE_URL": "postgresql://127.0.0.1:1/cadence",
        "TEMPORAL_ADDRESS": NOBODY,
        "CADENCE_TWILIO_URL": f"http://{NOBODY}",
    }

    asked = cadence(environment, "doctor", "--json")
    found = {one["part"]: one["words"] for one in json.loads(asked.stdout) if not one["fine"]}

    assert asked.returncode == 3
    ours = {name for name, check in CHECKS.items() if "ledger" in check.needs} | {"ledger"}
    assert set(found) == {"PostgreSQL", "Temporal", "search attribute", "carrier", *ours}
    assert "CADENCE_DATABASE_URL" in found["PostgreSQL"]
    assert "TEMPORAL_ADDRESS" in found["Temporal"]
    assert {found[one] for one in ours} == {"needs PostgreSQL, see above", "needs ledger, see above"}, "said once"
    assert "Traceback" not in asked.stderr


def test_a_temporal_that_is_silent_is_waited_for_once_and_not_for_long(environment: dict[str, str]) -> None:
    """It takes the connection and never answers, as when it is frozen or a firewall swallows what comes after."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environment["TEMPORAL_ADDRESS"] = f"127.0.0.1:{silent.getsockname()[1]}"
        began = time.monotonic()
        asked = cadence(environment, "doctor", "--part", "Temporal", "--part", "search attribute")
        took = time.monotonic() - began

    assert asked.returncode == 3
    assert asked.stderr == f"Waiting for Temporal at {environment['TEMPORAL_ADDRESS']} ...\n"
    assert asked.stdout.splitlines()[1] == "PROBLEM  search attribute  needs Temporal, see above"
    assert took < 28, "the SDK by itself waits half a minute, and twice"


def test_without_a_stack_it_says_so_once(environment: dict[str, str], tmp_path: Path) -> None:
    """Whoever types it in the wrong folder reads one thing to do, not four."""
    found = problems(
        {**environment, "CADENCE_DATABASE_URL": "", "CADENCE_HMAC_KEY": "", "CADENCE_STATE_DIR": str(tmp_path)}
    )

    assert found["PostgreSQL"].words.startswith(f"No stack runs in {tmp_path}")
    assert sum("No stack runs" in one.words for one in found.values()) == 1


def test_a_wrong_key_is_found_before_it_voids_every_suppression(environment: dict[str, str]) -> None:
    """The services answer, so this is not for trying again."""
    assert problems(environment) == {}

    found = problems(environment | {"CADENCE_HMAC_KEY": "11" * 32})

    assert set(found) == {"keys"}
    assert found["keys"].answers
    assert "Set the key it was made with" in found["keys"].words


def test_a_carrier_that_does_not_know_us_is_found(environment: dict[str, str]) -> None:
    """A wrong token would show only at the first touch."""
    assert set(problems(environment | {"TWILIO_AUTH_TOKEN": "wrong"})) == {"carrier"}


def test_an_empty_database_is_brought_up_to_date(environment: dict[str, str], postgres: Postgres) -> None:
    """`db status` says what is missing, `db upgrade` makes it, and making it again changes nothing."""
    postgres.run("CREATE DATABASE not_migrated")
    environment["CADENCE_DATABASE_URL"] = postgres.url("not_migrated")

    assert cadence(environment, "db", "status").returncode == 1
    ours = {name for name, check in CHECKS.items() if "ledger" in check.needs}
    assert set(problems(environment)) == {"ledger", *ours}
    assert [cadence(environment, "db", "upgrade").returncode for _ in range(2)] == [0, 0]
    assert cadence(environment, "db", "status").returncode == 0
    assert problems(environment) == {}


def test_a_namespace_without_the_search_attribute_is_found_and_mended_by_the_deployment_s_script(
    environment: dict[str, str],
) -> None:
    """Without it no workflow starts at all. The script is the one that compose runs; it may run again."""
    environment |= {"TEMPORAL_NAMESPACE": "mended", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    create = ["temporal", "operator", "namespace", "create", "--namespace", "mended"]
    subprocess.run(create, env={**os.environ, **environment}, check=True, capture_output=True)
    assert set(problems(environment)) == {"search attribute"}

    script = ["sh", str(ROOT / "deploy/temporal/namespace.sh")]
    for _ in range(2):
        subprocess.run(script, env={**os.environ, **environment}, check=True, capture_output=True)

    assert problems(environment) == {}


def test_what_a_background_job_set_aside_is_a_problem(environment: dict[str, str]) -> None:
    """The item, its cause, when it is tried again and what to do: until it was handled, or somebody dismisses it."""
    ledger = Ledger(environment["CADENCE_DATABASE_URL"], bytes.fromhex(KEY))
    with ledger.begin() as tx:
        set_aside.put(tx, "hear messages", "SM1", "ValueError, error abc in the log", at=datetime.now(UTC))
    ledger.close()

    found = problems(environment)["set aside"]

    assert "hear messages: SM1 (ValueError, error abc in the log; 1 try since" in found.words
    assert "cadence review" in found.words
    assert cadence(environment, "review", "aside-1", "--done").returncode == 0
    assert problems(environment) == {}


@pytest.mark.parametrize(
    ("refs", "words"),
    [
        (["row"], "1 row of a list waits for a decision"),
        (["row", "row"], "2 rows of lists wait for a decision"),
        (["message", "row"], "1 reply and 1 row of a list wait for a decision"),
        (["message", "message", "row"], "2 replies and 1 row of a list wait for a decision"),
    ],
)
def test_rows_of_lists_are_not_counted_as_replies(environment: dict[str, str], refs: list[str], words: str) -> None:
    """Nobody has written: whoever looks for a reply would find none."""
    ledger = Ledger(environment["CADENCE_DATABASE_URL"], bytes.fromhex(KEY))
    with ledger.begin() as tx:
        for place, kind in enumerate(refs):
            ref = str(uuid5(ROWS, str(place)) if kind == "row" else uuid4())
            tasks.add(tx, tasks.NewTask(ref=ref, kind="review", title="?"), at=datetime.now(UTC))
    ledger.close()

    assert results(environment, "held replies")["held replies"].words.startswith(words)


@pytest.mark.parametrize(
    ("waited", "fine", "words"),
    [
        (timedelta(minutes=5), True, "1 reply waits for a decision"),
        (timedelta(hours=5), True, "1 longer than review_within"),  # four hours without a word in the house file
        (timedelta(days=4), False, "1 of them so long that nothing is sent to the person"),  # three days
    ],
)
def test_a_held_reply_is_reported_and_in_the_end_a_problem(
    environment: dict[str, str], waited: timedelta, fine: bool, words: str, tmp_path: Path
) -> None:
    """By the house file's working hours: here any hour of any day, so that the day of the test makes no difference."""
    house = tmp_path / "house.yaml"
    house.write_text('working_hours: [{days: mon-sun, hours: "00:00-24:00"}]\n', encoding="utf-8")
    ledger = Ledger(environment["CADENCE_DATABASE_URL"], bytes.fromhex(KEY))
    with ledger.begin() as tx:
        tasks.add(tx, tasks.NewTask(ref="m", kind="review", title="?"), at=datetime.now(UTC) - waited)
    ledger.close()

    found = results(environment | {"CADENCE_HOUSE": str(house)}, "held replies")

    assert found["held replies"].fine is fine
    assert words in found["held replies"].words


def test_objectives_that_are_missed_are_named_with_what_to_do(environment: dict[str, str]) -> None:
    """A share below its target is a warning; what must never happen is a problem, the first time."""
    assert results(environment, "objectives")["objectives"].level is CheckLevel.OK
    ledger = Ledger(environment["CADENCE_DATABASE_URL"], bytes.fromhex(KEY))
    ledger.check_keys()
    with ledger.begin() as tx:
        objective_counts.add(tx, {WEBHOOKS.name: (990, 1000), MESSAGES.name: (1, 2)})
    late = results(environment, "objectives")["objectives"]
    World(ledger).enrol()
    with ledger.begin() as tx:
        tx.execute(text("ALTER TABLE enrolments DROP CONSTRAINT enrolments_never_lost"))  # the ledger itself refuses it
        tx.execute(text("UPDATE enrolments SET next_at = NULL, hold = NULL"))
    ledger.close()

    lost = results(environment, "objectives")["objectives"]

    assert late.level is CheckLevel.WARNING
    assert late.words.startswith(
        "99 % of 1,000 webhooks were answered within 500 ms in the last hour (objective 99.9 %)"
    )
    assert WEBHOOKS.remedy in late.words
    assert "messages" not in late.words, "two are too few to say anything"
    assert lost.level is CheckLevel.PROBLEM
    assert lost.words.startswith("1 of 1 open leads have neither a wake-up nor a hold. Report it")


def test_what_protects_our_records_is_asked_for_where_real_people_are_contacted(environment: dict[str, str]) -> None:
    """Beside the emulator nobody is; with both settings there is nothing to say."""
    real = environment | {"CADENCE_TWILIO_URL": ""}
    both = real | {"CADENCE_AUDIT_KEY": "key", "CADENCE_CHECKPOINTS": "checkpoints"}
    levels = [results(variables, "audit")["audit"].level for variables in (environment, real, both)]

    assert levels == [CheckLevel.OK, CheckLevel.WARNING, CheckLevel.OK]
    assert "CADENCE_AUDIT_KEY and CADENCE_CHECKPOINTS" in results(real, "audit")["audit"].words


def test_a_key_that_expires_soon_and_the_old_token_are_named(environment: dict[str, str]) -> None:
    """Before the other system gets 401. A key that is revoked, expired or has years to go is nobody's worry."""
    now = datetime.now(UTC)
    ends = {"crm": 13, "shop": 15, "old": -1, "gone": 1, "for ever": None}
    ledger = Ledger(environment["CADENCE_DATABASE_URL"], bytes.fromhex(KEY))
    with ledger.begin() as tx:
        for name, days in ends.items():
            until = now + timedelta(days=days) if days is not None else None
            new = NewKey(name=name, role=Role.VIEWER, per_minute=60, by="ana", expires_at=until)
            key = api_keys.create(tx, ledger.hasher, new, at=now - timedelta(days=9))
            if name == "gone":
                api_keys.revoke(tx, key.id, at=now, by="ana")
    ledger.close()
    token = environment | {"CADENCE_TWILIO_URL": "", "CADENCE_API_TOKEN": "0123456789abcdef"}
    found, with_token = (results(variables, "API keys")["API keys"] for variables in (environment, token))

    assert found.level is with_token.level is CheckLevel.WARNING
    assert "crm (" in found.words
    assert not {name for name in ends if name != "crm" and f"{name} (" in found.words}
    assert "CADENCE_API_TOKEN" not in found.words
    assert "CADENCE_API_TOKEN goes with the next version" in with_token.words

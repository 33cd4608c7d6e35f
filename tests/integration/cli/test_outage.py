"""Is anything lost or doubled when PostgreSQL goes away in the middle of a launch?"""

import subprocess
import sys
from pathlib import Path

import pytest

from cadence.ledger.db.ledger import Ledger
from cadence.local.stack import Postgres
from tests.integration.cli.desk import CAMPAIGN, NOBODY
from tests.integration.ledger.conftest import KEY
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[3]
LEADS = 12_000
STALL = """
    CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql
        AS 'BEGIN IF (SELECT count(*) FROM leads) > 3000 THEN PERFORM pg_sleep(3600); END IF; RETURN NULL; END';
    CREATE TRIGGER stall AFTER INSERT ON leads FOR EACH STATEMENT EXECUTE FUNCTION stall()"""
"""In the middle of the list the ledger does not go on."""
STALLED = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


def count(ledger: Ledger, table: str) -> int:
    """How many rows a table has."""
    with ledger.begin() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())  # noqa: S608  our own names


def test_a_launch_that_loses_its_ledger_is_run_again_and_whole(
    postgres: Postgres, database_url: str, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code says try again; doing so completes the list, and nobody is there twice (protocol §5.5)."""
    (tmp_path / "spring.yaml").write_text(CAMPAIGN)
    rows = (f"C-{n},Ana,+3461{n:07d},{n}\n" for n in range(LEADS))
    (tmp_path / "leads.csv").write_text("id,name,phone,order\n" + "".join(rows))
    command = [sys.executable, "-m", "cadence", "launch", str(tmp_path / "spring.yaml")]
    command += ["--leads", str(tmp_path / "leads.csv")]
    monkeypatch.setenv("CADENCE_DATABASE_URL", database_url)
    monkeypatch.setenv("CADENCE_HMAC_KEY", KEY.hex())
    monkeypatch.setenv("CADENCE_STATE_DIR", str(tmp_path))
    monkeypatch.setenv("CADENCE_TWILIO_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "made-up")
    monkeypatch.setenv("TEMPORAL_ADDRESS", NOBODY)

    with ledger.begin() as connection:
        connection.exec_driver_sql(STALL)
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: postgres.run(STALLED))
    before = count(ledger, "leads")
    ledger.close()
    name = ledger.engine.url.database
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608  our own
    _, talk = first.communicate(timeout=PATIENCE)

    assert 0 < before < LEADS, talk
    assert first.returncode == 3, talk
    assert "It is safe to try again" in talk
    assert count(ledger, "campaigns") == 0

    with ledger.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION stall CASCADE")
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert f"spring, version 1: {LEADS:,} leads added." in again.stderr
    assert (count(ledger, "leads"), count(ledger, "numbers"), count(ledger, "roster")) == (LEADS, LEADS, LEADS)

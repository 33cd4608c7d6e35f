"""Is anything lost or doubled when PostgreSQL goes away in the middle of a launch?"""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from cadence.ledger.db.ledger import Ledger
from cadence.local.stack import Postgres
from tests.integration.cli.desk import CAMPAIGN, NOBODY
from tests.integration.ledger.conftest import KEY

ROOT = Path(__file__).parents[3]
LEADS = 12_000


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

    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not count(ledger, "leads") and time.monotonic() < deadline:
        time.sleep(0.01)
    before = count(ledger, "leads")
    ledger.close()
    name = ledger.engine.url.database
    postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608  our own
    _, talk = first.communicate(timeout=60)

    assert 0 < before < LEADS, talk
    assert first.returncode == 3, talk
    assert "It is safe to try again" in talk
    assert count(ledger, "campaigns") == 0

    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert f"spring, version 1: {LEADS:,} leads added." in again.stderr
    assert (count(ledger, "leads"), count(ledger, "numbers"), count(ledger, "roster")) == (LEADS, LEADS, LEADS)

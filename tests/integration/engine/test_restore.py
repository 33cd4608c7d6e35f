"""A real backup, a database that is destroyed, and the old backup restored: who is contacted afterwards?"""

import asyncio
import subprocess
from pathlib import Path

from sqlalchemy import make_url, text

from cadence.domain import PauseScope
from cadence.engine.audit.verify import verify
from cadence.engine.journal.keeper import JournalKeeper
from cadence.engine.journal.signing import sign
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.journal import entries
from cadence.ledger.journal.before_commit import BeforeCommit
from cadence.ledger.journal.file import Journal
from cadence.ledger.people import erasure, people
from cadence.local.stack import Postgres
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene

ANA, BEA, CARLA = (f"+3460000{line:04d}" for line in range(2000, 2003))
STEPS = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: later}
  - step: later
    after: 100 minutes
    sms: "{{ company }}: hasta pronto."
    on: {otherwise: end}
"""
SIGNED = Command(name="restore_confirm", actor="ana", origin="cli@test", why="the disk was lost")


def run(postgres: Postgres, program: str, url: str, *options: str) -> None:
    """Run a program of the PostgreSQL wheel on a database."""
    address = make_url(url)
    where = f"host={address.query['host']} user={address.username} dbname={address.database}"
    done = subprocess.run(
        [str(postgres.binaries / program), f"--dbname={where}", *options], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def lead(on: Scene, number: str) -> str:
    """Return the id of the lead with this number."""
    with on.ledger.begin() as tx:
        (known,) = people.find(tx, on.ledger.hasher, number)
    return known.id


def halted(on: Scene) -> str:
    """Return why everything is paused."""
    with on.ledger.begin() as tx:
        return next((pause.reason for pause in pauses.active(tx) if pause.scope is PauseScope.ALL), "")


async def test_nobody_who_said_no_since_the_backup_is_contacted_and_nothing_is_sent_twice(
    stage: SetStage, postgres: Postgres, tmp_path: Path
) -> None:
    """Stop and erasure come back from the journal; a message of the gap is found at the carrier, not sent again."""
    on = stage(STEPS, {ANA: {}, BEA: {}, CARLA: {}})
    url = on.environment["CADENCE_DATABASE_URL"]
    journal = Journal(tmp_path / "stops.journal", on.ledger.hasher)
    BeforeCommit(journal).follow(on.ledger.engine)
    on.ledger.engine.dispose()

    def keeper() -> JournalKeeper:
        return JournalKeeper(on.ledger, on.clock, journal)

    on.enrol(ANA, BEA, CARLA)
    async with on.working(keeper=keeper()):
        await on.until(lambda: len(on.carried()) == 3)
    backup = tmp_path / "backup.dump"
    await asyncio.to_thread(run, postgres, "pg_dump", url, "--format=custom", f"--file={backup}")

    ana, bea, carla = lead(on, ANA), lead(on, BEA), lead(on, CARLA)
    on.writes(ANA, "STOP")
    with on.ledger.begin() as tx:
        assert erasure.erase(tx, bea, at=on.clock.now()).done
    async with on.working(keeper=keeper()):
        await on.finished(3)
    before = on.carried()
    assert len(before) >= 4  # the second message to Carla among them

    await asyncio.to_thread(on.ledger.engine.dispose)
    name = make_url(url).database
    postgres.run(f"DROP DATABASE {name} WITH (FORCE)")
    postgres.run(f"CREATE DATABASE {name}")
    await asyncio.to_thread(run, postgres, "pg_restore", url, "--exit-on-error", str(backup))
    await asyncio.to_thread(on.ledger.engine.dispose)
    assert len(on.leads(finished=False)) == 3

    made = keeper()
    async with on.working(keeper=made):
        assert "This ledger is older than its journal" in await on.until(lambda: halted(on))
        assert on.carried() == before
        await asyncio.to_thread(sign, made, SIGNED, at=on.clock.now())
        assert halted(on) == ""
        await on.finished(3)

    assert on.carried() == before
    with on.ledger.begin() as tx:
        stops = tx.execute(text("SELECT source FROM suppressions WHERE person = :lead"), {"lead": ana}).scalars().all()
        gone = tx.execute(text("SELECT name, erased_at FROM leads WHERE id = :lead"), {"lead": bea}).one()
        counted = tx.execute(
            text("SELECT count(DISTINCT sid) FROM touches WHERE lead_id = :lead AND outcome IS NOT NULL"),
            {"lead": carla},
        ).scalar_one()
        assert entries.state(tx).problem == ""
    assert stops == ["journal"]
    assert (gone.name, gone.erased_at is not None) == ("", True)
    assert counted == 2
    assert verify(on.ledger, None, None).findings == []

"""Does the proof find what is planted into the record of a real run, and nothing before?"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from cadence.local.demo.account import account_of, slack
from cadence.local.proof import LedgerAccount, Proof, prove, read_record
from tests.integration.engine.conftest import SetStage
from tests.integration.engine.scene import Scene
from tests.integration.engine.test_promises import ANA, ASKED, MADRID

SECOND = "+34600000122"
FILE = """
campaign: play
purpose: service
country: ES
jurisdictions: none
holidays: open
windows: [{days: mon-sun, hours: "00:00-24:00"}]
"""


async def test_what_is_planted_into_a_real_record_is_found(stage: SetStage, tmp_path: Path) -> None:
    """A promise for when the campaign is closed is announced with another time; then the person says stop."""
    on = stage(ASKED, {ANA: {}}, hours="09:00-13:00")
    on.enrol(named=(ANA, SECOND))
    async with on.working():
        await on.until(lambda: "hello 1 settled delivered" in on.touches())
        on.writes(ANA, "llámame hoy a las 13:20")
        await on.until(lambda: len(on.carried()) == 2)
        await on.until(lambda: on.clock.now() > datetime(2027, 3, 9, 14, 10, tzinfo=MADRID))
        on.writes(ANA, "BAJA")
        await on.until(lambda: on.leads(finished=True))
        await on.until(lambda: proof(on, on.emulator.record, account_of_(on)).numbers["in_the_air"] == 0)

    record = on.emulator.record
    account = account_of_(on)
    assert proof(on, record, account).numbers | {"confirmations": 0} == {
        **dict.fromkeys(proof(on, record, account).numbers, 0),
        "carried": len(on.carried()),
        "leads": 1,
        "finished": 1,
    }

    # The message that named the other time never left.
    (moved,) = [one for one in on.carried() if one["body"].startswith("Tienda Sol: te llamaremos el ")]
    silent = planted(record, tmp_path / "silent.db", "DELETE FROM messages WHERE touch = ?", moved["touch"])
    assert proof(on, silent, account).numbers["unannounced"] == 1

    # A touch to the person's second number an hour after the stop.
    late = (on.clock.now() + timedelta(hours=1)).isoformat()
    again = "UPDATE messages SET person = ?, touch = 'planted', created_at = ?, updated_at = ? WHERE touch = ?"
    second = planted(record, tmp_path / "second.db", again, SECOND, late, late, moved["touch"])
    assert proof(on, second, account).numbers["after_opt_out"] == 1

    # One under another spelling, of a person whose phone has two.
    mexican = replace(account, leads=(replace(account.leads[0], numbers=("+525512340000",)),))
    spelt = planted(record, tmp_path / "spelt.db", "UPDATE opt_outs SET person = ?", "+5215512340000")
    last = planted(spelt, tmp_path / "last.db", again, "+525512340000", late, late, moved["touch"])
    assert proof(on, last, mexican).numbers["after_opt_out"] >= 1


def account_of_(on: Scene) -> LedgerAccount:
    """Return the ledger's side."""
    with on.ledger.begin() as tx:
        return replace(account_of(tx, on.play.name, on.clock, on.clock.now()), rows=1)


def proof(on: Scene, record: Path, account: LedgerAccount) -> Proof:
    """Return the proof of a record."""
    return prove(read_record(record), FILE, account, slack(on.clock))


def planted(record: Path, copy: Path, statement: str, *values: str) -> Path:
    """Return a copy of a record in which this was done."""
    with closing(sqlite3.connect(record)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        assert target.execute(statement, values).rowcount == 1
        target.commit()
    shutil.copystat(record, copy)
    return copy

"""Does the ledger know which processes run, how jobs go, and when services were heard?"""

import asyncio
import os
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from cadence.engine import heartbeat
from cadence.engine.heartbeat import Heartbeat
from cadence.engine.jobs import JobRecords
from cadence.ledger.db import jobs, processes, services
from cadence.ledger.db.jobs import JobRecord
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.db.processes import ProcessRecord, ProcessRole, RunningProcess
from cadence.ledger.db.services import Service
from tests.waiting import until

NO_PROCESS = 2**22 + 1
"""Above every process id that Linux gives."""


def there(ledger: Ledger) -> list[ProcessRecord]:
    """Everybody who was heard."""
    with ledger.begin() as tx:
        return processes.every(tx)


def job(ledger: Ledger, name: str) -> JobRecord:
    """How one job goes."""
    with ledger.begin() as tx:
        return next(one for one in jobs.every(tx) if one.name == name)


def working(ledger: Ledger) -> list[ProcessRecord]:
    """Everybody who works."""
    return [one for one in there(ledger) if one.process.details["state"] == "working"]


async def test_a_process_is_heard_while_it_lives_and_forgotten_when_it_ends(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its row says what it is and what it does, anew at each beat; one that ends in order leaves none."""
    monkeypatch.setattr(heartbeat, "BEAT", 0.05)
    beating = Heartbeat(ledger, ProcessRole.WORKER, version="1.2.3")
    async with beating.beating():
        first = await asyncio.to_thread(until, lambda: there(ledger))
        beating.state, beating.queues = (lambda: "working"), (lambda: ["sms", "call"])
        works = await asyncio.to_thread(
            until, lambda: [one for one in there(ledger) if one.process.details["state"] == "working"]
        )
    now = works[0]

    assert (now.process.role, now.process.pid, now.process.version) == (ProcessRole.WORKER, os.getpid(), "1.2.3")
    assert now.process.queues == "call,sms"
    assert now.process.ahead == timedelta(0), "one machine, one clock"
    assert now.started_at == first[0].started_at < now.heard_at
    assert there(ledger) == []


async def test_a_process_that_was_killed_is_replaced_by_the_one_started_after_it(ledger: Ledger) -> None:
    """Its row would look like a silent process for ever. Living ones, and those of other machines, stay."""
    mine = Heartbeat(ledger, ProcessRole.WORKER)._process
    others = {
        "killed": replace(mine, id=str(uuid4()), pid=NO_PROCESS),
        "same id in a container": replace(mine, id=str(uuid4())),
        "lives": replace(mine, id=str(uuid4()), pid=1),
        "another machine": replace(mine, id=str(uuid4()), pid=NO_PROCESS, host="elsewhere"),
    }
    with ledger.begin() as tx:
        for one in others.values():
            processes.beat(tx, one)

    Heartbeat(ledger, ProcessRole.WORKER).begin()

    left = {one.process.id for one in there(ledger)}
    assert left & {one.id for one in others.values()} == {others["lives"].id, others["another machine"].id}
    assert len(left) == 3


def test_a_process_that_has_been_silent_for_a_day_is_forgotten(ledger: Ledger) -> None:
    """A machine that is gone for good is not reported for ever."""
    old = RunningProcess(id=str(uuid4()), role=ProcessRole.WEB, host="elsewhere", pid=1, version="")
    with ledger.begin() as tx:
        processes.beat(tx, old)
        tx.execute(text("UPDATE processes SET heard_at = heard_at - interval '23 hours'"))
        processes.forget_old(tx)
        assert [one.process for one in processes.every(tx)] == [old]
        assert processes.every(tx)[0].silent > timedelta(hours=22)
        tx.execute(text("UPDATE processes SET heard_at = heard_at - interval '2 hours'"))
        processes.forget_old(tx)
        assert processes.every(tx) == []


def test_a_job_has_its_last_success_and_its_last_error(ledger: Ledger) -> None:
    """Failures are counted in a row: a success ends the row and keeps what was wrong."""
    with ledger.begin() as tx:
        jobs.failed(tx, {"hear": "the first"})
        jobs.failed(tx, {"hear": "the second"})
    failing = job(ledger, "hear")
    with ledger.begin() as tx:
        jobs.succeeded(tx, ["hear", "deliver"])
    well = job(ledger, "hear")

    assert (failing.failures, failing.error, failing.succeeded_at) == (2, "the second", None)
    assert (well.failures, well.error, well.failed_at) == (0, "the second", failing.failed_at)
    assert well.succeeded_at is not None
    assert job(ledger, "deliver").failed_at is None


def test_a_job_that_goes_well_is_not_written_down_each_time(ledger: Ledger) -> None:
    """Some run four times a second; a change is written at once all the same."""
    records = JobRecords(ledger)
    records.note(["deliver"], {})
    first = job(ledger, "deliver").succeeded_at
    records.note(["deliver"], {})
    assert job(ledger, "deliver").succeeded_at == first

    records.note([], {"deliver": "an error"})
    assert job(ledger, "deliver").failures == 1
    records.note(["deliver"], {})
    assert job(ledger, "deliver").failures == 0


def test_a_service_keeps_its_identity_until_it_has_another(ledger: Ledger) -> None:
    """Only who asks for it writes it."""
    with ledger.begin() as tx:
        services.heard(tx, Service.TEMPORAL, "one")
        services.heard(tx, Service.TEMPORAL)
        services.heard(tx, Service.WEBHOOK)
        found = services.every(tx)
        assert (found[Service.TEMPORAL].identity, found[Service.WEBHOOK].identity) == ("one", "")
        services.heard(tx, Service.TEMPORAL, "two")
        assert services.every(tx)[Service.TEMPORAL].identity == "two"
    assert Service.POLL not in found

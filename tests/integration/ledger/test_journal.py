"""Does every stop reach the journal before it counts, and does an older ledger get it back?"""

import errno
import logging
import os
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import Connection, event, text

from cadence.domain import Channel, PauseScope, Purpose, SuppressionScope
from cadence.domain.clock import Clock
from cadence.domain.errors import ConflictError, UnavailableError
from cadence.engine.journal.keeper import ACTOR, JournalKeeper
from cadence.engine.journal.signing import DOUBT, sign
from cadence.engine.pausing import begin_pause
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db import locks
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.journal import entries, file, time_limit
from cadence.ledger.journal.before_commit import BeforeCommit
from cadence.ledger.journal.file import Journal, JournalError
from cadence.ledger.journal.lines import EntryKind, JournalEntry
from cadence.ledger.people import consents, erasure, numbers, suppressions
from cadence.ledger.people.consents import NewConsent
from cadence.ledger.people.suppressions import NewSuppression
from cadence.local.stack import Postgres
from tests.integration.ledger.conftest import KEY
from tests.integration.ledger.suppressing import suppress_lead, suppress_number
from tests.integration.ledger.world import NOON, World, no
from tests.waiting import PATIENCE, until

REPLY = NewSuppression(source="reply")
SIGNED = Command(name="restore_confirm", actor="ana", origin="cli@test", why="backup of 9 March")
CLOCK = Clock.real()


@pytest.fixture
def journal(ledger: Ledger, tmp_path: Path) -> Journal:
    """A journal that the ledger writes to."""
    return followed(ledger, tmp_path / "stops.journal")


def followed(ledger: Ledger, path: Path) -> Journal:
    """Have what a ledger commits go to a journal, as a process does when it opens it."""
    journal = Journal(path, ledger.hasher)
    BeforeCommit(journal).follow(ledger.engine)
    ledger.engine.dispose()  # connections of before hear no notice
    return journal


@pytest.fixture
def keeper(ledger: Ledger, journal: Journal) -> JournalKeeper:
    """What compares both; the journal has begun."""
    made = JournalKeeper(ledger, CLOCK, journal)
    made.look()
    return made


@pytest.fixture
def older(fresh_database: Callable[[], str], journal: Journal, ledger: Ledger) -> Iterator[Ledger]:
    """The same ledger as it was before everything: what a restored backup is."""
    restored = Ledger(fresh_database(), KEY, connections=5)
    restored.check_keys()
    with ledger.begin() as tx:
        identity = entries.state(tx).ledger
    with restored.begin() as tx:
        entries.change(tx, ledger=identity)
    BeforeCommit(journal).follow(restored.engine)
    yield restored
    restored.close()


def journalled(journal: Journal) -> list[JournalEntry]:
    """Return what the journal has, without its first line and marks."""
    read = [line.entry for line in journal.read()]
    return [entry for entry in read if entry.kind not in {EntryKind.BEGIN, EntryKind.MARK}]


def shape(entry: JournalEntry) -> tuple[object, ...]:
    """Return what an entry says."""
    return entry.kind.value, entry.hmac, entry.person, entry.scope, entry.value, entry.reason


def problem(ledger: Ledger) -> str:
    """Return why nobody is contacted."""
    with ledger.begin() as tx:
        return entries.state(tx).problem


def halted(ledger: Ledger) -> bool:
    """Tell whether the journal has paused everything."""
    with ledger.begin() as tx:
        return [pause.actor for pause in pauses.active(tx) if pause.scope is PauseScope.ALL] == [ACTOR]


def everything(world: World) -> dict[str, str]:
    """Have people say no in every way that there is; return their ids."""
    ledger = world.ledger
    ana, bea, carla = world.lead("+34600000001"), world.lead("+34600000002"), world.lead("+34600000003")
    with ledger.begin() as tx:
        suppress_lead(tx, ana, REPLY, at=NOON)
        suppress_number(tx, ledger.hasher, "+34600000009", NewSuppression(source="carrier"), at=NOON)
    with ledger.begin() as tx:
        locks.lock_lead(tx, bea)
        consents.record(tx, NewConsent(channel=Channel.SMS, given=False, lead=bea, purpose=Purpose.MARKETING), at=NOON)
        consents.record(tx, NewConsent(channel=Channel.CALL, given=True, lead=bea), at=NOON)
    with ledger.begin() as tx:
        (number,) = numbers.of_lead(tx, bea)
        locks.lock_numbers(tx, [number])
        numbers.close(tx, number, "wrong_number", at=NOON)
    with ledger.begin() as tx:
        assert erasure.erase(tx, carla, at=NOON).done
    world.lead("+34600000004", consents=(no(Channel.SMS, "+34600000004", NOON),))
    return {"ana": ana, "bea": bea, "carla": carla}


def test_every_no_is_in_the_journal_when_its_transaction_ends(
    world: World, keeper: JournalKeeper, journal: Journal
) -> None:
    """Stops, revocations, erasures and closed numbers, by whatever code they are written; a yes and a lift are not."""
    people = everything(world)
    hashed = [world.ledger.hasher.number(f"+3460000000{number}") for number in range(10)]
    written = journalled(journal)

    dora = world.ledger.hasher.lead("list", "K4")
    assert [shape(entry) for entry in written] == [
        ("stop", None, people["ana"], "everything", "", "reply"),
        ("stop", hashed[1], None, "everything", "", "reply"),
        ("stop", hashed[9], None, "everything", "", "carrier"),
        ("revocation", None, people["bea"], "sms", "marketing", "express"),
        ("closed", hashed[2], None, "", "", "wrong_number"),
        ("erasure", None, people["carla"], "", "", ""),
        ("revocation", hashed[4], dora, "sms", "", "express"),
        ("revocation", None, dora, "sms", "", "express"),
    ]
    assert {entry.at for entry in written} == {NOON}
    with world.ledger.begin() as tx:
        assert not entries.any_unwritten(tx)
        suppressions.lift(tx, [numbers.find(tx, world.ledger.hasher, "+34600000009") or 0], REPLY, at=NOON)
    assert len(journalled(journal)) == len(written)
    assert keeper.look().total == 0


def test_a_transaction_without_a_no_asks_nothing(world: World, keeper: JournalKeeper) -> None:
    """The journal costs a touch no statement."""
    enrolment = world.enrol()
    asked: list[str] = []
    event.listen(world.ledger.engine, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
    world.reserved(enrolment)

    assert not [statement for statement in asked if "journal" in statement]


def test_a_stop_whose_commit_was_lost_is_applied(world: World, keeper: JournalKeeper, journal: Journal) -> None:
    """The process or the database died between the journal and the commit: too strict is safe (law 6)."""
    ana = world.lead("+34600000001")
    ledger = world.ledger

    def die(connection: Connection) -> None:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")

    def stop_and_die() -> None:
        with ledger.begin() as tx:
            suppress_lead(tx, ana, REPLY, at=NOON)
            event.listen(ledger.engine, "commit", die)

    with pytest.raises(UnavailableError):
        stop_and_die()
    event.remove(ledger.engine, "commit", die)
    assert len(journalled(journal)) == 2
    with ledger.begin() as tx:
        assert not suppressions.person_stands(tx, ana, REPLY)

    assert keeper.look().counts == {EntryKind.STOP: 2}
    with ledger.begin() as tx:
        assert suppressions.person_stands(tx, ana, REPLY)
        assert suppressions.standing(tx, numbers.of_lead(tx, ana), REPLY) == 1
        sources = set(tx.execute(text("SELECT source FROM suppressions")).scalars())
    assert sources == {"journal"}
    assert problem(ledger) == ""  # a crash is no restore
    assert keeper.look().total == 0
    assert len(journalled(journal)) == 2  # and nothing of it is written again


def test_an_older_ledger_gets_everything_back_and_waits_for_a_person(
    world: World, keeper: JournalKeeper, older: Ledger, journal: Journal
) -> None:
    """Whether the restored ledger knows the person, or a list brings them later."""
    people = everything(world)
    world.reserved(world.enrol())
    keeper.look()  # which marks that the ledger was at work
    known = World(older)
    assert known.lead("+34600000001", key="K1") == people["ana"]
    again = JournalKeeper(older, CLOCK, journal)

    applied = again.look()

    assert applied.counts == {
        EntryKind.STOP: 3,
        EntryKind.REVOCATION: 3,
        EntryKind.ERASURE: 1,
        EntryKind.CLOSED: 1,
    }
    assert (applied.waiting, len(applied.lost_marks)) == (3, 1)
    assert halted(older)
    assert "This ledger is older than its journal" in problem(older)
    assert "Applied again: 1 closed number, 1 erasure, 3 revoked consents, 3 stops" in problem(older)
    assert again.look().total == 0
    with older.begin() as tx:
        assert entries.count_waiting(tx) == 3
        assert suppressions.person_stands(tx, people["ana"], REPLY)
        unknown = numbers.find(tx, older.hasher, "+34600000009")
        assert unknown is not None
        assert suppressions.standing(tx, [unknown], REPLY) == 1
    assert known.lead("+34600000002", key="K2") == people["bea"]
    assert known.lead("+34600000004", key="K4") == older.hasher.lead("list", "K4")
    known.lead("+34600000003", key="K3")
    with older.begin() as tx:
        revoked = {(row.lead, row.channel, row.purpose, row.given) for row in consents.of_leads(tx, [people["bea"]])}
        assert revoked == {(people["bea"], "sms", "marketing", False)}
        closed = tx.execute(text("SELECT closed FROM numbers WHERE closed IS NOT NULL")).scalars().all()
        assert closed == ["wrong_number"]
        assert consents.of_leads(tx, [older.hasher.lead("list", "K4")])[0].given is False
        gone = tx.execute(text("SELECT key, erased_at FROM leads WHERE id = :id"), {"id": people["carla"]}).one()
        assert (gone.key, gone.erased_at) == (None, NOON)
        assert entries.count_waiting(tx) == 0

    signed = sign(again, SIGNED, at=NOON)
    assert (signed.resumed, problem(older), halted(older)) == (True, "", False)
    with older.begin() as tx:
        orders = tx.execute(text("SELECT name, actor, why FROM commands ORDER BY id")).all()
    assert [tuple(row[:2]) for row in orders] == [("pause", "journal"), ("restore_confirm", "ana")]
    with pytest.raises(ConflictError, match="nothing to sign"):
        sign(again, SIGNED, at=NOON)


def test_a_stop_is_committed_when_the_journal_cannot_be_written_and_sending_halts(
    world: World, keeper: JournalKeeper, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody's stop is refused; sending goes on by itself once the journal has it."""
    away = journal.path.with_name("away")
    journal.path.rename(away)
    ana = world.lead("+34600000001")
    with caplog.at_level(logging.ERROR), world.ledger.begin() as tx:
        suppress_lead(tx, ana, REPLY, at=NOON)
    assert [record.action for record in caplog.records] == ["journal_failed"]  # type: ignore[attr-defined]
    with world.ledger.begin() as tx:
        assert suppressions.person_stands(tx, ana, REPLY)
        assert entries.any_unwritten(tx)
    keeper.look()
    assert halted(world.ledger)
    assert "is not there" in problem(world.ledger)

    away.rename(journal.path)
    keeper.look()
    assert len(journalled(journal)) == 2
    assert not halted(world.ledger)
    assert problem(world.ledger) == ""


def test_a_stop_does_not_wait_for_a_journal_whose_disk_hangs(
    world: World, keeper: JournalKeeper, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is recorded and answered; sending halts until the journal has it, which may have it twice then."""
    ana, answers = world.lead("+34600000001"), Event()
    real = os.fsync

    def hang(descriptor: int) -> None:
        answers.wait(PATIENCE)
        real(descriptor)

    with monkeypatch.context() as broken:
        broken.setattr(time_limit, "SECONDS", 0.2)
        broken.setattr(os, "fsync", hang)
        with world.ledger.begin() as tx:
            suppress_lead(tx, ana, REPLY, at=NOON)
        with world.ledger.begin() as tx:
            assert suppressions.person_stands(tx, ana, REPLY)
            assert entries.any_unwritten(tx)
        keeper.look()
        assert halted(world.ledger)
        assert "does not answer" in problem(world.ledger)
    answers.set()

    until(lambda: [keeper.look(), halted(world.ledger)][1] is False)
    assert len({entry.id for entry in journalled(journal)}) == 2
    with world.ledger.begin() as tx:
        assert not entries.any_unwritten(tx)
    assert keeper.look().total == 0


def test_a_line_that_is_removed_again_because_the_disk_failed_was_never_read(
    world: World, keeper: JournalKeeper, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process looks between the write and the error of the disk; else it would miss that line for ever."""
    ana, hangs, answers, before = world.lead("+34600000001"), Event(), Event(), journal.path.read_bytes()

    def fail(descriptor: int) -> None:
        hangs.set()
        answers.wait(PATIENCE)
        raise OSError(errno.EIO, "Input/output error")

    other = JournalKeeper(world.ledger, CLOCK, Journal(journal.path, world.ledger.hasher))
    with monkeypatch.context() as broken:
        broken.setattr(time_limit, "SECONDS", 0.4)
        broken.setattr(file, "PATIENCE", 0.2)
        broken.setattr(os, "fsync", fail)
        with world.ledger.begin() as tx:
            suppress_lead(tx, ana, REPLY, at=NOON)
        assert hangs.is_set()
        other.look()
        assert halted(world.ledger)
        answers.set()
        until(lambda: journal.path.read_bytes() == before, seconds=20)

    other.look()
    assert problem(world.ledger) == ""
    assert len(journalled(journal)) == 2


def test_a_line_that_stands_there_twice_is_applied_once(keeper: JournalKeeper, older: Ledger, journal: Journal) -> None:
    """It was given up on, written again, and got there all the same."""
    with older.begin() as tx:
        identity = entries.state(tx).ledger
    hashed = older.hasher.number("+34600000001")
    revoked = JournalEntry(
        id=str(uuid4()), kind=EntryKind.REVOCATION, at=NOON, hmac=hashed, scope="sms", reason="express"
    )
    journal.append(identity, [revoked, revoked])
    journal.append(identity, [revoked])

    assert JournalKeeper(older, CLOCK, journal).look().counts == {EntryKind.REVOCATION: 1}
    with older.begin() as tx:
        assert tx.execute(text("SELECT count(*) FROM consents")).scalar_one() == 1


def test_a_ledger_that_is_elsewhere_than_before_waits_for_a_person(
    world: World, keeper: JournalKeeper, journal: Journal, postgres: Postgres
) -> None:
    """A copy of less than a minute ago lacks no line of the journal, and so no mark; it is another database."""
    world.reserved(world.enrol())
    keeper.look()  # which marks that the ledger was at work
    with world.ledger.begin() as tx:
        marked = tx.execute(text("SELECT max(at) FROM journal_entries WHERE kind = 'mark'")).scalar_one()
    world.ledger.engine.dispose()
    url = world.ledger.engine.url
    postgres.run(f"CREATE DATABASE {url.database}_restored TEMPLATE {url.database}")
    restored = Ledger(postgres.url(f"{url.database}_restored"), KEY, connections=5)
    restored.check_keys()
    world.reserved(world.enrol())  # and then the disk was lost
    keeper.look()
    assert not halted(world.ledger)  # it is where it was

    again = JournalKeeper(restored, CLOCK, journal)
    applied = again.look()
    assert (applied.total, applied.lost_marks) == (0, ())
    assert halted(restored)
    assert "on another database server than before" in problem(restored)
    assert again.doubted() == marked
    sign(again, SIGNED, at=NOON)
    assert (halted(restored), problem(restored)) == (False, "")
    assert again.look().total == 0
    assert not halted(restored)
    restored.close()
    postgres.run(f"DROP DATABASE {url.database}_restored WITH (FORCE)")


def test_a_process_without_the_setting_leaves_its_stops_to_the_reconciler(world: World, tmp_path: Path) -> None:
    """Such as a command at a terminal; and so is what stood before a journal was kept."""
    ana = world.lead("+34600000001")
    with world.ledger.begin() as tx:
        suppress_lead(tx, ana, REPLY, at=NOON)
    journal = Journal(tmp_path, world.ledger.hasher)
    JournalKeeper(world.ledger, CLOCK, journal).look()

    assert len(journalled(journal)) == 2


def test_without_the_journal_that_was_kept_everything_waits_for_it_or_for_a_person(
    world: World, keeper: JournalKeeper
) -> None:
    """A worker whose setting was forgotten must not send; a person may say that there is none any more."""
    world.ledger.engine.dispose()
    without = JournalKeeper(world.ledger, CLOCK, None)
    without.look()
    assert halted(world.ledger)
    assert "CADENCE_JOURNAL is not set" in problem(world.ledger)

    keeper.look()
    assert not halted(world.ledger)
    without.look()
    sign(without, SIGNED, at=NOON)
    assert not halted(world.ledger)
    without.look()
    assert problem(world.ledger) == ""


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "changed"])
def test_a_lost_or_broken_journal_halts_and_a_new_one_begins_once_a_person_has_signed(
    world: World, keeper: JournalKeeper, journal: Journal, how: str
) -> None:
    """The new one has every entry of the ledger, and the broken one is kept."""
    everything(world)
    keeper.look()
    before = [shape(entry) for entry in journalled(journal)]
    body = journal.path.read_bytes()
    lines = body.splitlines(keepends=True)
    changes = {"empty": b"", "cut": b"".join(lines[:3]), "changed": body.replace(b'"carrier"', b'"courier"')}
    if how == "gone":
        journal.path.unlink()
    else:
        journal.path.write_bytes(changes[how])
    # A process that starts now has no memory of the file.
    keeper = JournalKeeper(world.ledger, CLOCK, journal)
    if how == "changed":
        with world.ledger.begin() as tx:
            entries.agreed(tx, entries.Place())
    keeper.look()
    assert halted(world.ledger)
    assert "If that cannot be done: `cadence restore confirm" in problem(world.ledger)
    signed = sign(keeper, SIGNED, at=NOON)

    assert signed.again == len(before)
    assert (signed.aside is None) == (how == "gone")
    assert sorted(map(str, (shape(entry) for entry in journalled(journal)))) == sorted(map(str, before))
    assert not halted(world.ledger)
    assert keeper.look().total == 0


def test_the_journal_of_another_ledger_binds_only_once_a_person_has_signed(
    world: World, keeper: JournalKeeper, journal: Journal, fresh_database: Callable[[], str]
) -> None:
    """A wrong path must not change a ledger; a ledger of before the journal, restored, takes its own journal over."""
    with world.ledger.begin() as tx:
        suppress_number(tx, world.ledger.hasher, "+34600000001", REPLY, at=NOON)
    keeper.look()
    other = Ledger(fresh_database(), KEY, connections=5)
    other.check_keys()
    with other.begin() as tx:
        entries.change(tx, ledger="00000000-0000-4000-8000-000000000001")
    theirs = JournalKeeper(other, CLOCK, journal)
    theirs.look()
    assert halted(other)
    assert "belongs to another ledger" in problem(other)
    with other.begin() as tx:
        assert numbers.find(tx, other.hasher, "+34600000001") is None

    sign(theirs, SIGNED, at=NOON)
    with other.begin() as tx:
        assert numbers.find(tx, other.hasher, "+34600000001") is not None
        state = entries.state(tx)
    assert state.doubt_since is not None  # it lacks a mark: the carrier is asked what it has carried
    assert state.doubt_until == NOON + DOUBT
    other.close()


def test_a_restored_erasure_is_done_again(world: World, keeper: JournalKeeper, older: Ledger, journal: Journal) -> None:
    """The backup has the person's data; afterwards it has not, and their list does not bring them back."""
    carla = world.lead("+34600000003", key="C-1")
    with world.ledger.begin() as tx:
        erasure.erase(tx, carla, at=NOON + timedelta(hours=1))
    keeper.look()
    back = World(older)
    assert back.lead("+34600000003", key="C-1", name="Unmistakable Carla") == carla
    JournalKeeper(older, CLOCK, journal).look()

    with older.begin() as tx:
        row = tx.execute(text("SELECT name, key, erased_at FROM leads WHERE id = :id"), {"id": carla}).one()
        digits = tx.execute(text("SELECT count(e164) FROM numbers")).scalar_one()
    assert (row.name, row.key, row.erased_at) == ("", None, NOON.astimezone(UTC) + timedelta(hours=1))
    assert digits == 0
    assert len(journalled(journal)) == 1  # not written a second time


def test_what_was_a_scope_stays_one(world: World, keeper: JournalKeeper, older: Ledger, journal: Journal) -> None:
    """A stop of one purpose does not become one of everything."""
    ana = world.lead("+34600000001", key="A-1")
    stop = NewSuppression(source="reply", scope=SuppressionScope.PURPOSE, value="marketing")
    with world.ledger.begin() as tx:
        suppress_lead(tx, ana, stop, at=NOON)
    keeper.look()
    World(older).lead("+34600000001", key="A-1")
    JournalKeeper(older, CLOCK, journal).look()

    with older.begin() as tx:
        (number,) = numbers.of_lead(tx, ana)
        stands = [(row.scope, row.value, since) for row, since in suppressions.standing_on(tx, number)]
    assert stands == [(SuppressionScope.PURPOSE, "marketing", NOON)]


def test_an_older_ledger_halts_though_the_look_that_finds_it_dies(
    world: World, keeper: JournalKeeper, older: Ledger, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lost marks and the halt are one transaction; and whoever did not find it learns of the doubt."""
    everything(world)
    beside = JournalKeeper(older, CLOCK, journal)
    beside.learn_doubt()
    assert beside.doubted() is None

    def die(*_: object) -> None:
        raise UnavailableError("PostgreSQL went away")

    with monkeypatch.context() as broken:
        broken.setattr(entries, "agreed", die)
        with pytest.raises(UnavailableError):
            JournalKeeper(older, CLOCK, journal).look()
    JournalKeeper(older, CLOCK, journal).look()

    assert halted(older)
    assert "This ledger is older than its journal" in problem(older)
    with older.begin() as tx:
        state = entries.state(tx)
    assert state.to_sign
    assert state.doubt_since is not None
    beside.learn_doubt()
    assert beside.doubted() == state.doubt_since


def test_a_pause_that_a_person_orders_does_not_end_with_that_of_the_journal(
    world: World, keeper: JournalKeeper, journal: Journal
) -> None:
    """Whoever pauses everything while the journal has paused it means it for longer."""
    away = journal.path.with_name("away")
    journal.path.rename(away)
    keeper.look()
    assert halted(world.ledger)
    order = PauseOrder(scope=PauseScope.ALL, actor="ana", reason="wrong price")
    with world.ledger.begin() as tx:
        new, stands = begin_pause(tx, order, Command(name="pause", actor="ana", origin="cli@test"), at=CLOCK.now())
    assert (new, stands.actor, stands.reason) == (True, "ana", "wrong price")

    keeper.look()
    away.rename(journal.path)
    keeper.look()
    assert problem(world.ledger) == ""
    with world.ledger.begin() as tx:
        assert [pause.actor for pause in pauses.active(tx)] == ["ana"]


def test_a_journal_that_cannot_be_read_here_is_not_set_aside(
    world: World, keeper: JournalKeeper, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another user's terminal may not read it: it may be whole, with stops that the ledger lacks."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as broken:
        broken.setattr(Journal, "_chunk", refuse)
        keeper.look()
        assert halted(world.ledger)
        assert "set CADENCE_JOURNAL to a new file" in problem(world.ledger)
        with pytest.raises(JournalError, match="Permission denied"):
            sign(keeper, SIGNED, at=NOON)
    assert [path.name for path in journal.path.parent.iterdir()] == [journal.path.name]
    keeper.look()
    assert not halted(world.ledger)


def test_a_revocation_may_call_its_source_as_it_likes(world: World, keeper: JournalKeeper, journal: Journal) -> None:
    """Who read of us in a journal, and takes a consent back, is in the journal like everybody else."""
    bea = world.lead("+34600000002")
    with world.ledger.begin() as tx:
        locks.lock_lead(tx, bea)
        consents.record(tx, NewConsent(channel=Channel.SMS, given=False, lead=bea, source="journal"), at=NOON)

    assert [entry.person for entry in journalled(journal)] == [bea]

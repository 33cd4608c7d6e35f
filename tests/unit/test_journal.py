"""Does the journal keep what it was given, whoever writes, dies or tampers?"""

import errno
import fcntl
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID, uuid4

import pytest

from cadence.ledger.db.hashing import Hasher
from cadence.ledger.journal import time_limit
from cadence.ledger.journal.file import (
    BrokenJournalError,
    ForeignJournalError,
    Journal,
    JournalError,
    MissingJournalError,
)
from cadence.ledger.journal.lines import EntryKind, JournalEntry
from tests.waiting import PATIENCE, until

HASHER = Hasher(b"a key that only tests know: 32 by")
LEDGER, OTHER = (str(UUID(int=number, version=4)) for number in (1, 2))
AT = datetime(2027, 3, 9, 12, tzinfo=UTC)


def stop(reason: str = "reply") -> JournalEntry:
    """A stop of a number."""
    number = HASHER.number("+34600000001")
    return JournalEntry(id=str(uuid4()), kind=EntryKind.STOP, at=AT, hmac=number, scope="everything", reason=reason)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal that has begun."""
    made = Journal(tmp_path / "stops.journal", HASHER)
    made.begin(LEDGER)
    return made


def test_what_is_written_is_read_again(journal: Journal) -> None:
    """Every field of an entry comes back, in the order of writing, and the file has no number in clear."""
    person = JournalEntry(
        id=str(uuid4()), kind=EntryKind.REVOCATION, at=AT, person=str(uuid4()), scope="sms", value="marketing"
    )
    written = [stop(), person, JournalEntry(id=str(uuid4()), kind=EntryKind.ERASURE, at=AT, person=str(uuid4()))]
    end = journal.append(LEDGER, written[:1])
    last = journal.append(LEDGER, written[1:])

    assert [line.entry for line in journal.read()][1:] == written
    assert [line.entry for line in journal.read(end)] == written[1:]
    assert list(journal.read(last)) == []
    assert b"600000001" not in journal.path.read_bytes()
    assert journal.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_has_the_journal_under_its_name(tmp_path: Path) -> None:
    """The setting may name a folder."""
    assert Journal(tmp_path, HASHER).path == tmp_path / "stops.journal"


@pytest.mark.parametrize("left", [1, 10, 60])
def test_a_torn_last_line_is_left_out_and_repaired_by_the_next_writer(journal: Journal, left: int) -> None:
    """A writer died within a line: its transaction did not commit."""
    journal.append(LEDGER, [stop("first")])
    whole = journal.path.stat().st_size
    journal.append(LEDGER, [stop("torn")])
    os.truncate(journal.path, whole + left)

    assert [line.entry.reason for line in journal.read()] == ["", "first"]
    journal.append(LEDGER, [stop("next")])
    assert [line.entry.reason for line in journal.read()] == ["", "first", "next"]


def test_a_torn_first_line_is_as_good_as_none(tmp_path: Path) -> None:
    """The machine died while the journal began."""
    path = tmp_path / "stops.journal"
    path.write_bytes(b'{"at":"2027-0')
    journal = Journal(path, HASHER)

    with pytest.raises(MissingJournalError, match="is empty"):
        list(journal.read())
    journal.begin(LEDGER)
    assert journal.owner() == LEDGER


def test_another_file_is_never_written_over(tmp_path: Path) -> None:
    """The setting may name a file that is no journal, such as the one of a key."""
    path = tmp_path / "key"
    path.write_bytes(b"not a line of a journal")
    with pytest.raises(BrokenJournalError, match="is no journal"):
        Journal(path, HASHER).begin(LEDGER)

    assert path.read_bytes() == b"not a line of a journal"


def test_a_writer_does_not_follow_a_journal_that_is_set_aside(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waited for the file's lock while a person signed: its line would be in the old file only."""
    waits = Journal._lock

    def meanwhile(of: Journal, descriptor: int) -> None:
        with monkeypatch.context() as once:
            once.setattr(Journal, "_lock", waits)
            assert journal.set_aside(AT) is not None
            journal.begin(LEDGER)
        waits(of, descriptor)

    with monkeypatch.context() as slow:
        slow.setattr(Journal, "_lock", meanwhile)
        with pytest.raises(MissingJournalError, match="another file"):
            journal.append(LEDGER, [stop()])
    assert [line.entry.kind for line in journal.read()] == [EntryKind.BEGIN]


def flip(body: bytes) -> bytes:
    """Change a reason."""
    return body.replace(b'"reason":"second"', b'"reason":"fourth"')


def without(body: bytes) -> bytes:
    """Leave out a line in the middle."""
    return b"".join(line for line in body.splitlines(keepends=True) if b"second" not in line)


def swapped(body: bytes) -> bytes:
    """Change the order of two lines."""
    lines = body.splitlines(keepends=True)
    return b"".join([*lines[:2], lines[3], lines[2]])


def filled(body: bytes) -> bytes:
    """Put a line of zeros in the middle, as a file system may after a power cut."""
    lines = body.splitlines(keepends=True)
    return b"".join([*lines[:2], b"\0" * 40 + b"\n", *lines[2:]])


@pytest.mark.parametrize("tamper", [flip, without, swapped, filled])
def test_a_changed_file_is_recognised_at_its_line(journal: Journal, tamper: Callable[[bytes], bytes]) -> None:
    """What comes before the change is still read."""
    journal.append(LEDGER, [stop("first"), stop("second"), stop("third")])
    journal.path.write_bytes(tamper(journal.path.read_bytes()))
    read: list[str] = []

    with pytest.raises(BrokenJournalError, match="Line 3 of the journal"):
        read.extend(line.entry.reason for line in journal.read())
    for line in journal.read():
        read.append(line.entry.reason)
        if line.end.seq == 2:
            break
    assert read[-2:] == ["", "first"]


def test_lines_that_were_cut_off_are_noticed_by_who_knows_of_them(journal: Journal) -> None:
    """The ledger remembers the last line: a shorter file lacks some."""
    journal.append(LEDGER, [stop()])
    end = journal.append(LEDGER, [stop(), stop()])
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join(lines[:-1]))

    with pytest.raises(BrokenJournalError, match="lines are missing"):
        list(journal.read(end))
    journal.append(LEDGER, [stop("another"), stop("and one more")])
    with pytest.raises(BrokenJournalError, match="lines are missing"):
        list(journal.read(end))


def test_nobody_without_the_key_can_write_a_line(journal: Journal) -> None:
    """The chain is a keyed hash."""
    Journal(journal.path, Hasher(b"another key of thirty-two bytes!")).append(LEDGER, [stop()])

    with pytest.raises(BrokenJournalError, match="another CADENCE_HMAC_KEY"):
        list(journal.read())


def test_two_ledgers_never_share_a_journal(journal: Journal) -> None:
    """Somebody has set the path of another installation."""
    with pytest.raises(ForeignJournalError, match="belongs to another ledger"):
        journal.append(OTHER, [stop()])


def test_a_journal_that_is_gone_is_never_made_again_by_a_writer(journal: Journal) -> None:
    """A disk that is not mounted must not look like a new journal."""
    journal.path.unlink()

    with pytest.raises(MissingJournalError, match="is not there"):
        journal.append(LEDGER, [stop()])
    assert not journal.path.exists()


@pytest.mark.parametrize("failing", ["pwrite", "fsync"])
def test_a_full_disk_leaves_no_half_of_a_line(journal: Journal, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    """What was not written whole is removed at once, and the next line follows the last whole one."""
    journal.append(LEDGER, [stop("first")])
    real = os.pwrite

    def half(descriptor: int, body: bytes, offset: int) -> int:
        if len(body) > 50:
            return real(descriptor, body[:50], offset)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, failing, {"pwrite": half, "fsync": full}[failing])
        with pytest.raises(JournalError, match="No space left on device"):
            journal.append(LEDGER, [stop("lost")])
    journal.append(LEDGER, [stop("next")])
    assert [line.entry.reason for line in journal.read()] == ["", "first", "next"]


def answers_again(journal: Journal) -> bool:
    """Tell whether its disk does."""
    try:
        return journal.owner() == LEDGER
    except JournalError:
        return False


@pytest.mark.parametrize("hanging", ["flock", "pwrite", "fsync", "pread"])
def test_nobody_waits_for_a_disk_that_hangs(journal: Journal, monkeypatch: pytest.MonkeyPatch, hanging: str) -> None:
    """It is given up on in time and then left alone; once it answers, the next line follows, and nothing is torn."""
    journal.append(LEDGER, [stop("first")])
    real, answers, calls = getattr(fcntl if hanging == "flock" else os, hanging), Event(), []

    def hang(*of: Any) -> Any:
        calls.append(of)
        answers.wait(PATIENCE)
        return real(*of)

    with monkeypatch.context() as patched:
        patched.setattr(time_limit, "SECONDS", 0.1)
        patched.setattr(fcntl if hanging == "flock" else os, hanging, hang)
        with pytest.raises(JournalError, match="does not answer"):
            journal.append(LEDGER, [stop("second")])
        accesses: list[Callable[[], object]] = [
            lambda: journal.append(LEDGER, [stop("third")]),
            journal.owner,
            lambda: journal.set_aside(AT),
        ]
        for access in accesses:
            with pytest.raises(JournalError, match="does not answer"):
                access()
        assert len(calls) == 1
        answers.set()
        until(lambda: answers_again(journal))
    journal.append(LEDGER, [stop("last")])

    assert [line.entry.reason for line in journal.read()] == ["", "first", "second", "last"]


def write_many(path: str, who: str) -> None:
    """Write as another process."""
    journal = Journal(Path(path), HASHER)
    for number in range(40):
        journal.append(LEDGER, [stop(f"{who}-{number}"), stop(f"{who}-{number}-again")])


def test_several_processes_write_one_chain(journal: Journal) -> None:
    """No line is lost, torn or written over, and each writer's lines keep their order."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(write_many, [str(journal.path)] * 3, "abc"))

    reasons = [line.entry.reason for line in journal.read()][1:]
    for who in "abc":
        mine = [reason for reason in reasons if reason.startswith(who)]
        assert mine == [f"{who}-{number}{more}" for number in range(40) for more in ("", "-again")]
    assert len(reasons) == 240

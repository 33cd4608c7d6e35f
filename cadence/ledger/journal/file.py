"""
How is the journal written and read? Edge: a file on another disk, which several processes append to, one at a time.

A line counts once it is on the disk (fsync). A writer that died within a line leaves a torn one: it is no fact, as its
transaction did not commit, and the next writer removes it. What could not be written whole is removed at once.

Each access has a time limit. A line that was given up on may be there all the same, later: then it stands there twice.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from cadence.domain.errors import CadenceError
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.journal import lines
from cadence.ledger.journal.lines import BEGINNING, BrokenLineError, EntryKind, JournalEntry, Line, Place
from cadence.ledger.journal.time_limit import TimeLimit

NAME = "stops.journal"
"""The file's name in a folder that is set as the journal."""
PATIENCE = 5.0
"""Real seconds for which a writer waits for another one."""
CHUNK = 1 << 20
"""Bytes that are read at once."""
TAIL = 1 << 16
"""Bytes in which the last line of the file is looked for: far more than a line has."""

_T = TypeVar("_T")


class JournalError(CadenceError):
    """The journal cannot be used."""


class MissingJournalError(JournalError):
    """The journal is not there."""


class BrokenJournalError(JournalError):
    """The journal was changed or cut."""


class ForeignJournalError(JournalError):
    """The journal belongs to another ledger."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal, by its path and the key of its ledger."""

    setting: Path  # the file, or a folder for it
    hasher: Hasher
    _limit: TimeLimit = field(default_factory=TimeLimit, init=False, repr=False, compare=False)

    @property
    def path(self) -> Path:
        """The file."""
        with suppress(OSError):  # what uses it says that it may not be looked at
            return self.setting / NAME if self._limit.run(self.setting.is_dir) else self.setting
        return self.setting

    def begin(self, ledger: str) -> None:
        """Make the file, with the first line, which names the ledger, unless it has a line. Raises JournalError."""
        self._limited(partial(self._begin, ledger))

    def _limited(self, access: Callable[[], _T]) -> _T:
        """Return what an access to the disk returns. Raises JournalError, also when it takes too long."""
        try:
            return self._limit.run(access)
        except OSError as error:
            raise JournalError(
                f"The journal {self.path} cannot be used: {error.strerror or type(error).__name__}."
            ) from error

    def _begin(self, ledger: str) -> None:
        # Not O_EXCL: another process may begin it at the same moment, and a torn first line is as good as none.
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._lock(descriptor)
            head = os.pread(descriptor, TAIL, 0)
            if head and not head.startswith(b"{"):
                raise BrokenJournalError(f"The file {self.path} is no journal.")
            if b"\n" not in head:
                os.ftruncate(descriptor, 0)
                first = JournalEntry(id=str(uuid4()), kind=EntryKind.BEGIN, at=datetime.now(UTC))
                self._write(descriptor, lines.written(self.hasher, first, ledger=ledger, after=BEGINNING)[0], 0)
                _sync_folder(self.path.parent)
        finally:
            os.close(descriptor)

    def on_disk_of(self, other: str) -> bool:
        """Tell whether the journal is on the same file system as another path of this machine."""
        with suppress(OSError):
            return self._limit.run(lambda: self.path.stat().st_dev == Path(other).stat().st_dev)
        return False

    def set_aside(self, at: datetime) -> Path | None:
        """Rename the file, so that a new one can begin; None when there is none. Raises JournalError."""
        return self._limited(partial(self._set_aside, at))

    def _set_aside(self, at: datetime) -> Path | None:
        path = self.path
        try:
            return path.rename(path.with_name(f"{path.name}.{at:%Y%m%dT%H%M%SZ}"))
        except FileNotFoundError:
            return None

    def append(self, ledger: str, entries: Sequence[JournalEntry]) -> Place:
        """Write entries and return the place after them; they are on the disk then. Raises JournalError."""
        return self._limited(partial(self._append, ledger, entries))

    def _append(self, ledger: str, entries: Sequence[JournalEntry]) -> Place:
        with self._open() as descriptor:
            place, owner = self._end(descriptor)
            if owner != ledger:
                raise ForeignJournalError(f"The journal {self.path} belongs to another ledger ({owner}).")
            if os.fstat(descriptor).st_size > place.offset:
                os.ftruncate(descriptor, place.offset)  # a torn line: its transaction did not commit
            start, body = place.offset, bytearray()
            for entry in entries:
                line, place = lines.written(self.hasher, entry, ledger=ledger, after=place)
                body += line
            self._write(descriptor, bytes(body), start)
        return place

    def owner(self) -> str:
        """Return the id of the ledger that the journal belongs to: its first line's. Raises JournalError."""
        return next(self._lines(BEGINNING)).ledger

    def read(self, after: Place = BEGINNING) -> Iterator[Line]:
        """
        Yield the lines after a place where a line ended before. A torn last line is left out.

        Raises BrokenJournalError, after the lines before, where a line was changed or is missing; JournalError.
        """
        self._limited(partial(self._check_end, after))
        yield from self._lines(after)

    def _check_end(self, after: Place) -> None:
        """Raise BrokenJournalError unless the line is there that ends at this place."""
        with self._reading() as descriptor:
            if after != BEGINNING and self._line_before(descriptor, after.offset)[0] != after:
                raise BrokenJournalError(
                    f"The journal {self.path} ends before line {after.seq}, which this ledger knows, or that line was "
                    "changed: lines are missing."
                )

    def _lines(self, after: Place) -> Iterator[Line]:
        start = b""  # of a line whose end was not read yet
        try:
            for chunk in self._chunks(after.offset):
                *whole, start = (start + chunk).split(b"\n")
                for line in whole:
                    read = lines.read(self.hasher, line + b"\n", after=after)
                    yield read
                    after = read.end
        except BrokenLineError:
            raise BrokenJournalError(
                f"Line {after.seq + 1} of the journal {self.path} is not what was written, or a line before it is "
                "missing; or it was written with another CADENCE_HMAC_KEY."
            ) from None
        if after == BEGINNING:
            raise MissingJournalError(f"The journal {self.path} is empty.")

    def _chunks(self, offset: int) -> Iterator[bytes]:
        while chunk := self._limited(partial(self._chunk, offset)):
            yield chunk
            offset += len(chunk)

    def _chunk(self, offset: int) -> bytes:
        with self._reading() as descriptor:
            return os.pread(descriptor, CHUNK, offset)

    @contextmanager
    def _open(self) -> Iterator[int]:
        """Open the file to write, and keep other writers out."""
        try:
            descriptor = os.open(self.path, os.O_RDWR)
        except FileNotFoundError:
            raise MissingJournalError(f"The journal {self.path} is not there.") from None
        try:
            self._lock(descriptor)
            if os.fstat(descriptor).st_ino != self.path.stat().st_ino:  # set aside meanwhile
                raise MissingJournalError(f"The journal {self.path} is another file now.")
            yield descriptor
        finally:
            os.close(descriptor)  # which also releases the lock

    @contextmanager
    def _reading(self) -> Iterator[int]:
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            raise MissingJournalError(f"The journal {self.path} is not there.") from None
        try:
            self._lock(descriptor, fcntl.LOCK_SH)  # a line that is not on the disk yet may be removed again
            yield descriptor
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int, kind: int = fcntl.LOCK_EX) -> None:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise JournalError(f"Another process has kept the journal {self.path} locked too long.") from None
                time.sleep(0.005)
            else:
                return

    def _write(self, descriptor: int, body: bytes, start: int) -> None:
        """Write at the end of the file and wait for the disk. What is not whole is removed again."""
        try:
            done = 0
            while done < len(body):
                done += os.pwrite(descriptor, body[done:], start + done)
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, start)
            raise

    def _end(self, descriptor: int) -> tuple[Place, str]:
        """Return the end of the last whole line, and whose it is. Raises BrokenJournalError, MissingJournalError."""
        return self._line_before(descriptor, os.fstat(descriptor).st_size, whole=False)

    def _line_before(self, descriptor: int, offset: int, *, whole: bool = True) -> tuple[Place, str]:
        """Return the line that ends at an offset, or with `whole=False` the last one that ends before it."""
        start = max(0, offset - TAIL)
        tail = os.pread(descriptor, offset - start, start)
        end = tail.rfind(b"\n") + 1
        if len(tail) < offset - start or (whole and end != len(tail)):
            raise BrokenJournalError(f"The journal {self.path} is shorter than it was: lines are missing.")
        if end == 0:
            raise MissingJournalError(f"The journal {self.path} is empty.")
        line = tail[tail.rfind(b"\n", 0, end - 1) + 1 : end]
        try:
            return lines.end_of(line, offset=start + end)
        except BrokenLineError:
            raise BrokenJournalError(f"The last line of the journal {self.path} is not what was written.") from None


def _sync_folder(folder: Path) -> None:
    """Wait until the file's name is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

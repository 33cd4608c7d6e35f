"""
Has the ledger lost a stop, or the journal? Edge: compares both, applies what the ledger lacks, and halts in doubt.

It halts by a pause of everything, with the reason. The pause ends by itself once the journal is there, whole and caught
up. For a journal that is lost, and for a ledger that is older than its journal, a person signs (`signing.py`).
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import PauseScope
from cadence.domain.clock import Clock, utc_now
from cadence.engine.journal.problems import CONFIRM, OLDER, SIGN, counted, moved, older
from cadence.engine.pausing import JOURNAL, begin_pause
from cadence.ledger.campaigns import pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.journal import entries
from cadence.ledger.journal.applying import Regained, apply_erasure, apply_page
from cadence.ledger.journal.entries import JournalState
from cadence.ledger.journal.file import (
    BrokenJournalError,
    ForeignJournalError,
    Journal,
    JournalError,
    MissingJournalError,
)
from cadence.ledger.journal.lines import BEGINNING, EntryKind, Line, Place

log = logging.getLogger(__name__)

ACTOR = JOURNAL
"""Who halts, in the pause and its order."""
PAGE = 500
"""How many lines are compared, or entries written, in one transaction."""
MARK_EVERY = 60.0
"""Real seconds between two marks, at least."""


@dataclass(slots=True)
class JournalKeeper:
    """Compares the journal with the ledger. One process at a time; doing so again changes nothing."""

    ledger: Ledger
    clock: Clock
    journal: Journal | None = None  # None: none is set for this process
    _doubted: datetime | None = field(default=None, init=False)
    _next_mark: float = field(default=0.0, init=False)  # on the monotonic clock

    def look(self) -> Regained:
        """Compare, apply what the ledger lacks, write what the journal lacks. Raises UnavailableError."""
        state = self._state()
        if self.journal is None:
            if not state.kept and state.doubt_since is None:
                return Regained()
            if state.kept:
                self._halt(
                    "A journal of stops was kept for this ledger, and CADENCE_JOURNAL is not set here: stops since the "
                    f"last backup may be lost. Set it to that journal. If there is none any more: {CONFIRM}"
                )
            self._pause()
            return Regained()
        applied = Regained()
        try:
            if not state.kept:
                self.journal.begin(state.ledger)
            applied = self.compare(self.journal, state)
            self._note_server(self.journal)
        except (MissingJournalError, BrokenJournalError, ForeignJournalError) as error:
            self._halt(f"{error} Stops may be lost. Put the journal back as it was. If that cannot be done: {CONFIRM}")
        except JournalError as error:
            self._halt(
                f"{error} Stops may be lost. Sending goes on by itself once it can be used. If it never can: set "
                f"CADENCE_JOURNAL to a new file. {SIGN}"
            )
        else:
            if applied.lost_marks:
                self._halt(older(applied), sign=True)
            self._catch_up(self.journal)
        self._pause()
        return applied

    def doubted(self) -> datetime | None:
        """Return since when the carrier may have what this ledger lacks; None: it has nothing more."""
        return self._doubted

    def learn_doubt(self) -> None:
        """Read what another worker may have found: this one asks the carrier, too. Raises UnavailableError."""
        with self.ledger.begin() as tx:
            self._note_doubt(entries.state(tx), self.clock.now())

    def _note_doubt(self, state: JournalState, now: datetime) -> None:
        over = state.doubt_until is not None and state.doubt_until <= now
        self._doubted = None if over else state.doubt_since

    def _note_older(self, tx: Connection, journal: Journal, first_lost: datetime) -> None:
        """
        Halt until a person signs, and have the carrier asked from the last mark on that this ledger has.

        It is done in the transaction that adds the lost marks: no later look finds them any more.
        """
        state = entries.state(tx, lock=True)
        self._doubt(tx, state, _known(tx, journal, first_lost), state.problem if state.to_sign else OLDER)

    def _note_server(self, journal: Journal) -> None:
        """
        Halt until a person signs if the ledger is where it was not before.

        It may be less than a minute older than the journal, and then no mark is missing.
        """
        with self.ledger.begin() as tx:
            state, server = entries.state(tx, lock=True), entries.server(tx)
            if server in {"", state.server}:
                return
            entries.change(tx, server=server)
            if state.server and not state.to_sign:
                known = _known(tx, journal, utc_now())
                self._doubt(tx, state, known, moved(known))
                log.error("%s", moved(known), extra={"action": "journal_halts"})

    def _doubt(self, tx: Connection, state: JournalState, known: datetime, problem: str) -> None:
        """Halt until a person signs, and have the carrier asked from a real instant on."""
        since = self.clock.at(known)
        doubt = min(since, state.doubt_since or since)
        entries.change(tx, problem=problem, to_sign=True, doubt_since=doubt, doubt_until=None)

    def _state(self) -> JournalState:
        with self.ledger.begin() as tx:
            return entries.state(tx)

    def compare(self, journal: Journal, state: JournalState) -> Regained:
        """Apply what the ledger lacks. Raises JournalError, after what could be read was applied."""
        owner = journal.owner()
        if owner != state.ledger:
            raise ForeignJournalError(f"The journal {journal.path} belongs to another ledger ({owner}).")
        applied = Regained()
        try:
            for page in _pages(journal.read(state.end)):
                applied += self._apply(journal, page)
                with self.ledger.begin() as tx:
                    if _is_later(page[-1].end, entries.state(tx, lock=True).end):
                        entries.agreed(tx, page[-1].end)
        except BrokenJournalError:
            for page in _pages(_readable(journal)):  # from its beginning: whatever is left of it binds
                self._apply(journal, page)
            raise
        if applied.total:
            log.warning("the ledger lacked %s; applied", counted(applied), extra={"action": "journal_applied"})
        return applied

    def _apply(self, journal: Journal, page: list[Line]) -> Regained:
        """Apply a page: the facts in one transaction, each erasure in its own."""
        known = [line.entry for line in page if line.entry.kind is not EntryKind.BEGIN]
        with self.ledger.begin() as tx:
            facts = [entry for entry in known if entry.kind is not EntryKind.ERASURE]
            applied = apply_page(tx, self.ledger.hasher, facts, at=self.clock.now())
            if applied.lost_marks:
                self._note_older(tx, journal, min(applied.lost_marks))
        for entry in known:
            if entry.kind is EntryKind.ERASURE:
                with self.ledger.begin() as tx:
                    applied += apply_erasure(tx, entry)
        return applied

    def _catch_up(self, journal: Journal) -> None:
        """Write the entries that the journal lacks, and a mark if the ledger was at work since the last one."""
        try:
            while self._write_page(journal):
                pass
            self._mark(journal)
        except JournalError as error:
            self._halt(
                f"{error} Every stop is in the ledger. Sending goes on by itself once the journal has them, too."
            )
        else:
            self._caught_up()

    def _write_page(self, journal: Journal) -> bool:
        """Write a page of entries; tell whether there may be more."""
        with self.ledger.begin() as tx:
            state = entries.state(tx, lock=True)
            places, page = entries.unwritten(tx, limit=PAGE)
            if page:
                journal.append(state.ledger, page)
                entries.have_written(tx, places)
            return len(page) == PAGE

    def _mark(self, journal: Journal) -> None:
        """Mark in the journal that this ledger was at work; a ledger that lacks the mark is an older one."""
        if time.monotonic() < self._next_mark:
            return
        with self.ledger.begin() as tx:
            state, order = entries.state(tx, lock=True), entries.order(tx)
            if order == state.order_at_mark:
                return
            mark = entries.new_mark(tx, at=utc_now())
            entries.change(tx, order_at_mark=order)
        journal.append(state.ledger, [mark])  # after the commit: a mark that the ledger lacks was lost with others
        self._next_mark = time.monotonic() + MARK_EVERY

    def _halt(self, problem: str, *, sign: bool = False) -> None:
        """Write down why nobody is contacted. What a person has to sign is not replaced by anything else."""
        with self.ledger.begin() as tx:
            state = entries.state(tx, lock=True)
            free = not state.to_sign or (sign and state.problem == OLDER)
            if free and (problem, sign) != (state.problem, state.to_sign):
                entries.change(tx, problem=problem, to_sign=sign)
                log.error("%s", problem, extra={"action": "journal_halts"})

    def _pause(self) -> None:
        """Pause everything while there is a problem, whoever has ended the pause."""
        now = self.clock.now()
        with self.ledger.begin() as tx:
            entries.change(tx, looked_at=utc_now())
            state = entries.state(tx)
            self._note_doubt(state, now)
            if state.problem:
                order = PauseOrder(scope=PauseScope.ALL, actor=ACTOR, reason=state.problem)
                command = Command(name="pause", actor=ACTOR, origin="worker", why=state.problem, args={"scope": "all"})
                begin_pause(tx, order, command, at=now)

    def _caught_up(self) -> None:
        """End a pause that was to last until the journal is caught up."""
        with self.ledger.begin() as tx:
            state = entries.state(tx, lock=True)
            if state.problem and not state.to_sign:
                entries.change(tx, problem="")
                end_halt(tx, at=self.clock.now(), actor=ACTOR, why="the journal is caught up")


def end_halt(connection: Connection, *, at: datetime, actor: str, why: str) -> bool:
    """End the pause of everything if the journal has ordered it; tell whether it has."""
    mine = [pause for pause in pauses.active(connection) if pause.scope is PauseScope.ALL and pause.actor == ACTOR]
    if not mine:
        return False
    return pauses.end(connection, PauseScope.ALL, at=at, actor=actor, reason=why) is not None


def _known(tx: Connection, journal: Journal, before: datetime) -> datetime:
    """Return the last mark before an instant that the ledger has: until then it surely knows everything."""
    return entries.last_mark(tx, before=before) or next(journal.read()).entry.at


def _is_later(place: Place, known: Place) -> bool:
    return place.seq > known.seq


def _readable(journal: Journal) -> Iterator[Line]:
    """Yield the lines from the beginning up to the first that is broken."""
    try:
        yield from journal.read(BEGINNING)
    except JournalError:
        return


def _pages(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Yield lines in pages; what came before an error is yielded before it is raised."""
    page: list[Line] = []
    try:
        for line in lines:
            page.append(line)
            if len(page) == PAGE:
                yield page
                page = []
    except JournalError:
        if page:
            yield page
        raise
    if page:
        yield page

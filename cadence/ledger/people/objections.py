"""
How does a clear no of a lead list come into the ledger when its row is not imported? Edge: a page, one transaction.

A no about a channel is a revocation: it counts for the person whose id the list gives, and for every number of the row.
An opt-out suppresses these numbers and that person. A row whose cells cannot be told apart becomes a task in `review`.
Until somebody has decided, its numbers are suppressed, and the lead with its id, whatever numbers it gets meanwhile.
A no with an id alone that no lead has becomes a task, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, bindparam, text

from cadence.domain import HELD, Channel, NewsKind, SuppressionScope
from cadence.domain.list_rows import Objection
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.locks import lock_leads, lock_numbers
from cadence.ledger.db.queries import named
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.tables.base import ID, IDS, INSTANT
from cadence.ledger.touches import news, tasks
from cadence.ledger.touches.tasks import NewTask

PAGE = 500
"""So many rows are written in one transaction."""
ROWS = UUID("6f0c1c5e-7a1c-4a6e-9d0c-3f2a9c10e7b4")
"""Names the tasks that stand for a row of a list, so that the same row makes one."""
CHANNELS = (Channel.SMS, Channel.WHATSAPP, Channel.CALL)
"""What is held until a decision; an enrolment does not end by it."""


KNOWN = named(
    text("SELECT CAST(id AS text) FROM leads WHERE id = ANY (:leads) AND erased_at IS NULL").bindparams(
        bindparam("leads", type_=IDS)
    ),
    "known_leads",
    "which people of a page of a list are known",
    index="leads_pkey",
)
# As for an imported row: a dated record is new unless the list has said exactly this before, an undated one when the
# list's last word was another. So the same list twice adds nothing, and never undoes what was said elsewhere since.
REVOKE = named(
    text(
        """
WITH said AS (
    SELECT * FROM consents c
    WHERE c.number_id = CAST(:number AS bigint) AND c.lead_id IS NOT DISTINCT FROM CAST(:lead AS uuid)
    UNION ALL
    SELECT * FROM consents c
    WHERE c.lead_id = CAST(:lead AS uuid) AND c.number_id IS NULL AND CAST(:number AS bigint) IS NULL
), last AS (
    SELECT given FROM said
    WHERE list = :list AND channel = :channel AND purpose IS NOT DISTINCT FROM CAST(:purpose AS text)
        AND (CAST(:at AS timestamptz) IS NULL OR (at = :at AND NOT given))
    ORDER BY id DESC LIMIT 1
), made AS (
    INSERT INTO consents (number_id, lead_id, channel, given, at, purpose, source, list)
    SELECT CAST(:number AS bigint), CAST(:lead AS uuid), :channel, false, coalesce(CAST(:at AS timestamptz), :now),
        CAST(:purpose AS text), :source, :list
    WHERE NOT EXISTS (SELECT 1 FROM last WHERE NOT last.given)
    RETURNING id
), proven AS (
    INSERT INTO consent_evidence (consent_id, body) SELECT id, CAST(:evidence AS text) FROM made WHERE :evidence <> ''
)
SELECT id FROM made
"""
    ).bindparams(bindparam("lead", type_=ID), bindparam("at", type_=INSTANT), bindparam("now", type_=INSTANT)),
    "revoke_by_list",
    "a no that a list says for the first time",
    index="consents_lead, consents_number",
)
OPEN = named(
    text("SELECT CAST(id AS text) FROM enrolments WHERE lead_id = ANY (:leads) AND finished IS NULL").bindparams(
        bindparam("leads", type_=IDS)
    ),
    "open_enrolments_of_leads",
    "who has to be planned for again",
    index="enrolments_one_open",
)


def is_row(ref: str) -> bool:
    """Tell whether a task with this `ref` stands for a row of a list: a message has an id of another version."""
    try:
        return UUID(ref).version == uuid5(ROWS, "").version
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What came of the noes of a list."""

    rows: int = 0  # that say no
    new: int = 0  # rows of which something was not on record before
    undecided: int = 0  # rows that wait for a decision in `review`

    def __add__(self, other: "Applied") -> "Applied":
        """Return both together."""
        return Applied(
            rows=self.rows + other.rows, new=self.new + other.new, undecided=self.undecided + other.undecided
        )


def apply(  # noqa: PLR0913  each says one thing about the list
    connection: Connection,
    hasher: Hasher,
    list_name: str,
    page: Sequence[Objection],
    *,
    at: datetime,
    by_key: bool = True,
) -> Applied:
    """
    Write what the rows of a page say no to. Reading the same list again changes nothing.

    `by_key=False` where the ids of the list may be other people's: then only the numbers count.
    """
    leads = {one.line: hasher.lead(list_name, one.key) for one in page if one.key and by_key}
    leads |= {one.line: one.lead for one in page if one.lead}
    known = set(connection.execute(KNOWN, {"leads": sorted(leads.values())}).scalars())
    ids = _number_ids(connection, hasher, page)
    owners = numbers.owners(connection, sorted(ids.values()))
    lock_leads(connection, sorted({*known, *owners}))
    lock_numbers(connection, sorted(ids.values()))
    new = undecided = 0
    changed: set[str] = set()
    for one in page:
        lead = leads.get(one.line)
        about = _About(
            connection=connection,
            hasher=hasher,
            list_name=list_name,
            lead=lead if lead in known else None,
            numbers=[ids[e164] for e164 in one.e164s],
            at=at,
        )
        held = one.undecided or about.nobody(one)
        written = about.hold(one) if held else about.write(one)
        undecided += held and written
        if written:
            new += 1
            changed.update([about.lead] if about.lead else [], numbers.owners(connection, about.numbers))
    for enrolment in connection.execute(OPEN, {"leads": sorted(changed)}).scalars():
        news.add(connection, enrolment, NewsKind.OPT_OUT, at=at)
    return Applied(rows=len(page), new=new, undecided=undecided)


def _number_ids(connection: Connection, hasher: Hasher, page: Sequence[Objection]) -> dict[str, int]:
    """Return the row of each number of a page, giving one without digits to those that have none."""
    e164s = sorted({e164 for one in page for e164 in one.e164s})
    if e164s:
        numbers.ensure_page(connection, hasher, e164s)
    found = ((e164, numbers.find(connection, hasher, e164)) for e164 in e164s)
    return {e164: number for e164, number in found if number is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """Who one row is about, locked."""

    connection: Connection
    hasher: Hasher
    list_name: str
    lead: str | None  # None: nobody that we know goes by this id
    numbers: list[int]
    at: datetime

    def write(self, said: Objection) -> bool:
        """Write a no; return whether any of it was new."""
        stopped = self._suppress(NewSuppression(source="list")) if said.everything else 0
        pairs = [(self.lead, None)] if self.lead else []
        return bool(stopped + self._revoke(said, [*pairs, *((self.lead, number) for number in self.numbers)]))

    def nobody(self, said: Objection) -> bool:
        """Tell whether a no of a row has an id alone, by which we know nobody."""
        return not (self.lead or self.numbers) and bool(said.key and said.evidence)

    def hold(self, said: Objection) -> bool:
        """
        Hand the row to a person, and hold its numbers and whoever has its id; False when that was done before.

        The same row is one decision, on whichever line of whichever file of the list it stands; unless a lead has come
        to be known by its id since.
        """
        row = self.hasher.row(said.cells).hex() if said.cells else said.evidence
        about = f"{self.list_name}\0{row}\0{sorted(self.numbers)}\0{self.lead or ''}"
        title = f"{said.evidence} may say no and cannot be read; decide whether its numbers stay closed"
        if self.nobody(said) and not said.undecided:  # else the id may be another cell
            about += f"\0{self.hasher.row([said.key]).hex()}"
            title = (
                f"{said.evidence}: a no with the id {said.key}, by which we know nobody, and no number; "
                "find out who it is, close them with `cadence suppress`, then say --as none"
            )
        ref = str(uuid5(ROWS, about))
        task = NewTask(ref=ref, kind="review", title=title, lead=self.lead)
        made = tasks.add(self.connection, task, at=self.at)
        if made:
            theirs = numbers.of_lead(self.connection, self.lead) if self.lead else []
            held = sorted({*self.numbers, *theirs})
            for channel in CHANNELS:
                stop = NewSuppression(source=HELD, scope=SuppressionScope.CHANNEL, value=channel.value, ref=ref)
                suppressions.suppress(self.connection, held, stop, at=self.at)
                if self.lead:  # a later list may give them another number before somebody has decided
                    suppressions.suppress_person(self.connection, self.lead, stop, at=self.at)
        return made

    def _suppress(self, stop: NewSuppression) -> int:
        """Close the person and every number; return how much of it is new."""
        person = suppressions.suppress_person(self.connection, self.lead, stop, at=self.at) if self.lead else False
        theirs = numbers.of_lead(self.connection, self.lead) if self.lead else []
        return person + suppressions.suppress(self.connection, list({*self.numbers, *theirs}), stop, at=self.at)

    def _revoke(self, said: Objection, about: Sequence[tuple[str | None, int | None]]) -> int:
        """Write the revocations; return how many are new."""
        told: dict[str, object] = {"list": self.list_name, "at": said.at, "now": self.at, "source": said.source}
        told |= {"purpose": said.purpose.value if said.purpose else None, "evidence": said.evidence}
        records = [
            told | {"lead": lead, "number": number, "channel": channel.value}
            for channel in said.channels
            for lead, number in about
        ]
        return sum(len(self.connection.execute(REVOKE, one).all()) for one in records)

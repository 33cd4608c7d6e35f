"""
How are revocations and opt-outs of a lead list recorded when their row is not imported? Edge: a page per transaction.

A revocation for a channel counts for the person with the row's id and for every number of the row. An opt-out
suppresses that person and these numbers. A row that cannot be read clearly becomes a `review` task. Until a person has
decided, its numbers are suppressed, and so is the lead with its id, including numbers that it gets meanwhile. A row
with no number, and with an id that no lead has, becomes a task too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection

from cadence.domain import HELD, NewsKind, SuppressionScope
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.list_rows import Objection
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import sql
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression
from cadence.ledger.touches import news, tasks
from cadence.ledger.touches.tasks import NewTask

PAGE = 500
"""How many rows are written in one transaction."""
ROWS = UUID("6f0c1c5e-7a1c-4a6e-9d0c-3f2a9c10e7b4")
"""The UUID namespace of tasks about rows of a list: the same row always makes the same task."""


KNOWN = sql(
    "SELECT CAST(id AS text) FROM leads WHERE id = ANY (:leads) AND erased_at IS NULL",
    "which of these leads exist and are not erased",
    index="leads_pkey",
)
# As for an imported row: a dated record is new unless the list has given exactly this record before, an undated one
# when it differs from the list's last record. So importing a list twice adds nothing and never undoes what came from
# elsewhere.
REVOKE = sql(
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
""",
    "add a revocation from a list, if it is new",
    index="consents_lead, consents_number",
)
OPEN = sql(
    "SELECT CAST(id AS text) FROM enrolments WHERE lead_id = ANY (:leads) AND finished IS NULL",
    "open enrolments that must be planned again",
    index="enrolments_one_open",
)


def is_row(ref: str) -> bool:
    """Tell whether a task with this `ref` is about a row of a list: messages have ids of another UUID version."""
    try:
        return UUID(ref).version == uuid5(ROWS, "").version
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The result of recording the revocations and opt-outs of a list."""

    rows: int = 0  # rows with a revocation or an opt-out
    new: int = 0  # rows that added a record
    undecided: int = 0  # rows that wait for a decision in `review`

    def __add__(self, other: "Applied") -> "Applied":
        """Return the sum of both results."""
        return Applied(
            rows=self.rows + other.rows, new=self.new + other.new, undecided=self.undecided + other.undecided
        )


def apply(  # noqa: PLR0913  each argument is independent
    connection: Connection,
    hasher: Hasher,
    list_name: str,
    page: Sequence[Objection],
    *,
    at: datetime,
    by_key: bool = True,
) -> Applied:
    """
    Record the revocations and opt-outs of a page of rows. Doing so again changes nothing.

    `by_key=False` when the list's ids may belong to other people: then only the numbers count.
    """
    leads = {row.line: hasher.lead(list_name, row.key) for row in page if row.key and by_key}
    leads |= {row.line: row.lead for row in page if row.lead}
    known = set(connection.execute(KNOWN, {"leads": sorted(leads.values())}).scalars())
    ids = _number_ids(connection, hasher, page)
    numbers.lock_owners(connection, sorted(ids.values()), also=known)
    new = undecided = 0
    changed: set[str] = set()
    for row in page:
        lead = leads.get(row.line)
        recorder = _Recorder(
            connection=connection,
            hasher=hasher,
            list_name=list_name,
            lead=lead if lead in known else None,
            numbers=[ids[e164] for e164 in row.e164s],
            at=at,
        )
        held = row.undecided or recorder.is_unknown(row)
        written = recorder.hold(row) if held else recorder.write(row)
        undecided += held and written
        if written:
            new += 1
            changed.update([recorder.lead] if recorder.lead else [], numbers.owners(connection, recorder.numbers))
    for enrolment in connection.execute(OPEN, {"leads": sorted(changed)}).scalars():
        news.add(connection, enrolment, NewsKind.OPT_OUT, at=at)
    return Applied(rows=len(page), new=new, undecided=undecided)


def _number_ids(connection: Connection, hasher: Hasher, page: Sequence[Objection]) -> dict[str, int]:
    """Return the id of each number of a page, and make rows without digits for those that have none."""
    e164s = sorted({e164 for row in page for e164 in row.e164s})
    if e164s:
        numbers.ensure_page(connection, hasher, e164s)
    pairs = ((e164, numbers.find(connection, hasher, e164)) for e164 in e164s)
    return {e164: number for e164, number in pairs if number is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorder:
    """Records one row of a list. Its lead and numbers are locked."""

    connection: Connection
    hasher: Hasher
    list_name: str
    lead: str | None  # None: no lead has the row's id
    numbers: list[int]
    at: datetime

    def write(self, row: Objection) -> bool:
        """Write the revocations and the opt-out of a row; return whether anything was new."""
        stopped = self._suppress(NewSuppression(source="list")) if row.everything else 0
        pairs = [(self.lead, None)] if self.lead else []
        return bool(stopped + self._revoke(row, [*pairs, *((self.lead, number) for number in self.numbers)]))

    def is_unknown(self, row: Objection) -> bool:
        """Tell whether a row has no number, and an id that no lead has."""
        return not (self.lead or self.numbers) and bool(row.key and row.evidence)

    def hold(self, row: Objection) -> bool:
        """
        Make a task for the row, and suppress its numbers and the lead with its id; False when that was done before.

        The same row needs one decision, on whichever line of whichever file of the list it is, unless a lead with its
        id has been imported since.
        """
        digest = self.hasher.row(row.cells).hex() if row.cells else row.evidence
        about = f"{self.list_name}\0{digest}\0{sorted(self.numbers)}\0{self.lead or ''}"
        title = f"{row.evidence} may say no and cannot be read; decide whether its numbers stay closed"
        if self.is_unknown(row) and not row.undecided:  # else the id may be another cell
            about += f"\0{self.hasher.row([row.key]).hex()}"
            title = (
                f"{row.evidence}: a no with the id {row.key}, by which we know nobody, and no number; "
                "find out who it is, close them with `cadence suppress`, then say --as none"
            )
        ref = str(uuid5(ROWS, about))
        task = NewTask(ref=ref, kind="review", title=title, lead=self.lead)
        made = tasks.add(self.connection, task, at=self.at).first() is not None
        if made:
            of_lead = numbers.of_lead(self.connection, self.lead) if self.lead else []
            held = sorted({*self.numbers, *of_lead})
            for channel in CONTACT_CHANNELS:  # suppressing these one by one does not end an enrolment
                stop = NewSuppression(source=HELD, scope=SuppressionScope.CHANNEL, value=channel.value, ref=ref)
                suppressions.suppress(self.connection, held, stop, at=self.at)
                if self.lead:  # a later list may give them another number before the decision
                    suppressions.suppress_person(self.connection, self.lead, stop, at=self.at)
        return made

    def _suppress(self, stop: NewSuppression) -> int:
        """Suppress the person and every number; return how many suppressions are new."""
        person = suppressions.suppress_person(self.connection, self.lead, stop, at=self.at) if self.lead else False
        of_lead = numbers.of_lead(self.connection, self.lead) if self.lead else []
        return person + suppressions.suppress(self.connection, list({*self.numbers, *of_lead}), stop, at=self.at)

    def _revoke(self, row: Objection, pairs: Sequence[tuple[str | None, int | None]]) -> int:
        """Write a row's revocations for pairs of lead and number; return how many are new."""
        common: dict[str, object] = {"list": self.list_name, "at": row.at, "now": self.at, "source": row.source}
        common |= {"purpose": row.purpose.value if row.purpose else None, "evidence": row.evidence}
        records = [
            common | {"lead": lead, "number": number, "channel": channel.value}
            for channel in row.channels
            for lead, number in pairs
        ]
        return sum(len(self.connection.execute(REVOKE, record).all()) for record in records)

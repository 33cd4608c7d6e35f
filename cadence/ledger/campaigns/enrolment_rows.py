"""Which enrolments are there, and which need attention? Edge: reading; `enrolments.py` writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, func, select, tuple_

from cadence.domain import Enrolment, Move
from cadence.domain.errors import NotFoundError
from cadence.ledger.db.queries import among, query
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.campaigns import campaigns, enrolments
from cadence.ledger.tables.fields import MOVE, Broken, readable, reader

_OPEN = enrolments.c.finished.is_(None)
_ROW = select(enrolments, campaigns.c.name.label("campaign")).join_from(
    enrolments, campaigns, campaigns.c.id == enrolments.c.campaign_id
)

BY_ID = query(
    _ROW.where(enrolments.c.id == bindparam("enrolment")),
    "an enrolment by its id",
    index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)
OF_LEAD = query(
    _ROW.where(enrolments.c.lead_id == bindparam("lead")).order_by(enrolments.c.at, enrolments.c.id),
    "every enrolment of a lead",
    index="enrolments_lead",
)
OPEN_OF_LEAD = query(
    _ROW.where(enrolments.c.lead_id == bindparam("lead"), _OPEN).order_by(enrolments.c.at, enrolments.c.id),
    "a lead's open enrolments",
    index="enrolments_one_open | enrolments_lead",
)
LAST_IN_CAMPAIGN = query(
    _ROW.where(enrolments.c.lead_id == bindparam("lead"), campaigns.c.name == bindparam("campaign"))
    .order_by(_OPEN.desc(), enrolments.c.at.desc())
    .limit(1),
    "a lead's open enrolment in a campaign, else its last",
    index="enrolments_lead",
)
OPEN_OF_CAMPAIGN = query(
    _ROW.where(enrolments.c.campaign_id == bindparam("campaign"), _OPEN, enrolments.c.id > bindparam("after"))
    .order_by(enrolments.c.id)
    .limit(bindparam("limit")),
    "a page of a campaign's open enrolments",
    index="enrolments_open",
)
UNSTARTED = query(
    _ROW.where(enrolments.c.started_at.is_(None), _OPEN)
    .order_by(enrolments.c.priority, enrolments.c.at, enrolments.c.id)
    .limit(bindparam("limit")),
    "open enrolments whose workflow has not been started",
    index="enrolments_unstarted",
)
PAST_WAKEUP = query(
    _ROW.where(
        _OPEN,
        enrolments.c.next_at < bindparam("before"),
        enrolments.c.next_at >= bindparam("at"),  # for the index; the next line is for equal instants
        tuple_(enrolments.c.next_at, enrolments.c.id) > tuple_(bindparam("at"), bindparam("after", type_=ID)),
    )
    .order_by(enrolments.c.next_at, enrolments.c.id)
    .limit(bindparam("limit")),
    "open enrolments whose wake-up has passed: their workflows may be missing",
    index="enrolments_wakeups",
)
HELD_PAGE = query(
    _ROW.where(
        _OPEN,
        enrolments.c.hold.is_not(None),
        tuple_(enrolments.c.hold, enrolments.c.hold_key, enrolments.c.id)
        > tuple_(bindparam("hold"), bindparam("key"), bindparam("after", type_=ID)),
    )
    .order_by(enrolments.c.hold, enrolments.c.hold_key, enrolments.c.id)
    .limit(bindparam("limit")),
    "a page of all held enrolments, to compare with Temporal",
    index="enrolments_held",
)
OPEN_AMONG = query(
    select(enrolments.c.id).where(among(enrolments.c.id, "ids"), _OPEN),
    "which of these enrolments are open",
    index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)
COUNT_ALL_OPEN = query(
    select(func.count()).select_from(enrolments).where(_OPEN, enrolments.c.started_at.is_not(None)),
    "how many leads should have a workflow",
    index="enrolments_open | enrolments_wakeups | enrolments_campaign",
)
COUNT_OPEN = query(
    select(func.count()).select_from(enrolments).where(enrolments.c.campaign_id == bindparam("campaign"), _OPEN),
    "how many leads are open in a campaign",
    index="enrolments_open | enrolments_campaign",
)

FIRST = "00000000-0000-0000-0000-000000000000"
"""An id before every enrolment, for the first page."""

Place = tuple[datetime, str]
"""The position of an enrolment in the order of wake-ups: its wake-up, then its id."""
BEGINNING: Place = (datetime.min.replace(tzinfo=UTC), FIRST)
"""The position before every wake-up."""
END = datetime.max.replace(tzinfo=UTC)
"""An instant after every wake-up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEnrolment:
    """An enrolment with the columns that only the engine needs."""

    enrolment: Enrolment
    lead: str
    move: Move
    priority: int
    started_at: datetime | None = None
    next_at: datetime | None = None
    hold: str | None = None
    hold_key: str = ""
    errors: int = 0
    finished_at: datetime | None = None


_stored = reader(StoredEnrolment, enrolment=reader(Enrolment), move=lambda row: MOVE.validate_python(row.move))


def get(connection: Connection, enrolment: str) -> StoredEnrolment:
    """Return an enrolment. Raises NotFoundError."""
    row = connection.execute(BY_ID, {"enrolment": enrolment}).first()
    if row is None:
        raise NotFoundError(f"There is no enrolment {enrolment}. `cadence lead` shows a lead's enrolments.")
    return _stored(row)


def of_lead(connection: Connection, lead: str) -> list[StoredEnrolment]:
    """Return every enrolment of a lead, oldest first."""
    return [_stored(row) for row in connection.execute(OF_LEAD, {"lead": lead})]


def open_of_lead(connection: Connection, lead: str) -> list[StoredEnrolment]:
    """Return a lead's open enrolments."""
    return [_stored(row) for row in connection.execute(OPEN_OF_LEAD, {"lead": lead})]


def last_in_campaign(connection: Connection, lead: str, campaign: str) -> StoredEnrolment | None:
    """Return a lead's open enrolment in a campaign, else its last one."""
    row = connection.execute(LAST_IN_CAMPAIGN, {"lead": lead, "campaign": campaign}).first()
    return _stored(row) if row else None


def open_of_campaign(
    connection: Connection, campaign: int, *, after: str = FIRST, limit: int = 500
) -> list[StoredEnrolment]:
    """Return a page of a campaign's open enrolments, by id; `after` is the last id of the page before."""
    parameters = {"campaign": campaign, "after": after, "limit": limit}
    return [_stored(row) for row in connection.execute(OPEN_OF_CAMPAIGN, parameters)]


def unstarted(connection: Connection, *, limit: int = 500, broken: Broken | None = None) -> list[StoredEnrolment]:
    """Return open enrolments whose workflow was not started, most urgent first; unreadable rows go into `broken`."""
    return readable(connection.execute(UNSTARTED, {"limit": limit}), _stored, broken)


def with_past_wakeup(
    connection: Connection,
    before: datetime,
    *,
    after: Place = BEGINNING,
    limit: int = 500,
    broken: Broken | None = None,
) -> list[StoredEnrolment]:
    """
    Return a page of open enrolments whose wake-up is before this instant, the most overdue first.

    `after` is the position of the last one of the page before. Rows that cannot be read go into `broken`.
    """
    parameters = {"before": before, "at": after[0], "after": after[1], "limit": limit}
    return readable(connection.execute(PAST_WAKEUP, parameters), _stored, broken)


def held_page(
    connection: Connection,
    *,
    after: tuple[str, str, str] = ("", "", FIRST),
    limit: int = 500,
    broken: Broken | None = None,
) -> list[StoredEnrolment]:
    """Return a page of open enrolments that are held; `after` is hold, key and id of the last of the page before."""
    hold, key, enrolment = after
    parameters = {"hold": hold, "key": key, "after": enrolment, "limit": limit}
    return readable(connection.execute(HELD_PAGE, parameters), _stored, broken)


def open_among(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of these enrolments that are open."""
    return set(connection.execute(OPEN_AMONG, {"ids": list(ids)}).scalars())


def count_all_open(connection: Connection) -> int:
    """Return how many enrolments should have a workflow: open ones that have been started."""
    return connection.execute(COUNT_ALL_OPEN).scalar_one()


def count_open(connection: Connection, campaign: int) -> int:
    """Return how many leads are open in a campaign."""
    return connection.execute(COUNT_OPEN, {"campaign": campaign}).scalar_one()

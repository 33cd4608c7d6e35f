"""What has happened that a workflow does not know yet? Edge: written first, then it is woken (protocol §2.1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, and_, bindparam, case, cast, literal_column, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Cause, Finish, Move, NewsKind, Outcome
from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import among, new, query, writing
from cadence.ledger.tables.base import ID
from cadence.ledger.tables.campaigns import campaigns, enrolments, news
from cadence.ledger.tables.fields import MOVE, Broken, readable, reader
from cadence.ledger.tables.health import set_aside
from cadence.ledger.tables.touches import touches
from cadence.ledger.touches.touch_rows import cause_of

# News of the end of a call names its touch: the activity that waits for it is completed with what the touch says.
_NAMES_TOUCH = and_(news.c.kind == NewsKind.STATUS.value, news.c.ref.regexp_match("^[0-9a-f-]{36}$"))
_ENDED = case((_NAMES_TOUCH, cast(news.c.ref, ID)))
_UNDELIVERED = (
    select(
        news,
        *(touches.c[name] for name in ("cause_kind", "cause_ref", "cause_lap", "attempt", "step", "outcome")),
        enrolments.c.move,
        enrolments.c.priority,
        enrolments.c.finished,
        enrolments.c.started_at,
        campaigns.c.name.label("campaign"),
    )
    .join_from(news, enrolments, enrolments.c.id == news.c.enrolment_id)
    .join(campaigns, campaigns.c.id == enrolments.c.campaign_id)
    .outerjoin(touches, touches.c.id == _ENDED)
    .where(news.c.delivered_at.is_(None))
    .order_by(news.c.id)
)
_SET_ASIDE = select(set_aside.c.id).where(
    set_aside.c.job == bindparam("job"), set_aside.c.item == cast(news.c.id, set_aside.c.item.type)
)
INSERT = insert(news).returning(news.c.id)
INSERT_TO_DELIVER = insert(news).returning(
    news.c.id,
    literal_column("(SELECT e.priority FROM enrolments e WHERE e.id = news.enrolment_id)").label("priority"),
    literal_column("(SELECT e.started_at FROM enrolments e WHERE e.id = news.enrolment_id)").label("started_at"),
)
UNDELIVERED = query(
    _UNDELIVERED.where(news.c.id > bindparam("after")).limit(bindparam("limit")),
    "news not delivered yet, oldest first, with what starts a missing workflow",
    index="news_undelivered, touches_pkey",
)
JUST_WRITTEN = query(
    _UNDELIVERED.where(among(news.c.id, "news"), ~_SET_ASIDE.exists()),
    "news that its writer delivers, without what was delivered or set aside meanwhile",
    index="news_pkey | news_undelivered, touches_pkey",
)
MARK_DELIVERED = query(
    update(news).where(among(news.c.id, "news"), news.c.delivered_at.is_(None)).values(delivered_at=bindparam("now")),
    "mark news as delivered",
    index="news_pkey | news_undelivered",
)

ADD_TO_OPEN = query(
    insert(news)
    .from_select(
        ["enrolment_id", "kind", "at", "ref"],
        select(
            enrolments.c.id,
            *(bindparam(name, type_=news.c[name].type) for name in ("kind", "at", "ref")),
        )
        .where(
            among(enrolments.c.lead_id, "leads"),
            enrolments.c.finished.is_(None),
            enrolments.c.id.is_distinct_from(bindparam("but", type_=enrolments.c.id.type)),
        )
        .order_by(enrolments.c.at, enrolments.c.id),
    )
    .returning(
        news.c.id.label("news"),
        news.c.enrolment_id,
        literal_column("(SELECT e.lead_id FROM enrolments e WHERE e.id = news.enrolment_id)", ID).label("lead_id"),
    ),
    "write news for every open enrolment of some leads",
    index="enrolments_one_open | enrolments_lead, enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """News that was written for one enrolment."""

    news: int
    enrolment: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedCall:
    """The call whose end is news."""

    cause: Cause
    attempt: int
    step: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One piece of news, with what is needed to start a workflow that is missing."""

    id: int
    enrolment: str
    campaign: str
    kind: NewsKind
    at: datetime
    ref: str
    move: Move
    priority: int
    finished: bool
    started: bool
    call: EndedCall | None  # that has ended, if that is the news


_notified = reader(Notified)
_ended = reader(EndedCall, cause=cause_of)
_news = reader(
    News,
    move=lambda row: MOVE.validate_python(row.move),
    finished=lambda row: row.finished is not None,
    started=lambda row: row.started_at is not None,
    call=lambda row: None if row.cause_kind is None else _ended(row),
)


def add(connection: Writer[CursorResult[Any]], enrolment: str, kind: NewsKind, *, at: datetime, ref: str = "") -> int:
    """Write news for one enrolment and return its id."""
    values = {"enrolment_id": enrolment, "kind": kind, "at": at, "ref": ref}
    identity: int = connection.execute(writing(INSERT, *values), new(values)).scalar_one()
    return identity


def add_to_deliver(  # noqa: PLR0913  the news, and what its writer knows of its enrolment
    connection: Writer[CursorResult[Any]],
    enrolment: str,
    kind: NewsKind,
    *,
    at: datetime,
    campaign: str,
    move: Move,
    call: EndedCall | None = None,
    ref: str = "",
) -> News:
    """
    Write news for one enrolment and return it as `just_written` does, so that its writer need not read it.

    `move` is the plan of the enrolment in the same transaction, `call` the call whose touch is named by `ref`.
    """
    values = {"enrolment_id": enrolment, "kind": kind, "at": at, "ref": ref}
    row = connection.execute(writing(INSERT_TO_DELIVER, *values), new(values)).one()
    return News(
        id=row.id,
        enrolment=enrolment,
        campaign=campaign,
        kind=kind,
        at=at,
        ref=ref,
        move=move,
        priority=row.priority,
        finished=isinstance(move, Finish),
        started=row.started_at is not None,
        call=call,
    )


def add_to_open(  # noqa: PLR0913  the news, and the people that it is for
    connection: Writer[CursorResult[Any]],
    leads: Collection[str],
    kind: NewsKind,
    *,
    at: datetime,
    ref: str = "",
    but: str = "",
) -> list[Notified]:
    """Write news for every open enrolment of these leads, without the enrolment `but`; return what was written."""
    parameters = {"leads": list(leads), "kind": kind.value, "at": at, "ref": ref, "but": but or None}
    return [_notified(row) for row in connection.execute(ADD_TO_OPEN, parameters)]


def undelivered(
    connection: Connection, *, after: int = 0, limit: int = 500, broken: Broken | None = None
) -> list[News]:
    """Return a page of news not delivered yet, oldest first, from an id on; unreadable rows go into `broken`."""
    return readable(connection.execute(UNDELIVERED, {"after": after, "limit": limit}), _news, broken)


def just_written(connection: Connection, ids: Collection[int], job: str, broken: Broken) -> list[News]:
    """Return those of these news that are neither delivered nor set aside by this job; unreadable ones in `broken`."""
    return readable(connection.execute(JUST_WRITTEN, {"news": list(ids), "job": job}), _news, broken)


def mark_delivered(connection: Writer[Any], ids: Collection[int], *, at: datetime) -> None:
    """Mark news as delivered: the workflows were woken."""
    connection.execute(MARK_DELIVERED, {"news": list(ids), "now": at})

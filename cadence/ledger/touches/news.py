"""What has happened that a workflow does not know yet? Edge: written first, then it is woken (protocol §2.1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from cadence.domain import Move, NewsKind
from cadence.ledger.db.queries import among, query
from cadence.ledger.tables.campaigns import campaigns, enrolments, news
from cadence.ledger.tables.fields import MOVE, Broken, readable, reader

UNDELIVERED = query(
    select(
        news,
        enrolments.c.move,
        enrolments.c.priority,
        enrolments.c.finished,
        enrolments.c.started_at,
        campaigns.c.name.label("campaign"),
    )
    .join_from(news, enrolments, enrolments.c.id == news.c.enrolment_id)
    .join(campaigns, campaigns.c.id == enrolments.c.campaign_id)
    .where(news.c.delivered_at.is_(None), news.c.id > bindparam("after"))
    .order_by(news.c.id)
    .limit(bindparam("limit")),
    "news not delivered yet, oldest first, with what starts a missing workflow",
    index="news_undelivered",
)
MARK_DELIVERED = query(
    update(news).where(among(news.c.id, "news"), news.c.delivered_at.is_(None)).values(delivered_at=bindparam("now")),
    "mark news as delivered",
    index="news_pkey | news_undelivered",
)


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


_news = reader(
    News,
    move=lambda row: MOVE.validate_python(row.move),
    finished=lambda row: row.finished is not None,
    started=lambda row: row.started_at is not None,
)


def add(connection: Connection, enrolment: str, kind: NewsKind, *, at: datetime, ref: str = "") -> int:
    """Write news for one enrolment and return its id."""
    values = {"enrolment_id": enrolment, "kind": kind, "at": at, "ref": ref}
    identity: int = connection.execute(insert(news).values(**values).returning(news.c.id)).scalar_one()
    return identity


def undelivered(
    connection: Connection, *, after: int = 0, limit: int = 500, broken: Broken | None = None
) -> list[News]:
    """Return a page of news not delivered yet, oldest first, from an id on; unreadable rows go into `broken`."""
    return readable(connection.execute(UNDELIVERED, {"after": after, "limit": limit}), _news, broken)


def mark_delivered(connection: Connection, ids: Collection[int], *, at: datetime) -> None:
    """Mark news as delivered: the workflows were woken."""
    connection.execute(MARK_DELIVERED, {"news": list(ids), "now": at})

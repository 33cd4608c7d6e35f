"""
What is paused, since when, and which touches were already under way? Edge.

Beginning a pause waits for the reserves under way, and no other begins until it has committed. It takes effect with one
row, whatever the size of the campaign, and without Temporal (law 4).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import PauseScope
from cadence.domain.storable import storable
from cadence.ledger.campaigns import campaigns as known_campaigns
from cadence.ledger.db.locks import exclude_touches
from cadence.ledger.db.queries import query
from cadence.ledger.tables.campaigns import campaigns, pauses
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import OPEN, touches

ACTIVE = query(
    select(pauses).where(pauses.c.until.is_(None)).order_by(pauses.c.scope, pauses.c.value),
    "what is paused now",
    index="pauses_one_open",
)
_OF_SCOPE = (pauses.c.scope == bindparam("scope"), pauses.c.value == bindparam("value"))
ACTIVE_OF = query(
    select(pauses).where(*_OF_SCOPE, pauses.c.until.is_(None)),
    "the open pause of exactly this scope and value",
    index="pauses_one_open | pauses_scope_value",
)
ENDED_SINCE = query(
    select(pauses.c.id).where(*_OF_SCOPE, pauses.c.until >= bindparam("since")).limit(1),
    "whether a pause of exactly this scope and value ended since an instant",
    index="pauses_scope_value",
)
SCOPES = query(
    select(pauses.c.scope, pauses.c.value).distinct().order_by(pauses.c.scope, pauses.c.value),
    "every scope and value that was ever paused",
    index="",
)
IN_THE_AIR = query(
    select(touches.c.state, func.count().label("touches"))
    .join_from(touches, campaigns, campaigns.c.id == touches.c.campaign_id)
    .where(
        OPEN,
        or_(
            text(":scope = 'all'"),
            text(":scope = 'campaign' AND campaigns.name = :value"),
            text(":scope = 'channel' AND touches.channel = :value"),
            text(":scope = 'sender' AND touches.sender = :value"),
            text(":scope = 'floor' AND touches.floor = :value"),
            text(":scope = 'lead' AND CAST(touches.lead_id AS text) = :value"),
            text(":scope = 'carrier' AND touches.channel <> 'task'"),
        ),
    )
    .group_by(touches.c.state),
    "touches that were reserved before a stop and may still arrive",
    index="touches_open",
)

EVERYBODY = "*"
"""The value of `fallback` for all leads that waited for the end of a pause, in any campaign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseOrder:
    """What to pause, who ordered it and why."""

    scope: PauseScope
    value: str = ""  # campaign name, channel, sender, floor, lead id; "" for all
    actor: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPause(PauseOrder):
    """A pause in the ledger."""

    id: int
    since: datetime
    until: datetime | None
    fallback: str = ""  # which leads take the failed branch of their step: EVERYBODY, or those of one campaign


_stored = reader(StoredPause)


@dataclass(frozen=True, slots=True, kw_only=True)
class InTheAir:
    """Touches that may still arrive. `reserved` and `unknown` last a moment; `carried` are calls that ring or talk."""

    reserved: int = 0
    unknown: int = 0
    carried: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.reserved + self.unknown + self.carried


def begin(connection: Connection, order: PauseOrder, *, at: datetime) -> StoredPause:
    """Begin a pause, and return it or the open one of the same scope and value. NotFoundError: no such campaign."""
    scope, value = order.scope, order.value
    campaign = known_campaigns.find(connection, value).id if scope is PauseScope.CAMPAIGN else None
    exclude_touches(connection, campaign)
    values = {"scope": scope, "value": value, "since": at}
    values |= {"actor": storable(order.actor), "reason": storable(order.reason)}
    connection.execute(insert(pauses).values(**values).on_conflict_do_nothing())
    return _stored(connection.execute(ACTIVE_OF, {"scope": scope, "value": value}).one())


def end(  # noqa: PLR0913  which pause, when, who, why and how
    connection: Connection,
    scope: PauseScope,
    value: str = "",
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    fallback: str = "",
) -> StoredPause | None:
    """
    End a pause and return it; None when nothing of this scope and value was paused.

    `fallback` says which of the leads that waited take the failed branch of their step instead: EVERYBODY, or those of
    one campaign.
    """
    row = connection.execute(ACTIVE_OF, {"scope": scope, "value": value}).first()
    if row is None:
        return None
    until = max(at, row.since)  # the clocks of two machines may differ a little
    ended = (
        update(pauses)
        .where(pauses.c.id == row.id, pauses.c.until.is_(None))
        .values(until=until, resumed_by=actor, end_reason=storable(reason), fallback=fallback)
    )
    changed = connection.execute(ended.returning(pauses)).first()
    return _stored(changed) if changed else None


def ended_since(connection: Connection, scope: PauseScope, value: str, since: datetime) -> bool:
    """Tell whether a pause of exactly this scope and value has ended since an instant."""
    return connection.execute(ENDED_SINCE, {"scope": scope, "value": value, "since": since}).first() is not None


def active(connection: Connection) -> list[StoredPause]:
    """Return what is paused now."""
    return [_stored(row) for row in connection.execute(ACTIVE)]


def scopes(connection: Connection) -> list[tuple[PauseScope, str]]:
    """Return every scope and value that is, or was, paused."""
    return [(PauseScope(row.scope), row.value) for row in connection.execute(SCOPES)]


def in_the_air(connection: Connection, scope: PauseScope, value: str = "") -> InTheAir:
    """Count what was reserved and may still arrive (protocol §1.4)."""
    rows = connection.execute(IN_THE_AIR, {"scope": str(scope), "value": value})
    return InTheAir(**{row.state: row.touches for row in rows})

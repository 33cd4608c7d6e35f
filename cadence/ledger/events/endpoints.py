"""Who receives events, and with which secrets are those signed? Edge: secrets are stored sealed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.errors import NotFoundError
from cadence.domain.events import EventType
from cadence.domain.nearest import nearest
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.queries import query, sql
from cadence.ledger.db.sealing import Sealer
from cadence.ledger.tables.events import endpoints

USE = b"cadence: secret of an endpoint"
BOTH_SIGN = timedelta(days=1)
"""So long the old secret signs as well after a new one was made."""

BY_NAME = query(
    select(endpoints).where(endpoints.c.name == bindparam("name")),
    "an endpoint by its name",
    index="endpoints_name_key",
)
LOCKED = query(
    select(endpoints).where(endpoints.c.name == bindparam("name")).with_for_update(),
    "an endpoint, locked while something about its deliveries changes",
    index="endpoints_name_key",
)
EVERY = query(select(endpoints).order_by(endpoints.c.name), "every endpoint, by name", index="")
ENABLED = query(
    select(endpoints.c.name).where(endpoints.c.disabled_at.is_(None)).order_by(endpoints.c.name),
    "the endpoints that receive events",
    index="",
)
FROM_NOW = sql(
    "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) - 1 AS horizon",
    "the position before every event that is still to come",
    index="",
)
LAST_PLACE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEndpoint:
    """A receiver of events."""

    id: int
    name: str
    url: str
    types: tuple[EventType, ...]  # none: every type
    secrets: tuple[str, ...] = field(repr=False)  # those that sign now, the newest first
    horizon: int
    place: int
    added_at: datetime
    disabled_at: datetime | None
    disabled_because: str

    @property
    def wanted(self) -> tuple[EventType, ...]:
        """The types that it receives."""
        return self.types or tuple(EventType)


def put(  # noqa: PLR0913  what an endpoint is
    connection: Connection,
    hasher: Hasher,
    name: str,
    *,
    url: str,
    types: Collection[EventType] | None,
    secret: str,
    at: datetime,
) -> None:
    """
    Add an endpoint, which receives what happens from now on; or change one and enable it again.

    A known one keeps its types if `types` is None (no types: every one), and its secret if `secret` is ""; else the
    old one signs as well for a day.
    """
    row = connection.execute(LOCKED, {"name": name}).first()
    values: dict[str, Any] = {"url": url}
    if types is not None or row is None:
        values["types"] = [*map(str, types or ())]
    sealed = _sealer(hasher).seal(secret, row=name) if secret else None
    if row is not None:
        values |= {"disabled_at": None, "disabled_because": ""}
        if sealed is not None:
            values |= {"secret": sealed, "old_secret": row.secret, "old_until": at + BOTH_SIGN}
        connection.execute(update(endpoints).where(endpoints.c.id == row.id).values(**values))
        return
    horizon = connection.execute(FROM_NOW).scalar_one()
    values |= {"name": name, "secret": sealed, "horizon": horizon, "place": LAST_PLACE, "added_at": at}
    connection.execute(insert(endpoints).values(**values))


def find(connection: Connection, hasher: Hasher, name: str, *, now: datetime) -> StoredEndpoint:
    """Return an endpoint. Raises NotFoundError."""
    row = connection.execute(BY_NAME, {"name": name}).first()
    if row is None:
        hint = nearest(name, [known.name for known in connection.execute(EVERY)])
        raise NotFoundError(
            f"There is no endpoint {name}. `cadence endpoint list` shows those that are"
            + (f"; did you mean {hint}?" if hint else ".")
        )
    return _stored(row, hasher, now)


def lock(connection: Connection, hasher: Hasher, name: str, *, now: datetime) -> StoredEndpoint | None:
    """Lock an endpoint and return it; None when it receives nothing."""
    row = connection.execute(LOCKED, {"name": name}).first()
    return None if row is None or row.disabled_at is not None else _stored(row, hasher, now)


def every(connection: Connection, hasher: Hasher, *, now: datetime) -> list[StoredEndpoint]:
    """Return all endpoints, by name."""
    return [_stored(row, hasher, now) for row in connection.execute(EVERY)]


def enabled(connection: Connection) -> list[str]:
    """Return the names of the endpoints that receive events."""
    return list(connection.execute(ENABLED).scalars())


def disable(connection: Connection, name: str, because: str, *, at: datetime) -> bool:
    """Let an endpoint receive nothing any more; False when it was disabled, or is unknown."""
    statement = update(endpoints).where(endpoints.c.name == name, endpoints.c.disabled_at.is_(None))
    return connection.execute(statement.values(disabled_at=at, disabled_because=because)).rowcount == 1


def _stored(row: Row[*tuple[object, ...]], hasher: Hasher, now: datetime) -> StoredEndpoint:
    sealed = [row.secret] + ([row.old_secret] if row.old_until is not None and row.old_until > now else [])
    return StoredEndpoint(
        id=row.id,
        name=row.name,
        url=row.url,
        types=tuple(map(EventType, row.types)),
        secrets=tuple(_sealer(hasher).open(secret, row=row.name) for secret in sealed),
        horizon=row.horizon,
        place=row.place,
        added_at=row.added_at,
        disabled_at=row.disabled_at,
        disabled_because=row.disabled_because,
    )


def _sealer(hasher: Hasher) -> Sealer:
    return Sealer(hasher.key, USE)

"""
May this call ring? Edge: one permit per ringing or connected call, never more than there are agents (protocol §4.1).

A permit is a row: taken in the transaction that reserves the touch, freed in the one that settles it. One whose lease
has run out still counts until the carrier has been asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from cadence.errors import ConflictError, NotFoundError
from cadence.ledger.queries import named
from cadence.ledger.tables import floors, permits
from cadence.ledger.tables.base import ID, INSTANT

LOCK_FLOOR = named(
    select(floors.c.agents, floors.c.paused).where(floors.c.name == bindparam("floor")).with_for_update(),
    "lock_floor",
    "let one call at a time count a floor's permits",
    index="floors_pkey",
)
HELD_BY = named(
    select(permits.c.slot).where(permits.c.touch_id == bindparam("touch", type_=ID)),
    "permit_of_touch",
    "whether a call already holds its permit",
    index="permits_touch_id_key",
)
COUNT = named(
    select(func.count()).select_from(permits).where(permits.c.floor == bindparam("floor")),
    "count_permits",
    "how many calls ring or talk for a floor",
    index="permits_pkey",
)
FLOOR_NAMES = named(select(floors.c.name).order_by(floors.c.name), "floor_names", "every floor there is", index="")
FREE_SLOT = named(
    text(
        """
        SELECT min(slot) FROM generate_series(1, :agents) AS slot
        WHERE NOT EXISTS (SELECT 1 FROM permits p WHERE p.floor = :floor AND p.slot = slot.slot)
        """
    ),
    "free_slot",
    "the lowest place of a floor that no call holds",
    index="permits_pkey",
)
FREE = named(
    delete(permits).where(permits.c.touch_id == bindparam("touch", type_=ID)),
    "free_permit",
    "the call has ended",
    index="permits_touch_id_key",
)
EXPIRED = named(
    select(permits.c.floor, permits.c.touch_id, permits.c.lease_until)
    .where(permits.c.lease_until < bindparam("now", type_=INSTANT))
    .order_by(permits.c.lease_until)
    .limit(bindparam("limit")),
    "expired_permits",
    "calls of which the carrier must be asked before their place is used again",
    index="permits_lease_until",
)
EXTEND = named(
    update(permits)
    .where(permits.c.touch_id == bindparam("touch", type_=ID))
    .values(lease_until=bindparam("until", type_=INSTANT)),
    "extend_permit",
    "the carrier says that the call is still alive",
    index="permits_touch_id_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """How a floor stands."""

    name: str
    agents: int
    paused: int  # agents on a break
    busy: int  # permits held


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """A permit that is held."""

    floor: str
    touch: str
    lease_until: datetime


def take(connection: Connection, floor: str, touch: str, *, now: datetime, lease: timedelta) -> bool:
    """
    Take a place on the floor for this touch; False when every agent has a call. Holding it already is True.

    The touch must have its row. This locks the floor until the commit, so it comes last. Raises NotFoundError.
    """
    capacity = connection.execute(LOCK_FLOOR, {"floor": floor}).first()
    if capacity is None:
        known = ", ".join(connection.execute(select(floors.c.name).order_by(floors.c.name)).scalars()) or "none"
        raise NotFoundError(
            f"There is no floor {floor}; there are {known}. A launch makes those its campaign names under `floors`."
        )
    if connection.execute(HELD_BY, {"touch": touch}).first() is not None:
        return True
    if connection.execute(COUNT, {"floor": floor}).scalar_one() >= capacity.agents - capacity.paused:
        return False
    slot = connection.execute(FREE_SLOT, {"floor": floor, "agents": capacity.agents}).scalar_one()
    values = {"floor": floor, "slot": slot, "touch_id": touch, "taken_at": now, "lease_until": now + lease}
    connection.execute(insert(permits).values(**values))
    return True


def free(connection: Connection, touch: str) -> bool:
    """Give the place back; False when the touch held none."""
    return connection.execute(FREE, {"touch": touch}).rowcount == 1


def expired(connection: Connection, now: datetime, *, limit: int = 100) -> list[Permit]:
    """Return permits whose lease has run out, oldest first. They still count: ask the carrier, then free or extend."""
    rows = connection.execute(EXPIRED, {"now": now, "limit": limit})
    return [Permit(floor=row.floor, touch=row.touch_id, lease_until=row.lease_until) for row in rows]


def extend(connection: Connection, touch: str, until: datetime) -> None:
    """Keep the place: the call is alive."""
    connection.execute(EXTEND, {"touch": touch, "until": until})


def floor_names(connection: Connection) -> list[str]:
    """Return every floor there is: each has a queue of its own."""
    return list(connection.execute(FLOOR_NAMES).scalars())


def look(connection: Connection, floor: str) -> Floor:
    """Return how a floor stands. Raises NotFoundError."""
    row = connection.execute(select(floors).where(floors.c.name == floor)).first()
    if row is None:
        known = ", ".join(connection.execute(select(floors.c.name).order_by(floors.c.name)).scalars()) or "none"
        raise NotFoundError(
            f"There is no floor {floor}; there are {known}. A launch makes those its campaign names under `floors`."
        )
    busy = connection.execute(COUNT, {"floor": floor}).scalar_one()
    return Floor(name=row.name, agents=row.agents, paused=row.paused, busy=busy)


def set_breaks(connection: Connection, floor: str, paused: int, *, at: datetime) -> None:
    """Say how many of a floor's agents are on a break. Raises ConflictError when the floor has fewer."""
    capacity = connection.execute(LOCK_FLOOR, {"floor": floor}).first()
    if capacity is None or paused > capacity.agents:
        raise ConflictError(f"Floor {floor} does not have {paused} agents; `cadence status` shows how many it has.")
    connection.execute(update(floors).where(floors.c.name == floor).values(paused=paused, updated_at=at))

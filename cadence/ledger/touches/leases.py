"""
May this call ring? Edge: one permit per call, never more than there are agents (protocol §4.1).

A permit is a row: taken in the transaction that reserves the touch, freed in the one that settles it, or when the agent
has written up the conversation. One whose lease has run out still counts until the carrier has been asked.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, update

from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.places import QueuePlace, may_take
from cadence.domain.plurals import many
from cadence.ledger.db.queries import named
from cadence.ledger.tables import floors, permits
from cadence.ledger.tables.base import ID, INSTANT
from cadence.ledger.touches import floor_queue

WRAP_UP = timedelta(minutes=2)
"""How long an agent writes a call up where the caller does not say."""

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
    select(func.count())
    .select_from(permits)
    .where(
        permits.c.floor == bindparam("floor"),
        or_(permits.c.free_at.is_(None), permits.c.free_at > bindparam("now", type_=INSTANT)),
    ),
    "count_permits",
    "how many agents of a floor have a call, or write one up",
    index="permits_pkey",
)
EVER = datetime.min.replace(tzinfo=UTC)
"""Before every permit."""
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
WRITE_UP = named(
    update(permits)
    .where(permits.c.touch_id == bindparam("touch", type_=ID))
    .values(free_at=bindparam("until", type_=INSTANT)),
    "write_up",
    "the call is over, and its agent has until then to write it up",
    index="permits_touch_id_key",
)
WRITTEN_UP = named(
    delete(permits).where(permits.c.floor == bindparam("floor"), permits.c.free_at <= bindparam("now", type_=INSTANT)),
    "written_up",
    "agents whose time to write a call up is over are free",
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
    .where(permits.c.lease_until < bindparam("now", type_=INSTANT), permits.c.free_at.is_(None))
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
class FloorState:
    """How a floor stands."""

    name: str
    agents: int
    paused: int  # agents who are away
    busy: int  # agents who have a call or write one up
    paused_at: datetime | None = None  # since when so many are away
    paused_by: str = ""  # who said so

    @property
    def free(self) -> int:
        """How many agents could take a call now; negative when more have one than are there."""
        return self.agents - self.paused - self.busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A permit that is held."""

    floor: str
    touch: str
    lease_until: datetime


def take(  # noqa: PLR0913  the call, its floor and its turn
    connection: Connection,
    floor: str,
    touch: str,
    *,
    now: datetime,
    lease: timedelta,
    turn: QueuePlace | None = None,
    wrap_up: timedelta = WRAP_UP,
) -> bool:
    """
    Take a place on the floor for this touch; False when there is none for it. Holding it already is True.

    A place is free when its agent has neither a call nor one to write up. With `turn` it may be kept for promised calls
    that are due soon, or for a call that goes before this one. The touch must have its row. This locks the floor until
    the commit, so it comes last. Raises NotFoundError.
    """
    capacity = connection.execute(LOCK_FLOOR, {"floor": floor}).first()
    if capacity is None:
        raise _no_floor(connection, floor)
    if connection.execute(HELD_BY, {"touch": touch}).first() is not None:
        return True
    connection.execute(WRITTEN_UP, {"floor": floor, "now": now})
    busy = connection.execute(COUNT, {"floor": floor, "now": now}).scalar_one()
    free_places = capacity.agents - capacity.paused - busy
    if not _has_a_place(connection, floor, turn, free_places, now=now, wrap_up=wrap_up):
        return False
    slot = connection.execute(FREE_SLOT, {"floor": floor, "agents": capacity.agents}).scalar_one()
    values = {"floor": floor, "slot": slot, "touch_id": touch, "taken_at": now, "lease_until": now + lease}
    connection.execute(insert(permits).values(**values))
    if turn is not None:
        floor_queue.leave(connection, turn.enrolment)
    return True


def _has_a_place(  # noqa: PLR0913  what a place depends on
    connection: Connection, floor: str, turn: QueuePlace | None, free_places: int, *, now: datetime, wrap_up: timedelta
) -> bool:
    """Tell whether one of the free places is for a call of this turn."""
    if free_places <= 0 or turn is None:
        return free_places > 0
    before = floor_queue.ahead(connection, floor, turn, now=now, wrap_up=wrap_up)
    return may_take(
        free=free_places,
        promised=not turn.promised,
        promises=before.promises,
        promised_before=before.promised_before,
        others_before=before.others_before,
    )


def may_enter(
    connection: Connection, floor: str, turn: QueuePlace, *, now: datetime, wrap_up: timedelta = WRAP_UP
) -> bool:
    """Tell whether a call that waits would get a place now. Nothing is locked: `take` decides. Raises NotFoundError."""
    return _has_a_place(connection, floor, turn, look(connection, floor, now=now).free, now=now, wrap_up=wrap_up)


def write_up(connection: Connection, touch: str, until: datetime) -> None:
    """Keep the place of a call that is over for its agent to write it up, until then or until `free`."""
    connection.execute(WRITE_UP, {"touch": touch, "until": until})


def free(connection: Connection, touch: str) -> bool:
    """Give the place back; False when the touch held none."""
    return connection.execute(FREE, {"touch": touch}).rowcount == 1


def expired(connection: Connection, now: datetime, *, limit: int = 100) -> list[Lease]:
    """Return permits whose lease has run out, oldest first. They still count: ask the carrier, then free or extend."""
    rows = connection.execute(EXPIRED, {"now": now, "limit": limit})
    return [Lease(floor=row.floor, touch=row.touch_id, lease_until=row.lease_until) for row in rows]


def extend(connection: Connection, touch: str, until: datetime) -> None:
    """Keep the place: the call is alive."""
    connection.execute(EXTEND, {"touch": touch, "until": until})


def floor_names(connection: Connection) -> list[str]:
    """Return every floor there is: each has a queue of its own."""
    return list(connection.execute(FLOOR_NAMES).scalars())


def look(connection: Connection, floor: str, *, now: datetime | None = None) -> FloorState:
    """Return how a floor stands at this instant; without one, each place not freed counts. Raises NotFoundError."""
    row = connection.execute(select(floors).where(floors.c.name == floor)).first()
    if row is None:
        raise _no_floor(connection, floor)
    busy = connection.execute(COUNT, {"floor": floor, "now": now or EVER}).scalar_one()
    return FloorState(
        name=row.name,
        agents=row.agents,
        paused=row.paused,
        busy=busy,
        paused_at=row.paused_at,
        paused_by=row.paused_by,
    )


def _no_floor(connection: Connection, floor: str) -> NotFoundError:
    """Return what to say of a floor that there is not: which there are."""
    known = ", ".join(connection.execute(FLOOR_NAMES).scalars()) or "none"
    return NotFoundError(
        f"There is no floor {floor}; there are {known}. A launch makes those its campaign names under `floors`."
    )


def set_breaks(connection: Connection, floor: str, paused: int, *, at: datetime, by: str = "") -> FloorState:
    """
    Say how many of a floor's agents are away; return how it stands then. Calls that have begun go on.

    Raises NotFoundError, and ConflictError when the floor has fewer agents.
    """
    capacity = connection.execute(LOCK_FLOOR, {"floor": floor}).first()
    if capacity is None:
        raise _no_floor(connection, floor)
    if not 0 <= paused <= capacity.agents:
        raise ConflictError(
            f"Floor {floor} has {many(capacity.agents, 'agent')}, so {paused} cannot be away; expected 0 to "
            f"{capacity.agents}."
        )
    values = {
        "paused": paused,
        "paused_at": at if paused else None,
        "paused_by": by if paused else "",
        "updated_at": at,
    }
    connection.execute(update(floors).where(floors.c.name == floor).values(**values))
    return look(connection, floor, now=at)

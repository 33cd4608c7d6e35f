"""
Is an agent free for this call? Edge: one lease per call, never more than there are agents (protocol §4.1).

A lease is a row of `permits`. It is taken in the transaction that reserves the touch, and freed in the one that records
the outcome, or when the agent's time to write up the conversation is over. An expired lease still counts until the
carrier has been asked about the call.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.places import WRAP_UP, QueuePlace, may_take
from cadence.domain.plurals import many
from cadence.ledger.db.batches import Result_co, Writer
from cadence.ledger.db.queries import new, query, returning, sql, writing
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import floors, permits
from cadence.ledger.touches import floor_queue
from cadence.ledger.touches.floor_queue import QueueAhead

LOCK_FLOOR = query(
    select(floors.c.agents, floors.c.paused).where(floors.c.name == bindparam("floor")).with_for_update(),
    "lock a floor, so that one call at a time counts its leases",
    index="floors_pkey",
)
_OF_TOUCH = permits.c.touch_id == bindparam("touch")
COUNT = query(
    select(func.count())
    .select_from(permits)
    .where(
        permits.c.floor == bindparam("floor"),
        or_(permits.c.free_at.is_(None), permits.c.free_at > bindparam("now")),
    ),
    "count the agents of a floor who have a call or write one up",
    index="permits_pkey",
)
EVER = datetime.min.replace(tzinfo=UTC)
"""An instant before every lease."""
FLOOR_NAMES = query(select(floors.c.name).order_by(floors.c.name), "the name of every floor", index="")
_ROOM = """
    WITH taken AS (SELECT slot, free_at IS NOT NULL AND free_at <= :now AS written_up FROM permits WHERE floor = :floor)
    SELECT EXISTS (SELECT 1 FROM permits WHERE touch_id = :touch) AS held,
        (SELECT count(*) FROM taken WHERE NOT written_up) AS busy,
        EXISTS (SELECT 1 FROM taken WHERE written_up) AS written_up,
        (
            SELECT min(slot) FROM generate_series(1, :agents) AS slot
            WHERE NOT EXISTS (SELECT 1 FROM taken WHERE taken.slot = slot.slot AND NOT written_up)
        ) AS slot
    """
ROOM = sql(
    _ROOM,
    "the leases of a floor: whether a call has one already, how many are taken, and the lowest slot that is free",
    index="permits_pkey, permits_touch_id_key",
)
ROOM_AND_QUEUE = returning(
    "held busy written_up slot promised others queued promises",
    sql(
        f"SELECT room.*, queue.* FROM ({_ROOM}) AS room, ({floor_queue.CALLS_AHEAD}) AS queue",  # noqa: S608  our texts
        "the leases of a floor, and the calls that go before one that wants a lease",
        index=f"permits_pkey, permits_touch_id_key, {floor_queue.INDEXES}",
    ),
)
INSERT = insert(permits)
WRITE_UP = query(
    update(permits).where(_OF_TOUCH).values(free_at=bindparam("until")),
    "keep the lease of an ended call until its agent has written it up",
    index="permits_touch_id_key",
)
WRITTEN_UP = query(
    delete(permits).where(permits.c.floor == bindparam("floor"), permits.c.free_at <= bindparam("now")),
    "free the leases whose time to write up the call is over",
    index="permits_pkey",
)
FREE = query(delete(permits).where(_OF_TOUCH), "free the lease of a call", index="permits_touch_id_key")
EXPIRED = query(
    select(permits.c.floor, permits.c.touch_id, permits.c.lease_until)
    .where(permits.c.lease_until < bindparam("now"), permits.c.free_at.is_(None))
    .order_by(permits.c.lease_until)
    .limit(bindparam("limit")),
    "expired leases: the carrier must be asked about their calls before they are freed",
    index="permits_lease_until",
)
EXTEND = query(
    update(permits).where(_OF_TOUCH).values(lease_until=bindparam("until")),
    "extend the lease of a call that the carrier says is alive",
    index="permits_touch_id_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorState:
    """The state of a floor."""

    name: str
    agents: int
    paused: int  # agents who are away
    busy: int  # agents who have a call or write one up
    paused_at: datetime | None = None  # since when that number is away
    paused_by: str = ""  # who reported it

    @property
    def free(self) -> int:
        """How many agents could take a call now; negative when more calls are under way than agents are present."""
        return self.agents - self.paused - self.busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A lease that is held."""

    floor: str
    touch: str
    lease_until: datetime


_lease = reader(Lease)


def take(  # noqa: PLR0913  the call, its floor and its place in the queue
    connection: Connection,
    floor: str,
    touch: str,
    *,
    now: datetime,
    lease: timedelta,
    place: QueuePlace | None = None,
    wrap_up: timedelta = WRAP_UP,
    writer: Writer[object] | None = None,
) -> bool:
    """
    Take a lease on the floor for this touch; False when there is none for it. True if the touch has one already.

    An agent is free who has neither a call nor one to write up. With `place`, the call's place in the queue, a free
    agent may be kept for promised calls that are due soon, or for a call that goes before this one. `writer` writes the
    lease; the touch must have its row then. This locks the floor until the commit, so it comes last. Raises
    NotFoundError.
    """
    capacity = connection.execute(LOCK_FLOOR, {"floor": floor}).first()
    if capacity is None:
        raise _no_floor(connection, floor)
    order = {"floor": floor, "touch": touch, "now": now, "agents": capacity.agents}
    if place is None:
        room = connection.execute(ROOM, order).one()
    else:
        room = connection.execute(ROOM_AND_QUEUE, order | floor_queue.parameters(floor, place, now)).one()
    if room.held:
        return True
    free_agents = capacity.agents - capacity.paused - room.busy
    if free_agents <= 0:
        return False
    queued = False
    if place is not None:
        before = floor_queue.ahead_of(connection, room, floor, now=now, wrap_up=wrap_up)
        queued = before.queued
        if not _goes_first(place, before, free_agents):
            return False
    if room.written_up:
        connection.execute(WRITTEN_UP, {"floor": floor, "now": now})
    writer = writer or connection
    values = {"floor": floor, "slot": room.slot, "touch_id": touch, "taken_at": now, "lease_until": now + lease}
    writer.execute(writing(INSERT, *values), new(values))
    if place is not None and queued:
        floor_queue.leave(writer, place.enrolment)
    return True


def _goes_first(place: QueuePlace, before: QueueAhead, free_agents: int) -> bool:
    """Tell whether one of the free agents is for the call at this place of the queue."""
    return may_take(
        free=free_agents,
        promised=not place.promised,
        promises=before.promises,
        promised_before=before.promised_before,
        others_before=before.others_before,
    )


def may_enter(
    connection: Connection, floor: str, place: QueuePlace, *, now: datetime, wrap_up: timedelta = WRAP_UP
) -> bool:
    """Tell whether a waiting call would get a lease now. Nothing is locked: `take` decides. Raises NotFoundError."""
    free_agents = look(connection, floor, now=now).free
    return free_agents > 0 and _goes_first(
        place, floor_queue.ahead(connection, floor, place, now=now, wrap_up=wrap_up), free_agents
    )


def write_up(writer: Writer[object], touch: str, until: datetime) -> None:
    """Keep the lease of an ended call while its agent writes it up, until this instant or until `free`."""
    writer.execute(WRITE_UP, {"touch": touch, "until": until})


def free(writer: Writer[Result_co], touch: str) -> Result_co:
    """Free the lease, if the touch has one."""
    return writer.execute(FREE, {"touch": touch})


def expired(connection: Connection, now: datetime, *, limit: int = 100) -> list[Lease]:
    """Return expired leases, oldest first. They still count: ask the carrier, then free or extend them."""
    return [_lease(row) for row in connection.execute(EXPIRED, {"now": now, "limit": limit})]


def extend(connection: Connection, touch: str, until: datetime) -> None:
    """Extend the lease of a call that is alive."""
    connection.execute(EXTEND, {"touch": touch, "until": until})


def floor_names(connection: Connection) -> list[str]:
    """Return the name of every floor."""
    return list(connection.execute(FLOOR_NAMES).scalars())


def look(connection: Connection, floor: str, *, now: datetime | None = None) -> FloorState:
    """Return the state of a floor at this instant; without `now` every lease not freed counts. Raises NotFoundError."""
    row = connection.execute(select(floors).where(floors.c.name == floor)).first()
    if row is None:
        raise _no_floor(connection, floor)
    busy = connection.execute(COUNT, {"floor": floor, "now": now or EVER}).scalar_one()
    return FloorState(
        name=row.name, agents=row.agents, paused=row.paused, busy=busy, paused_at=row.paused_at, paused_by=row.paused_by
    )


def _no_floor(connection: Connection, floor: str) -> NotFoundError:
    """Return the error for a floor that does not exist; it names those that do."""
    known = ", ".join(connection.execute(FLOOR_NAMES).scalars()) or "none"
    return NotFoundError(
        f"There is no floor {floor}; there are {known}. A launch makes those its campaign names under `floors`."
    )


def set_breaks(connection: Connection, floor: str, paused: int, *, at: datetime, by: str = "") -> FloorState:
    """
    Set how many of a floor's agents are away, and return the floor's new state. Calls that have begun go on.

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
    since, reporter = (at, by) if paused else (None, "")
    values = {"paused": paused, "paused_at": since, "paused_by": reporter, "updated_at": at}
    connection.execute(update(floors).where(floors.c.name == floor).values(**values))
    return look(connection, floor, now=at)

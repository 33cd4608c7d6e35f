"""Which row belongs to this number? Edge: numbers are found by their HMAC (protocol §5.7)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.trials import LIST
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.locks import lock_known
from cadence.ledger.db.queries import among, query
from cadence.ledger.people import links
from cadence.ledger.tables.people import lead_numbers, leads, numbers

BY_HMAC = query(
    select(numbers.c.id).where(numbers.c.hmac == bindparam("hmac")),
    "the row of a number",
    index="numbers_hmac_key",
)
BY_HMACS = query(
    select(numbers.c.id, numbers.c.same_as).where(among(numbers.c.hmac, "hashes")),
    "the rows of a page of numbers, or of all spellings of one",
    index="numbers_hmac_key",
)
USER_ROW = query(
    select(numbers.c.id, numbers.c.same_as).where(numbers.c.hmac == bindparam("hmac")).with_for_update(),
    "lock the row of a channel's own id of a person, so that one transaction at a time links it or writes to it",
    index="numbers_hmac_key",
)
COUNTRY = query(
    select(numbers.c.country).where(numbers.c.id == bindparam("number")),
    "the country of a number",
    index="numbers_pkey",
)
E164 = query(
    select(numbers.c.e164).where(numbers.c.id == bindparam("number")),
    "the digits to dial; empty once erased",
    index="numbers_pkey",
)
OWNERS = query(
    select(lead_numbers.c.lead_id)
    .where(among(lead_numbers.c.number_id, "numbers"))
    .distinct()
    .order_by(lead_numbers.c.lead_id),
    "every lead that has one of these numbers",
    index="lead_numbers_number",
)
PEOPLE_BEHIND = query(
    select(lead_numbers.c.lead_id, (leads.c.list == LIST).label("trial"))
    .join_from(lead_numbers, leads, leads.c.id == lead_numbers.c.lead_id)
    .where(among(lead_numbers.c.number_id, "numbers"))
    .distinct()
    .order_by(lead_numbers.c.lead_id),
    "every lead that has one of these numbers, and whether it only gets trials",
    index="lead_numbers_number, leads_pkey",
)
OF_LEAD = query(
    select(lead_numbers.c.number_id)
    .where(lead_numbers.c.lead_id == bindparam("lead"))
    .order_by(lead_numbers.c.position),
    "a lead's numbers in its order",
    index="lead_numbers_pkey | lead_numbers_lead_id_position_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAddress:
    """The row of the address that a message came from."""

    number: int  # the row in use
    linked: int | None = None  # the row of the channel's id, newly linked to `number`


def find(connection: Connection, hasher: Hasher, e164: str) -> int | None:
    """Return the row of a phone in any spelling; None when there is none."""
    return next(iter(find_all(connection, hasher, e164)), None)


def find_all(connection: Connection, hasher: Hasher, e164: str) -> list[int]:
    """
    Return the rows of a phone in all its spellings, the row in use first; an empty list when there is none.

    There are several only if earlier versions stored a stop under each spelling and no list has had the number since.
    """
    hashes = [hasher.number(e164), *hasher.other_spellings(e164)]
    rows = connection.execute(BY_HMACS, {"hashes": hashes}).all()
    in_use = connection.execute(BY_HMAC, {"hmac": hashes[0]}).scalar() if len(rows) > 1 else None
    return sorted({row.same_as or row.id for row in rows}, key=lambda number: number != in_use)


def ensure(connection: Connection, hasher: Hasher, e164: str, *, keep: bool = True) -> int:
    """
    Return the id of a number, and make its row if there is none: only rows can be locked.

    `keep=False` stores no digits: the hash is enough to suppress a number that no lead has.
    """
    values = {"hmac": hasher.number(e164), "key_name": hasher.name, "e164": e164 if keep else None}
    number: int | None = connection.execute(BY_HMAC, {"hmac": values["hmac"]}).scalar()
    if number is None:
        connection.execute(insert(numbers).values(**values).on_conflict_do_nothing())
        number = int(connection.execute(BY_HMAC, {"hmac": values["hmac"]}).scalar_one())
    if keep:
        unknown = (numbers.c.id == number) & numbers.c.e164.is_(None)
        connection.execute(update(numbers).where(unknown).values(e164=e164))
    links.unite(connection, hasher, [e164])
    return number


def ensure_user(connection: Connection, hasher: Hasher, user: str, *, number: int | None) -> ChannelAddress:
    """
    Return the row for a channel's own id of a person (`user`), and lock the row of that id.

    `number` is the number that arrived together with the id; the id is linked to it from then on. None when the channel
    hides the number. WhatsApp gives a person a new id when their number changes, so an id keeps its first number.
    """
    hmac = hasher.user(user)
    connection.execute(insert(numbers).values(hmac=hmac, key_name=hasher.name).on_conflict_do_nothing())
    row = connection.execute(USER_ROW, {"hmac": hmac}).one()
    if number is None:
        return ChannelAddress(number=row.same_as or row.id)
    if row.same_as is not None:
        return ChannelAddress(number=number)
    connection.execute(update(numbers).where(numbers.c.id == row.id).values(same_as=number))
    return ChannelAddress(number=number, linked=row.id)


def ensure_page(connection: Connection, hasher: Hasher, e164s: Sequence[str]) -> list[int]:
    """Return the ids of numbers, and make rows without digits for those that have none."""
    hashes = sorted({hasher.number(e164) for e164 in e164s})  # in order: two pages must not wait for each other
    rows = [{"hmac": digest, "key_name": hasher.name} for digest in hashes]
    connection.execute(insert(numbers).on_conflict_do_nothing(), rows)
    links.unite(connection, hasher, e164s)
    return list(connection.execute(BY_HMACS, {"hashes": hashes}).scalars())


def country(connection: Connection, number: int) -> str:
    """Return the country of a number, ISO 3166-1; "" when it is not known."""
    return connection.execute(COUNTRY, {"number": number}).scalar() or ""


def e164(connection: Connection, number: int) -> str:
    """Return the digits of a number in E.164; "" once they are erased."""
    return connection.execute(E164, {"number": number}).scalar() or ""


def owners(connection: Connection, ids: Sequence[int]) -> list[str]:
    """Return the id of every lead that has one of these numbers. Families and switchboards share numbers."""
    return list(connection.execute(OWNERS, {"numbers": list(ids)}).scalars())


def people_behind(connection: Connection, ids: Sequence[int]) -> list[str]:
    """Return the owners of these numbers, without one that only gets trials where there is any other."""
    rows = connection.execute(PEOPLE_BEHIND, {"numbers": list(ids)}).all()
    return [row.lead_id for row in rows if not row.trial] or [row.lead_id for row in rows]


def lock_owners(connection: Connection, ids: Sequence[int], *, also: Collection[str] = ()) -> list[str]:
    """
    Lock the leads that have one of these numbers and the leads in `also`, then the numbers; return the numbers' owners.

    The owners are read under the locks, so a list import at the same moment cannot add one unseen. Raises
    UnavailableError when the owners keep changing.
    """
    return lock_known(connection, lambda: owners(connection, ids), lambda leads: {*leads, *also}, ids)


def of_lead(connection: Connection, lead: str) -> list[int]:
    """Return the ids of a lead's numbers, in its order."""
    return list(connection.execute(OF_LEAD, {"lead": lead}).scalars())


def close(connection: Connection, number: int, reason: str, *, at: datetime) -> None:
    """Close a number in every campaign (protocol §5.2); the first reason is kept. The caller has locked the number."""
    closed = func.coalesce(numbers.c.closed, reason)
    closed_at = func.coalesce(numbers.c.closed_at, at)
    connection.execute(update(numbers).where(numbers.c.id == number).values(closed=closed, closed_at=closed_at))

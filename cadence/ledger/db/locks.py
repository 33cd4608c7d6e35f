"""
Which locks does a decision take? Edge: the locks of protocol §1.2, always in this order.

    pauses and campaign (shared), accounts, leads by id, numbers by id, floor, sender

A pause, a stop, an opt-out and an erasure take the same locks exclusively. So once one has committed, no touch that it
forbids can be reserved: an earlier reserve has committed before it, and a later one sees it. Pauses and campaigns use
transaction-level advisory locks: they are fair, and a shared one costs no write per touch. So do accounts, which
are known by the form of their names: one may have several rows. Functions of the ledger take the locks of one decision
in one call (`db/migrations/versions/locks/locks.sql`).

A page of leads that enters a campaign takes the first two, then a lock of that campaign's entry.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Executable, bindparam, func, select

from cadence.domain.clock import Clock, check_clock, off_by, utc_now
from cadence.domain.errors import NotFoundError, UnavailableError
from cadence.ledger.db.queries import among, query, returning, sql
from cadence.ledger.tables.campaigns import campaigns
from cadence.ledger.tables.people import numbers

PAUSES = 7_263_302
"""First half of the advisory lock that every reserve holds shared; the second half is 0."""
CAMPAIGN = 7_263_303
"""First half of a campaign's advisory lock; the second half is its id."""
ENTERING = 7_263_307
"""First half of the advisory lock of a campaign's page of enrolments; the second half is the campaign's id."""

TRIALS = 7_263_308
"""First half of the advisory lock of who gets a trial, while it is ordered; the second half is a hash of the lead."""

READINGS = 5
"""How often `lock_known` tries before it raises UnavailableError."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Locked:
    """What `lock_for_touch` has locked, by the ledger's ids."""

    enrolment: str
    lead: str
    campaign: int
    law: int  # the last change of the stored law: none commits while these locks are held


LOCK_FOR_TOUCH = returning(
    "lead campaign law began ended",
    sql(
        "SELECT CAST(lead AS text) AS lead, campaign, law, began, ended"
        " FROM lock_for_touch(CAST(:enrolment AS uuid), :pauses, :campaigns)",
        "take every lock that a reserve needs",
        index="",
    ),
)
LOCK_LEADS = sql(
    "SELECT lock_leads(CAST(:leads AS uuid[]))",
    "lock leads and their numbers, so that one transaction at a time decides about them",
    index="",
)
_SHARED = select(
    campaigns.c.id,
    func.pg_advisory_xact_lock_shared(PAUSES, 0),
    func.pg_advisory_xact_lock_shared(CAMPAIGN, campaigns.c.id),
).where(campaigns.c.name == bindparam("campaign"))
SHARE_CAMPAIGN = query(
    _SHARED,
    "lock out pauses and the end of a campaign while a page of its leads is changed",
    index="campaigns_name_key",
)
LOCK_ENTRY = query(
    _SHARED.add_columns(func.pg_advisory_xact_lock(ENTERING, campaigns.c.id)),
    "lock out pauses, the end of a campaign and any other page of leads while one is enrolled",
    index="campaigns_name_key",
)
SHARE_TRIED = sql(
    """
    SELECT pg_advisory_xact_lock_shared(:pauses, 0), pg_advisory_xact_lock_shared(:campaigns, tried.id)
    FROM enrolments e JOIN campaigns c ON c.id = e.campaign_id JOIN campaigns tried ON 'trial:' || tried.name = c.name
    WHERE e.id = :enrolment
    """,
    "lock out pauses of the campaign whose step is tried",
    index="enrolments_pkey | enrolments_id_lead_id_campaign_id_key",
)
LOCK_NUMBERS = query(
    select(numbers.c.id).where(among(numbers.c.id, "numbers")).order_by(numbers.c.id).with_for_update(),
    "lock numbers, so that one transaction at a time decides about them",
    index="numbers_pkey",
)


def lock_for_touch(connection: Connection, enrolment: str, *, clock: Clock | None = None) -> Locked:
    """
    Take every lock that a reserve needs. Read the facts with new statements afterwards.

    The lead's account is locked too: a limit may count by it. With `clock`, raises WrongClockError when this machine's
    clock differs from PostgreSQL's: windows and limits would be judged at another instant. Raises NotFoundError.
    """
    before = utc_now()
    row = connection.execute(LOCK_FOR_TOUCH, {"enrolment": enrolment, "pauses": PAUSES, "campaigns": CAMPAIGN}).first()
    if row is None:
        raise NotFoundError(f"There is no enrolment {enrolment}. `cadence lead` shows a lead's enrolments.")
    if clock is not None:
        check_clock(clock, off_by(before, row.began, utc_now(), ended=row.ended))
    return Locked(enrolment, row.lead, row.campaign, row.law)


def share_tried(connection: Connection, enrolment: str) -> None:
    """Before a trial takes its own locks: lock out pauses of the campaign that it tries, if that was launched."""
    connection.execute(SHARE_TRIED, {"enrolment": enrolment, "pauses": PAUSES, "campaigns": CAMPAIGN})


def lock_trials(connection: Connection, lead: str) -> None:
    """Let one trial to somebody be ordered at a time. Take it before every other lock."""
    connection.execute(select(func.pg_advisory_xact_lock(TRIALS, func.hashtext(lead))))


def lock_lead(connection: Connection, lead: str) -> None:
    """Lock one lead and all its numbers."""
    lock_leads(connection, [lead])


def lock_leads(connection: Connection, leads: Collection[str]) -> int:
    """
    Lock the leads' accounts, then the leads in the order of their ids, then all their numbers by id.

    Return the last change of the stored law: with pauses locked out, it is the last one until the commit.
    """
    law: int = connection.execute(LOCK_LEADS, {"leads": list(leads)}).scalar_one()
    return law


def lock_numbers(connection: Connection, numbers: Collection[int]) -> None:
    """Lock numbers in the order of their ids, without their leads."""
    connection.execute(LOCK_NUMBERS, {"numbers": list(numbers)})


def lock_known(
    connection: Connection, read: Callable[[], T], leads_of: Callable[[T], Collection[str]], numbers: Collection[int]
) -> T:
    """
    Lock the leads that `read` names, and these numbers; return what `read` returns under the locks.

    Until a number is locked, a list import may give it to another lead. That lead must be locked before the numbers, so
    all locks are released and taken again. Once a number is locked no lead is added to it. Raises UnavailableError when
    the result keeps changing; it is safe to try again.
    """
    for _ in range(READINGS):
        known = frozenset(leads_of(read()))
        attempt = connection.begin_nested()
        lock_leads(connection, sorted(known))
        lock_numbers(connection, numbers)
        result = read()
        if known.issuperset(leads_of(result)):
            attempt.commit()
            return result
        attempt.rollback()  # releases the locks
    raise UnavailableError("Lists are being imported that have this number. Nothing was changed; try again.")


def exclude_touches(connection: Connection, campaign: int | None = None) -> None:
    """Wait until no reserve is under way, in this campaign or in any, and let none begin until the commit."""
    first, second = (PAUSES, 0) if campaign is None else (CAMPAIGN, campaign)
    connection.execute(select(func.pg_advisory_xact_lock(first, second)))


def share_campaign(connection: Connection, campaign: str) -> int:
    """Lock out pauses and the end of the campaign with this name; return its id. Raises NotFoundError."""
    return _locked(connection, SHARE_CAMPAIGN, campaign)


def lock_entry(connection: Connection, campaign: str) -> int:
    """
    Lock as `share_campaign` does, and let one page at a time enter; return the campaign's id. Raises NotFoundError.

    Count the room with a new statement afterwards: so it is what the page before has left.
    """
    return _locked(connection, LOCK_ENTRY, campaign)


def _locked(connection: Connection, statement: Executable, campaign: str) -> int:
    row = connection.execute(statement, {"campaign": campaign}).first()
    if row is None:
        raise NotFoundError(f"There is no campaign {campaign}. `cadence list` shows those that are.")
    return int(row.id)

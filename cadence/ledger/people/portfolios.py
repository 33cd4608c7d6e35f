"""
Has a portfolio capacity for one more person? Edge: counted over all campaigns, one touch at a time (protocol §4.2).

The count is of rows in `touches`, so a touch that was put back or never left stops counting by itself. A lead for whom
there is no capacity gets the time at which another touch stops counting, a different one for each lead: otherwise all
would come back at the same moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Outcome
from cadence.ledger.db.queries import query, sql
from cadence.ledger.tables.touches import portfolios

LOCK_PORTFOLIO = query(
    select(portfolios.c.turn).where(portfolios.c.portfolio == bindparam("portfolio")).with_for_update(),
    "let one touch at a time count the people of a portfolio",
    index="portfolios_pkey",
)
_PEOPLE = """
    SELECT lead_id, max(at) AS last FROM touches
    WHERE portfolio = :portfolio AND portfolio <> '' AND at > :since AND state NOT IN ('planned', 'skipped')
          AND (outcome IS NULL OR outcome = 'lost' OR (sid IS NOT NULL AND outcome <> ALL (CAST(:nobody AS text[]))))
    GROUP BY lead_id
"""
OTHERS = sql(
    f"""
    WITH people AS ({_PEOPLE}),
         others AS (SELECT last FROM people WHERE lead_id <> :lead),
         first AS (SELECT last FROM others ORDER BY last DESC OFFSET :most - 1 LIMIT 1)
    SELECT (SELECT count(*) FROM others) AS people, first.last AS first,
           coalesce((SELECT min(o.last) FROM others o WHERE o.last >= first.last AND o.last > :turn), first.last)
               AS turn
    FROM (SELECT 1) AS always LEFT JOIN first ON true
    """,  # noqa: S608  our own words
    "how many other people a portfolio reached lately, and when the next of them stops counting",
    index="touches_portfolio",
)
PEOPLE = sql(
    f"SELECT count(*) FROM ({_PEOPLE}) AS people",  # noqa: S608
    "how many people a portfolio reached lately",
    index="touches_portfolio",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioCapacity:
    """Whether there is capacity for one more person."""

    people: int  # others, in the period
    until: datetime | None = None  # the first instant with capacity; None: there is capacity now
    turn: datetime | None = None  # the instant that is reserved for this person


def claim(  # noqa: PLR0913  each argument is independent
    connection: Connection,
    portfolio: str,
    lead: str,
    most: int,
    *,
    now: datetime,
    span: timedelta,
    reached_nobody: Iterable[Outcome],
) -> PortfolioCapacity:
    """
    Return whether a portfolio that may reach `most` people in `span` has capacity for this lead.

    A touch that the carrier refused does not count, nor one whose outcome is among `reached_nobody`. The portfolio
    stays locked until the commit, so a caller that found capacity inserts its touch before another caller counts.
    """
    turn = connection.execute(LOCK_PORTFOLIO, {"portfolio": portfolio}).scalar()
    if turn is None:  # its first touch
        connection.execute(insert(portfolios).values(portfolio=portfolio, turn=now - span).on_conflict_do_nothing())
        turn = connection.execute(LOCK_PORTFOLIO, {"portfolio": portfolio}).scalar_one()
    values = {"portfolio": portfolio, "since": now - span, "nobody": [outcome.value for outcome in reached_nobody]}
    row = connection.execute(OTHERS, values | {"lead": lead, "most": most, "turn": turn}).one()
    if row.first is None:
        return PortfolioCapacity(people=row.people)
    connection.execute(update(portfolios).where(portfolios.c.portfolio == portfolio).values(turn=row.turn))
    return PortfolioCapacity(people=row.people, until=row.first + span, turn=row.turn + span)


def people(connection: Connection, portfolio: str, *, since: datetime, reached_nobody: Iterable[Outcome]) -> int:
    """Return how many people a portfolio reached after an instant."""
    values = {"portfolio": portfolio, "since": since, "nobody": [outcome.value for outcome in reached_nobody]}
    return int(connection.execute(PEOPLE, values).scalar_one())

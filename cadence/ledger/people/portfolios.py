"""
Has a portfolio room for one more person? Edge: counted over everybody, one touch at a time (protocol §4.2).

The count is of rows, so what was put back or never left frees its place by itself. Who finds no room is given a turn,
each in line the ageing of another touch: or all would come back for the first place at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import Outcome
from cadence.ledger.db.queries import named
from cadence.ledger.tables import portfolios
from cadence.ledger.tables.base import ID, INSTANT

LOCK_PORTFOLIO = named(
    select(portfolios.c.turn).where(portfolios.c.portfolio == bindparam("portfolio")).with_for_update(),
    "lock_portfolio",
    "let one touch at a time count the people of a portfolio",
    index="portfolios_pkey",
)
_PEOPLE = """
    SELECT lead_id, max(at) AS last FROM touches
    WHERE portfolio = :portfolio AND portfolio <> '' AND at > :since AND state NOT IN ('planned', 'skipped')
          AND (outcome IS NULL OR outcome = 'lost' OR (sid IS NOT NULL AND outcome <> ALL (CAST(:nobody AS text[]))))
    GROUP BY lead_id
"""
OTHERS = named(
    text(
        f"""
        WITH people AS ({_PEOPLE}),
             others AS (SELECT last FROM people WHERE lead_id <> :lead),
             first AS (SELECT last FROM others ORDER BY last DESC OFFSET :most - 1 LIMIT 1)
        SELECT (SELECT count(*) FROM others) AS people, first.last AS first,
               coalesce((SELECT min(o.last) FROM others o WHERE o.last >= first.last AND o.last > :turn), first.last)
                   AS turn
        FROM (SELECT 1) AS always LEFT JOIN first ON true
        """  # noqa: S608  our own words
    ).bindparams(bindparam("lead", type_=ID), bindparam("since", type_=INSTANT), bindparam("turn", type_=INSTANT)),
    "others_in_portfolio",
    "how many other people had a message of a portfolio's lately, and whose ageing makes room",
    index="touches_portfolio",
)
PEOPLE = named(
    text(f"SELECT count(*) FROM ({_PEOPLE}) AS people").bindparams(bindparam("since", type_=INSTANT)),  # noqa: S608
    "people_in_portfolio",
    "how many people had a message of a portfolio's lately",
    index="touches_portfolio",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioCapacity:
    """Whether there is room for one more person."""

    people: int  # others, in the period
    until: datetime | None = None  # the first instant at which there is; None: now
    turn: datetime | None = None  # the one at which it is this person's turn


def claim(  # noqa: PLR0913  who, of what, how many, and when
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
    Return whether a portfolio that may reach `most` people in `span` has room for this lead.

    A touch that the carrier refused does not count, nor one whose outcome is among `reached_nobody`. The portfolio
    stays locked until the commit: whoever found room inserts the touch before another counts.
    """
    connection.execute(insert(portfolios).values(portfolio=portfolio, turn=now - span).on_conflict_do_nothing())
    turn = connection.execute(LOCK_PORTFOLIO, {"portfolio": portfolio}).scalar_one()
    about = {"portfolio": portfolio, "since": now - span, "nobody": [one.value for one in reached_nobody]}
    found = connection.execute(OTHERS, about | {"lead": lead, "most": most, "turn": turn}).one()
    if found.first is None:
        return PortfolioCapacity(people=found.people)
    promised = update(portfolios).where(portfolios.c.portfolio == portfolio).values(turn=found.turn)
    connection.execute(promised)
    return PortfolioCapacity(people=found.people, until=found.first + span, turn=found.turn + span)


def people(connection: Connection, portfolio: str, *, since: datetime, reached_nobody: Iterable[Outcome]) -> int:
    """Return how many people had a message of a portfolio's after an instant."""
    about = {"portfolio": portfolio, "since": since, "nobody": [one.value for one in reached_nobody]}
    return int(connection.execute(PEOPLE, about).scalar_one())

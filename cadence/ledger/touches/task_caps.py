"""
How many tasks were handed out on a working day? Edge: counted over all campaigns, one touch at a time (protocol §4.2).

The count is of touches, so there is no counter to keep in step. Turns for later days are kept as a day and a number:
who waits stands with the enrolment, as everything that it waits for.
"""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Text, bindparam, cast, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.channels import WORK_CHANNEL
from cadence.ledger.db.queries import query
from cadence.ledger.tables.answers import tasks
from cadence.ledger.tables.campaigns import campaigns
from cadence.ledger.tables.touches import task_turns, touches

LOCK_SCOPE = query(
    select(task_turns.c.day, task_turns.c.given).where(task_turns.c.scope == bindparam("counted")).with_for_update(),
    "let one touch at a time count the tasks of a cap",
    index="task_turns_pkey",
)
GIVE_TURN = query(
    update(task_turns)
    .where(task_turns.c.scope == bindparam("counted"))
    .values(day=bindparam("on"), given=bindparam("n")),
    "keep the last day for which turns were given to tasks that wait",
    index="task_turns_pkey",
)
_STEP_TASKS = text(f"touches.channel = '{WORK_CHANNEL.value}' AND touches.cause_kind = 'step'")
"""PostgreSQL uses the index `touches_tasks` only for this exact text."""


def _word(name: str) -> ColumnElement[str]:
    return bindparam(name, type_=Text)


_CAMPAIGN = select(campaigns.c.id).where(campaigns.c.name == _word("campaign")).scalar_subquery()

HANDED_OUT = query(
    select(func.count())
    .select_from(touches)
    .join(tasks, tasks.c.ref == cast(touches.c.id, Text))
    .where(
        _STEP_TASKS,
        touches.c.at >= bindparam("since"),
        touches.c.at < bindparam("until"),
        or_(_word("campaign") == "", touches.c.campaign_id == _CAMPAIGN),
        or_(_word("label") == "", tasks.c.label == _word("label")),
        or_(_word("assign") == "", tasks.c.assign == _word("assign")),
    ),
    "how many tasks of steps were handed out on a working day",
    index="touches_tasks, tasks_ref_key, campaigns_name_key",
)


def lock(connection: Connection, scope: str) -> tuple[date | None, int]:
    """
    Let nobody else count the tasks of a cap until the commit; return the last day with turns, and how many.

    A caller that finds that one more may be handed out writes it before another caller counts.
    """
    row = connection.execute(LOCK_SCOPE, {"counted": scope}).one_or_none()
    if row is None:  # its first task
        connection.execute(insert(task_turns).values(scope=scope, given=0).on_conflict_do_nothing())
        row = connection.execute(LOCK_SCOPE, {"counted": scope}).one()
    return row.day, row.given


def give_turn(connection: Connection, scope: str, day: date, given: int) -> None:
    """Keep that so many turns were given for this day, the last one with turns."""
    connection.execute(GIVE_TURN, {"counted": scope, "on": day, "n": given})


def handed_out(  # noqa: PLR0913  what a cap counts by
    connection: Connection, *, since: datetime, until: datetime, campaign: str, label: str, assign: str
) -> int:
    """Return how many tasks were handed out in [since, until); "" counts all."""
    values = {"since": since, "until": until, "campaign": campaign, "label": label, "assign": assign}
    return int(connection.execute(HANDED_OUT, values).scalar_one())

"""
Which leads are late or lost, and does the campaign make progress? Edge: what `doctor` reads from the ledger.

Every query reads a bounded number of rows by an index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Text, any_, bindparam, exists, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from cadence.domain.channels import DESCRIPTORS
from cadence.ledger.db.engine import connect_errors
from cadence.ledger.db.queries import query
from cadence.ledger.tables.campaigns import campaigns, enrolments
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import OPEN, touches

HERE = (None, "", "localhost", "127.0.0.1", "::1")
"""Host names of this machine."""
MOST = 1000
"""At most this many late leads are counted."""

LATE = query(
    select(
        enrolments.c.id,
        enrolments.c.next_at,
        enrolments.c.campaign_id,
        campaigns.c.name.label("campaign"),
        enrolments.c.move["floor"].astext.label("floor"),
    )
    .join_from(enrolments, campaigns, campaigns.c.id == enrolments.c.campaign_id)
    .where(
        enrolments.c.finished.is_(None),
        enrolments.c.next_at < bindparam("before"),
        ~exists().where(touches.c.enrolment_id == enrolments.c.id, touches.c.lead_id == enrolments.c.lead_id, OPEN),
    )
    .order_by(enrolments.c.next_at)
    .limit(MOST),
    "open leads whose wake-up has passed, except those with a touch under way",
    index="enrolments_wakeups, touches_key | touches_open | touches_enrolment",
)
LOST = query(
    select(func.count())
    .select_from(enrolments)
    .where(enrolments.c.finished.is_(None), enrolments.c.next_at.is_(None), enrolments.c.hold.is_(None)),
    "open leads with neither a wake-up nor a hold (law 3)",
    index="enrolments_wakeups",
)
UNSTARTED_SINCE = query(
    select(func.count())
    .select_from(enrolments)
    .where(enrolments.c.started_at.is_(None), enrolments.c.finished.is_(None), enrolments.c.at < bindparam("before")),
    "enrolments made a while ago whose workflow was not started",
    index="enrolments_unstarted",
)
LAST_TOUCH = query(
    select(func.max(touches.c.at)).where(touches.c.campaign_id == bindparam("campaign")),
    "when a campaign last made a touch",
    index="touches_campaign",
)
REPORTED = [channel for channel, known in DESCRIPTORS.items() if known.by_phone]
"""Channels whose provider reports by webhook: a relay reports nothing, and a campaign may send nothing but e-mail."""
LAST_CARRIED = query(
    select(func.max(touches.c.at)).where(
        touches.c.campaign_id == bindparam("campaign"),
        touches.c.at > bindparam("since"),
        touches.c.at < bindparam("before"),
        touches.c.sid.is_not(None),
        touches.c.channel == any_(literal(REPORTED, ARRAY(Text))),
    ),
    "when the carrier last took a touch of a campaign that it reports on, between two instants",
    index="touches_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """An open lead whose wake-up has passed, by the Clock."""

    enrolment: str
    campaign: str
    campaign_id: int
    due: datetime
    floor: str = ""  # the floor that the call needs an agent of; "" for anything else


_late = reader(Late, enrolment="id", due="next_at")


def late(connection: Connection, before: datetime) -> list[Late]:
    """Return open leads whose wake-up is before this instant and that have no touch under way, most overdue first."""
    return [_late(row) for row in connection.execute(LATE, {"before": before})]


def lost(connection: Connection) -> int:
    """Count open leads with neither a wake-up nor a hold: there must be none (law 3)."""
    return connection.execute(LOST).scalar_one()


def unstarted(connection: Connection, before: datetime) -> int:
    """Count enrolments made before this instant whose workflow was never started."""
    return connection.execute(UNSTARTED_SINCE, {"before": before}).scalar_one()


def last_touch(connection: Connection, campaign: int) -> datetime | None:
    """Return when a campaign last made a touch, by the Clock."""
    last: datetime | None = connection.execute(LAST_TOUCH, {"campaign": campaign}).scalar()
    return last


def last_carried(connection: Connection, among: Sequence[int], *, since: datetime, before: datetime) -> datetime | None:
    """Return when the carrier last took a touch on which it reports, of these campaigns, between two instants."""
    queries = ({"campaign": campaign, "since": since, "before": before} for campaign in among)
    instants = [connection.execute(LAST_CARRIED, parameters).scalar() for parameters in queries]
    return max((instant for instant in instants if instant is not None), default=None)


def data_directory(engine: Engine) -> str | None:
    """Return the server's data directory; None when it is on another machine or our role may not read it."""
    socket, host = str(engine.url.query.get("host", "")), engine.url.host
    if not socket.startswith("/") and host not in HERE:
        return None
    with connect_errors(), engine.connect() as connection:
        allowed = connection.execute(
            text(
                "SELECT pg_has_role(current_user, 'pg_read_all_settings', 'usage') OR (SELECT rolsuper FROM pg_roles"
                " WHERE rolname = current_user)"
            )
        ).scalar_one()
        return str(connection.execute(text("SHOW data_directory")).scalar_one()) if allowed else None


def try_to_write(engine: Engine) -> None:
    """Write 1 MB to the ledger's disk and remove it. Raises UnavailableError, which says when the disk is full."""
    with connect_errors(), engine.begin() as connection:
        connection.execute(text("CREATE TEMPORARY TABLE disk_probe (filling text STORAGE PLAIN) ON COMMIT DROP"))
        fill = text("INSERT INTO disk_probe SELECT repeat(md5(n::text), 32) FROM generate_series(1, :rows) n")
        connection.execute(fill, {"rows": 1024})

"""What was launched, by whom, and how many leads are on each version? Edge: reading."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from cadence.ledger.campaigns.enrolment_queue import LAUNCH
from cadence.ledger.db.queries import query
from cadence.ledger.tables.answers import commands
from cadence.ledger.tables.campaigns import campaign_files, campaign_versions, enrolments

VERSIONS = query(
    select(campaign_versions.c.version, campaign_versions.c.launched_at, campaign_versions.c.content)
    .add_columns(func.coalesce(campaign_files.c.text, "").label("text"))
    .join_from(
        campaign_versions,
        campaign_files,
        and_(
            campaign_files.c.campaign_id == campaign_versions.c.campaign_id,
            campaign_files.c.version == campaign_versions.c.version,
        ),
        isouter=True,
    )
    .where(campaign_versions.c.campaign_id == bindparam("campaign"))
    .order_by(campaign_versions.c.version),
    "every version of a campaign with the text of its file",
    index="campaign_versions_pkey | campaign_versions_campaign_id_hash_key, campaign_files_pkey",
)
LEADS = query(
    select(
        enrolments.c.version,
        func.count().filter(enrolments.c.finished.is_(None)).label("open"),
        func.count().filter(enrolments.c.finished.is_not(None)).label("finished"),
    )
    .where(
        enrolments.c.campaign_id == bindparam("campaign"),
        or_(enrolments.c.finished.is_(None), enrolments.c.kind == "cadence"),
    )
    .group_by(enrolments.c.version),
    "how many leads are under way and finished on each version of a campaign",
    index="enrolments_campaign",
)
LAUNCHES = query(
    select(commands.c.at, commands.c.actor, commands.c.origin, commands.c.why, commands.c.args["version"].astext)
    .where(commands.c.campaign_id == bindparam("campaign"), commands.c.name == LAUNCH)
    .order_by(commands.c.at.desc(), commands.c.id.desc()),
    "who launched each version of a campaign, the first launch last",
    index="commands_campaign",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A version of a campaign as it was launched, and the leads that follow it."""

    version: int
    launched_at: datetime
    content: str  # canonical JSON
    text: str = ""  # the file as it was written; "" if it was not stored
    actor: str = ""  # who launched it first; "" when no command is recorded
    origin: str = ""
    why: str = ""
    open: int = 0
    finished: int = 0


def every_version(connection: Connection, campaign: int) -> list[StoredVersion]:
    """Return all versions of a campaign, the oldest first."""
    parameters = {"campaign": campaign}
    leads = {row.version: (row.open, row.finished) for row in connection.execute(LEADS, parameters)}
    by = {row[4]: (row.actor, row.origin, row.why) for row in connection.execute(LAUNCHES, parameters)}
    versions = []
    for row in connection.execute(VERSIONS, parameters):
        actor, origin, why = by.get(str(row.version), ("", "", ""))
        under_way, finished = leads.get(row.version, (0, 0))
        versions.append(
            StoredVersion(
                version=row.version,
                launched_at=row.launched_at,
                content=row.content,
                text=row.text,
                actor=actor,
                origin=origin,
                why=why,
                open=under_way,
                finished=finished,
            )
        )
    return versions

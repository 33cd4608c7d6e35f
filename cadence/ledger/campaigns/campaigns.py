"""Which campaigns were launched, in which versions, and are they still running? Edge."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.nearest import nearest
from cadence.domain.trials import PREFIX
from cadence.ledger.db.locks import exclude_touches
from cadence.ledger.db.queries import new, query, upsert
from cadence.ledger.tables.campaigns import campaign_files, campaign_versions, campaigns
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.touches import floors

BY_NAME = query(
    select(campaigns).where(campaigns.c.name == bindparam("campaign")),
    "a campaign by its name",
    index="campaigns_name_key",
)
ALL = query(
    select(campaigns).where(campaigns.c.name.not_like(f"{PREFIX}%")).order_by(campaigns.c.name),
    "every campaign, by name, but for those that hold trials",
    index="",
)
CONTENT = query(
    select(campaign_versions.c.content)
    .join_from(campaigns, campaign_versions, campaign_versions.c.campaign_id == campaigns.c.id)
    .where(campaigns.c.name == bindparam("campaign"), campaign_versions.c.version == bindparam("version")),
    "the content of a version of a campaign",
    index="campaigns_name_key, campaign_versions_pkey",
)
VERSION_OF_HASH = query(
    select(campaign_versions.c.version).where(
        campaign_versions.c.campaign_id == bindparam("campaign"), campaign_versions.c.hash == bindparam("hash")
    ),
    "the version with exactly this content",
    index="campaign_versions_campaign_id_hash_key",
)
VERSIONS = query(
    select(campaign_versions.c.version)
    .where(campaign_versions.c.campaign_id == bindparam("campaign"))
    .order_by(campaign_versions.c.version),
    "the numbers of every version of a campaign",
    index="campaign_versions_pkey | campaign_versions_campaign_id_hash_key",
)
LAST_VERSION = query(
    select(func.coalesce(func.max(campaign_versions.c.version), 0)).where(
        campaign_versions.c.campaign_id == bindparam("campaign")
    ),
    "the number of the latest version of a campaign",
    index="campaign_versions_pkey",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCampaign:
    """A campaign in the ledger. Its file is returned by `content`, by version."""

    id: int
    name: str
    state: CampaignState
    version: int = 0  # the version that new enrolments start with; 0 before the first
    launched_at: datetime
    closed_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None


stored_of = reader(StoredCampaign, version="current_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchResult:
    """The result of a launch."""

    campaign: int
    version: int
    new: bool  # False: exactly this version had been launched before


def launch(  # noqa: PLR0913  each argument is independent
    connection: Connection,
    name: str,
    content: str,
    *,
    at: datetime,
    dates: tuple[date | None, date | None] = (None, None),
    text: str = "",
) -> LaunchResult:
    """
    Make this content the version that new enrolments start with; `dates` are its start and end.

    `content` is canonical JSON: launching the same content again makes no new version. `text` is the file, which is
    stored with a version that has none. Raises ConflictError when the campaign is no longer running.
    """
    connection.execute(insert(campaigns).values(name=name, launched_at=at).on_conflict_do_nothing())
    campaign: int = connection.execute(BY_NAME, {"campaign": name}).one().id
    exclude_touches(connection, campaign)  # one launch at a time, and none during a stop
    if (state := find(connection, name).state) is not CampaignState.RUNNING:
        raise ConflictError(f"Campaign {name} is {state}. Launch it under another name.")
    version, new = version_of(connection, campaign, content)
    if new:
        values = {"campaign_id": campaign, "version": version, "content": content, "hash": _digest(content)}
        connection.execute(insert(campaign_versions).values(**values, launched_at=at))
    if text:
        values = {"campaign_id": campaign, "version": version, "text": text}
        connection.execute(insert(campaign_files).values(**values).on_conflict_do_nothing())
    changed = {"current_version": version, "starts_on": dates[0], "ends_on": dates[1]}
    connection.execute(update(campaigns).where(campaigns.c.id == campaign).values(**changed))
    return LaunchResult(campaign=campaign, version=version, new=new)


def version_of(connection: Connection, campaign: int, content: str) -> tuple[int, bool]:
    """Return the number of the version that has this content, or would get it, and whether it would be new."""
    parameters = {"campaign": campaign, "hash": _digest(content)}
    known: int | None = connection.execute(VERSION_OF_HASH, parameters).scalar()
    if known is not None:
        return known, False
    last: int = connection.execute(LAST_VERSION, {"campaign": campaign}).scalar_one()
    return last + 1, True


def _digest(content: str) -> bytes:
    return hashlib.sha256(content.encode()).digest()


def find(connection: Connection, name: str) -> StoredCampaign:
    """Return a campaign. Raises NotFoundError."""
    row = connection.execute(BY_NAME, {"campaign": name}).first()
    if row is None:
        close = nearest(name, [campaign.name for campaign in every(connection)])
        hint = f" Did you mean {close}?" if close else ""
        raise NotFoundError(f"There is no campaign {name}.{hint} `cadence list` shows those that are.")
    return stored_of(row)


def every(connection: Connection) -> list[StoredCampaign]:
    """Return every campaign, by name; what only holds trials is none."""
    return [stored_of(row) for row in connection.execute(ALL)]


def content(connection: Connection, campaign: str, version: int) -> str:
    """Return the canonical JSON of a version. It never changes, so callers may cache it. Raises NotFoundError."""
    stored: str | None = connection.execute(CONTENT, {"campaign": campaign, "version": version}).scalar()
    if stored is None:
        raise NotFoundError(
            f"There is no version {version} of campaign {campaign}. `cadence list` shows what is there."
        )
    return stored


def versions(connection: Connection, campaign: int) -> list[int]:
    """Return the number of every version of a campaign, in ascending order."""
    return list(connection.execute(VERSIONS, {"campaign": campaign}).scalars())


def close(connection: Connection, name: str, state: CampaignState, *, at: datetime) -> bool:
    """Stop or end a campaign with one row (law 4), and return whether it was running. Raises NotFoundError."""
    campaign = find(connection, name).id
    exclude_touches(connection, campaign)
    running = (campaigns.c.id == campaign) & (campaigns.c.state == CampaignState.RUNNING)
    return connection.execute(update(campaigns).where(running).values(state=state, closed_at=at)).rowcount == 1


def set_floors(connection: Connection, agents: Mapping[str, int], *, at: datetime) -> None:
    """Set how many agents each floor has. Floors are shared by name; the latest launch decides."""
    for name, count in sorted(agents.items()):  # in order: two launches must not wait for each other
        values = {"name": name, "agents": count, "updated_at": at}
        connection.execute(upsert(floors, "name", *values), new(values))


def add_floor(connection: Connection, name: str, agents: int, *, at: datetime) -> None:
    """Add a floor that no launch has named yet, for a trial; one that is known keeps its agents."""
    values = {"name": name, "agents": agents, "updated_at": at}
    connection.execute(insert(floors).values(**values).on_conflict_do_nothing())

"""How does a campaign file become the version that new leads start with? Edge."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from cadence.campaign import Reading
from cadence.campaign.store import to_json
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import LaunchResult
from cadence.ledger.db.ledger import Ledger

Record = Callable[[Connection, LaunchResult, int], None]
"""Records who ordered a launch; called with the version and how many leads are new on the roster."""


def edit(ledger: Ledger, reading: Reading, now: datetime, record: Record) -> LaunchResult:
    """Make this file the new version of a campaign; its roster stays. Raises NotFoundError, ConflictError if closed."""
    with ledger.begin() as connection:
        campaigns.find(connection, reading.right().campaign)
        version = store_version(connection, reading, now)
        record(connection, version, 0)
    return version


def store_version(connection: Connection, reading: Reading, now: datetime) -> LaunchResult:
    """Store the file's content and text, and how many agents its floors have."""
    campaign = reading.right()
    dates, content = (campaign.first_day, campaign.last_day), to_json(campaign)
    version = campaigns.launch(connection, campaign.campaign, content, at=now, dates=dates, text=reading.text)
    campaigns.set_floors(connection, {name: floor.agents for name, floor in campaign.floors.items()}, at=now)
    return version

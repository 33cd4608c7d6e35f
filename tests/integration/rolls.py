"""How does a whole list come on a roster without a launch? `launch` puts there only whom it has just read."""

from datetime import datetime

from sqlalchemy import Connection, text

PUT = text(
    """
    INSERT INTO roster (campaign_id, lead_id, score, added_at)
    SELECT :campaign, id, score, :at FROM leads WHERE list = :list AND erased_at IS NULL ORDER BY id
    ON CONFLICT DO NOTHING
    """
)


def put_on_roster(connection: Connection, campaign: int, list_name: str, *, at: datetime) -> None:
    """Put every lead of a list on a campaign's roster, once."""
    connection.execute(PUT, {"campaign": campaign, "list": list_name, "at": at})

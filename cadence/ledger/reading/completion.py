"""Which campaigns are there, for completion in a shell? Edge: asked with little patience."""

from sqlalchemy import text

from cadence.ledger.campaigns import campaigns
from cadence.ledger.db.engine import make_engine

SECONDS = 2
"""How long a connection may take; no server listens on most machines, which is known at once."""
STATEMENT_TIMEOUT = text("SET LOCAL statement_timeout = '500ms'")


def names_of_campaigns(url: str) -> list[str]:
    """Return the name of every campaign. Raises whatever goes wrong."""
    engine = make_engine(url, connections=1, patience=SECONDS)
    try:
        with engine.begin() as connection:
            connection.execute(STATEMENT_TIMEOUT)
            return [campaign.name for campaign in campaigns.every(connection)]
    finally:
        engine.dispose()

"""Store keys of the API, each with its role. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0045"
down_revision = "0044"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table of keys."""
    run_script(__file__, "access/api_keys.sql")

"""Let the ledger hold channels, kinds of number and addresses that come later. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0024"
down_revision = "0023"
downgrade = no_way_back


def upgrade() -> None:
    """Take any word, and addresses with an @."""
    run_script(__file__, "channels/channels.sql")

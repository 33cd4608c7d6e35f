"""Keep an agent's place until the conversation is written up, and queue for it by promise and score. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0017"
down_revision = "0016"
downgrade = no_way_back


def upgrade() -> None:
    """Make the queue, and what says until when a place is taken."""
    run_script(__file__, "seventeenth/places.sql")

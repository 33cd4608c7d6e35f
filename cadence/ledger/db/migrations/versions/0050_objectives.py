"""Measure objectives. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0050"
down_revision = "0049"
downgrade = no_way_back


def upgrade() -> None:
    """Create the counts of processes and the list of touches whose answer was lost."""
    run_script(__file__, "operations/objectives.sql")

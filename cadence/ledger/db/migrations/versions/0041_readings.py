"""Keep how many rows of a list became leads, and what was wrong with the others. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0041"
down_revision = "0040"
downgrade = no_way_back


def upgrade() -> None:
    """Add the table, and the view of the figure."""
    run_script(__file__, "readings/readings.sql")

"""Keep what was corrected: a promise that another replaced, and a report that another outweighs. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0002"
down_revision = "0001"
downgrade = no_way_back


def upgrade() -> None:
    """Let a promise name its successor, and keep the reports that contradict what stands."""
    run_script(__file__, "second/corrections.sql")

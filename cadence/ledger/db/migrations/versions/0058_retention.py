"""Note how far personal data that was kept long enough has been erased. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0058"
down_revision = "0057"
downgrade = no_way_back


def upgrade() -> None:
    """Create the table of runs."""
    run_script(__file__, "retention/retention_runs.sql")

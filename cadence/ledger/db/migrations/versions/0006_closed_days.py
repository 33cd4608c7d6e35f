"""Keep the days that somebody declares closed, and the town a lead lives in. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0006"
down_revision = "0005"
downgrade = no_way_back


def upgrade() -> None:
    """Make the tables of declared days, and the column of towns."""
    run_script(__file__, "sixth/closed_days.sql")

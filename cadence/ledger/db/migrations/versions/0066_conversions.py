"""Tell once that a lead is converted, however often it becomes known. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0066"
down_revision = "0065"
downgrade = no_way_back


def upgrade() -> None:
    """Keep which cadences have converted, and ask it before the event is written."""
    run_script(__file__, "conversions/conversions.sql")

"""Store which answer a touch got, and what people told us of themselves. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0032"
down_revision = "0030"
downgrade = no_way_back


def upgrade() -> None:
    """Add the column and the table."""
    run_script(__file__, "answers/answers.sql")

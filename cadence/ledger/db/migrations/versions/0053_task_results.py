"""Give tasks a result, and an instant by which it is due. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0053"
down_revision = "0052"
downgrade = no_way_back


def upgrade() -> None:
    """Add the columns, and withdraw tasks whose person is not worked for any more."""
    run_script(__file__, "task_results/task_results.sql")

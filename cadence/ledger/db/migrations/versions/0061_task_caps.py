"""Count the tasks of a working day, and keep the turns of those that wait. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0061"
down_revision = "0060"
downgrade = no_way_back


def upgrade() -> None:
    """Add the table of turns and the index of tasks."""
    run_script(__file__, "task_caps/task_caps.sql")

"""Let a step be sent to a number of our own. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0038"
down_revision = "0037"
downgrade = no_way_back


def upgrade() -> None:
    """Know the kind of enrolment and the cause of a touch."""
    run_script(__file__, "trials/trials.sql")

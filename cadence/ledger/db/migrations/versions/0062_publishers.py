"""Let keys of the API have the role of a publisher. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0062"
down_revision = "0061"
downgrade = no_way_back


def upgrade() -> None:
    """Widen the constraint of roles."""
    run_script(__file__, "access/publisher.sql")

"""Give rows an order in which they can be audited. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0014"
down_revision = "0013"
downgrade = no_way_back


def upgrade() -> None:
    """Add the order to what leaves and to what stops it."""
    run_script(__file__, "fourteenth/audit_order.sql")

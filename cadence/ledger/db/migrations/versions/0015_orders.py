"""Keep every order as it was given. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0015"
down_revision = "0014"
downgrade = no_way_back


def upgrade() -> None:
    """Refuse changes of orders that were given."""
    run_script(__file__, "fifteenth/orders.sql")

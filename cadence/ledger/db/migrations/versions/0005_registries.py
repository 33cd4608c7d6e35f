"""Keep copies of official lists of numbers that must not be contacted. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0005"
down_revision = "0004"
downgrade = no_way_back


def upgrade() -> None:
    """Make the tables of the copies and of what stands on them."""
    run_script(__file__, "fifth/registries.sql")

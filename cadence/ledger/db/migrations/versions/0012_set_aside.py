"""Keep what a background job could not handle. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0012"
down_revision = "0011"
downgrade = no_way_back


def upgrade() -> None:
    """Make the table of items that jobs have set aside."""
    run_script(__file__, "twelfth/set_aside.sql")

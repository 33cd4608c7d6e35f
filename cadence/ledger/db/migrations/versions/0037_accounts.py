"""Count the people of an account together, and decide about them one at a time. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0037"
down_revision = "0035"
downgrade = no_way_back


def upgrade() -> None:
    """Add the form by which an account is known, its indexes, and the locks."""
    run_script(__file__, "accounts/accounts.sql")

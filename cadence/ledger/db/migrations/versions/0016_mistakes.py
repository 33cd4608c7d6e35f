"""Let a pause be about a template, a destination or the carrier's account. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0016"
down_revision = "0015"
downgrade = no_way_back


def upgrade() -> None:
    """Know the new scopes, and who takes the failed branch after a pause."""
    run_script(__file__, "sixteenth/mistakes.sql")

"""Let a stop follow a person to the numbers that they get later. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0011"
down_revision = "0010"
downgrade = no_way_back


def upgrade() -> None:
    """Let a suppression be about a person, and give those that stand the person who said stop."""
    run_script(__file__, "eleventh/people.sql")

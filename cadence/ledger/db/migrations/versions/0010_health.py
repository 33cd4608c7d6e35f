"""Record which processes run, how their jobs go, and when the services we depend on were last heard. Edge."""

from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0010"
down_revision = "0009"
downgrade = no_way_back


def upgrade() -> None:
    """Make the tables of heartbeats, jobs and services."""
    run_script(__file__, "tenth/health.sql")

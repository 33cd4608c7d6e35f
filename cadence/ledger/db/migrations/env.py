"""Run by Alembic. Edge: the connection comes from `Ledger.migrate()`, there is no configuration file."""

from alembic import context

from cadence.ledger.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False
)
with context.begin_transaction():
    context.run_migrations()

"""Commit to each fact in its transaction, so that a change of the past is seen. Edge."""

from alembic import context, op
from sqlalchemy import text

from cadence.domain.errors import ConflictError
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0046"
down_revision = "0045"
downgrade = no_way_back


def upgrade() -> None:
    """Write a leaf for each fact that stands, under the ledger's key, and one for each from now on."""
    connection = op.get_bind()
    hasher: Hasher | None = context.config.attributes.get("hasher")
    if hasher is not None:
        connection.execute(
            text("SELECT set_config('cadence.witness', :secret, true)"), {"secret": hasher.witness().hex()}
        )
    elif connection.execute(text("SELECT EXISTS (SELECT FROM campaigns) OR EXISTS (SELECT FROM numbers)")).scalar_one():
        raise ConflictError(
            "The ledger has facts, and each is committed to now, which takes the key it was made with. Set "
            "CADENCE_HMAC_KEY and run `cadence db upgrade` again."
        )
    run_script(__file__, "audit/leaves.sql")

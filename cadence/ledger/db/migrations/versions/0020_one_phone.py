"""Unite the rows of one phone that earlier versions made under its spellings, and its people's stops. Edge."""

import hmac

from alembic import context, op
from sqlalchemy import text

from cadence.domain.errors import ConflictError, WrongKeysError
from cadence.domain.spellings import SPELLINGS
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0020"
down_revision = "0019"
downgrade = no_way_back

PAGE = 10_000
PREFIXES = tuple({row.identity_as[:3] for row in SPELLINGS})
"""The countries whose numbers have several spellings, by their prefix."""


def upgrade() -> None:
    """Link them by the hashes of their spellings, which takes the secret key, and report what that changed."""
    connection = op.get_bind()
    connection.execute(text("CREATE TEMPORARY TABLE spelt (used bytea, other bytea) ON COMMIT DROP"))
    digits = text("SELECT e164 FROM numbers WHERE left(e164, 3) = ANY (:prefixes)")
    known = list(connection.execute(digits, {"prefixes": list(PREFIXES)}).scalars())
    if not known:
        return
    hasher = _hasher()
    pairs = [(hasher.number(one), other) for one in known for other in hasher.other_spellings(one)]
    for start in range(0, len(pairs), PAGE):
        page = [{"used": used, "other": other} for used, other in pairs[start : start + PAGE]]
        connection.execute(text("INSERT INTO spelt VALUES (:used, :other)"), page)
    run_script(__file__, "twentieth/one_phone.sql")
    _report()


def _hasher() -> Hasher:
    """Return what hashes with this ledger's key. Raises ConflictError without a key, WrongKeysError for another one."""
    hasher: Hasher | None = context.config.attributes.get("hasher")
    if hasher is None:
        raise ConflictError(
            "The ledger has numbers of Mexico, Brazil, Argentina or Colombia, whose spellings are united now; that "
            "takes the key it was made with. Set CADENCE_HMAC_KEY and run `cadence db upgrade` again."
        )
    row = op.get_bind().execute(text("SELECT name, check_value FROM keys")).first()
    if row is not None and not (row.name == hasher.name and hmac.compare_digest(row.check_value, hasher.check_value())):
        raise WrongKeysError
    return hasher


def _report() -> None:
    """Say what was united, for whoever upgrades."""
    counts = "SELECT (SELECT count(*) FROM united) AS rows, (SELECT count(DISTINCT inbound_id) FROM found) AS stops"
    row = op.get_bind().execute(text(counts)).one()
    if row.rows:
        context.config.attributes.setdefault("report", []).append(
            f"{row.rows:,} numbers were another spelling of a phone and are united with it; {row.stops:,} earlier "
            "stops found their person, who is closed with every number."
        )

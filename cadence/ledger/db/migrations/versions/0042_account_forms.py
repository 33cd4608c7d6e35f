"""Know an account by the same form as everything else that compares words. Edge."""

from alembic import op
from sqlalchemy import text

from cadence.domain.nearest import same_word
from cadence.ledger.db.migrations.forward import no_way_back, run_script

revision = "0042"
down_revision = "0041"
downgrade = no_way_back

KNOWN = text("SELECT id, key FROM accounts ORDER BY id")
REWRITE = text("""
    UPDATE accounts SET form = written.form
    FROM unnest(CAST(:ids AS bigint[]), CAST(:forms AS text[])) AS written (id, form) WHERE accounts.id = written.id
""")


def upgrade() -> None:
    """
    Let the program write the form, and write that of every account that is there.

    PostgreSQL lowers letters by the locale of the database and knows no other case folding, so its form of a name was
    not always that of a simulation. A name of nothing but spaces, accents and underscores has none: it is no account.
    """
    run_script(__file__, "account_forms/account_forms.sql")
    known = op.get_bind().execute(KNOWN).all()
    forms = [same_word(account.key) or None for account in known]
    op.get_bind().execute(REWRITE, {"ids": [account.id for account in known], "forms": forms})
    run_script(__file__, "account_forms/no_empty_form.sql")

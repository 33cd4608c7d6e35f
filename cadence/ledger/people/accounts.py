"""Who belongs to one account? Edge: an account is known by the form of its name, whatever list writes it."""

from collections.abc import Collection

from sqlalchemy import Connection

from cadence.ledger.db.queries import sql

COLLEAGUES = sql(
    """
    SELECT DISTINCT CAST(l.id AS text) AS id
    FROM leads known JOIN accounts a ON a.id = known.account_id JOIN accounts same ON same.form = a.form
        JOIN leads l ON l.account_id = same.id
    WHERE known.id = ANY (CAST(:leads AS uuid[])) AND l.id <> ALL (CAST(:leads AS uuid[]))
    ORDER BY 1
    """,
    "the other people of some leads' accounts",
    index="leads_pkey, accounts_pkey, accounts_form, leads_account",
)


def colleagues(connection: Connection, leads: Collection[str]) -> list[str]:
    """Return the other people of these leads' accounts."""
    return list(connection.execute(COLLEAGUES, {"leads": list(leads)}).scalars())

"""Is this the name of a list that is known, but for its spelling? Edge."""

from sqlalchemy import Connection

from cadence.domain.errors import ConflictError
from cadence.leads.lists.words import fold
from cadence.ledger.people import people


def refuse_misspelt_list(connection: Connection, name: str) -> None:
    """Refuse a new list name that differs from a known one only in case, accents or separators (`CRM`, `crm`)."""
    known = people.lists(connection)
    alike = next((other for other in known if fold(other) == fold(name)), None)
    if name not in known and alike is not None:
        raise ConflictError(
            f"There is a list {alike} but no list {name}. Under a new name the same people would be new, without "
            f"their stops and consents. Use {alike}, or a name that differs in more than spelling."
        )

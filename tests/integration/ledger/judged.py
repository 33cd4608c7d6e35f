"""On what was a decision based? What tests ask about rows whose documents build on each other."""

from typing import Any

from sqlalchemy import Connection, text

from cadence.ledger.touches import decisions

IDS = text("SELECT id FROM decisions ORDER BY id")
LAST = text("SELECT max(id) FROM decisions WHERE enrolment_id = :enrolment")


def parts_of(connection: Connection, decision: int) -> dict[str, Any]:
    """Return the packs, facts, candidate, evidence and reasons of a decision."""
    return decisions.documents(connection, [decision]).parts(decision)


def last_parts(connection: Connection, enrolment: str) -> dict[str, Any]:
    """Return those of an enrolment's last decision."""
    return parts_of(connection, connection.execute(LAST, {"enrolment": enrolment}).scalar_one())


def every_parts(connection: Connection) -> dict[int, dict[str, Any]]:
    """Return those of every decision, by its id."""
    ids = connection.execute(IDS).scalars().all()
    stored = decisions.documents(connection, ids)
    return {decision: stored.parts(decision) for decision in ids}

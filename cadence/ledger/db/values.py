"""How are moves, zones and facts written as JSON columns? Pure."""

from typing import Any

from pydantic import TypeAdapter

from cadence.domain import Facts, Move, ZoneEvidence

FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
MOVE: TypeAdapter[Move] = TypeAdapter(Move)
ZONES: TypeAdapter[tuple[ZoneEvidence, ...]] = TypeAdapter(tuple[ZoneEvidence, ...])
ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def move_document(move: Move) -> dict[str, Any]:
    """Return a move as JSON."""
    document: dict[str, Any] = MOVE.dump_python(move, mode="json")
    return document


def read_move(document: object) -> Move:
    """Return the move in a document."""
    return MOVE.validate_python(document)


def zones_document(zones: tuple[ZoneEvidence, ...]) -> list[dict[str, str]]:
    """Return zone evidence as JSON."""
    document: list[dict[str, str]] = ZONES.dump_python(zones, mode="json")
    return document


def plain(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    """Return any value of the domain as JSON."""
    return ANYTHING.dump_python(value, mode="json")

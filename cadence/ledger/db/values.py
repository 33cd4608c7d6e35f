"""How are moves, zones and facts written as JSON columns? Pure."""

from typing import Any

from pydantic import TypeAdapter

from cadence.domain import Facts, Move, ZoneEvidence

FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
MOVE: TypeAdapter[Move] = TypeAdapter(Move)
ZONES: TypeAdapter[tuple[ZoneEvidence, ...]] = TypeAdapter(tuple[ZoneEvidence, ...])
ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


def plain(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    """Return any value of the domain as JSON."""
    return ANYTHING.dump_python(value, mode="json")

"""When did the services we depend on last answer, and with which identity? Edge: one row each, in real time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from cadence.ledger.db.batches import Writer
from cadence.ledger.db.queries import new, query, writing
from cadence.ledger.tables.fields import reader
from cadence.ledger.tables.health import services

EVERY = query(select(services, func.clock_timestamp().label("now")), "when each service last answered", index="")
_ANSWER = writing(insert(services).values(heard_at=func.clock_timestamp()), "name", "identity")
_NOW = {"heard_at": _ANSWER.excluded.heard_at}
HEARD = _ANSWER.on_conflict_do_update(index_elements=["name"], set_=_NOW)
HEARD_AS = _ANSWER.on_conflict_do_update(index_elements=["name"], set_=_NOW | {"identity": _ANSWER.excluded.identity})


class Service(StrEnum):
    """The services whose last answer is recorded."""

    WEBHOOK = "carrier.webhook"  # the carrier sent a request with a valid signature
    POLL = "carrier.poll"  # the carrier's list of inbound messages was read
    TEMPORAL = "temporal"  # the namespace was described; its identity is the namespace's id


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHeard:
    """When a service last answered."""

    heard_at: datetime
    identity: str
    now: datetime


_heard = reader(LastHeard)


def heard(connection: Writer[Any], service: Service, identity: str | None = None) -> None:
    """Record that a service has just answered. Without `identity` the recorded one is kept."""
    statement = HEARD if identity is None else HEARD_AS
    connection.execute(statement, new({"name": service.value, "identity": identity or ""}))


def every(connection: Connection) -> dict[Service, LastHeard]:
    """Return when each service last answered; one that never did is missing."""
    known = {service.value: service for service in Service}
    return {known[row.name]: _heard(row) for row in connection.execute(EVERY) if row.name in known}

"""Who ordered what, why and from where? Edge (protocol §5.10)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.storable import storable
from cadence.ledger.db.queries import named
from cadence.ledger.tables import commands

BY_KEY = named(
    select(commands.c.id, commands.c.args).where(commands.c.key == bindparam("key")),
    "command_by_key",
    "whether an order under this idempotency key was given before",
    index="commands_key_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An order of a person or of a process of ours. `args` hold ids and rule values, never personal data."""

    name: str
    actor: str  # who
    origin: str  # from where: cli@host, api, sweeper
    why: str = ""
    lead: str | None = None
    campaign: int | None = None
    args: dict[str, str] = field(default_factory=dict)
    key: str | None = None  # the caller's idempotency key


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An order in the ledger; `new` is False when it had been given before under the same key."""

    id: int
    new: bool

    @property
    def ref(self) -> str:
        """What rows that follow from it are marked with."""
        return f"command:{self.id}"


def record(connection: Connection, command: Command, *, at: datetime) -> Given:
    """Write an order. With a key, the same order twice is one: the caller does nothing when it is not new."""
    values: dict[str, Any] = {
        "name": command.name,
        "actor": storable(command.actor),
        "origin": storable(command.origin),
        "why": storable(command.why),
    }
    values |= {"lead_id": command.lead, "campaign_id": command.campaign, "args": command.args, "key": command.key}
    statement = insert(commands).values(**values, at=at).on_conflict_do_nothing().returning(commands.c.id)
    identity: int | None = connection.execute(statement).scalar()
    if identity is not None:
        return Given(id=identity, new=True)
    return Given(id=connection.execute(BY_KEY, {"key": command.key}).scalar_one(), new=False)


def args_of(connection: Connection, key: str) -> dict[str, str] | None:
    """Return what the order under this key was given with; None when none was."""
    row = connection.execute(BY_KEY, {"key": key}).first()
    return dict(row.args) if row else None

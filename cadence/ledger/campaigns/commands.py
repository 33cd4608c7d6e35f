"""Who gave which command, why and from where? Edge (protocol §5.10)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.postgresql import insert

from cadence.domain.storable import storable
from cadence.ledger.db.queries import query
from cadence.ledger.tables.answers import commands

BY_KEY = query(
    select(commands.c.id, commands.c.args).where(commands.c.key == bindparam("key")),
    "the command that was given before with this idempotency key",
    index="commands_key_key",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command of a person or of one of our processes. `args` have ids and rule values, never personal data."""

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
    """A recorded command; `new` is False when it had been given before with the same key."""

    id: int
    new: bool

    @property
    def ref(self) -> str:
        """The reference that rows made by this command carry."""
        return f"command:{self.id}"


def record(connection: Connection, command: Command, *, at: datetime) -> Given:
    """Record a command. When its key was used before, `new` is False and the caller must do nothing."""
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


def ref_of(connection: Connection, key: str) -> str | None:
    """Return the reference of the command with this key; None when there is none."""
    row = connection.execute(BY_KEY, {"key": key}).first()
    return Given(id=row.id, new=False).ref if row else None


def args_of(connection: Connection, key: str) -> dict[str, str] | None:
    """Return the arguments of the command with this key; None when there is none."""
    row = connection.execute(BY_KEY, {"key": key}).first()
    return dict(row.args) if row else None

"""Who may use the API? Edge: makes, lists and revokes its keys."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command, group
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, print_table, say, talk
from cadence.cli.scopes import Because
from cadence.domain.clock import utc_now
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.domain.roles import Role
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey, StoredKey

key = group("key")

PER_MINUTE = 600
"""Requests, unless it is chosen."""
LONGEST_NAME = 100
INSTANTS = ("created", "expires", "last_used")


@command(
    "cadence key create crm --role operator",
    'cadence key create dialler --role agent --days 90 --per-minute 60 --because "new telephone system"',
    into=key,
)
def create(
    name: Annotated[str, typer.Argument(help="The system that uses it, such as crm.", show_default=False)],
    *,
    role: Annotated[Role, typer.Option(help="What it may do; docs/api.md has the table.", show_default=False)],
    days: Annotated[
        int | None,
        typer.Option(min=1, max=3660, help="Valid for so many days; without it until revoked.", show_default=False),
    ] = None,
    per_minute: Annotated[
        int, typer.Option("--per-minute", min=1, max=1_000_000, help="How many requests a minute it may send.")
    ] = PER_MINUTE,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Make a key of the API and print it. It is shown this once: the ledger keeps only a hash of it.

    Keep it where the system keeps its passwords. What it orders is recorded with the id of the key.
    """
    label = name.strip()
    if not label or len(label) > LONGEST_NAME or not label.isprintable():
        raise typer.BadParameter(f"expected a name of one line with at most {LONGEST_NAME} characters, such as crm")
    now = utc_now()
    with open_session() as session, session.ledger.begin() as connection:
        until = now + timedelta(days=days) if days else None
        new = NewKey(name=label, role=role, per_minute=per_minute, by=session.actor, expires_at=until)
        made = api_keys.create(connection, session.ledger.hasher, new, at=now)
        session.record(connection, session.command("key create", why=because, key=made.id, role=role.value))
    if json:
        print_json({"id": made.id, "key": made.text, "name": label, "role": role.value, "expires": until})
        return
    say(made.text)
    talk(f"Key {made.id} for {label} ({role}). Copy it now: it is not shown again.")


@command("cadence key list", "cadence key list --json", into=key, name="list")
def list_(*, json: Json = False) -> None:
    """List all keys of the API with their roles, when they were last used, and which are no longer valid."""
    with open_session() as session, session.ledger.begin() as connection:
        keys = [_as_json(stored) for stored in api_keys.every(connection)]
    if json:
        print_json(keys)
    elif not keys:
        talk("There are no keys yet. `cadence key create NAME --role ROLE` makes one.")
    else:
        columns = ("id", "name", "role", "state", "per_minute", "created", "expires", "last_used")
        print_table([_as_row(row) for row in keys], {column: column.replace("_", " ") for column in columns})


@command('cadence key revoke 8Zr0yKq4VbA --because "it was in a public repository"', into=key)
def revoke(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as the list shows it.", show_default=False)],
    *,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Revoke a key of the API for ever. Every web server refuses it within a second.

    What it ordered stays as it is; `cadence history` shows it.
    """
    with open_session() as session, session.ledger.begin() as connection:
        stored = api_keys.find(connection, id_)
        if stored is None:
            raise NotFoundError("There is no key with this id; `cadence key list` shows all.")
        if not api_keys.revoke(connection, id_, at=utc_now(), by=session.actor):
            raise ConflictError(f"Key {id_} was already revoked, by {stored.revoked_by}.")
        session.record(connection, session.command("key revoke", why=because, key=id_))
    if json:
        print_json({"id": id_, "revoked": True})
        return
    talk(f"Key {id_} of {stored.name} is revoked.")


def _as_json(stored: StoredKey) -> dict[str, Any]:
    now = utc_now()
    valid = "expired" if stored.expired(now) else "valid"
    return {
        "id": stored.id,
        "name": stored.name,
        "role": stored.role.value,
        "state": "revoked" if stored.revoked_at else valid,
        "per_minute": stored.per_minute,
        "created": stored.created_at,
        "created_by": stored.created_by,
        "expires": stored.expires_at,
        "last_used": stored.used_at,
        "revoked": stored.revoked_at,
        "revoked_by": stored.revoked_by,
    }


def _as_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a key as the table shows it: instants to the minute."""
    return row | {name: f"{row[name]:%Y-%m-%d %H:%M}" if row[name] else "" for name in INSTANTS}

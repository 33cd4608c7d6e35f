"""Which systems receive events, and what have they received? Edge."""

import asyncio
from datetime import datetime
from typing import Annotated, Any
from uuid import uuid4

import typer

from cadence.app.settings import Settings
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import print_json, print_table, say, talk
from cadence.cli.scopes import Because, instant
from cadence.domain.errors import ConflictError
from cadence.domain.events import EventType
from cadence.domain.nearest import nearest
from cadence.domain.plurals import many
from cadence.engine.events.addresses import check_url
from cadence.engine.events.schemas import example
from cadence.engine.events.sending import EventSender, SentEvent
from cadence.engine.events.signing import new_secret
from cadence.ledger.events import deliveries, endpoints
from cadence.ledger.events.endpoints import StoredEndpoint

endpoint = group("endpoint")

Name = Annotated[str, typer.Argument(help="The endpoint's name.", show_default=False)]
ALL = "all"
COLUMNS = {
    "name": "NAME", "state": "STATE", "types": "TYPES", "waiting": "WAITING", "failing": "FAILING",
    "delivered": "DELIVERED", "last_at": "LAST", "url": "URL",
}  # fmt: skip


@command(
    "cadence endpoint add crm https://crm.example.com/hooks/cadence",
    "cadence endpoint add crm https://crm.example.com/hooks/cadence --types lead.opted_out,lead.erased",
    "cadence endpoint add crm https://crm.example.com/hooks/cadence --new-secret",
    into=endpoint,
)
def add(
    name: Name,
    url: Annotated[str, typer.Argument(help="Where events are sent: https://HOST/PATH.", show_default=False)],
    *,
    types: Annotated[
        str | None,
        typer.Option(
            help="Only these types of events, with commas between them, or `all`. Without it a new endpoint receives "
            "all, and one that is there keeps its types."
        ),
    ] = None,
    new_secret_: Annotated[
        bool, typer.Option("--new-secret", help="Make another secret; the old one signs as well for a day.")
    ] = False,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Add an endpoint, which receives what happens from now on; or change one that is there, and enable it again.

    The secret with which events are signed (Standard Webhooks) is shown once, and never again.
    """
    wanted = None if types is None else _types(types)
    with open_session() as session:
        check_url(url, everywhere=session.settings.endpoint_addresses == "any")
        with session.ledger.begin() as connection:
            known = any(stored.name == name for stored in _every(session))
            secret = new_secret() if new_secret_ or not known else ""
            endpoints.put(connection, session.ledger.hasher, name, url=url, types=wanted, secret=secret, at=session.now)
            stored = endpoints.find(connection, session.ledger.hasher, name, now=session.now)
            chosen = [*map(str, stored.types)]
            order = session.command("endpoint add", why=because, endpoint=name, types=",".join(chosen))
            session.record(connection, order)
    if json:
        print_json({"name": name, "url": url, "types": chosen, "secret": secret or None})
        return
    talk(f"{name} receives {', '.join(chosen) or 'every type of event'}{'' if known else ' from now on'}.")
    if secret:
        talk("Its secret, which is shown this once:")
        say(secret)


@command("cadence endpoint list", "cadence endpoint list --json", into=endpoint, name="list")
def list_(*, json: Json = False) -> None:
    """List the endpoints: what each receives, how many events it has received, and how many it still waits for."""
    with open_session() as session:
        stored = _every(session)
        with session.ledger.begin() as connection:
            rows = [_row(receiver, deliveries.counts(connection, receiver.id)) for receiver in stored]
    if json:
        print_json(rows)
        return
    shown = [row | {"types": ", ".join(row["types"]) or "all", "last_at": _short(row["last_at"])} for row in rows]
    print_table(shown, COLUMNS)
    if not rows:
        talk("There is no endpoint. `cadence endpoint add NAME URL` adds one.")


@command("cadence endpoint test crm", into=endpoint, name="test")
def try_(name: Name, *, json: Json = False) -> None:
    """Send a made-up event of type `endpoint.test` to an endpoint, signed as any other, and show what it answers."""
    with open_session() as session:
        with session.ledger.begin() as connection:
            stored = endpoints.find(connection, session.ledger.hasher, name, now=session.now)
        document = example(EventType.LEAD_OPTED_OUT) | {
            "id": str(uuid4()),
            "source": session.settings.public_url,
            "type": "endpoint.test",
            "time": session.now.isoformat(),
            "subject": f"endpoints/{name}",
            "dataschema": "urn:cadence:event:endpoint.test:1",
            "data": {"endpoint": name},
        }
        answer = asyncio.run(_send(session.settings, stored, document))
    if json:
        print_json({"received": answer.received, "status": answer.status, "problem": answer.problem})
    elif answer.received:
        talk(f"{name} has received it, and answered {answer.status}.")
    else:
        talk(f"{name} has not received it: {answer.problem}.")
    if not answer.received:
        raise typer.Exit(FAILED)


@command('cadence endpoint disable crm --because "replaced"', into=endpoint)
def disable(name: Name, *, because: Because = "") -> None:
    """Send an endpoint nothing any more. `cadence endpoint add` enables it again; it then gets what is still kept."""
    with open_session() as session, session.ledger.begin() as connection:
        endpoints.find(connection, session.ledger.hasher, name, now=session.now)
        if not endpoints.disable(connection, name, because or f"by {session.actor}", at=session.now):
            raise ConflictError(f"{name} is disabled already; nothing was changed.")
        session.record(connection, session.command("endpoint disable", why=because, endpoint=name))
    talk(f"{name} receives nothing any more.")


@command("cadence endpoint replay crm --since 2027-03-09T10:00Z", into=endpoint)
def replay(
    name: Name,
    *,
    since: Annotated[
        datetime, typer.Option(help="Every event since then, with UTC offset.", parser=instant, show_default=False)
    ],
    because: Because = "",
) -> None:
    """Send an endpoint again what it was sent since an instant. Events keep their ids: it can leave out what it has."""
    with open_session() as session, session.ledger.begin() as connection:
        endpoints.find(connection, session.ledger.hasher, name, now=session.now)
        stored = endpoints.lock(connection, session.ledger.hasher, name, now=session.now)
        if stored is None:
            raise ConflictError(f"{name} is disabled. `cadence endpoint add` enables it again.")
        count = deliveries.again(connection, stored, since, now=session.now)
        order = session.command("endpoint replay", why=because, endpoint=name, since=since.isoformat())
        session.record(connection, order)
    talk(f"{many(count, 'event')} will be sent to {name} again.")


async def _send(settings: Settings, stored: StoredEndpoint, document: dict[str, Any]) -> SentEvent:
    sender = EventSender(everywhere=settings.endpoint_addresses == "any")
    try:
        return await sender.send(stored.url, stored.secrets, document)
    finally:
        await sender.close()


def _every(session: LedgerSession) -> list[StoredEndpoint]:
    with session.ledger.begin() as connection:
        return endpoints.every(connection, session.ledger.hasher, now=session.now)


def _types(text: str) -> tuple[EventType, ...]:
    """Return the types that were typed; none for all of them. Raises BadParameter for an unknown one."""
    if text.strip() == ALL:
        return ()
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in set(EventType):
            hint = nearest(name, [*map(str, EventType)])
            known = f"did you mean {hint}?" if hint else f"expected some of {', '.join(EventType)}"
            raise typer.BadParameter(f"{name} is no type of event; {known}")
    if not names:
        raise typer.BadParameter(f"--types is empty; expected types such as {EventType.LEAD_OPTED_OUT}, or {ALL}")
    return tuple(dict.fromkeys(map(EventType, names)))


def _row(stored: StoredEndpoint, counts: deliveries.DeliveryCounts) -> dict[str, Any]:
    return {
        "name": stored.name,
        "state": f"disabled: {stored.disabled_because}" if stored.disabled_at else "enabled",
        "types": [*map(str, stored.types)],
        "waiting": counts.waiting,
        "failing": counts.failing,
        "delivered": counts.delivered,
        "last_at": counts.last_at,
        "url": stored.url,
    }


def _short(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}Z" if at else ""

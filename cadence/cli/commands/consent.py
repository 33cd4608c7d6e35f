"""How does an operator record, revoke and show a person's consents? Edge."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cadence.cli.app import Json, command, group
from cadence.cli.connection import LedgerSession, e164, open_session
from cadence.cli.files import text_of
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import ANY_OF_CHANNELS, Because, When, Who, instant, known_channel
from cadence.domain import Channel, Purpose
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.leads.lists.consents import read_kind, read_purpose, read_source
from cadence.ledger.db import locks
from cadence.ledger.people import consents, numbers
from cadence.ledger.reading import timeline

consent = group("consent")

On = Annotated[list[str], typer.Option("--channel", help=f"{ANY_OF_CHANNELS}; can be repeated.", show_default=False)]
For = Annotated[
    str,
    typer.Option(
        "--number", help="Only for this number of the person; default: all their numbers.", show_default=False
    ),
]
COLUMNS = {"at": "AT", "channel": "CHANNEL", "given": "GIVEN", "kind": "KIND", "purpose": "PURPOSE"}


@command(
    'cadence consent give C-1001 --channel sms --source "paper form" --at 2026-11-02T10:00+01:00',
    "cadence consent give C-1001 --channel call --kind express_written --wording form-12.txt --source form",
    into=consent,
)
def give(
    who: Who,
    *,
    channel: On,
    source: Annotated[str, typer.Option(help="Where the consent was given, in a few words.", show_default=False)],
    at: When = None,
    number: For = "",
    kind: Annotated[str, typer.Option(help="The kind of consent: express or express_written.")] = "express",
    purpose: Annotated[str, typer.Option(help="Only for marketing, collections, service or survey.")] = "",
    expires: Annotated[
        datetime | None,
        typer.Option(help="When the consent expires, with UTC offset.", parser=instant, show_default=False),
    ] = None,
    wording: Annotated[
        Path | None, typer.Option(help="A file with the text that the person agreed to.", show_default=False)
    ] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Record that a person consented to a channel, now or --at an instant. Records are added, never changed.

    Recording a consent again renews it: the later record counts. The text is kept with its SHA-256, as proof.
    """
    order = _said(who, channel, source, number, given=True)
    more = replace(order, kind=_kind(kind), purpose=_purpose(purpose), expires=expires, wording=_words(wording))
    _record(more, at, because, json=json)


@command("cadence consent revoke C-1001 --channel call --source phone", into=consent)
def revoke(
    who: Who,
    *,
    channel: On,
    source: Annotated[str, typer.Option(help="How the consent was withdrawn, in a few words.")] = "command",
    at: When = None,
    number: For = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """Record that a person withdrew a consent. To stop all contact, use `cadence suppress`."""
    _record(_said(who, channel, source, number, given=False), at, because, json=json)


@command("cadence consent show C-1001", into=consent)
def show(who: Who, *, json: Json = False) -> None:
    """Show all consents and revocations of a person, oldest first."""
    with open_session() as session:
        lead = session.lead(who)
        with session.ledger.begin() as connection:
            events = [event for event in timeline.of_lead(connection, lead) if event.kind == "consent"]
            theirs = numbers.of_lead(connection, lead)
    rows = [_row(event.at, event.what, theirs) for event in events]
    if json:
        print_json(rows)
    elif rows:
        print_table(rows, COLUMNS | {"source": "SOURCE", "number": "NUMBER", "list": "LIST"})
    else:
        talk("There are no consents or revocations of this person.")


def _row(at: datetime, what: dict[str, Any], theirs: list[int]) -> dict[str, Any]:
    """Return a record with the place of its number in the list, as `cadence lead` counts them."""
    stored = {name: what.get(name) or "" for name in ("channel", "purpose", "kind", "source", "number_id", "list")}
    number = what.get("number_id")
    place = "all" if number is None else theirs.index(number) + 1 if number in theirs else "a former number"
    return {"at": at, "given": "yes" if what["given"] else "no", **stored, "number": place}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ConsentOrder:
    """A consent or revocation that an operator records."""

    who: str
    channels: list[Channel]
    source: str
    number: str  # E.164; "" for all their numbers
    given: bool
    kind: str = "express"
    purpose: Purpose | None = None
    expires: datetime | None = None
    wording: str = ""


def _kind(text: str) -> str:
    """Read a kind of consent. Raises BadParameter."""
    try:
        return read_kind(text)
    except ValueError as error:
        raise typer.BadParameter(f"--kind: {error}") from None


def _purpose(text: str) -> Purpose | None:
    """Read a purpose. Raises BadParameter."""
    try:
        return read_purpose(text)
    except ValueError as error:
        raise typer.BadParameter(f"--purpose: {error}") from None


def _words(file: Path | None) -> str:
    """Read the text of a consent form. Raises InvalidInputError."""
    if file is None:
        return ""
    words = text_of(file, "a file with the text of the consent").strip()
    if not words:
        raise InvalidInputError(f"{file} is empty; expected the text that the person agreed to.")
    return words


def _said(who: str, channels: list[str], source: str, number: str, *, given: bool) -> _ConsentOrder:
    """Return the order that was typed. Raises BadParameter."""
    known = [Channel(known_channel(channel)) for channel in dict.fromkeys(channels)]
    try:
        word = read_source(source)
    except ValueError as error:
        raise typer.BadParameter(
            f"--source: {error}; do not use an address or a number, because it is kept forever"
        ) from None
    return _ConsentOrder(who=who, channels=known, source=word, number=e164(number) if number else "", given=given)


def _record(order: _ConsentOrder, at: datetime | None, because: str, *, json: bool) -> None:
    """Write one record for each channel and number."""
    with open_session() as session:
        when = at or session.now
        if when > session.now:
            raise InvalidInputError(
                f"{when:%Y-%m-%d %H:%M %z} is in the future; expected the time at which the consent was given."
            )
        if order.expires is not None and order.expires <= when:
            raise InvalidInputError(f"The consent would expire on {order.expires:%Y-%m-%d}, before it begins.")
        lead = session.lead(order.who)
        with session.ledger.begin() as connection:
            locks.lock_lead(connection, lead)
            name, channels = "consent" if order.given else "revoke", ",".join(order.channels)
            session.record(connection, session.command(name, why=because, lead=lead, channels=channels))
            written = _write(connection, session, lead, order, when)
    if json:
        print_json({"recorded": written, "given": order.given, "channels": order.channels})
    else:
        verb = "given" if order.given else "revoked"
        talk(f"{written} {'record' if written == 1 else 'records'} written: {', '.join(order.channels)} {verb}.")


def _write(connection: Connection, session: LedgerSession, lead: str, order: _ConsentOrder, when: datetime) -> int:

    theirs = numbers.of_lead(connection, lead)
    if order.number:
        meant = numbers.find(connection, session.ledger.hasher, order.number)
        theirs = [number for number in theirs if number == meant]
    if not theirs:
        raise NotFoundError("This lead does not have that number; `cadence lead` shows its numbers.")
    for channel in order.channels:
        new = consents.NewConsent(
            channel=channel,
            given=order.given,
            lead=lead,
            purpose=order.purpose,
            kind=order.kind,
            source=order.source,
            expires=order.expires,
            wording=order.wording,
            by=f"{session.actor}, {session.origin}",
        )
        for record in consents.of_numbers(new, theirs, named=bool(order.number)):
            consents.record(connection, record, at=when)
    return len(order.channels) * len(theirs)

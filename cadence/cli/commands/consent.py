"""How does an operator record, revoke and show a person's consents? Edge."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command, group
from cadence.cli.connection import open_session
from cadence.cli.files import text_of
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import ANY_OF_CHANNELS, Because, When, Who, instant, known_channel, typed
from cadence.domain import Channel
from cadence.domain.errors import InvalidInputError
from cadence.engine.outcomes.consenting import record_consents
from cadence.leads.contacts import typed_contact
from cadence.leads.lists.consents import read_kind, read_purpose, read_source
from cadence.ledger.people import numbers
from cadence.ledger.people.consents import NewConsent
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
    records = _of_channels(channel, source, given=True)
    of_kind, of_purpose = typed("--kind", read_kind, kind), typed("--purpose", read_purpose, purpose)
    words = _words(wording)
    records = [replace(new, kind=of_kind, purpose=of_purpose, expires=expires, wording=words) for new in records]
    _record(records, who, number, at, because, json=json)


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
    _record(_of_channels(channel, source, given=False), who, number, at, because, json=json)


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


def _words(file: Path | None) -> str:
    """Read the text of a consent form. Raises InvalidInputError."""
    if file is None:
        return ""
    words = text_of(file, "a file with the text of the consent").strip()
    if not words:
        raise InvalidInputError(f"{file} is empty; expected the text that the person agreed to.")
    return words


def _of_channels(channels: list[str], source: str, *, given: bool) -> list[NewConsent]:
    """Return a record for each channel, still of nobody. Raises BadParameter."""
    known = [Channel(known_channel(channel)) for channel in dict.fromkeys(channels)]
    try:
        word = read_source(source)
    except ValueError as error:
        raise typer.BadParameter(
            f"--source: {error}; do not use an address or a number, because it is kept forever"
        ) from None
    return [NewConsent(channel=channel, given=given, lead=None, source=word) for channel in known]


def _record(records: list[NewConsent], who: str, number: str, at: datetime | None, because: str, *, json: bool) -> None:
    """Write one record for each channel and number."""
    given, channels = records[0].given, [new.channel for new in records]
    named = typed_contact(number) if number else ""
    with open_session() as session:
        now = session.now
        lead = session.lead(who)
        name = "consent" if given else "revoke"
        order = session.command(name, why=because, lead=lead, channels=",".join(channels))
        written = record_consents(session.ledger, records, order, at=at or now, now=now, named=named)
    if json:
        print_json({"recorded": written, "given": given, "channels": channels})
    else:
        verb = "given" if given else "revoked"
        talk(f"{written} {'record' if written == 1 else 'records'} written: {', '.join(channels)} {verb}.")

"""Who agreed to what, and how is that changed by an operator's word? Edge."""

from datetime import datetime
from typing import Annotated

import typer

from cadence.cli.app import Json, app, command
from cadence.cli.house import house
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.scopes import Because
from cadence.errors import InvalidInputError
from cadence.model import Channel

consent = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(consent, name="consent", help="Record, revoke and show consents.")

Who = Annotated[str, typer.Argument(help="The lead, by the id in its list.", show_default=False)]
On = Annotated[list[str], typer.Option("--channel", help="sms, whatsapp or call; may be given again.")]


@command('cadence consent give C-1001 --channel sms --source "paper form" --at 2026-11-02T10:00+01:00', into=consent)
def give(
    who: Who,
    *,
    channel: On,
    source: Annotated[str, typer.Option(help="Where it was given, in a short word.", show_default=False)],
    at: Annotated[datetime | None, typer.Option(help="When; now otherwise.", formats=["%Y-%m-%dT%H:%M%z"])] = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """Record that a person agreed to a channel. Records are added, never changed."""
    _record(who, channel, source, at, because, given=True, json=json)


@command("cadence consent revoke C-1001 --channel call --source phone", into=consent)
def revoke(
    who: Who,
    *,
    channel: On,
    source: Annotated[str, typer.Option(help="How it was taken back: a short word.", show_default=False)] = "command",
    because: Because = "",
    json: Json = False,
) -> None:
    """Record that a person took an agreement back. To stop everything, use `cadence suppress`."""
    _record(who, channel, source, None, because, given=False, json=json)


@command("cadence consent show C-1001", into=consent)
def show(who: Who, *, json: Json = False) -> None:
    """Show every consent and revocation of a person, the oldest first."""
    from cadence.ledger import timeline

    with house() as home:
        lead = home.lead(who)
        with home.ledger.begin() as connection:
            found = [one for one in timeline.of_lead(connection, lead) if one.kind == "consent"]
    rows = [
        {
            "at": one.at,
            "given": "yes" if one.what["given"] else "no",
            **{name: one.what.get(name) or "" for name in ("channel", "purpose", "kind", "source", "number_id")},
        }
        for one in found
    ]
    if json:
        print_json(rows)
    else:
        columns = {"at": "AT", "channel": "CHANNEL", "given": "GIVEN", "kind": "KIND", "purpose": "PURPOSE"}
        print_table(rows, columns | {"source": "SOURCE", "number_id": "NUMBER"})


def _record(
    who: str, channels: list[str], source: str, at: datetime | None, because: str, *, given: bool, json: bool
) -> None:
    """Write one record a channel, for every number of the person that can take it."""
    from cadence.ledger import consents, locks, numbers

    known = [one.value for one in Channel if one is not Channel.TASK]
    unknown = set(channels) - set(known)
    if unknown or not channels:
        raise typer.BadParameter(f"--channel wants one of {', '.join(known)}")
    with house() as home:
        when = at or home.now
        if when > home.now:
            raise InvalidInputError("The instant lies in the future; a consent is recorded after it was given.")
        lead = home.lead(who)
        name = "consent" if given else "revoke"
        with home.ledger.begin() as connection:
            locks.lock_lead(connection, lead)
            home.record(connection, home.command(name, why=because, lead=lead, channels=",".join(channels)))
            written = [
                consents.record(
                    connection,
                    consents.NewConsent(channel=Channel(channel), given=given, number=number, lead=lead, source=source),
                    at=when,
                )
                for channel in channels
                for number in numbers.of_lead(connection, lead)
            ]
        if json:
            print_json({"recorded": len(written), "given": given, "channels": channels})
        else:
            talk(f"{len(written)} records written: {', '.join(channels)} {'given' if given else 'revoked'}.")

"""How is a person forgotten, or given everything that is known of them? Edge."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, app, command
from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import as_json, print_json, talk
from cadence.cli.scopes import Because, Who, sure
from cadence.domain.errors import ConflictError, InvalidInputError

if TYPE_CHECKING:
    from cadence.ledger.people.people import OperatorLead

privacy = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(privacy, name="privacy", help="Give a person what is known of them, or forget them.")


@command('cadence privacy erase C-1001 --because "request of 3 March"', into=privacy)
def erase(
    who: Who,
    *,
    because: Annotated[str, typer.Option(help="Why, without anything personal: it is kept.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    Forget a person for good: name, numbers, attributes, texts, evidence. It cannot be undone.

    What was done is kept without them: touches, decisions and outcomes by number of row. So are suppressions, as keyed
    hashes: who said stop stays left alone, and the same list cannot bring them back. Enrolments end at once. A number
    that somebody else has as well stays theirs.
    """
    with house() as home:
        person = home.person(who)
        if person.erased_at is not None:
            raise ConflictError(f"This lead was erased on {person.erased_at:%Y-%m-%d}; nothing is left to forget.")
        if not yes:
            sure(f"Forget {person.list}/{person.key} for good? This cannot be undone.")
        finished = _erase(home, person, because)
    if json:
        print_json({"lead": person.id, "erased": True, "finished": finished})
    else:
        ended = "no enrolment was open" if not finished else f"{finished} open {_enrolments(finished)} ended"
        talk(f"Erased {person.id}: {ended}. `cadence lead {person.id}` shows what is kept.")


def _enrolments(count: int) -> str:
    return "enrolment" if count == 1 else "enrolments"


def _erase(home: LedgerSession, person: "OperatorLead", because: str) -> int:
    """Forget in one transaction, with who ordered it, then end the workflows; return how many enrolments ended."""
    from cadence.engine.outcomes import Settled
    from cadence.ledger.campaigns import commands
    from cadence.ledger.people import erasure

    with home.ledger.begin() as connection:
        erased = erasure.erase(connection, person.id, at=home.now)
        if not erased.done:
            raise ConflictError("This lead was erased just now by somebody else.")
        # After the erasure, which empties the reasons of all earlier orders.
        order = home.command("erase", why=because, lead=person.id)
        commands.record(connection, order, at=home.now)
    home.follow(Settled(news=erased.news))
    return len(erased.finished)


@command("cadence privacy export C-1001", "cadence privacy export C-1001 --to ana.json", into=privacy)
def export(
    who: Who,
    *,
    to: Annotated[
        Path | None, typer.Option(help="Write the JSON into this file, which must be new.", show_default=False)
    ] = None,
    because: Because = "",
) -> None:
    """
    Give everything that is known of a person, as JSON: for who asks what is stored about them.

    Their data, numbers, consents with their wording, suppressions, every message in both directions, calls, decisions,
    promises and orders, in order. A person who stands in several lists is several leads: each is exported by itself,
    and the others are named. The export is itself written down as an order.
    """
    with house() as home:
        person = home.person(who)
        found = _everything(home, person)
        if to is not None:
            _write(to, as_json(found))
        with home.ledger.begin() as connection:
            home.record(connection, home.command("export", why=because, lead=person.id))
    if to is None:
        print_json(found)
    else:
        talk(f"Written to {to}. It holds personal data: keep it, send it and delete it as such.")


def _everything(home: LedgerSession, person: "OperatorLead") -> dict[str, Any]:
    """Return what the ledger holds of one lead. Personal data."""
    from cadence.cli.reading.known_lead import known_lead
    from cadence.cli.reading.timeline import timeline_of
    from cadence.ledger.campaigns import enrolment_rows
    from cadence.ledger.people import numbers, people

    with home.ledger.begin() as connection:
        lead = known_lead(connection, person.id, enrolment_rows.of_lead(connection, person.id))
        events = timeline_of(home, connection, person.id, lead)
        ids = numbers.of_lead(connection, person.id)
        others = people.names(connection, [one for one in numbers.owners(connection, ids) if one != person.id])
    return {
        "lead": person.id,
        "list": person.list,
        "key": person.key,
        "name": person.name,
        "erased_at": person.erased_at,
        "data": None if lead is None else asdict(lead),
        "shares_a_number_with": sorted(others.values()),
        "events": [
            {"at": one.at, "recorded_at": one.recorded_at, "kind": one.kind, "what": one.what} for one in events
        ],
    }


def _write(to: Path, text: str) -> None:
    """Write a new file that only its owner can read. Raises InvalidInputError."""
    try:
        to.touch(mode=0o600, exist_ok=False)
        to.write_text(text + "\n", encoding="utf-8")
    except FileExistsError:
        raise InvalidInputError(f"{to} exists already; expected the name of a new file.") from None
    except OSError as error:
        raise InvalidInputError(f"{to} cannot be written ({error.strerror}); expected a file in a folder.") from None

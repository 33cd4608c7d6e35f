"""How is a person's data erased, or exported for them, and what is done with people's data at all? Edge."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.app.carriers import recipients_of
from cadence.cli.app import Json, command, group
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import follow
from cadence.cli.output import as_json, print_json, print_table, say_lines, talk
from cadence.cli.scopes import Because, InLanguage, Who, Yes, sure
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.domain.plurals import many
from cadence.engine.dossier.person import known_lead, timeline_of
from cadence.engine.outcomes.writing import EventResult
from cadence.engine.reports.processing import processing_of
from cadence.engine.retention.forecast import RetentionForecast, forecast
from cadence.explain.processing.words import in_words
from cadence.ledger.campaigns import enrolment_rows
from cadence.ledger.people import carrier_deletions, erasure, numbers, people
from cadence.ledger.people.erasure import Erased
from cadence.ledger.people.people import OperatorLead

privacy = group("privacy")


@command('cadence privacy erase C-1001 --because "request of 3 March"', into=privacy)
def erase(
    who: Who,
    *,
    because: Annotated[str, typer.Option(help="The reason, without personal data: it is kept.")] = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Erase a person's data for good: name, numbers, attributes, texts, evidence. This cannot be undone.

    Touches, decisions and outcomes are kept without personal data. Suppressions are kept as keyed hashes, so a person
    who opted out is never contacted again, and importing the same list does not bring them back. Their enrolments end
    at once. A number that somebody else also has is kept for that other person.

    The worker then has the carrier delete the texts of their messages and the recordings of their calls: within a
    minute, but for what has not ended. `cadence lead` shows how far it is, and the same order again tries the rest at
    once. E-mail lies in your own mailbox: delete it there.
    """
    with open_session() as session:
        person = session.person(who)
        again = person.erased_at is not None
        if not again and not yes:
            sure(f"Erase {person.list}/{person.key} for good? This cannot be undone.")
        erased = _try_again(session, person, because) if again else _erase(session, person, because)
    if json:
        finished = len(erased.finished)
        print_json({"lead": person.id, "erased": True, "finished": finished, "at_carrier": erased.at_carrier})
        return
    content = many(erased.at_carrier, "message or call", "messages and calls")
    if again:
        talk(f"Erased before. The carrier is asked at once to delete what was said in {content}.")
        return
    ended = f"{many(len(erased.finished), 'open enrolment')} ended" if erased.finished else "no enrolment was open"
    carrier = f"; the carrier is asked to delete what was said in {content}" if erased.at_carrier else ""
    shows = f"`cadence lead {person.id}` shows what is kept{', and how far that is' if carrier else ''}"
    talk(f"Erased {person.id}: {ended}{carrier}. {shows}.")


def _try_again(session: LedgerSession, person: OperatorLead, because: str) -> Erased:
    """Have what is left at the carrier asked for at once. Raises ConflictError when nothing is left."""
    with session.ledger.begin() as connection:
        left = carrier_deletions.at_once(connection, person.id, now=session.now)
        if not left:
            raise ConflictError(f"This lead was erased on {person.erased_at:%Y-%m-%d}; there is nothing left to erase.")
        session.record(connection, session.command("erase", why=because, lead=person.id))
    return Erased(done=False, at_carrier=left)


def _erase(session: LedgerSession, person: OperatorLead, because: str) -> Erased:
    """Erase in one transaction, record who ordered it, then end the workflows."""
    with session.ledger.begin() as connection:
        erased = erasure.erase(connection, person.id, at=session.now)
        if not erased.done:
            raise ConflictError("Somebody else has just erased this lead.")
        # After the erasure, which empties the reasons of all earlier orders.
        order = session.command("erase", why=because, lead=person.id)
        session.record(connection, order)
    follow(session, EventResult(news=erased.news))
    return erased


@command("cadence privacy export C-1001", "cadence privacy export C-1001 --to ana.json", into=privacy)
def export(
    who: Who,
    *,
    to: Annotated[
        Path | None, typer.Option(help="Write the JSON to this file, which must not exist yet.", show_default=False)
    ] = None,
    because: Because = "",
) -> None:
    """
    Export everything that is stored about a person, as JSON, to answer a request for access to their data.

    The export contains their data, numbers, consents with their text, suppressions, all messages in both directions,
    calls, decisions, promises and orders, in order of time. A person in several lists is several leads: each lead is
    exported separately, and the others are named. The export itself is recorded as an order.
    """
    with open_session() as session:
        person = session.person(who)
        data = _everything(session, person)
        if to is not None:
            _write(to, as_json(data))
        with session.ledger.begin() as connection:
            session.record(connection, session.command("export", why=because, lead=person.id))
    if to is None:
        print_json(data)
    else:
        talk(f"Written to {to}. The file contains personal data: store, send and delete it accordingly.")


@command("cadence privacy record", "cadence privacy record --language es > tratamientos.md", into=privacy)
def record(*, json: Json = False, language: InLanguage = "en") -> None:
    """
    Write the record of processing (GDPR, article 30) from campaigns, lists, packs, endpoints and keys, as Markdown.

    It names for each campaign the purpose, the people, the data, the legal basis of each channel and the law, and for
    all of them the recipients, how long data are kept, and how they are protected. It holds no personal data. What the
    engine cannot know, such as contracts, has to be added; the record says what.
    """
    with open_session() as session:
        signed = session.settings.audit_key is not None and session.settings.checkpoints is not None
        planner = session.planner
        with session.ledger.begin() as connection:
            made = processing_of(connection, planner, recipients_of(session.settings), signed=signed)
    if json:
        print_json(asdict(made))
    else:
        say_lines(in_words(made, language))


@command("cadence privacy retention", "cadence privacy retention --json", into=privacy)
def retention(*, json: Json = False) -> None:
    """
    Show for how long personal data is kept, what the law requires, and what the next daily run would erase. A dry run.

    The times stand under `retention` in the house file. Where the law of a person's places or campaigns wants records
    kept longer, that time counts for them. Nobody is touched whose cadence, task or promise is open.
    """
    with open_session() as session:
        planner = session.planner
        with session.ledger.begin() as connection:
            made = forecast(planner, connection)
    if json:
        print_json(_forecast_as_json(made))
        return
    law = ", ".join(f"{record.pack} {many(record.years, 'year')}" for record in made.required)
    when = f"{made.next_run:%Y-%m-%d %H:%M}Z" if made.next_run else "none"
    rows = [
        {"class": row.name, "kept": row.kept_for or "until erased", "law": law, "due": row.due, "next": when}
        for row in made.rows
    ]
    headings = {"class": "class", "kept": "kept for", "law": "required by law", "due": "due now", "next": "next run"}
    print_table(rows, headings)
    if made.next_run is None:
        talk(
            "No time is set. Write `retention: {texts: 18 months, people: 3 years}` into the house file, and apply it."
        )
    if made.by_law:
        people = many(made.by_law, "more is", "more are")
        talk(f"{people} kept, although their time in the house file is over: the law wants it longer.")
    if made.last_run is not None:
        erased = f"{many(made.last_run.people, 'person', 'people')} and {many(made.last_run.texts, 'text')}"
        state = "erased" if made.last_run.ended_at else "erased so far"
        talk(f"The run of {made.last_run.day} has {state} {erased}.")


def _forecast_as_json(made: RetentionForecast) -> dict[str, Any]:
    classes = [
        {"class": row.name, "kept_for": None if row.kept_for is None else str(row.kept_for), "due": row.due}
        for row in made.rows
    ]
    return {
        "classes": classes,
        "kept_for_the_law": made.by_law,
        "required": [asdict(record) for record in made.required],
        "next_run": made.next_run,
        "last_run": None if made.last_run is None else asdict(made.last_run),
    }


def _everything(session: LedgerSession, person: OperatorLead) -> dict[str, Any]:
    """Return everything that the ledger has about one lead. Personal data."""
    with session.ledger.begin() as connection:
        lead = known_lead(connection, person.id, enrolment_rows.of_lead(connection, person.id))
        events = timeline_of(session.planner, connection, person.id, lead)
        ids = numbers.of_lead(connection, person.id)
        others = people.names(connection, [owner for owner in numbers.owners(connection, ids) if owner != person.id])
    return {
        "lead": person.id,
        "list": person.list,
        "key": person.key,
        "name": person.name,
        "erased_at": person.erased_at,
        "data": None if lead is None else asdict(lead),
        "shares_a_number_with": sorted(others.values()),
        "events": [
            {"at": event.at, "recorded_at": event.recorded_at, "kind": event.kind, "what": event.what}
            for event in events
        ],
    }


def _write(to: Path, text: str) -> None:
    """Create a file that only its owner can read. Raises InvalidInputError."""
    try:
        to.touch(mode=0o600, exist_ok=False)
        to.write_text(text + "\n", encoding="utf-8")
    except FileExistsError:
        raise InvalidInputError(f"{to} exists already; expected the name of a new file.") from None
    except OSError as error:
        raise InvalidInputError(f"{to} cannot be written ({error.strerror}); expected a file in a folder.") from None

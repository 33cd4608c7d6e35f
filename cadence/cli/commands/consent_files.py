"""How are consents imported and exported as files, and proved to a regulator? Edge."""

import csv
import sys
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cadence.cli.app import FAILED, Json, command
from cadence.cli.commands.consent import consent
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.launching.list_options import Dates, SheetName, date_order
from cadence.cli.output import print_json, say, talk
from cadence.cli.scopes import Because, Who
from cadence.domain.dates import DateOrder
from cadence.domain.errors import CadenceError, InvalidInputError, NotFoundError
from cadence.domain.list_rows import Objection
from cadence.domain.plurals import many
from cadence.explain.story.consents import proof as proven
from cadence.leads.lists.consent_file import BadNo, ConsentFile, SaidRow
from cadence.leads.lists.report import harmless
from cadence.leads.lists.source import sheets_to_search
from cadence.ledger.db import locks
from cadence.ledger.people import consents, numbers, objections
from cadence.ledger.people.consents import NewConsent, StoredConsent, of_numbers
from cadence.ledger.reading import timeline


@command("cadence consent import forms.csv --because 'paper forms of March'", into=consent, name="import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV file or an XLSX workbook; `cadence consent export` shows its columns.", show_default=False
        ),
    ],
    *,
    region: Annotated[
        str, typer.Option(help="The country of numbers without a country prefix, and of dates such as 03/04/2027.")
    ] = "",
    dates: Dates = None,
    sheet: SheetName = "",
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Import consents and revocations from a file with the columns lead or phone, channel, given, at, source and more.

    Lines that cannot be understood, or that match no lead, are written to FILE.rejected.csv; all others are imported. A
    revocation is always recorded, even if something else is wrong with its line or with the file. Importing the same
    file again adds nothing.
    """
    done = {"recorded": 0, "known": 0, "noes": 0}
    order = date_order(dates)
    with open_session() as session:
        try:
            statements = ConsentFile(file, now=session.now, region=region, order=order, sheet=sheet)
        except InvalidInputError:
            _only_objections(session, file, region, order, because, wanted=sheet)
            raise
        with statements:
            _take(session, statements, done, because)
    if json:
        print_json(done | {"refused": statements.report.refused, "rejected": statements.report.rejected})
    else:
        talk(f"Records written: {done['recorded']:,}. Lines already recorded: {done['known']:,}.")
        if statements.report.refused:
            talk(f"Lines refused: {statements.report.refused:,}; see {statements.report.rejected}.")
        if done["noes"]:
            talk(f"Of these, revocations that were recorded all the same: {done['noes']:,}.")
    if statements.report.refused:
        raise typer.Exit(FAILED)


def _only_objections(
    session: LedgerSession, file: Path, region: str, order: DateOrder | None, because: str, *, wanted: str
) -> None:
    """Record the revocations in a file that is refused as a whole, and report how many."""
    done = {"recorded": 0, "known": 0, "noes": 0}
    for sheet in sheets_to_search(file, wanted):
        try:
            statements = ConsentFile(file, now=session.now, region=region, order=order, lenient=True, sheet=sheet)
        except InvalidInputError:
            continue  # no line of it can be read
        with statements:
            _take(session, statements, done, because)
    if total := sum(done.values()):
        talk(f"The file is refused. Its revocations are recorded all the same: {total:,}.")


def _take(session: LedgerSession, statements: ConsentFile, done: dict[str, int], because: str) -> None:
    """Record the lines of a file, and count them."""
    with session.ledger.begin() as connection:
        session.record(connection, session.command("consent", why=because, file="1"))
    for row in statements:
        if isinstance(row, BadNo):
            done["noes"] += _write_no(session, row)
            continue
        try:
            new = _write(session, row)
        except CadenceError as error:
            if not row.given and row.e164:
                _apply(session, row.objection())
                done["recorded"] += 1
            else:
                statements.refuse(row.line, row.lead or row.e164, str(error))
        else:
            done["recorded"] += new
            done["known"] += not new


def _write_no(session: LedgerSession, row: BadNo) -> bool:
    """Record the revocation of a line that is refused; return False if it matches no lead and no number."""
    try:
        lead = session.lead(row.lead) if row.lead else ""
    except CadenceError:
        lead = ""
    if not (lead or row.objection.e164s):
        return False
    _apply(session, replace(row.objection, lead=lead))
    return True


def _apply(session: LedgerSession, objection: Objection) -> None:
    with session.ledger.begin() as connection:
        objections.apply(connection, session.ledger.hasher, "", [objection], at=session.now)


def _write(session: LedgerSession, row: SaidRow) -> int:
    """
    Write the records for a line; return how many are new. Raises NotFoundError if it matches no lead.

    A line with only a phone number applies to every lead that has that number now. A revocation for an unknown number
    is kept for leads that get it later.
    """
    named = session.lead(row.lead) if row.lead else ""
    with session.ledger.begin() as connection:
        meant = numbers.find(connection, session.ledger.hasher, row.e164) if row.e164 else None
        if named:
            locks.lock_lead(connection, named)
        known = [meant] if meant is not None else []
        people = [named] if named else numbers.lock_owners(connection, known)
        if not people and not row.given:
            number = numbers.ensure(connection, session.ledger.hasher, row.e164, keep=False)
            locks.lock_numbers(connection, [number])
            return _add(connection, _records(session, row, None, [number]), row.at)
        new = 0
        for lead in people:
            theirs = [number for number in numbers.of_lead(connection, lead) if not row.e164 or number == meant]
            if not theirs:
                raise NotFoundError("this lead does not have that number")
            new += _add(connection, _records(session, row, lead, theirs), row.at)
    if not people:
        raise NotFoundError("no lead has this number")
    return new


def _add(connection: Connection, records: Iterable[NewConsent], at: datetime) -> int:
    """Write the records that are new; return for how many numbers."""
    new = 0
    for record in records:
        if not consents.is_recorded(connection, record, at=at):
            consents.record(connection, record, at=at)
            new += record.number is not None
    return new


def _records(session: LedgerSession, row: SaidRow, lead: str | None, theirs: list[int]) -> list[NewConsent]:
    """Return the records of a line for some numbers of one person, or for a number that nobody has yet."""
    new = NewConsent(
        channel=row.channel,
        given=row.given,
        lead=lead,
        purpose=row.purpose,
        kind=row.kind,
        source=row.source,
        expires=row.expires,
        evidence=row.evidence,
        wording=row.wording,
        by=row.by or f"{session.actor}, {session.origin}",
    )
    return of_numbers(new, theirs, named=bool(row.e164))


@command(
    "cadence consent export C-1001 --json",
    "cadence consent export --list customers > consents.csv",
    into=consent,
)
def export(
    who: Annotated[str, typer.Argument(help="A lead: its id in its list, LIST/ID or a phone number.")] = "",
    *,
    list_: Annotated[str, typer.Option("--list", help="Instead: everybody in this list.")] = "",
    json: Json = False,
) -> None:
    """Print all consents and revocations of a person or a list, as CSV or with --json. This is personal data."""
    if bool(who) == bool(list_):
        raise typer.BadParameter("expected either a lead or --list")
    with open_session() as session:
        lead = session.lead(who) if who else ""
        with session.ledger.begin() as connection:
            exported = consents.of_leads(connection, [lead]) if lead else consents.of_list(connection, list_)
            if json:
                print_json([_row(consent) for consent in exported])
            else:
                _print_csv(exported)


def _row(consent: StoredConsent) -> dict[str, Any]:
    """Return a record under the column names that `import` reads, followed by our own ids."""
    row = asdict(consent)
    ours = {"id": row.pop("id"), "our_lead": row.pop("lead"), "recorded_at": row.pop("recorded_at")}
    return {"lead": row.pop("key"), **row, **ours}


def _print_csv(exported: Iterable[StoredConsent]) -> None:
    """Print records as CSV, one by one. A cell that a spreadsheet would run as a formula gets an apostrophe first."""
    names = [
        "lead",
        *(field.name for field in fields(StoredConsent) if field.name not in ("id", "lead", "key", "recorded_at")),
    ]
    writer = csv.DictWriter(sys.stdout, [*names, "id", "our_lead", "recorded_at"])
    writer.writeheader()
    for record in exported:
        cells = {name: _cell(value) for name, value in _row(record).items()}
        writer.writerow({name: harmless(text) for name, text in cells.items()})


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


@command("cadence consent proof C-1001", "cadence consent proof C-1001 --json", into=consent)
def proof(who: Who, *, json: Json = False) -> None:
    """
    Show the proof of a person's consents: each record with its text, who recorded it, and how it was withdrawn.

    Each text is checked against its SHA-256, and each record lists the touches that relied on it. Exit code 1 if a text
    and its hash differ.
    """
    with open_session() as session:
        lead = session.lead(who)
        with session.ledger.begin() as connection:
            proof = proven(timeline.of_lead(connection, lead), numbers.of_lead(connection, lead))
    if json:
        print_json({"lead": lead, **proof})
    else:
        for record in proof["records"]:
            _print_record(record)
        for stop in proof["withdrawals"]:
            what = f"{stop['scope']} {stop['value'] or ''}".strip()
            verb = "opt-out lifted" if stop["lifted"] else "opt-out"
            say(f"{stop['at'].isoformat()}  {verb}: {what}, number {stop['number']}, by {stop['source']}")
        talk(f"{many(len(proof['records']), 'record')}, {many(len(proof['touches']), 'touch', 'touches')} allowed.")
    if any(record["wording_matches"] is False for record in proof["records"]):
        raise typer.Exit(FAILED)


def _print_record(record: dict[str, Any]) -> None:
    verb = "consented to" if record["given"] else "withdrew"
    purpose = f" for {record['purpose']}" if record["purpose"] else ""
    say(f"{record['at'].isoformat()}  {verb} {record['channel']}{purpose} ({record['kind']}), record {record['id']}")
    if record["wording"]:
        held = "matches" if record["wording_matches"] else "DOES NOT MATCH"
        say(f"  text       {' '.join(record['wording'].split())}")
        say(f"  sha-256    {record['wording_sha256']} ({held})")
    lines = {name: record[name] for name in ("number", "source", "recorded_by", "expires", "evidence")}
    for name, value in lines.items():
        if value:
            say(f"  {name.replace('recorded_by', 'recorded by'):<11} {value}")
    if record["withdrawn"]:
        gone = record["withdrawn"]
        say(f"  withdrawn  {gone['at'].isoformat()} by {gone['how']}, {gone['source']}")
    if record["touches"]:
        say(f"  touches    {', '.join(record['touches'])}")

"""How do consents come in and go out as files, and what is shown to a regulator? Edge."""

import csv
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, fields, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.commands.consent import consent
from cadence.cli.connection import LedgerSession, house
from cadence.cli.launching.list_options import Dates, date_order
from cadence.cli.output import print_json, say, talk
from cadence.cli.scopes import Because, Who
from cadence.domain.errors import CadenceError, InvalidInputError
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.domain.dates import DateOrder
    from cadence.domain.list_rows import Objection
    from cadence.leads.lists.consent_file import BadNo, ConsentFile, SaidRow
    from cadence.ledger.people.consents import NewConsent, StoredConsent

REFUSED = 1


@command("cadence consent import forms.csv --because 'paper forms of March'", into=consent, name="import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="A CSV; `cadence consent export` shows its columns.", show_default=False)
    ],
    *,
    region: Annotated[
        str, typer.Option(help="The country of numbers without a prefix, and of dates such as 03/04/2027.")
    ] = "",
    dates: Dates = None,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Record the consents and revocations of a file: lead or phone, channel, given, at, source, and what else is known.

    Lines that are not understood, or about nobody we know, go to FILE.rejected.csv, the others are taken. A no is
    applied whatever else is wrong with its line, or with the file. The same file twice adds nothing.
    """
    from cadence.leads.lists.consent_file import ConsentFile

    done = {"recorded": 0, "known": 0, "noes": 0}
    order = date_order(dates)
    with house() as home:
        try:
            said = ConsentFile(file, now=home.now, region=region, order=order)
        except InvalidInputError:
            _only_noes(home, file, region, order, because)
            raise
        with closing(said):
            _take(home, said, done, because)
    if json:
        print_json(done | {"refused": said.refused, "rejected": said.rejected})
    else:
        talk(f"Records written: {done['recorded']:,}. Lines that said nothing new: {done['known']:,}.")
        if said.refused:
            talk(f"Lines refused: {said.refused:,}; see {said.rejected}.")
        if done["noes"]:
            talk(f"Of these, lines that say no, which was applied all the same: {done['noes']:,}.")
    if said.refused:
        raise typer.Exit(REFUSED)


def _only_noes(home: LedgerSession, file: Path, region: str, order: "DateOrder | None", because: str) -> None:
    """Write what a file says no to that is refused as a whole, and say how much."""
    from cadence.leads.lists.consent_file import ConsentFile

    done = {"recorded": 0, "known": 0, "noes": 0}
    try:
        said = ConsentFile(file, now=home.now, region=region, order=order, lenient=True)
    except InvalidInputError:
        return  # nothing in it can be told apart
    with closing(said):
        _take(home, said, done, because)
    if total := sum(done.values()):
        talk(f"The file is refused. What it says no to is applied all the same: records {total:,}.")


def _take(home: LedgerSession, said: "ConsentFile", done: dict[str, int], because: str) -> None:
    """Write the lines of a file, and count them."""
    from cadence.leads.lists.consent_file import BadNo

    with home.ledger.begin() as connection:
        home.record(connection, home.command("consent", why=because, file="1"))
    for row in said:
        if isinstance(row, BadNo):
            done["noes"] += _write_no(home, row)
            continue
        try:
            new = _write(home, row)
        except CadenceError as error:
            if not row.given and row.e164:
                _apply(home, row.objection())
                done["recorded"] += 1
            else:
                said.refuse(row.line, row.lead or row.e164, str(error))
        else:
            done["recorded"] += new
            done["known"] += not new


def _write_no(home: LedgerSession, row: "BadNo") -> bool:
    """Write the no of a line that cannot be taken as it is; False for somebody that nobody knows."""
    try:
        lead = home.lead(row.lead) if row.lead else ""
    except CadenceError:
        lead = ""
    if not (lead or row.objection.e164s):
        return False
    _apply(home, replace(row.objection, lead=lead))
    return True


def _apply(home: LedgerSession, objection: "Objection") -> None:
    from cadence.ledger.people import objections

    with home.ledger.begin() as connection:
        objections.apply(connection, home.ledger.hasher, "", [objection], at=home.now)


def _write(home: LedgerSession, row: "SaidRow") -> int:
    """
    Write the records that a line makes; return how many are new. Raises NotFoundError when it is about nobody we know.

    A line with only a phone number is about everybody who has that number now, each for themselves. A no to a number
    that nobody has yet is kept for whoever gets it.
    """
    from cadence.domain.errors import NotFoundError
    from cadence.ledger.db import locks
    from cadence.ledger.people import numbers

    named = home.lead(row.lead) if row.lead else ""
    with home.ledger.begin() as connection:
        meant = numbers.find(connection, home.ledger.hasher, row.e164) if row.e164 else None
        people = [named] if named else numbers.owners(connection, [meant] if meant is not None else [])
        locks.lock_leads(connection, people)
        if not people and not row.given:
            number = numbers.ensure(connection, home.ledger.hasher, row.e164, keep=False)
            locks.lock_numbers(connection, [number])
            return _add(connection, _records(home, row, None, [number]), row.at)
        new = 0
        for lead in people:
            theirs = [one for one in numbers.of_lead(connection, lead) if not row.e164 or one == meant]
            if not theirs:
                raise NotFoundError("this lead has no such number")
            new += _add(connection, _records(home, row, lead, theirs), row.at)
    if not people:
        raise NotFoundError("no lead has this number")
    return new


def _add(connection: "Connection", records: "Iterable[NewConsent]", at: datetime) -> int:
    """Write the records that do not stand yet; return for how many numbers."""
    from cadence.ledger.people import consents

    new = 0
    for record in records:
        if not consents.said_before(connection, record, at=at):
            consents.record(connection, record, at=at)
            new += record.number is not None
    return new


def _records(home: LedgerSession, row: "SaidRow", lead: str | None, theirs: list[int]) -> "Iterator[NewConsent]":
    """Yield one record a number; a no that names none holds for the numbers that the person gets later, too."""
    from cadence.ledger.people.consents import NewConsent

    whole = [] if row.given or row.e164 else [None]
    for number in (*theirs, *whole):
        yield NewConsent(
            channel=row.channel,
            given=row.given,
            number=number,
            lead=lead,
            purpose=row.purpose,
            kind=row.kind,
            source=row.source,
            expires=row.expires,
            evidence=row.evidence,
            wording=row.wording,
            by=row.by or f"{home.actor}, {home.origin}",
        )


@command(
    "cadence consent export C-1001 --json",
    "cadence consent export --list customers > consents.csv",
    into=consent,
)
def export(
    who: Annotated[str, typer.Argument(help="A lead, by its id in its list, LIST/ID or a number.")] = "",
    *,
    list_: Annotated[str, typer.Option("--list", help="Everybody of this list instead.")] = "",
    json: Json = False,
) -> None:
    """Print every consent and revocation of a person or a list: as CSV, or with --json. It is personal data."""
    from cadence.ledger.people import consents

    if bool(who) == bool(list_):
        raise typer.BadParameter("name a lead, or a --list")
    with house() as home:
        lead = home.lead(who) if who else ""
        with home.ledger.begin() as connection:
            found = consents.of_leads(connection, [lead]) if lead else consents.of_list(connection, list_)
            if json:
                print_json([_row(one) for one in found])
            else:
                _print_csv(found)


def _row(one: "StoredConsent") -> dict[str, Any]:
    """Return a record under the names that `import` reads, and what only we know after them."""
    row = asdict(one)
    ours = {"id": row.pop("id"), "our_lead": row.pop("lead"), "recorded_at": row.pop("recorded_at")}
    return {"lead": row.pop("key"), **row, **ours}


def _print_csv(found: "Iterable[StoredConsent]") -> None:
    """Print records as CSV, as they come. A cell that a spreadsheet would run has an apostrophe before it."""
    from cadence.leads.lists.report import harmless
    from cadence.ledger.people.consents import StoredConsent

    names = [
        "lead",
        *(one.name for one in fields(StoredConsent) if one.name not in ("id", "lead", "key", "recorded_at")),
    ]
    writer = csv.DictWriter(sys.stdout, [*names, "id", "our_lead", "recorded_at"])
    writer.writeheader()
    for one in found:
        cells = {name: _cell(value) for name, value in _row(one).items()}
        writer.writerow({name: harmless(text) for name, text in cells.items()})


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


@command("cadence consent proof C-1001", "cadence consent proof C-1001 --json", into=consent)
def proof(who: Who, *, json: Json = False) -> None:
    """
    Show what a regulator asks for: every record of a person with its words, who wrote it down, when and how withdrawn.

    The words are held against their SHA-256, and each record names the touches that rested on it. Exit code 1 when
    words and hash differ.
    """
    from cadence.explain.story.consents import proof as proven
    from cadence.ledger.people import numbers
    from cadence.ledger.reading import timeline

    with house() as home:
        lead = home.lead(who)
        with home.ledger.begin() as connection:
            found = proven(timeline.of_lead(connection, lead), numbers.of_lead(connection, lead))
    if json:
        print_json({"lead": lead, **found})
    else:
        for record in found["records"]:
            _print_record(record)
        for stop in found["withdrawals"]:
            what = f"{stop['scope']} {stop['value'] or ''}".strip()
            verb = "opt-out lifted" if stop["lifted"] else "opt-out"
            say(f"{stop['at'].isoformat()}  {verb}: {what}, number {stop['number']}, by {stop['source']}")
        talk(f"{many(len(found['records']), 'record')}, {many(len(found['touches']), 'touch', 'touches')} allowed.")
    if any(one["wording_matches"] is False for one in found["records"]):
        raise typer.Exit(REFUSED)


def _print_record(record: dict[str, Any]) -> None:
    """Print one record as a reader goes through it."""
    verb = "agreed to" if record["given"] else "took back"
    purpose = f" for {record['purpose']}" if record["purpose"] else ""
    say(f"{record['at'].isoformat()}  {verb} {record['channel']}{purpose} ({record['kind']}), record {record['id']}")
    if record["wording"]:
        held = "matches" if record["wording_matches"] else "DOES NOT MATCH"
        say(f"  words      {' '.join(record['wording'].split())}")
        say(f"  sha-256    {record['wording_sha256']} ({held})")
    lines = {name: record[name] for name in ("number", "source", "recorded_by", "expires", "evidence")}
    for name, said in lines.items():
        if said:
            say(f"  {name.replace('recorded_by', 'written by'):<10} {said}")
    if record["withdrawn"]:
        gone = record["withdrawn"]
        say(f"  withdrawn  {gone['at'].isoformat()} by {gone['how']}, {gone['source']}")
    if record["touches"]:
        say(f"  rested on  it: {', '.join(record['touches'])}")

"""How is a person's consent proved to a regulator? Edge."""

from typing import Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.commands.consent import consent
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, say, talk
from cadence.cli.scopes import Who
from cadence.domain.plurals import many
from cadence.explain.story.consents import proof as proven
from cadence.ledger.people import numbers
from cadence.ledger.reading import timeline

REFUSED = 1
"""The exit code if a text and its hash differ."""


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
        raise typer.Exit(REFUSED)


def _print_record(record: dict[str, Any]) -> None:
    """Print one record for a reader."""
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

"""What was done for one lead, what was not, and why? Edge: for the auditor."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import House, house
from cadence.cli.output import print_json, talk, wait_for
from cadence.errors import UnavailableError

if TYPE_CHECKING:
    from cadence.ledger.people import Person
    from cadence.report.story import Event, Line


@command("cadence lead C-1001", "cadence lead C-1001 --on 2027-03-09", "cadence lead +34600000001 --json")
def lead(
    who: Annotated[
        str, typer.Argument(help="The lead: the id in its list, LIST/ID, a number, or our id.", show_default=False)
    ],
    *,
    on: Annotated[
        datetime | None, typer.Option(help="Only this day, on the person's clock.", formats=["%Y-%m-%d"])
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", "-e", help="Show what each line stands on.")] = False,
    json: Json = False,
) -> None:
    """
    Tell one lead's whole way, from the ledger and the workflow's history together.

    Each line: the instant in UTC and on the person's own clock, what happened or did not, the rule in words, and who
    or what caused it. With --on, the answer to "why was nothing sent that day?" stands at the end.
    """
    from cadence.report.story import nothing_sent, tell

    with house() as home:
        person = home.person(who)
        zones, events, ahead = _gathered(home, person.id)
        events += _from_temporal(home, [one.what["enrolment"] for one in events if one.kind == "enrolled"])
    story = tell(events, zones)
    shown = tell(events, zones, on=on.date()) if on else story
    silent = nothing_sent(_until(story, on.date()), shown) if on else []
    if json:
        print_json(
            {
                "lead": person.id,
                "list": person.list,
                "key": person.key,
                "zones": zones,
                "lines": [asdict(one) for one in shown],
                "next": ahead,
                **({"nothing_sent_because": silent} if on else {}),
            }
        )
        return
    _print(person, zones, shown, evidence=evidence)
    for words in ahead:
        print(f"now: {words}")
    if on:
        sent = "Nothing left that day:" if silent else "Something left that day."
        print("\n".join([sent, *(f"  {words}" for words in silent)]))


def _gathered(home: House, lead: str) -> "tuple[list[str], list[Event], list[str]]":
    """Return the person's zones, what the ledger knows of them, and what each open enrolment waits for."""
    from cadence.ledger import enrolment_rows, facts, timeline
    from cadence.orders import describe
    from cadence.report.story import Event
    from cadence.rules.zones import candidate_zones

    with home.ledger.begin() as connection:
        found = [Event(at=one.at, kind=one.kind, what=one.what) for one in timeline.of_lead(connection, lead)]
        enrolments = enrolment_rows.of_lead(connection, lead)
        known = facts.gather(connection, enrolments[-1].enrolment.id) if enrolments else None
    zones = list(dict.fromkeys(one.zone for one in candidate_zones(known.lead))) if known else []
    ahead = [f"{one.enrolment.campaign}: {describe(one.move)}" for one in enrolments if not one.enrolment.finished]
    return zones, found, ahead


def _from_temporal(home: House, enrolments: list[str]) -> "list[Event]":
    """Return the workflows' side of it; without Temporal the ledger speaks alone."""
    from cadence.report.history import workflow_events
    from cadence.temporal import connect

    async def read() -> "list[Event]":
        client = await connect(home.settings)
        return [event for one in enrolments for event in await workflow_events(client, one, home.clock)]

    try:
        return wait_for(read())
    except UnavailableError:
        talk("Temporal does not answer: this is the ledger's side alone, which decides.")
        return []


def _until(story: "list[Line]", day: date) -> "list[Line]":
    """Return the story up to the end of a day, by the person's clock as it is shown."""
    return [line for line in story if line.local[4:14] <= day.isoformat()]


def _print(person: "Person", zones: list[str], lines: "list[Line]", *, evidence: bool) -> None:
    print(f"{person.list}/{person.key}  {person.name}  {', '.join(zones) or 'zone unknown'}  {person.id}")
    for line in lines:
        print(f"{line.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z  {line.local:<40}  {line.words}")
        for why in line.why:
            print(f"{'':<22}because {why}")
        if line.by:
            print(f"{'':<22}by {line.by}")
        if evidence and line.evidence:
            kept = {key: value for key, value in line.evidence.items() if value not in (None, "", [], {})}
            print(f"{'':<22}evidence {kept}")

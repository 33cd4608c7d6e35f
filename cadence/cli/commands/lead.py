"""What happened to one lead, what did not happen, and why? Edge: for the auditor."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import print_json, say, talk, wait_for
from cadence.cli.reading.histories import histories
from cadence.cli.scopes import InLanguage, Who, day
from cadence.domain.errors import UnavailableError
from cadence.engine.dossier.gather import Dossier, gather
from cadence.explain.story.prices import price_lines, prices_as_data
from cadence.explain.story.silence import why_silent
from cadence.explain.story.speaker import Speaker
from cadence.explain.story.story import StoryEvent, StoryLine, tell
from cadence.policy.wording import ADDRESS_WHY


@command("cadence lead C-1001", "cadence lead C-1001 --on 2027-03-09", "cadence lead +34600000001 --json")
def lead(
    who: Who,
    *,
    on: Annotated[
        date | None, typer.Option(help="Only this day, in the person's local time.", parser=day, show_default=False)
    ] = None,
    evidence: Annotated[bool, typer.Option("--evidence", "-e", help="Show the evidence for each line.")] = False,
    language: InLanguage = "en",
    json: Json = False,
) -> None:
    """
    Show the full history of one lead, from the ledger and its Temporal workflow.

    Each line has the time in UTC and in the person's local time, what happened or did not happen, the rule in words,
    and who or what caused it. Then come what each touch cost, and the total. With --on, the end of the report explains
    why nothing was sent that day.
    """
    with open_session() as session:
        dossier = gather(session.planner, session.person(who), partial(_from_temporal, session))
        now = session.now
    phones, addresses = dossier.phones_and_addresses
    speaker = Speaker(
        language=language,
        zones=dossier.zones,
        numbers=tuple(number.id for number in phones),
        addresses=tuple(number.id for number in addresses),
    )
    lines = tell(dossier.events, speaker, on=on)
    silence = why_silent(dossier.events, on, speaker, dossier.moves) if on else []
    if json:
        print_json(_as_json(dossier, lines, speaker) | ({"nothing_sent_because": silence} if on else {}))
        return
    _print_head(dossier, speaker)
    _print_lines(lines, speaker, evidence=evidence)
    if not on and dossier.costs:
        say()
        for words in price_lines(dossier.costs, speaker):
            say(words)
    for words in dossier.now(speaker):
        say()
        say(f"{speaker.say('lead-now')}: {words}")
    if on:
        to_come = speaker.place(now, on) < 0
        say()
        say(speaker.say(f"lead-day-{'to-come' if to_come else 'silent' if silence else 'left'}"))
        for words in silence:
            say(f"  {words}")


def _from_temporal(session: LedgerSession, enrolments: Sequence[str]) -> list[StoryEvent]:
    """Return the events of the workflows; none, and a word about it, if Temporal does not answer."""
    try:
        return wait_for(histories(session.settings, enrolments, session.clock)) if enrolments else []
    except UnavailableError:
        talk("Temporal does not answer: only the ledger's records are shown, which are the authoritative ones.")
        return []


def _as_json(dossier: Dossier, lines: Sequence[StoryLine], speaker: Speaker) -> dict[str, Any]:
    person = dossier.person
    return {
        "lead": person.id,
        "list": person.list,
        "key": person.key,
        "zones": dossier.zones,
        "numbers": [{"id": number.id, "kind": number.kind, "closed": number.closed} for number in dossier.numbers],
        "lines": [asdict(line) for line in lines],
        "now": dossier.now(speaker),
        "costs": prices_as_data(dossier.costs),
        "not_selected": [place.as_data(speaker.language) for place in dossier.not_selected],
    }


def _print_head(dossier: Dossier, speaker: Speaker) -> None:
    person = dossier.person
    say(f"{person.list}/{person.key}  {person.name or speaker.say('lead-no-name')}  {person.id}")
    say(f"{speaker.say('lead-zones'):<8} {'; '.join(dossier.evidence(speaker)) or speaker.say('lead-unknown')}")
    for label, numbers in zip(("lead-number", "lead-address"), dossier.phones_and_addresses, strict=True):
        for place, number in enumerate(numbers, start=1):
            closed = ADDRESS_WHY.get(number.closed or "", number.closed) if label == "lead-address" else number.closed
            why = speaker.term("rule-term", closed) if closed else ""
            closed_words = f", {speaker.say('lead-number-closed', why=why)}" if why else ""
            digits = number.e164 or speaker.say("lead-erased")
            say(f"{speaker.say(label):<8} {place}: {digits} {speaker.term('rule-term', number.kind)}{closed_words}")


def _print_lines(lines: Sequence[StoryLine], speaker: Speaker, *, evidence: bool) -> None:
    """Print the lines; events of the same second share one heading."""
    shown = ""
    for line in lines:
        instant = f"{line.at:%Y-%m-%d %H:%M:%S}Z  {'; '.join(line.local)}"
        if instant != shown:
            say()
            say(instant)
            shown = instant
        say(f"  {line.words}{f'  ({line.by})' if line.by else ''}")
        for why in line.why:
            say(f"    {speaker.say('lead-because')} {why}")
        if evidence and line.evidence:
            for name, value in line.evidence.items():
                say(f"    {speaker.say('lead-evidence')} {name} {_plain(value)}".rstrip())


def _plain(value: object, *, inside: bool = False) -> str:
    """Return a piece of evidence in words, without the brackets of a data structure."""
    if isinstance(value, dict):
        words = ", ".join(f"{name} {_plain(part, inside=True)}".rstrip() for name, part in value.items())
        return f"({words})" if inside and words else words
    if isinstance(value, list | tuple):
        return "; ".join(_plain(part) for part in value)
    return str(value)

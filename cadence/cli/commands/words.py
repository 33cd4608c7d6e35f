"""What does a reply mean? Edge: needs no server and no ledger."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.files import read_campaign, text_of
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import print_json, print_table
from cadence.domain import ANSWER, zones
from cadence.domain.dates import read_instant
from cadence.domain.nearest import nearest
from cadence.domain.questions import ReplyQuestion
from cadence.leads.phone.places import nearest_zone
from cadence.replies.opt_out import Reply
from cadence.replies.reading import read_reply, time_reading

ANSWER_COLUMN = {"answer": "answer"}
COLUMNS = {
    "meaning": "meaning", "scope": "stops or names", "call": "call", "rule": "rule", "found": "found", "text": "text",
    "used": "time read from", "left": "left over",
}  # fmt: skip


@command(
    'cadence words "no me llamen al trabajo"',
    'cadence words "stop promos but keep my delivery alerts" --json',
    'cadence words "call me tomorrow at five thirty" --zone America/New_York',
    "cadence words --file replies.txt",
    'cadence words "sí, gracias" --campaign campaigns/appointment-reminders.yaml',
)
def words(
    text: Annotated[str, typer.Argument(help="The text of a reply.", show_default=False)] = "",
    *,
    file: Annotated[Path | None, typer.Option(help="A file of texts, one per line.", show_default=False)] = None,
    zone: Annotated[
        str, typer.Option(help="The person's time zone; default: the zone of the house file.", show_default=False)
    ] = "",
    at: Annotated[
        str,
        typer.Option(
            help="When it was written, in that zone, such as 2027-03-10 09:00; default: now.", show_default=False
        ),
    ] = "",
    campaign: Annotated[
        Path | None, typer.Option(help="A campaign file: which of its answers is it?", show_default=False)
    ] = None,
    step: Annotated[
        str, typer.Option(help="The step that it answers; default: each that expects answers.", show_default=False)
    ] = "",
    json: Json = False,
) -> None:
    """
    Show how the engine understands a reply, and by which rule: revoke, restrict, hold, help, rejoin, callback or none.

    Replies are read in English, Spanish and Portuguese. For a revoke, the output shows what it stops; for a
    restriction, the place or time it names. For a request to be called, it shows the time that was understood: an
    instant, a span (the call is made within it if the campaign confirms the hour), or no clear time, which one of your
    people must clarify. It also shows which words the time was read from and which were left over. With --campaign it
    shows which answer the text is to each step that expects answers. Nothing is written.
    """
    if bool(text) == bool(file):
        raise typer.BadParameter("expected either a text or --file")
    where = _zone(zone)
    now = _instant(at, where)
    questions = _questions(campaign, step)
    lines = text_of(file, "a file of texts, one per line").splitlines() if file else []
    texts = [line for line in lines if line.strip()] if file else [text]
    rows = [_told(line, where, now) | _answers(line, where, now, questions) for line in texts]
    if json:
        print_json(rows if file else rows[0])
        return
    print_table([_row(row) for row in rows], (ANSWER_COLUMN if questions else {}) | COLUMNS)


def _questions(file: Path | None, step: str) -> dict[str, ReplyQuestion]:
    """Return what each step of a campaign file asks, or the one that is named. Raises BadParameter."""
    if file is None:
        if step:
            raise typer.BadParameter("--step without --campaign; expected the campaign file that has the step")
        return {}
    campaign = read_campaign(file).right()
    every = {own.step: campaign.question_of(own) for own in campaign.cadence}
    known = {name: question for name, question in every.items() if question is not None}
    if not known:
        raise typer.BadParameter(f"{file} expects no answers; expected `replies` or `ask` in it")
    if step and step not in known:
        hint = f"; nearest: {near}" if (near := nearest(step, known)) else ""
        raise typer.BadParameter(f"--step {step} expects no answers; expected one of {', '.join(known)}{hint}")
    return {step: known[step]} if step else known


def _answers(text: str, zone: str, now: datetime, questions: dict[str, ReplyQuestion]) -> dict[str, Any]:
    """Return which answer a text is to each step, "" for none, and what would be kept of it."""
    if not questions:
        return {}
    readings = {step: read_reply(text, zone, now, question=question) for step, question in questions.items()}
    return {
        "answers": [
            {"step": step, "answer": reading.answer, "kept": reading.value} for step, reading in readings.items()
        ]
    }


def _row(reading: dict[str, Any]) -> dict[str, Any]:
    given = [
        f"{entry['step']}: {ANSWER}{entry['answer']}" + (f" = {entry['kept']}" if entry["kept"] else "")
        for entry in reading.get("answers", ())
        if entry["answer"]
    ]
    reading = reading | {"answer": "; ".join(given) or "none"}
    time = reading.get("time", {"used": [], "left_over": []})
    words = {"used": " ".join(time["used"]), "left": " ".join(time["left_over"])}
    return {"call": ""} | reading | {"scope": ", ".join(reading["scope"] or reading["names"])} | words


def _zone(name: str) -> str:
    """Return a known zone. Raises BadParameter."""
    if name and name not in zones.zone_names():
        hint = f"; nearest: {near}" if (near := nearest_zone(name)) else ""
        raise typer.BadParameter(f"--zone {name} is not a time zone; expected a name such as America/Mexico_City{hint}")
    return name or law_in_force().house.zone


def _instant(text: str, zone: str) -> datetime:
    """Return the instant of --at; now if it is empty. Raises BadParameter."""
    if not text:
        return datetime.now(UTC)
    try:
        return read_instant(text, (zone,))
    except ValueError:
        raise typer.BadParameter(f"--at {text} is not an instant; expected 2027-03-10 09:00") from None


def _told(text: str, zone: str, now: datetime) -> dict[str, Any]:
    """Return one reading as it is printed. Spans are shown, whether or not a campaign confirms the hour."""
    reply = read_reply(text, zone, now, spans=True)
    data: dict[str, Any] = {
        "text": text,
        "meaning": reply.meaning,
        "scope": _scope(reply),
        "names": list(reply.names),
        "rule": reply.rule,
        "found": reply.found,
        "normalised": reply.words,
    }
    if time := _time(text, zone, now, taken=reply.callback_at is not None):
        data |= {"time": time}
    if reply.callback_at is None and not reply.asks_for_call:
        return data
    return data | {
        "call": _call(reply.callback_at, reply.callback_until, zone),
        "callback_at": reply.callback_at,
        "callback_until": reply.callback_until,
    }


def _time(text: str, name: str, now: datetime, *, taken: bool) -> dict[str, Any] | None:
    """Return how a time in the text was read; None if no word belongs to a time."""
    read = time_reading(text, name, now)
    if read is None:
        return None
    local = {
        key: instant.astimezone(zones.zone(name)).isoformat(timespec="minutes") if instant else None
        for key, instant in (("from", read.start), ("to", read.end))
    }
    words = {"used": list(read.used), "left_over": list(read.left_over), "in_doubt": list(read.in_doubt)}
    return local | {"zone": name} | words | {"taken": taken}


def _call(start: datetime | None, end: datetime | None, name: str) -> str:
    """Return the time that was understood, in the person's local time."""
    if start is None:
        return "asked for, without a clear time"
    local = start.astimezone(zones.zone(name))
    until = f" to {end.astimezone(zones.zone(name)):%H:%M}" if end else ""
    return f"{local:%a %Y-%m-%d %H:%M}{until} {name}"


def _scope(reading: Reply) -> list[str]:
    """Return what a revoke stops; [] for other meanings."""
    if reading.meaning != "revoke":
        return []
    return [f"{part.scope.value}:{part.value}" for part in reading.scope] or ["everything"]

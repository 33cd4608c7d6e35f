"""What does a reply mean? Edge: needs no server and no ledger."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.output import print_json, print_table
from cadence.domain.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from cadence.replies.opt_out import OptOutReading

COLUMNS = {
    "meaning": "meaning", "scope": "closes or names", "call": "call", "rule": "rule", "found": "found", "text": "text",
    "used": "time read from", "left": "left over",
}  # fmt: skip


@command(
    'cadence words "no me llamen al trabajo"',
    'cadence words "stop promos but keep my delivery alerts" --json',
    'cadence words "call me tomorrow at five thirty" --zone America/New_York',
    "cadence words --file replies.txt",
)
def words(
    text: Annotated[str, typer.Argument(help="What somebody wrote.", show_default=False)] = "",
    *,
    file: Annotated[Path | None, typer.Option(help="Texts, one a line.", show_default=False)] = None,
    zone: Annotated[
        str, typer.Option(help="The person's time zone; without it, the zone of the house file.", show_default=False)
    ] = "",
    at: Annotated[
        str,
        typer.Option(help="When it was written: 2027-03-10 09:00, in that zone; now if left out.", show_default=False),
    ] = "",
    json: Json = False,
) -> None:
    """
    Say what a reply means, and by which rule: revoke, restrict, hold, help, rejoin, callback or none.

    It is read as the engine reads it, in English, Spanish and Portuguese. A revoke says what it closes, a restriction
    which place or time it names, and a wish to be called which time was understood: an instant, a span (a call inside
    it where the campaign confirms the hour), or no clear time, which is a question for a person; from which words the
    time was read, and which were left over. Nothing is written and nobody is asked.
    """
    if bool(text) == bool(file):
        raise typer.BadParameter("give a text, or a --file of texts")
    where = _zone(zone)
    now = _instant(at, where)
    found = [_told(one, where, now) for one in (_lines(file) if file else [text])]
    if json:
        print_json(found if file else found[0])
        return
    print_table([_row(one) for one in found], COLUMNS)


def _row(told: dict[str, Any]) -> dict[str, Any]:
    """Return a reading as a line of the table."""
    time = told.get("time", {"used": [], "left_over": []})
    words = {"used": " ".join(time["used"]), "left": " ".join(time["left_over"])}
    return {"call": ""} | told | {"scope": ", ".join(told["scope"] or told["names"])} | words


def _zone(name: str) -> str:
    """Return a zone that exists. Raises BadParameter."""
    from cadence.cli.house_file import house_rules
    from cadence.domain.zones import zone_names
    from cadence.leads.phone.places import nearest_zone

    if name and name not in zone_names():
        hint = f"; nearest: {near}" if (near := nearest_zone(name)) else ""
        raise typer.BadParameter(f"--zone {name} is not a time zone; expected a name such as America/Mexico_City{hint}")
    return name or house_rules().zone


def _instant(text: str, zone: str) -> datetime:
    """Return the instant that is meant, now for none. Raises BadParameter."""
    from cadence.domain.dates import read_instant

    if not text:
        return datetime.now(UTC)
    try:
        return read_instant(text, (zone,))
    except ValueError:
        raise typer.BadParameter(f"--at {text} is not an instant; expected 2027-03-10 09:00") from None


def _told(text: str, zone: str, now: datetime) -> dict[str, Any]:
    """Return one reading as it is printed. Spans are shown, whether or not a campaign confirms the hour."""
    from cadence.replies.reading import understand

    reading, reply = understand(text, zone, now, spans=True)
    told: dict[str, Any] = {
        "text": text,
        "meaning": reply.meaning,
        "scope": _scope(reading),
        "names": list(reading.names),
        "rule": reading.rule,
        "found": reading.found,
        "normalised": reading.words,
    }
    if time := _time(text, zone, now, taken=reply.callback_at is not None):
        told |= {"time": time}
    if reply.callback_at is None and not reply.asks_for_call:
        return told
    return told | {
        "call": _call(reply.callback_at, reply.callback_until, zone),
        "callback_at": reply.callback_at,
        "callback_until": reply.callback_until,
    }


def _time(text: str, name: str, now: datetime, *, taken: bool) -> dict[str, Any] | None:
    """Return how a time in the text was read; None where no word could belong to one."""
    from cadence.domain.zones import zone
    from cadence.replies.reading import time_reading

    read = time_reading(text, name, now)
    if read is None:
        return None
    local = {
        key: one.astimezone(zone(name)).isoformat(timespec="minutes") if one else None
        for key, one in (("from", read.start), ("to", read.end))
    }
    words = {"used": list(read.used), "left_over": list(read.left_over), "in_doubt": list(read.in_doubt)}
    return local | {"zone": name} | words | {"taken": taken}


def _call(start: datetime | None, end: datetime | None, name: str) -> str:
    """Return which time was understood, on the person's clock."""
    from cadence.domain.zones import zone

    if start is None:
        return "asked for, at no clear time"
    local = start.astimezone(zone(name))
    until = f" to {end.astimezone(zone(name)):%H:%M}" if end else ""
    return f"{local:%a %Y-%m-%d %H:%M}{until} {name}"


def _scope(reading: "OptOutReading") -> list[str]:
    """Return what a stop closes; nothing for other meanings."""
    if reading.meaning != "revoke":
        return []
    return [f"{part.scope.value}:{part.value}" for part in reading.scope] or ["everything"]


def _lines(file: Path) -> list[str]:
    """Return the texts of a file. Raises NotFoundError, InvalidInputError."""
    try:
        return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of texts, one a line.") from None
    except (OSError, UnicodeDecodeError):
        raise InvalidInputError(f"{file} cannot be read; expected texts in UTF-8, one a line.") from None

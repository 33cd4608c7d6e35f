"""When will a promised call be made, and when did a person mean it? Edge: read for who answers the CLI and the API."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cadence.domain import Defer, Hold, Lead, Refuse, Verdict
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.zones import candidate_zones, zone, zone_names
from cadence.engine.outcomes.callbacks import last_case
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.people import numbers
from cadence.ledger.touches import inbound, tasks, touch_rows
from cadence.planning import why_promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is known now of a call that was promised for an instant."""

    at: datetime  # as it was promised
    goes_at: datetime | None  # when it will be made; None: it waits for news, or a rule refuses it
    verdict: Verdict | None  # why that is another instant
    zones: tuple[str, ...]  # those in which the person may be

    @property
    def zone(self) -> str | None:
        """The zone on whose clock the call can be named to the person; None when clocks differ, or nobody knows."""
        instant = self.goes_at or self.at
        walls = {instant.astimezone(zone(name)).replace(tzinfo=None) for name in self.zones}
        return self.zones[0] if len(walls) == 1 else None

    @property
    def moved(self) -> bool:
        """Whether the call will be made at another instant than promised, as far as is known now."""
        return self.goes_at != self.at


def expected(planner: Planner, lead: str, campaign: str, at: datetime) -> Expected:
    """Return when a call promised for this instant will be made. Raises NotFoundError."""
    with planner.page() as page:
        case = last_case(page, lead, campaign)
        verdict = why_promised(case.campaign, case.facts, at, case.law)
    goes: datetime | None = at
    if isinstance(verdict, Defer):
        goes = verdict.until
    elif isinstance(verdict, Hold | Refuse):
        goes = None
    return Expected(at=at, goes_at=goes, verdict=verdict, zones=_zones(case.facts.lead))


def meant(planner: Planner, lead: str, campaign: str, at: datetime) -> datetime:
    """
    Return an instant; one without an offset is read on the person's own clock.

    Raises InvalidInputError where that clock is not known for sure, or shows the hour twice or never; NotFoundError.
    """
    if at.tzinfo is not None:
        return _utc(at)
    with planner.page() as page:
        zones = _zones(last_case(page, lead, campaign).facts.lead)
    return on_their_clock(at, zones)


def meant_in_call(planner: Planner, touch: str, at: datetime) -> datetime:
    """Return an instant that was named in a conversation, as `meant` does."""
    if at.tzinfo is not None:
        return _utc(at)
    with planner.page() as page:
        about = touch_rows.get(page.tx, touch).touch
    return meant(planner, about.lead, about.campaign, at)


def _utc(at: datetime) -> datetime:
    """Return an instant in UTC; one at the end of all calendars as it is, for its caller to refuse."""
    try:
        return at.astimezone(UTC)
    except OverflowError:
        return at


def asked_in(planner: Planner, lead: str, task: str) -> str:
    """
    Return what a promise rests on: the message that made this task, `inbound:ID`, if this very person sent it.

    `task` is the beginning of the task's id, as `cadence review` shows it. Raises NotFoundError.
    """
    with planner.page() as page:
        found = tasks.find(page.tx, task)
        messages = inbound.find_many(page.tx, [one.ref for one in found])
        own = numbers.of_lead(page.tx, lead)
    # Others may share the number: where it is known who wrote, it is theirs alone.
    writer = found[0].lead if found else None
    theirs = [one for one in messages.values() if writer == lead or (writer is None and one.number in own)]
    if len(found) != 1 or not theirs:
        raise NotFoundError(
            f"No task {task} is about a message of this person; expected the beginning of an id that "
            "`cadence review --lead` shows."
        )
    return f"inbound:{theirs[0].id}"


def on_their_clock(wall: datetime, zones: tuple[str, ...]) -> datetime:
    """
    Return the one instant at which the clocks in all of these zones show this. Raises InvalidInputError.

    A time that a clock shows twice, never, or at another instant in another zone is refused, with the instants to
    choose from: an hour off is a broken promise.
    """
    shown = f"{wall:%Y-%m-%d %H:%M}"
    choices = {zone_name: _instants(wall, zone_name) for zone_name in zones}
    instants = {one.astimezone(UTC) for found in choices.values() for one in found}
    if len(instants) == 1 and all(choices.values()):
        return instants.pop()
    if not zones:
        example = f"{wall:%Y-%m-%dT%H:%M}+01:00"
        raise InvalidInputError(
            f"{shown} has no offset, and the person's clock is not known for sure; expected one, such as {example}."
        )
    if not instants:
        skipped = max(wall.replace(tzinfo=zone(name)).astimezone(UTC).astimezone(zone(name)) for name in zones)
        raise InvalidInputError(
            f"The person's clock never shows {shown}: it is put forward that day ({', '.join(zones)}); expected "
            f"another time, such as {skipped:%Y-%m-%dT%H:%M}."
        )
    listed = " or ".join(
        f"{one.isoformat(timespec='minutes')} ({name})" for name, found in choices.items() for one in found
    )
    why = "the person's clock shows it twice that day" if len(zones) == 1 else "the person may be in several zones"
    raise InvalidInputError(f"{shown} has no offset, and {why}; expected one of {listed}.")


def _instants(wall: datetime, name: str) -> list[datetime]:
    """Return the instants at which a clock shows this: two where it is put back, none where it is put forward."""
    both = [wall.replace(tzinfo=zone(name), fold=fold) for fold in (0, 1)]
    found = [one for one in both if one.astimezone(UTC).astimezone(zone(name)).replace(tzinfo=None) == wall]
    return found if len({one.utcoffset() for one in found}) > 1 else found[:1]


def _zones(lead: Lead) -> tuple[str, ...]:
    """Return the zones in which a person may be; none when one of them is unknown."""
    names = tuple(dict.fromkeys(one.zone for one in candidate_zones(lead)))
    return names if all(name in zone_names() for name in names) else ()

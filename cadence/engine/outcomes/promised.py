"""When will a promised call be made, and which instant does a given time mean? Edge: read for the CLI and the API."""

from dataclasses import dataclass
from datetime import UTC, datetime

from cadence.domain import Defer, Hold, Lead, Refuse, Verdict
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.zones import candidate_zones, zone, zone_names
from cadence.engine.outcomes.callbacks import last_case
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.people import numbers
from cadence.ledger.touches import inbound, tasks
from cadence.planning import why_promised


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is known now about a call that was promised for an instant."""

    at: datetime  # the promised instant
    goes_at: datetime | None  # when it will be made; None: it waits for news, or a rule refuses it
    verdict: Verdict | None  # why that is another instant
    zones: tuple[str, ...]  # the zones in which the person may be

    @property
    def zone(self) -> str | None:
        """The zone in which the time can be given to the person; None when the possible zones differ or are unknown."""
        instant = self.goes_at or self.at
        walls = {instant.astimezone(zone(name)).replace(tzinfo=None) for name in self.zones}
        return self.zones[0] if len(walls) == 1 else None

    @property
    def moved(self) -> bool:
        """Whether the call will be made at another instant than promised, as far as is known now."""
        return self.goes_at != self.at


def expected_call(planner: Planner, lead: str, campaign: str, at: datetime) -> Expected:
    """Return when a call promised for this instant will be made. Raises NotFoundError."""
    with planner.begin() as unit:
        case = last_case(unit, lead, campaign)
        verdict = why_promised(case.campaign, case.facts, at, case.law)
    goes: datetime | None = at
    if isinstance(verdict, Defer):
        goes = verdict.until
    elif isinstance(verdict, Hold | Refuse):
        goes = None
    return Expected(at=at, goes_at=goes, verdict=verdict, zones=_zones(case.facts.lead))


def resolve_instant(planner: Planner, lead: str, campaign: str, at: datetime) -> datetime:
    """
    Return an instant in UTC; a time without an offset is read on the person's own clock.

    Raises InvalidInputError when that clock is not known for certain or shows the time twice or never; NotFoundError.
    """
    if at.tzinfo is not None:
        try:
            return at.astimezone(UTC)
        except OverflowError:  # it is beyond the calendar: the caller refuses it
            return at
    with planner.begin() as unit:
        zones = _zones(last_case(unit, lead, campaign).facts.lead)
    return on_their_clock(at, zones)


def request_ref(planner: Planner, lead: str, task: str) -> str:
    """Return `inbound:ID` of the message behind the task that begins so. Raises NotFoundError if another sent it."""
    with planner.begin() as unit:
        matches = tasks.find(unit.tx, task)
        messages = inbound.find_many(unit.tx, [match.ref for match in matches])
        own = numbers.of_lead(unit.tx, lead)
    # Other people may share the number: if the writer is known, the message is theirs alone.
    writer = matches[0].lead if matches else None
    theirs = [sent for sent in messages.values() if writer == lead or (writer is None and sent.number in own)]
    if len(matches) != 1 or not theirs:
        raise NotFoundError(
            f"No task {task} is about a message of this person; expected the beginning of an id that "
            "`cadence review --lead` shows."
        )
    return f"inbound:{theirs[0].id}"


def on_their_clock(wall: datetime, zones: tuple[str, ...]) -> datetime:
    """
    Return the only instant at which the clocks in all of these zones show this time. Raises InvalidInputError.

    A time that a clock shows twice or never, or that is another instant in another zone, is refused with the instants
    to choose from: an hour off is a broken promise.
    """
    shown = f"{wall:%Y-%m-%d %H:%M}"
    choices = {zone_name: _instants(wall, zone_name) for zone_name in zones}
    instants = {instant.astimezone(UTC) for in_zone in choices.values() for instant in in_zone}
    if len(instants) == 1 and all(choices.values()):
        return instants.pop()
    if not zones:
        example = f"{wall:%Y-%m-%dT%H:%M}+01:00"
        raise InvalidInputError(
            f"{shown} has no offset, and the person's time zone is not known for certain; expected an offset, such as "
            f"{example}."
        )
    if not instants:
        skipped = max(wall.replace(tzinfo=zone(name)).astimezone(UTC).astimezone(zone(name)) for name in zones)
        raise InvalidInputError(
            f"The person's clock never shows {shown}: it is put forward that day ({', '.join(zones)}); expected "
            f"another time, such as {skipped:%Y-%m-%dT%H:%M}."
        )
    listed = " or ".join(
        f"{instant.isoformat(timespec='minutes')} ({name})" for name, in_zone in choices.items() for instant in in_zone
    )
    why = "the person's clock shows it twice that day" if len(zones) == 1 else "the person may be in several zones"
    raise InvalidInputError(f"{shown} has no offset, and {why}; expected one of {listed}.")


def _instants(wall: datetime, name: str) -> list[datetime]:
    """Return the instants at which a clock shows this: two when it is set back, none when it is set forward."""
    both = [wall.replace(tzinfo=zone(name), fold=fold) for fold in (0, 1)]
    valid = [at for at in both if at.astimezone(UTC).astimezone(zone(name)).replace(tzinfo=None) == wall]
    return valid if len({at.utcoffset() for at in valid}) > 1 else valid[:1]


def _zones(lead: Lead) -> tuple[str, ...]:
    """Return the zones in which a person may be; none when one of them is unknown."""
    names = tuple(dict.fromkeys(candidate.zone for candidate in candidate_zones(lead)))
    return names if all(name in zone_names() for name in names) else ()

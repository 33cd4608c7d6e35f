"""What does the ledger know of one person, and what happened to them? Edge: without pauses that held nothing."""

from collections.abc import Iterator
from uuid import uuid4

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain import Lead, PauseScope
from cadence.engine.outcomes.planner import Planner
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows
from cadence.ledger.campaigns.enrolment_rows import StoredEnrolment
from cadence.ledger.reading import facts, timeline
from cadence.ledger.reading.timeline import Event
from cadence.planning.pauses import can_hold

PAUSES = ("paused", "resumed")


def timeline_of(planner: Planner, connection: Connection, lead: str, known: Lead | None) -> list[Event]:
    """
    Return everything that happened to a person, oldest first.

    The ledger leaves out pauses of times in which the person was in no campaign. What they held stands in the files of
    the campaigns in which they were then.
    """
    versions = _versions(planner, connection, lead)
    return [
        event
        for event in timeline.of_lead(connection, lead)
        if event.kind not in PAUSES or _held(event, versions, known)
    ]


def _versions(planner: Planner, connection: Connection, lead: str) -> dict[str, list[Campaign]]:
    """Return the versions of each campaign that a person is or was in; the newest of one that has not begun."""
    pairs = [(row.enrolment.campaign, row.enrolment.version) for row in enrolment_rows.of_lead(connection, lead)]
    newest = {campaign.name: campaign.version for campaign in campaigns.every(connection)}
    pairs += [(row.campaign, newest[row.campaign]) for row in enrolment_queue.of_lead(connection, lead)]
    versions: dict[str, list[Campaign]] = {}
    for name, version in dict.fromkeys(pairs):
        versions.setdefault(name, []).append(planner.campaign(connection, name, version))
    return versions


def _held(pause: Event, versions: dict[str, list[Campaign]], known: Lead | None) -> bool:
    """Tell whether a pause can have held a person in one of the campaigns that they were in meanwhile."""
    scope, value = PauseScope(pause.what["scope"]), pause.what["value"]
    if scope is PauseScope.LEAD:
        return True
    return any(can_hold(version, scope, value, known) for version in _meant(pause, versions))


def _meant(pause: Event, versions: dict[str, list[Campaign]]) -> Iterator[Campaign]:
    """Yield the versions of the campaigns that a pause met the person in."""
    for name in pause.what.get("campaigns") or ():
        yield from versions.get(name, ())


def known_lead(connection: Connection, lead: str, enrolments: list[StoredEnrolment]) -> Lead | None:
    """Return the person with numbers and zones, also before any enrolment."""
    if enrolments:
        return facts.gather(connection, enrolments[-1].enrolment.id).lead
    for campaign in campaigns.every(connection)[:1]:
        for known in facts.gather_new(
            connection, campaign.name, campaign.version, {str(uuid4()): lead}, at=campaign.launched_at
        ):
            return known.lead
    return None

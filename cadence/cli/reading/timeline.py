"""What does the ledger tell of one person? Edge: its timeline, without pauses that cannot have held them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cadence.cli.connection import LedgerSession
from cadence.domain import Lead, PauseScope

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.campaign import Campaign
    from cadence.ledger.reading.timeline import Event

PAUSES = ("paused", "resumed")


def timeline_of(session: LedgerSession, connection: "Connection", lead: str, known: Lead | None) -> "list[Event]":
    """
    Return everything that happened to a person, oldest first.

    The ledger leaves out pauses of times in which the person was in no campaign. What they held stands in the files of
    the campaigns in which they were then.
    """
    from cadence.ledger.reading import timeline

    versions = _versions(session, connection, lead)
    return [one for one in timeline.of_lead(connection, lead) if one.kind not in PAUSES or _held(one, versions, known)]


def _versions(session: LedgerSession, connection: "Connection", lead: str) -> "dict[str, list[Campaign]]":
    """Return the versions of each campaign that a person is or was in; the newest of one that has not begun."""
    from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolment_rows

    pairs = [(one.enrolment.campaign, one.enrolment.version) for one in enrolment_rows.of_lead(connection, lead)]
    newest = {one.name: one.version for one in campaigns.every(connection)}
    pairs += [(one.campaign, newest[one.campaign]) for one in enrolment_queue.of_lead(connection, lead)]
    found: dict[str, list[Campaign]] = {}
    for name, version in dict.fromkeys(pairs):
        found.setdefault(name, []).append(session.planner.campaign(connection, name, version))
    return found


def _held(pause: "Event", versions: "dict[str, list[Campaign]]", known: Lead | None) -> bool:
    """Tell whether a pause can have held a person in one of the campaigns that they were in meanwhile."""
    from cadence.planning.pauses import can_hold

    scope, value = PauseScope(pause.what["scope"]), pause.what["value"]
    if scope is PauseScope.LEAD:
        return True
    return any(can_hold(one, scope, value, known) for one in _meant(pause, versions))


def _meant(pause: "Event", versions: "dict[str, list[Campaign]]") -> "Iterator[Campaign]":
    """Yield the versions of the campaigns that a pause met the person in."""
    for name in pause.what.get("campaigns") or ():
        yield from versions.get(name, ())

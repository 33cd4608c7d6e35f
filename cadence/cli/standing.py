"""How does a campaign stand, as data? Edge: read once, shown by `list`, `status` and the demo's report."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cadence.cli.house import House

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.ledger.campaigns import StoredCampaign


def names(home: House) -> list[str]:
    """Return every campaign's name."""
    from cadence.ledger import campaigns

    with home.ledger.begin() as connection:
        return [one.name for one in campaigns.every(connection)]


def standing(home: House, name: str) -> dict[str, Any]:
    """Return how one campaign stands. Raises NotFoundError."""
    from cadence.ledger import campaigns, pauses, status
    from cadence.model import PauseScope

    with home.ledger.begin() as connection:
        found = campaigns.find(connection, name)
        progress = status.progress(connection, found.id)
        paused = [one for one in pauses.active(connection) if one.scope is not PauseScope.CAMPAIGN or one.value == name]
        return {
            "campaign": name,
            "state": found.state.value,
            "version": found.version,
            "launched_at": found.launched_at,
            "now": home.now,
            "paused": [
                {"scope": one.scope.value, "value": one.value, "since": one.since, "by": one.actor, "why": one.reason}
                for one in paused
                if one.scope is not PauseScope.LEAD
            ],
            "leads": progress.leads,
            "waiting": progress.waiting,
            "open": progress.open,
            "finished": sum(progress.finished.values()),
            "ends": dict(sorted(progress.finished.items(), key=lambda item: -item[1])),
            "holds": [
                {"hold": hold, "key": key, "leads": count}
                for (hold, key), count in status.held(connection, found.id).items()
            ],
            "next": status.next_wakeup(connection, found.id),
            "in_the_air": pauses.in_the_air(connection, PauseScope.CAMPAIGN, name).total,
            "steps": _steps(connection, found),
        }


def _steps(connection: "Connection", found: "StoredCampaign") -> list[dict[str, Any]]:
    """Return the outcomes of each step, in the order of the file."""
    from cadence.campaign.store import from_json
    from cadence.ledger import campaigns, status

    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in status.outcomes(connection, found.id):
        words = one.outcome or one.state
        row = counted[one.step or "confirmation", one.channel]
        row[words] = row.get(words, 0) + one.count
    campaign = from_json(campaigns.content(connection, found.name, found.version))
    order = {step.step: place for place, step in enumerate(campaign.cadence)}
    return [
        {"step": step, "channel": channel, "touches": sum(outcomes.values()), "outcomes": outcomes}
        for (step, channel), outcomes in sorted(counted.items(), key=lambda item: order.get(item[0][0], len(order)))
    ]

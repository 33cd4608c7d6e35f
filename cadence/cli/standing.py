"""How does a campaign stand, as data? Edge: read once, shown by `list` and `status`."""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from cadence.cli.house import House

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.campaign import Campaign
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
        campaign = home.mind.campaign(connection, name, found.version)
        progress = status.progress(connection, found.id)
        return {
            "campaign": name,
            "title": campaign.title,
            "state": found.state.value,
            "version": found.version,
            "launched_at": found.launched_at,
            "closed_at": found.closed_at,
            "now": home.now,
            "paused": _pauses(connection, name),
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
            "floors": _floors(connection, campaign),
            "steps": _steps(connection, found, campaign),
        }


def _pauses(connection: "Connection", name: str) -> list[dict[str, Any]]:
    """Return the pauses that can hold a campaign, or a part of it; those of single leads are too many to tell."""
    from cadence.ledger import pauses
    from cadence.model import PauseScope

    return [
        {"scope": one.scope.value, "value": one.value, "since": one.since, "by": one.actor, "why": one.reason}
        for one in pauses.active(connection)
        if one.scope is not PauseScope.LEAD and (one.scope is not PauseScope.CAMPAIGN or one.value == name)
    ]


def _floors(connection: "Connection", campaign: "Campaign") -> list[dict[str, Any]]:
    """Return how many agents of each floor have a call. Floors are shared by all campaigns that name them."""
    from cadence.ledger import permits

    floors = [permits.look(connection, name) for name in campaign.floors]
    return [{"floor": one.name, "agents": one.agents, "on_break": one.paused, "busy": one.busy} for one in floors]


def _steps(connection: "Connection", found: "StoredCampaign", campaign: "Campaign") -> list[dict[str, Any]]:
    """Return the outcomes of each step, in the order of the file."""
    from cadence.ledger import status

    counted: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for one in status.outcomes(connection, found.id):
        words = one.outcome or one.state
        row = counted[one.step or "confirmation", one.channel]
        row[words] = row.get(words, 0) + one.count
    order = {step.step: place for place, step in enumerate(campaign.cadence)}
    return [
        {"step": step, "channel": channel, "touches": sum(outcomes.values()), "outcomes": outcomes}
        for (step, channel), outcomes in sorted(counted.items(), key=lambda item: order.get(item[0][0], len(order)))
    ]

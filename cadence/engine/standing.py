"""What is the state of a campaign, as data? Edge: for the commands `list` and `status`, and for the API."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from cadence.campaign import Campaign
from cadence.domain import Channel, PauseScope
from cadence.domain.counted import REACHED_NOBODY
from cadence.engine.alerts.standing import alerts_of
from cadence.engine.dispatch.answers import SenderRates, portfolios_from
from cadence.engine.outcomes.planner import Planner
from cadence.engine.outcomes.ratios import ratios_of
from cadence.explain.story.law import law_as_data, law_in_words, ratio_in_words
from cadence.ledger.campaigns import campaigns, enrolment_queue, held_back, pauses, status
from cadence.ledger.db import processes
from cadence.ledger.people import portfolios
from cadence.ledger.reading import upcoming
from cadence.ledger.touches import leases
from cadence.planning.pauses import can_hold
from cadence.policy.evaluation.across_leads import shared_limit
from cadence.policy.primitives.ratio import RatioStanding

HEARD = timedelta(seconds=60)
"""Workers that reported this recently are running, and their limits apply."""
AHEAD = timedelta(hours=24)
"""Up to then promised calls are listed."""


def standing(planner: Planner, name: str, own: SenderRates) -> dict[str, Any]:
    """
    Return the state of one campaign, in the keys of `status --json`. Raises NotFoundError.

    `own` are this process's settings of portfolios: they count only while no worker reports any.
    """
    now = planner.now()
    with planner.ledger.begin() as connection:
        stored = campaigns.find(connection, name)
        campaign = planner.campaign(connection, name, stored.version)
        progress = status.progress(connection, stored.id)
        pace = upcoming.pace(connection, stored.id, waiting=progress.waiting, now=now)
        return {
            "campaign": name,
            "title": campaign.title,
            "state": stored.state.value,
            "version": stored.version,
            "jurisdictions": law_as_data(campaign),
            "law": law_in_words(campaign),
            "launched_at": stored.launched_at,
            "closed_at": stored.closed_at,
            "now": now,
            "paused": _pauses(connection, campaign),
            "leads": progress.leads,
            "waiting": progress.waiting,
            "enrolled_in_7_days": pace.enrolled,
            "days_left": pace.days_left,
            "behind_colleagues": _behind(connection, campaign, stored.id),
            "held_back": held_back.count(connection, stored.id),
            "open": progress.open,
            "finished": sum(progress.finished.values()),
            "ends": dict(sorted(progress.finished.items(), key=lambda item: -item[1])),
            "holds": [
                {"hold": hold, "key": key, "leads": count}
                for (hold, key), count in status.held(connection, stored.id).items()
            ],
            "next": status.next_wakeup(connection, stored.id),
            "promises": _promises(connection, stored.id, now),
            "in_the_air": pauses.in_the_air(connection, PauseScope.CAMPAIGN, name).total,
            "floors": _floors(connection, campaign, now),
            "portfolios": _portfolios(connection, planner, campaign, own),
            "ratios": [_ratio(ratio) for ratio in ratios_of(connection, planner, campaign, stored.id, now)],
            "alerts": [asdict(alert) for alert in alerts_of(connection, planner, stored, now)],
            "steps": [
                asdict(step) for step in status.steps(connection, stored.id, [step.step for step in campaign.cadence])
            ],
        }


def _behind(connection: Connection, campaign: Campaign, stored: int) -> int:
    """Return how many of those in line wait for the turn of a colleague of the same account."""
    turns = campaign.account
    return enrolment_queue.count_behind(connection, stored, turns.at_a_time) if turns is not None else 0


def _promises(connection: Connection, stored: int, now: datetime) -> list[dict[str, Any]]:
    """Return the promised calls of the next 24 hours, those that are late first."""
    rows = upcoming.promised(connection, [stored], until=now + AHEAD)
    return [asdict(row) | {"minutes_late": row.minutes_late(now)} for row in rows]


def _pauses(connection: Connection, campaign: Campaign) -> list[dict[str, Any]]:
    """Return the pauses that can hold a campaign, or a part of it; those of single leads are too many to tell."""
    return [
        {"scope": pause.scope.value, "value": pause.value, "since": pause.since, "by": pause.actor, "why": pause.reason}
        for pause in pauses.active(connection)
        if can_hold(campaign, pause.scope, pause.value)
    ]


def _floors(connection: Connection, campaign: Campaign, now: datetime) -> list[dict[str, Any]]:
    """Return how many agents of each floor have a call or write one up. All campaigns that name a floor share it."""
    floors = [leases.look(connection, name, now=now) for name in campaign.floors]
    return [
        {"floor": floor.name, "agents": floor.agents, "on_break": floor.paused, "busy": floor.busy}
        | ({"on_break_since": floor.paused_at, "on_break_by": floor.paused_by} if floor.paused else {})
        for floor in floors
    ]


def _portfolios(connection: Connection, planner: Planner, campaign: Campaign, own: SenderRates) -> list[dict[str, Any]]:
    """Return how many people the portfolios of a campaign have reached on WhatsApp, over all campaigns."""
    law = shared_limit(campaign, planner.law(campaign), Channel.WHATSAPP, planner.now())
    steps = [step for step in campaign.cadence if step.channel is Channel.WHATSAPP]
    if law is None:
        return []
    rates_of_workers, by = _reported_portfolios(connection, own)
    senders = {step.sender or campaign.sender.of(Channel.WHATSAPP) for step in steps}
    # The workers' settings may differ while some are restarted; the smallest number is what certainly holds.
    limits: dict[str, float] = {}
    for portfolio in (rates.portfolio(sender) for rates in rates_of_workers for sender in senders):
        most = law.most if portfolio.most is None else portfolio.most
        limits[portfolio.name] = min(most, limits.get(portfolio.name, most))
    rows = []
    for name, most in sorted(limits.items()):
        people = portfolios.people(connection, name, since=planner.now() - law.span, reached_nobody=REACHED_NOBODY)
        at_most = None if most == float("inf") else int(most)
        rows.append({"portfolio": name, "people": people, "max": at_most, "rule": law.rule, "by": by})
    return rows


def _reported_portfolios(connection: Connection, own: SenderRates) -> tuple[list[SenderRates], str]:
    """
    Return the portfolio settings that running workers report in their heartbeats, and where they come from.

    Our own settings are used only if no worker reports any: they have no effect on workers.
    """
    reported = [
        record.process.details["portfolios"]
        for record in processes.every(connection)
        if record.silent <= HEARD and "portfolios" in record.process.details
    ]
    different = [settings for place, settings in enumerate(reported) if settings not in reported[:place]]
    if not different:
        return [own], "settings"
    return [portfolios_from(settings) for settings in different], "workers" if len(different) == 1 else "workers differ"


def _ratio(standing: RatioStanding) -> dict[str, Any]:
    """Return one ratio of the law with its period, its numbers and what they mean."""
    shares = {"share": round(standing.share, 6), "cap": standing.most, "target": standing.target}
    passed = {"beyond_target": standing.beyond_target, "breached": standing.breached}
    counts = {"rule": standing.rule, "pack": standing.pack, "part": standing.part, "whole": standing.whole}
    return {**counts, **shares, "since": standing.since, **passed, "says": ratio_in_words(standing)}

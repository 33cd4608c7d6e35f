"""
When will how much be going on? Pure: a sample of the list walked through the cadence with the real plan and gate.

People answer by chance; what matters here are the busiest hours, which decide how fast a rehearsal may run.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cadence.campaign import Campaign
from cadence.intake.facts import facts_of_row
from cadence.ledger.rows import LeadRow
from cadence.model import (
    Allow,
    Attempt,
    Channel,
    Defer,
    Disposition,
    Facts,
    Hold,
    Outcome,
    Refuse,
    Touch,
    TouchState,
    Verdict,
)
from cadence.plan import next_move, verdict
from cadence.rules.law import Law

SAMPLE = 300
"""So many leads stand for all of them."""
STRETCH = 3
"""Hours of the Clock that are looked at together."""
HOUR = timedelta(hours=1)
LONGEST = 60
"""Moves after which a walk is left: loops are bounded by budgets, and this by itself."""
WEIGHT = {Channel.SMS: 1.0, Channel.WHATSAPP: 1.0, Channel.CALL: 1.5, Channel.TASK: 0.5}
"""What a touch costs the machine, against a text message: a call has more to report."""
OUTCOMES = {
    Channel.SMS: (Outcome.DELIVERED,),
    Channel.WHATSAPP: (Outcome.READ, Outcome.DELIVERED),
    Channel.CALL: (Outcome.ANSWERED, Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.VOICEMAIL_LEFT, Outcome.BUSY),
    Channel.TASK: (Outcome.CREATED,),
}
SAID = (Disposition.CONVERTED, Disposition.REFUSED, Disposition.INTERESTED, Disposition.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a campaign will ask of the machine."""

    touches: float  # in all
    busiest: float  # weighted touches an hour, over the busiest STRETCH hours of the Clock
    last: datetime  # the last touch


def forecast(campaign: Campaign, leads: Sequence[LeadRow], at: datetime, law: Law, seed: int) -> Forecast:
    """Return what carrying these leads from `at` on will ask of the machine."""
    chance = random.Random(f"forecast/{seed}")  # noqa: S311  people, not secrets
    sample = leads if len(leads) <= SAMPLE else chance.sample(list(leads), SAMPLE)
    factor = len(leads) / max(len(sample), 1)
    hours: Counter[datetime] = Counter()
    touches, last = 0, at
    for row in sample:
        for move in _walk(campaign, facts_of_row(campaign, row, at), law, chance):
            touches += 1
            hours[move.at.replace(minute=0, second=0, microsecond=0)] += WEIGHT[move.channel]  # type: ignore[assignment]
            last = max(last, move.at)
    return Forecast(touches=touches * factor, busiest=_busiest(hours) * factor, last=last)


def _busiest(hours: Counter[datetime]) -> float:
    """Return the touches an hour in the busiest stretch: what one hour leaves over, the next two may take."""
    sums = (sum(hours[first + later * HOUR] for later in range(STRETCH)) for first in list(hours))
    return max(sums, default=0) / STRETCH


def _walk(campaign: Campaign, facts: Facts, law: Law, chance: random.Random) -> list[Attempt]:
    """Return the touches that one lead would get."""
    now, made = facts.enrolment.at, list[Attempt]()
    for _ in range(LONGEST):
        move = next_move(campaign, facts, now, law)
        if not isinstance(move, Attempt):
            if move.at is None:
                break
            now = move.at
            continue
        now = move.at
        facts = replace(facts, planned=move)
        answer = verdict(campaign, facts, move, now, law)
        if isinstance(answer, Hold):
            break
        if isinstance(answer, Defer):
            now = answer.until
            continue
        if isinstance(answer, Allow):
            made.append(move)
        facts = replace(facts, touches=(*facts.touches, _touch(campaign, facts, move, answer, chance)))
    return made


def _touch(campaign: Campaign, facts: Facts, move: Attempt, answer: Verdict, chance: random.Random) -> Touch:
    """Return the row that a try leaves."""
    refused = isinstance(answer, Refuse)
    outcome = Outcome.SKIPPED if refused else chance.choice(OUTCOMES[move.channel])
    return Touch(
        id=f"{move.cause}/{move.attempt}",
        lead=facts.lead.id,
        enrolment=facts.enrolment.id,
        campaign=campaign.campaign,
        cause=move.cause,
        attempt=move.attempt,
        step=move.step,
        channel=move.channel,
        purpose=campaign.purpose,
        state=TouchState.SKIPPED if refused else TouchState.SETTLED,
        at=move.at,
        due=move.due,
        number=answer.number if isinstance(answer, Allow) else None,
        outcome=outcome,
        disposition=chance.choice(SAID) if outcome is Outcome.ANSWERED else None,
        ended_at=move.at + (timedelta(minutes=2) if move.channel is Channel.CALL else timedelta(0)),
        taken=not refused,
    )

"""
What will be known about the people of a list once it is imported? Edge: their rows, with what the ledger has.

So the first touch that a launch announces is the one that the engine plans: with the same ids, which decide how touches
are spread over an opening, with the current pauses, and with what these people received before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cadence.campaign import Campaign
from cadence.cli.connection import LedgerSession
from cadence.domain import CampaignState, Consent, Facts, Pause, PauseScope
from cadence.domain.facts import RegistryCopy
from cadence.domain.list_rows import LeadRow
from cadence.domain.spellings import identity as phone_of
from cadence.leads.lists.facts import facts_of_row
from cadence.ledger.campaigns import pauses
from cadence.ledger.lists import registries
from cadence.ledger.lists.importing import identities
from cadence.ledger.reading import facts


def facts_of_rows(
    session: LedgerSession, campaign: Campaign, list_name: str, rows: Sequence[LeadRow], at: datetime
) -> list[Facts]:
    """Return the facts of these rows, in their order, as if they were enrolled at this instant."""
    with session.ledger.begin() as connection:
        ids = [lead for lead, _ in identities(connection, session.ledger.hasher, list_name, rows)]
        since, account_since = session.planner.since(campaign), session.planner.account_since(campaign)
        known = facts.gather_people(connection, ids, since=since, account_since=account_since)
        active = pauses.active(connection)
        copies = registries.copies(connection)
    lists = tuple(RegistryCopy(name=copy.name, as_of=copy.as_of) for copy in copies.values())
    expected = []
    for row, lead in zip(rows, ids, strict=True):
        made = facts_of_row(campaign, row, at)
        made = replace(made, lead=replace(made.lead, id=lead), registries=lists)
        paused = tuple(
            Pause(scope=pause.scope, value=pause.value, since=pause.since)
            for pause in active
            if pause.scope is not PauseScope.LEAD or pause.value == lead
        )
        expected.append(replace(_with(known.get(lead), made), pauses=paused))
    return expected


def _with(was: Facts | None, made: Facts) -> Facts:
    """Return the facts of a row with the person's touches, suppressions, consents and replies from the ledger."""
    if was is None:
        return made
    stored = {phone_of(number.e164): number for number in was.lead.numbers}
    places = {number.id: stored.get(phone_of(number.e164)) for number in made.lead.numbers}
    numbers = tuple(
        replace(number, id=there.id, closed=there.closed)
        if (there := places[number.id])
        else replace(number, id=-number.id)
        for number in made.lead.numbers
    )
    ids = {place: there.id if there else -place for place, there in places.items()}
    return replace(
        was,
        lead=replace(made.lead, numbers=numbers),
        enrolment=made.enrolment,
        state=CampaignState.RUNNING,
        planned=None,
        callbacks=(),
        consents=(*was.consents, *_new(was.consents, made, ids)),
    )


def _new(known: Iterable[Consent], made: Facts, ids: dict[int, int]) -> list[Consent]:
    """Return the consents of a row that the ledger lacks: an undated consent does not change a recorded one."""
    stated = {(consent.channel, consent.purpose) for consent in known}
    last = max((consent.id for consent in known), default=0)
    return [
        replace(consent, id=last + consent.id, number=None if consent.number is None else ids[consent.number])
        for consent in made.consents
        if consent.at < made.enrolment.at or (consent.channel, consent.purpose) not in stated
    ]

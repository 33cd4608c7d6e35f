"""By when does the law require an opt-out to be recorded? Edge: by the packs in force, for `suppress` and `lead`."""

from datetime import date, datetime

from cadence.cli.connection import LedgerSession
from cadence.cli.reading.known_lead import known_lead
from cadence.domain import Lead, Number
from cadence.domain.zones import candidate_zones, placed, zones_of
from cadence.engine.law import LawInForce
from cadence.leads.contacts import read_contact
from cadence.leads.phone import Unfit
from cadence.ledger.campaigns import enrolment_rows
from cadence.policy.packs.law import protecting
from cadence.policy.places.jurisdiction import places_of
from cadence.policy.primitives.optout import LogBy, log_by


def deadline_of(lead: Lead, number: Number, at: datetime, law: LawInForce) -> LogBy | None:
    """Return the earliest deadline of the laws that protect this person under this number; None without one."""
    number = placed(lead, number)
    packs = protecting(law.law_of(law.packs.names()), places_of(lead, number))
    rules = (rule for pack in packs for rule in pack.rules)
    return log_by(rules, zones_of(candidate_zones(lead, number)), at)


def earliest(session: LedgerSession, who: str) -> date | None:
    """Return by when an opt-out that this lead or number gives now must be recorded; None without a deadline."""
    address = session.address(who)
    lead = _unknown(address) if address else _known(session, who)
    deadlines = [deadline_of(lead, number, session.now, session.law) for number in lead.numbers] if lead else []
    return min((deadline.day for deadline in deadlines if deadline), default=None)


def _known(session: LedgerSession, who: str) -> Lead | None:

    person = session.lead(who)
    with session.ledger.begin() as connection:
        return known_lead(connection, person, enrolment_rows.of_lead(connection, person))


def _unknown(number: str) -> Lead:
    """Return a lead that has this number and nothing else."""
    read = read_contact(number)
    if isinstance(read, Unfit):
        return Lead(id="", numbers=())
    return Lead(id="", numbers=(Number(id=0, e164=read.e164, kind=read.kind, country=read.country, zones=read.zones),))

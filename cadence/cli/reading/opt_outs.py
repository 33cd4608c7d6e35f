"""What does an opt-out end for a person, and by when must it be recorded? Edge: for `suppress`."""

from datetime import date

from sqlalchemy import Connection

from cadence.campaign.store import from_json
from cadence.cli.connection import LedgerSession
from cadence.cli.output import join
from cadence.cli.scopes import sure
from cadence.domain import Lead, Number, SuppressionScope
from cadence.engine.dossier.deadlines import deadline_of
from cadence.engine.dossier.person import known_lead
from cadence.ledger.campaigns import campaigns, enrolment_rows
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression


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
    from cadence.leads.contacts import read_contact  # noqa: PLC0415  the tables of all numbers
    from cadence.leads.phone import Unfit  # noqa: PLC0415  as above

    read = read_contact(number)
    if isinstance(read, Unfit):
        return Lead(id="", numbers=())
    return Lead(id="", numbers=(Number(id=0, e164=read.e164, kind=read.kind, country=read.country, zones=read.zones),))


def warn_of(session: LedgerSession, who: str, stop: NewSuppression, undo: str, *, lift: bool) -> None:
    """Ask for confirmation if the suppression ends a campaign for somebody. Raises ConflictError for a no."""
    if not who or lift:
        return
    with session.ledger.begin() as connection:
        ending = {name: None for lead in _people(connection, session, who) for name in _open(connection, lead, stop)}
    if ending:
        sure(
            f"This ends {join(tuple(ending))} for {who}, and that cannot be undone ({undo} only allows new campaigns "
            "to contact them again). Continue?"
        )


def ended_by(session: LedgerSession, who: str, stop: NewSuppression) -> tuple[str, ...]:
    """Return the campaigns that an active suppression ends for somebody, because all their numbers are suppressed."""
    ending: dict[str, None] = {}
    with session.ledger.begin() as connection:
        for lead in _people(connection, session, who):
            theirs = numbers.of_lead(connection, lead)
            if suppressions.standing(connection, theirs, stop) == len(theirs):
                ending |= dict.fromkeys(_open(connection, lead, stop))
    return tuple(ending)


def _people(connection: Connection, session: LedgerSession, who: str) -> list[str]:
    """Return the leads that were typed: one, or all with a number."""
    address = session.address(who)
    if not address:
        return [session.lead(who)]
    return numbers.owners(connection, numbers.find_all(connection, session.ledger.hasher, address))


def _open(connection: Connection, lead: str, stop: NewSuppression) -> list[str]:
    """Return the lead's campaigns under way that a suppression of this scope ends; one of a channel ends none."""
    ending = []
    for stored in enrolment_rows.open_of_lead(connection, lead):
        name, version = stored.enrolment.campaign, stored.enrolment.version
        match stop.scope:
            case SuppressionScope.EVERYTHING:
                ends = True
            case SuppressionScope.CAMPAIGN:
                ends = stop.value == name
            case SuppressionScope.PURPOSE:
                ends = stop.value == from_json(campaigns.content(connection, name, version)).purpose
            case SuppressionScope.CHANNEL:
                ends = False
        if ends:
            ending.append(name)
    return ending

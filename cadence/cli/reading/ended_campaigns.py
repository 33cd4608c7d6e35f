"""Which campaigns does a suppression end for a person? Edge: for the question before and the message after."""

from sqlalchemy import Connection

from cadence.campaign.store import from_json
from cadence.cli.connection import LedgerSession
from cadence.cli.output import join
from cadence.cli.scopes import sure
from cadence.domain import SuppressionScope
from cadence.ledger.campaigns import campaigns, enrolment_rows
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression


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

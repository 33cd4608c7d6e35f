"""Which campaigns does a suppression end for a person? Edge: read from the ledger, for a question and an answer."""

from typing import TYPE_CHECKING

from cadence.cli.connection import LedgerSession, e164
from cadence.cli.output import join
from cadence.cli.scopes import sure
from cadence.domain import SuppressionScope

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.ledger.people.suppressions import NewSuppression


def warn_of(home: LedgerSession, who: str, stop: "NewSuppression", undo: str, *, lift: bool) -> None:
    """Ask before a suppression that ends a campaign for somebody. Raises ConflictError for a no."""
    if not who or lift:
        return
    with home.ledger.begin() as connection:
        found = {name: None for lead in _people(connection, home, who) for name in _open(connection, lead, stop)}
    if found:
        sure(
            f"This ends {join(tuple(found))} for {who}, and that cannot be undone ({undo} only lets them be contacted "
            "again by new campaigns). Go on?"
        )


def ended_by(home: LedgerSession, who: str, stop: "NewSuppression") -> tuple[str, ...]:
    """Return the campaigns that end for somebody by a suppression that stands: all of their numbers are closed."""
    from cadence.ledger.people import numbers, suppressions

    found: dict[str, None] = {}
    with home.ledger.begin() as connection:
        for lead in _people(connection, home, who):
            theirs = numbers.of_lead(connection, lead)
            if suppressions.standing(connection, theirs, stop) == len(theirs):
                found |= dict.fromkeys(_open(connection, lead, stop))
    return tuple(found)


def _people(connection: "Connection", home: LedgerSession, who: str) -> list[str]:
    """Return the leads that are meant: one, or all that have a number."""
    from cadence.ledger.people import numbers

    if not who.startswith("+"):
        return [home.lead(who)]
    return numbers.owners(connection, numbers.find_all(connection, home.ledger.hasher, e164(who)))


def _open(connection: "Connection", lead: str, stop: "NewSuppression") -> list[str]:
    """Return the campaigns under way with a lead that a suppression of this scope ends; one of a channel ends none."""
    from cadence.campaign.store import from_json
    from cadence.ledger.campaigns import campaigns, enrolment_rows

    found = []
    for one in enrolment_rows.open_of_lead(connection, lead):
        name, version = one.enrolment.campaign, one.enrolment.version
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
            found.append(name)
    return found

"""How is a pause ordered? Edge: for the commands and for the API. The pause is one row, and its order another."""

from datetime import datetime

from sqlalchemy import Connection

from cadence.domain import PauseScope
from cadence.domain.errors import ConflictError
from cadence.ledger.campaigns import campaigns, commands, pauses
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.campaigns.pauses import PauseOrder, StoredPause

JOURNAL = "journal"
"""Who pauses while the journal of stops and the ledger do not agree. The only pause that ends by itself."""


def begin_pause(
    connection: Connection, order: PauseOrder, command: Command, *, at: datetime
) -> tuple[bool, StoredPause]:
    """
    Write a pause and who ordered it, or return the one that is active; tell whether it is new.

    An order takes the place of a pause that would end by itself.

    Raises NotFoundError for a campaign that does not exist.
    """
    before = {pause.id for pause in pauses.active(connection)}
    stands = pauses.begin(connection, order, at=at)
    if stands.id in before and stands.actor == JOURNAL != order.actor:
        pauses.end(connection, order.scope, order.value, at=at, actor=order.actor, reason=order.reason)
        stands = pauses.begin(connection, order, at=at)
    if stands.id in before:
        return False, stands
    commands.record(connection, command, at=at)
    return True, stands


def end_campaign_pause(connection: Connection, campaign: str, command: Command, *, at: datetime) -> StoredPause:
    """End the pause of a campaign as a whole. Raises NotFoundError, and ConflictError when there is none."""
    campaigns.find(connection, campaign)
    ended = pauses.end(connection, PauseScope.CAMPAIGN, campaign, at=at, actor=command.actor, reason=command.why)
    if ended is None:
        raise ConflictError("The campaign itself is not paused. Its state names every pause that may hold it.")
    commands.record(connection, command, at=at)
    return ended

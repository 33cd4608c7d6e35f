"""How is a campaign stopped for good? Edge."""

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import wake_campaign
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, Campaign, Yes, sure
from cadence.domain import CampaignState, PauseScope
from cadence.domain.errors import ConflictError
from cadence.domain.plurals import many
from cadence.ledger.campaigns import campaigns, enrolment_rows, pauses
from cadence.ledger.touches import callbacks


@command('cadence stop cart-recovery --because "sold out" --yes')
def stop(
    campaign: Campaign,
    *,
    because: Because = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Stop a campaign for good: nothing more of it is sent. This cannot be undone; a pause can.

    The stop takes effect at once, even while Temporal is down. Afterwards its leads are finished in batches, and calls
    that are still ringing are cancelled. Each open promised call becomes a task for your team.
    """
    with open_session() as session:
        open_leads, promised = _running(session, campaign)
        if not yes:
            under_way = f"{many(open_leads, 'lead is', 'leads are')} under way."
            sure(f"Stop {campaign} for good? {under_way}{_promises(promised, 'will become')}")
        in_the_air, promised = _close(session, campaign, because)
        woken = wake_campaign(session, campaign)
    if not woken:
        talk("It is stopped all the same; the worker finishes its leads when Temporal is available again.")
    if json:
        print_json(
            {
                "campaign": campaign,
                "state": CampaignState.STOPPED.value,
                "open": open_leads,
                "in_the_air": in_the_air,
                "promised": promised,
                "told": woken,
            }
        )
        return
    air = f" {in_the_air} in the air: calls that are still ringing are cancelled." if in_the_air else ""
    tasks = _promises(promised, "become")
    talk(f"Stopped {campaign}: nothing more is sent.{air}{tasks} `cadence status {campaign}` shows its progress.")


def _promises(count: int, become: str) -> str:
    """Return what happens to the open promised calls, as a sentence; "" if there are none."""
    if not count:
        return ""
    what = "a task" if count == 1 else "tasks"
    verb = "becomes" if (count, become) == (1, "become") else become
    return f" {many(count, 'promised call')} will not be made and {verb} {what} (`cadence review`)."


def _running(session: LedgerSession, campaign: str) -> tuple[int, int]:
    """
    Return how many leads of a running campaign are under way, and how many promised calls are open.

    Raises NotFoundError and ConflictError.
    """
    with session.ledger.begin() as connection:
        stored = campaigns.find(connection, campaign)
        if stored.state is not CampaignState.RUNNING:
            since = f" since {stored.closed_at:%Y-%m-%d %H:%M} UTC" if stored.closed_at else ""
            raise ConflictError(f"Campaign {campaign} is {stored.state}{since}; there is nothing to stop.")
        return enrolment_rows.count_open(connection, stored.id), callbacks.count_open(connection, stored.id)


def _close(session: LedgerSession, campaign: str, because: str) -> tuple[int, int]:
    """
    Record the stop and who ordered it; return how much is in the air, and how many promised calls are open.

    Raises ConflictError if somebody else closed the campaign first.
    """
    with session.ledger.begin() as connection:
        if not campaigns.close(connection, campaign, CampaignState.STOPPED, at=session.now):
            raise ConflictError(f"Somebody else has just closed campaign {campaign}.")
        stored = campaigns.find(connection, campaign)
        session.record(connection, session.command("stop", why=because, campaign=stored.id))
        in_the_air = pauses.in_the_air(connection, PauseScope.CAMPAIGN, campaign).total
        return in_the_air, callbacks.count_open(connection, stored.id)

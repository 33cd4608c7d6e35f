"""How does a campaign end for good? Edge."""

from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, house
from cadence.cli.output import print_json, talk
from cadence.cli.scopes import Because, Campaign, sure
from cadence.domain import CampaignState, PauseScope
from cadence.domain.errors import ConflictError
from cadence.domain.plurals import many


@command('cadence stop cart-recovery --because "sold out" --yes')
def stop(
    campaign: Campaign,
    *,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    End a campaign for good: one row, and nothing more of it leaves. A pause is what can be undone.

    It takes effect also with Temporal down. Its leads are finished page by page afterwards, and calls that still ring
    are taken back. Each promised call that is open becomes a task for one of your people.
    """
    with house() as home:
        open_leads, promised = _running(home, campaign)
        if not yes:
            under_way = f"{many(open_leads, 'lead is', 'leads are')} under way."
            sure(f"Stop {campaign} for good? {under_way}{_promises(promised, 'will become')}")
        in_the_air, promised = _close(home, campaign, because)
        told = home.ring_campaign(campaign)
    if not told:
        talk("It is stopped all the same; the worker finishes its leads when Temporal is back.")
    if json:
        print_json(
            {
                "campaign": campaign,
                "state": CampaignState.STOPPED.value,
                "open": open_leads,
                "in_the_air": in_the_air,
                "promised": promised,
                "told": told,
            }
        )
        return
    air = f" {in_the_air} in the air: calls that still ring are taken back." if in_the_air else ""
    tasks = _promises(promised, "become")
    talk(f"Stopped {campaign}: nothing more of it leaves.{air}{tasks} `cadence status {campaign}` shows it end.")


def _promises(count: int, become: str) -> str:
    """Return what becomes of the open promised calls, as a sentence; "" when there are none."""
    if not count:
        return ""
    what = "a task" if count == 1 else "tasks"
    verb = "becomes" if (count, become) == (1, "become") else become
    return f" {many(count, 'promised call')} will not be made and {verb} {what} (`cadence review`)."


def _running(home: LedgerSession, campaign: str) -> tuple[int, int]:
    """
    Return how many leads are under way in a campaign that runs, and how many promised calls are open.

    Raises NotFoundError and ConflictError.
    """
    from cadence.ledger.campaigns import campaigns, enrolment_rows
    from cadence.ledger.touches import promises

    with home.ledger.begin() as connection:
        found = campaigns.find(connection, campaign)
        if found.state is not CampaignState.RUNNING:
            since = f" since {found.closed_at:%Y-%m-%d %H:%M} UTC" if found.closed_at else ""
            raise ConflictError(f"Campaign {campaign} is {found.state}{since}; there is nothing to stop.")
        return enrolment_rows.count_open(connection, found.id), promises.count_open(connection, found.id)


def _close(home: LedgerSession, campaign: str, because: str) -> tuple[int, int]:
    """
    Write the end, and who ordered it; return what is in the air, and how many promised calls are open.

    Raises ConflictError if somebody was faster.
    """
    from cadence.ledger.campaigns import campaigns, pauses
    from cadence.ledger.touches import promises

    with home.ledger.begin() as connection:
        if not campaigns.close(connection, campaign, CampaignState.STOPPED, at=home.now):
            raise ConflictError(f"Campaign {campaign} was closed just now by somebody else.")
        found = campaigns.find(connection, campaign)
        home.record(connection, home.command("stop", why=because, campaign=found.id))
        in_the_air = pauses.in_the_air(connection, PauseScope.CAMPAIGN, campaign).total
        return in_the_air, promises.count_open(connection, found.id)

"""How does a campaign end for good? Edge."""

from typing import Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import house
from cadence.cli.output import print_json, talk, wait_for
from cadence.cli.scopes import Because
from cadence.errors import ConflictError, UnavailableError
from cadence.model import CampaignState


@command('cadence stop cart-recovery --because "sold out" --yes')
def stop(
    campaign: Annotated[str, typer.Argument(help="The campaign.", show_default=False)],
    *,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    End a campaign for good: one row, and nothing more of it leaves. A pause is what can be undone.

    Its leads are finished page by page afterwards; calls that still ring are taken back.
    """
    from cadence.ledger import campaigns

    with house() as home:
        with home.ledger.begin() as connection:
            found = campaigns.find(connection, campaign)
        if found.state is not CampaignState.RUNNING:
            raise ConflictError(f"Campaign {campaign} is {found.state} since {found.closed_at:%Y-%m-%d %H:%M} UTC.")
        if not yes:
            typer.confirm(f"Stop {campaign} for good?", abort=True, err=True)
        with home.ledger.begin() as connection:
            home.record(connection, home.command("stop", why=because, campaign=found.id))
            campaigns.close(connection, campaign, CampaignState.STOPPED, at=home.now)
        try:
            wait_for(home.ring_campaign(campaign))
            told = True
        except UnavailableError as error:
            told = False
            talk(f"{error} The campaign is stopped all the same.")
        if json:
            print_json({"campaign": campaign, "state": CampaignState.STOPPED.value, "told": told})
        else:
            talk(f"Stopped {campaign}: nothing more of it leaves. `cadence status {campaign}` shows it end.")

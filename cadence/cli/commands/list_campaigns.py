"""Which campaigns are there? Edge."""

from json import loads
from typing import Any

from sqlalchemy import Connection

from cadence.cli.app import Json, app
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, print_table, talk
from cadence.domain import CampaignState, PauseScope
from cadence.ledger.campaigns import campaigns, pauses, status
from cadence.ledger.campaigns.campaigns import StoredCampaign

COLUMNS = {
    "campaign": "CAMPAIGN",
    "state": "STATE",
    "version": "VERSION",
    "leads": "LEADS",
    "waiting": "IN LINE",
    "open": "UNDER WAY",
    "finished": "FINISHED",
    "launched": "LAUNCHED (UTC)",
    "by": "LAW",
}


@app.command("list", epilog="\b\nExample:\n  cadence list\n  cadence list --json")
def list_campaigns(*, json: Json = False) -> None:
    """List all campaigns with their state and how many leads are in line, under way and finished."""
    with open_session() as session:
        if json:
            from cadence.cli.reading.standing import names, standing  # noqa: PLC0415  all of the law, for data only

            print_json([standing(session, name) for name in names(session)])
            return
        with session.ledger.begin() as connection:
            rows = [_row(connection, campaign) for campaign in campaigns.every(connection)]
    if rows:
        print_table(rows, COLUMNS)
    else:
        talk("There are no campaigns yet. `cadence launch FILE --leads LIST.csv` starts one.")


def _row(connection: Connection, stored: StoredCampaign) -> dict[str, Any]:
    """Return a row of the table: a running campaign that is paused as a whole is shown as paused."""
    campaign = loads(campaigns.content(connection, stored.name, stored.version))  # two keys: no need for its model
    progress = status.progress(connection, stored.id)
    whole = {(PauseScope.ALL, ""), (PauseScope.CAMPAIGN, stored.name)}
    held = any((pause.scope, pause.value) in whole for pause in pauses.active(connection))
    return {
        "campaign": stored.name,
        "state": "paused" if held and stored.state is CampaignState.RUNNING else stored.state.value,
        "version": stored.version,
        "leads": progress.leads,
        "waiting": progress.waiting,
        "open": progress.open,
        "finished": sum(progress.finished.values()),
        "launched": f"{stored.launched_at:%Y-%m-%d %H:%M}",
        "by": "NONE" if campaign.get("no_jurisdictions") else ", ".join(["by place", *campaign["jurisdictions"]]),
    }

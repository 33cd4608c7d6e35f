"""Which campaigns are there? Edge."""

from typing import Any

from cadence.cli.app import Json, app
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.reading.standing import names, standing

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
        rows = [standing(session, name) for name in names(session)]
    if json:
        print_json(rows)
    elif rows:
        print_table([_row(row) for row in rows], COLUMNS)
    else:
        talk("There are no campaigns yet. `cadence launch FILE --leads LIST.csv` starts one.")


def _row(campaign: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the table: a running campaign that is paused as a whole is shown as paused."""
    held = any(pause["scope"] in ("all", "campaign") for pause in campaign["paused"])
    state = "paused" if held and campaign["state"] == "running" else campaign["state"]
    by = "NONE" if campaign["jurisdictions"] == "none" else ", ".join(["by place", *campaign["jurisdictions"]])
    return {**campaign, "state": state, "launched": f"{campaign['launched_at']:%Y-%m-%d %H:%M}", "by": by}

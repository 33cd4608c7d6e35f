"""Which campaigns are there? Edge."""

from typing import Any

from cadence.cli.app import Json, app
from cadence.cli.connection import house
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
    """List every campaign with its state and how many leads are in line, under way and finished."""
    with house() as home:
        rows = [standing(home, name) for name in names(home)]
    if json:
        print_json(rows)
    elif rows:
        print_table([_row(one) for one in rows], COLUMNS)
    else:
        talk("No campaign yet. `cadence launch FILE --leads CSV` begins one.")


def _row(one: dict[str, Any]) -> dict[str, Any]:
    """Return what the table shows: a campaign that runs and is paused as a whole is shown as paused."""
    held = any(pause["scope"] in ("all", "campaign") for pause in one["paused"])
    state = "paused" if held and one["state"] == "running" else one["state"]
    by = "NONE" if one["jurisdictions"] == "none" else ", ".join(["by place", *one["jurisdictions"]])
    return {**one, "state": state, "launched": f"{one['launched_at']:%Y-%m-%d %H:%M}", "by": by}

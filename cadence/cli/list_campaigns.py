"""Which campaigns are there? Edge."""

from cadence.cli.app import Json, app
from cadence.cli.house import house
from cadence.cli.output import print_json, print_table, talk
from cadence.cli.standing import names, standing

COLUMNS = {
    "campaign": "CAMPAIGN",
    "state": "STATE",
    "version": "VERSION",
    "leads": "LEADS",
    "waiting": "WAITING",
    "open": "OPEN",
    "finished": "FINISHED",
    "launched_at": "LAUNCHED",
}


@app.command("list", epilog="\b\nExample:\n  cadence list\n  cadence list --json")
def list_campaigns(*, json: Json = False) -> None:
    """List every campaign with its state and how many leads wait, are open and have finished."""
    with house() as home:
        rows = [standing(home, name) for name in names(home)]
    if json:
        print_json(rows)
        return
    for row in rows:
        if row["paused"] and row["state"] == "running":
            row["state"] = "paused" if any(one["scope"] in ("all", "campaign") for one in row["paused"]) else "running"
    if not rows:
        talk("No campaign yet. `cadence launch FILE --leads CSV` begins one.")
        return
    print_table(rows, COLUMNS)

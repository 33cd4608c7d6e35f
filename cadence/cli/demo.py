"""How does a campaign look when it runs, without contacting anybody? Edge."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.check import read
from cadence.cli.listed import Map, existing, mapping
from cadence.cli.output import print_json, talk
from cadence.settings import STATE_DIR

if TYPE_CHECKING:
    from cadence.demo.outcome import Outcome
    from cadence.demo.rehearsal import Rehearsal

CAMPAIGN = Path("campaigns/cart-recovery.yaml")
EVERY = 5.0
"""Seconds between two lines about how it stands, where there is no terminal to redraw."""


@command(
    "cadence demo",
    "cadence demo campaigns/appointment-reminders.yaml --leads campaigns/appointment-reminders.csv",
    "cadence demo campaigns/demo-follow-up.yaml --leads campaigns/demo-follow-up.csv --seed 7 --json",
)
def demo(
    campaign: Annotated[Path, typer.Argument(help="The campaign file.")] = CAMPAIGN,
    *,
    leads: Annotated[
        Path | None, typer.Option(help="The list of leads; the campaign's own name with .csv otherwise.")
    ] = None,
    speed: Annotated[
        float | None,
        typer.Option(help="How many times faster the Clock runs; what this machine carries otherwise.", min=1),
    ] = None,
    seed: Annotated[int, typer.Option(help="Other people behind the numbers.")] = 1,
    days: Annotated[int, typer.Option(help="Days of the Clock, at most.", min=1, max=60)] = 5,
    stay: Annotated[bool, typer.Option("--stay", help="Leave the servers running at the end, until Ctrl-C.")] = False,
    columns: Map = [],  # noqa: B006
    json: Json = False,
) -> None:
    """
    Rehearse any campaign with any list: real servers, an emulated carrier, days in minutes, and nobody is contacted.

    At the end it counts, from the carrier's own record, what was doubled, outside its hours, after an opt-out, over a
    limit or unaccounted for. Exit code 1 unless all of them are 0.
    """
    from cadence.demo.outcome import in_words, outcome_of
    from cadence.demo.rehearsal import Rehearsal
    from cadence.embedded.signals import orders_to_end
    from cadence.launch import Order

    listed = existing(leads or campaign.with_suffix(".csv"))
    order = Order(reading=read(campaign), leads=listed, list_name=listed.stem, mapping=mapping(columns))
    order.campaign  # noqa: B018  a file with mistakes is refused before anything starts
    folder = Path(os.environ.get("CADENCE_STATE_DIR") or STATE_DIR) / "demo"
    run = Rehearsal(order=order, folder=folder, seed=seed, speed=speed, days=days, say=talk, look=_Watcher())
    with orders_to_end():
        began = time.monotonic()
        run.run()
        try:
            outcome = outcome_of(run, time.monotonic() - began)
            if json:
                print_json(_as_json(outcome))
            else:
                print(in_words(outcome))
            _how_to_go_on(run, stay=stay)
            if stay:
                run.stack.stay()
        finally:
            run.stop()
    if not outcome.proof.holds:
        raise typer.Exit(1)


class _Watcher:
    """Says how the campaign stands, every few seconds."""

    def __init__(self) -> None:
        """Say something at once."""
        self.next = 0.0

    def __call__(self, run: "Rehearsal") -> None:
        """Say how it stands when it is time."""
        if time.monotonic() < self.next:
            return
        self.next = time.monotonic() + EVERY
        from cadence.ledger import campaigns, pauses, status
        from cadence.model import PauseScope

        name = run.order.campaign.campaign
        with run.ledger.begin() as tx:
            found = campaigns.find(tx, name)
            progress = status.progress(tx, found.id)
            touches = sum(one.count for one in status.outcomes(tx, found.id) if one.state != "skipped")
            air = pauses.in_the_air(tx, PauseScope.CAMPAIGN, name).total
        talk(
            f"  {run.clock.now():%a %H:%M} UTC   waiting {progress.waiting:>4}   open {progress.open:>4}   "
            f"finished {sum(progress.finished.values()):>4}   touches {touches:>5}   in the air {air:>3}"
        )


def _as_json(outcome: "Outcome") -> dict[str, Any]:
    return {
        "campaign": outcome.campaign,
        "speed": outcome.speed,
        "seconds": round(outcome.real_seconds, 1),
        "leads": outcome.leads,
        "steps": outcome.steps,
        "finished": outcome.ends,
        "contact_rate": outcome.contact_rate,
        "verdicts": outcome.verdicts,
        "list": outcome.refused,
        "pause": outcome.pause,
        "proof": outcome.proof.as_json(),
    }


def _how_to_go_on(run: "Rehearsal", *, stay: bool) -> None:
    """Say where to look further."""
    if stay:
        talk(
            f"\nThe servers stay until Ctrl-C. In a second terminal:\n"
            f"  export CADENCE_STATE_DIR={run.folder}\n"
            f"  cadence status {run.order.campaign.campaign}\n"
            f"  cadence lead C-1001\n"
            f"Temporal's Web UI: {run.stack.environment['CADENCE_TEMPORAL_UI']}"
        )
    else:
        talk(
            f"\nLogs and the carrier's record are in {run.folder}. `--stay` leaves the servers running to look around."
        )

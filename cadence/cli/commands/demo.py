"""How does a campaign look when it runs, without contacting anybody? Edge."""

import os
import shutil
import sys
import textwrap
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.app.settings import STATE_DIR
from cadence.cli.app import Json, command
from cadence.cli.campaign_file import read
from cadence.cli.launching.list_options import Map, existing, mapping
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.reading.standing import counted, step_lines
from cadence.domain.plurals import many
from cadence.explain.story.law import law_as_data, law_in_words

if TYPE_CHECKING:
    from cadence.local.demo.outcome import RehearsalReport
    from cadence.local.demo.rehearsal import Rehearsal
    from cadence.local.proof import Proof

CAMPAIGN = Path("campaigns/cart-recovery.yaml")
EVERY = 5.0
"""Seconds between two lines about how it stands."""
SHOWN = 3
"""So many people are named who are worth looking at."""
RULES = 5
"""So many rules are named."""
WIDTH = 120
HEADS = "  Clock          in line   under way   finished   touches   in the air"
"""Over what is said of how it stands."""
SAID = {"allow": "allowed", "defer": "put off", "hold": "held", "refuse": "refused"}
"""What the gate may say of a touch."""


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
    limit or unaccounted for, and which promised calls were missed without a word. Exit code 1 unless all of them are 0.
    """
    from cadence.engine.launch.launch import LaunchOrder
    from cadence.local.demo.outcome import outcome_of
    from cadence.local.demo.rehearsal import Rehearsal
    from cadence.local.stack.signals import orders_to_end

    reading = read(campaign)
    listed = existing(leads or campaign.with_suffix(".csv"))
    order = LaunchOrder(reading=reading, leads=listed, list_name=listed.stem, mapping=mapping(columns))
    name, title = order.campaign.campaign, order.campaign.title  # a file with mistakes is refused here
    folder = Path(os.environ.get("CADENCE_STATE_DIR") or STATE_DIR) / "demo"
    run = Rehearsal(order=order, folder=folder, seed=seed, speed=speed, days=days, say=talk, look=_Watcher())
    talk(
        f"Rehearsing {name}{f' ({title})' if title else ''}: real servers on this machine, an emulated carrier and a "
        "faster Clock.\nNobody is contacted."
    )
    with orders_to_end():
        began = time.monotonic()
        run.run()
        try:
            outcome = outcome_of(run, time.monotonic() - began)
            if json:
                print_json(_as_json(outcome))
            else:
                say_lines(in_words(outcome).splitlines())
            if stay:
                talk("\nThe servers stay until Ctrl-C." + where_to_look(run))
                run.stack.stay()
            else:
                talk(f"\nLogs and the carrier's record: {folder}. With --stay the servers stay, to look at any lead.")
        finally:
            run.stop()
    if not outcome.proof.holds:
        raise typer.Exit(1)


class _Watcher:
    """Says where to look, and then every few seconds how the campaign stands."""

    def __init__(self) -> None:
        """Say something at once."""
        self.next = 0.0

    def __call__(self, run: "Rehearsal") -> None:
        """Say how it stands when it is time."""
        if time.monotonic() < self.next:
            return
        if not self.next:
            talk(f"While it runs, look around.{where_to_look(run)}\n\n{HEADS}")
        self.next = time.monotonic() + EVERY
        from cadence.domain import PauseScope
        from cadence.ledger.campaigns import campaigns, pauses, status

        name = run.order.campaign.campaign
        with run.ledger.begin() as tx:
            found = campaigns.find(tx, name)
            progress = status.progress(tx, found.id)
            touches = sum(one.count for one in status.outcomes(tx, found.id) if one.state != "skipped")
            air = pauses.in_the_air(tx, PauseScope.CAMPAIGN, name).total
        talk(
            f"  {run.clock.now():%a %H:%M} UTC {progress.waiting:>9} {progress.open:>11} "
            f"{sum(progress.finished.values()):>10} {touches:>9} {air:>12}"
        )


def where_to_look(run: "Rehearsal") -> str:
    """Say how to look into it: the Web UI, the status, and people with whom something happens."""
    cadence = "cadence" if shutil.which("cadence") else os.path.relpath(Path(sys.executable).with_name("cadence"))
    lines = [
        f"  Web UI           {run.stack.environment['CADENCE_TEMPORAL_UI']}   (one workflow for each lead)",
        f"  second terminal  export CADENCE_STATE_DIR={run.stack.folder}",
        f"                   {cadence} status {run.order.campaign.campaign} --watch",
    ]
    known = [(lead.key, part) for lead, part in run.cast.parts if lead.key]
    few = [*known[: SHOWN - 1], *known[SHOWN - 1 :][-1:]]  # the last one is the dead line, where there is one
    lines += [f"                   {cadence} lead {key:<10} who {part}" for key, part in few]
    return "\n" + "\n".join(lines)


def in_words(outcome: "RehearsalReport") -> str:
    """Return the report for people."""
    listed, pause, said = outcome.refused, outcome.pause, outcome.verdicts
    noes = ", ".join(f"{rule} {count}" for rule, count in list(outcome.noes.items())[:RULES])
    took = f"{outcome.real_seconds / 60:.1f} min at {outcome.speed:.0f} x"
    lines = [
        (
            f"\n{outcome.campaign}: {many(outcome.leads, 'lead')}, "
            f"{many(outcome.touches, 'message or call', 'messages and calls')}, {took}\n"
        ),
        *step_lines(map(asdict, outcome.steps)),
        "",
        f"  finished      {counted(outcome.ends) or 'nobody'}",
        *(f"  still open    {words}" for words in _open(outcome)),
        f"  contact rate  {outcome.contact_rate:.0%}: {outcome.contacted} of {outcome.leads} answered or wrote back",
        f"  rules         {', '.join(f'{said.get(word, 0)} {meant}' for word, meant in SAID.items())}",
        f"  refused by    {noes or 'no rule'}",
        f"  law           {law_in_words(outcome.law)}",
        (
            f"  list          {many(listed['rows'], 'row')}, {listed['refused']} refused, "
            f"{listed['duplicates']} said twice"
        ),
        f"  pause         {pause['lasted'].split('.')[0]} of the Clock, {pause['in_the_air']} in the air when it began",
        "",
        *_proof_lines(outcome.proof),
    ]
    return "\n".join(lines)


def _open(outcome: "RehearsalReport") -> list[str]:
    return still_open(outcome.proof.numbers["open"], outcome.held, outcome.next)


def still_open(leads: int, held: Mapping[str, int], upcoming: datetime | None) -> list[str]:
    """Say what those wait for who have not finished: an instant beyond this rehearsal, or somebody's word."""
    waiting = leads - sum(held.values())
    when = f" until {upcoming:%a %Y-%m-%d %H:%M} UTC or later" if upcoming else ""
    later = [f"{waiting} {'waits' if waiting == 1 else 'wait'}{when}"] if waiting > 0 else []
    return [*later, *(f"{count} held for {hold}" for hold, count in held.items())]


def _proof_lines(proof: "Proof") -> list[str]:
    """Return the proof: what each zero was counted from, and what nobody counted."""
    lines = [
        "  The proof, counted from the carrier's own record by code that shares nothing with the engine.",
        "  Each line says how many were wrong, of how many that were looked at. All must be 0.",
    ]
    for line in proof.lines:
        mark = "ok  " if line.found == 0 else "FAIL"
        lines.append(f"  {mark} {line.name.replace('_', ' '):<16} {line.found} of {line.of} {line.words}")
        lines += [f"         {case}" for case in line.cases]
    numbers = proof.numbers
    lines.append(
        f"       carried {numbers['carried']}, of which {numbers['confirmations']} confirm an opt-out; "
        f"{numbers['in_the_air']} in the air at a stop"
    )
    lines.append(f"       {proof.notes[0]}")
    if proof.not_judged:
        rules = ", ".join(sorted(proof.not_judged))
        left = f"The gate applied these too; the proof does not judge them (why: --json): {rules}"
        lines += textwrap.wrap(left, WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 7)
    lines.append(f"  {_conclusion(proof)}")
    return lines


def _conclusion(proof: "Proof") -> str:
    if not proof.holds:
        return "NOT PROVED: something above is not 0."
    if not proof.numbers["carried"]:
        return "Nothing was carried, and zeros out of nothing prove nothing: `refused by` names the rules."
    return "Proved."


def _as_json(outcome: "RehearsalReport") -> dict[str, Any]:
    return {
        "campaign": outcome.campaign,
        "jurisdictions": law_as_data(outcome.law),
        "speed": outcome.speed,
        "seconds": round(outcome.real_seconds, 1),
        "leads": outcome.leads,
        "steps": [asdict(one) for one in outcome.steps],
        "finished": outcome.ends,
        "still_open": _open(outcome),
        "contact_rate": outcome.contact_rate,
        "verdicts": outcome.verdicts,
        "refused_by": outcome.noes,
        "list": outcome.refused,
        "pause": outcome.pause,
        "proof": outcome.proof.as_json(),
    }

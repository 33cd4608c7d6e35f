"""How does a campaign run, without contacting anybody? Edge: a rehearsal on this machine."""

import os
import shutil
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cadence.app.stack_file import STATE_DIR
from cadence.cli.app import FAILED, Json, command
from cadence.cli.files import read_campaign
from cadence.cli.launching.list_options import Map, SheetName, list_order
from cadence.cli.output import print_json, say_lines, talk
from cadence.cli.reading.standing import counted, step_lines
from cadence.domain import PauseScope
from cadence.domain.plurals import many, verb
from cadence.engine.law import LawInForce
from cadence.explain.story.law import law_as_data, law_in_words
from cadence.ledger.campaigns import campaigns, pauses, status
from cadence.local.demo.outcome import RehearsalReport, outcome_of
from cadence.local.demo.rehearsal import Rehearsal
from cadence.local.proof import Proof, Recount
from cadence.local.stack.signals import orders_to_end

CAMPAIGN = Path("campaigns/cart-recovery.yaml")
EVERY = 5.0
"""Seconds between two progress lines."""
SHOWN = 3
"""How many interesting people are named."""
RULES = 5
"""How many rules are named."""
WIDTH = 120
HEADS = "  Clock          in line   under way   finished   touches   in the air"
"""The heading of the progress lines."""
VERDICTS = {"allow": "allowed", "defer": "deferred", "hold": "held", "refuse": "refused"}
"""The verdicts on touches, in words."""


@command(
    "cadence demo",
    "cadence demo campaigns/appointment-reminders.yaml --leads campaigns/appointment-reminders.csv",
    "cadence demo campaigns/demo-follow-up.yaml --leads campaigns/demo-follow-up.csv --seed 7 --json",
)
def demo(
    campaign: Annotated[Path, typer.Argument(help="The campaign file.")] = CAMPAIGN,
    *,
    leads: Annotated[
        Path | None, typer.Option(help="The list of leads; default: the campaign file's name with .csv.")
    ] = None,
    speed: Annotated[
        float | None,
        typer.Option(help="How much faster than real time; default: as fast as this machine can run it.", min=1),
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed of the simulated people; another seed gives other people.")] = 1,
    days: Annotated[int, typer.Option(help="How many days of the rehearsal clock, at most.", min=1, max=60)] = 5,
    stay: Annotated[bool, typer.Option("--stay", help="Keep the servers running at the end, until Ctrl-C.")] = False,
    columns: Map = [],  # noqa: B006
    sheet: SheetName = "",
    json: Json = False,
) -> None:
    """
    Rehearse a campaign with a list: real servers and an emulated carrier run days in minutes. Nobody is contacted.

    At the end, the emulator's own record is checked for touches that were duplicated, outside the allowed hours, after
    an opt-out, over a limit or unexplained, and for promised calls that were missed without an explanation. Exit code 1
    unless all of these counts are 0.
    """
    reading = read_campaign(campaign, LawInForce())  # the demo has a ledger of its own
    order = list_order(reading, leads or campaign.with_suffix(".csv"), columns, None, sheet=sheet)
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
                talk("\nThe servers run until Ctrl-C." + where_to_look(run))
                run.stack.stay()
            else:
                talk(f"\nLogs and the carrier's record: {folder}. With --stay the servers keep running.")
        finally:
            run.stop()
    if not outcome.proof.holds:
        raise typer.Exit(FAILED)


class _Watcher:
    """Prints where to look, and then a progress line every few seconds."""

    def __init__(self) -> None:
        """Print the first line at once."""
        self.next = 0.0

    def __call__(self, run: Rehearsal) -> None:
        """Print a progress line when it is time."""
        if time.monotonic() < self.next:
            return
        if not self.next:
            talk(f"While it runs, you can watch it here:{where_to_look(run)}\n\n{HEADS}")
        self.next = time.monotonic() + EVERY

        name = run.order.campaign.campaign
        with run.ledger.begin() as tx:
            stored = campaigns.find(tx, name)
            progress = status.progress(tx, stored.id)
            touches = sum(outcome.count for outcome in status.outcomes(tx, stored.id) if outcome.state != "skipped")
            air = pauses.in_the_air(tx, PauseScope.CAMPAIGN, name).total
        talk(
            f"  {run.clock.now():%a %H:%M} UTC {progress.waiting:>9} {progress.open:>11} "
            f"{sum(progress.finished.values()):>10} {touches:>9} {air:>12}"
        )


def where_to_look(run: Rehearsal) -> str:
    """Return where to look: the Web UI, the status, and leads to which something interesting happens."""
    cadence = "cadence" if shutil.which("cadence") else os.path.relpath(Path(sys.executable).with_name("cadence"))
    lines = [
        f"  Web UI           {run.stack.temporal_ui}   (one workflow for each lead)",
        f"  page             {run.stack.api_url}/   (sign in with a key, made in a second terminal)",
        f"  second terminal  export CADENCE_STATE_DIR={run.stack.folder}",
        f"                   {cadence} key create me --role admin",
        f"                   {cadence} status {run.order.campaign.campaign} --watch",
    ]
    known = [(lead.key, part) for lead, part in run.cast.parts if lead.key]
    few = [*known[: SHOWN - 1], *known[SHOWN - 1 :][-1:]]  # the last one is the dead line, where there is one
    lines += [f"                   {cadence} lead {key:<10} who {part}" for key, part in few]
    return "\n" + "\n".join(lines)


def in_words(outcome: RehearsalReport) -> str:
    """Return the report for people."""
    listed, pause, verdicts = outcome.refused, outcome.pause, outcome.verdicts
    refusals = ", ".join(f"{rule} {count}" for rule, count in list(outcome.refusals.items())[:RULES])
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
        f"  rules         {', '.join(f'{verdicts.get(word, 0)} {meant}' for word, meant in VERDICTS.items())}",
        f"  refused by    {refusals or 'no rule'}",
        f"  law           {law_in_words(outcome.law)}",
        (
            f"  list          {many(listed['rows'], 'row')}, {listed['refused']} refused, "
            f"{listed['duplicates']} repeated"
        ),
        f"  pause         {pause['lasted'].split('.')[0]} of Clock time, {pause['in_the_air']} in the air at its start",
        "",
        *_proof_lines(outcome.proof, outcome.speed),
    ]
    return "\n".join(lines)


def _open(outcome: RehearsalReport) -> list[str]:
    return still_open(outcome.proof.numbers["open"], outcome.held, outcome.next)


def still_open(leads: int, held: Mapping[str, int], upcoming: datetime | None) -> list[str]:
    """Return what unfinished leads wait for: a time after this rehearsal, or a hold."""
    waiting = leads - sum(held.values())
    when = f" until {upcoming:%a %Y-%m-%d %H:%M} UTC or later" if upcoming else ""
    later = [f"{waiting} {'waits' if waiting == 1 else 'wait'}{when}"] if waiting > 0 else []
    return [*later, *(f"{count} held for {hold}" for hold, count in held.items())]


def _proof_lines(proof: Proof, speed: float) -> list[str]:
    """Return the proof: the counts with what they were counted from, and what is not checked."""
    lines = [
        "  The proof, counted from the carrier's own record by code that is independent of the engine.",
        "  Each line shows how many were wrong, of how many checked. All must be 0.",
    ]
    for line in proof.lines:
        mark = "ok  " if line.found == 0 else "FAIL"
        lines.append(f"  {mark} {line.name.replace('_', ' '):<16} {line.found} of {line.of} {line.words}")
        lines += [f"         {case}" for case in line.cases]
    numbers = proof.numbers
    lines.append(
        f"       {numbers['carried']} went out, {numbers['confirmations']} of them to confirm an opt-out; "
        f"{numbers['in_the_air']} {verb(numbers['in_the_air'], 'was', 'were')} in the air at a stop"
    )
    lines.append(f"       {proof.notes[0]}")
    if proof.not_judged:
        rules = ", ".join(sorted(proof.not_judged))
        left = f"The engine also applied these rules, which the proof does not check (--json says why): {rules}"
        lines += textwrap.wrap(left, WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 7)
    lines += [*_recount_lines(proof.recount), *conclusion(proof, speed)]
    return lines


def _recount_lines(recount: Recount) -> list[str]:
    """Return what the figures of the report are when they are counted again."""
    if not recount.lines:
        return []
    sources = Counter(line.source for line in recount.lines)
    counted = ", ".join(f"{count} from {source}" for source, count in sources.items())
    mark = "ok  " if not recount.differences else "FAIL"
    words = f"difference in {many(len(recount.lines), 'figure')} of `cadence report`, counted again: {counted}"
    lines = [f"  {mark} {'report':<16} {recount.differences} {words}"]
    lines += [
        f"         {line.figure}: the report says {line.stated.part} of {line.stated.whole}, "
        f"{line.source} {line.counted.part} of {line.counted.whole}"
        for line in recount.lines
        if line.difference
    ]
    left = ", ".join(recount.not_counted)
    return [*lines, *([f"       not counted again: {left}"] if left else [])]


def conclusion(proof: Proof, speed: float) -> list[str]:
    """Return what the counts mean, and what a busy machine has to do with it: it is late for promised calls first."""
    if proof.holds and proof.numbers["carried"]:
        return ["  Proved."]
    if proof.holds:
        return ["  Nothing was sent, so the zeros prove nothing: `refused by` above names the rules."]
    failed = {line.name for line in proof.lines if line.must_be_zero and line.found}
    lines = ["  NOT PROVED: a count above is not 0."]
    if failed == {"unannounced"} and not proof.recount.differences:
        lines.append(
            "  If other programs kept this machine busy, that may be the cause: a delay of one second is "
            f"{speed / 60:.0f} minutes of the Clock. Run it again without them, or with --speed {speed / 4:.0f}."
        )
    return lines


def _as_json(outcome: RehearsalReport) -> dict[str, Any]:
    return {
        "campaign": outcome.campaign,
        "jurisdictions": law_as_data(outcome.law),
        "speed": outcome.speed,
        "seconds": round(outcome.real_seconds, 1),
        "leads": outcome.leads,
        "steps": [asdict(step) for step in outcome.steps],
        "finished": outcome.ends,
        "still_open": _open(outcome),
        "contact_rate": outcome.contact_rate,
        "verdicts": outcome.verdicts,
        "refused_by": outcome.refusals,
        "list": outcome.refused,
        "pause": outcome.pause,
        "proof": outcome.proof.as_json(),
    }

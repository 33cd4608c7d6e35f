"""Which part of a list enters with a pilot? Edge: options of `launch` and `plan`."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from cadence.domain.list_rows import LeadRow
from cadence.engine.launch.entries import EntryCounts
from cadence.languages import Language, say
from cadence.planning.pilot import Pilot, PilotSelection

First = Annotated[
    int | None,
    typer.Option("--first", help="Only enrol the first so many people of the list; hold back the others.", min=1),
]
Share = Annotated[
    str,
    typer.Option(
        "--share", help="Only enrol this share of the list, such as 10%; hold back the others.", show_default=False
    ),
]
RestOption = Annotated[
    bool, typer.Option("--rest", help="Enrol everybody whom a pilot holds back. The list is not needed again.")
]
PERCENT = re.compile(r"(\d{1,9}(?:[.,]\d{1,9})?)\s*%")


def pilot_of(first: int | None, share: str, *, rest: bool, leads: Path | None) -> Pilot | None:
    """Return the pilot that was typed, None without one. Raises BadParameter."""
    given = [
        name for name, value in {"--first": first is not None, "--share": bool(share), "--rest": rest}.items() if value
    ]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} exclude each other; expected only one of them")
    if given and not rest and leads is None:
        raise typer.BadParameter(
            f"{given[0]} takes a part of a list; expected --leads LIST.csv with it, or --rest for all the people "
            "that the pilot held back"
        )
    if first is not None:
        return Pilot(first=first)
    return Pilot(share=_share(share)) if share else None


def _share(text: str) -> Fraction:
    """Read a share. Raises BadParameter."""
    match = PERCENT.fullmatch(text.strip())
    if match is None:
        as_percent = f", or {text.strip()}% if that was meant" if re.fullmatch(r"\d+([.,]\d+)?", text.strip()) else ""
        raise typer.BadParameter(f"--share {text} has no percent sign or is no number; expected 10%{as_percent}")
    share = Fraction(match[1].replace(",", ".")) / 100
    if share <= 0:
        raise typer.BadParameter(f"--share {text} is nobody; expected more than 0% and less than 100%")
    if share >= 1:
        raise typer.BadParameter(
            f"--share {text} is everybody; expected more than 0% and less than 100%, or no --share for the whole list"
        )
    return share


def without_ledger(pilot: Pilot | None, campaign: str, rows: list[LeadRow]) -> tuple[list[LeadRow], bool]:
    """
    Return the rows of a pilot where there is no ledger, and whether they are the people whom a launch would choose.

    The ids of people come from the ledger's key, so a share has about as many people, but not the same.
    """
    if pilot is None:
        return rows, True
    selection = PilotSelection(pilot, campaign)
    chosen = [row for row in rows if selection.chooses(row.key or row.numbers[0].e164)]
    return chosen, pilot.share is None


def pilot_lines(pilot: Pilot | None, counts: EntryCounts | None, language: Language = "en") -> list[tuple[str, str]]:
    """Return whom a pilot lets in, and how many it holds back; nothing without a pilot."""
    if pilot is None or counts is None:
        return []
    total = counts.coming + counts.held_back
    values = {"coming": counts.coming, "total": total, "held": counts.held_back}
    if pilot.share is None:
        words = say(language, "plan-pilot-first", first=pilot.first, **values)
    else:
        words = say(language, "plan-pilot-share", share=pilot.percent, **values)
    return [(say(language, "plan-pilot"), words)]

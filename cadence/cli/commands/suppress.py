"""How does an operator suppress a person or a number, or lift a suppression? Edge."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cadence.cli.app import FAILED, Json, command
from cadence.cli.commands.stoplist import FileResult, suppress_file
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.launching.list_options import SheetName
from cadence.cli.orders import follow
from cadence.cli.output import join, print_json, talk
from cadence.cli.reading.opt_outs import earliest, ended_by, warn_of
from cadence.cli.scopes import ANY_OF_CHANNELS, CHANNELS, Because, Yes
from cadence.domain import Purpose, SuppressionScope
from cadence.engine.outcomes.lifting import lift_suppression
from cadence.engine.outcomes.stops import record_number_stop, record_stop
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.people import numbers, suppressions
from cadence.ledger.people.suppressions import NewSuppression

WORDS: dict[SuppressionScope, tuple[str, ...]] = {
    SuppressionScope.PURPOSE: tuple(purpose.value for purpose in Purpose),
    SuppressionScope.CHANNEL: CHANNELS,
}
"""What a suppression of this scope can name."""


@command(
    'cadence suppress C-1001 --because "asked by letter"',
    "cadence suppress +34600000001 --channel call",
    "cadence suppress --file stop-list.txt --region ES --because import",
    'cadence suppress C-1001 --lift --because "signed up again, form 12"',
)
def suppress(
    who: Annotated[
        str, typer.Argument(help="A lead, by its id in its list, or any number or address.", show_default=False)
    ] = "",
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            help="A file, one number or address per line, or an XLSX workbook; it may have other columns.",
            show_default=False,
        ),
    ] = None,
    sheet: SheetName = "",
    region: Annotated[str, typer.Option(help="The country of numbers in the file that have no country prefix.")] = "",
    campaign: Annotated[str, typer.Option(help="Only in this campaign.")] = "",
    purpose: Annotated[str, typer.Option(help="Only for marketing, collections, service or survey.")] = "",
    channel: Annotated[str, typer.Option(help=f"Only on {ANY_OF_CHANNELS}.")] = "",
    lift: Annotated[
        bool, typer.Option("--lift", help="Lift the suppression of this lead or number; needs --because.")
    ] = False,
    because: Because = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Stop contacting a person (every number of a lead) or a single number, known or unknown. It takes effect at once.

    For a lead, the suppression also covers numbers that a later list adds under the same list name and id. A suppressed
    number stays suppressed, even if somebody else gets it, until it is lifted. Numbers and people are stored as keyed
    hashes, so the suppression remains after the person's data is erased. With --file every number in each line counts;
    lines without a number are reported.

    --lift undoes the suppression, but a campaign that it ended for the person does not continue. So, in a terminal, you
    are asked for confirmation before a campaign ends.
    """
    _checked(who, file, region, because, lift=lift, sheet=sheet)
    scope, value = _scope(campaign, purpose, channel)
    stop = NewSuppression(source="command", scope=scope, value=value)
    result = FileResult()
    with open_session() as session:
        if scope is SuppressionScope.CAMPAIGN:  # with a misspelt name nothing would be suppressed
            with session.ledger.begin() as connection:
                campaigns.find(connection, value)
        undo = _undo(who, campaign, purpose, channel)
        if not json and not yes and sys.stdin.isatty():
            warn_of(session, who, stop, undo, lift=lift)
        if file:
            result = suppress_file(session, file, region, stop, because, sheet=sheet)
            done = result.new
        elif lift:
            done = _lift(session, who, stop, because)
        else:
            done = _one(session, who, stop, because)
        day = earliest(session, who) if who and not lift else None
        ended = ended_by(session, who, stop) if who else ()
    if json:
        by_law = {"log_by": day} if who and not lift else {}
        verb = "lifted" if lift else "suppressed"
        print_json({verb: done, "refused": len(result.refused), "scope": scope.value, "value": value, **by_law})
    elif lift:
        talk(f"Suppression lifted for {_numbers(done)}." if done else "Suppression lifted for the person.")
        talk("A campaign that the suppression ended for them does not continue.")
    elif file and not result.read:
        talk("Nothing was suppressed: the file contains no readable number.")
    else:
        _tell(done, day, _what_is_left(ended, undo) if who else "")
    if result.refused:
        raise typer.Exit(FAILED)


def _checked(who: str, file: Path | None, region: str, because: str, *, lift: bool, sheet: str) -> None:
    if bool(who) == bool(file):
        raise typer.BadParameter("expected a lead or a number, or --file with numbers")
    if region and not file:
        raise typer.BadParameter("--region is only for --file; write this number with its country prefix")
    if sheet and not file:
        raise typer.BadParameter("--sheet names a sheet of the workbook after --file")
    if lift and (file or not because):
        raise typer.BadParameter("--lift is for one lead or number, and needs --because")


def _tell(done: int, day: object, left: str) -> None:
    """Report how many numbers are newly suppressed, what can be undone, and by when the law requires the record."""
    if not done:
        talk("Nothing is new: everything was suppressed already.")
        return
    talk(f"{_numbers(done)} suppressed.")
    if left:
        talk(left)
    if day:
        talk(f"The law requires it to be recorded by {day}: done.")


def _numbers(count: int) -> str:
    return f"{count} {'number' if count == 1 else 'numbers'}"


def _what_is_left(ended: Sequence[str], undo: str) -> str:
    """Return what can be undone and how, and what cannot."""
    if not ended:
        return f"To undo it: {undo}."
    verb, these = ("ends", "that one does") if len(ended) == 1 else ("end", "those do")
    return (
        f"{join(ended)} {verb} for them, and that cannot be undone. To allow contact again: {undo}. "
        f"New campaigns can then reach them; {these} not continue."
    )


def _undo(who: str, *options: str) -> str:
    """Return the command that lifts this suppression, with the options that were typed."""
    names = ("campaign", "purpose", "channel")
    narrow = "".join(f" --{name} {value}" for name, value in zip(names, options, strict=True) if value)
    return f"`cadence suppress {who}{narrow} --lift --because WHY`"


def _scope(campaign: str, purpose: str, channel: str) -> tuple[SuppressionScope, str]:
    """Return what is suppressed: one campaign, purpose or channel, or everything."""
    named = [
        (SuppressionScope.CAMPAIGN, campaign),
        (SuppressionScope.PURPOSE, purpose),
        (SuppressionScope.CHANNEL, channel),
    ]
    given = [(scope, value) for scope, value in named if value]
    if len(given) > 1:
        raise typer.BadParameter("expected only one of --campaign, --purpose and --channel, or none for everything")
    for scope, value in given:
        if value not in WORDS.get(scope, (value,)):
            raise typer.BadParameter(f"{scope} {value} is unknown; expected one of {', '.join(WORDS[scope])}")
    return given[0] if given else (SuppressionScope.EVERYTHING, "")


def _one(session: LedgerSession, who: str, stop: NewSuppression, because: str) -> int:
    """Suppress one number, or every number of a lead; return how many were not suppressed before."""
    if address := session.address(who):
        settled = record_number_stop(session.planner, address, stop, _order(session, "suppress", stop, because))
        follow(session, settled)
        return settled.suppressed
    lead = session.lead(who)
    with session.ledger.begin() as connection:
        theirs = numbers.of_lead(connection, lead)
        before = suppressions.standing(connection, theirs, stop)
    follow(session, record_stop(session.planner, lead, stop, _order(session, "suppress", stop, because, lead)))
    return len(theirs) - before


def _lift(session: LedgerSession, who: str, stop: NewSuppression, because: str) -> int:
    """Lift a suppression in its scope; return for how many numbers."""
    number = session.address(who)
    lead = None if number else session.lead(who)
    order = _order(session, "unsuppress", stop, because, lead)
    return lift_suppression(session.ledger, stop, order, at=session.now, number=number)


def _order(session: LedgerSession, name: str, stop: NewSuppression, because: str, lead: str | None = None) -> Command:
    return session.command(name, why=because, lead=lead, scope=stop.scope.value, value=stop.value)

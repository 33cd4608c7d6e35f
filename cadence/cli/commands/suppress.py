"""How is somebody left alone by an operator's word? Edge."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, e164, house
from cadence.cli.output import join, print_json, talk
from cadence.cli.scopes import CHANNELS, Because
from cadence.domain import Purpose, SuppressionScope
from cadence.domain.errors import ConflictError

if TYPE_CHECKING:
    from cadence.ledger.campaigns.commands import Command
    from cadence.ledger.people.suppressions import NewSuppression

WORDS: dict[SuppressionScope, tuple[str, ...]] = {
    SuppressionScope.PURPOSE: tuple(one.value for one in Purpose),
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
    who: Annotated[str, typer.Argument(help="A lead by its id in its list, or any number.", show_default=False)] = "",
    *,
    file: Annotated[
        Path | None, typer.Option(help="Numbers, one a line, perhaps with other columns.", show_default=False)
    ] = None,
    region: Annotated[str, typer.Option(help="The country of numbers in the file without a prefix.")] = "",
    campaign: Annotated[str, typer.Option(help="Only in this campaign.")] = "",
    purpose: Annotated[str, typer.Option(help="Only for marketing, collections, service or survey.")] = "",
    channel: Annotated[str, typer.Option(help="Only on sms, whatsapp or call.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let this one be contacted again; say why.")] = False,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """
    Leave somebody alone: every number of a lead, or one number, known or not. It takes effect at once, everywhere.

    For a lead it also covers the numbers that a later list gives them, under the same list name and id. A number stays
    closed for whoever gets it, until it is lifted. Numbers and people are kept as keyed hashes, so a suppression
    outlives the erasure of the person. Every number in a line of a file is taken; lines without one are named.

    --lift undoes a suppression, but not the end of a campaign for the person: a campaign that was under way with them
    does not go on. So a terminal is asked first, where a campaign would end.
    """
    from cadence.cli.commands.stoplist import Told, suppress_file
    from cadence.cli.reading.deadline import earliest
    from cadence.cli.reading.ended_campaigns import ended_by, warn_of
    from cadence.ledger.people.suppressions import NewSuppression

    _checked(who, file, region, because, lift=lift)
    scope, value = _scope(campaign, purpose, channel)
    stop = NewSuppression(source="command", scope=scope, value=value)
    told = Told()
    with house() as home:
        if scope is SuppressionScope.CAMPAIGN:
            _existing(home, value)
        undo = _undo(who, campaign, purpose, channel)
        if not json and not yes and sys.stdin.isatty():
            warn_of(home, who, stop, undo, lift=lift)
        if file:
            told = suppress_file(home, file, region, stop, because)
            done = told.new
        elif lift:
            done = _lift(home, who, stop, because)
        else:
            done = _one(home, who, stop, because)
        day = earliest(home, who) if who and not lift else None
        ended = ended_by(home, who, stop) if who else ()
    if json:
        by_law = {"log_by": day} if who and not lift else {}
        verb = "lifted" if lift else "suppressed"
        print_json({verb: done, "refused": len(told.refused), "scope": scope.value, "value": value, **by_law})
    elif lift:
        talk(f"{_numbers(done)} lifted." if done else "Lifted for the person.")
        talk("A campaign that the suppression ended does not go on with them.")
    elif file and not told.read:
        talk("Nothing is suppressed: the file has no number that can be read.")
    else:
        _tell(done, day, _what_is_left(ended, undo) if who else "")
    if told.refused:
        raise typer.Exit(1)


def _checked(who: str, file: Path | None, region: str, because: str, *, lift: bool) -> None:
    """Refuse an order that names nobody, or too many."""
    if bool(who) == bool(file):
        raise typer.BadParameter("name a lead or a number, or a --file of numbers")
    if region and not file:
        raise typer.BadParameter("--region is for the numbers of a --file; write the one here with its prefix")
    if lift and (file or not because):
        raise typer.BadParameter("--lift is for one lead or number, and wants --because")


def _tell(done: int, day: object, left: str) -> None:
    """Say how many numbers are suppressed now, what can be undone, and by when the law wants it on record."""
    if not done:
        talk("Nothing is new: all of it was suppressed already.")
        return
    talk(f"{_numbers(done)} suppressed.")
    if left:
        talk(left)
    if day:
        talk(f"The law wants it on record by {day}: it is.")


def _numbers(count: int) -> str:
    return f"{count} {'number' if count == 1 else 'numbers'}"


def _what_is_left(ended: Sequence[str], undo: str) -> str:
    """Return what can be undone, how, and what cannot."""
    if not ended:
        return f"To undo it: {undo}."
    verb, these = ("ends", "that one does") if len(ended) == 1 else ("end", "those do")
    return (
        f"{join(ended)} {verb} for them, and that cannot be undone. To let them be contacted again: {undo}. "
        f"New campaigns can then reach them; {these} not go on."
    )


def _undo(who: str, *options: str) -> str:
    """Return the command that lifts what was closed; the parts are those that were typed."""
    names = ("campaign", "purpose", "channel")
    narrow = "".join(f" --{name} {value}" for name, value in zip(names, options, strict=True) if value)
    return f"`cadence suppress {who}{narrow} --lift --because WHY`"


def _scope(campaign: str, purpose: str, channel: str) -> tuple[SuppressionScope, str]:
    """Return what is closed: one thing, or everything."""
    named = [
        (SuppressionScope.CAMPAIGN, campaign),
        (SuppressionScope.PURPOSE, purpose),
        (SuppressionScope.CHANNEL, channel),
    ]
    found = [(scope, value) for scope, value in named if value]
    if len(found) > 1:
        raise typer.BadParameter("name one of --campaign, --purpose, --channel, or none for everything")
    for scope, value in found:
        if value not in WORDS.get(scope, (value,)):
            raise typer.BadParameter(f"there is no {scope} {value}; there are {', '.join(WORDS[scope])}")
    return found[0] if found else (SuppressionScope.EVERYTHING, "")


def _existing(home: LedgerSession, campaign: str) -> None:
    """Make sure that a campaign exists: a misspelt one would be suppressed in vain. Raises NotFoundError."""
    from cadence.ledger.campaigns import campaigns

    with home.ledger.begin() as connection:
        campaigns.find(connection, campaign)


def _one(home: LedgerSession, who: str, stop: "NewSuppression", because: str) -> int:
    """Suppress one number, or every number of a lead; return how many of them were not suppressed before."""
    from cadence.engine.outcomes import record_number_stop, record_stop
    from cadence.ledger.people import numbers, suppressions

    if who.startswith("+"):
        settled, new = record_number_stop(home.planner, e164(who), stop, _order(home, "suppress", stop, because))
        home.follow(settled)
        return new
    lead = home.lead(who)
    with home.ledger.begin() as connection:
        theirs = numbers.of_lead(connection, lead)
        before = suppressions.standing(connection, theirs, stop)
    home.follow(record_stop(home.planner, lead, stop, _order(home, "suppress", stop, because, lead)))
    return len(theirs) - before


def _lift(home: LedgerSession, who: str, stop: "NewSuppression", because: str) -> int:
    """Let somebody be contacted again, in the scope that was closed."""
    from cadence.ledger.db import locks
    from cadence.ledger.people import numbers, suppressions

    number = e164(who) if who.startswith("+") else ""
    lead = None if number else home.lead(who)
    with home.ledger.begin() as connection:
        whole = False
        if lead is not None:
            ids = numbers.of_lead(connection, lead)
            others = [one for one in numbers.owners(connection, ids) if one != lead]
            locks.lock_leads(connection, sorted({lead, *others}))
        else:
            ids = numbers.find_all(connection, home.ledger.hasher, number)
            locks.lock_leads(connection, numbers.owners(connection, ids))
            locks.lock_numbers(connection, ids)
        given = home.record(connection, _order(home, "unsuppress", stop, because, lead))
        stop = replace(stop, ref=given.ref)
        lifted = suppressions.lift(connection, ids, stop, at=home.now)
        if lead is not None:
            whole = suppressions.lift_person(connection, lead, stop, at=home.now)
            suppressions.renew_people(connection, others if lifted else [], stop, at=home.now)
        if not lifted and not whole:
            what = "everything" if not stop.value else f"{stop.scope} {stop.value}"
            raise ConflictError(f"Not suppressed for {what}. `cadence lead` shows what is.")
    return lifted


def _order(home: LedgerSession, name: str, stop: "NewSuppression", because: str, lead: str | None = None) -> "Command":
    return home.command(name, why=because, lead=lead, scope=stop.scope.value, value=stop.value)

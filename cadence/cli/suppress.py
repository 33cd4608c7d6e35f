"""How is somebody left alone by an operator's word? Edge."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.house import House, house
from cadence.cli.output import print_json, progress, talk
from cadence.cli.scopes import Because
from cadence.errors import InvalidInputError, NotFoundError
from cadence.model import Channel, Purpose, SuppressionScope

if TYPE_CHECKING:
    from cadence.ledger.suppressions import Stop


@command(
    'cadence suppress C-1001 --because "asked by letter"',
    "cadence suppress +34600000001 --channel call",
    "cadence suppress --file stop-list.txt --because import",
)
def suppress(
    who: Annotated[str, typer.Argument(help="A lead by its id in its list, or any number.", show_default=False)] = "",
    *,
    file: Annotated[Path | None, typer.Option(help="Numbers, one a line.", show_default=False)] = None,
    campaign: Annotated[str, typer.Option(help="Only in this campaign.")] = "",
    purpose: Annotated[str, typer.Option(help="Only for marketing, collections, service or survey.")] = "",
    channel: Annotated[str, typer.Option(help="Only on sms, whatsapp or call.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let this one be contacted again; say why.")] = False,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    Leave somebody alone: every number of a lead, or one number, known or not. It takes effect at once, everywhere.

    Numbers are kept as a keyed hash, so a suppression outlives the erasure of the person. Lines of a file that are no
    numbers are told with their line, and the others are taken.
    """
    from cadence.ledger.suppressions import Stop

    if bool(who) == bool(file):
        raise typer.BadParameter("name a lead or a number, or a --file of numbers")
    if lift and (file or not because):
        raise typer.BadParameter("--lift is for one lead or number, and wants --because")
    scope, value = _scope(campaign, purpose, channel)
    stop = Stop(source="command", scope=scope, value=value)
    with house() as home:
        if file:
            done, refused = _file(home, file, stop, because)
        else:
            done, refused = _one(home, who, stop, because, lift=lift), []
        for line in refused:
            talk(line)
        verb = "lifted" if lift else "suppressed"
        if json:
            print_json({verb: done, "refused": len(refused), "scope": scope.value, "value": value})
        else:
            talk(f"{done} {'number' if done == 1 else 'numbers'} {verb}{'' if done else ': nothing was new'}.")
    if refused:
        raise typer.Exit(1)


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
    known: dict[SuppressionScope, list[str]] = {
        SuppressionScope.PURPOSE: [one.value for one in Purpose],
        SuppressionScope.CHANNEL: [one.value for one in Channel if one is not Channel.TASK],
    }
    for scope, value in found:
        if value not in known.get(scope, [value]):
            raise typer.BadParameter(f"there is no {scope} {value}; there are {', '.join(known[scope])}")
    return found[0] if found else (SuppressionScope.EVERYTHING, "")


def _one(home: House, who: str, stop: "Stop", because: str, *, lift: bool) -> int:
    from cadence.ledger import locks, numbers, suppressions
    from cadence.settle import record_stop

    if who.startswith("+") and not lift:
        return _number(home, _e164(who), stop, because)
    lead = home.lead(who)
    order = home.command("unsuppress" if lift else "suppress", why=because, lead=lead, scope=stop.scope.value)
    if lift:
        with home.ledger.begin() as connection:
            locks.lock_lead(connection, lead)
            home.record(connection, order)
            return suppressions.lift(connection, numbers.of_lead(connection, lead), stop, at=home.now)
    with home.ledger.begin() as connection:
        count = len(numbers.of_lead(connection, lead))
    home.deliver(record_stop(home.mind, lead, stop, order))
    return count


def _number(home: House, e164: str, stop: "Stop", because: str) -> int:
    """Suppress one number and have everybody who waits to contact it look again."""
    from cadence.settle import record_number_stop

    settled, done = record_number_stop(home.mind, e164, stop, home.command("suppress", why=because, scope=stop.scope))
    if settled.news:
        home.deliver(settled)
    return done


def _file(home: House, file: Path, stop: "Stop", because: str) -> tuple[int, list[str]]:
    """Suppress every number of a file; return how many rows are new, and what was refused."""
    done, refused = 0, []
    with progress() as bar:
        task = bar.add_task("Suppressing", total=None)
        for line, text in _lines(file):
            try:
                done += _number(home, _e164(text), stop, because)
            except InvalidInputError as error:
                refused.append(f"{file}:{line}:1: {error}")
            bar.advance(task)
    return done, refused


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line.strip()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of numbers, one a line.") from None


def _e164(text: str) -> str:
    """Return a number as the ledger knows it. Raises InvalidInputError, without repeating it."""
    from cadence.phone import Unfit, read_number

    found = read_number(text)
    if isinstance(found, Unfit):
        raise InvalidInputError(f"{found.reason}; expected the international form such as +34600000001")
    return found.e164

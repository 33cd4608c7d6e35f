"""What is a list of leads called, and how is its file read? Edge: options that `launch` and `preview` share."""

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cadence.cli.output import talk
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.domain.plurals import many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cadence.domain.dates import DateOrder
    from cadence.leads.lists import CellRefusal

SHOWN = 10
"""So many refused rows are shown where no report of them is written."""

File = Annotated[Path, typer.Argument(help="The campaign file.", show_default=False)]
Leads = Annotated[Path, typer.Option("--leads", help="The list of leads, CSV.", show_default=False)]
AnyLeads = Annotated[Path | None, typer.Option("--leads", help="The list of leads, CSV.", show_default=False)]
"""A list that may be left out, where a command can do with the leads that are in the ledger."""
ListName = Annotated[
    str,
    typer.Option(
        "--list",
        help="Where the list comes from, such as crm: within it an id always means the same person. The file's name "
        "otherwise, if there is no date or number in it.",
        show_default=False,
    ),
]
Map = Annotated[
    list[str],
    typer.Option("--map", help="What a column means, ours=theirs, such as phone=Móvil; may be given again."),
]
Dates = Annotated[
    Literal["day-first", "month-first"] | None,
    typer.Option("--dates", help="What comes first in dates such as 03/04/2027, where the columns leave it open."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HowRead:
    """What the options say about reading a list."""

    mapping: dict[str, str]
    dates: "DateOrder | None" = None


def how_read(pairs: list[str], dates: str | None) -> HowRead:
    """Return what --map and --dates say."""
    return HowRead(mapping=mapping(pairs), dates=date_order(dates))


def date_order(text: str | None) -> "DateOrder | None":
    """Return what --dates says, None when it is not given."""
    from cadence.domain.dates import DateOrder

    return DateOrder(text) if text else None


def mapping(pairs: list[str]) -> dict[str, str]:
    """Read `ours=theirs` pairs."""
    found = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise typer.BadParameter(f"--map {pair} cannot be read; expected ours=theirs, such as phone=Móvil")
        found[ours.strip()] = theirs.strip()
    return found


def existing(leads: Path) -> Path:
    """Return the path of a list that is there."""
    if leads.is_dir():
        raise InvalidInputError(f"{leads} is a folder; expected a list of leads, CSV with a line of headers.")
    if not leads.is_file():
        raise NotFoundError(f"{leads} does not exist; expected a list of leads, CSV with a line of headers.")
    return leads


def source_of(leads: Path, given: str, *, ask: bool) -> str:
    """
    Return the name of a list: as given, else its file's name, unless the next export would have another one.

    Then somebody at the terminal is asked. Raises ConflictError where nobody is there, BadParameter for a wrong name.
    """
    from cadence.leads.lists.source_name import says_when, without_when

    if given:
        return _checked(given)
    if not says_when(leads.stem):
        return _checked(leads.stem)
    proposed = without_when(leads.stem)
    if ask and sys.stdin.isatty():
        typer.echo(
            f"{leads.name} has a date or a number in its name. Where does the list come from? Say the same name for "
            "every export of it, because within it an id always means the same person.",
            err=True,
        )
        return _checked(typer.prompt("List", default=proposed or None, err=True))
    raise ConflictError(
        f"{leads.name} has a date or a number in its name, so its people would be new people with the next export, and "
        f"their stops and consents would not be found by their ids. Say where the list comes from, the same each time: "
        f"--list {proposed or 'NAME'}. If it is really called so: --list {leads.stem}."
    )


def planned_source(leads: Path, given: str) -> tuple[str, ConflictError | None]:
    """Return the name that a plan takes for a list, and the error with which a launch would refuse it. Asks nobody."""
    try:
        return source_of(leads, given, ask=False), None
    except ConflictError as error:
        return leads.stem, error


def say_no(noes: int, rows: int) -> list[tuple[str, str]]:
    """Say how many rows of a list say no; nothing where none does."""
    words = f"{noes} of {many(rows, 'row')}; it counts whatever else is wrong with the row"
    return [("say no", words)] if noes else []


def _checked(name: str) -> str:
    from cadence.leads.lists.source_name import wrong_name

    if wrong := wrong_name(name):
        raise typer.BadParameter(f"--list: {wrong}")
    return name


def tell_columns(lines: "Iterable[tuple[str, str]]") -> None:
    """Say what each column of a list was read as."""
    for head, words in lines:
        talk(f"  {head:<12} {words}")


@dataclass(slots=True)
class Refused:
    """The first rows that a list would lose, by line and reason: their values stay in the list."""

    leads: Path
    only: str = ""  # of this lead alone, by its id in the list; "" for all
    shown: "list[CellRefusal]" = field(default_factory=list)
    more: int = 0

    def hear(self, refusal: "CellRefusal") -> None:
        """Take one refusal."""
        if self.only and refusal.key != self.only:
            return
        if len(self.shown) < SHOWN:
            self.shown.append(refusal)
        else:
            self.more += 1

    def lines(self) -> list[str]:
        """Return them in words, as `FILE:LINE: column: reason`."""
        said = [f"{self.leads}:{one.line}: {one.column or 'the row'}: {one.words}" for one in self.shown]
        more = f"... and {self.more:,} more; `cadence launch` writes all of them to {self.leads.stem}.rejected.csv"
        return [*said, more] if self.more else said

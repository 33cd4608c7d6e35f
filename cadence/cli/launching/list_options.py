"""What is the name of a list of leads, and how is its file read? Edge: options of `launch`, `plan` and `preview`."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import typer

from cadence.campaign import Reading
from cadence.cli.output import talk
from cadence.domain.dates import DateOrder
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.engine.launch.launch import LaunchOrder
from cadence.languages import Language, say
from cadence.leads.lists import CellRefusal
from cadence.leads.lists.source_name import says_when, without_when, wrong_name

SHOWN = 10
"""How many refused rows are shown by commands that write no report."""

File = Annotated[Path, typer.Argument(help="The campaign file.", show_default=False)]
Leads = Annotated[Path, typer.Option("--leads", help="The list of leads, CSV or XLSX.", show_default=False)]
AnyLeads = Annotated[Path | None, typer.Option("--leads", help="The list of leads, CSV or XLSX.", show_default=False)]
"""An optional list, for commands that can also work with the leads in the ledger."""
ListName = Annotated[
    str,
    typer.Option(
        "--list",
        help="Where the list comes from, such as crm. Under one name an id always means the same person. Default: the "
        "file's name, if it contains no date or number.",
        show_default=False,
    ),
]
Map = Annotated[
    list[str],
    typer.Option("--map", help="Which column has a field: FIELD=COLUMN, such as phone=Móvil; can be repeated."),
]
SheetName = Annotated[
    str, typer.Option("--sheet", help="The sheet of an XLSX workbook, if several have rows.", show_default=False)
]
Dates = Annotated[
    Literal["day-first", "month-first"] | None,
    typer.Option("--dates", help="The order in dates such as 03/04/2027, if the column does not make it clear."),
]


def list_order(
    reading: Reading, leads: Path, columns: list[str], dates: str | None, name: str = "", *, sheet: str = ""
) -> LaunchOrder:
    """Return the order to launch a list that was typed. Raises BadParameter, InvalidInputError, NotFoundError."""
    mapping, file = _mapping(columns), _existing(leads)
    return LaunchOrder(
        reading=reading,
        leads=file,
        list_name=name or file.stem,
        mapping=mapping,
        dates=date_order(dates),
        sheet=sheet,
    )


def date_order(text: str | None) -> DateOrder | None:
    """Return the value of --dates; None if it is not given."""
    return DateOrder(text) if text else None


def _mapping(pairs: list[str]) -> dict[str, str]:
    """Read `FIELD=COLUMN` pairs. Raises BadParameter."""
    columns = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise typer.BadParameter(f"--map {pair} cannot be read; expected FIELD=COLUMN, such as phone=Móvil")
        columns[ours.strip()] = theirs.strip()
    return columns


def _existing(leads: Path) -> Path:
    """Return the path of an existing list. Raises InvalidInputError, NotFoundError."""
    if leads.is_dir():
        raise InvalidInputError(
            f"{leads} is a folder; expected a list of leads: a CSV file or an XLSX workbook with a header line."
        )
    if not leads.is_file():
        raise NotFoundError(
            f"{leads} does not exist; expected a list of leads: a CSV file or an XLSX workbook with a header line."
        )
    return leads


def source_of(leads: Path, given: str, *, ask: bool) -> str:
    """
    Return the name of a list: the given one, else its file's name, unless the next export would have another name.

    In that case the person at the terminal is asked. Raises ConflictError without a terminal, BadParameter for an
    invalid name.
    """
    if given:
        return _checked(given)
    if not says_when(leads.stem):
        return _checked(leads.stem)
    proposed = without_when(leads.stem)
    if ask and sys.stdin.isatty():
        typer.echo(
            f"The file name {leads.name} contains a date or a number. Where does the list come from? Use the same name "
            "for every export, because under one name an id always means the same person.",
            err=True,
        )
        return _checked(typer.prompt("List", default=proposed or None, err=True))
    raise ConflictError(
        f"The file name {leads.name} contains a date or a number, so people in the next export would count as new "
        f"people, without their stops and consents. Give the source of the list, the same each time: "
        f"--list {proposed or 'NAME'}. If this is its real name, use --list {leads.stem}."
    )


def planned_source(leads: Path, given: str) -> tuple[str, ConflictError | None]:
    """Return the name that a plan uses for a list, and the error with which a launch would refuse it. Never asks."""
    try:
        return source_of(leads, given, ask=False), None
    except ConflictError as error:
        return leads.stem, error


def say_no(objections: int, rows: int, language: Language = "en") -> list[tuple[str, str]]:
    """Return how many rows of a list opt out; [] if none does."""
    words = say(language, "plan-row-opt-outs", count=objections, rows=rows)
    return [(say(language, "plan-opt-outs"), words)] if objections else []


def _checked(name: str) -> str:
    if wrong := wrong_name(name):
        raise typer.BadParameter(f"--list: {wrong}")
    return name


def tell_lines(lines: Iterable[tuple[str, str]]) -> None:
    """Print lines about a list or its launch, each under its heading."""
    for head, words in lines:
        talk(f"  {head:<12} {words}")


@dataclass(slots=True)
class Refused:
    """The first rows that would be refused, with line and reason but without their values."""

    leads: Path
    only: str = ""  # only this lead, by its id in the list; "" for all
    shown: list[CellRefusal] = field(default_factory=list)
    more: int = 0

    def hear(self, refusal: CellRefusal) -> None:
        """Add one refusal."""
        if self.only and refusal.key != self.only:
            return
        if len(self.shown) < SHOWN:
            self.shown.append(refusal)
        else:
            self.more += 1

    def lines(self) -> list[str]:
        """Return them in words, as `FILE:LINE: column: reason`; a workbook's cell for the line."""
        lines = [
            f"{self.leads}:{refusal.where}: {refusal.column or 'the row'}: {refusal.words}" for refusal in self.shown
        ]
        more = f"... and {self.more:,} more; `cadence launch` writes all of them to {self.leads.stem}.rejected.csv"
        return [*lines, more] if self.more else lines

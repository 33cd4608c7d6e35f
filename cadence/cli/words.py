"""What does a reply mean? Edge: needs no server and no ledger."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cadence.cli.app import Json, command
from cadence.cli.output import print_json, print_table
from cadence.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from cadence.rules.optout import Reading

COLUMNS = {"meaning": "meaning", "scope": "closes or names", "rule": "rule", "found": "found", "text": "text"}


@command(
    'cadence words "no me llamen al trabajo"',
    'cadence words "stop promos but keep my delivery alerts" --json',
    "cadence words --file replies.txt",
)
def words(
    text: Annotated[str, typer.Argument(help="What somebody wrote.", show_default=False)] = "",
    *,
    file: Annotated[Path | None, typer.Option(help="Texts, one a line.", show_default=False)] = None,
    json: Json = False,
) -> None:
    """
    Say what a reply means, and by which rule: revoke, restrict, hold, help, rejoin or none.

    It is read as the engine reads it, in English, Spanish and Portuguese. A revoke says what it closes, a restriction
    which place or time it names. Nothing is written and nobody is asked.
    """
    if bool(text) == bool(file):
        raise typer.BadParameter("give a text, or a --file of texts")
    found = [_told(one) for one in (_lines(file) if file else [text])]
    if json:
        print_json(found if file else found[0])
        return
    print_table([one | {"scope": ", ".join(one["scope"] or one["names"])} for one in found], COLUMNS)


def _told(text: str) -> dict[str, Any]:
    """Return one reading as it is printed."""
    from cadence.rules.optout import read

    reading = read(text)
    return {
        "text": text,
        "meaning": reading.meaning,
        "scope": _scope(reading),
        "names": list(reading.names),
        "rule": reading.rule,
        "found": reading.found,
        "normalised": reading.words,
    }


def _scope(reading: "Reading") -> list[str]:
    """Return what a stop closes; nothing for other meanings."""
    if reading.meaning != "revoke":
        return []
    return [f"{part.scope.value}:{part.value}" for part in reading.scope] or ["everything"]


def _lines(file: Path) -> list[str]:
    """Return the texts of a file. Raises NotFoundError, InvalidInputError."""
    try:
        return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a file of texts, one a line.") from None
    except (OSError, UnicodeDecodeError):
        raise InvalidInputError(f"{file} cannot be read; expected texts in UTF-8, one a line.") from None

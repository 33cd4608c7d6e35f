"""Is this campaign file right? Edge."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cadence.cli.app import Json, command
from cadence.cli.output import join, print_json, say, talk
from cadence.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from cadence.campaign import Campaign, Reading
    from cadence.campaign.reader import Remark


@command("cadence check campaigns/*.yaml")
def check(
    files: Annotated[list[Path], typer.Argument(help="Campaign files.", show_default=False)],
    *,
    json: Json = False,
) -> None:
    """
    Check campaign files: all mistakes, each where it stands.

    A mistake is one line: FILE:LINE:COLUMN: found; expected; the nearest right word. Exit code 1 when there is any;
    warnings are told and do not count.
    """
    readings = [_reading(file) for file in files]
    mistakes = [one for reading in readings for one in reading.mistakes]
    if json:
        print_json([dataclasses.asdict(one) for one in mistakes])
    else:
        for one in mistakes:
            say(str(one))
    wrong = sum(bool(reading.errors) for reading in readings)
    errors = sum(len(reading.errors) for reading in readings)
    talk(
        f"{len(files)} checked, {wrong} with mistakes ({errors} in all)"
        if wrong
        else f"{len(files)} checked, all right"
    )
    if wrong:
        raise typer.Exit(1)


def read(file: Path) -> "Reading":
    """Read one campaign file with all packs at hand. Raises when there is no such file, or it cannot be opened."""
    from cadence.campaign import check_text
    from cadence.rules.packs import known_packs

    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected a campaign file in YAML.") from None
    except OSError as error:
        raise InvalidInputError(
            f"{file} cannot be read ({error.strerror}); expected a campaign file in YAML."
        ) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _no_text(file, content, error.start)
    return check_text(text, str(file), known_packs(), _by_law)


def _by_law(campaign: "Campaign") -> "Iterator[Remark]":
    """Yield a warning for each step that the law refuses to everybody, where the step stands."""
    from cadence.gate.always import always_refused
    from cadence.rules.packs import load_law
    from cadence.rules.wording import in_words

    for one in always_refused(campaign, load_law(campaign), datetime.now(UTC)):
        what = "this voicemail" if "call" in one.path else "this step"
        where = join(one.countries)
        why = "; ".join(in_words(reason) for reason in one.reasons)
        if one.consent:
            found = f"{what} is refused in {where} to whoever has given no consent of their own: {why}"
            yield one.path, found, "people whose consent is recorded: the ground of this file is not enough for it"
        else:
            expected = "what the rule asks for, or no such step: it is passed over for everybody"
            yield one.path, f"{what} is always refused in {where}: {why}", expected


def _reading(file: Path) -> "Reading":
    """Read one of several files: what is wrong with one keeps no other from being looked at."""
    from cadence.campaign import Mistake, Reading

    try:
        return read(file)
    except (NotFoundError, InvalidInputError) as error:
        found, _, expected = str(error).removeprefix(f"{file} ").rstrip(".").partition("; expected ")
        mistake = Mistake(file=str(file), line=1, column=1, found=found, expected=expected)
        return Reading(file=str(file), campaign=None, mistakes=(mistake,))


def _no_text(file: Path, content: bytes, at: int) -> "Reading":
    """Return the place of the first byte that is not UTF-8: in a file of an old Windows it is its first accent."""
    from cadence.campaign import Mistake, Reading

    before = content[:at]
    mistake = Mistake(
        file=str(file),
        line=before.count(b"\n") + 1,
        column=len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1,
        found=f"the byte {content[at]:02x}, which is not UTF-8",
        expected="a text file, saved as UTF-8",
    )
    return Reading(file=str(file), campaign=None, mistakes=(mistake,))

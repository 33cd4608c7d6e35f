"""Which arguments and options do several commands share? Edge: leads, campaigns, reasons, times, languages."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, TypeVar

import typer

from cadence.cli.completion import campaign_names
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import ConflictError
from cadence.languages import Language

Value = TypeVar("Value")


def instant(text: str) -> datetime:
    """Read an instant, which must have a UTC offset: without it a promised call could be hours off."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected an instant such as 2027-03-10T10:00+01:00') from None
    if read.tzinfo is None:
        raise typer.BadParameter(
            f'"{text}" has no UTC offset; expected one, such as {read:%Y-%m-%dT%H:%M}+01:00, or Z for UTC'
        )
    return read


def moment(text: str) -> datetime:
    """Read an instant, or a time without offset: the person's local time, whose zone only the ledger knows."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a time such as 2027-03-10T10:00, or with a UTC offset') from None


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f'"{text}"; expected a day such as 2027-03-09') from None


CHANNELS = tuple(channel.value for channel in CONTACT_CHANNELS)
"""Channels on which people are contacted."""
ANY_OF_CHANNELS = f"{', '.join(CHANNELS[:-1])} or {CHANNELS[-1]}"

InLanguage = Annotated[Language, typer.Option("--language", help="Language of the report.")]
Who = Annotated[
    str,
    typer.Argument(
        help="The lead: its id in its list, LIST/ID, a phone number or another address, or our id.", show_default=False
    ),
]
Campaign = Annotated[str, typer.Argument(help="The campaign.", show_default=False, autocompletion=campaign_names)]
Because = Annotated[str, typer.Option("--because", help="The reason; it is recorded.")]
When = Annotated[datetime | None, typer.Option(help="When, with UTC offset.", parser=instant, show_default=False)]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
ByLead = Annotated[str, typer.Option("--lead", help="One lead, by its id in its list.")]


def sure(question: str) -> None:
    """Ask for confirmation. Raises ConflictError for a no, and if there is nobody to answer."""
    try:
        yes = typer.confirm(question, err=True)
    except typer.Abort:
        raise ConflictError("There was no answer, so nothing was done. In a script, use --yes.") from None
    if not yes:
        raise ConflictError("Nothing was done.")


def typed(option: str, read: Callable[[str], Value], text: str) -> Value:
    """Return the value of an option. Raises BadParameter for what `read` refuses with a ValueError."""
    try:
        return read(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option}: {error}") from None


def known_channel(text: str) -> str:
    """Return a channel on which people can be contacted. Raises BadParameter for any other word."""
    if text not in CHANNELS:
        raise typer.BadParameter(f"channel {text} is unknown; expected one of {', '.join(CHANNELS)}")
    return text

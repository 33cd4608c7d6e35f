"""What can be paused and resumed, and how is it typed? Edge: the options of both commands, declared once."""

import inspect
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any, NamedTuple

import typer

from cadence.cli.scopes import ANY_OF_CHANNELS, CHANNELS, Campaign, known_channel
from cadence.domain import PauseScope
from cadence.policy.built_in.campaign_state import ACCOUNT

DESTINATION = re.compile(rf"(?:(?:{'|'.join(CHANNELS)}):)?(?:[A-Z]{{2}}|#\d+)")
"""A country or the id of one of our numbers, on one channel or on all."""


def _destination(text: str) -> str:
    """Return a destination as pauses store it. Raises BadParameter."""
    channel, colon, country = text.strip().rpartition(":")
    destination = f"{channel.lower()}{colon}{country.upper()}"
    if not DESTINATION.fullmatch(destination):
        raise typer.BadParameter(f'"{text}" is not a destination; expected sms:MX, for example, or MX for all channels')
    return destination


class ScopeOption(NamedTuple):
    """One way to say what to pause: a campaign's name, or an option."""

    scope: PauseScope
    help: str
    value: Callable[[str], str] | str = str  # what makes the value of what was typed; of a flag, the value

    @property
    def option(self) -> str:
        """How it is typed."""
        return f"--{self.scope}"

    def parameter(self) -> inspect.Parameter:
        """Return the option as Typer reads it from a function."""
        option, is_flag = typer.Option(self.option, help=self.help), isinstance(self.value, str)
        kind = Annotated[bool, option] if is_flag else Annotated[str, option]
        default = False if is_flag else ""
        return inspect.Parameter(self.scope.value, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)


OPTIONS = (
    ScopeOption(PauseScope.ALL, "Everything: every campaign, channel and floor.", ""),
    ScopeOption(PauseScope.CHANNEL, f"One channel: {ANY_OF_CHANNELS}.", known_channel),
    ScopeOption(PauseScope.SENDER, "One of our own numbers, such as +34910000001."),
    ScopeOption(PauseScope.FLOOR, "One floor: the calls of its agents."),
    ScopeOption(PauseScope.LEAD, "One lead, by its id in its list."),
    ScopeOption(PauseScope.TEMPLATE, "The steps that send this WhatsApp template."),
    ScopeOption(PauseScope.DESTINATION, "One country, on one channel (sms:MX) or on all (MX).", _destination),
    ScopeOption(PauseScope.CARRIER, "Everything that goes through the carrier.", ACCOUNT),
)


def by_scope(function: Callable[..., None]) -> Callable[..., None]:
    """
    Give a command the argument and the options that say what it is about.

    The command gets the scope, and the value as it was typed, as its first two arguments.
    """
    campaign = inspect.Parameter("campaign", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Campaign, default="")
    own = list(inspect.signature(function, eval_str=True).parameters.values())[2:]
    parameters = [campaign, *(option.parameter() for option in OPTIONS), *own]

    @wraps(function)
    def with_scope(**typed: Any) -> None:  # noqa: ANN401  what Typer has read
        scope, value = _chosen(typed.pop("campaign"), {option: typed.pop(option.scope) for option in OPTIONS})
        function(scope, value, **typed)

    with_scope.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    with_scope.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_scope


def _chosen(campaign: str, typed: Mapping[ScopeOption, Any]) -> tuple[PauseScope, str]:
    """Return the scope that was typed, with its value. Raises BadParameter unless there is exactly one."""
    scopes = [(PauseScope.CAMPAIGN, campaign)] if campaign else []
    for option, text in typed.items():
        if text:
            scopes.append((option.scope, option.value if isinstance(option.value, str) else option.value(text)))
    if len(scopes) != 1:
        names = ", ".join(option.option for option in OPTIONS)
        raise typer.BadParameter(f"expected exactly one of: a campaign, {names}")
    return scopes[0]


def in_words(scope: PauseScope, value: str) -> str:
    """Return a scope in words."""
    if scope is PauseScope.CARRIER:
        return "everything that goes through the carrier"
    return "everything" if scope is PauseScope.ALL else f"{scope} {value}"

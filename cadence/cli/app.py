"""What do all commands share? Edge: the program, and how a command is added to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from typer import Context
from typer.core import TyperCommand, TyperOption

from cadence.cli import output
from cadence.domain.errors import without_prefix
from cadence.domain.visible import visible

VERSION = "0.1.0"

app = typer.Typer(
    name="cadence",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: instant, and it can be searched
    pretty_exceptions_enable=False,  # `output.complain` prints failures
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout instead of text.")]
"""The option of every command that prints data."""


class _OnceEach(TyperCommand):
    """A command that refuses an option given twice: the first value would be ignored silently."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own, always
        """Refuse repeated options, then parse the options as usual."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for option in {param for param in order if isinstance(param, TyperOption)}:
            if order.count(option) > 1 and not (option.multiple or option.is_flag):
                raise typer.BadParameter(f"{option.opts[0]} is given twice; expected it once")
        with _error_in_one_line():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Context) -> object:  # type: ignore[override]  # Typer's own, always
        """Run the command."""
        with _error_in_one_line():
            return super().invoke(ctx)


@contextmanager
def _error_in_one_line() -> Iterator[None]:
    """Keep the message about a wrong option on one line, whatever was typed. Typer reads values with pydantic."""
    try:
        yield
    except typer.BadParameter as error:
        error.message = visible(without_prefix(error.message))
        raise


def command(
    *examples: str, into: typer.Typer = app, name: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a command; the `examples` end its help, each a line to copy. `name` is for names that Python reserves."""
    lines = "\n".join(f"  {example}" for example in examples)
    return into.command(name, epilog=f"\b\nExample:\n{lines}", cls=_OnceEach)


def version(wanted: bool) -> None:  # noqa: FBT001  Typer calls it so
    """Print the version and exit."""
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback()
def options(
    *,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show where in the code an error comes from.")
    ] = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=version, is_eager=True)
    ] = False,
) -> None:
    """Outbound campaigns by message and phone: durable, lawful, explainable. Start with `cadence demo`."""
    _ = show_version  # printed by its callback
    output.tracebacks(shown=verbose)

"""What do all commands share? Edge: the program, and how a command is added to it."""

from collections.abc import Callable
from typing import Annotated

import typer

from cadence.cli import output

VERSION = "0.1.0"

app = typer.Typer(
    name="cadence",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: instant, and it can be searched
    pretty_exceptions_enable=False,  # failures are told by `output.complain`
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout instead of words.")]
"""The option of every command that prints data."""


def command(*examples: str, into: typer.Typer = app) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add a command; the `examples` end its help, each a line that can be copied."""
    lines = "\n".join(f"  {example}" for example in examples)
    return into.command(epilog=f"\b\nExample:\n{lines}")


def version(wanted: bool) -> None:  # noqa: FBT001  Typer calls it so
    """Print the version and end."""
    if wanted:
        typer.echo(VERSION)
        raise typer.Exit


@app.callback()
def options(
    *,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Show where in the code a failure comes from.")
    ] = False,
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=version, is_eager=True)
    ] = False,
) -> None:
    """Outbound campaigns by message and phone: durable, lawful, explainable. Begin with `cadence demo`."""
    _ = show_version  # told by its callback
    output.tracebacks(shown=verbose)

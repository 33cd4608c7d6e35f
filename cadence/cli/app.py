"""
Which commands are there at a terminal? Edge: the program, and how a command is added to it.

Each command is a file in `commands/`, which is imported when the command is typed: help appears at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated

import typer
from typer import Context
from typer.core import TyperCommand, TyperGroup, TyperOption

from cadence.cli import output
from cadence.domain.errors import without_prefix
from cadence.domain.visible import visible

VERSION = "0.1.0"
FAILED = 1
"""The exit code if problems were found, a part of the input was refused, or the command failed."""
UNAVAILABLE = 3
"""The exit code if a needed service does not answer: it is safe to try again."""

app = typer.Typer(
    name="cadence",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: instant, and it can be searched
    pretty_exceptions_enable=False,  # `output.complain` prints failures
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

COMMANDS = {
    "alerts": "Show the alerts that watch the campaigns, or try them on the past.",
    "backtest": (
        "Show which past touches a pack of law would have stopped or deferred, by rule, if it had applied then."
    ),
    "callback": "Promise a person a call at a certain time.",
    "check": "Check campaign files and list all mistakes with their position.",
    "demo": "Rehearse a campaign with a list: real servers and an emulated carrier run days in minutes.",
    "disposition": "Record the result that an agent reports for a finished call.",
    "doctor": "Check everything that campaigns need, one line per check.",
    "floor": "Show the state of a floor, or set how many of its agents are on a break.",
    "history": (
        "Show who ordered what, when, from where and why: launches, pauses, resumes, stops, suppressions, decisions."
    ),
    "init": "Write a first campaign and a list of made-up people, from five questions.",
    "judge": "Show whether a person may be contacted at an instant, and why: allow, defer, hold or refuse.",
    "launch": "Launch a campaign, add leads to it, or start a new version of its file for the next leads.",
    "lead": "Show the full history of one lead, from the ledger and its Temporal workflow.",
    "leads": "List the leads of a campaign: where each is, why, and what came of it so far.",
    "list": "List all campaigns with their state and how many leads are in line, under way and finished.",
    "pause": "Pause a campaign, a lead, a sender or something else: from now on nothing of it is sent.",
    "plan": "Show which leads a launch would reach first, when and on which step, and which leads it could not reach.",
    "preview": "Show each step as a person would receive it: when it is due, its texts and its answers.",
    "report": "Show how campaigns perform: where each lead is, and every figure with its formula and n.",
    "resume": "End a pause.",
    "review": "List the replies and tasks that need a decision, or decide one of them.",
    "schema": "Print the JSON Schema of campaign files, for completion and checks in editors; or those of events.",
    "serve": "Run the web server: the carrier's webhooks on one port and the API on another.",
    "show": "Show the file that was launched, and the versions of the campaign: when, by whom, with how many leads.",
    "simulate": "Simulate a whole campaign in virtual time and report the results; with several files, side by side.",
    "status": (
        "Show the state of campaigns: leads, floors, outcomes by step, why leads finished, and what the "
        "others wait for."
    ),
    "stop": "Stop a campaign for good: nothing more of it is sent.",
    "suppress": "Stop contacting a person (every number of a lead) or a single number, known or unknown.",
    "try": "Send one step to a number of your own, as a lead would get it, and show what came of it.",
    "up": (
        "Run everything on this machine until Ctrl-C: PostgreSQL, Temporal with its Web UI, web server, "
        "workers, emulator."
    ),
    "words": (
        "Show how the engine understands a reply, and by which rule: revoke, restrict, hold, help, "
        "rejoin, callback or none."
    ),
    "worker": "Run one worker until it is stopped: it enrols leads, plans, sends, and runs the background jobs.",
    "audit": "Verify that no fact was changed since it was committed, and export facts for an auditor.",
    "endpoint": "Add, test, list, disable and replay endpoints: other systems that receive events.",
    "tasks": "List the work that campaigns give to our people, say what came of it, and give it to somebody else.",
    "consent": "Record, renew, revoke, show and prove consents.",
    "db": "Upgrade the ledger's schema, and show its revision.",
    "house": "Show the house file that is in force, and put another one in force.",
    "journal": "Verify the journal of stops outside the database.",
    "key": "Make, list and revoke keys of the API.",
    "packs": "List, show and check packs of law. `cadence packs es` shows one.",
    "privacy": "Export or erase the data about a person, show how long data is kept, write the record of processing.",
    "registry": "Import copies of official lists, and show how old they are.",
    "restore": "Show what a restored backup lacks, and sign that sending may go on.",
    "template": "List, show and check the carrier's templates and WhatsApp's approval of them.",
}
"""Every command and every group of commands, as `cadence --help` lists them: the first sentence of its help."""
MODULES = {"list": ("list_campaigns",), "try": ("try_step",), "consent": ("consent", "consent_files")}
"""The modules in `commands/` that hold a command, where it is not one of the same name."""


def load(name: str) -> None:
    """Import a command; its own help and options then replace its line in the list. Other words import nothing."""
    for module in MODULES.get(name, (name,)) if name in COMMANDS else ():
        import_module(f"cadence.cli.commands.{module}")


def _not_loaded() -> None:
    """Stand for a command in the list until it is loaded."""


for _name, _help in COMMANDS.items():
    app.command(_name, help=_help)(_not_loaded)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout instead of text.")]
"""The option of every command that prints data."""


class _OnceEach(TyperCommand):
    """A command that refuses an option given twice: the first value would be ignored silently."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own, always
        """Refuse repeated options, then parse the options as usual."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for option in {param for param in order if isinstance(param, TyperOption)}:
            if ctx.resilient_parsing:  # a shell completes what is not finished
                break
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


def group(name: str, cls: type[TyperGroup] | None = None) -> typer.Typer:
    """Add a group of commands; it has its help from `COMMANDS`."""
    commands = typer.Typer(cls=cls, no_args_is_help=cls is None, rich_markup_mode=None)
    app.add_typer(commands, name=name, help=COMMANDS[name])
    return commands


class ShowsByDefault(TyperGroup):
    """A group in which `cadence packs` and `cadence packs es` mean `cadence packs show` and `cadence packs show es`."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own, always
        """Put `show` before names and options."""
        first = args[0] if args else ""
        if first == "list":
            args = ["show", *args[1:]]
        elif first not in self.commands and first not in ctx.help_option_names:
            args = ["show", *args]
        return super().parse_args(ctx, args)


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

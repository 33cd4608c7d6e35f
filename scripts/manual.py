"""
What can be typed and what can be set? Writes docs/cli.md and the settings table of docs/operations.md.

Both come from the program itself, so they are never wrong; a test holds them against it. Run it by `make docs`.
"""

import io
import os
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from typer.main import get_command

from cadence.app.settings import declared, is_secret
from cadence.cli import run
from cadence.cli.app import COMMANDS, app, load

ROOT = Path(__file__).parents[1]
CLI = ROOT / "docs" / "cli.md"
OPERATIONS = ROOT / "docs" / "operations.md"
TABLE = re.compile(r"(?<=<!-- settings: made by `make docs` -->\n).*(?=<!-- end of settings -->)", re.DOTALL)

HEAD = """# The command line

Made by `make docs` from what the program itself says.

Data goes to stdout and talk to stderr, so `cadence doctor --json | jq` works. `cadence -v ...` shows where in the code
a failure comes from. Every command finds the stack that `cadence up` runs on this machine; elsewhere the variables of
[operations.md](operations.md) say where things are.

| exit code | meaning |
|---|---|
| 0 | all right |
| 1 | problems found, or failed |
| 2 | used wrongly |
| 3 | a service that is needed does not answer; it is safe to try again |
| 130 | interrupted by Ctrl-C |

`cadence --install-completion` sets up completion with the Tab key for bash, zsh, fish or PowerShell: commands, options,
values, names of files, and campaigns where the ledger answers at once. `cadence --show-completion` only prints the
script. To print the one of another shell: `_CADENCE_COMPLETE=source_zsh cadence`.
"""


def main() -> None:
    """Write both pages."""
    CLI.write_text(cli_page())
    OPERATIONS.write_text(TABLE.sub(lambda _: settings_table(), OPERATIONS.read_text()))


def cli_page() -> str:
    """Return the page of all commands."""
    return HEAD + "".join(f"\n## {' '.join(words)}\n\n```\n{help_of(words)}\n```\n" for words in commands())


def commands() -> Iterator[tuple[str, ...]]:
    """Yield each command as it is typed, in the order of the program's own help."""
    for name in COMMANDS:
        load(name)
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]  # it is a group
        for below in getattr(command, "commands", {}):
            yield ("cadence", name, below)
        if not hasattr(command, "commands"):
            yield ("cadence", name)


def help_of(words: tuple[str, ...]) -> str:
    """Return what a command says of itself, on a terminal of 110 columns."""
    printed = io.StringIO()
    os.environ |= {"COLUMNS": "112", "NO_COLOR": "1"}
    with redirect_stdout(printed):
        run([*words[1:], "--help"])
    return "\n".join(line.rstrip() for line in printed.getvalue().strip().splitlines())


def settings_table() -> str:
    """Return the table of all settings."""
    lines = ["| variable | what it is | without it |", "|---|---|---|"]
    for variable, setting in declared().items():
        default = setting.default
        if isinstance(default, dict) and default:
            default = f"{default['']:g}"  # for every sender
        shown = f"`{default}`" if default and not (is_secret(setting) and "@" in str(default)) else "-"
        secret = " **Secret.**" if is_secret(setting) else ""
        lines.append(f"| `{variable}` | {setting.description}.{secret} | {shown} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""
What may follow what was typed, for completion in a shell? Edge: asks the ledger, for a short time.

Typer completes commands, options and files by itself. A command is imported when it is typed, so the shell's words say
which one to import. Whatever fails, a shell that completes gets no message: an error would stand in the line.
"""

import os
import shlex
from contextlib import suppress

COMPLETING = "_CADENCE_COMPLETE"
"""The variable by which a shell asks what may follow."""


def completing() -> bool:
    """Return whether a shell asks, and not a person."""
    return COMPLETING in os.environ


def words_in_shell() -> list[str]:
    """Return the words of the line that a shell completes, without the program's name."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    try:
        return shlex.split(line)[1:]
    except ValueError:  # a quotation mark is still open
        return line.split()[1:]


def campaign_names(incomplete: str) -> list[str]:
    """Return the campaigns of the ledger that begin so; none if it does not answer at once."""
    with suppress(Exception):  # no settings, no ledger, no answer in time: then there is nothing to propose
        from cadence.app.settings import Settings  # noqa: PLC0415  only where a campaign is completed
        from cadence.ledger.reading.completion import names_of_campaigns  # noqa: PLC0415  as above

        return [name for name in names_of_campaigns(Settings.from_env().database_url) if name.startswith(incomplete)]
    return []

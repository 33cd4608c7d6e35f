"""Is the journal of stops whole, and does the ledger have what it has? Edge: reads every line."""

from collections import Counter

import typer

from cadence.app.opened_ledger import journal_of
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.connection import open_session
from cadence.cli.output import print_json, say
from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.ledger.journal import entries
from cadence.ledger.journal.file import JournalError

journal = group("journal")


@command("cadence journal verify", "cadence journal verify --json", into=journal)
def verify(*, json: Json = False) -> None:
    """
    Read every line of the journal of stops, and say whether one was changed or is missing.

    Each line has a keyed hash that covers all lines before it. Lines that were cut off at the end are noticed because
    the ledger knows how many there were. Exit code 1 if anything is wrong. Nothing is changed.
    """
    with open_session() as session:
        kept = journal_of(session.settings, session.ledger)
        if kept is None:
            raise InvalidInputError("CADENCE_JOURNAL is not set; expected the file of the journal, or its folder.")
        with session.ledger.begin() as connection:
            state = entries.state(connection)
        counts, problem, last = Counter[str](), "", 0
        try:
            if state.kept:
                next(kept.read(state.end), None)  # what the ledger knows must be there
            for line in kept.read():
                counts[line.entry.kind.value] += 1
                last = line.end.seq
            if (owner := kept.owner()) != state.ledger:
                problem = f"The journal belongs to another ledger ({owner})."
        except JournalError as error:
            problem = str(error)
    if json:
        print_json({"lines": last, "kinds": dict(sorted(counts.items())), "problem": problem, "agreed": state.seq})
    else:
        kinds = ", ".join(f"{kind} {number:,}" for kind, number in sorted(counts.items()))
        say(
            problem
            or f"{kept.path}: {many(last, 'line')}, as written ({kinds}); the ledger has the first {state.seq:,}."
        )
    if problem:
        raise typer.Exit(FAILED)

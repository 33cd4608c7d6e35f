"""May sending go on after a backup was restored, or the journal was lost? Edge: shown, and signed by a person."""

from dataclasses import asdict
from typing import Annotated

import typer

from cadence.app.opened_ledger import journal_of
from cadence.cli.app import FAILED, Json, command, group
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import wake_campaign
from cadence.cli.output import print_json, say, talk
from cadence.cli.scopes import Yes, sure
from cadence.domain import CampaignState
from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.engine.journal.keeper import JournalKeeper
from cadence.engine.journal.signing import sign
from cadence.ledger.campaigns import campaigns
from cadence.ledger.journal import entries

restore = group("restore")


@command("cadence restore status", "cadence restore status --json", into=restore)
def status(*, json: Json = False) -> None:
    """
    Compare the journal of stops with the ledger now, apply what the ledger lacks, and show what a person has to sign.

    Workers do the same before their first touch. Exit code 1 while nothing is sent because of it.
    """
    with open_session() as session:
        applied = _keeper(session).look()
        state = _state(session)
        with session.ledger.begin() as connection:
            waiting = entries.count_waiting(connection)
    kinds = {kind.value: number for kind, number in sorted(applied.counts.items())}
    if json:
        print_json(
            {
                "problem": state.problem,
                "to_sign": state.to_sign,
                "applied": kinds,
                "waiting": waiting,
                "line": state.seq,
            }
        )
    else:
        if kinds:
            say("Applied from the journal: " + ", ".join(f"{kind} {number:,}" for kind, number in kinds.items()))
        if waiting:
            say(f"{many(waiting, 'entry waits', 'entries wait')} for people who are in no list of this ledger yet.")
        say(state.problem or _agree(state))
    if state.problem:
        raise typer.Exit(FAILED)


@command('cadence restore confirm --because "backup of 3 March, disk lost"', into=restore)
def confirm(
    *,
    because: Annotated[str, typer.Option("--because", help="The reason; it is recorded with your name.")] = "",
    yes: Yes = False,
    json: Json = False,
) -> None:
    """
    Sign that sending may go on with a ledger that was restored, or without a journal that is lost.

    Every stop that the journal still has is applied before. Where the journal is lost, a new one begins with every stop
    of the ledger, and the old file is kept under another name. docs/restore.md says what to look at before you sign.
    """
    if not because.strip():
        raise InvalidInputError('There is no reason; expected one, such as --because "backup of 3 March, disk lost".')
    with open_session() as session:
        keeper = _keeper(session)
        keeper.look()
        if (problem := _state(session).problem) and not yes:
            talk(problem)
            sure("Let sending go on?")
        signed = sign(keeper, session.command("restore_confirm", why=because), at=session.now)
        state = _state(session)
        if signed.resumed and not state.problem:
            _wake(session)
    if json:
        print_json(asdict(signed) | {"still": state.problem})
    if signed.aside is not None:
        talk(f"The old journal is now {signed.aside}.")
    if signed.again:
        talk(f"A new journal has {many(signed.again, 'entry', 'entries')} of the ledger.")
    if state.problem:
        talk(f"Signed, but nothing is sent: {state.problem}")
        raise typer.Exit(FAILED)
    talk("Signed. Sending goes on." if signed.resumed else "Signed. Everything stays paused by another order.")


def _keeper(session: LedgerSession) -> JournalKeeper:
    return JournalKeeper(session.ledger, session.clock, journal_of(session.settings, session.ledger))


def _state(session: LedgerSession) -> entries.JournalState:
    with session.ledger.begin() as connection:
        return entries.state(connection)


def _agree(state: entries.JournalState) -> str:
    if not state.kept:
        return "No journal is kept for this ledger: after a backup is restored, stops since then are lost."
    return f"The journal and the ledger agree, up to line {state.seq:,}."


def _wake(session: LedgerSession) -> None:
    """Have the campaigns start leads again. The worker wakes the leads that were held."""
    with session.ledger.begin() as connection:
        running = [stored.name for stored in campaigns.every(connection) if stored.state is CampaignState.RUNNING]
    for name in running:
        if not wake_campaign(session, name):
            return

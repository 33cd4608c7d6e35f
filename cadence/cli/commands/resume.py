"""How does a pause end? Edge."""

from dataclasses import dataclass
from typing import Annotated

import typer
from sqlalchemy import Connection

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.orders import follow, wake_campaign
from cadence.cli.output import print_json, talk
from cadence.cli.pause_scope import by_scope, in_words
from cadence.cli.scopes import Because
from cadence.domain import BY_MISTAKE, Attempt, CampaignState, HoldName, NewsKind, PauseScope, Wait
from cadence.domain.errors import ConflictError
from cadence.domain.visible import visible
from cadence.engine.outcomes.writing import EventResult
from cadence.leads.contacts import typed_contact
from cadence.ledger.campaigns import campaigns, enrolment_rows, enrolments, external_events, pauses, status
from cadence.ledger.campaigns.pauses import StoredPause
from cadence.ledger.db import locks
from cadence.ledger.journal import entries
from cadence.ledger.touches import news

WIDER = frozenset({PauseScope.CHANNEL, PauseScope.SENDER, PauseScope.FLOOR, PauseScope.CARRIER})
"""Pauses, besides --all, that may hold the leads of a campaign, or one lead."""


@command(
    "cadence resume cart-recovery",
    "cadence resume --all",
    "cadence resume --lead C-1001 --because mended",
    "cadence resume --template cart_reminder",
    "cadence resume cart-recovery --fallback",
)
@by_scope
def resume(
    scope: PauseScope,
    typed: str,
    *,
    fallback: Annotated[
        bool,
        typer.Option(
            "--fallback", help="Leads that waited for a template, sender or destination take the failed branch."
        ),
    ] = False,
    because: Because = "",
    json: Json = False,
) -> None:
    """
    End a pause. The leads it held continue gradually, so that they are not all contacted at once.

    A template, sender or destination that the carrier refused is paused automatically, and its leads wait. Fix the
    cause and resume it by name. Or resume it, or the campaign, with --fallback: the waiting leads then take the branch
    for `failed`.

    With --lead, a lead that waits after an engine error is released as well. A lead that waits for the review of a
    reply is not released here: use `cadence review`.
    """
    words = in_words(scope, typed)
    with open_session() as session:
        value = _known(session, scope, typed)
        order = Resume(session=session, scope=scope, value=value, because=because, words=words, fallback=fallback)
        ended, news = order.end()
        _tell(session, scope, value, news)
        others = _still_paused(session, scope, value)
    if json:
        print_json(
            {
                "scope": scope.value,
                "value": value,
                "resumed": bool(ended),
                "ended": ended,
                "released": len(news),
                "still_paused": others,
            }
        )
        return
    for resumed in ended:
        talk(f"Resumed {resumed}.")
    if ended and fallback:
        talk("Leads that waited take the branch for `failed`.")
    if news:
        talk(f"Released {words}: its next step is planned again.")
    for other in others:
        talk(f"Still paused: {other}.")


def _known(session: LedgerSession, scope: PauseScope, typed: str) -> str:
    """Return the value of a pause as the ledger knows it: a lead's id, a number of ours without its spaces."""
    if scope is PauseScope.LEAD:
        return session.lead(typed)
    return typed_contact(typed) if scope is PauseScope.SENDER and typed.startswith("+") else typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """One order to resume."""

    session: LedgerSession
    scope: PauseScope
    value: str
    because: str
    words: str
    fallback: bool

    def end(self) -> tuple[list[str], tuple[int, ...]]:
        """
        End the pauses, release the lead and record who ordered it; return what ended, in words, and the news.

        Raises ConflictError if there was nothing to end or release.
        """
        session = self.session
        with session.ledger.begin() as connection:
            if self.scope is PauseScope.CAMPAIGN:
                campaigns.find(connection, self.value)
            if self.scope is PauseScope.ALL and (problem := entries.state(connection).problem):
                raise ConflictError(f"Everything stays paused: {problem}")
            branch = "" if not self.fallback else self.value if self._of_campaign else pauses.EVERYBODY
            ended = []
            for scope, value in self._pauses(connection):
                self._end(connection, scope, value, branch)
                ended.append(in_words(scope, value))
            held, news = _release(connection, session, self.value) if self.scope is PauseScope.LEAD else (False, ())
            if held and not ended:
                ended.append(self.words)
            if not ended and not news:
                raise ConflictError(self._nothing(connection))
            lead = self.value if self.scope is PauseScope.LEAD else None
            order = session.command(
                "resume", why=self.because, lead=lead, scope=self.scope.value, value=self.value, fallback=branch
            )
            session.record(connection, order)
        return ended, news

    def _end(self, connection: Connection, scope: PauseScope, value: str, branch: str) -> None:
        """End one pause, with who ordered it and why."""
        at, actor = self.session.now, self.session.actor
        fallback = branch if scope in BY_MISTAKE else ""
        pauses.end(connection, scope, value, at=at, actor=actor, reason=self.because, fallback=fallback)

    @property
    def _of_campaign(self) -> bool:
        return self.scope is PauseScope.CAMPAIGN

    def _pauses(self, connection: Connection) -> list[tuple[PauseScope, str]]:
        active = [(pause.scope, pause.value) for pause in pauses.active(connection)]
        wanted = [pause for pause in active if pause[0] is self.scope and _names(self.value, pause[1])]
        if self._of_campaign and self.fallback:
            identity = campaigns.find(connection, self.value).id
            waits = {key for _, key in status.held(connection, identity)}
            wanted += [pause for pause in active if pause[0] in BY_MISTAKE and f"{pause[0]}:{pause[1]}" in waits]
        return wanted

    def _nothing(self, connection: Connection) -> str:
        """Explain that there is nothing to resume, and name a wider pause that holds it."""
        if self._of_campaign and self.fallback:
            return (
                f"No lead in {self.words} waits for a template, sender or destination. `cadence status` shows what "
                "leads wait for."
            )
        theirs = self._campaigns(connection)
        holding = [_described(pause) for pause in pauses.active(connection) if self._held_by(pause, theirs)]
        if holding:
            return f"There is no pause for {self.words} itself. But {'; '.join(holding)}."
        return f"Not paused: {self.words}{_waits(connection, self.scope, self.value)}"

    def _campaigns(self, connection: Connection) -> set[str]:
        """Return the campaigns under way with the given lead; none for any other order."""
        if self.scope is not PauseScope.LEAD:
            return set()
        return {stored.enrolment.campaign for stored in enrolment_rows.open_of_lead(connection, self.value)}

    def _held_by(self, pause: StoredPause, theirs: set[str]) -> bool:
        """Return whether a wider pause holds what this order is about."""
        if pause.scope is PauseScope.ALL:
            return self.scope is not PauseScope.ALL
        if pause.scope is PauseScope.CAMPAIGN:
            return pause.value in theirs
        return self.scope in (PauseScope.CAMPAIGN, PauseScope.LEAD) and pause.scope in WIDER


def _described(pause: StoredPause) -> str:
    """Return what is paused, who paused it, when and why, and the command that ends it."""
    what = in_words(pause.scope, pause.value)
    option = "" if pause.scope is PauseScope.CAMPAIGN else f"--{pause.scope} "
    named = "" if pause.scope in (PauseScope.ALL, PauseScope.CARRIER) else pause.value
    command = f"cadence resume {option}{named}".rstrip()
    why = f" ({visible(pause.reason)})" if pause.reason else ""
    return f"{what} is paused, by {pause.actor} since {pause.since:%Y-%m-%d %H:%M} UTC{why}; to end that: `{command}`"


def _names(typed: str, value: str) -> bool:
    """Return whether the typed value names a pause: its whole value, or the part after its channel."""
    return typed in {value, value.partition(":")[2]}


def _waits(connection: Connection, scope: PauseScope, lead: str) -> str:
    """Return what else a lead that is not paused waits for, and where to look."""
    if scope is not PauseScope.LEAD:
        return ". `cadence status` shows what is paused."
    open_ones = enrolment_rows.open_of_lead(connection, lead)
    holds = {stored.move.hold for stored in open_ones if isinstance(stored.move, Wait)}
    for hold, what in ((HoldName.REVIEW, "A reply"), (HoldName.ROW, "A row of a list")):
        if hold in holds:
            return f". {what} needs a decision: `cadence review` lists it, and `cadence review ID --as ...` decides it."
    return ", and it waits for no decision. `cadence status` shows what is paused."


def _release(connection: Connection, session: LedgerSession, lead: str) -> tuple[bool, tuple[int, ...]]:
    """
    End what events of other systems hold, and have enrolments plan again that wait for it or after an error.

    Return whether an event held anything, and the news. What is planned for the end of a hold loses its place there.
    """
    locks.lock_lead(connection, lead)
    held = external_events.end_holds(connection, lead, at=session.now) > 0
    waiting = [
        stored
        for stored in enrolment_rows.open_of_lead(connection, lead)
        if held or (isinstance(stored.move, Wait) and stored.move.hold == HoldName.ENGINE)
    ]
    for stored in waiting:
        if held and isinstance(stored.move, Attempt) and stored.move.at > session.now:
            enrolments.set_move(connection, stored.enrolment.id, Wait(at=session.now), at=session.now)
    return held, tuple(news.add(connection, stored.enrolment.id, NewsKind.RESUME, at=session.now) for stored in waiting)


def _tell(session: LedgerSession, scope: PauseScope, value: str, news: tuple[int, ...]) -> None:
    """Have the lead plan again, or the campaigns start leads again. The worker wakes the leads that were held."""
    follow(session, EventResult(news=news))
    if scope not in (PauseScope.ALL, PauseScope.CAMPAIGN):
        return
    with session.ledger.begin() as connection:
        running = [campaign.name for campaign in campaigns.every(connection) if campaign.state is CampaignState.RUNNING]
    for name in running:
        if (scope is PauseScope.ALL or name == value) and not wake_campaign(session, name):
            talk("The pause has ended all the same; the worker continues when Temporal is available again.")
            return


def _still_paused(session: LedgerSession, scope: PauseScope, value: str) -> list[str]:
    """Return the other pauses that may still hold what was resumed, in words."""
    with session.ledger.begin() as connection:
        active = pauses.active(connection)
    kept = [
        pause for pause in active if pause.scope is not PauseScope.LEAD and (pause.scope, pause.value) != (scope, value)
    ]
    if scope is PauseScope.CAMPAIGN:
        kept = [pause for pause in kept if pause.scope is not PauseScope.CAMPAIGN]
    return [in_words(pause.scope, pause.value) for pause in kept]

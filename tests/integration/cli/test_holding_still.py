"""Pause, resume and stop, as an operator types them: at once, also with Temporal down, and without a trace of doubt."""

import getpass
import io
import sys
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from cadence.domain import Attempt, Channel, Enrolment, Finish, HoldName, Move, Outcome, Wait
from cadence.domain.external import Effect
from cadence.ledger.campaigns import enrolment_rows, enrolments, external_events
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from tests.integration.cli.desk import Desk
from tests.integration.ledger import states
from tests.integration.ledger.world import yes


def plan(desk: Desk, enrolment: Enrolment) -> Move | None:
    """What would come next for a lead, if somebody asked now."""

    def ask(home: Any) -> Move | None:
        with home.planner.begin() as page:
            move: Move | None = page.plan(enrolment.id)
            return move

    move: Move | None = desk.at_home(ask)
    return move


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody who waits for a text message that is due in an hour."""
    return desk.town.enrol("+34600000001", key="C-1")


@pytest.mark.parametrize("reachable", [True, False])
def test_a_pause_takes_effect_by_one_row(desk: Desk, ana: Enrolment, reachable: bool) -> None:
    """Whatever Temporal does (law 4)."""
    if not reachable:
        desk.without_temporal()
    assert isinstance(plan(desk, ana), Attempt)
    said = desk.type("pause", "harbour", "--because", "wrong price")

    assert said.code == 0
    assert said.err == "Paused campaign harbour.\nNothing was in the air. Nothing more is sent.\n"
    assert plan(desk, ana) == Wait(hold=HoldName.RUNNING, key="campaign:harbour")
    assert desk.commands() == [("pause", "wrong price")]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (["--all"], "all:"),
        (["--channel", "sms"], "channel:sms"),
        (["--sender", "+34910000001"], "sender:+34910000001"),
        (["--lead", "C-1"], "lead:LEAD"),
        (["--lead", "+34 600 000 001"], "lead:LEAD"),
        (["--lead", "list/C-1"], "lead:LEAD"),
    ],
)
def test_each_scope_holds_what_it_names(desk: Desk, ana: Enrolment, typed: list[str], key: str) -> None:
    """And resuming the same lets it go."""
    desk.type("pause", *typed)
    lead = desk.town.lead_of(ana)
    assert plan(desk, ana) == Wait(hold=HoldName.RUNNING, key=key.replace("LEAD", lead))

    assert desk.type("resume", *typed).code == 0
    assert isinstance(plan(desk, ana), Attempt)


def test_what_is_in_the_air_is_told(desk: Desk, ana: Enrolment) -> None:
    """It was handed over before; it cannot be taken back by a row (protocol §1.4)."""
    desk.town.call(ana)
    desk.town.reserve(desk.town.enrol(), "hello", Channel.SMS)
    paused = desk.json("pause", "harbour", "--wait", "0")
    said = desk.type("pause", "--floor", "sales", "--wait", "0")

    assert (paused["in_the_air"], paused["still_in_the_air"], paused["new"]) == (2, 2, True)
    assert (
        "Paused floor sales.\n1 call still in the air, of 1. They run to their end; nothing more is sent." in said.err
    )


def test_a_pause_waits_for_what_is_in_the_air(desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says at once that it is written, and in the end how many there were. The call ends between two looks."""
    call = desk.town.call(ana)

    def hang_up(_: float) -> None:
        with desk.ledger.begin() as connection:
            states.settle(connection, call.touch.id, Outcome.BUSY, at=desk.clock.now())

    monkeypatch.setattr(time, "sleep", hang_up)
    said = desk.type("pause", "--all")

    assert said.err.splitlines() == [
        "Paused everything.",
        "1 call in the air; waiting up to 60 s. Ctrl-C ends the waiting, not the pause.",
        "1 call in the air; all have ended. Nothing more is sent.",
    ]


def test_pausing_what_is_paused_changes_nothing(desk: Desk) -> None:
    """The first one stands, with who ordered it and when."""
    first = desk.json("pause", "harbour")
    again = desk.json("pause", "harbour", "--because", "to be sure")
    said = desk.type("pause", "harbour")

    assert (first["new"], again["new"]) == (True, False)
    assert first["since"] == again["since"]
    assert "The pause keeps its first reason" in desk.type("pause", "harbour", "--because", "why not").err
    assert said.code == 0
    assert said.err.startswith("Already paused: campaign harbour, since 2027-03-09 11:00 UTC by ")
    assert [name for name, _ in desk.commands()] == ["pause"]


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["pause", "harbor"], 1, "There is no campaign harbor. Did you mean harbour? `cadence list` shows"),
        (["pause", "--floor", "sails"], 1, "There is no floor sails; there are sales."),
        (
            ["pause", "--sender", "12"],
            1,
            '"12" is not a sender; expected a number such as +34910000001. Our numbers: +34910000001.',
        ),
        (["pause", "--all", "--because", "a", "--because", "b"], 2, "--because is given twice"),
        (["pause", "--lead", "C-9"], 1, "There is no such lead"),
        (["pause", "--channel", "fax"], 2, "channel fax is unknown; expected one of sms, whatsapp, email, call"),
        (["pause"], 2, "expected exactly one of: a campaign, --all"),
        (["pause", "harbour", "--all"], 2, "expected exactly one of: a campaign, --all"),
        (["resume", "harbor"], 1, "There is no campaign harbor."),
        (["resume", "harbour"], 1, "Not paused: campaign harbour. `cadence status` shows what is paused."),
        (["resume", "--all"], 1, "Not paused: everything."),
        (["resume", "--lead", "C-1"], 1, "Not paused: lead C-1, and it waits for no decision."),
        (["resume"], 2, "expected exactly one of"),
        (["stop", "harbor", "--yes"], 1, "There is no campaign harbor."),
    ],
)
def test_what_cannot_be_held_or_let_go_is_said(
    desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str
) -> None:
    """A misspelt pause that seems to work is the worst of all. No order is written down for it."""
    said = desk.type(*typed)

    assert said.code == code
    assert words in said.err
    assert desk.commands() == []


@pytest.mark.parametrize(
    ("paused", "typed", "held"),
    [
        (["--all"], ["harbour"], ["everything", "--all"]),
        (["--all"], ["--lead", "C-1"], ["everything", "--all"]),
        (["--all"], ["--channel", "sms"], ["everything", "--all"]),
        (["--channel", "call"], ["harbour"], ["channel call", "--channel call"]),
        (["harbour"], ["--lead", "C-1"], ["campaign harbour", "harbour"]),
    ],
)
def test_resuming_what_a_wider_pause_holds_says_which(
    desk: Desk, ana: Enrolment, paused: list[str], typed: list[str], held: list[str]
) -> None:
    """Who paused it, since when and why, and the command that ends that pause: "not paused" alone would be untrue."""
    desk.type("pause", *paused, "--because", "a fault")
    said = desk.type("resume", *typed)
    what, option = held

    assert said.code == 1
    assert "There is no pause for " in said.err
    by = f"{what} is paused, by {getpass.getuser()} since 2027-03-09 11:00 UTC (a fault)"
    assert by in said.err
    assert f"to end that: `cadence resume {option}`" in said.err


def hold_by_event(desk: Desk, lead: str, days: int) -> None:
    """Have an event of another system hold somebody."""
    with desk.ledger.begin() as tx:
        external_events.keep(
            tx,
            external_events.NewExternalEvent(
                id=str(uuid4()),
                lead=lead,
                name="ticket.opened",
                effect=Effect.HOLD,
                at=desk.clock.now(),
                until=desk.clock.now() + timedelta(days=days),
            ),
        )


@pytest.mark.parametrize("days", [(7,), (7, 2)])
def test_a_lead_that_an_event_holds_is_resumed(desk: Desk, days: tuple[int, ...]) -> None:
    """What was due before the hold, and waited for an opening, goes at the next one, not at the end of the hold."""
    agreed = yes(Channel.SMS, "+34600000002", desk.clock.now() - timedelta(days=1))
    ana = desk.town.enrol("+34600000002", key="C-1", consents=(agreed,))
    before = plan(desk, ana)
    for span in days:
        hold_by_event(desk, desk.town.lead_of(ana), span)
    held = plan(desk, ana)

    said = desk.type("resume", "--lead", "C-1", "--because", "the complaint is settled")
    after = plan(desk, ana)

    assert isinstance(before, Attempt)
    assert isinstance(held, Attempt)
    assert isinstance(after, Attempt)
    assert held.at - before.at > timedelta(days=6)
    assert said.code == 0
    assert "Resumed lead C-1." in said.err
    assert after.at - before.at < timedelta(hours=2)
    assert "Not paused: lead C-1" in desk.type("resume", "--lead", "C-1").err


def test_a_lead_in_line_that_an_event_holds_is_resumed(desk: Desk) -> None:
    """Nothing of it is planned yet."""
    assert desk.launch().code == 0
    lead = desk.at_home(lambda session: session.lead("C-1"))
    hold_by_event(desk, lead, 7)

    assert "Resumed lead C-1." in desk.type("resume", "--lead", "C-1").err
    with desk.ledger.begin() as tx:
        assert external_events.end_holds(tx, lead, at=desk.clock.now()) == 0


def test_a_pause_of_another_campaign_is_no_reason(desk: Desk, ana: Enrolment) -> None:
    """What does not hold is not named."""
    desk.launch()
    desk.type("pause", "spring")

    assert "spring" not in desk.type("resume", "--lead", "C-1").err
    assert "spring" not in desk.type("resume", "harbour").err


def test_a_number_of_ours_that_nobody_sends_from_is_told_and_paused(desk: Desk) -> None:
    """It may be that of an older version, with leads still under way."""
    said = desk.type("pause", "--sender", "+34 910 000 009")

    assert said.code == 0
    assert "No campaign sends from +34910000009 now. Our numbers: +34910000001." in said.err
    assert "Paused sender +34910000009." in said.err


def test_a_number_is_ours_however_it_is_written(desk: Desk) -> None:
    """With the spaces of a letterhead it is paused without a word about it, and resumed."""
    paused = desk.type("pause", "--sender", "+34 910 000 001")
    resumed = desk.type("resume", "--sender", "+34 910 000 001")

    assert (paused.code, resumed.code) == (0, 0)
    assert "No campaign sends" not in paused.err
    assert "Paused sender +34910000001." in paused.err


def test_resuming_says_what_still_holds(desk: Desk) -> None:
    """Two people may have paused, each for a reason."""
    desk.type("pause", "harbour")
    desk.type("pause", "--channel", "call")
    said = desk.type("resume", "harbour")

    assert said.code == 0
    assert said.err == "Resumed campaign harbour.\nStill paused: channel call.\n"
    assert desk.json("resume", "--channel", "call")["still_paused"] == []


def test_resuming_works_with_temporal_down(desk: Desk, ana: Enrolment) -> None:
    """The worker wakes whoever was held when Temporal is back."""
    desk.type("pause", "--all")
    desk.without_temporal()
    said = desk.type("resume", "--all")

    assert said.code == 0
    assert "The pause has ended all the same; the worker continues when Temporal is available again." in said.err
    assert isinstance(plan(desk, ana), Attempt)


def hold(desk: Desk, enrolment: Enrolment, name: HoldName, key: str = "") -> None:
    """Have a lead wait for a person."""
    with desk.ledger.begin() as connection:
        enrolments.set_move(connection, enrolment.id, Wait(hold=name, key=key), at=desk.clock.now())


def test_a_lead_held_by_an_error_is_released(desk: Desk, ana: Enrolment) -> None:
    """Somebody has looked at it (protocol §3.8): its workflow is woken and plans again."""
    hold(desk, ana, HoldName.ENGINE, "1a2b")
    answer = desk.json("resume", "--lead", "C-1", "--because", "mended")

    assert (answer["resumed"], answer["released"]) == (False, 1)
    assert desk.town.news(ana) == ["resume"]
    assert desk.town.ask("SELECT count(*) FROM news WHERE delivered_at IS NULL") == 0, "Temporal has heard of it"
    assert desk.commands() == [("resume", "mended")]


def test_a_release_with_temporal_down_is_told_later(desk: Desk, ana: Enrolment) -> None:
    """It is written; the reconciler rings."""
    hold(desk, ana, HoldName.ENGINE, "1a2b")
    desk.without_temporal()
    said = desk.type("resume", "--lead", "C-1")

    assert said.code == 0
    assert "the worker notifies the workflows when Temporal is available again" in said.err
    assert "Released lead C-1: its next step is planned again." in said.err
    assert desk.town.ask("SELECT count(*) FROM news WHERE delivered_at IS NULL") == 1


def test_the_end_of_a_pause_does_not_release_a_reply(desk: Desk, ana: Enrolment) -> None:
    """It may be a stop: only `review --as` decides about it."""
    with desk.ledger.begin() as connection:
        message = inbound.NewInbound(
            channel=Channel.SMS,
            number=desk.town.numbers(desk.town.lead_of(ana))[0],
            sender="+34910000001",
            at=desk.clock.now(),
            body="ya no sé",
            meaning="hold",
            lead=desk.town.lead_of(ana),
        )
        taken = inbound.record(connection, message).inbound
        tasks.add(connection, tasks.NewTask(ref=taken.id, kind="review", title="A stop?"), at=desk.clock.now())
    assert plan(desk, ana) == Wait(hold=HoldName.REVIEW)
    desk.type("pause", "--lead", "C-1")

    assert desk.json("resume", "--lead", "C-1")["released"] == 0
    with desk.ledger.begin() as connection:
        assert [one.reviewed for one in facts.gather(connection, ana.id).inbound] == [False]
    assert plan(desk, ana) == Wait(hold=HoldName.REVIEW)


@pytest.mark.parametrize("reachable", [True, False])
def test_a_stop_ends_a_campaign_for_good(desk: Desk, ana: Enrolment, reachable: bool) -> None:
    """One row: whoever asks the plan from now on is told that it is over."""
    if not reachable:
        desk.without_temporal()
    said = desk.type("stop", "harbour", "--yes", "--because", "sold out")

    assert said.code == 0
    assert "Stopped harbour: nothing more is sent." in said.err
    assert ("It is stopped all the same" in said.err) != reachable
    assert plan(desk, ana) == Finish(reason="campaign_stopped")
    assert desk.commands() == [("stop", "sold out")]
    with desk.ledger.begin() as connection:
        assert enrolment_rows.get(connection, ana.id).enrolment.finished == "campaign_stopped"


def test_a_stop_is_asked_for_and_cannot_be_had_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause is what can be undone; a stop is not."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    asked = desk.type("stop", "harbour")
    assert asked.code == 1
    assert "Stop harbour for good? 0 leads are under way." in asked.err
    assert asked.err.endswith("error: Nothing was done.\n")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "error: There was no answer, so nothing was done. In a script, use --yes" in desk.type("stop", "harbour").err
    assert desk.json("list")[0]["state"] == "running"

    stopped = desk.json("stop", "harbour", "--yes")
    again = desk.type("stop", "harbour", "--yes")

    assert stopped == {
        "campaign": "harbour",
        "state": "stopped",
        "open": 0,
        "in_the_air": 0,
        "promised": 0,
        "told": True,
    }
    assert again.code == 1
    assert "Campaign harbour is stopped since 2027-03-09 11:00 UTC; there is nothing to stop." in again.err


@pytest.mark.parametrize("typed", [["pause", "--all"], ["resume", "--all"], ["stop", "harbour", "--yes"]])
def test_postgres_down_is_told_with_what_to_do(desk: Desk, typed: list[str]) -> None:
    """The panic button tells that it did not work, by its exit code too, and what that means."""
    desk.without_postgres()
    said = desk.type(*typed)

    assert said.code == 3
    assert said.out == ""
    assert "PostgreSQL does not answer" in said.err
    assert ("While the ledger is down nothing new is sent. Pause again" in said.err) == (typed[0] == "pause")

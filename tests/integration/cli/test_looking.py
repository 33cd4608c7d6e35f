"""What do `list`, `status` and `lead` show, to people and to programs, and what when something is missing?"""

import getpass
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from cadence.app.bootstrap import rates_of
from cadence.app.settings import Settings
from cadence.domain import Candidate, Cause, CauseKind, Channel, Defer, Enrolment, HoldName, Outcome, Reason, Wait
from cadence.engine.dispatch.answers import portfolios_as_data
from cadence.ledger.campaigns import campaigns, enrolment_queue, enrolments
from cadence.ledger.db import processes
from cadence.ledger.db.processes import ProcessRole, RunningProcess
from cadence.ledger.people import erasure
from cadence.ledger.reading import facts
from cadence.ledger.touches import decisions, leases
from cadence.ledger.touches.decisions import Decision
from tests.integration.cli.desk import CAMPAIGN, LIST, Desk
from tests.integration.ledger import states
from tests.integration.ledger.world import attempt
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[3]
ANA = "+34600000001"


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody who waits for a text message that is due in an hour."""
    return desk.town.enrol(ANA, key="C-1")


def cadence(*words: str) -> subprocess.Popen[str]:
    """A command as a process of its own, with this environment."""
    command = [sys.executable, "-m", "cadence", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# list and status


def test_without_a_campaign_the_next_step_is_told(desk: Desk, fresh_database: Callable[[], str]) -> None:
    """On stderr; a program gets an empty list."""
    desk.set("CADENCE_DATABASE_URL", fresh_database())
    for command in ("list", "status"):
        said = desk.type(command)
        assert (said.code, said.out) == (0, "")
        assert said.err == "There are no campaigns yet. `cadence launch FILE --leads LIST.csv` starts one.\n"
        assert desk.json(command) == []


def test_a_file_that_switches_the_law_off_says_so_wherever_it_is_shown(desk: Desk, ana: Enrolment) -> None:
    """`jurisdictions: none` is written once and read by everybody."""
    assert desk.type("list").out.split("\n")[0].split("\t")[8] == "NONE"
    assert "\n  law        NONE: this file switches every pack off\n" in desk.type("status", "harbour").out
    assert desk.json("status", "harbour")[0]["jurisdictions"] == "none"


def test_the_list_has_a_line_for_each_campaign(desk: Desk, ana: Enrolment) -> None:
    """Tabs for pipes; one that is paused as a whole says so."""
    desk.launch()
    desk.type("pause", "spring")

    assert [line.split("\t")[:7] for line in desk.type("list").out.splitlines()] == [
        ["harbour", "running", "1", "1", "0", "1", "0"],
        ["spring", "paused", "1", "2", "2", "0", "0"],
    ]
    desk.type("pause", "--all")
    assert [line.split("\t")[1] for line in desk.type("list").out.splitlines()] == ["paused", "paused"]
    assert [one["campaign"] for one in desk.json("list")] == ["harbour", "spring"]


def test_a_status_shows_floors_holds_ends_and_outcomes(desk: Desk, ana: Enrolment) -> None:
    """Everything that somebody asks who answers for a campaign."""
    desk.town.call(ana)
    held = desk.town.enrol()
    with desk.ledger.begin() as connection:
        enrolments.set_move(connection, held.id, Wait(hold=HoldName.ENGINE, key="1a2b"), at=desk.clock.now())
        leases.set_breaks(connection, "sales", 2, at=desk.clock.now())
    desk.town.answered(desk.town.enrol())
    desk.type("pause", "--channel", "sms", "--because", "complaints")
    said = desk.type("status", "harbour")

    lines = [line.strip() for line in said.out.splitlines()]
    assert lines[0].startswith("harbour: running, version 1, Tue 2027-03-09 11:0")
    assert lines[1].startswith("PAUSED     channel sms since Tue 2027-03-09 11:0")
    assert lines[1].endswith(": complaints")
    assert "leads      3: 0 in line, 3 under way, 0 finished" in lines
    assert "in the air 1" in lines
    assert "floor      sales: 2 of 500 agents on a call, 2 on a break" in lines
    assert "held       1 for somebody to look at an error (1a2b); `cadence resume --lead` releases the lead" in lines
    assert "talk             call            2  1 carried, 1 answered" in lines


def test_a_status_shows_promised_calls_and_when_the_line_is_empty(desk: Desk, ana: Enrolment) -> None:
    """In words for the terminal, and each call as data: the late ones first."""
    late, soon = desk.town.enrol(key="P-1"), desk.town.enrol(key="P-2")
    planned = """UPDATE enrolments SET next_at = :at,
        move = jsonb_set(move, '{cause}', '{"kind": "callback", "ref": "x"}') WHERE id = :id RETURNING id"""
    assert desk.town.ask(planned, id=soon.id, at=desk.clock.now() + timedelta(hours=3))
    assert desk.town.ask(planned, id=late.id, at=desk.clock.now() - timedelta(minutes=20, seconds=5))
    desk.launch()
    (harbour,), (spring,) = desk.json("status", "harbour"), desk.json("status", "spring")

    assert [(call["lead"], call["minutes_late"]) for call in harbour["promises"]] == [
        (desk.town.lead_of(late), 20),
        (desk.town.lead_of(soon), 0),
    ]
    assert (harbour["enrolled_in_7_days"], harbour["days_left"]) == (3, 0)
    assert (spring["waiting"], spring["days_left"]) == (2, None)
    assert "  promised   1 call in the next 24 hours, and 1 late\n" in desk.type("status", "harbour").out
    assert "  in line    nobody was enrolled in the last 7 days\n" in desk.type("status", "spring").out


def test_how_many_agents_are_away_is_said_at_the_terminal(desk: Desk, ana: Enrolment) -> None:
    """Who said so and since when stands in the record and in the status; nobody is called for who is away."""
    said = desk.type("floor", "sales", "--on-break", "2", "--because", "lunch")
    floor = desk.json("status", "harbour")[0]["floors"][0]

    assert "500 agents, 2 on a break since Tue 2027-03-09 11:0" in said.err
    assert (floor["on_break"], floor["busy"]) == (2, 0)
    assert floor["on_break_by"]
    assert floor["on_break_since"].startswith("2027-03-09T11:0")
    assert "2 on a break since Tue 2027-03-09 11:0" in desk.type("status", "harbour").out
    assert desk.town.ask("SELECT args ->> 'on_break' FROM commands WHERE name = 'floor' AND why = 'lunch'") == "2"

    back = desk.json("floor", "sales", "--on-break", "0")
    assert (back["agents"], back["on_break"], back["free"], back["since"]) == (500, 0, 500, None)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("salse",), 1, "there is no floor salse; there are sales"),
        (("salse", "--on-break", "1"), 1, "there is no floor salse; there are sales"),
        (("sales", "--on-break", "501"), 1, "has 500 agents, so 501 cannot be away"),
        (("sales", "--on-break", "-1"), 2, "--on-break"),
        (("sales", "--on-break", "two"), 2, "--on-break"),
    ],
)
def test_a_floor_that_is_misspelt_or_too_small_is_refused(
    desk: Desk, ana: Enrolment, words: tuple[str, ...], code: int, says: str
) -> None:
    """Nothing is changed, and what there is is named."""
    said = desk.type("floor", *words)

    assert said.code == code
    assert says in said.err.replace("There", "there")


def test_a_status_is_data_as_well(desk: Desk, ana: Enrolment) -> None:
    """For dashboards: instants in ISO 8601, words as the ledger has them."""
    desk.town.message(ana)
    (found,) = desk.json("status", "harbour")

    assert (found["campaign"], found["state"], found["leads"], found["open"]) == ("harbour", "running", 1, 1)
    assert found["floors"] == [{"floor": "sales", "agents": 500, "on_break": 0, "busy": 0}]
    (step,) = found["steps"]
    assert step == {"step": "hello", "channel": "sms", "touches": 1, "outcomes": {"sent": 1}, "answers": {}}
    assert found["next"].startswith("2027-03-09T12:00:0")


def test_a_status_tells_the_ratios_of_the_law_that_bind(desk: Desk) -> None:
    """By the people under way, from before the first call; abandoned is what a person answered and no agent took."""
    file = (
        CAMPAIGN.replace("jurisdictions: none\n", "")
        .replace("service", "marketing")
        .replace("country: ES", "country: GB")
    )
    assert desk.launch(file, "id,name,phone,order\nU-1,Una,+442079460001,7\n").code == 0
    now = desk.clock.now()
    with desk.ledger.begin() as tx:
        found = campaigns.find(tx, "spring")
        (lead,) = enrolment_queue.waiting(tx, found.id, limit=9)
        una = Enrolment(id=str(uuid4()), campaign="spring", version=1, at=now)
        move = Wait(hold=HoldName.ENGINE, key="1a2b")
        enrolments.enrol_page(tx, found.id, [enrolments.NewEnrolment(enrolment=una, lead=lead, move=move)], at=now)
    (before,) = desk.json("status", "spring")
    touch = replace(desk.town.reserve(una, "ring", Channel.CALL), campaign="spring")
    with desk.ledger.begin() as tx:
        states.settle(tx, touch.id, Outcome.ABANDONED, at=desk.clock.now())
    (after,) = desk.json("status", "spring")

    assert [(one["rule"], one["part"], one["whole"]) for one in before["ratios"]] == [("uk.ofcom.abandon", 0, 0)]
    (one,) = after["ratios"]
    assert (one["part"], one["whole"], one["share"], one["cap"], one["target"]) == (1, 1, 1.0, 0.03, 0.02)
    assert one["breached"]
    assert "  ratio      uk.ofcom.abandon: 1 of 1 (100%), at most 3%" in desk.type("status", "spring").out
    assert desk.json("status", "harbour")[0]["ratios"] == []  # it says `jurisdictions: none`


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("", "1 of at most 250 people in 24 h with portfolio ours"),  # as the pack says
        ("ours:1", "1 of at most 1 person in 24 h with portfolio ours; further people wait (wa.limit.portfolio)"),
        ("ours:unlimited", "1 person in 24 h with portfolio ours, which has no limit"),
        ("ours:9,+34910000001=other:2", "0 of at most 2 people in 24 h with portfolio other"),
    ],
)
def test_a_status_tells_how_full_a_whatsapp_portfolio_is(desk: Desk, variable: str, words: str) -> None:
    """Over all campaigns: the one person was reached by another; a campaign without WhatsApp says nothing."""
    touch = desk.town.message(desk.town.enrol(), channel=Channel.WHATSAPP).touch
    with desk.ledger.begin() as tx:
        tx.exec_driver_sql("UPDATE touches SET portfolio = 'ours' WHERE id = %s", (touch.id,))
    file = CAMPAIGN.replace('sms: "+34910000001"}', 'sms: "+34910000001", whatsapp: "+34910000001"}')
    desk.launch(file.replace("    sms: ", "    whatsapp: ", 1))
    heard(desk, variable)
    desk.set("CADENCE_PORTFOLIOS", "mine:7")  # what this terminal's environment says binds nobody

    assert f"  whatsapp   {words}\n" in desk.type("status", "spring").out
    assert desk.json("status", "harbour")[0]["portfolios"] == []


def heard(desk: Desk, variable: str) -> None:
    """Have a worker heard that was told this of portfolios."""
    rates = rates_of(Settings.from_env({"CADENCE_PORTFOLIOS": variable}))
    worker = RunningProcess(
        id=str(uuid4()),
        role=ProcessRole.WORKER,
        host="elsewhere",
        pid=1,
        version="",
        details={"portfolios": portfolios_as_data(rates)},
    )
    with desk.ledger.begin() as tx:
        processes.beat(tx, worker)


def test_a_limit_of_whatsapp_that_no_worker_was_told_says_so(desk: Desk) -> None:
    """Without a worker only this terminal's settings are known; two that differ are told by the smaller."""
    file = CAMPAIGN.replace('sms: "+34910000001"}', 'sms: "+34910000001", whatsapp: "+34910000001"}')
    desk.launch(file.replace("    sms: ", "    whatsapp: ", 1))
    desk.set("CADENCE_PORTFOLIOS", "ours:7")
    line = "  whatsapp   0 of at most {} people in 24 h with portfolio ours; {}"

    mine = line.format(7, "no worker is running, so the limit is taken from this terminal's settings")
    assert mine in desk.type("status", "spring").out
    heard(desk, "ours:250")
    heard(desk, "ours:2000")
    different = line.format(250, "workers have different limits: restart those with the old limit")
    assert different in desk.type("status", "spring").out


@pytest.mark.parametrize(
    ("late", "says"),
    [
        (timedelta(minutes=-30), ""),
        (timedelta(seconds=90), r", \d\d+ s ago"),  # the clock goes on while somebody looks
        (timedelta(minutes=6), ", [67] min ago; run `cadence doctor` to see whether something is wrong"),
    ],
)
def test_a_time_that_is_past_is_marked(desk: Desk, late: timedelta, says: str) -> None:
    """With everything frozen it looked like a plan for the future."""
    desk.launch()
    lead = desk.town.enrol()
    due = desk.clock.now() - late
    with desk.ledger.begin() as tx:
        enrolments.set_move(tx, lead.id, attempt(due), at=desk.clock.now())

    shown = desk.type("status", lead.campaign).out
    assert re.search(rf"^  next       {due:%a %Y-%m-%d %H:%M} UTC{says}$", shown, re.MULTILINE), shown
    shown = desk.type("lead", desk.town.lead_of(lead)).out
    assert ("overdue; `cadence doctor` says more" in shown) is (late > timedelta(minutes=2))


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["status", "harbor"], 1, "There is no campaign harbor. Did you mean harbour? `cadence list` shows"),
        (["status", "harbor", "--watch"], 1, "There is no campaign harbor."),
        (["status", "--watch", "--json"], 2, "--watch is for people and --json for programs"),
        (["lead", "C-9"], 1, "There is no such lead"),
        (["lead", "+34"], 1, "The number cannot be used"),
        (["lead", "+34600000099"], 1, "There is no such lead"),
        (["lead", "00000000-0000-4000-8000-000000000000"], 1, "There is no such lead"),
        (["lead", "'; DROP TABLE leads"], 1, "There is no such lead"),
        (["lead", "C-1", "--on", "tuesday"], 2, '"tuesday"; expected a day such as 2027-03-09'),
        (["lead", "C-1", "--language", "fr"], 2, "--language"),
        (["lead"], 2, "who"),
    ],
)
def test_what_is_not_there_is_said(desk: Desk, ana: Enrolment, typed: list[str], code: int, words: str) -> None:
    """Without a traceback, with the code for it, and nothing on stdout."""
    said = desk.type(*typed)

    assert said.code == code
    assert words in said.err
    assert said.out == ""


def test_a_live_status_ends_with_ctrl_c(desk: Desk, ana: Enrolment) -> None:
    """As a process of its own: it looks again until it is interrupted, and that is no failure."""
    with cadence("status", "harbour", "--watch") as watching:
        try:
            assert watching.stdout is not None
            first = watching.stdout.readline()
            watching.send_signal(signal.SIGINT)
            _, err = watching.communicate(timeout=PATIENCE)
        finally:
            watching.kill()

    assert watching.returncode == 0, err
    assert first.startswith("harbour: running")


def test_a_watched_pipe_gets_look_after_look_until_nobody_reads(desk: Desk, ana: Enrolment) -> None:
    """`status --watch | head`, or `| tee`: each look is printed, and it ends by itself when its reader goes."""
    watching = cadence("status", "harbour", "--watch")
    assert watching.stdout is not None
    looks = 0
    while looks < 2:
        looks += watching.stdout.readline().startswith("harbour: running")
    watching.stdout.close()

    assert watching.wait(timeout=PATIENCE) == 0
    assert watching.stderr is not None
    assert watching.stderr.read() == ""
    watching.stderr.close()


def test_a_command_is_a_process_with_its_code(desk: Desk, ana: Enrolment) -> None:
    """What scripts rely on: data on stdout, talk on stderr, the code."""
    for words, code, out, err in (
        (["pause", "--all", "--json"], 0, '"scope": "all"', "Paused everything."),
        (["lead", "C-1"], 0, "list/C-1", ""),
        (["lead", "C-9"], 1, "", "There is no such lead"),
        (["pause"], 2, "", "Usage: cadence pause"),
    ):
        process = cadence(*words)
        said, talk = process.communicate(timeout=PATIENCE)
        assert process.returncode == code, talk
        assert (out in said, bool(said)) == (True, bool(out))
        assert err in talk
    os.environ["CADENCE_DATABASE_URL"] = "postgresql+psycopg://127.0.0.1:1/cadence"  # the desk puts it back
    process = cadence("status")
    assert (process.communicate(timeout=PATIENCE)[0], process.returncode) == ("", 3)


# lead


def test_a_lead_that_no_campaign_has_begun_with_is_told(desk: Desk) -> None:
    """It came with a list, and waits for its turn."""
    desk.launch(CAMPAIGN, LIST, "--because", "spring is here")
    said = desk.type("lead", "C-2")

    assert said.code == 0
    assert said.out.startswith("leads/C-2  Bea  ")
    assert "zones    Atlantic/Canary by the number +34; Europe/Madrid by the number +34\n" in said.out
    assert "number   1: +34600000002 mobile\n" in said.out
    who = f"{getpass.getuser()}, cli@{socket.gethostname()}"
    assert f"\n  added to the queue of spring  ({who})\n    because spring is here\n" in said.out
    assert "\nnow: spring: in its queue since Tue 2027-03-09 1" in said.out


@pytest.mark.parametrize("who", ["C-1", "list/C-1", ANA, "+34 600 000 001", "ID"])
def test_a_lead_is_found_by_whatever_one_has(desk: Desk, ana: Enrolment, who: str) -> None:
    """Its list's own id, a number as it is written, or our id."""
    lead = desk.town.lead_of(ana)

    assert desk.json("lead", lead if who == "ID" else who)["lead"] == lead


def test_a_list_s_own_id_may_look_like_ours(desk: Desk) -> None:
    """Many systems give their people such ids."""
    theirs = "1c8f4a52-7f0e-4d6b-9a51-0b6a4b0c9d11"
    desk.town.enrol("+34600000005", key=theirs)

    assert desk.json("lead", theirs)["key"] == theirs


def defer(desk: Desk, enrolment: Enrolment) -> None:
    """Have a rule say no until tomorrow morning."""
    with desk.ledger.begin() as connection:
        known = facts.gather(connection, enrolment.id)
        until = desk.clock.now() + timedelta(hours=21)
        reason = Reason(rule="number.closed", evidence={"why": "wrong_number", "number": known.lead.numbers[0].id})
        cause = Cause(kind=CauseKind.STEP, ref="hello")
        asked = Candidate(channel=Channel.SMS, cause=cause, step="hello")
        decision = Decision(verdict=Defer(until=until, reasons=(reason,)), candidate=asked, facts=known)
        decisions.record(connection, decision, at=desk.clock.now())


def test_why_was_nothing_sent_on_tuesday(desk: Desk, ana: Enrolment) -> None:
    """The auditor's question has its answer at the end, in words and as data."""
    defer(desk, ana)
    desk.type("pause", "harbour", "--because", "wrong price")
    said = desk.type("lead", "C-1", "--on", "2027-03-09")
    data = desk.json("lead", "C-1", "--on", "2027-03-09")

    assert "hello by text message, try 1: not before Wed 2027-03-10 09:00  (the rules)\n" in said.out
    assert "    because the number is no longer used: wrong number [number.closed] (their 1st number)\n" in said.out
    paused, deferred = said.out.split("Nothing was sent that day:\n")[1].splitlines()
    assert paused.startswith("  campaign harbour: paused since Tue 2027-03-09 12:00, by ")
    assert paused.endswith(" (wrong price)")
    assert deferred.startswith("  harbour: hello by text message, try 1: not before Wed 2027-03-10 09:00, because")
    assert [line.strip() for line in (paused, deferred)] == data["nothing_sent_because"]
    assert {line["kind"] for line in data["lines"]} >= {"imported", "enrolled", "decision", "paused"}


def test_another_day_has_another_answer(desk: Desk, ana: Enrolment) -> None:
    """Before she was known, and a day that is still to come."""
    monday = desk.type("lead", "C-1", "--on", "2027-03-08")
    wednesday = desk.type("lead", "C-1", "--on", "2027-03-10")

    assert "harbour: enrolled only on Tue 2027-03-09 12:00" in monday.out
    assert "harbour: waiting: hello by text message, try 1 on Tue 2027-03-09 13:00" in wednesday.out
    assert "Nothing was sent that day:" in monday.out
    assert "Nothing was sent that day:" not in wednesday.out
    assert "That day is still to come." in wednesday.out


def test_something_left_is_an_answer_too(desk: Desk, ana: Enrolment) -> None:
    """In Spanish as well."""
    desk.town.message(ana)

    assert desk.type("lead", "C-1", "--on", "2027-03-09").out.endswith(
        "\nSomething was sent that day, or a call was made.\n"
    )
    spanish = desk.type("lead", "C-1", "--on", "2027-03-09", "--language", "es")
    assert "hello por mensaje de texto, intento 1: se envió desde +34910000001" in spanish.out
    assert spanish.out.endswith("\nEse día se envió algo o se hizo una llamada.\n")


def test_evidence_is_shown_when_it_is_asked_for(desk: Desk, ana: Enrolment) -> None:
    """The ids of records and of the carrier, which words leave out; programs always get them."""
    stored = desk.town.message(ana)

    assert str(stored.sid) not in desk.type("lead", "C-1").out
    shown = desk.type("lead", "C-1", "--evidence").out
    assert f"evidence sid {stored.sid}\n" in shown
    assert "{" not in shown  # words, not a program's brackets
    lines = desk.json("lead", "C-1")["lines"]
    assert stored.sid in [line["evidence"].get("sid") for line in lines]


def test_a_frozen_temporal_is_named_and_not_waited_for_long(desk: Desk, ana: Enrolment) -> None:
    """It takes the connection and says nothing; the ledger's side is shown all the same."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        desk.set("TEMPORAL_ADDRESS", address)
        began = time.monotonic()
        said = desk.type("lead", "C-1")
        took = time.monotonic() - began

    assert said.code == 0
    assert f"Waiting for Temporal at {address} ..." in said.err
    assert "only the ledger's records are shown" in said.err
    assert took < 28, "the SDK by itself waits half a minute"


def test_without_temporal_the_ledger_speaks_alone(desk: Desk, ana: Enrolment) -> None:
    """It is the one truth; that a side is missing is told."""
    desk.without_temporal()
    said = desk.type("lead", "C-1")

    assert said.code == 0
    assert "enrolled in harbour, version 1" in said.out
    assert (
        said.err == "Temporal does not answer: only the ledger's records are shown, which are the authoritative ones.\n"
    )


def test_an_erased_lead_keeps_its_story_without_its_name(desk: Desk, ana: Enrolment) -> None:
    """What was done stays; who it was is gone."""
    desk.town.message(ana)
    lead = desk.town.lead_of(ana)
    with desk.ledger.begin() as connection:
        erasure.erase(connection, lead, at=desk.clock.now())
    said = desk.type("lead", lead)

    assert said.code == 0
    assert "erased: name, numbers and texts are gone for good" in said.out
    assert ANA not in said.out
    assert "hola" not in said.out.lower()


def test_postgres_down_is_code_3(desk: Desk) -> None:
    """For each of them."""
    desk.without_postgres()
    for words in (["list"], ["status"], ["status", "--watch"], ["lead", "C-1"]):
        said = desk.type(*words)
        assert (said.code, said.out) == (3, "")
        assert "PostgreSQL does not answer" in said.err

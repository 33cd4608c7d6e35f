"""What waits for a person is listed in one place, holds what it may be about, and lets go of it when it is decided."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from cadence.channels.provider import Received
from cadence.domain import PROMISE_HELD, Cause, CauseKind, Channel, Enrolment, Facts
from cadence.domain.errors import ConflictError, NotFoundError
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.db import set_aside
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.reading import facts
from cadence.ledger.touches import inbound, tasks
from tests.integration.api.town import OURS
from tests.integration.cli.desk import CAMPAIGN, Desk
from tests.integration.ledger.world import lead_row
from tests.integration.lock_queue import until_locked_out
from tests.waiting import PATIENCE

ONE, TWO = "+34600000001", "+34910000002"


@pytest.fixture
def ana(desk: Desk) -> Enrolment:
    """Somebody with a mobile and a landline, who was written to."""
    enrolment = desk.town.enrol(ONE, TWO, key="C-1")
    desk.town.message(enrolment)
    return enrolment


def writes(desk: Desk, body: str, sender: str = ONE) -> None:
    """Somebody writes to us."""
    received = Received(
        sid=f"SM{uuid4().hex}", channel=Channel.SMS, sender=sender, to=OURS, body=body, at=desk.clock.now()
    )
    record_inbound(Planner(desk.ledger, desk.clock), received)


def known(desk: Desk, enrolment: Enrolment) -> Facts:
    """What the gate would look at."""
    with desk.ledger.begin() as connection:
        return facts.gather(connection, enrolment.id)


def closed(desk: Desk, enrolment: Enrolment) -> set[tuple[str, str]]:
    """What is suppressed of a person."""
    return {(one.scope.value, one.value) for one in known(desk, enrolment).suppressions}


def test_nothing_waits_in_an_empty_house(desk: Desk) -> None:
    """Said, rather than an empty screen."""
    said = desk.type("review")

    assert (said.code, said.out, said.err) == (0, "", "There is nothing to review.\n")


def test_what_a_background_job_set_aside_is_listed_first_and_can_be_dismissed(desk: Desk, ana: Enrolment) -> None:
    """It may be a message with a stop in it: a person has to look, and who dismissed it is on record."""
    writes(desk, "¿quién es?")
    with desk.ledger.begin() as connection:
        set_aside.put(connection, "hear messages", "SM1", "KeyError, error abc in the log", at=desk.clock.now())

    first, second = desk.json("review")

    assert (first["kind"], first["id"], first["job"], first["item"]) == ("set_aside", "aside-1", "hear messages", "SM1")
    assert first["title"].startswith("Set aside: hear messages: SM1 (KeyError, error abc in the log; 1 try since ")
    assert second["text"] == "¿quién es?"
    assert desk.type("review", "aside-1", "--as", "none").code == 2
    assert desk.type("review", "aside-1", "--done", "--because", "spam").code == 0
    assert desk.type("review", "aside-1", "--done").code == 1
    assert desk.json("review") == [second]
    assert desk.town.ask("SELECT args ->> 'item' FROM commands WHERE name = 'dismiss' AND why = 'spam'") == "SM1"


def test_what_people_wrote_is_listed_with_how_it_was_read(desk: Desk, ana: Enrolment) -> None:
    """Who, when, on which channel, in which words, and why a machine did not decide."""
    writes(desk, "no me llamen  al trabajo")
    (first,) = desk.json("review")
    desk.town.message(desk.town.enrol("+34600000003", key="C-3"))
    writes(desk, "¿quién es?", "+34600000003")

    again, second = desk.json("review")

    assert (first["lead"], first["channel"], first["meaning"], first["holds"]) == ("list/C-1", "sms", "restrict", True)
    assert (first["rule"], first["names"]) == ("words.circumstance", ["place: al trabajo"])
    assert first["text"] == "no me llamen al trabajo"
    assert (second["meaning"], second["holds"], second["text"]) == ("none", False, "¿quién es?")
    assert again == first
    assert desk.json("review", "--lead", "C-1") == [first]
    line = desk.type("review", "--limit", "1").out.splitlines()
    assert [one.split("\t")[0] for one in line] == [first["id"][:8]]


def test_a_promised_call_that_a_reply_holds_is_listed_with_the_task_to_decide(desk: Desk, ana: Enrolment) -> None:
    """Whoever has to tell the person sees what has to be decided first."""
    writes(desk, "no sé si quiero seguir con esto")
    (held,) = desk.json("review")
    cause = Cause(kind=CauseKind.ANNOUNCEMENT, ref=str(uuid4()))
    told = desk.town.reserve(ana, PROMISE_HELD, Channel.TASK, cause=cause)
    task = tasks.NewTask(ref=told.id, kind="step", title="Avisar a la persona", lead=told.lead, enrolment=ana.id)
    with desk.ledger.begin() as connection:
        tasks.add(connection, task, at=desk.clock.now())

    _, promise = desk.json("review")

    assert promise["held_by"] == [held["id"]]
    assert promise["title"] == f"Avisar a la persona (by {held['id'][:8]})"


def test_many_replies_of_one_person_are_one_task_that_shows_the_newest(desk: Desk, ana: Enrolment) -> None:
    """Seven hundred replies of one person must not hide everybody else's."""
    for number in range(12):
        writes(desk, f"¿quién es? {number}", (ONE, TWO)[number % 2])
        desk.clock = replace(desk.clock, origin=desk.clock.origin + timedelta(seconds=1))

    (task,) = desk.json("review")

    assert task["text"] == "¿quién es? 11 — ¿quién es? 10 — ¿quién es? 9 — ¿quién es? 8 — ¿quién es? 7 — (+7)"
    assert desk.type("review", task["id"], "--done").code == 0
    assert desk.json("review") == []
    assert {one.reviewed for one in known(desk, ana).inbound} == {True}
    writes(desk, "¿quién es? otra vez")
    assert [one["text"] for one in desk.json("review")] == ["¿quién es? otra vez"]


def test_a_task_decides_as_long_as_one_of_its_replies_does(desk: Desk, ana: Enrolment) -> None:
    """An ordinary reply after a doubtful one does not make it ordinary, and the oldest says how long it has waited."""
    writes(desk, "no me llamen al trabajo")
    (held,) = desk.json("review")
    writes(desk, "¿quién es?")

    (task,) = desk.json("review")

    assert (task["holds"], task["meaning"], task["title"]) == (True, "restrict", held["title"])
    assert task["text"] == "no me llamen al trabajo — ¿quién es?"
    assert task["id"] != held["id"]


def test_every_reply_that_holds_is_shown_however_many_came_since(desk: Desk, ana: Enrolment) -> None:
    """Whoever decides has to see what is decided about: ordinary replies take no place from it."""
    held = [f"no me llamen al trabajo {number}" for number in range(6)]
    for body in [*held[:1], *(f"¿quién es? {number}" for number in range(6)), *held[1:]]:
        writes(desk, body)
        desk.clock = replace(desk.clock, origin=desk.clock.origin + timedelta(seconds=1))

    (task,) = desk.json("review")

    assert task["text"] == " — ".join([*reversed(held), "(+6)"])


def test_a_stop_that_matches_no_lead_is_a_task_of_its_own(desk: Desk) -> None:
    """The question before it is decided for itself, and the stop stays in sight until somebody has looked into it."""
    writes(desk, "no sé si quiero seguir con esto", "+34600000078")
    writes(desk, "BAJA", "+34600000078")

    stranger, question = desk.json("review")

    assert (stranger["kind"], stranger["text"]) == ("stranger", "BAJA")
    assert (question["kind"], question["text"]) == ("review", "no sé si quiero seguir con esto")
    assert desk.type("review", question["id"], "--as", "harmless").code == 0
    assert [one["id"] for one in desk.json("review")] == [stranger["id"]]


def test_a_stop_by_decision_is_taken_for_who_has_the_number_now_too(desk: Desk, ana: Enrolment) -> None:
    """We wrote to Ana, whose number Bea has now: whoever of them wrote, both are left alone."""
    import_leads(desk.ledger, "list", [lead_row(1, "+34600000009", key="C-1")], at=desk.clock.now())
    bea = desk.town.enrol(ONE, key="C-2")
    son = desk.town.enrol("+34600000009", key="C-3")
    writes(desk, "no me interesa")
    (task,) = desk.json("review")

    assert desk.type("review", task["id"], "--as", "revoke").code == 0

    assert closed(desk, ana) == closed(desk, bea) == {("everything", "")}
    later = [lead_row(2, "+34600000010", key="C-2"), lead_row(3, "+34600000011", key="C-3")]
    import_leads(desk.ledger, "list", later, at=desk.clock.now())
    assert closed(desk, bea) == {("everything", "")}, "also at the number that a later list gives"
    assert closed(desk, son) == set(), "who only shares a number of Ana's said nothing"


def test_nobody_decides_about_a_text_that_they_have_not_seen(desk: Desk, ana: Enrolment) -> None:
    """The person wrote again while somebody was reading: the decision about the first text alone is refused."""
    writes(desk, "no me interesa")
    (seen,) = desk.json("review")
    writes(desk, "no me llamen al trabajo")

    late = desk.type("review", seen["id"], "--as", "harmless")

    assert late.code == 1
    assert "It gets another id when its sender writes again" in late.err
    assert desk.town.move(ana)["hold"] == "reply.reviewed"
    (task,) = desk.json("review")
    assert desk.type("review", task["id"], "--as", "restrict", "--channel", "call").code == 0
    assert closed(desk, ana) == {("channel", "call")}
    assert {one.reviewed for one in known(desk, ana).inbound} == {True}


def test_a_reply_with_a_task_of_its_own_is_decided_there(desk: Desk, ana: Enrolment) -> None:
    """Earlier versions made a task for each reply: a decision about one says nothing about the text of another."""
    writes(desk, "no me interesa")
    (first,) = desk.json("review")
    with desk.ledger.begin() as connection:
        lead = desk.town.lead_of(ana)
        other = inbound.NewInbound(
            channel=Channel.SMS,
            number=desk.town.numbers(lead)[0],
            sender=OURS,
            at=desk.clock.now(),
            body="no me llamen al trabajo",
            meaning="restrict",
            lead=lead,
        )
        inbound.record(connection, other)
        task = tasks.NewTask(ref=other.id, kind="review", title="Read it", body=other.body, lead=lead)
        tasks.add(connection, task, at=desk.clock.now())

    assert desk.type("review", first["id"], "--as", "harmless").code == 0

    assert [one.id for one in known(desk, ana).inbound if not one.reviewed] == [other.id]
    assert [one["text"] for one in desk.json("review")] == [other.body]


@pytest.mark.parametrize("first", ["reply", "decision"])
def test_a_reply_that_comes_while_somebody_decides_stays_held(
    desk: Desk, ana: Enrolment, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Whichever of the two has the lock first: the decision is refused, or is about what was shown alone."""
    writes(desk, "no me interesa")
    (task,) = desk.json("review")
    planner, order = Planner(desk.ledger, desk.clock), Command(name="review", actor="ana", origin="test")
    refused: list[str] = []

    def decide() -> None:
        try:
            record_review(planner, Review(task=task["id"], decision=ReviewDecision.HARMLESS), order)
        except (ConflictError, NotFoundError) as error:
            refused.append(str(error))

    acts = {"reply": lambda: writes(desk, "no me llamen al trabajo"), "decision": decide}
    reached, go_on, locked = threading.Event(), threading.Event(), UnitOfWork.locked

    def pause_the_first(page: UnitOfWork) -> None:
        locked(page)
        if not reached.is_set():
            reached.set()
            assert go_on.wait(PATIENCE)

    monkeypatch.setattr(UnitOfWork, "locked", pause_the_first)
    one = threading.Thread(target=acts.pop(first))
    one.start()
    assert reached.wait(PATIENCE)
    (then,) = acts.values()
    other = threading.Thread(target=then)
    other.start()
    until_locked_out(desk.ledger)  # with what it had read before
    go_on.set()
    one.join(PATIENCE)
    other.join(PATIENCE)

    held = [one.meaning for one in known(desk, ana).inbound if not one.reviewed]
    assert held == (["hold", "restrict"] if first == "reply" else ["restrict"])
    assert len(refused) == (first == "reply")
    (waits,) = desk.json("review")
    assert (waits["holds"], "no me llamen al trabajo" in waits["text"]) == (True, True)


def test_replies_of_people_nobody_knows_are_joined_by_number(desk: Desk) -> None:
    """A stranger may write a thousand times, too; two strangers are two tasks."""
    for sender in ("+34600000081", "+34600000082", "+34600000081"):
        writes(desk, "¿quién es?", sender)

    assert sorted(one["text"] for one in desk.json("review")) == ["¿quién es?", "¿quién es? — ¿quién es?"]


@pytest.mark.parametrize(
    ("body", "decision", "expected"),
    [
        ("wrong number", ["--as", "revoke"], {("everything", "")}),
        ("too many messages", ["--as", "revoke", "--purpose", "marketing"], {("purpose", "marketing")}),
        ("no me llamen al trabajo", ["--as", "restrict", "--channel", "call"], {("channel", "call")}),
        ("no me interesa", ["--as", "none"], set()),
        ("no me interesa", ["--as", "harmless"], set()),
        ("my hovercraft is full of eels", ["--as", "harmless"], set()),
    ],
)
def test_a_held_reply_is_decided_once(
    desk: Desk, ana: Enrolment, body: str, decision: list[str], expected: set[tuple[str, str]]
) -> None:
    """What it closes is closed on every number, what it held is told to plan again, and who decided is on record."""
    writes(desk, body)
    assert desk.town.move(ana)["hold"] == "reply.reviewed"
    (task,) = desk.json("review")
    before = desk.town.news(ana)

    said = desk.type("review", task["id"][:8], *decision, "--because", "read it")

    assert said.code == 0, said.err
    assert closed(desk, ana) == expected
    assert len(known(desk, ana).suppressions) == 2 * len(expected)
    assert [one.reviewed for one in known(desk, ana).inbound] == [True]
    assert desk.town.news(ana)[len(before) :] == ["opt_out" if expected else "resume"]
    assert desk.commands() == [("review", "read it")]
    assert desk.json("review") == []
    again = desk.type("review", task["id"], *decision)
    assert again.code == 1
    assert "was done on" in again.err


def test_a_reply_that_holds_something_cannot_be_waved_through(desk: Desk, ana: Enrolment) -> None:
    """`--done` says nothing about what was meant; the hold would end without a decision."""
    writes(desk, "no me interesa")
    (task,) = desk.json("review")

    said = desk.type("review", task["id"], "--done")

    assert said.code == 1
    assert "--as harmless, --as revoke or --as restrict" in said.err
    assert [one["id"] for one in desk.json("review")] == [task["id"]]


def test_a_held_reply_is_at_the_top_whenever_it_came(desk: Desk, ana: Enrolment) -> None:
    """Questions can wait; what may be a stop cannot."""
    desk.town.message(desk.town.enrol("+34600000003", key="C-3"))
    writes(desk, "¿quién es?", "+34600000003")
    writes(desk, "my hovercraft is full of eels")

    first, second = desk.json("review")

    assert (first["text"], first["rule"], first["holds"]) == ("my hovercraft is full of eels", "words.unclear", True)
    assert first["title"] == "Not understood: decide whether it is harmless or a stop"
    assert second["holds"] is False
    assert desk.json("review", "--lead", "C-1") == [first]


def test_listing_a_held_reply_releases_nothing(desk: Desk, ana: Enrolment) -> None:
    """Only a decision does, not a look, not --done and not the end of a pause."""
    writes(desk, "my hovercraft is full of eels")
    (task,) = desk.json("review")
    desk.type("review", task["id"], "--done")
    released = desk.type("resume", "--lead", "C-1")

    assert (released.code, "cadence review" in released.err) == (1, True)
    assert [one.reviewed for one in known(desk, ana).inbound] == [False]
    assert desk.town.move(ana)["hold"] == "reply.reviewed"


def test_a_reply_that_was_read_as_nothing_can_still_be_a_stop(desk: Desk, ana: Enrolment) -> None:
    """People find what the words do not know; an answered question is simply done."""
    desk.town.message(desk.town.enrol("+34600000003", key="C-3"))
    writes(desk, "Hola, ¿cuánto cuesta?")
    writes(desk, "¿quién es?", "+34600000003")
    first, second = desk.json("review")

    assert desk.type("review", first["id"], "--as", "revoke").code == 0
    assert desk.type("review", second["id"], "--done").code == 0

    assert closed(desk, ana) == {("everything", "")}
    assert desk.json("review") == []


def test_a_stop_in_part_closes_that_part_at_once_and_asks_for_an_answer(desk: Desk, ana: Enrolment) -> None:
    """Nobody has to decide it; but somebody has to read what else it says. It is not confirmed as if it were all."""
    writes(desk, "no más publicidad, pero avísenme del pedido")

    assert closed(desk, ana) == {("purpose", "marketing")}
    assert [one.meaning for one in known(desk, ana).inbound] == ["revoke_part"]
    assert desk.town.move(ana)["kind"] == "finish"
    (task,) = desk.json("review")
    assert (task["meaning"], task["holds"]) == ("revoke_part", False)


def test_a_number_that_several_share_is_decided_for_all_of_them(desk: Desk, ana: Enrolment) -> None:
    """Nobody knows which of them wrote, so what it closes is closed for each."""
    bea = desk.town.enrol(TWO, key="C-2")
    writes(desk, "número equivocado", sender=TWO)
    (task,) = desk.json("review")

    assert desk.type("review", task["id"], "--as", "revoke").code == 0

    assert closed(desk, ana) == closed(desk, bea) == {("everything", "")}
    assert desk.town.news(bea)[-1] == "opt_out"


@pytest.mark.parametrize(
    ("words", "code", "found"),
    [
        (["review", "--as", "none"], 2, "the task is missing"),
        (["review", "abc"], 2, "expected --as"),
        (["review", "abc", "--as", "none", "--done"], 2, "expected --as"),
        (["review", "abc", "--as", "restrict"], 2, "needs --channel"),
        (["review", "abc", "--as", "none", "--channel", "call"], 2, "needs --as"),
        (["review", "abc", "--as", "revoke", "--channel", "pigeon"], 2, "pigeon is unknown"),
        (["review", "abc", "--as", "maybe"], 2, "maybe"),
        (["review", "abc", "--as", "none"], 1, "no task abc"),
        (["review", "xyz", "--as", "none"], 1, "no task xyz"),
        (["review", "--lead", "nobody"], 1, "There is no such lead"),
    ],
)
def test_half_a_decision_is_refused_with_what_is_missing(desk: Desk, words: list[str], code: int, found: str) -> None:
    """Nothing is written, and the next line to type is in the answer."""
    said = desk.type(*words)

    assert said.code == code
    assert found in said.err
    assert desk.commands() == []


def test_the_story_tells_what_was_written_read_and_decided(desk: Desk, ana: Enrolment) -> None:
    """An auditor finds the words, the reading, the hold, the decision and what it closed, with names and instants."""
    writes(desk, "don't call me at work")
    (task,) = desk.json("review")
    desk.type("review", task["id"], "--as", "restrict", "--channel", "call", "--because", "her desk phone")

    story = desk.type("lead", "C-1").out

    assert "wrote “don't call me at work”" in story
    assert "a place or time at which they do not want to be contacted" in story
    assert "decision: a restriction" in story
    assert "her desk phone" in story
    assert "the person who read the reply" in story


def test_a_suppression_says_by_when_the_law_wants_it_on_record(desk: Desk, ana: Enrolment) -> None:
    """Ten business days in America, nothing in Spain; on stdout for programs, in the story for the auditor."""
    desk.launch(CAMPAIGN, "id,name,phone,order\nC-9,Dee,+12125550123,7\n")

    assert desk.json("suppress", ONE)["log_by"] is None
    assert desk.json("suppress", "+12125550124")["log_by"] == "2027-03-23"
    assert desk.type("suppress", "C-9").err.endswith("The law requires it to be recorded by 2027-03-23: done.\n")
    assert "the law requires a record of it by 2027-03-23 (47 CFR 64.1200" in desk.type("lead", "C-9").out


def test_a_stop_that_matches_no_lead_is_listed_first_with_who_could_be_meant(desk: Desk, ana: Enrolment) -> None:
    """It is in force for its number; a person finds out who is meant, closes them, and says that it is settled."""
    writes(desk, "¿quién es?")
    with desk.ledger.begin() as connection:
        set_aside.put(connection, "hear messages", "SM1", "KeyError", at=desk.clock.now())
    writes(desk, "BAJA", "+57600000001")

    first, *_ = desk.json("review")
    table = desk.type("review").out.splitlines()

    assert (first["kind"], first["address"], first["could_be"]) == ("stranger", "+57600000001", ["list/C-1"])
    assert "unknown: +57600000001, could be list/C-1" in table[0]
    assert desk.type("review", first["id"], "--as", "none").code == 1
    assert desk.type("suppress", "list/C-1", "--because", "it was she").code == 0
    assert desk.type("review", first["id"], "--done").code == 0
    assert [one["kind"] for one in desk.json("review")] == ["set_aside", "reply"]


def test_doctor_asks_for_a_decision_only_where_a_lead_could_be_meant(desk: Desk, ana: Enrolment) -> None:
    """A stop of a passer-by is a warning; one that may be a lead's is a problem until somebody has decided."""
    assert desk.json("doctor", "--part", "unmatched stops")[0]["words"] == "all stops match a lead"

    writes(desk, "BAJA", "+34699999999")
    warned = desk.type("doctor", "--part", "unmatched stops")
    writes(desk, "BAJA", "+57600000001")
    wrong = desk.type("doctor", "--part", "unmatched stops")

    assert (warned.code, wrong.code) == (0, 1)
    assert warned.out.startswith("WARNING  unmatched stops   1 stop matches no lead")
    assert "2 stops match no lead, and 1 of them could be a lead of ours" in wrong.out
    assert "600000001" not in wrong.out


def test_a_stop_in_part_of_nobody_we_know_is_a_question_too(desk: Desk) -> None:
    """What it closes is closed for the number; a list that brings the number later shows whose it is."""
    writes(desk, "no me llamen, solo mensajes", "+34600000077")

    (before,) = desk.json("review")
    desk.town.enrol("+34600000077", key="C-9")
    (after,) = desk.json("review")

    assert (before["kind"], before["address"], before["could_be"]) == ("stranger", "+34600000077", [])
    assert after["could_be"] == ["list/C-9"]


def test_an_unclear_reply_of_nobody_we_know_shows_where_it_came_from(desk: Desk) -> None:
    """Whoever decides about it has to know whose number it may close."""
    writes(desk, "no sé si quiero seguir con esto", "+34600000078")

    (row,) = desk.json("review")

    assert (row["kind"], row["address"]) == ("review", "+34600000078")

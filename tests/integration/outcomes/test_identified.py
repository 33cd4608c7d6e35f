"""Does what somebody said by a channel's id alone become theirs, whenever it is known whose id it is?"""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count, permutations
from uuid import UUID, uuid4

import pytest

from cadence.channels.provider import Received
from cadence.domain import Channel, Enrolment, Facts, Purpose
from cadence.domain.errors import NotFoundError
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import Planner, UnitOfWork
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.ledger.campaigns.commands import Command
from cadence.ledger.lists.importing import import_leads
from cadence.ledger.people import strangers
from cadence.ledger.reading import facts
from cadence.ledger.touches import tasks
from cadence.planning.stops import confirmation
from cadence.policy.built_in.held_reply import holds_purpose
from cadence.policy.packs.law import Law
from tests.integration.api.town import OURS, Town
from tests.integration.ledger.world import lead_row
from tests.integration.outcomes.conftest import NOON

IDS = count(10_000_000)
ORDER = Command(name="review", actor="ana", origin="test")
UNCLEAR = "no sé yo, cansa tanto mensaje"


class Somebody:
    """A person with a username on WhatsApp, who is in a list with two numbers, or will be."""

    def __init__(self, town: Town, planner: Planner) -> None:
        self.town, self.planner = town, planner
        self.user = f"ES.{next(IDS)}"
        self.key = f"U{self.user}"
        self.seen, self.other, self.later = town.number(), town.number(), town.number()
        self.lead = town.ledger.hasher.lead("list", self.key)

    def writes(self, body: str, *, number: str = "", user: bool = True, quotes: str = "", sid: str = "") -> None:
        """They write to us, by their id alone or by it beside a number."""
        self.said = sid or f"SM{uuid4().hex}"
        received = Received(
            sid=self.said,
            channel=Channel.WHATSAPP,
            sender=number,
            to=OURS,
            body=body,
            at=self.planner.now(),
            user=self.user if user else "",
            answers=quotes,
        )
        record_inbound(self.planner, received)

    def listed(self, *more: str) -> None:
        """A list brings them."""
        import_leads(self.town.ledger, "list", [lead_row(1, self.seen, self.other, *more, key=self.key)], at=NOON)

    def facts(self) -> Facts:
        """What is known of them."""
        with self.town.ledger.begin() as tx:
            return facts.gather_people(tx, [self.lead], since=NOON - timedelta(days=9))[self.lead]

    def closed(self) -> set[tuple[str, str, str]]:
        """What is suppressed: number, scope, value."""
        found = self.facts()
        e164s = {one.id: one.e164 for one in found.lead.numbers}
        return {(e164s[one.number], one.scope.value, one.value) for one in found.suppressions}

    def task(self) -> str:
        """The task that their last message made."""
        by_message = "SELECT t.id FROM tasks t JOIN inbound i ON CAST(i.id AS text) = t.ref WHERE i.sid = :sid"
        return str(self.town.ask(by_message, sid=self.said))

    def decides(self, task: str, decision: ReviewDecision) -> None:
        """A person of ours decides what they wrote."""
        record_review(self.planner, Review(task=task, decision=decision), replace(ORDER, key=str(uuid4())))

    def revoked(self) -> None:
        """They write what somebody decides to be a stop."""
        self.writes(UNCLEAR)
        self.decides(self.task(), ReviewDecision.REVOKE)


STOPS: dict[str, tuple[Callable[[Somebody], None], set[tuple[str, str]]]] = {
    "stop": (lambda who: who.writes("BAJA"), {("everything", "")}),
    "in part": (
        lambda who: who.writes("no me llamen más, solo por whatsapp"),
        {("channel", "call"), ("channel", "email"), ("channel", "sms")},
    ),
    "decided": (Somebody.revoked, {("everything", "")}),
}
"""How somebody says stop by their id alone, and what that closes."""


@pytest.mark.parametrize("how", STOPS)
@pytest.mark.parametrize("order", list(permutations(["stop", "link", "list"])), ids=" ".join)
def test_in_whatever_order_a_stop_by_an_id_closes_the_person(
    town: Town, planner: Planner, order: tuple[str, ...], how: str
) -> None:
    """Stop, the id beside the number, and the list that brings the person: the same suppressions, also later."""
    who = Somebody(town, planner)
    stops, expected = STOPS[how]
    for event in order:
        match event:
            case "stop":
                stops(who)
            case "link":
                who.writes("gracias", number=who.seen)
            case _:
                who.listed()
    assert who.closed() == {(number, *what) for number in (who.seen, who.other) for what in expected}

    who.listed(who.later)

    assert who.closed() == {(number, *what) for number in (who.seen, who.other, who.later) for what in expected}


@pytest.mark.parametrize("first", ["stop", "link"])
def test_whoever_shares_the_number_loses_that_number_only(town: Town, planner: Planner, first: str) -> None:
    """As with a stop that comes by the number: the message that was answered says who of the family it is."""
    who = Somebody(town, planner)
    mine = enrol(town, who)
    theirs = town.enrol(who.seen, town.number())
    town.message(mine, channel=Channel.WHATSAPP)
    for event in (first, "link" if first == "stop" else "stop"):
        who.writes("BAJA") if event == "stop" else who.writes("gracias", number=who.seen)

    assert (town.suppressed(mine), town.suppressed(theirs)) == (2, 1)
    assert "opt_out" in town.news(theirs)


def enrol(town: Town, who: Somebody) -> Enrolment:
    """They are in the campaign."""
    return town.enrol(who.seen, who.other, key=who.key)


def test_the_person_is_woken_and_the_stop_has_found_them(town: Town, planner: Planner) -> None:
    """Their workflow hears of it, the message is theirs, nobody is asked any more whose it was, the id is forgotten."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    touch = town.message(enrolment, channel=Channel.WHATSAPP)
    who.writes("BAJA")
    task = who.task()

    who.writes("gracias", number=who.seen)

    assert "opt_out" in town.news(enrolment)
    message = next(one for one in who.facts().inbound if one.meaning == "revoke")
    assert message.touch == touch.touch.id
    assert town.ask("SELECT lead_id FROM inbound WHERE id = :id", id=message.id) == UUID(who.lead)
    with town.ledger.begin() as tx:
        assert task not in [one.id for one in tasks.strangers(tx, limit=1000)]
        assert strangers.addresses(tx, town.ledger.hasher, [message.id]) == {}


def test_a_stop_is_confirmed_once_whatever_it_came_by(town: Town, planner: Planner) -> None:
    """One by the id, one by the number beside it: one confirmation is due, to the person who was written to."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    town.message(enrolment, channel=Channel.WHATSAPP)
    who.writes("BAJA")
    who.writes("BAJA", number=who.seen)

    found = who.facts()
    message = confirmation(found, NOON, Law())
    assert message is not None
    confirms = town.ask(
        "SELECT count(*) FROM enrolments WHERE id = :id AND move ->> 'cause' IS NOT NULL", id=enrolment.id
    )
    assert confirms == 1


def test_an_unclear_reply_by_an_id_holds_what_it_answers(town: Town, planner: Planner) -> None:
    """Before it is known whose it is, it holds nothing; then it is the answer to the touch that it answers."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    touch = town.message(enrolment, channel=Channel.WHATSAPP)
    who.writes(UNCLEAR)
    assert who.facts().inbound == ()

    who.writes("gracias", number=who.seen)

    (held,) = [one for one in who.facts().inbound if one.meaning == "hold"]
    assert held.touch == touch.touch.id
    assert holds_purpose(held, who.facts(), Purpose.MARKETING)
    assert town.stored(touch.touch.id).touch.replied_at == NOON
    assert "reply" in town.news(enrolment)


def test_the_work_that_replies_by_an_id_made_is_about_the_person(town: Town, planner: Planner) -> None:
    """It is one task with what they write by their number, it holds, and a decision about it closes every number."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    who.writes(UNCLEAR)
    who.writes("llámame mañana a las 17:00")
    who.writes("gracias", number=who.seen)

    with town.ledger.begin() as tx:
        (task,) = tasks.of_lead(tx, who.lead)
    assert task.kind == "review"
    assert {UNCLEAR, "llámame mañana a las 17:00", "gracias"} <= set(task.body.split("\n—\n"))
    who.decides(task.id, ReviewDecision.REVOKE)
    assert town.suppressed(enrolment) == 2


def test_a_stop_in_part_becomes_work_about_the_person(town: Town, planner: Planner) -> None:
    """Somebody still has to answer what else it says."""
    who = Somebody(town, planner)
    enrol(town, who)
    who.writes("no me llamen más, solo por whatsapp")
    who.writes("BAJA", number=who.seen)

    with town.ledger.begin() as tx:
        assert [one.kind for one in tasks.of_lead(tx, who.lead)] == ["reply"]


def test_a_decision_about_a_reply_that_was_linked_meanwhile_is_refused(town: Town, planner: Planner) -> None:
    """Whoever decided had seen a stranger's reply: it is listed anew, with who it is."""
    who = Somebody(town, planner)
    enrol(town, who)
    who.writes(UNCLEAR)
    task = who.task()
    who.writes("gracias", number=who.seen)

    with pytest.raises(NotFoundError, match="There is no task"):
        who.decides(task, ReviewDecision.HARMLESS)
    assert any(one.meaning == "hold" and not one.reviewed for one in who.facts().inbound)


def test_an_id_is_linked_also_by_a_message_that_was_known_already(town: Town, planner: Planner) -> None:
    """A message that was polled has no id; its webhook, which comes later, brings it."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    who.writes("BAJA")
    who.writes("gracias", number=who.seen, user=False, sid=f"SM{who.user}")
    assert town.suppressed(enrolment) == 0

    who.writes("gracias", number=who.seen, sid=f"SM{who.user}")

    assert town.suppressed(enrolment) == 2
    assert town.ask("SELECT count(*) FROM inbound WHERE sid = :sid", sid=f"SM{who.user}") == 1


@pytest.mark.parametrize("first", ["stop", "link"])
def test_a_stop_and_the_link_at_the_same_moment_lose_nothing(
    town: Town, planner: Planner, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for the other by the row of the id: the second sees what the first has written."""
    who = Somebody(town, planner)
    enrolment = enrol(town, who)
    who.writes("¿quién es?")  # the id has its row
    acts = {"stop": lambda: who.writes("BAJA"), "link": lambda: who.writes("gracias", number=who.seen)}
    second = next(one for one in acts if one != first)
    reached, go_on = threading.Event(), threading.Event()
    locked = UnitOfWork.locked

    def pause_the_first(page: UnitOfWork) -> None:
        locked(page)
        if not reached.is_set():
            reached.set()
            assert go_on.wait(20)

    monkeypatch.setattr(UnitOfWork, "locked", pause_the_first)
    one = threading.Thread(target=acts[first])
    one.start()
    assert reached.wait(20)
    other = threading.Thread(target=acts[second])
    other.start()
    other.join(0.5)
    assert other.is_alive()  # it waits
    go_on.set()
    one.join(20)
    other.join(20)

    assert town.suppressed(enrolment) == 2

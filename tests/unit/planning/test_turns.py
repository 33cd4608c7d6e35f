"""Whose turn is it among the people of an account, and what becomes of the others once one was reached?"""

from datetime import timedelta
from typing import Any

import pytest

from cadence.campaign.account_turns import AccountTurns
from cadence.campaign.enter import AgainAfter
from cadence.domain import Attempt, Disposition, Facts, Finish, Outcome, Touch
from cadence.domain.queued import Queued
from cadence.planning import next_move
from cadence.planning.turns import InOrder, TurnQueue, first_in_turn, rank
from tests.unit.policy.builders import LAW, NOON, campaign, facts, lead, sms, touch, tried

ROLES = AccountTurns(order={"role": ("decision maker", "champion", "user")})


def queue_of(turns: AccountTurns, *people: tuple[str, str, str, int]) -> TurnQueue:
    """Return a queue of people: who, which account, which role, which score."""
    return TurnQueue(turns, (Queued(lead=who, account=of, value=role, score=score) for who, of, role, score in people))


ACME = (("ana", "acme", "user", 9), ("ben", "acme", "Decision Maker", 1), ("eva", "acme", "", 99), ("gil", "", "", 5))


def test_each_account_has_one_person_under_way() -> None:
    """By the order of the file; the next one comes in when the one before is over. Others wait for nobody."""
    queue = queue_of(ROLES, *ACME)

    assert queue.take(10) == ["ben", "gil"]
    assert (queue.take(10), queue.waits(), len(queue)) == ([], False, 2)
    queue.ended("acme")
    assert queue.waits()
    assert queue.take(10) == ["ana"]
    queue.ended("acme")
    queue.ended("")  # of somebody without an account: nobody waited for it
    assert queue.take(10) == ["eva"]
    queue.ended("acme")
    assert (queue.take(10), queue.waits(), len(queue)) == ([], False, 0)


@pytest.mark.parametrize(
    ("turns", "room", "entered"),
    [
        (AccountTurns(), 10, ["eva", "gil"]),  # by score alone
        (AccountTurns(at_a_time=2), 10, ["eva", "ana", "gil"]),
        (ROLES.model_copy(update={"at_a_time": 2}), 10, ["ben", "ana", "gil"]),
        (ROLES.model_copy(update={"at_a_time": 5}), 10, ["ben", "ana", "eva", "gil"]),
        (ROLES, 1, ["ben"]),
        (ROLES, 0, []),
    ],
)
def test_so_many_at_a_time(turns: AccountTurns, room: int, entered: list[str]) -> None:
    """As many as the file lets be under way, and no more than there is room for."""
    assert queue_of(turns, *ACME).take(room) == entered


def test_people_under_way_count() -> None:
    """The ledger says how many of the account are."""
    people = [Queued(lead=name, account="acme", under_way=1) for name in ("ana", "ben")]

    assert TurnQueue(AccountTurns(), people).take(9) == []
    assert TurnQueue(AccountTurns(at_a_time=2), people).take(9) == ["ana"]


@pytest.mark.parametrize(
    ("value", "place"),
    [("decision maker", 0), ("Decision_Maker ", 0), ("CHAMPION", 1), ("user", 2), ("", 3), ("boss", 3)],
)
def test_roles_are_compared_as_segments_are(value: str, place: int) -> None:
    """Without case, accents and spaces; who has none, or one that the file does not name, goes last."""
    assert rank(ROLES, value) == place


def test_without_turns_the_queue_is_as_it_stands() -> None:
    """The simulation asks both kinds of queue the same questions."""
    queue = InOrder(["a", "b", "c"])
    assert (queue.take(2), len(queue), queue.waits()) == (["a", "b"], 1, True)
    queue.ended("")
    assert (queue.take(9), queue.waits()) == (["c"], False)


def test_the_first_of_each_account_come_in_first() -> None:
    """What a plan shows of them, the others wait."""
    people = [Queued(lead=who, account=of, value=role, score=score) for who, of, role, score in ACME]
    assert first_in_turn(ROLES, people) == {"ben", "gil"}


def colleague(**more: Any) -> Touch:
    """Return a call to another person of the account."""
    settings = {"lead": "lead-2", "enrolment": "enrolment-2", "number": 2, "outcome": Outcome.ANSWERED}
    return touch(NOON - timedelta(hours=2), **(settings | more))


def waiting(*touches: Touch, own: tuple[Touch, ...] = ()) -> Facts:
    """Return the facts of somebody of the account whose turn it is now."""
    return facts(*own, lead=lead(account="ACME"), colleagues=touches)


@pytest.mark.parametrize(
    ("theirs", "ends"),
    [
        ((colleague(),), True),
        ((colleague(outcome=Outcome.DELIVERED, replied_at=NOON),), True),
        ((colleague(outcome=Outcome.NO_ANSWER),), False),
        ((colleague(outcome=Outcome.VOICEMAIL_LEFT),), False),
        ((colleague(outcome=None, answer="no"),), True),  # a key was pressed, and the call is not over
        ((colleague(outcome=Outcome.NO_ANSWER, disposition=Disposition.WRONG_NUMBER),), False),
        ((colleague(disposition=Disposition.WRONG_NUMBER),), False),  # answered, by nobody of the account
        ((colleague(disposition=Disposition.WRONG_NUMBER, replied_at=NOON),), False),
        ((colleague(disposition=Disposition.WRONG_NUMBER), colleague(id="second")), True),
        ((colleague(campaign="autumn"),), False),
        ((), False),
    ],
)
def test_the_others_end_once_somebody_was_reached(theirs: tuple[Touch, ...], ends: bool) -> None:
    """A conversation or a reply; not with `when_reached: next`, and not those whose cadence has begun."""
    steps = (sms("hello"), sms("again"))
    move = next_move(campaign(*steps, account=ROLES), waiting(*theirs), NOON, LAW)
    assert isinstance(move, Finish) is ends
    assert not isinstance(move, Finish) or move.reason == "account_reached"
    goes_on = ROLES.model_copy(update={"when_reached": "next"})
    assert isinstance(next_move(campaign(*steps, account=goes_on), waiting(*theirs), NOON, LAW), Attempt)
    begun = waiting(*theirs, own=(tried("hello", Outcome.DELIVERED, at=NOON - timedelta(hours=3)),))
    assert isinstance(next_move(campaign(*steps, account=ROLES), begun, NOON, LAW), Attempt)


@pytest.mark.parametrize(("age", "ends"), [(timedelta(days=29), True), (timedelta(days=31), False)])
def test_where_people_come_back_an_old_conversation_ends_nobody(age: timedelta, ends: bool) -> None:
    """It counts as long as a person has to wait for their next visit."""
    file = campaign(sms("hello"), account=ROLES, enter=AgainAfter(after=timedelta(days=30)))
    known = waiting()
    earlier = touch(known.enrolment.at - age, lead="lead-2", enrolment="enrolment-2", outcome=Outcome.ANSWERED)
    assert isinstance(next_move(file, waiting(earlier), NOON, LAW), Finish) is ends

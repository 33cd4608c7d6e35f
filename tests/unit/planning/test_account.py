"""Does the word of one person of an account end the cadence of the others, and whose word counts?"""

from datetime import timedelta
from typing import Any

import pytest

from cadence.campaign.enter import AgainAfter, Once, PerDate
from cadence.domain import Attempt, Cause, CauseKind, Channel, Disposition, Facts, Finish, Inbound, Outcome, Touch
from cadence.planning import next_move
from cadence.planning.transitions import change
from cadence.planning.transitions.answer import question_to
from cadence.planning.transitions.change import OpenTask
from cadence.planning.transitions.events import DispositionGiven, Replied
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import LAW, MONDAY, NOON, call, campaign, facts, lead, promise, sms, touch

ENDS = ("converted", "replied", "reply.no")


def word_of_colleague(**more: Any) -> Touch:
    """Return a conversation with a colleague that ended well."""
    settings = {"lead": "lead-2", "enrolment": "enrolment-2", "number": 2, "outcome": Outcome.ANSWERED}
    return touch(NOON - timedelta(hours=2), **(settings | {"disposition": Disposition.CONVERTED} | more))


def answered_by_colleague(answer: str) -> Touch:
    """Return a message that a colleague has read, with this answer to it."""
    return word_of_colleague(disposition=None, outcome=Outcome.DELIVERED, answer=answer)


def person(*colleagues: Touch, **more: Any) -> Facts:
    """Return the facts of a person whose cadence has begun."""
    return facts(lead=lead(account="ACME"), colleagues=colleagues, **more)


@pytest.mark.parametrize(
    ("colleague", "ends"),
    [
        (word_of_colleague(), True),
        (word_of_colleague(disposition=None, outcome=Outcome.DELIVERED, replied_at=NOON), True),
        (word_of_colleague(disposition=Disposition.INTERESTED), False),  # not in the file's list
        (word_of_colleague(disposition=None), False),  # answered, and nothing said of it yet
        (word_of_colleague(campaign="autumn"), False),  # another campaign ends nobody here
        (answered_by_colleague("no"), True),
        (answered_by_colleague("yes"), False),
    ],
)
def test_a_word_in_the_list_ends_the_others(colleague: Touch, ends: bool) -> None:
    """What the file lists, of this campaign, whoever of the account it was."""
    file = campaign(sms("hello"), stop_account_on=ENDS)
    move = next_move(file, person(colleague), NOON, LAW)
    assert isinstance(move, Finish) is ends
    assert not isinstance(move, Finish) or move.reason == "account_stopped"
    assert isinstance(next_move(campaign(sms("hello")), person(colleague), NOON, LAW), Attempt)


@pytest.mark.parametrize(
    ("enter", "age", "ends"),
    [
        (Once(), timedelta(days=300), True),
        (AgainAfter(after=timedelta(days=30)), timedelta(days=29), True),
        (AgainAfter(after=timedelta(days=30)), timedelta(days=31), False),
        (PerDate(field="appointment_at"), timedelta(days=1), False),  # of an earlier visit
        (PerDate(field="appointment_at"), timedelta(hours=-1), True),
    ],
)
def test_a_word_counts_for_later_visits_as_long_as_people_wait_for_theirs(
    enter: Any, age: timedelta, ends: bool
) -> None:
    """A company that bought in spring may be asked again in autumn, where its people may come back."""
    file = campaign(sms("hello"), stop_account_on=ENDS, enter=enter)
    theirs: dict[str, Any] = {"lead": "lead-2", "enrolment": "enrolment-2", "outcome": Outcome.ANSWERED}
    earlier = touch(MONDAY - age, disposition=Disposition.CONVERTED, **theirs)
    assert isinstance(next_move(file, person(earlier), NOON, LAW), Finish) is ends


def test_a_call_that_was_promised_to_a_colleague_is_still_made() -> None:
    """They asked for it; what the others said does not take it back."""
    file = campaign(call("ring"), stop_account_on=ENDS)
    move = next_move(file, person(word_of_colleague(), callbacks=(promise(at=NOON + timedelta(hours=1)),)), NOON, LAW)
    assert isinstance(move, Attempt)
    assert move.cause.kind == "callback"


@pytest.mark.parametrize(
    ("word", "account", "listed", "heard_by"),
    [
        (Disposition.CONVERTED, "ACME", ENDS, ["lead-1"]),
        (Disposition.INTERESTED, "ACME", ENDS, []),
        (Disposition.CONVERTED, "", ENDS, []),  # nobody else is of no account
        (Disposition.CONVERTED, "ACME", (), []),
    ],
)
def test_the_others_hear_of_it(word: Disposition, account: str, listed: tuple[str, ...], heard_by: list[str]) -> None:
    """The change says whose colleagues plan again; the engine finds them."""
    spoken = touch(NOON, outcome=Outcome.ANSWERED)
    known = facts(spoken, lead=lead(account=account))
    made = change(known, DispositionGiven(touch=spoken.id, disposition=word), NOON, campaign(stop_account_on=listed))
    assert [notice.people.colleagues_of for notice in made.notify if notice.people.colleagues_of] == heard_by


@pytest.mark.parametrize(
    ("text", "account", "listed", "heard_by"),
    [
        ("no, gracias", "ACME", ("reply.no",), ["lead-1"]),
        ("sí", "ACME", ("reply.no",), []),
        ("no, gracias", "", ("reply.no",), []),
        ("no, gracias", "ACME", ("converted",), []),
    ],
)
def test_the_others_hear_of_an_answer(text: str, account: str, listed: tuple[str, ...], heard_by: list[str]) -> None:
    """As of an agent's word. It is still work for a person where nothing says what follows for its author."""
    step = sms("hello", replies={"yes": ("sí",), "no": ("no",)}, on={"reply.yes": "end"})
    file = campaign(step, stop_account_on=listed)
    sent = touch(MONDAY, id="sent", step="hello", cause=Cause(kind=CauseKind.STEP, ref="hello"))
    known = facts(sent, lead=lead(account=account))
    message = Inbound(id="m", channel=Channel.SMS, number=1, sender="+34910000001", at=NOON, touch="sent")
    reply = read_reply(text, "Europe/Madrid", NOON, question=question_to(file, sent))
    event = Replied(message=message, reply=reply, lead=known.lead.id, body=text, promise="p", enrolment="e")
    made = change(known, event, NOON, file)

    assert [notice.people.colleagues_of for notice in made.notify if notice.people.colleagues_of] == heard_by
    assert any(isinstance(write, OpenTask) for write in made.writes) is text.startswith("no")

"""What changes when it becomes known who wrote messages that came by a channel's own id alone?"""

from datetime import timedelta
from typing import Any

import pytest

from cadence.domain import Channel, Facts, Inbound, NewsKind
from cadence.planning.transitions import change
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import Change, FinishTask, KnowSender, OpenTask, UpdateTouch
from cadence.planning.transitions.events import Identified, Stopped, Work
from cadence.policy.built_in.held_reply import undecided_replies
from tests.unit.policy.builders import MONDAY, NOON, facts, lead, touch

SENT = touch(MONDAY, id="sent", channel=Channel.WHATSAPP)
SOON = NOON + timedelta(minutes=5)


def message(id_: str, meaning: str = "none", **more: Any) -> Inbound:
    """Return a message that answers the one that was sent."""
    settings: dict[str, Any] = {"channel": Channel.WHATSAPP, "number": 1, "sender": "+34910000001", "at": NOON}
    return Inbound(id=id_, meaning=meaning, **(settings | {"touch": "sent"} | more))


def identify(known: Facts, *messages: Inbound, tasks: tuple[Work, ...] = ()) -> Change:
    """Return what it changes that these messages are known to be the person's."""
    return change(known, Identified(messages=messages, lead=known.lead.id or None, tasks=tasks), SOON)


def test_a_reply_that_waits_for_a_decision_holds_once_its_sender_is_known() -> None:
    """Before that it held nobody; the touch that it answers counts as answered from its own instant on."""
    known = facts(SENT)
    after = apply(known, identify(known, message("m", "hold")))

    assert list(undecided_replies(known)) == []
    assert [held.id for held in undecided_replies(after)] == ["m"]
    assert after.touches[0].replied_at == NOON


@pytest.mark.parametrize(
    ("kind", "meaning", "writes"),
    [
        ("reply", "none", [KnowSender, UpdateTouch, OpenTask]),
        ("review", "hold", [KnowSender, UpdateTouch, OpenTask]),
        ("stranger", "revoke", [KnowSender, FinishTask]),  # the stop matches a person now: nobody has to look for one
    ],
)
def test_the_work_that_a_message_made_becomes_work_about_the_person(
    kind: str, meaning: str, writes: list[type]
) -> None:
    """It names the person, and is joined with what their other replies ask for."""
    made = identify(facts(SENT), message("m", meaning), tasks=(Work(ref="m", kind=kind, title="Read it", body="x"),))

    assert [type(write) for write in made.writes] == writes
    opened = [write for write in made.writes if isinstance(write, OpenTask)]
    about = OpenTask(ref="m", kind=kind, title="Read it", body="x", lead="lead-1", number=1, enrolment=SENT.enrolment)
    assert opened == ([about] if OpenTask in writes else [])
    assert [(news.kind, news.people.lead, news.ref) for news in made.notify] == [(NewsKind.REPLY, "lead-1", "m")]


def test_a_stop_in_part_by_a_stranger_becomes_a_reply_to_answer() -> None:
    """It closed what it named; what else it says wants an answer, and the person is known now."""
    made = identify(facts(SENT), message("m", "revoke_part"), tasks=(Work(ref="m", kind="stranger", title="Whose?"),))

    (opened,) = [write for write in made.writes if isinstance(write, OpenTask)]
    assert (opened.kind, opened.title) == ("reply", "Stopped in part: answer what else it says")


def test_nobody_in_particular_keeps_the_work_as_it_is() -> None:
    """Several people have that number: the task names none of them."""
    nobody = facts(lead=lead(id="", numbers=()))
    task = Work(ref="m", kind="stranger", title="Whose?")

    made = identify(nobody, message("m", "revoke_part", touch=None), tasks=(task,))

    (opened,) = [write for write in made.writes if isinstance(write, OpenTask)]
    assert (opened.kind, opened.lead, opened.enrolment) == ("stranger", None, None)
    assert not any(isinstance(write, FinishTask) for write in made.writes)


def test_the_first_answer_to_a_touch_stands() -> None:
    """Messages by the id may be older than one that came with the number, or newer."""
    answered = touch(MONDAY, id="sent", channel=Channel.WHATSAPP, replied_at=NOON)
    earlier, later = message("a", at=NOON - timedelta(hours=1)), message("b", at=SOON)

    assert apply(facts(answered), identify(facts(answered), later)).touches == (answered,)
    both = apply(facts(answered), identify(facts(answered), earlier, later))
    assert both.touches[0].replied_at == earlier.at
    assert [received.id for received in both.inbound] == ["a", "b"]


@pytest.mark.parametrize("stop_first", [True, False])
def test_a_stop_by_the_id_and_its_message_end_the_same_in_either_order(stop_first: bool) -> None:
    """The stop counts from the instant when it was received, whenever its message is put down to the person."""
    stop = Stopped(source="reply", ref="m", number=1)
    known = facts(SENT)
    steps = [lambda now: change(now, stop, NOON), lambda now: identify(now, message("m", "revoke"))]
    for step in steps if stop_first else reversed(steps):
        known = apply(known, step(known))

    assert [(row.number, row.since, row.source) for row in known.suppressions] == [(1, NOON, "reply")]
    assert [received.meaning for received in known.inbound] == ["revoke"]
    assert known.touches[0].replied_at is None  # a stop is no answer


def test_who_is_known_already_changes_nothing_more() -> None:
    """The id may come with its number twice."""
    known = facts(SENT)
    once = apply(known, identify(known, message("m", "hold")))

    assert apply(once, identify(once, message("m", "hold"))) == once

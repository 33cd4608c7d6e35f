"""Does an answer decide, as long as it still can, and is what it says kept?"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cadence.campaign import Campaign
from cadence.campaign.answers import SurveyQuestion
from cadence.domain import Cause, CauseKind, Channel, Enrolment, Facts, Inbound, Outcome, Touch, TouchState
from cadence.domain.questions import ReplyQuestion
from cadence.planning import next_move
from cadence.planning.position import words
from cadence.planning.transitions import change
from cadence.planning.transitions.answer import has_gone_on, question_to
from cadence.planning.transitions.apply import apply
from cadence.planning.transitions.change import (
    Change,
    OpenTask,
    PromiseCall,
    RecordInbound,
    SaveValue,
    UpdateTouch,
)
from cadence.planning.transitions.events import Replied
from cadence.policy.packs.law import Law
from cadence.replies.digits import read_digit
from cadence.replies.opt_out import Reply
from cadence.replies.reading import read_reply
from tests.unit.policy.builders import MONDAY, NOON, campaign, facts, sms, touch

LATER = NOON + timedelta(hours=1)
YES_NO = {"yes": ("sí", "1"), "no": ("no", "2")}
ON = {"reply.yes": "thanks", "reply.no": "end", "otherwise": "chase"}


def asking(**more: Any) -> Campaign:
    """Return a campaign whose first message asks."""
    step = sms("hello", replies=YES_NO, on=ON)
    return campaign(step.model_copy(update=more), sms("chase"), sms("thanks"))


SENT = touch(MONDAY, id="sent", step="hello", cause=Cause(kind=CauseKind.STEP, ref="hello"))
CHASED = touch(MONDAY + timedelta(hours=2), id="chased", step="chase", cause=Cause(kind=CauseKind.STEP, ref="chase"))


def hear(text: str, known: Facts, file: Campaign, at: Any = NOON) -> Change:
    """Return what a text changes."""
    sent = next(own for own in known.touches if own.id == "sent")
    message = Inbound(id="m", channel=Channel.SMS, number=1, sender="+34910000001", at=at, touch="sent")
    reply = read_reply(text, "Europe/Madrid", at, question=question_to(file, sent))
    event = Replied(message=message, reply=reply, lead=known.lead.id, body=text, promise="p", enrolment="e")
    return change(known, event, at, file)


def rows(made: Change) -> list[type]:
    """Return what kinds of rows a change writes, in order."""
    return [type(write) for write in made.writes]


def after(text: str, known: Facts, file: Campaign, at: Any = NOON) -> tuple[Facts, Touch]:
    """Return the facts after a text, and the touch it answers."""
    now = apply(known, hear(text, known, file, at))
    return now, next(own for own in now.touches if own.id == "sent")


@pytest.mark.parametrize(("text", "answer"), [("Sí, gracias", "yes"), ("no", "no"), ("2", "no")])
def test_an_answer_that_the_file_names_makes_no_work_and_holds_nothing(text: str, answer: str) -> None:
    """Not even a bare no, which waits for a person where nothing was asked."""
    made = hear(text, facts(SENT), asking())
    now, sent = after(text, facts(SENT), asking())

    assert rows(made) == [RecordInbound, UpdateTouch]
    assert (sent.answer, sent.replied_at) == (answer, NOON)
    assert [message.meaning for message in now.inbound] == [f"reply.{answer}"]
    assert words(sent)[0] == f"reply.{answer}"


@pytest.mark.parametrize("text", ["sí o no", "no sé", "¿sí?", "tal vez"])
def test_what_is_no_answer_is_work_as_before(text: str) -> None:
    """The touch was replied to, and has no answer."""
    made = hear(text, facts(SENT), asking())

    assert rows(made) == [RecordInbound, OpenTask, UpdateTouch]
    assert after(text, facts(SENT), asking())[1].answer == ""


def test_an_answer_that_leads_nowhere_is_noted_and_is_work_as_before() -> None:
    """Its meaning stays, too: nobody asked for it, so a no holds until somebody has read it."""
    file = asking(on={"reply.yes": "thanks"})
    made = hear("no", facts(SENT), file)
    now, sent = after("no", facts(SENT), file)

    assert rows(made) == [RecordInbound, OpenTask, UpdateTouch]
    assert (sent.answer, now.inbound[0].meaning) == ("no", "hold")


def test_without_replies_nothing_is_an_answer() -> None:
    """Files of before mean what they meant."""
    made = hear("no", facts(SENT), campaign(sms("hello", on={"replied": "thanks"}), sms("chase"), sms("thanks")))

    assert rows(made) == [RecordInbound, OpenTask, UpdateTouch]
    assert after("no", facts(SENT), campaign(sms("hello")))[1].answer == ""


def test_the_latest_answer_counts_until_the_cadence_has_gone_on() -> None:
    """A change of mind in time needs nobody."""
    known, _ = after("sí", facts(SENT), asking())
    made = hear("no", known, asking(), LATER)
    _, sent = after("no", known, asking(), LATER)

    assert rows(made) == [RecordInbound, UpdateTouch]
    assert (sent.answer, sent.replied_at) == ("no", NOON)


def test_another_answer_after_the_branch_is_work_and_changes_nothing() -> None:
    """A branch is not taken back; somebody decides, and until then a no holds."""
    known = facts(replace(SENT, answer="yes", replied_at=NOON), CHASED)
    made = hear("no", known, asking(), LATER)
    now, sent = after("no", known, asking(), LATER)
    task = next(write for write in made.writes if isinstance(write, OpenTask))

    assert (sent.answer, now.inbound[-1].meaning) == ("yes", "hold")
    assert "otherwise than before" in task.title


def test_the_same_answer_after_the_branch_is_no_work() -> None:
    """People answer twice."""
    known = facts(replace(SENT, answer="yes", replied_at=NOON), CHASED)

    assert rows(hear("sí", known, asking(), LATER)) == [RecordInbound]


@pytest.mark.parametrize("ended", [False, True])
def test_a_first_answer_after_the_branch_is_noted_and_work(ended: bool) -> None:
    """The cadence has gone on without it: somebody has to look, and reports know it."""
    known = facts(SENT, CHASED) if not ended else facts(SENT)
    if ended:
        known = replace(known, enrolment=replace(known.enrolment, finished="completed"))
    made = hear("sí", known, asking(), LATER)

    assert rows(made) == [RecordInbound, OpenTask, UpdateTouch]
    assert after("sí", known, asking(), LATER)[1].answer == "yes"


def test_an_answer_in_stop_on_counts_however_late() -> None:
    """It ends the cadence, so the branch taken before does not matter."""
    file = asking().model_copy(update={"stop_on": ("reply.no",)})
    known = facts(SENT, CHASED)
    made = hear("no", known, file, LATER)

    assert rows(made) == [RecordInbound, UpdateTouch]
    assert next_move(file, after("no", known, file, LATER)[0], LATER, Law()).reason == "reply.no"  # type: ignore[union-attr]


def test_the_cadence_has_gone_on_with_any_later_step_and_with_another_visit() -> None:
    """Also with one that has not left: planning makes it again, whatever the person answers now."""
    assert has_gone_on(facts(SENT, replace(CHASED, state=TouchState.PLANNED)), SENT)
    assert has_gone_on(facts(SENT, replace(CHASED, state=TouchState.SKIPPED)), SENT)
    assert has_gone_on(facts(SENT), replace(SENT, enrolment="another"))


def test_the_cadence_goes_where_the_answer_leads() -> None:
    """Planning looks for it before `replied` and before the outcome."""
    known, _ = after("sí", facts(replace(SENT, outcome=Outcome.DELIVERED)), asking())
    move = next_move(asking(), known, LATER, Law())

    assert getattr(move, "step", "") == "thanks"
    assert (
        getattr(next_move(asking(), after("no", facts(SENT), asking())[0], LATER, Law()), "reason", "") == "completed"
    )


def test_an_answer_that_names_a_time_promises_no_call() -> None:
    """The file says what follows on it."""
    file = asking(replies={"ten": ("mañana a las 10",)}, on={"reply.ten": "end"})

    assert PromiseCall not in rows(hear("mañana a las 10", facts(SENT), file))


def test_a_mark_is_kept_and_counts_for_whatever_comes_next() -> None:
    """As an attribute of the lead, with the message as its evidence."""
    file = asking(replies={}, ask=SurveyQuestion(save="nps", kind="0-10"), on={"reply.saved": "thanks"})
    made = hear("un 9", facts(SENT), file)
    now, sent = after("un 9", facts(SENT), file)

    assert rows(made) == [RecordInbound, SaveValue, UpdateTouch]
    assert SaveValue(lead="lead-1", name="nps", value="9", ref="inbound:m") in made.writes
    assert (sent.answer, now.lead.attributes["nps"]) == ("saved", "9")
    assert next_move(file, now, LATER, Law()).step == "thanks"  # type: ignore[union-attr]


def test_a_later_mark_counts_even_after_the_branch() -> None:
    """The answer is the same one, and of what is kept the latest counts."""
    file = asking(replies={}, ask=SurveyQuestion(save="nps", kind="0-10"), on={"reply.saved": "thanks"})
    known = facts(replace(SENT, answer="saved", replied_at=NOON), CHASED)
    now, _ = after("7", known, file, LATER)

    assert now.lead.attributes["nps"] == "7"


def test_a_free_text_is_kept_and_read_by_a_person() -> None:
    """A stop can be written in any words, so it holds what it would hold without the question."""
    file = asking(replies={}, ask=SurveyQuestion(save="comment", kind="text"), on={"replied": "thanks"})
    made = hear("fue un desastre", facts(SENT), file)
    now, _ = after("fue un desastre", facts(SENT), file)

    assert rows(made) == [RecordInbound, OpenTask, SaveValue, UpdateTouch]
    assert (now.lead.attributes["comment"], now.inbound[0].meaning) == ("fue un desastre", "hold")


@pytest.mark.parametrize("text", ["fue un desastre", "me tenéis frita", "no me interesa", "\u0412\u0410J\u0410", "no"])
@pytest.mark.parametrize("more", [{"on": {"reply.saved": "thanks"}}, {"on": {}, "stop": True}])
def test_a_free_text_by_which_the_file_goes_on_is_read_by_a_person(text: str, more: dict[str, Any]) -> None:
    """The branch is taken once somebody has decided that it is no stop."""
    ask = SurveyQuestion(save="comment", kind="text")
    file = asking(replies={}, ask=ask, on=more["on"])
    file = file.model_copy(update={"stop_on": ("reply.saved",)}) if "stop" in more else file
    now, sent = after(text, facts(SENT), file)

    assert rows(hear(text, facts(SENT), file)) == [RecordInbound, OpenTask, SaveValue, UpdateTouch]
    assert (sent.answer, now.inbound[0].meaning) == ("saved", "hold")


def test_what_does_not_fit_is_work_and_nothing_is_kept() -> None:
    """The engine asks nobody a second time by itself."""
    file = asking(replies={}, ask=SurveyQuestion(save="nps", kind="0-10"), on={"reply.saved": "thanks"})

    assert rows(hear("un once", facts(SENT), file)) == [RecordInbound, OpenTask, UpdateTouch]


def test_a_stop_in_answer_to_a_question_keeps_nothing() -> None:
    """It is a stop and nothing else."""
    file = asking(replies={}, ask=SurveyQuestion(save="comment", kind="text"))
    made = hear("BAJA", facts(SENT), file)

    assert not {SaveValue, UpdateTouch, OpenTask} & set(rows(made))


def test_an_answer_to_somebody_elses_touch_is_none() -> None:
    """Two people may share a phone: only the person who was asked can answer."""
    other = replace(SENT, lead="somebody-else")

    assert RecordInbound in rows(hear("sí", facts(other), asking()))
    assert after("sí", facts(other), asking())[1].answer == ""


def test_a_step_that_was_taken_out_of_the_file_asks_nothing() -> None:
    """A lead may have been moved to another version since."""
    gone = replace(SENT, cause=Cause(kind=CauseKind.STEP, ref="gone"))

    assert question_to(asking(), gone) is None
    assert question_to(None, gone) is None
    assert question_to(asking(), None) is None
    late = Enrolment(id="enrolment-1", campaign="spring", version=3, at=MONDAY)
    event = Replied(
        message=Inbound(id="m", channel=Channel.SMS, number=1, sender="s", at=NOON, touch="sent"),
        reply=Reply(meaning="none", answer="yes"),
        lead="lead-1",
    )
    made = change(replace(facts(gone), enrolment=late), event, NOON, asking())
    assert OpenTask in rows(made)


def press(digit: str, asked: ReplyQuestion, known: Facts, file: Campaign) -> Change:
    """Return what a digit changes that answers the question of a call, which an older version asked."""
    reply = read_digit(digit, asked)
    assert reply is not None
    message = Inbound(id="m", channel=Channel.CALL, number=1, sender="+34910000001", at=NOON, touch="sent")
    event = Replied(message=message, reply=reply, lead=known.lead.id, body="", promise="p", enrolment="e")
    return change(known, event, NOON, file)


@pytest.mark.parametrize(
    ("pressed_kind", "kind", "digit", "kept"),
    [
        *[("0-5", "0-5", "4", True), ("0-5", "0-8", "4", True), ("0-5", "text", "4", True)],
        *[("0-5", "1-3", "4", False), ("0-5", "yes/no", "4", False), ("0-5", "date", "4", False)],
        *[("yes/no", "yes/no", "1", True), ("yes/no", "4-8", "1", False), ("yes/no", "text", "1", False)],
    ],
)
def test_a_digit_for_a_question_of_another_version_keeps_what_this_one_asks_for(
    pressed_kind: str, kind: str, digit: str, kept: bool
) -> None:
    """The lead was moved to a newer file during the call: a mark is no yes, and a yes is no mark."""
    asked = ReplyQuestion(answers={"yes": ("1",)} if pressed_kind == "yes/no" else {}, kind=pressed_kind)
    file = asking(replies={}, ask=SurveyQuestion(save="nps", kind=kind))

    made = press(digit, asked, facts(SENT), file)

    assert (SaveValue in rows(made)) is kept
    assert OpenTask not in rows(made)


@pytest.mark.parametrize("digit", ["1", "2", "4"])
def test_a_digit_for_a_step_that_is_gone_is_noted_and_keeps_nothing(digit: str) -> None:
    """The new file has no such step, so nothing follows from it."""
    asked = ReplyQuestion(answers=YES_NO, kind="0-5")

    made = press(digit, asked, facts(SENT), campaign(sms("chase"), sms("thanks")))

    assert rows(made) == [RecordInbound, UpdateTouch]


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize(("digit", "work"), [("1", True), ("2", True), ("3", False)])
def test_a_digit_that_comes_too_late_is_work_where_something_would_follow(digit: str, work: bool, ended: bool) -> None:
    """It is noted all the same; an answer that nothing follows from is no work."""
    replies = YES_NO | {"maybe": ("3",)}
    known = facts(SENT) if ended else facts(SENT, CHASED)
    known = replace(known, enrolment=replace(known.enrolment, finished="completed" if ended else None))

    made = press(digit, ReplyQuestion(answers=replies), known, asking(replies=replies))

    assert [write.values for write in made.writes if isinstance(write, UpdateTouch)] == [
        (("answer", {"1": "yes", "2": "no", "3": "maybe"}[digit]),)
    ]
    tasks = [write for write in made.writes if isinstance(write, OpenTask)]
    assert [task.body for task in tasks] == ([{"1": "reply.yes", "2": "reply.no"}[digit]] if work else [])
    assert all("the cadence has gone on" in task.title for task in tasks)

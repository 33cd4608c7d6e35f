"""Can the question of a call be answered by pressing a digit? Pure."""

import re

from cadence.campaign.answers import DATE, NAMES, TEXT, YES_NO
from cadence.campaign.checker import Checker
from cadence.campaign.step_shape import Step
from cadence.campaign.texts import Path
from cadence.campaign.way_out import offers_a_way_out
from cadence.documents.mistakes import quoted
from cadence.domain import Purpose
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.replies.digits import STOP_DIGIT, digits_of

HIGHEST = 8
"""The highest digit that is an answer."""


def check_digits(checker: Checker) -> None:
    """Check the question of each call."""
    for i, step in enumerate(checker.campaign.cadence):
        if step.call is not None and step.call.say:
            _check_question(checker, step, ("cadence", i))


def _check_question(checker: Checker, step: Step, path: Path) -> None:
    """Refuse a question that nobody can answer; warn of one that sells and does not say how to stop all contact."""
    call, question, place = step.call, checker.campaign.question_of(step), (*path, "call", "say")
    if call is None:
        return
    if question is None:
        expected = "`replies` or `ask`: what people press, and what it means"
        checker.wrong(place, "a question without answers", expected, key=True)
        return
    if _unfit(checker, step, path):
        return
    _check_each(checker, step, question, path)
    names_key = re.search(rf"(?<!\d){STOP_DIGIT}(?!\d)", call.say) is not None
    if checker.campaign.purpose is Purpose.MARKETING and not names_key and not offers_a_way_out(call.say):
        expected = (
            f'words such as "pulse {STOP_DIGIT} para no recibir más llamadas": the key {STOP_DIGIT} always does so'
        )
        checker.warn(place, "a question that does not say how to stop all contact", expected)


def _unfit(checker: Checker, step: Step, path: Path) -> bool:
    """Refuse a kind of answer that no digit can be; return whether it was refused."""
    kind = step.ask.kind if step.ask is not None else ""
    if kind in {"", YES_NO, NAMES}:
        return False
    expected = f"yes/no, replies, or a range of digits from 0 to {HIGHEST}, because {STOP_DIGIT} stops all contact"
    ends = range_of(kind)
    if ends is not None and ends[1] <= HIGHEST:
        return False
    found = (
        f"{quoted(kind)} as an answer to a call" if kind in {TEXT, DATE} else f"a range up to {kind.partition('-')[2]}"
    )
    checker.wrong((*path, "ask", "as"), found, expected)
    return True


def _check_each(checker: Checker, step: Step, question: ReplyQuestion, path: Path) -> None:
    """Refuse answers that no digit gives: in a call that only asks each of them, else all together."""
    pressed = digits_of(question)
    place = (*path, "replies") if step.replies else (*path, "call", "say")
    silent = [name for name in question.answers if name not in pressed.values()]
    expected = f'a digit from 0 to {HIGHEST} among its words, such as "1"'
    if silent and not step.floor:
        for name in silent:
            where = (*place, name) if step.replies and name in step.replies else place
            checker.wrong(where, f"the answer {quoted(name)}, which no digit gives", expected, key=True)
    elif not pressed:
        checker.wrong(place, "answers that no digit gives", expected, key=True)

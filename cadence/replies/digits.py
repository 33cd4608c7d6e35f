"""Which answer is a digit that was pressed in a call? Pure."""

import re

from cadence.domain import ANSWER, SAVED
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.replies.answers import normal
from cadence.replies.opt_out import Reply

PRESSED = "call.digit"
"""The rule that reads it: it says nothing but its answer, so nobody has to read it."""
STOP_DIGIT = "9"
"""The key that stops all contact on every call."""
DIGIT = re.compile(r"[0-8]")
"""What may be pressed as an answer; 9 stops all contact on every call."""


def has_stop(digits: str) -> bool:
    """Tell whether the key that stops all contact was pressed, also among others."""
    return STOP_DIGIT in digits


def read_digit(digit: str, question: ReplyQuestion) -> Reply | None:
    """Return the answer that a pressed digit is; None where it is no answer, or more than one."""
    if DIGIT.fullmatch(digit) is None:
        return None
    names = [name for name, words in question.answers.items() if digit in map(normal, words)]
    if len(names) == 1:
        value = names[0] if question.kind in {"yes/no", "replies"} else ""
        return Reply(meaning="none", rule=PRESSED, answer=names[0], value=value)
    ends = range_of(question.kind)
    if names or ends is None or not ends[0] <= int(digit) <= ends[1]:
        return None
    return Reply(meaning="none", rule=PRESSED, answer=SAVED, value=digit)


def digits_of(question: ReplyQuestion) -> dict[str, str]:
    """Return the answer that each digit is, by digit."""
    read = {digit: read_digit(digit, question) for digit in "012345678"}
    return {digit: reply.answer for digit, reply in read.items() if reply is not None}


def pressed_answers(question: ReplyQuestion) -> dict[str, str]:
    """Return the digits that people press for each answer, by its word in `on`."""
    digits = digits_of(question)
    names = dict.fromkeys(digits.values())
    return {f"{ANSWER}{name}": ", ".join(digit for digit, given in digits.items() if given == name) for name in names}

"""Which answer is a digit?"""

import pytest

from cadence.domain.questions import ReplyQuestion
from cadence.replies.digits import digits_of, read_digit

YES_NO = {"yes": ("sí", "1", "7"), "no": ("no", "2", "7")}


@pytest.mark.parametrize(
    ("digit", "kind", "answer", "value"),
    [
        ("1", "", "yes", ""),
        ("2", "replies", "no", "no"),
        ("1", "yes/no", "yes", "yes"),
        ("4", "0-5", "saved", "4"),
        ("1", "3-5", "yes", ""),  # a word of an answer comes before the range
    ],
)
def test_a_digit_is_one_answer(digit: str, kind: str, answer: str, value: str) -> None:
    """By the words of the answers, else as a number of the range."""
    read = read_digit(digit, ReplyQuestion(answers=YES_NO, kind=kind))

    assert read is not None
    assert (read.answer, read.value, read.meaning) == (answer, value, "none")


@pytest.mark.parametrize("digit", ["", "9", "7", "3", "12", "*", "#", "\u0661", "uno", "1\n"])
def test_everything_else_is_none(digit: str) -> None:
    """The key that stops all contact, a word of two answers, and what is no single digit."""
    assert read_digit(digit, ReplyQuestion(answers=YES_NO)) is None
    assert read_digit("9", ReplyQuestion(answers={"nine": ("9",)}, kind="0-9")) is None


def test_the_digits_of_a_question_are_listed() -> None:
    """As `check` and `preview` show them."""
    assert digits_of(ReplyQuestion(answers=YES_NO)) == {"1": "yes", "2": "no"}

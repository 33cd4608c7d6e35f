"""
Which answers does a campaign expect, and what does it keep of them? Pure: `replies` and `ask` of a file.

`answer_checks.py` compares them with the rest of the file.
"""

import re
from collections.abc import Mapping
from typing import Any

from cadence.campaign.blocks import ListKind, MappingKind, block, key, unset
from cadence.campaign.forms import NAME
from cadence.campaign.kinds import NotationKind, TextKind
from cadence.campaign.periods import Shape
from cadence.domain import ANSWER, SAVED
from cadence.domain.questions import ReplyQuestion, range_of
from cadence.languages import Language, add_sentences, say

Replies = Mapping[str, tuple[str, ...]]

REPLIES = MappingKind(
    of=ListKind(TextKind(expected='what people write or press, such as sí or "1"', longest=80)), name=NAME, most=20
)
OUTCOME = TextKind(expected="a word", form=rf"(?:{re.escape(ANSWER)})?[\w -]+", longest=60)
"""A word of `on` or `stop_on`: an outcome, a disposition, or an answer such as reply.yes."""

KEPT_NAME = TextKind(
    expected="a name of small letters a to z, digits and _, such as nps", form=r"[a-z][a-z0-9_]*", longest=40
)
"""The name of a value that is kept."""

YES_NO, NAMES, TEXT, DATE = "yes/no", "replies", "text", "date"
SAMPLES = {YES_NO: "yes", TEXT: "todo bien", DATE: "2027-03-10"}
BUILT_IN_REPLIES: Replies = {
    "yes": ("sí", "yes", "yeah", "yep", "sim", "vale", "ok", "okay", "claro", "de acuerdo", "👍"),
    "no": ("no", "nope", "não", "👎"),
}
"""The answers to a question that asks for yes or no; `replies` may have other words for them."""


def parse_kind(text: str) -> str:
    """Return what kind of answer is kept. Raises ValueError."""
    word = re.sub(r"\s*/\s*", "/", text.strip().casefold())
    if word in {YES_NO, NAMES, TEXT, DATE}:
        return word
    ends = range_of(re.sub(r"\s*-\s*", "-", text.strip()))
    if ends is None:
        raise ValueError("not a kind of answer")
    least, most = ends
    if least >= most:
        raise ValueError(f'"{text}" does not go up')
    return f"{least}-{most}"


class SurveyQuestion(Shape):
    """What is kept of the answer to a step, as an attribute of the person."""

    save: str = key(
        KEPT_NAME,
        "The name under which the answer is kept: conditions, texts and dates see it as a column of the list.",
        stand_in="",
    )
    kind: str = key(
        NotationKind(
            parse=parse_kind,
            expected="0-10 or another range of whole numbers, yes/no, replies, date or text",
            vocabulary=(YES_NO, NAMES, TEXT, DATE, "yes", "no"),
            examples=("0-10", "yes/no", "date"),
        ),
        "What an answer is: a whole number of a range, `yes/no`, one of the `replies`, a `date`, or any `text`.",
        TEXT,
        name="as",
    )

    @property
    def sample(self) -> str:
        """An answer as it is kept, to check and show texts with; "" where it is one of the replies."""
        return "" if self.kind == NAMES else SAMPLES.get(self.kind) or self.kind.rpartition("-")[2]


ASK = block(SurveyQuestion, called="a question", example="{save: nps, as: 0-10}")


def question_from(replies: Replies, ask: SurveyQuestion | None) -> ReplyQuestion | None:
    """Return what is asked; None for nothing. `replies` may have other words for yes and no."""
    kind = ask.kind if ask is not None else ""
    answers = {**BUILT_IN_REPLIES, **replies} if kind == YES_NO else dict(replies)
    return ReplyQuestion(answers=answers, kind=kind) if answers or kind else None


def names_of(question: ReplyQuestion | None) -> tuple[str, ...]:
    """Return the words of `on` about the answers to a question: reply.yes, reply.saved."""
    if question is None:
        return ()
    kept = () if question.kind in {"", YES_NO, NAMES} else (SAVED,)
    return tuple(f"{ANSWER}{name}" for name in (*question.answers, *kept))


def expected_answers(question: ReplyQuestion | None, language: Language = "en") -> dict[str, str]:
    """Return what people may write for each answer, by its word in `on`."""
    if question is None:
        return {}
    written = {f"{ANSWER}{name}": ", ".join(words) for name, words in question.answers.items()}
    if range_of(question.kind) is not None:
        written[f"{ANSWER}{SAVED}"] = say(language, "answer-range", range=question.kind)
    elif question.kind in {DATE, TEXT}:
        written[f"{ANSWER}{SAVED}"] = say(language, f"answer-{question.kind}")
    return written


def keeps(question: ReplyQuestion | None, word: str) -> bool:
    """Tell whether an answer, by its word in `on`, is kept."""
    return question is not None and (word == f"{ANSWER}{SAVED}" or question.kind in {YES_NO, NAMES})


def replies_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the answers of a whole campaign."""
    return key(
        REPLIES,
        "The answers that people give to messages: a name for each, and the words that they write.",
        {},
        without="replies are work for a person",
        example='{yes: [sí, vale, "1"], no: [no, "2"]}',
        exclude_if=unset,
    )


def stop_on_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the words that end the cadence of a person."""
    return key(
        ListKind(OUTCOME),
        "What ends the cadence of a person at once. Opting out always does.",
        (),
        without="only opting out",
        rule="enrolment.finished",
        example="[converted, refused]",
    )


def promised_key() -> Any:  # noqa: ANN401  as `key` itself
    """Declare the name of the date that agents report."""
    return key(
        TextKind(
            expected="a name of small letters a to z, digits and _, such as pay_on", form=r"[a-z][a-z0-9_]*", longest=40
        ),
        "The name of the date that agents report with the disposition `promised`: steps and texts see it as a column.",
        "",
        without="agents report no promised dates",
        example="pay_on",
        exclude_if=unset,
    )


add_sentences(
    en="""
answer-range = a whole number, { $range }
answer-date = a date
answer-text = a text
""",
    es="""
answer-range = un número entero, { $range }
answer-date = una fecha
answer-text = un texto
""",
    pt="""
answer-range = um número inteiro, { $range }
answer-date = uma data
answer-text = um texto
""",
)

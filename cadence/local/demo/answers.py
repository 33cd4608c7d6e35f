"""
Which answers do the people of a rehearsal give? Pure: the words of the campaign file, or what its questions keep.

The emulator knows no campaign. It gets the words of each question, and how a message that asks it is recognised: by
the name of its template, or by the longest part of its text that is the same for everybody.
"""

import re
from collections.abc import Iterator
from typing import Any

from cadence.campaign import Campaign, texts
from cadence.campaign.answers import DATE, NAMES, TEXT, YES_NO
from cadence.campaign.step_shape import Step
from cadence.domain import SAVED
from cadence.domain.questions import range_of

SHARE = 0.4
"""How many of the people who are asked answer; the others reply, or not, as people do to any message."""
PRESSED = 0.5
"""How many of the answers to a WhatsApp message are pressed."""
MOST_NUMBERS = 11
"""So many numbers of a range are given: all those of 0 to 10."""
WORDS = {
    "es": {
        TEXT: ("Todo muy bien", "El trato fue muy amable", "La sala estaba fría"),
        DATE: ("mañana",),
    },
    "en": {TEXT: ("It was all fine", "The staff were very kind", "The room was cold"), DATE: ("tomorrow",)},
    "pt": {TEXT: ("Tudo muito bem", "O atendimento foi ótimo", "A sala estava fria"), DATE: ("amanhã",)},
}
"""What is answered to a question about a text or a date."""
FIRST_OF_RANGE = {"es": "un {}", "en": "a {}", "pt": "um {}"}

_TAG = re.compile(r"(\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|\n)", re.DOTALL)


def questions_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Return the questions of a campaign for the emulator's people file; the longest text is looked for first."""
    questions: dict[str, dict[str, Any]] = {}
    for place, step in enumerate(campaign.cadence):
        answers = answers_to(campaign, step)
        for asks in _recognised_by(campaign, place) if answers else ():
            question = {"asks": asks, "answers": answers, "share": SHARE, "pressed": _pressed(campaign, step)}
            questions.setdefault(asks, question)
    return [questions[asks] for asks in sorted(questions, key=len, reverse=True)]


def answers_to(campaign: Campaign, step: Step) -> dict[str, list[str]]:
    """Return what people answer to a step, by the name of the answer; empty where nothing is asked."""
    question = campaign.question_of(step)
    if question is None:
        return {}
    answers = {name: list(words) for name, words in question.answers.items()}
    if (ends := range_of(question.kind)) is not None:
        least, most = ends
        numbers = sorted({least + (most - least) * n // (MOST_NUMBERS - 1) for n in range(MOST_NUMBERS)})
        answers[SAVED] = [str(number) for number in numbers] + [FIRST_OF_RANGE[campaign.language].format(most)]
    elif question.kind in {TEXT, DATE}:
        answers[SAVED] = list(WORDS[campaign.language][question.kind])
    return answers


def fixed_part(text: str) -> str:
    """Return the longest part of a template that is the same for everybody, within a line; "" if it has none."""
    depth, parts = 0, [""]
    for piece in _TAG.split(text):
        tag = piece.strip("{%-+ }").split(" ")[0] if piece.startswith("{%") else ""
        depth += (tag == "if") - (tag == "endif")
        if not depth and not _TAG.fullmatch(piece):
            parts.append(piece.strip())
    return max(parts, key=len)


def _recognised_by(campaign: Campaign, place: int) -> Iterator[str]:
    """Yield what the messages of a step are recognised by."""
    if campaign.cadence[place].approved:
        yield campaign.cadence[place].approved
    for written in texts.texts(campaign):
        if written.path[:2] == ("cadence", place) and written.message_on is not None:
            part = fixed_part(written.text)
            if part:
                yield part


def _pressed(campaign: Campaign, step: Step) -> float:
    """Return how many answers are pressed: only where each has a name, because a button is known by it."""
    question = campaign.question_of(step)
    by_name = question is not None and question.kind in {"", YES_NO, NAMES}
    return PRESSED if by_name and step.whatsapp else 0.0

"""
What does a person answer to a message that asks for something? Pure: the people file lists the questions.

    {"questions": [{"asks": "Responda SÍ", "answers": {"yes": ["sí", "vale"], "no": ["no"]}, "share": 0.4}]}

A message asks if it has these words, or if its template has this name. A named answer may also be pressed as a button
of WhatsApp, whose payload is the name.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Chance = Annotated[float, Field(ge=0, le=1)]


class PressedButton(BaseModel):
    """A quick-reply button: what the person sees on it, and what its template sends with it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    button: Annotated[str, Field(min_length=1)]
    payload: str = ""


WrittenReply = str | PressedButton | None
"""What follows a message: words, a button, or nothing."""


class EmulatedQuestion(BaseModel):
    """What messages ask for, and how people answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    asks: Annotated[str, Field(min_length=1)]
    answers: Annotated[Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]], Field(min_length=1)]
    share: Chance = 0.4  # of the people who get the message, who answer
    pressed: Chance = 0.0  # of the answers to a WhatsApp message, which are pressed

    def reply(self, name: str, chance: random.Random, *, whatsapp: bool) -> WrittenReply:
        """Return an answer of this name, or any answer without a name; None for a name that is not asked for."""
        names = [name] if name else list(self.answers)
        chosen = chance.choice(names)
        words = self.answers.get(chosen)
        if words is None:
            return None
        if whatsapp and chance.random() < self.pressed:
            return PressedButton(button=words[0], payload=chosen)
        return chance.choice(words)


def question_in(text: str, template: str, questions: Sequence[EmulatedQuestion]) -> EmulatedQuestion | None:
    """Return what a message asks; None if it asks for nothing that the file lists."""
    return next((question for question in questions if question.asks == template or question.asks in text), None)

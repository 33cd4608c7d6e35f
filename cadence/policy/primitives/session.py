"""May free text go on WhatsApp now? Pure: the platform's rule of the 24-hour session."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from pydantic import Field

from cadence.domain import Scope
from cadence.domain.channels import descriptor_of
from cadence.domain.spellings import spellings
from cadence.languages import add_sentences
from cadence.languages.sentences import span_in_words
from cadence.policy.finding import Finding, Question
from cadence.policy.pack_parts import SecondCount
from cadence.policy.primitive import PackContext, Primitive, Requirement

SESSION = timedelta(hours=24)
"""How long free text may answer a person after their last message."""


@dataclass(frozen=True, slots=True)
class InSession:
    """
    Outside 24 hours of the person's last message to this sender, only an approved template goes.

    Each message from them starts the 24 hours again; after exactly 24 hours they are over. WhatsApp Business policy.
    """

    rule: str = "whatsapp.session"
    within: timedelta = SESSION
    basis: dict[str, Any] = field(default_factory=dict)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass inside a session."""
        ours = set(spellings(question.candidate.sender))  # a sender of ours may be written in two ways, too
        number = question.number.id if question.number else None
        wrote = [
            message.at
            for message in question.facts.inbound
            if descriptor_of(message.channel).in_sessions
            and message.number == number
            and message.sender in ours
            and message.at <= at
        ]
        last = max(wrote, default=None)
        evidence = self.basis | {"last_inbound": last.isoformat() if last else None}
        if last is not None and at < last + self.within:
            return Finding(rule=self.rule, evidence=evidence, closes=last + self.within)
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.NUMBER)


class SessionEntry(Requirement):
    """Free text only for some time after the person's last message; else an approved template."""

    free_form_within_s: SecondCount = Field(
        description="For how many seconds after their last message free text may go."
    )
    otherwise: Literal["approved_template"] = Field(
        alias="else", default="approved_template", description="What may go at any time."
    )

    def rules(self, context: PackContext) -> Iterator[InSession]:
        """Yield the rule about free text; an approved template needs none."""
        if not context.question.candidate.template:
            within = timedelta(seconds=self.free_form_within_s)
            yield InSession(rule=context.rule, within=within, basis=context.basis)

    def looser_than(self, parent: Self) -> str:
        """Return that a session lasts longer, if so."""
        return "a longer session" if self.free_form_within_s > parent.free_form_within_s else ""

    def describe(self) -> str:
        """Return how long a session lasts."""
        within = span_in_words(self.free_form_within_s, "en")
        return f"free text within {within} of their last message, else an approved template"


PRIMITIVE = Primitive(kind="session", part=SessionEntry, marks=frozenset({"last_inbound"}))

add_sentences(
    en="""
rule-session = free-form text may be sent only within 24 hours of the person's last message ({ $last_inbound })
rule-whatsapp-session = free-form WhatsApp text may be sent only within 24 hours of the person's last message
    ({ $last_inbound })
""",
    es="""
rule-session = el texto libre solo se puede enviar en las 24 horas siguientes al último mensaje de la persona
    ({ $last_inbound })
rule-whatsapp-session = el texto libre de WhatsApp solo se puede enviar en las 24 horas siguientes al último mensaje de
    la persona ({ $last_inbound })
""",
    pt="""
rule-session = o texto livre só pode ser enviado até 24 horas depois da última mensagem da pessoa ({ $last_inbound })
rule-whatsapp-session = o texto livre de WhatsApp só pode ser enviado até 24 horas depois da última mensagem da pessoa
    ({ $last_inbound })
""",
)

"""How long is a person not contacted after a refusal or a conversation? Pure: a rule of the house and of a campaign."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cadence.domain import Disposition, Outcome, Purpose, Touch
from cadence.domain.channels import CONVERSATION_CHANNELS
from cadence.languages import add_sentences
from cadence.policy.finding import Finding, Question, passing
from cadence.policy.primitive import COUNTS_NOTHING, Primitive

RESTED = frozenset({Purpose.MARKETING, Purpose.SURVEY})
"""Purposes that have to wait; service and collections do not."""
LONGEST_CALL = timedelta(days=1)
"""Longer than a call lasts at any carrier: rest counts from the end of a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """
    A minimum time since the person last refused or last spoke with us: the house's rule, which only tightens (law 7).

    A campaign file may have another one for itself; the longer one holds. A refusal stops every campaign, including its
    own. A conversation stops the other campaigns. A private person is recognised by lead or number, a person at work by
    lead only: one refusal must not close a company's switchboard.
    """

    refused: timedelta
    conversation: timedelta
    by_number: bool = True
    rule: str = "house.rest"

    @property
    def look_back(self) -> timedelta:
        """How old a touch to another lead may be and still count."""
        return max(self.refused, self.conversation) + LONGEST_CALL if self.by_number else COUNTS_NOTHING

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass once every rest period is over, else return when the last one ends."""
        number = question.number.id if question.number and self.by_number else None
        lead, refused, answered = question.facts.lead.id, Disposition.REFUSED, Outcome.ANSWERED
        until, evidence = at, dict[str, object]()
        for touch in question.touches:
            if touch.outcome is not answered and touch.disposition is not refused:
                continue
            if touch.lead != lead and (number is None or touch.number != number):
                continue
            for why, span in self._spans(touch, question.campaign):
                since = touch.ended_at or touch.at
                if since + span > until:
                    until = since + span
                    evidence = {"why": why, "rest": int(span.total_seconds()), "since": since.isoformat()}
        return Finding(rule=self.rule, evidence=evidence, until=until) if until > at else passing(self.rule)

    def _spans(self, touch: Touch, campaign: str) -> list[tuple[str, timedelta]]:
        """Return the rest periods that a touch starts for this campaign."""
        spans = [("refused", self.refused)] if touch.disposition is Disposition.REFUSED else []
        spoken = touch.channel in CONVERSATION_CHANNELS and touch.outcome is Outcome.ANSWERED
        if spoken and touch.campaign != campaign:
            spans.append(("conversation", self.conversation))
        return spans


PRIMITIVE = Primitive(kind="rest")

add_sentences(
    en="""
rule-house-rest-refused = the person refused an offer on { $since }; no campaign contacts them for { $rest } after a
    refusal
rule-house-rest-conversation = another campaign spoke with the person on { $since }; other campaigns wait { $rest }
    after a conversation
rule-campaign-rest-refused = the person refused an offer on { $since }; this campaign waits { $rest } after a refusal
rule-campaign-rest-conversation = another campaign spoke with the person on { $since }; this campaign waits { $rest }
    after a conversation
""",
    es="""
rule-house-rest-refused = la persona rechazó una oferta el { $since }; tras un rechazo, ninguna campaña la contacta
    durante { $rest }
rule-house-rest-conversation = otra campaña habló con la persona el { $since }; tras una conversación, las demás
    campañas esperan { $rest }
rule-campaign-rest-refused = la persona rechazó una oferta el { $since }; tras un rechazo, esta campaña no la contacta
    durante { $rest }
rule-campaign-rest-conversation = otra campaña habló con la persona el { $since }; tras una conversación, esta campaña
    espera { $rest }
""",
    pt="""
rule-house-rest-refused = a pessoa recusou uma oferta em { $since }; depois de uma recusa, nenhuma campanha a contata
    por { $rest }
rule-house-rest-conversation = outra campanha falou com a pessoa em { $since }; depois de uma conversa, as outras
    campanhas esperam { $rest }
rule-campaign-rest-refused = a pessoa recusou uma oferta em { $since }; depois de uma recusa, esta campanha não a
    contata por { $rest }
rule-campaign-rest-conversation = outra campanha falou com a pessoa em { $since }; depois de uma conversa, esta campanha
    espera { $rest }
""",
)

"""May one more trial go to this number? Pure: trials are for looking, not for sending."""

from dataclasses import dataclass
from datetime import datetime

from cadence.domain import CauseKind, Scope
from cadence.domain.counted import COUNTED
from cadence.domain.trials import MOST_A_DAY, OWN_DAY
from cadence.policy.finding import Finding, Question


@dataclass(frozen=True, slots=True)
class FewTrials:
    """Trials count in no other limit, so they have one of their own: so many to a number in 24 hours."""

    rule: str = "trial.most"

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass while there were fewer. The judged trial's own row counts for nothing."""
        candidate, enrolment = question.candidate, question.facts.enrolment.id
        counted = sum(
            touch.cause.kind is CauseKind.TRIAL
            and touch.state in COUNTED
            and touch.at > at - OWN_DAY
            and (touch.enrolment, touch.cause) != (enrolment, candidate.cause)
            for touch in question.facts.touches
        )
        evidence = {"trials": counted, "most": MOST_A_DAY}
        return Finding(rule=self.rule, evidence=evidence, scope=Scope.STEP if counted >= MOST_A_DAY else None)

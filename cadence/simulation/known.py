"""Is a touch allowed by a verdict that is known already? Pure: so that most rules are evaluated once."""

from datetime import datetime

from cadence.campaign import Campaign
from cadence.domain import Allow, Attempt, Facts, IfLate
from cadence.planning.candidate import candidate
from cadence.planning.case import VerdictCache, proved
from cadence.planning.due import expiry
from cadence.planning.position import step_of


def allowed_before(
    campaign: Campaign, facts: Facts, attempt: Attempt, now: datetime, verdicts: VerdictCache
) -> Allow | None:
    """
    Return the known Allow on the facts that this was planned on; None where the rules must be evaluated.

    The rules do not know conditions of steps, dates that pass, steps that are late or content that expires. At the
    instant for which it was planned, a step is not late.
    """
    step = step_of(campaign, attempt.cause)
    if step is not None:
        late = step.if_late is not IfLate.SEND and now > attempt.at
        expires = expiry(campaign, facts, step, attempt.cause, attempt.due or attempt.at, now)
        if step.dated or step.where is not None or late or (expires is not None and now >= expires):
            return None
    return proved(verdicts, facts, candidate(campaign, facts, attempt), now)

"""Which touches count in limits and gaps, and which count together? Pure: those that went, or may have (law 6)."""

from collections.abc import Callable
from typing import Literal

from cadence.domain import CauseKind, Outcome, Touch, TouchState
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.outcomes import GOES_AGAIN
from cadence.policy.finding import Question

Key = Literal["lead", "number", "account", "subject", "seller", "campaign", "portfolio"]
"""
What touches may have in common.

The gate counts what the facts of a lead hold: every touch to that lead, and others' touches by a number they share. So
`lead`, `number`, `subject` and `campaign` see all there is of one person. `account` and `seller` see a company's or a
seller's touches to that person, not those to their colleagues: packs use them beside `lead`. `portfolio` is about
everybody: the gate counts what a file tells it, and the ledger counts all where a touch is reserved
(`evaluation/across_leads.py`).
"""

Shared = Key | Literal["person"]
"""
Packs count by `Key`. The house also counts by person: every touch that facts hold, but for those to others by a number
that is closed, because it may have a new owner. An address that no step can use is not in the lead of a judgment, so
its touches are known by being in the facts.
"""

ACCOUNT = "account"
"""Why a limit of a campaign is reached where the people of the account have, together, had all that it allows."""

SAME: dict[Shared, Callable[[Question, Touch], bool]] = {
    "lead": lambda question, touch: touch.lead == question.facts.lead.id,
    "person": lambda question, touch: (
        touch.lead == question.facts.lead.id
        or not any(number.id == touch.number for number in question.facts.lead.numbers if number.closed)
    ),
    "number": lambda question, touch: question.number is not None and touch.number == question.number.id,
    "account": lambda question, touch: touch.account == question.facts.lead.account,
    "subject": lambda question, touch: touch.subject == question.subject,
    "seller": lambda question, touch: touch.seller == question.seller,
    "campaign": lambda question, touch: touch.campaign == question.campaign,
    "portfolio": lambda question, touch: touch.portfolio == question.portfolio,
}
"""Whether a touch shares a key with the judged one."""

COUNTED = frozenset({TouchState.RESERVED, TouchState.UNKNOWN, TouchState.CARRIED, TouchState.SETTLED})
"""States in which a touch left or may have left."""
CONTACTS = frozenset(CONTACT_CHANNELS)
"""Channels of touches to a person."""
NEVER_LEFT = frozenset({Outcome.INVALID_NUMBER, Outcome.OPTED_OUT, Outcome.BLOCKED, Outcome.SKIPPED})
"""Outcomes of touches that were not sent, unless the carrier is known to have accepted them first."""
REACHED_NOBODY = GOES_AGAIN | {Outcome.INVALID_NUMBER}
"""Outcomes of touches that did not reach a person, even if the carrier accepted them."""


def counts(touch: Touch) -> bool:
    """Tell whether a touch counts in limits and gaps: it went to the person, or may have (law 6)."""
    if touch.state not in COUNTED or touch.channel not in CONTACTS or touch.cause.kind is CauseKind.INBOUND:
        return False
    if touch.taken is False or touch.outcome in REACHED_NOBODY:
        return False
    return touch.taken is True or touch.outcome not in NEVER_LEFT

"""Which touches count together in limits and gaps? Pure: those that share the keys of a rule."""

from collections.abc import Callable
from typing import Literal

from cadence.domain import Touch
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

"""
May this person be contacted at this instant, and why? Pure: the rules are evaluated for any history in one file.

It needs no server and no ledger: `person` and its `parts` are the file's shape, `words` how it may be written, `facts`
turns it into what the rules look at, `answer` is what a lawyer, an auditor or a test reads.
"""

from cadence.explain.judge.answer import Answer, answer
from cadence.explain.judge.facts import facts_of
from cadence.explain.judge.person import JudgePerson, read_person
from cadence.explain.judge.question import AskedTouch, confirmation, question, shares, with_promise

__all__ = [
    "Answer",
    "AskedTouch",
    "JudgePerson",
    "answer",
    "confirmation",
    "facts_of",
    "question",
    "read_person",
    "shares",
    "with_promise",
]

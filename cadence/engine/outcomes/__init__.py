"""
What came of it, and what does it change? Edge: everything that happens to a lead is recorded here, then planned for.

Every function takes the lead's lock, may be called twice without harm, and returns the news that it wrote: hand it to
`courier.Courier` once the function has returned, or leave it to the sweeper.
"""

from cadence.engine.outcomes.callbacks import Agreed, Promise, request_callback
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.reports import settle
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.engine.outcomes.settled import Settled, result_of
from cadence.engine.outcomes.stops import record_list_stop, record_number_stop, record_stop

__all__ = [
    "Agreed",
    "LeadCase",
    "Planner",
    "Promise",
    "Review",
    "ReviewDecision",
    "Settled",
    "UnitOfWork",
    "record_disposition",
    "record_inbound",
    "record_list_stop",
    "record_number_stop",
    "record_review",
    "record_stop",
    "request_callback",
    "result_of",
    "settle",
]

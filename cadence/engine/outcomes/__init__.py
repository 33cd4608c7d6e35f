"""
What happened to a lead, and what does it change? Edge: every event is recorded here, and then the lead is planned.

What belongs here: one function `record_*` or `request_*` for each kind of event. Each takes the lead's lock, may be
called twice without harm, and returns the news that it wrote: hand it to `outbox.OutboxRelay` once the function has
returned, or leave it to the reconciler. What an event changes is decided by `planning/transitions`.
"""

from cadence.engine.outcomes.callbacks import Promise, request_callback
from cadence.engine.outcomes.dispositions import record_disposition
from cadence.engine.outcomes.event_result import EventResult, result_of
from cadence.engine.outcomes.inbound import record_inbound
from cadence.engine.outcomes.planner import LeadCase, Planner, UnitOfWork
from cadence.engine.outcomes.reports import record_report
from cadence.engine.outcomes.reviews import Review, ReviewDecision, record_review
from cadence.engine.outcomes.stops import record_list_stop, record_number_stop, record_stop

__all__ = [
    "EventResult",
    "LeadCase",
    "Planner",
    "Promise",
    "Review",
    "ReviewDecision",
    "UnitOfWork",
    "record_disposition",
    "record_inbound",
    "record_list_stop",
    "record_number_stop",
    "record_report",
    "record_review",
    "record_stop",
    "request_callback",
    "result_of",
]

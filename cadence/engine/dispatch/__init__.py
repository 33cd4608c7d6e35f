"""
How is a touch sent? Edge: the only package that calls the carrier's `send` and `dial` (law 1).

Gather, decide, act, record, plan. A touch is reserved in one transaction, the carrier is called after the commit, and
its answer is recorded in another transaction (protocol §1.1). What belongs here: everything between a planned attempt
and the carrier's answer. What is recorded of other events belongs in `outcomes`.
"""

from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.dispatch.later import NotNowError
from cadence.engine.dispatch.lookup import look_up
from cadence.engine.dispatch.takeback import take_back

__all__ = ["Dispatcher", "InProgress", "NotNowError", "SenderRates", "look_up", "take_back"]

"""
Where does everything that leaves pass through? Edge: the one place that calls the carrier's `send` and `dial` (law 1).

Gather, decide, act, record, plan. A touch is reserved in one transaction, the carrier is called after the commit, and
what it answered is recorded in another (protocol §1.1).
"""

from cadence.engine.dispatch.answers import SenderRates
from cadence.engine.dispatch.attempt import Dispatcher, InProgress
from cadence.engine.dispatch.later import NotNowError
from cadence.engine.dispatch.lookup import look_up
from cadence.engine.dispatch.takeback import take_back

__all__ = ["Dispatcher", "InProgress", "NotNowError", "SenderRates", "look_up", "take_back"]

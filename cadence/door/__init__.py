"""
Where does everything that leaves pass through? Edge: the one place that calls the carrier's `send` and `dial` (law 1).

Gather, decide, act, record, plan. A touch is reserved in one transaction, the carrier is called after the commit, and
what it answered is recorded in another (protocol §1.1).
"""

from cadence.door.answers import Rates
from cadence.door.door import Door, InProgress
from cadence.door.later import NotNowError
from cadence.door.lookup import look_up
from cadence.door.takeback import take_back

__all__ = ["Door", "InProgress", "NotNowError", "Rates", "look_up", "take_back"]

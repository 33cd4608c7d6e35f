"""
What does it change that an operator moves a lead to another version? Pure.

Whether a lead can move is decided by `planning/moved.py`. A touch that is under way keeps the version it was made with;
what follows is planned with the new one.
"""

from datetime import datetime

from cadence.domain import Facts, NewsKind
from cadence.planning.transitions.change import Change, Notify, SetVersion
from cadence.planning.transitions.events import VersionChanged


def version_changed(facts: Facts, event: VersionChanged, now: datetime) -> Change:
    """Return the new pin of the enrolment, and the news for its workflow."""
    enrolment = facts.enrolment.id
    pin = SetVersion(enrolment=enrolment, version=event.version)
    news = Notify(kind=NewsKind.VERSION, enrolment=enrolment, ref=str(event.version))
    return Change(at=now, writes=(pin,), notify=(news,))

"""
Does a person of a list come into the campaign, once or again? Pure.

A person is the lead of this list, and every lead of another list that has one of the numbers. Within one list different
ids stay different people, also on one phone.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from cadence.campaign.enter import AgainAfter, Enter, Once, PerDate
from cadence.domain.dates import read_wall
from cadence.domain.facts import CampaignVisit


class Entering(StrEnum):
    """What a launch does with a person."""

    NEW = "new"  # comes in: nobody with this id or number has been in the campaign
    BACK = "back"  # comes in again, as `enter` allows
    UNDER_WAY = "under_way"  # stays as they are: in the campaign now
    ONCE = "once"  # left out: was in it, and `enter` is once
    TOO_SOON = "too_soon"  # left out: `again_after` is not over
    SAME_DATE = "same_date"  # left out: was in it for this very date
    ELSEWHERE = "elsewhere"  # in it, or was in it, under another list's name


COMES = frozenset({Entering.NEW, Entering.BACK})


def visit_of(enter: Enter, attributes: dict[str, str]) -> str:
    """Return what a visit is for: the date in the column of `per`, however it is written; else ""."""
    if not isinstance(enter, PerDate):
        return ""
    text = attributes.get(enter.field, "")
    try:
        return read_wall(text).at.isoformat()
    except ValueError:
        return " ".join(text.split()).casefold()


def entering(enter: Enter, entries: Sequence[CampaignVisit], visit: str, now: datetime, *, again: bool) -> Entering:
    """
    Return what a launch does with a person, given their earlier visits to the campaign.

    `again` lets people in although they are in it under another list's name; what this list itself has brought in
    before, it never brings in twice by that.
    """
    known = [entry for entry in entries if entry.own or not again]
    if not known:
        return Entering.NEW
    if any(entry.open and entry.own for entry in known):
        return Entering.UNDER_WAY
    match enter:
        case Once():
            return Entering.ONCE if any(entry.own for entry in known) else Entering.ELSEWHERE
        case AgainAfter(after=after):
            left_out = any(entry.open or entry.ended is None or entry.ended + after > now for entry in known)
            reason = Entering.UNDER_WAY if any(entry.open for entry in known) else Entering.TOO_SOON
            return reason if left_out else Entering.BACK
        case PerDate():
            if any(entry.visit == visit for entry in known):
                return Entering.SAME_DATE
            return Entering.UNDER_WAY if any(entry.open for entry in known) else Entering.BACK
        case _:
            assert_never(enter)


def key_of(enter: Enter, entries: Sequence[CampaignVisit], visit: str) -> str:
    """Return the key of the next visit of this lead: what it is for, else which one it is; "" for the first."""
    own = sum(entry.own for entry in entries)
    if isinstance(enter, PerDate):
        return visit
    return str(own + 1) if own else ""

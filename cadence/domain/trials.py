"""
What is a trial? Pure: a step sent to a number of our own, before or beside a campaign, marked and counted nowhere.

A trial is a touch of a person of its own, in a campaign of its own: so it is in no figure of the campaign it tries.
The names of both hold a sign that no campaign and no list may have.
"""

from datetime import timedelta

KIND = "trial"
"""The kind of a trial's enrolment."""
LIST = "cadence/trial"
"""The list of those who get trials: no list of people may have a / in its name."""
PREFIX = "trial:"
"""What the names of campaigns of trials begin with: no campaign may have a : in its name."""
MOST_NUMBERS = 20
"""So many numbers may get trials: more are no longer colleagues."""
MOST_A_DAY = 50
"""So many trials may go to one number in 24 hours."""
OWN_DAY = timedelta(days=1)
"""How long that is, and how long a reply may still belong to a trial."""
REAL_FIRST = timedelta(days=30)
"""A reply to a number that had a real touch so recently belongs to that: a person's word is worth more than a trial."""
LASTS = timedelta(minutes=10)
"""A trial that could not leave within this time is over: nobody is waiting for it any more."""

TRIED, REFUSED, EXPIRED = "trial_made", "trial_refused", "trial_expired"
"""Why the enrolment of a trial ends."""


def trial_of(campaign: str) -> str:
    """Return the name of the campaign that holds the trials of a campaign."""
    return PREFIX + campaign


def tried(campaign: str) -> str:
    """Return the name of the campaign whose steps are tried; that of any other campaign is its own."""
    return campaign.removeprefix(PREFIX)

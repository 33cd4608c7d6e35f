"""Do reports of one touch, in any order and any number, end in the same thing?"""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain import Outcome
from cadence.domain.outcomes import (
    NOT_SERVED,
    ORDER,
    VOICEMAIL,
    ReportedOutcome,
    contradicts,
    reported,
    standing,
    weighed,
)

CALLS = frozenset(ORDER[ORDER.index(Outcome.BUSY) :])
MESSAGES = frozenset({Outcome.DELIVERED, Outcome.READ, Outcome.CREATED, Outcome.SKIPPED})
codes = st.sampled_from(["", "30003", "30005"])


def sayings(never: frozenset[Outcome]) -> st.SearchStrategy[ReportedOutcome]:
    """Reports of a touch of which these things are never said."""
    return st.builds(weighed, st.sampled_from([outcome for outcome in ORDER if outcome not in never]), codes)


ANY = sayings(frozenset())
OF_ONE_TOUCH = st.sampled_from([CALLS, MESSAGES]).flatmap(
    lambda never: st.lists(sayings(never), min_size=1, max_size=6)
)
"""What can be said of a message, or of a call."""


def test_every_outcome_has_one_place() -> None:
    """One without a place could neither win nor lose."""
    assert sorted(ORDER) == sorted(Outcome)


@given(reports=OF_ONE_TOUCH, order=st.randoms(use_true_random=False))
def test_what_stands_does_not_depend_on_the_order(reports: list[ReportedOutcome], order: object) -> None:
    """Callbacks come twice, late and out of order; nor does it matter what is kept as evidence on the way."""

    def hear(
        known: tuple[ReportedOutcome | None, frozenset[ReportedOutcome]], new: ReportedOutcome
    ) -> tuple[ReportedOutcome | None, frozenset[ReportedOutcome]]:
        was, kept = known
        if was is None:
            return new, kept
        lighter, weightier = sorted((was, new), key=lambda report: report.weight)
        return weightier, kept | ({lighter} if contradicts(lighter, weightier) else frozenset())

    shuffled = list(reports)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    nothing: tuple[ReportedOutcome | None, frozenset[ReportedOutcome]] = (None, frozenset())

    assert reduce(hear, shuffled, nothing) == reduce(hear, reports, nothing)


@pytest.mark.parametrize(
    ("lighter", "weightier", "evidence"),
    [
        (ReportedOutcome(Outcome.SENT), ReportedOutcome(Outcome.DELIVERED), False),  # one story
        (ReportedOutcome(Outcome.DELIVERED), ReportedOutcome(Outcome.READ), False),
        (ReportedOutcome(Outcome.LOST), ReportedOutcome(Outcome.ANSWERED), False),  # the carrier found it after all
        (
            ReportedOutcome(Outcome.UNDELIVERED, "30003"),
            ReportedOutcome(Outcome.UNDELIVERED, "30003"),
            False,
        ),  # said twice
        (
            ReportedOutcome(Outcome.UNDELIVERED),
            ReportedOutcome(Outcome.DELIVERED),
            True,
        ),  # it came back, and it arrived
        (ReportedOutcome(Outcome.FAILED), ReportedOutcome(Outcome.UNDELIVERED), True),
        (
            ReportedOutcome(Outcome.UNDELIVERED, "30003"),
            ReportedOutcome(Outcome.UNDELIVERED, "30005"),
            True,
        ),  # two reasons
        (ReportedOutcome(Outcome.BUSY), ReportedOutcome(Outcome.ANSWERED), True),
    ],
)
def test_what_cannot_both_be_true_is_evidence(
    lighter: ReportedOutcome, weightier: ReportedOutcome, evidence: bool
) -> None:
    """An auditor must see that the carrier said two things."""
    assert contradicts(lighter, weightier) is evidence


def test_a_voicemail_was_left_only_if_its_words_were_served() -> None:
    """The carrier's `machine_end_...` says that there was a tone, not that anything followed it."""
    ended = ReportedOutcome(Outcome.VOICEMAIL_LEFT)

    assert standing(ended, VOICEMAIL) == ended
    assert standing(ended, "") == standing(ended, "live") == ReportedOutcome(Outcome.MACHINE, NOT_SERVED)
    assert standing(ReportedOutcome(Outcome.BUSY), "") == ReportedOutcome(Outcome.BUSY)


@given(
    report=ANY.filter(lambda report: report.outcome is not Outcome.VOICEMAIL_LEFT),
    delivery=st.sampled_from(["", "live"]),
)
def test_what_stands_tells_what_was_reported(report: ReportedOutcome, delivery: str) -> None:
    """Later reports are weighed against what was said, not against what we made of it."""
    ended = ReportedOutcome(Outcome.VOICEMAIL_LEFT)
    for before in (report, ended):
        stands = standing(before, delivery)
        assert reported(stands.outcome, stands.code) == before

"""Twilio's error codes mean the same wherever they come from."""

from datetime import timedelta

import pytest

from cadence.carrier.codes import MEANINGS, meaning
from cadence.carrier.statuses import message_outcome
from cadence.model import Outcome


@pytest.mark.parametrize(
    ("code", "outcome", "suppress", "closes", "pauses", "again"),
    [
        ("21610", Outcome.OPTED_OUT, True, False, False, False),  # the person said STOP to the carrier
        ("21211", Outcome.INVALID_NUMBER, False, True, False, False),  # no such number: no campaign uses it again
        ("21614", Outcome.INVALID_NUMBER, False, False, False, False),  # no text, but calls may still reach it
        ("30006", Outcome.INVALID_NUMBER, False, False, False, False),  # a landline, told by callback
        ("30003", Outcome.UNDELIVERED, False, False, False, False),  # switched off
        ("30007", Outcome.BLOCKED, False, False, False, False),  # filtered
        ("30034", Outcome.BLOCKED, False, False, True, False),  # our sender is not registered
        ("20429", Outcome.FAILED, False, False, False, True),  # too fast: never processed
        ("21611", Outcome.FAILED, False, False, False, True),  # our queue is full
        ("30036", Outcome.EXPIRED, False, False, False, False),  # its validity ran out
        ("63016", Outcome.FAILED, False, False, False, False),  # free text outside a session
        ("63049", Outcome.BLOCKED, False, False, False, False),  # WhatsApp's own limit
        ("20003", Outcome.FAILED, False, False, True, False),  # our token is wrong
        ("99999", Outcome.FAILED, False, False, False, False),  # a code of tomorrow
    ],
)
def test_a_code_says_what_becomes_of_touch_number_and_sender(
    code: str, outcome: Outcome, suppress: bool, closes: bool, pauses: bool, again: bool
) -> None:
    """Everything that follows from a refusal follows from this one table."""
    means = meaning(code)

    assert means.outcome is outcome
    assert means.suppress is suppress
    assert bool(means.close_number) is closes
    assert means.pause_sender is pauses
    assert (means.retry_after is not None) is again


def test_only_what_surely_did_not_leave_may_go_again() -> None:
    """A code with a retry must not also suppress, close or pause: it says nothing about the person (law 2)."""
    for code, means in MEANINGS.items():
        if means.retry_after is not None:
            assert means.retry_after >= timedelta(seconds=1), code
            assert not any((means.suppress, means.close_number, means.pause_sender)), code


def test_an_opt_out_is_the_only_code_that_suppresses() -> None:
    """A wrong line here would silence people for good."""
    assert [code for code, means in MEANINGS.items() if means.suppress] == ["21610"]


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        ("undelivered", "30003", Outcome.UNDELIVERED),  # the table has the word
        ("undelivered", "30036", Outcome.EXPIRED),
        ("undelivered", "", Outcome.UNDELIVERED),  # the network gave no reason
        ("undelivered", "12345", Outcome.UNDELIVERED),  # a reason we do not know: the status still counts
        ("failed", "12345", Outcome.FAILED),
        ("failed", "63016", Outcome.FAILED),
        ("delivered", "30003", Outcome.DELIVERED),  # a code left over from an earlier status
    ],
)
def test_a_callback_uses_the_same_table(status: str, code: str, outcome: Outcome) -> None:
    """Answers and callbacks cannot disagree on what a code means."""
    assert message_outcome(status, code) is outcome

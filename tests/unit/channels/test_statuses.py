"""Statuses only move forward, whatever the order in which reports come, and each word has its outcome."""

import pytest

from cadence.channels.twilio.statuses import (
    CALL_STATUSES,
    ENDED,
    MESSAGE_STATUSES,
    call_outcome,
    dial_outcome,
    is_machine,
    later,
    message_outcome,
)
from cadence.domain import Channel, Outcome


@pytest.mark.parametrize(
    ("channel", "line"),
    [(Channel.SMS, MESSAGE_STATUSES), (Channel.WHATSAPP, MESSAGE_STATUSES), (Channel.CALL, CALL_STATUSES)],
)
def test_a_status_is_news_only_when_it_lies_further_on(channel: Channel, line: tuple[str, ...]) -> None:
    """`sent` after `delivered` is an old letter; a word we do not know is no news at all."""
    for place, known in enumerate(line):
        assert [status for status in line if later(channel, known, status)] == list(line[place + 1 :])
        assert not later(channel, known, "teleported")
        assert later(channel, "", known)


def test_every_status_of_a_message_has_its_outcome_and_every_end_of_a_call_but_one() -> None:
    """Of a completed call only the leg to the agent tells."""
    assert None not in {message_outcome(status) for status in MESSAGE_STATUSES}
    assert {status for status in ENDED if call_outcome(status) is None} == {"completed"}


@pytest.mark.parametrize(
    ("status", "answered_by", "outcome"),
    [
        ("busy", "", Outcome.BUSY),
        ("no-answer", "", Outcome.NO_ANSWER),
        ("canceled", "", Outcome.CANCELED),
        ("failed", "", Outcome.FAILED),
        ("completed", "machine_start", Outcome.MACHINE),  # we hung up at once
        ("completed", "machine_end_beep", Outcome.VOICEMAIL_LEFT),  # only said where we leave a message
        ("completed", "machine_end_silence", Outcome.VOICEMAIL_LEFT),
        ("completed", "fax", Outcome.MACHINE),
        ("completed", "human", None),  # the leg to the agent decides
        ("completed", "unknown", None),  # in doubt a person
        ("completed", "", None),  # no detection was asked for
        ("in-progress", "human", None),
        ("ringing", "", None),
    ],
)
def test_a_call_status_becomes_an_outcome(status: str, answered_by: str, outcome: Outcome | None) -> None:
    """A call that a person answered is open until we know whether an agent took it."""
    assert call_outcome(status, answered_by) is outcome


def test_a_call_to_a_number_that_does_not_exist_is_invalid() -> None:
    """Twilio says `failed` for that as well; the network's own answer tells them apart."""
    assert call_outcome("failed", sip_response="404") is Outcome.INVALID_NUMBER
    assert call_outcome("failed", sip_response="503") is Outcome.FAILED
    assert call_outcome("failed", code="21217") is Outcome.INVALID_NUMBER


@pytest.mark.parametrize(
    ("leg", "outcome"),
    [
        ("completed", Outcome.ANSWERED),
        ("answered", Outcome.ANSWERED),
        ("busy", Outcome.ABANDONED),  # every agent was taken
        ("no-answer", Outcome.ABANDONED),
        ("failed", Outcome.ABANDONED),
        ("canceled", Outcome.ABANDONED),
        ("", Outcome.ABANDONED),  # there was no leg at all
    ],
)
def test_the_leg_to_the_agent_tells_answered_from_abandoned(leg: str, outcome: Outcome) -> None:
    """A person who answered and was put through to nobody was abandoned, whatever the reason."""
    assert dial_outcome(leg) is outcome


def test_in_doubt_a_person_answered() -> None:
    """Taking a person for a machine would leave them in silence."""
    assert not is_machine("unknown")
    assert not is_machine("")
    assert is_machine("machine_start")
    assert is_machine("fax")

"""Callbacks are read as Twilio writes them."""

from datetime import UTC, datetime, timedelta

import pytest

from cadence.channels.twilio.webhooks import (
    addressed,
    read_answered,
    read_call_status,
    read_dial,
    read_inbound,
    read_message_status,
)
from cadence.domain import Channel, Outcome

NOW = datetime(2026, 3, 2, 10, 0, 30, tzinfo=UTC)
STAMP = "Mon, 02 Mar 2026 10:00:00 +0000"
STAMPED = NOW - timedelta(seconds=30)


def test_a_message_callback_brings_outcome_and_code() -> None:
    """The code stays with the report, so that a timeline can say why."""
    report = read_message_status({"MessageSid": "SM1", "MessageStatus": "undelivered", "ErrorCode": "30003"}, NOW)

    assert (report.sid, report.outcome, report.code, report.at) == ("SM1", Outcome.UNDELIVERED, "30003", NOW)


def test_an_answered_call_has_no_outcome_yet() -> None:
    """It is under way; the instant is the carrier's, because the callback may have been late."""
    report = read_call_status({"CallSid": "CA1", "CallStatus": "in-progress", "Timestamp": STAMP}, NOW)

    assert report.outcome is None
    assert report.answered_at == STAMPED


def test_a_completed_call_was_answered_its_duration_earlier() -> None:
    """Even when the callback about the answer was lost."""
    fields = {"CallSid": "CA1", "CallStatus": "completed", "CallDuration": "40", "Timestamp": STAMP}
    report = read_call_status(fields | {"AnsweredBy": "machine_end_beep"}, NOW)

    assert report.answered_at == STAMPED - timedelta(seconds=40)
    assert report.outcome is Outcome.VOICEMAIL_LEFT
    assert report.delivery == ""  # whether our words were heard is not in it


@pytest.mark.parametrize("stamp", ["", "yesterday", "Mon, 02 Mar 2026 10:00:00 -0000"])  # missing, garbled, no zone
def test_an_instant_that_cannot_be_read_is_when_the_callback_came(stamp: str) -> None:
    """A callback must not be lost over its date."""
    assert read_call_status({"CallSid": "CA1", "CallStatus": "ringing", "Timestamp": stamp}, NOW).at == NOW


@pytest.mark.parametrize(
    ("answered_by", "machine", "after_tone", "delivery"),
    [
        ("human", False, False, "live"),
        ("unknown", False, False, "live"),  # in doubt a person
        ("", False, False, "live"),  # no detection
        ("machine_start", True, False, ""),  # the greeting is still playing: hang up
        ("machine_end_beep", True, True, ""),  # not before our words are served
        ("machine_end_other", True, True, ""),
        ("fax", True, False, ""),
    ],
)
def test_whoever_answered_decides_what_is_said(
    answered_by: str, machine: bool, after_tone: bool, delivery: str
) -> None:
    """A message is left only after the tone, and never to a fax."""
    answered = read_answered({"CallSid": "CA1", "AnsweredBy": answered_by}, NOW)

    assert (answered.machine, answered.after_tone, answered.report.delivery) == (machine, after_tone, delivery)


def test_the_leg_to_the_agent_brings_the_end_of_an_answered_call() -> None:
    """The agent joined as long ago as they talked: that instant is what the law on abandoned calls looks at."""
    report = read_dial({"CallSid": "CA1", "DialCallStatus": "completed", "DialCallDuration": "120"}, NOW)

    assert report.outcome is Outcome.ANSWERED
    assert report.agent_at == NOW - timedelta(seconds=120)
    assert report.delivery == "live"


def test_a_person_whom_nobody_took_was_abandoned() -> None:
    """They hear the apology, which is a recording."""
    report = read_dial({"CallSid": "CA1", "DialCallStatus": "no-answer"}, NOW)

    assert (report.outcome, report.agent_at, report.delivery) == (Outcome.ABANDONED, None, "recorded")


def test_an_inbound_whatsapp_message_loses_its_prefix() -> None:
    """The ledger knows numbers, not the carrier's way of writing them."""
    fields = {"MessageSid": "SM1", "From": "whatsapp:+34600000001", "To": "whatsapp:+34910000001", "Body": "¿quién es?"}
    received = read_inbound(fields, NOW)

    assert (received.channel, received.sender, received.to) == (Channel.WHATSAPP, "+34600000001", "+34910000001")
    assert not received.confirmed
    assert addressed(Channel.WHATSAPP, received.sender) == fields["From"]


@pytest.mark.parametrize(("kind", "confirmed"), [("STOP", True), ("START", False), ("HELP", False), ("", False)])
def test_only_a_stop_is_a_confirmed_opt_out(kind: str, confirmed: bool) -> None:
    """The carrier answers START and HELP as well; those are no opt-outs (protocol §1.6)."""
    assert read_inbound({"From": "+34600000001", "Body": kind, "OptOutType": kind}, NOW).confirmed is confirmed


@pytest.mark.parametrize(
    ("fields", "pressed", "body"),
    [
        ({"Body": "Sí"}, "", "Sí"),
        ({"Body": "Confirmar", "ButtonText": "Confirmar", "ButtonPayload": "yes"}, "yes", "Confirmar"),
        ({"Body": "Viernes\n5 de marzo", "ListId": "day_5", "ListTitle": "Viernes"}, "day_5", "Viernes"),
        ({"ButtonText": "BAJA"}, "", "BAJA"),  # a button without a payload of its own
    ],
)
def test_a_button_and_a_line_of_a_list_come_with_their_payload(fields: dict[str, str], pressed: str, body: str) -> None:
    """The text on it is what the person saw; the payload is what the author of the template gave it."""
    form = {"MessageSid": "SM1", "From": "whatsapp:+34600000001", "To": "whatsapp:+34910000001"} | fields
    received = read_inbound(form, NOW)

    assert (received.pressed, received.body) == (pressed, body)

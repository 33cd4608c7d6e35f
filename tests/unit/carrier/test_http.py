"""How long to wait is read from whatever the carrier says."""

from datetime import timedelta

import pytest

from cadence.carrier.http import retry_after


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("3", timedelta(seconds=3)),
        ("0.25", timedelta(seconds=0.25)),  # the emulator in rehearsal, where a second is an hour
        ("-5", timedelta(0)),
        ("", timedelta(seconds=1)),  # Twilio does not always say
        ("soon", timedelta(seconds=1)),
        ("Mon, 02 Mar 2020 10:00:00 GMT", timedelta(0)),  # a date gone by
    ],
)
def test_retry_after_is_read_in_each_of_its_forms(header: str, span: timedelta) -> None:
    """A missing or odd header still gives a pause, never an exception."""
    assert retry_after(header) == span

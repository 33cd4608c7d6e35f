"""One mailbox is one address, however it is written; two mailboxes never become one."""

import pytest

from cadence.domain.channels.email import read_email


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("Ana.Perez@EXAMPLE.com", "ana.perez@example.com"),
        ("MAILTO:ana@example.com", "ana@example.com"),
        ("Ana <ana@example.com>", "ana@example.com"),
        ("jose\u0301@example.com", "jos\u00e9@example.com"),  # an accent as a sign of its own
        ("JOSE\u0301@example.com", "jos\u00e9@example.com"),
        ("\ufeffana\u200b@example.com\u200e", "ana@example.com"),  # as it is copied out of another program
        ("\u202aana@example.com\u202c", "ana@example.com"),
        ("ana@Ñandú.example", "ana@xn--and-6ma2c.example"),
        ("ana@xn--and-6ma2c.example.", "ana@xn--and-6ma2c.example"),
    ],
)
def test_a_spelling_is_not_another_address(written: str, stored: str) -> None:
    """A stop for one spelling has to hold for the others."""
    assert read_email(written) == stored
    assert read_email(stored) == stored


@pytest.mark.parametrize(
    ("written", "different"),
    [
        ("stra\u00dfer@example.com", "strasser@example.com"),  # ß is a letter of its own: somebody else's mailbox
        ("ana@example.com", "ana+shop@example.com"),  # only the receiver's server knows whether they are the same
        ("ana.perez@example.com", "anaperez@example.com"),
    ],
)
def test_another_mailbox_stays_another(written: str, different: str) -> None:
    """An e-mail goes to the address as it was given."""
    assert read_email(written) == written
    assert read_email(written) != read_email(different)

"""The mailbox understands what mail programs send, and refuses the rest without an error of its own."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.local.emulator.mail.behaviour import MailReaction, pattern_of
from cadence.local.emulator.mail.imap_words import ImapSyntaxError, header, matches, uids_in, words
from cadence.local.emulator.mail.mails import KeptMail, touch_in

MAIL = KeptMail(
    uid=7,
    at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    flags=("\\Seen",),
    content=b"Subject: one\r\n two\r\nMessage-ID: <a@b>\r\n\r\nMessage-ID: <c@d>\r\n",
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'LOGIN a "b \\" c"\r\n', ["LOGIN", "a", 'b " c']),
        (b"UID FETCH 1:* (UID BODY.PEEK[]<0.10>)\r\n", ["UID", "FETCH", "1:*", "(", "UID", "BODY.PEEK[]<0.10>", ")"]),
        (b"UID FETCH 1 BODY[HEADER.FIELDS (TO CC)]\r\n", ["UID", "FETCH", "1", "BODY[HEADER.FIELDS (TO CC)]"]),
        (b'SELECT ""\r\n', ["SELECT", ""]),
        (b"", []),
    ],
)
def test_a_command_is_read_word_by_word(line: bytes, expected: list[str]) -> None:
    """Quotation marks, parentheses, brackets."""
    assert words(line) == expected


@given(st.binary(max_size=200))
def test_any_line_is_read_or_refused(line: bytes) -> None:
    """Nobody can stop the server with a line."""
    try:
        words(line)
    except ImapSyntaxError:
        return


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1:3", [2, 3]), ("*", [9]), ("4:*", [5, 9]), ("9:4,2", [2, 5, 9]), ("7", []), ("100:*", [9])],
)
def test_a_set_of_uids_names_those_that_are_there(text: str, expected: list[int]) -> None:
    """As RFC 3501 has it: a range to * contains the last one at least."""
    assert uids_in(text, [2, 3, 5, 9]) == expected


@pytest.mark.parametrize(
    ("criteria", "fits"),
    [
        ("ALL", True),
        ("SINCE 02-Mar-2026", True),
        ("SINCE 03-Mar-2026", False),
        ("BEFORE 03-Mar-2026 SEEN", True),
        ("UNSEEN", False),
        ("UNDELETED UID 1:7", True),
        ("NOT SEEN", False),
        ("HEADER message-id <A@B>", True),
        ("HEADER Message-ID <c@d>", False),  # that is text, no header
    ],
)
def test_a_search_narrows_by_every_word(criteria: str, fits: bool) -> None:
    """All of them must fit."""
    assert matches(MAIL, criteria.split(), [7]) is fits
    assert header(MAIL.content, "subject") == "one two"


def test_an_unknown_search_is_refused() -> None:
    """And not taken for one that finds everything."""
    with pytest.raises(ImapSyntaxError):
        matches(MAIL, ["LARGER", "5"], [7])


@pytest.mark.parametrize(
    ("address", "reaction"),
    [
        ("bounces.7@example.org", MailReaction.BOUNCES),
        ("Away+x@example.org", MailReaction.AWAY),
        ("mailto@example.org", MailReaction.MAILTO),
        ("ana@example.org", None),
        ("ana.bounces@example.org", None),
    ],
)
def test_the_first_word_of_an_address_says_what_happens(address: str, reaction: MailReaction | None) -> None:
    """Others live as the people file or the seed says."""
    assert pattern_of(address) is reaction


@pytest.mark.parametrize(
    "path", ["", "return@example.com", "return+b-x@example.com", "a+b-" + "1" * 42 + "@example.com"]
)
def test_a_return_path_without_a_touch_names_none(path: str) -> None:
    """Such as that of an e-mail that is not the engine's."""
    assert touch_in(path) == ""

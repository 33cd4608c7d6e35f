"""Which refusal closes an address, and which says something about us or about the moment."""

import pytest

from cadence.channels.smtp.codes import bounce, enhanced, meaning_of, refusal, subject_of
from cadence.domain import Outcome
from cadence.domain.error_subject import ErrorSubject


@pytest.mark.parametrize(
    ("code", "about", "refused", "bounced"),
    [
        ("5.1.1", ErrorSubject.NUMBER, Outcome.INVALID_NUMBER, Outcome.INVALID_NUMBER),  # no such mailbox
        ("5.1.2", ErrorSubject.NUMBER, Outcome.INVALID_NUMBER, Outcome.INVALID_NUMBER),  # no such domain
        ("5.1.10", ErrorSubject.NUMBER, Outcome.INVALID_NUMBER, Outcome.INVALID_NUMBER),  # takes no mail
        ("5.2.1", ErrorSubject.NUMBER, Outcome.INVALID_NUMBER, Outcome.INVALID_NUMBER),  # disabled
        ("rcpt:553", ErrorSubject.NUMBER, Outcome.INVALID_NUMBER, Outcome.INVALID_NUMBER),  # cannot be a mailbox's name
        ("5.2.2", ErrorSubject.UNREACHABLE, Outcome.FAILED, Outcome.UNDELIVERED),  # full
        ("4.4.7", ErrorSubject.UNREACHABLE, Outcome.FAILED, Outcome.UNDELIVERED),  # given up
        ("5.7.1", ErrorSubject.FILTERED, Outcome.BLOCKED, Outcome.BLOCKED),
        ("5.7.26", ErrorSubject.FILTERED, Outcome.BLOCKED, Outcome.BLOCKED),  # unauthenticated
        ("rcpt:554", ErrorSubject.FILTERED, Outcome.BLOCKED, Outcome.BLOCKED),
        ("rcpt:550", ErrorSubject.UNKNOWN, Outcome.FAILED, Outcome.UNDELIVERED),  # says too little to close an address
        ("5.6.7", ErrorSubject.CONTENT, Outcome.FAILED, Outcome.UNDELIVERED),
        ("mail:5.7.1", ErrorSubject.SENDER, Outcome.NOT_TAKEN, Outcome.UNDELIVERED),
        ("data:550", ErrorSubject.FILTERED, Outcome.BLOCKED, Outcome.BLOCKED),
        ("data:5.1.1", ErrorSubject.UNKNOWN, Outcome.FAILED, Outcome.UNDELIVERED),  # the content has no address
        ("complaint", ErrorSubject.PERSON, Outcome.FAILED, Outcome.UNDELIVERED),
        ("", ErrorSubject.UNKNOWN, Outcome.FAILED, Outcome.UNDELIVERED),
    ],
)
def test_a_code_means_one_thing(code: str, about: ErrorSubject, refused: Outcome, bounced: Outcome) -> None:
    """Only codes that say so close an address for good."""
    assert subject_of(code) is about
    assert code == "" or meaning_of(code).about is about  # type: ignore[union-attr]
    assert refusal(code) is refused
    assert bounce(code) is bounced


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("550 5.1.1 <a@example.org>: no", "5.1.1"),
        ("smtp; 550-5.07.01 refused", "5.7.1"),
        ("from 192.5.1.1 and 5.1.1.2", ""),  # addresses of machines are no codes
        ("version 6.1.1", ""),
        ("", ""),
    ],
)
def test_a_code_is_found_in_a_server_s_words(text: str, code: str) -> None:
    """Its leading zeros do not count."""
    assert enhanced(text) == code


@pytest.mark.parametrize("code", ["", "550", "404", "21211", "30003", "voicemail_not_served", "5.1", "rcpt:", "mail:x"])
def test_a_code_of_another_provider_is_not_ours(code: str) -> None:
    """Twilio's codes are numbers, and so are the statuses of HTTP."""
    assert meaning_of(code) is None


def test_a_code_is_said_in_each_language() -> None:
    """As the end of "the carrier says: ..."."""
    means = meaning_of("5.1.1")

    assert means is not None
    assert means.outcome is Outcome.INVALID_NUMBER
    assert means.in_words("es") == "la dirección no existe o su buzón está cerrado"
    assert means.in_words("en") != means.in_words("pt")

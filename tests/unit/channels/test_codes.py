"""Twilio's error codes mean the same wherever they come from."""

from datetime import timedelta

import pytest

from cadence.channels.twilio.codes import meaning, meanings
from cadence.channels.twilio.statuses import message_outcome
from cadence.domain import Outcome
from cadence.domain.error_subject import LATER, OURS, ErrorSubject
from cadence.languages import LANGUAGES, Language


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("21610", Outcome.OPTED_OUT),  # the person said STOP to the carrier
        ("63014", Outcome.OPTED_OUT),  # the person blocked us on WhatsApp
        ("63033", Outcome.OPTED_OUT),  # the same, under its older code
        ("21211", Outcome.INVALID_NUMBER),  # no such number
        ("21614", Outcome.INVALID_NUMBER),  # no text, but calls may still reach it
        ("30006", Outcome.INVALID_NUMBER),  # a landline, told by callback
        ("30003", Outcome.UNDELIVERED),  # switched off
        ("30007", Outcome.BLOCKED),  # filtered
        ("30036", Outcome.EXPIRED),  # its validity ran out
        ("63049", Outcome.BLOCKED),  # WhatsApp's own limit
        ("21617", Outcome.FAILED),  # too long: this text is, the next person's may not be
        ("30034", Outcome.NOT_TAKEN),  # our sender is not registered
        ("21408", Outcome.NOT_TAKEN),  # our account may not write to this country
        ("63016", Outcome.NOT_TAKEN),  # our template
        ("20003", Outcome.NOT_TAKEN),  # our token is wrong
        ("20429", Outcome.TOO_FAST),  # too fast: never processed
        ("63018", Outcome.TOO_FAST),
        ("99999", Outcome.FAILED),  # a code of tomorrow
    ],
)
def test_a_code_says_what_becomes_of_a_touch(code: str, outcome: Outcome) -> None:
    """Everything that follows from a refusal follows from this one table."""
    assert meaning(code).outcome is outcome


def test_only_a_wrong_moment_is_tried_again_by_itself() -> None:
    """A code with a retry says nothing about the person or about what is ours (law 2)."""
    for code, means in meanings().items():
        assert (means.retry_after is not None) is (means.about in LATER), code
        assert means.retry_after is None or means.retry_after >= timedelta(seconds=1), code


def test_only_the_word_of_the_person_suppresses() -> None:
    """A wrong line here would silence people for good."""
    assert [code for code, means in meanings().items() if means.outcome is Outcome.OPTED_OUT] == [
        "21610",
        "63014",
        "63033",
    ]


@pytest.mark.parametrize(
    ("about", "codes"),
    [
        (ErrorSubject.PERSON, "21610 63014 63033"),
        (
            ErrorSubject.COUNTRY,
            "21408 21215 13227 32205",
        ),  # a destination that is not enabled is no fault of the sender
        (ErrorSubject.UNVERIFIED, "21608 21219 32100 63015"),  # a trial account: the next number may be verified
        (ErrorSubject.TEMPLATE, "63016 63013 63021 63027 63028 63030 63040 63041 63042 63054 21655 21656"),
        (ErrorSubject.SENDER, "63007 21606 21212 21703 30032 30034 63051"),
        (ErrorSubject.ACCOUNT, "20003 20005 30002 10001"),
        (ErrorSubject.MOMENT, "20429 10004 21611 30001 30022 63017"),
        (ErrorSubject.DAY, "30023 63018 63038"),
        (ErrorSubject.CHANNEL, "21614 21635 30006 63003 63024 21214"),
        (ErrorSubject.NUMBER, "21211 21217 30005"),
        (ErrorSubject.UNKNOWN, "99999 400"),  # a code of tomorrow, and a refusal without a code
    ],
)
def test_a_code_is_about_one_thing(about: ErrorSubject, codes: str) -> None:
    """What follows from a refusal acts on the thing that it is about, and on nothing else."""
    assert {code: meaning(code).about for code in codes.split()} == dict.fromkeys(codes.split(), about)


def test_our_own_mistakes_use_up_nothing() -> None:
    """They are about a template, a country, a number to be verified, a sender or the account: mended by us."""
    assert {meaning.about for meaning in meanings().values() if meaning.outcome is Outcome.NOT_TAKEN} == OURS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_in_every_language(language: Language) -> None:
    """Readers of `lead` and `status` see what the code says, not only its digits."""
    for code, means in meanings().items():
        words = means.in_words(language)
        assert not words[0].isupper() or words.startswith("WhatsApp"), code
        assert words.endswith("EE. UU.") or not words.endswith("."), code
    assert meaning("99999").in_words(language) == ""


def test_every_group_is_used() -> None:
    """A member without codes would be a consequence that never comes."""
    assert {meaning.about for meaning in meanings().values()} == set(ErrorSubject) - {ErrorSubject.UNKNOWN}


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        ("undelivered", "30003", Outcome.UNDELIVERED),  # the table has the word
        ("undelivered", "30036", Outcome.EXPIRED),
        ("undelivered", "", Outcome.UNDELIVERED),  # the network gave no reason
        ("undelivered", "12345", Outcome.UNDELIVERED),  # a reason we do not know: the status still counts
        ("failed", "12345", Outcome.FAILED),
        ("failed", "63016", Outcome.NOT_TAKEN),
        ("undelivered", "63016", Outcome.NOT_TAKEN),
        ("delivered", "30003", Outcome.DELIVERED),  # a code left over from an earlier status
    ],
)
def test_a_callback_uses_the_same_table(status: str, code: str, outcome: Outcome) -> None:
    """Answers and callbacks cannot disagree on what a code means."""
    assert message_outcome(status, code) is outcome

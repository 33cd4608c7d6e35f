"""Is a lead.json refused where it could hide something, and read strictly where it leaves something open?"""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cadence.domain import Channel, Facts, NumberKind, Outcome, SuppressionScope, TouchState, ZoneSource
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.domain.errors import InvalidInputError
from cadence.explain.judge import facts_of, read_person
from tests.unit.policy.builders import campaign

AT = datetime(2027, 3, 9, 11, tzinfo=UTC)
NUMBERS = {"numbers": [{"e164": "+34600000001"}]}


def read(**more: Any) -> Facts:
    """The facts of a person with one Spanish mobile number."""
    return facts_of(read_person(json.dumps(NUMBERS | more)), campaign(), AT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lead.json:1:1: not JSON"),
        ("{", "lead.json:1:2: not JSON"),
        ("[]", "lead.json:1:1: the file: an empty list; expected an object"),
        ("null", "lead.json:1:1: the file: null; expected an object"),
        ("{}", "lead.json:1:1: numbers: left out; expected a value"),
        ('{"numbers": []}', "lead.json:1:13: numbers: an empty list; expected at least one number"),
        ('{"numbers": 5}', "lead.json:1:13: numbers: a bare number; expected a list"),
        (
            '{"numbers": [5]}',
            "lead.json:1:14: numbers[0].e164: not a text; expected a number such as +34910000001, in quotes",
        ),
        ('{"id": "C-1", "phone": "+34600000001"}', "phone: not a key"),
        ('{"id": "C-1", "phone": "+34600000001"}', 'did you mean "numbers"?'),
        ('{"numbers": ["+34600000001"], "País": "ES"}', 'did you mean "address"?'),
        ('{"numbers": ["+34600000001"], "empresa": "Sol"}', 'did you mean "account"?'),
        ('{"numbers": ["+34600000001"], "touchs": []}', 'did you mean "touches"?'),
        ('{"numbers": ["+34600000001"], "touchs": []}', "touchs: not a key; expected id, name, numbers"),
        ('{"numbers": [{"e164": "+34600000001", "palce": "ES"}]}', 'did you mean "place"?'),
        ('{"numbers": ["+34600000001"], "touches": [{"at": "2027-03-09 10:00", "channel": "sms"}]}', "has no zone"),
        (
            '{"numbers": ["+34600000001"], "touches": [{"at": "soon", "channel": "sms"}]}',
            "touches[0].at: not an instant; expected an",
        ),
        (
            '{"numbers": ["+34600000001"], "touches": [{"at": "2027-03-09T10:00:00Z", "channel": "fax"}]}',
            "touches[0].channel: a word that is not known; expected one of sms, whatsapp, email, call",
        ),
        (
            '{"numbers": ["+34600000001"], "suppressions": ["nothing"]}',
            "lead.json:1:48: suppressions[0].scope: a text that is not known; expected one of everything",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, words: str) -> None:
    """What was found and what was expected, at its place; never a traceback."""
    with pytest.raises(InvalidInputError) as caught:
        read_person(text)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"zone": "Europe/Madird"}, "nearest: Europe/Madrid"),
        ({"zone": "UTC"}, "no such zone"),  # nobody lives there
        ({"address": {"country": "Spian"}}, "nearest: ES"),
        ({"touches": [{"at": "2027-03-09T10:00:00Z", "channel": "sms", "outcome": "lovely"}]}, "touches[0].outcome"),
        ({"consents": [{"at": "2027-03-09T10:00:00Z", "kind": "implied"}]}, "consents[0].kind"),
    ],
)
def test_words_nobody_knows_are_refused(more: dict[str, Any], words: str) -> None:
    """A guess would be a verdict about somebody else."""
    with pytest.raises(InvalidInputError) as caught:
        read(**more)

    assert words in str(caught.value)


def test_all_mistakes_are_told_at_once() -> None:
    """One run, one list."""
    with pytest.raises(InvalidInputError) as caught:
        read_person('{"numbers": [], "zoen": "x", "touches": [{"channel": "sms"}]}')

    assert len(str(caught.value).splitlines()) == 3


def test_no_value_of_a_person_stands_in_a_complaint() -> None:
    """A complaint may end in a log."""
    with pytest.raises(InvalidInputError) as caught:
        read_person('{"numbers": [{"e164": {"deep": "+34600000001"}}], "name": 7, "zone": 3}')

    assert "600000001" not in str(caught.value)


def test_what_a_touch_does_not_say_is_taken_to_be_the_same() -> None:
    """Left out, it counts: the strict reading (law 6)."""
    known = read(account="A-1", touches=[{"at": "2027-03-09T10:00:00Z", "channel": "voice_live"}])
    [touch] = known.touches

    assert (touch.channel, touch.delivery, touch.state, touch.outcome) == (
        Channel.CALL,
        "live",
        TouchState.CARRIED,
        None,
    )
    assert (touch.number, touch.account, touch.subject, touch.seller) == (1, "A-1", "spring", "Tienda Sol")
    assert touch.enrolment == known.enrolment.id


def test_what_a_touch_says_is_kept() -> None:
    """Another number, subject, account, campaign and sender are other touches."""
    at = "2027-03-09T10:00:00Z"
    settings = {
        "number": "+34600000009",
        "subject": "debt",
        "account": "B",
        "campaign": "autumn",
        "sender": "+34910000009",
    }
    known = read(touches=[{"at": at, "channel": "sms", "outcome": "replied"} | settings])
    [touch] = known.touches

    assert (touch.number, touch.subject, touch.account, touch.campaign, touch.sender) == (
        None,
        "debt",
        "B",
        "autumn",
        "+34910000009",
    )
    assert touch.outcome is Outcome.DELIVERED
    assert touch.replied_at is not None
    assert touch.enrolment != known.enrolment.id


def test_a_consent_that_was_revoked_is_two_words() -> None:
    """As in the ledger, where nothing is taken back."""
    words = read(
        consents=[{"channel": "any", "at": "2026-01-01T00:00:00Z", "revoked_at": "2026-02-01T00:00:00+01:00"}]
    ).consents

    assert [(consent.channel, consent.given) for consent in words] == [
        (channel, given) for channel in sorted(CONTACT_CHANNELS) for given in (True, False)
    ]
    assert words[1].at == datetime(2026, 1, 31, 23, tzinfo=UTC)


def test_what_a_history_says_closes_what_the_engine_closes() -> None:
    """Each number once, by the first stop; what was closed already stays closed by what closed it."""
    first, second = "2027-03-01T10:00:00Z", "2027-03-02T10:00:00Z"
    known = read(
        numbers=[{"e164": "+34600000001"}, {"e164": "+34600000002"}],
        suppressions=[{"number": 0, "scope": "everything", "since": "2027-02-01T10:00:00Z", "source": "list"}],
        touches=[
            {"at": first, "channel": "call", "outcome": "wrong_number", "number": 1},
            {"at": second, "channel": "sms", "outcome": "invalid_number", "number": 1},
        ],
        inbound=[
            {"at": second, "channel": "sms", "meaning": "revoke", "number": 0},
            {"at": first, "channel": "sms", "meaning": "revoke", "number": 0},
        ],
    )

    closed = [(suppression.number, suppression.source, suppression.since) for suppression in known.suppressions]
    assert closed == [
        (1, "list", datetime(2027, 2, 1, 10, tzinfo=UTC)),
        (2, "inbound[1]", datetime(2027, 3, 1, 10, tzinfo=UTC)),
    ]
    assert [number.closed for number in known.lead.numbers] == [None, "wrong_number"]


def test_a_suppression_without_a_number_is_of_all() -> None:
    """Somebody said stop, not some number."""
    known = facts_of(
        read_person('{"numbers": ["+34600000001", "+34910000001"], "suppressions": ["everything"]}'), campaign(), AT
    )

    assert [(suppression.number, suppression.scope) for suppression in known.suppressions] == [
        (1, SuppressionScope.EVERYTHING),
        (2, SuppressionScope.EVERYTHING),
    ]


@pytest.mark.parametrize(
    ("registries", "listed"),
    [
        ([{"name": "lista_robinson", "as_of": "2027-03-01", "listed": True}], {1}),
        (
            {"lista_robinson": {"as_of": "2027-03-01", "listed": ["600000001"]}},
            {1},
        ),  # in the country of the first number
        ({"lista_robinson": {"as_of": "2027-03-01", "listed": ["+34600000002"]}}, set()),  # somebody else's
        ({"lista_robinson": {"as_of": "2027-03-01T23:30:00-05:00", "listed": ["+34 600 000 001"]}}, {1}),
        ({"lista_robinson": {"as_of": "2027-03-01"}}, set()),
    ],
)
def test_registries_may_be_a_list_or_a_table(registries: Any, listed: set[int]) -> None:
    """As people would write either."""
    [copy] = read(registries=registries).registries

    assert copy.name == "lista_robinson"
    assert copy.as_of in {date(2027, 3, 1), date(2027, 3, 2)}
    assert copy.listed == listed


def test_where_somebody_is_comes_from_the_zone_the_address_and_the_digits() -> None:
    """In this order, as in a lead list."""
    assert [(zone.zone, zone.source) for zone in read(zone="Europe/Madrid").lead.zones] == [
        ("Europe/Madrid", ZoneSource.STATED)
    ]
    assert [zone.zone for zone in read(address={"country": "ES", "subdivision": "CN"}).lead.zones] == [
        "Atlantic/Canary"
    ]
    assert [zone.zone for zone in read(address="US-NY", zone="Europe/Madrid").lead.zones] == [
        "Europe/Madrid",
        "America/New_York",
    ]
    assert {zone.zone for zone in read().lead.numbers[0].zones} == {"Atlantic/Canary", "Europe/Madrid"}


def test_a_number_nobody_knows_brings_no_zone() -> None:
    """The drama range of the UK is in no table: without a stated zone, no hour is safe."""
    known = facts_of(read_person('{"numbers": [{"e164": "+447700900123"}]}'), campaign(), AT)

    assert known.lead.numbers[0].zones == ()
    assert known.lead.numbers[0].kind is NumberKind.FIXED_OR_MOBILE


def test_the_place_of_a_number_beats_its_digits() -> None:
    """Somebody moved to Florida and kept the number."""
    number = facts_of(
        read_person('{"numbers": [{"e164": "+12125550100", "place": {"country": "US", "subdivision": "FL"}}]}'),
        campaign(),
        AT,
    ).lead.numbers[0]

    assert (number.country, number.region) == ("US", "FL")
    assert {zone.zone for zone in number.zones} == {"America/New_York", "America/Chicago"}

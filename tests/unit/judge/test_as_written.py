"""Is a lead.json understood as people write one, and refused, line by line, where it could mean two things?"""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from cadence.domain import Audience, Channel, Disposition, Facts, Outcome, SuppressionScope
from cadence.domain.errors import InvalidInputError
from cadence.explain.judge import facts_of, read_person
from tests.unit.policy.builders import campaign

AT = datetime(2027, 3, 9, 11, tzinfo=UTC)
THEN = "2027-03-08T10:00:00Z"
TWO = ["+34600000001", "+34910000001"]


def heard(**more: Any) -> Facts:
    """The facts of a person with a mobile and a landline."""
    return facts_of(read_person(json.dumps({"numbers": TWO} | more)), campaign(), AT)


@pytest.mark.parametrize(
    "numbers",
    [
        "+34600000001",  # one, bare
        ["+34600000001"],
        {"e164": "+34600000001"},
        [{"e164": "+34 600 000 001", "place": None, "kind": "Mobile"}],
        {"+34600000001": {"place": "ES-CN"}},
        [{"e164": "600000001", "place": {"country": "ES", "subdivision": "CN"}}],  # its place names its country
        ["0034600000001"],
        [{"phone": "tel:+34600000001"}],
    ],
)
def test_one_number_is_one_number(numbers: Any) -> None:
    """However it is wrapped."""
    assert [number.e164 for number in heard(numbers=numbers).lead.numbers] == ["+34600000001"]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("ES-CN", ("ES", "CN")),
        ("Spain", ("ES", "")),
        ({"country": "ES", "subdivision": "ES-CN", "postal": 35001, "municipality": None}, ("ES", "CN")),
        ({"subdivision": "US-FL"}, ("US", "FL")),  # the country stands in it
        ({"country": "us", "state": "Florida", "zip": "33101"}, ("US", "FL")),
        ("us_fl", ("US", "FL")),
        ({"country": "US", "subdivision": "ZZ"}, ("US", "")),  # somewhere in it
        ({"subdivision": "US_FL"}, ("US", "FL")),
        ("GB-ENG", ("GB", "ENG")),  # a country of whose regions we have no table
        (None, ("", "")),
    ],
)
def test_an_address_is_read_with_what_it_names(address: Any, place: tuple[str, str]) -> None:
    """A country that stands in the subdivision is not lost."""
    person = heard(address=address).lead

    assert (person.country, person.region) == place


@pytest.mark.parametrize(
    ("written", "scope", "value"),
    [
        ("everything", SuppressionScope.EVERYTHING, ""),
        ({}, SuppressionScope.EVERYTHING, ""),
        ({"scope": "all"}, SuppressionScope.EVERYTHING, ""),
        ("marketing", SuppressionScope.PURPOSE, "marketing"),
        ({"scope": "purpose", "value": "Marketing"}, SuppressionScope.PURPOSE, "marketing"),
        ({"scope": "purpose", "purpose": "marketing"}, SuppressionScope.PURPOSE, "marketing"),
        ({"purpose": "marketing"}, SuppressionScope.PURPOSE, "marketing"),
        ({"scope": "channel", "value": "voice"}, SuppressionScope.CHANNEL, "call"),  # the law's word, our channel
        ({"scope": "channel", "channel": "phone"}, SuppressionScope.CHANNEL, "call"),
        ("sms", SuppressionScope.CHANNEL, "sms"),
        ({"scope": "campaign", "campaign": "spring"}, SuppressionScope.CAMPAIGN, "spring"),
    ],
)
def test_a_suppression_closes_what_it_says(written: Any, scope: SuppressionScope, value: str) -> None:
    """One that is read as closing nothing would let the touch go."""
    known = heard(suppressions=[written]).suppressions

    assert [(touch.number, touch.scope, touch.value) for touch in known] == [(1, scope, value), (2, scope, value)]


def test_a_suppression_of_one_number_and_of_later_days_closes_no_more() -> None:
    """It stands from its day on; a question about the day before is about the day before."""
    later = {"scope": "everything", "since": "2027-03-09T11:00:01Z"}
    stated = {"scope": "channel", "value": "sms", "number": 1, "since": "2027-03-09T11:00:00Z"}

    assert [(of.number, of.value) for of in heard(suppressions=[later, stated]).suppressions] == [(2, "sms")]


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ({"suppressions": [{"scope": "purpose"}]}, "suppressions[0]", "does not say which purpose"),
        ({"suppressions": [{"value": "sms"}]}, "suppressions[0]", "does not say of what"),
        ({"suppressions": [{"purpose": "marketing", "channel": "sms"}]}, "suppressions[0]", "does not say of what"),
        ({"suppressions": [{"scope": "everything", "purpose": "survey"}]}, "suppressions[0]", "does not say of what"),
        ({"suppressions": [{"scope": "everything", "value": "sms"}]}, "suppressions[0]", "and yet a value"),
        ({"suppressions": [{"scope": "purpose", "value": "marketting"}]}, "suppressions[0]", 'mean "marketing"'),
        ({"suppressions": [{"scope": "everything", "number": "mobile"}]}, "suppressions[0].number", "not a phone"),
        ({"touches": [{"at": THEN, "channel": "sms", "number": 2}]}, "touches[0].number", "expected 0 to 1"),
        ({"touches": [{"at": THEN, "channel": "sms", "number": 34600000001}]}, "touches[0].number", "in quotes"),
        ({"touches": [{"at": 1772964000, "channel": "sms"}]}, "touches[0].at", "not an instant"),
        ({"touches": [{"at": "2027-03-08", "channel": "sms"}]}, "touches[0].at", "has no zone"),
        ({"touches": [{"at": THEN, "channel": "smss"}]}, "touches[0].channel", 'did you mean "sms"?'),
        ({"touches": [{"at": THEN, "channel": "sms", "outcome": "answered"}]}, "touches[0]", "of calls on a message"),
        ({"touches": [{"at": THEN, "channel": "call", "outcome": "replied"}]}, "touches[0]", "of messages on a call"),
        ({"registries": {"us_dnc": {"listed": False}}}, "registries[0].as_of", "left out"),
        ({"registries": {"us_dnc": True}}, "registries[0].as_of", "left out"),
        ({"registries": {"us_dnc": {"as_of": THEN, "listed": None}}}, "registries[0].listed", "does not say who"),
        ({"address": {"subdivision": "FL"}}, "address", "a subdivision without its country"),
        ({"address": {"country": "US", "subdivision": "Florda"}}, "address", "nearest: FL"),  # whose law would not bind
        ({"address": "US-FF"}, "address", "no subdivision of US that we know"),
        ({"address": {"country": "CA", "subdivision": "US-FL"}}, "address", "no subdivision of CA"),
        ({"numbers": [{"e164": TWO[0], "place": "FL"}]}, "numbers[0].place", "a place without its country"),
        ({"consents": [{"at": THEN, "channel": ["call", "smss"]}]}, "consents[0].channel[1]", 'mean "sms"'),
        ({"consents": [{"at": THEN, "channel": []}]}, "consents[0].channel", "an empty list"),
        ({"consents": [{"at": THEN, "purpose": "sales"}]}, "consents[0].purpose", "expected one of marketing"),
        ({"numbers": ["600000001"]}, "numbers[0]", "a number without its country"),
        ({"numbers": ["none"]}, "numbers[0].e164", "not a phone number"),
        ({"audience": "everybody"}, "audience", "expected one of consumer, business"),
    ],
)
def test_what_could_mean_two_things_is_refused(more: dict[str, Any], where: str, words: str) -> None:
    """At its place, with what was found and what was expected."""
    with pytest.raises(InvalidInputError) as caught:
        heard(**more)

    assert f": {where}: " in str(caught.value)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_key_that_stands_twice_is_refused() -> None:
    """JSON would let the second hide the first, and with it the touch that matters."""
    with pytest.raises(InvalidInputError) as caught:
        read_person('{"numbers": ["+34600000001"],\n  "touches": [{}],\n  "touches": []}', "her.json")

    assert str(caught.value).splitlines()[-1] == "her.json:3:3: touches: a second time; expected each key once"


def test_every_mistake_is_told_at_its_line_and_column_in_the_order_of_the_file() -> None:
    """Also inside what was written as a mapping of names, or as one entry where a list may stand."""
    text = """{
  "registries": {
    "us_dnc": {"as_of": "soon"}
  },
  "consents": {"at": "2027-01-01T00:00:00Z",
    "kind": "expres"},
  "numbers": ["+34600000001", {"e164": "+34910000001", "palce": "ES"}]
}"""
    with pytest.raises(InvalidInputError) as caught:
        read_person(text)

    places = [line.split(": ")[:2] for line in str(caught.value).splitlines()]
    assert places == [
        ["lead.json:3:25", "registries[0].as_of"],
        ["lead.json:6:13", "consents[0].kind"],
        ["lead.json:7:56", "numbers[1].palce"],
    ]


def test_a_text_nested_without_end_is_no_persons_file() -> None:
    """It is refused, not followed down."""
    with pytest.raises(InvalidInputError, match="nested too deep"):
        read_person('{"numbers": ' + "[" * 100_000)


def test_null_is_nothing_said() -> None:
    """A program writes all its columns, also the empty ones."""
    touch = {"at": THEN, "channel": "call", "outcome": None, "number": None, "sender": None, "campaign": None}
    nothing = dict.fromkeys(["zone", "address", "audience", "account", "consents", "suppressions", "registries"])

    assert heard(**nothing, touches=[touch]) == heard(touches=[{"at": THEN, "channel": "call"}])


@pytest.mark.parametrize(
    ("written", "outcome", "disposition"),
    [
        ("No-Answer", Outcome.NO_ANSWER, None),
        ("answered live", Outcome.ANSWERED, None),
        ("refused", Outcome.ANSWERED, Disposition.REFUSED),  # who refuses has spoken with us
        ("optout", Outcome.ANSWERED, Disposition.DO_NOT_CONTACT),
        ("cancelled", Outcome.CANCELED, None),
    ],
)
def test_what_came_of_a_call_may_be_written_as_people_say_it(
    written: str, outcome: Outcome, disposition: Disposition | None
) -> None:
    """What an agent noted says that somebody answered."""
    [touch] = heard(touches=[{"at": THEN, "channel": "Phone", "outcome": written}]).touches

    assert (touch.channel, touch.outcome, touch.disposition) == (Channel.CALL, outcome, disposition)


@pytest.mark.parametrize(("number", "id_"), [(None, 1), (0, 1), (1, 2), ("+34910000001", 2), ("+34910000009", None)])
def test_a_touch_names_its_number_by_its_digits_or_its_place(number: Any, id_: int | None) -> None:
    """Places count from 0, as they do in what JSON is written for."""
    [touch] = heard(touches=[{"at": THEN, "channel": "sms", "number": number}]).touches

    assert touch.number == id_


def test_consents_registries_and_audience_may_be_written_short() -> None:
    """One entry where a list may stand, a day where a copy may stand, and the campaign's word for a kind."""
    consent = {"kind": "Express Written", "channel": "all", "at": THEN, "expires": None, "number": 1, "source": "form"}
    known = heard(
        consents=consent, registries={"US-DNC": "2027-03-01", "rne": {"as_of": "2027-03-01", "listed": TWO[1]}}
    )
    person = read_person(json.dumps({"numbers": TWO, "audience": "Business", "account": 4711}))

    assert {(given.kind, given.number) for given in known.consents} == {("express_written", 2)}
    assert [given.channel for given in known.consents] == [Channel.CALL, Channel.EMAIL, Channel.SMS, Channel.WHATSAPP]
    assert [
        (registry.name, registry.as_of, registry.listed)
        for registry in sorted(known.registries, key=lambda registry: registry.name, reverse=True)
    ] == [
        ("us_dnc", date(2027, 3, 1), frozenset()),
        ("rne", date(2027, 3, 1), frozenset({2})),
    ]
    assert (person.audience, person.account) == (Audience.BUSINESS, "4711")


def test_one_word_of_consent_may_be_about_several_channels_and_any_purpose() -> None:
    """And a copy of a list may be named as the list it is of."""
    consent = {"type": "express", "channels": ["voice", "phone", "SMS"], "purpose": "any", "at": THEN}
    known = heard(consents=[consent], registries=[{"registry": "us_dnc", "date": "2027-03-01"}])

    assert [(given.channel, given.kind, given.purpose) for given in known.consents] == [
        (Channel.CALL, "express", None),
        (Channel.SMS, "express", None),
    ]
    assert [(registry.name, registry.as_of) for registry in known.registries] == [("us_dnc", date(2027, 3, 1))]


@pytest.mark.parametrize(
    "words",
    [
        {"touches": [{"at": THEN, "channel": "sms", "outcome": "optout"}]},
        {"touches": [{"at": THEN, "channel": "sms", "outcome": "opted_out", "campaign": "another"}]},
        {"touches": [{"at": THEN, "channel": "call", "outcome": "conversation", "disposition": "do_not_contact"}]},
        {"inbound": [{"at": THEN, "channel": "whatsapp", "meaning": "revoke"}]},
    ],
)
def test_a_stop_that_was_said_closes_everything_as_it_would_have(words: dict[str, Any]) -> None:
    """The engine suppresses when it hears one; a history that holds one is of somebody who is suppressed."""
    known = heard(**words).suppressions
    [key] = words
    before = {key: [words[key][0] | {"at": "2027-03-09T11:00:01Z"}]}
    stranger = {key: [words[key][0] | {"lead": "somebody-else"}]}

    assert [(row.number, row.scope, row.source) for row in known] == [
        (1, SuppressionScope.EVERYTHING, f"{key}[0]"),
        (2, SuppressionScope.EVERYTHING, f"{key}[0]"),
    ]
    assert heard(**before).suppressions == ()  # not said yet
    assert key == "inbound" or heard(**stranger).suppressions == ()


@pytest.mark.parametrize("word", ["wrong_number", "invalid_number"])
def test_a_number_that_turned_out_to_be_nobodys_is_closed(word: str) -> None:
    """As the engine closes it; the other number stays."""
    known = heard(touches=[{"at": THEN, "channel": "call", "outcome": word, "number": 1}])

    assert [number.closed for number in known.lead.numbers] == [None, word]


def test_a_reply_is_a_message_from_the_person() -> None:
    """It opens the day in which WhatsApp takes free text, from its own instant or, unsaid, from the touch's."""
    touch = {"channel": "whatsapp", "outcome": "replied", "number": 1}
    later = "2027-03-08T12:00:00Z"
    known = heard(touches=[touch | {"at": THEN}, touch | {"at": THEN, "replied_at": later}]).inbound
    not_yet = touch | {"at": THEN, "replied_at": "2027-03-09T11:00:01Z"}

    assert [(message.at, message.number, message.meaning) for message in known] == [
        (datetime(2027, 3, 8, 10, tzinfo=UTC), 2, "none"),
        (datetime(2027, 3, 8, 12, tzinfo=UTC), 2, "none"),
    ]
    assert heard(touches=[not_yet, touch | {"at": THEN, "lead": "somebody-else"}]).inbound == ()


@pytest.mark.parametrize("word", ["no", "reply.no"])
def test_an_answer_is_a_message_with_its_meaning(word: str) -> None:
    """By the name in the file or by the word of `on`; from its own instant, and of the person alone."""
    touch = {"at": THEN, "channel": "sms", "outcome": "delivered", "answer": word}
    known = heard(touches=[touch, touch | {"replied_at": "2027-03-08T12:00:00Z"}, touch | {"lead": "somebody-else"}])

    assert [(message.at.hour, message.meaning) for message in known.inbound] == [(10, "reply.no"), (12, "reply.no")]
    assert {touch.answer for touch in known.touches} == {"no"}
    assert all(touch.replied_at for touch in known.touches)


def test_a_call_has_no_answer() -> None:
    """An agent says what came of it."""
    with pytest.raises(InvalidInputError, match="an answer to a call; expected it on a message"):
        heard(touches=[{"at": THEN, "channel": "call", "outcome": "conversation", "answer": "yes"}])


def test_what_came_later_is_not_looked_at() -> None:
    """A whole history may be put to any of its instants."""
    now, later = "2027-03-09T11:00:00Z", "2027-03-09T11:00:01Z"
    known = heard(
        touches=[{"at": at, "channel": "call", "outcome": "conversation"} for at in (later, now)],
        inbound=[{"at": at, "meaning": "hold"} for at in (later, now)],
    )

    assert [touch.at for touch in known.touches] == [AT]
    assert [message.at for message in known.inbound] == [AT]


def test_the_last_copy_of_a_list_by_then_counts() -> None:
    """Several copies are a history; the gate takes the first one it finds."""
    days = {"2027-02-01": False, "2027-03-09": True, "2027-03-10": False}
    known = heard(registries=[{"name": "us_dnc", "as_of": day, "listed": on} for day, on in days.items()]).registries

    assert [copy.as_of.isoformat() for copy in known] == ["2027-03-09", "2027-02-01", "2027-03-10"]
    assert known[0].listed == frozenset({1, 2})


def test_a_number_that_was_closed_twice_has_the_first_reason() -> None:
    """As in the ledger, whatever order the file has."""
    wrong = {"at": "2027-03-01T10:00:00Z", "channel": "call", "outcome": "wrong_number"}
    dead = {"at": THEN, "channel": "call", "outcome": "invalid_number"}

    assert [heard(touches=touches).lead.numbers[0].closed for touches in ([wrong, dead], [dead, wrong])] == [
        "wrong_number"
    ] * 2

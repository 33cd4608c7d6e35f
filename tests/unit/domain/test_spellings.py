"""Is every spelling of a phone one number, and are two phones never one? All numbers are made up."""

import random
import re
from itertools import combinations

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from cadence.domain.spellings import SPELLINGS, Spelling, canonical, identity, spellings
from cadence.local.emulator import spellings as emulated
from tests.spelt import Phone, phones

TYPES = [getattr(PhoneNumberType, name) for name in vars(PhoneNumberType) if name.isupper() and name != "UNKNOWN"]
BOTH_IN_THE_TABLES = re.compile(
    r"\+54\d{10}"  # Argentina: the ten digits of a fixed line and of a mobile are of one plan
    r"|\+55[3-9]\d7\d{7}"  # Brazil: radios, whose network is gone
    r"|\+5746\d{6}"  # Colombia: former numbers of Medellín that the tables still have
)
"""Other spellings that `phonenumbers` takes for numbers of their own; the table says why they are not."""


def examples() -> list[str]:
    """A number of every kind in every country, as the tables of `phonenumbers` have them."""
    numbers = set()
    for region in phonenumbers.SUPPORTED_REGIONS:
        for kind in TYPES:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                numbers.add(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    return sorted(numbers)


def valid(e164: str) -> bool:
    """Whether the tables know it."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(e164))
    except phonenumbers.NumberParseException:
        return False


def numbers_like(e164: str, chance: random.Random) -> list[str]:
    """Numbers near a valid one: its last digits changed, a digit put in or left out, its area changed."""
    head, digits = e164[:3], e164[3:]
    place = chance.randrange(len(digits))
    changed = digits[:place] + str(chance.randrange(10)) + digits[place + 1 :]
    return [head + changed, head + "1" + digits, head + "9" + digits, head + digits[:2] + "9" + digits[2:]]


@pytest.mark.parametrize(
    ("spelling", "other"),
    [
        ("+525512345678", "+5215512345678"),  # Mexico: WhatsApp, and everybody abroad until 2019
        ("+5531987654321", "+553187654321"),  # Brazil: WhatsApp from area code 31 on
        ("+5511987654321", "+551187654321"),  # and lists older than the ninth digit everywhere
        ("+5531977654321", "+553177654321"),
        ("+5491151234567", "+541151234567"),  # Argentina: with and without the 9 of calls from abroad
        ("+5493515123456", "+543515123456"),
        ("+576012345678", "+5712345678"),  # Colombia: fixed lines before September 2021
    ],
)
def test_both_spellings_are_one_phone(spelling: str, other: str) -> None:
    """Each is found from the other, and the identity is the same from both."""
    assert identity(spelling) == identity(other) == spelling
    assert set(spellings(spelling)) == set(spellings(other)) == {spelling, other}


@pytest.mark.parametrize(
    "number",
    [
        "+553132345678",  # a Brazilian fixed line: eight digits from 2 to 5 never become a mobile
        "+553158765432",
        "+551177654321",  # a number of the former radios in São Paulo, where WhatsApp keeps the ninth digit
        "+5531932345678",  # a mobile that was made with nine digits: without the 9 it would be a fixed line
        "+573001234567",  # a Colombian mobile
        "+548001234567",  # an Argentine service number
        "+34600000001",
        "+12015550123",
    ],
)
def test_a_number_with_one_spelling_stays_alone(number: str) -> None:
    """What the table is not about is not touched."""
    assert spellings(number) == (number,)
    assert canonical(number) == number


def test_two_different_phones_are_never_one() -> None:
    """
    Two valid numbers have one identity only where the table says so, with its source.

    Asked of examples of every kind in every country, and of numbers near them.
    """
    chance = random.Random(7)  # noqa: S311  numbers, not secrets
    pool = examples()
    pool += [near for number in pool for near in numbers_like(number, chance)]
    by_identity: dict[str, set[str]] = {}
    for number in filter(valid, pool):
        for spelt in filter(valid, {number, *spellings(number)}):
            by_identity.setdefault(identity(spelt), set()).add(spelt)

    assert len(by_identity) > 900
    merged = [pair for same in by_identity.values() for pair in combinations(sorted(same), 2)]
    assert merged, "the numbers that were asked about hold no pair at all"
    strange = [pair for pair in merged if not any(BOTH_IN_THE_TABLES.fullmatch(number) for number in pair)]
    assert strange == []


@given(st.from_regex(r"\+(52|54|55|57)\d{8,11}", fullmatch=True))
def test_an_identity_is_its_own(e164: str) -> None:
    """Whatever is spelt, the identity of the identity is the same, and it is among its spellings."""
    key = identity(e164)
    assert identity(key) == key
    assert identity(canonical(e164)) == key
    assert {identity(other) for other in spellings(e164)} == {key}
    assert e164 in spellings(e164)


@pytest.mark.parametrize("row", SPELLINGS, ids=lambda row: row.country)
def test_each_row_says_why_and_from_where(row: Spelling) -> None:
    """A pair of spellings merges two numbers for ever: nobody should have to believe it."""
    assert row.why.endswith(".")
    assert len(row.source) > 20


@pytest.mark.parametrize("phone", phones(5678), ids=lambda phone: phone.country)
def test_the_emulator_writes_what_the_engine_knows(phone: Phone) -> None:
    """The emulator's table is its own. What its people write from must be a spelling that the engine's table has."""
    assert emulated.written(phone.listed, "whatsapp") == phone.whatsapp
    assert emulated.written(phone.listed, "sms") == phone.listed
    assert phone.whatsapp in spellings(phone.listed)


@given(st.from_regex(r"\+(52|54|55)\d{8,11}", fullmatch=True))
@example("+5490000000")  # too short for a mobile
@example("+5491123456789")
@example("+541123456789")
def test_the_emulator_and_the_engine_agree_on_what_is_one_phone(e164: str) -> None:
    """Whatever the emulator's people write from, the engine finds the phone that was dialled."""
    assert identity(emulated.written(e164, "whatsapp")) == identity(e164)
    assert identity(emulated.dialled(e164)) == identity(e164)
    assert {identity(spelling) for spelling in emulated.spellings(e164)} == {identity(e164)}

"""Which text becomes which number, and which is refused with which reason? All numbers are fictional or made up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence.domain import NumberKind
from cadence.domain.list_rows import NumberRow
from cadence.domain.spellings import identity
from cadence.leads.phone import Unfit, read_number
from tests.spelt import Phone, phones

MOBILE = "+34600000001"


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("600000001", "ES", MOBILE),  # as people at home write it
        ("600 000 001", "ES", MOBILE),  # with spaces
        ("600-00-00-01", "ES", MOBILE),  # with hyphens
        ("+34 600 000 001", "", MOBILE),  # a prefix needs no country
        ("+34600000001", "US", MOBILE),  # and beats the country of the list
        ("0034600000001", "ES", MOBILE),  # 00 is how Spain dials abroad
        ("0034 600 000 001", "", MOBILE),  # and is + where no country is known
        ("0034600000001", "US", MOBILE),  # and where 00 leads nowhere
        ("34600000001", "ES", MOBILE),  # the prefix without its +
        ("(+34) 600.000.001", "ES", MOBILE),  # brackets and dots
        ("\u202a+34 600 000 001\u202c", "ES", MOBILE),  # invisible marks that phones copy along
        ("\u00a0600\u00a0000\u00a0001 ", "ES", MOBILE),  # spaces that do not break
        ("'600000001", "ES", MOBILE),  # a spreadsheet's way of saying "text"
        ("34600000001.0", "ES", MOBILE),  # a whole number that passed through a table of fractions
        ("tel:+34600000001", "", MOBILE),  # a link
        ("\uff16" + "\uff10" * 7 + "\uff11", "ES", MOBILE),  # wide digits
        ("(212) 555-0123", "US", "+12125550123"),  # North America
        ("+44 (0)20 7946 0123", "", "+442079460123"),  # Britain's zero in brackets
        ("+52 1 614 555 0101", "", "+526145550101"),  # Mexico's old mobile prefix
        ("+5216145550101", "", "+526145550101"),  # the same without spaces
        ("+54 11 15 5550 0101", "", "+5491155500101"),  # Argentina's mobiles in their domestic form
    ],
)
def test_what_people_write_becomes_e164(text: str, region: str, e164: str) -> None:
    """One person must have one number however it is written, or limits and suppressions would not meet."""
    number = read_number(text, region)

    assert isinstance(number, NumberRow)
    assert number.e164 == e164


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("", "ES", "empty"),  # nothing
        ("  \u200b ", "ES", "empty"),  # nothing to see
        ("600 000 001", "", "no country"),  # whose 600?
        ("60000", "ES", "too short"),  # half a number
        ("112", "ES", "too short"),  # emergency
        ("555-0123", "US", "area code"),  # local to whom?
        ("6000000012", "ES", "too long"),  # a digit too many
        ("1" * 300, "ES", "too long"),  # not even read
        ("600000001/600000002", "ES", "too long"),  # two numbers in one cell
        ("600000001;600000002", "ES", "signs"),  # the same, which a parser would silently cut
        ("+34+34600000001", "ES", "signs"),  # pasted twice
        ("3.46E+10", "ES", "last digits are lost"),  # a spreadsheet's short form
        ("3,46E+10", "ES", "last digits are lost"),  # in Spanish
        ("+34 910 000 001 ext. 12", "ES", "extension"),  # a switchboard cannot be told
        ("910000001 x12", "ES", "extension"),  # the same, shorter
        ("1-800-FLOWERS", "US", "letters"),  # a parser would make digits of them
        ("+34 600 000 001 (casa)", "ES", "letters"),  # here as well
        ("ana@example.com", "ES", "letters"),  # another column's cell
        ("+", "ES", "not a phone number"),
        ("+999 600 000 001", "ES", "prefix"),  # no country
        ("+34 000 000 001", "ES", "in use"),  # right length, no such number
        ("+44 7700 900123", "", "in use"),  # Britain's numbers for films: nobody has one
        ("+34 900 000 001", "", "toll-free"),
        ("+1 800 555 0123", "", "toll-free"),
        ("+34 803 000 001", "", "premium-rate"),
        ("+34 901 000 001", "", "shared-cost"),
        ("+34 700 000 001", "", "forwarding"),
        ("+34 512 000 001", "", "service number"),
        ("+883 510 000 000 000", "", "internet number"),  # no country at all
    ],
)
def test_what_is_no_usable_number_is_refused_with_a_reason(text: str, region: str, reason: str) -> None:
    """A wrong number is somebody else's phone: nothing is repaired by guessing (law 6)."""
    number = read_number(text, region)

    assert isinstance(number, Unfit)
    assert reason in number.reason


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("+34 600 000 001", NumberKind.MOBILE, "ES"),
        ("+34 711 000 001", NumberKind.MOBILE, "ES"),  # the newer range
        ("+34 910 000 001", NumberKind.FIXED, "ES"),
        ("+1 212 555 0123", NumberKind.FIXED_OR_MOBILE, "US"),  # North America does not tell
        ("+1 604 555 0123", NumberKind.FIXED_OR_MOBILE, "CA"),  # the same prefix, another country
        ("+1 876 555 0123", NumberKind.MOBILE, "JM"),
        ("+44 20 7946 0123", NumberKind.FIXED, "GB"),
        ("+57 300 555 0101", NumberKind.MOBILE, "CO"),
    ],
)
def test_kind_and_country_come_from_the_digits(text: str, kind: NumberKind, country: str) -> None:
    """The kind decides which channels fit, the country which holidays count."""
    number = read_number(text)

    assert isinstance(number, NumberRow)
    assert (number.kind, number.country) == (kind, country)


@given(text=st.text(alphabet=st.sampled_from("0123456789+-() ./xE,;#\u202a\u0660٣a"), max_size=70))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    """Whatever stands in a cell is a number in good form that reads the same again, or it is refused."""
    number = read_number(text, "ES")

    if isinstance(number, NumberRow):
        assert re.fullmatch(r"\+[1-9]\d{6,14}", number.e164, re.ASCII)
        assert read_number(number.e164) == number
    else:
        assert isinstance(number, Unfit)


@pytest.mark.parametrize("phone", phones(5678), ids=lambda phone: phone.country)
def test_every_spelling_of_a_phone_is_read_as_that_phone(phone: Phone) -> None:
    """Those that people write, with the prefix of the country and behind what carriers put before a number."""
    for text in (phone.listed, phone.whatsapp, f"whatsapp:{phone.whatsapp}", f"rcs:{phone.listed}", *phone.others):
        number = read_number(text)
        assert isinstance(number, NumberRow), text
        assert identity(number.e164) == identity(phone.listed), text
        assert number.country == phone.country


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("55 1234 5678", "MX", "+525512345678"),
        ("whatsapp:5215512345678", "", "+525512345678"),  # an address that lost its plus
        ("011 52 1 55 1234 5678", "US", "+525512345678"),  # as somebody in the US would have dialled it
        ("553187654321", "BR", "+5531987654321"),  # what WhatsApp exports: no plus
        ("044 55 1234 5678", "MX", "+525512345678"),  # a mobile from a fixed line of the same town, until 2019
        ("045 55 1234 5678", "MX", "+525512345678"),  # of another town
        ("01 55 1234 5678", "MX", "+525512345678"),  # long distance, until 2019
        ("5215512345678", "MX", "+525512345678"),  # what WhatsApp exports: no plus
        ("(31) 8765-4321", "BR", "+5531987654321"),  # older than the ninth digit
        ("(0xx31) 8765-4321", "BR", "+5531987654321"),
        ("(31) 3234-5678", "BR", "+553132345678"),  # a fixed line stays one
        ("011 15 5123-4567", "AR", "+5491151234567"),
        ("11 5123-4567", "AR", "+541151234567"),
        ("1 234 5678", "CO", "+576012345678"),
        ("(01) 234 5678", "PE", "+5112345678"),
    ],
)
def test_what_a_country_dialled_once_is_read_as_its_number_today(text: str, region: str, e164: str) -> None:
    """Lists are older than numbering plans."""
    number = read_number(text, region)
    assert isinstance(number, NumberRow), number
    assert number.e164 == e164


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+56 9 123 4567", ""),  # Chile, eight digits: a mobile before 2006, or a fixed line of an area before 2012
        ("1234 5678", "MX"),  # without its area code
        ("+52 044 55 1234 5678 ext 12", ""),
        ("0445512345678 casa", "MX"),
    ],
)
def test_what_may_be_two_phones_is_refused(text: str, region: str) -> None:
    """A number is never repaired by guessing."""
    assert isinstance(read_number(text, region), Unfit)

"""
Which number does this text mean, and what is it fit for? Pure, but for the tables of the `phonenumbers` package.

Text becomes E.164 with its kind, country and candidate zones, or is refused with a reason. It is never repaired by
guessing: letters would turn into digits, a note beside the number into part of it.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType, ValidationResult

from cadence.domain import NumberKind
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import NumberRow
from cadence.domain.spellings import canonical
from cadence.leads.phone.area_codes import zones_of_number
from cadence.policy.number_kinds import KINDS

NOT_CONTACTED = {
    PhoneNumberType.TOLL_FREE: "a toll-free number, which a campaign does not contact",
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number, which a campaign does not contact",
    PhoneNumberType.SHARED_COST: "a shared-cost number, which a campaign does not contact",
    PhoneNumberType.VOIP: "an internet number without a place, which a campaign does not contact",
    PhoneNumberType.PERSONAL_NUMBER: "a forwarding number without a place, which a campaign does not contact",
    PhoneNumberType.PAGER: "a pager, which a campaign does not contact",
    PhoneNumberType.UAN: "a company's service number, which a campaign does not contact",
    PhoneNumberType.VOICEMAIL: "a voicemail access number, which a campaign does not contact",
}

UNPARSED = {
    NumberParseException.INVALID_COUNTRY_CODE: "no country has the prefix it begins with",
    NumberParseException.NOT_A_NUMBER: "not a phone number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too short for a phone number",
    NumberParseException.TOO_SHORT_NSN: "too short for a phone number",
    NumberParseException.TOO_LONG: "too long for one phone number",
}

IMPOSSIBLE = {
    ValidationResult.TOO_SHORT: "too short for a phone number of its country",
    ValidationResult.TOO_LONG: "too long for a phone number of its country",
    ValidationResult.INVALID_LENGTH: "has a length that no phone number of its country has",
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "without its area code",
    ValidationResult.INVALID_COUNTRY_CODE: "no country has the prefix it begins with",
}

MARKS = {
    "AR": "the 9 of a mobile may be missing: from abroad it is +54 9, its area code and its number",
    "CL": "the 9 of a mobile may be missing: it is +56 9 and eight digits",
}
"""How a mobile is written in countries where lists leave out what makes it one (domain/spellings.py)."""
CALLING_CODES = {54: "AR", 56: "CL"}
UNMARKED = frozenset({ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY})

UNREADABLE = (
    (re.compile(r"^$"), "empty"),
    (re.compile(r"^.{60}", re.DOTALL), "too long for one phone number"),
    (
        re.compile(r"^\d+([.,]\d+)?E\+?\d+$", re.IGNORECASE),
        "a spreadsheet's short form: the last digits are lost, format the column as text and export it again",
    ),
    (
        re.compile(r"(ext|extn|extensi[oó]n|x|#)\.? ?[:=]? ?\d{1,7}$", re.IGNORECASE),
        "has an extension, which a campaign cannot dial",
    ),
    (re.compile(r"[^\W\d_]"), "has letters in it"),
    (re.compile(r"[^\d\s().\-\u2010-\u2015\u2212/·+]|(?<=[^(])\+"), "has signs in it that no phone number has"),
)
"""What is refused unparsed, because parsing would make another number out of it. The first that fits counts."""

WRITTEN_AS_DECIMAL = re.compile(r"(\+?\d{7,})\.0")
ADDRESS = re.compile(r"(?:tel|sms|rcs|whatsapp):", re.IGNORECASE)
"""What carriers and phones write before a number."""
DOMESTIC = (
    # Mexico: 01, 044 and 045 were dialled at home, 1 from abroad, until August 2019 (IFT).
    ("MX", "52", re.compile(r"(?:52)?(?:01|044|045)(\d{10})|521(\d{10})"), r"+52\1\2"),
    # Argentina: both the 9 of calls from abroad and the 15 of calls at home; without the 9 the tables can read it.
    ("AR", "54", re.compile(r"549(\d{12})"), r"+54\1"),
)
"""Ways to dial that lists hold and the tables do not know: country, calling code, digits, and the number they mean."""
NOT_DIGITS = re.compile(r"\D")
HAS_WORDS = re.compile(r"[^\W\d_]|[#,;*]")
CARRIER_CHOICE = re.compile(r"\b0xx(?=[\s()-]*\d)", re.IGNORECASE)
"""Brazil: lists write 0xx for a zero and any long-distance carrier."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Text that is no number a campaign can use. The reason never holds the text."""

    reason: str
    unused: bool = False  # it has the shape of a number, but no table knows one like it: the drama range of the UK


def read_number(text: str, region: str = "") -> NumberRow | Unfit:
    """
    Return the number that this text means, or why there is none.

    `region` (ISO 3166-1) is the country of numbers written without their prefix.
    """
    tidy = _as_dialled_now(_tidy(text), region)
    for pattern, reason in UNREADABLE:
        if pattern.search(tidy):
            return Unfit(reason)
    parsed = _parse(tidy, region)
    return parsed if isinstance(parsed, Unfit) else _judge(_respelt(parsed))


def read_e164(text: str) -> str:
    """Return the number in E.164 that somebody typed or sent. Raises InvalidInputError, which does not repeat it."""
    number = read_number(text)
    if isinstance(number, Unfit):
        raise InvalidInputError(f"The number cannot be used: {number.reason}; expected one such as +34600000001.")
    return number.e164


def missing_mark(number: NumberRow) -> str:
    """Return what may be missing in a number that was read as a fixed line, "" where a fixed line is plain."""
    return MARKS.get(number.country, "") if number.kind is NumberKind.FIXED else ""


def _tidy(text: str) -> str:
    """Return the text without what spreadsheets and phones add to numbers: invisible marks, an apostrophe, `.0`."""
    plain = text.strip()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKC", plain)
        plain = "".join(char for char in plain if unicodedata.category(char) != "Cf").strip()
    plain = plain.removeprefix("'")
    address = ADDRESS.match(plain)
    plain = plain[address.end() :].strip() if address else plain.strip()
    if address and address[0].lower() == "whatsapp:" and plain.isdecimal():
        plain = f"+{plain}"  # WhatsApp's own ids are whole numbers
    decimal = WRITTEN_AS_DECIMAL.fullmatch(plain)
    return decimal[1] if decimal else plain


def _as_dialled_now(text: str, region: str) -> str:
    """Return the text without what a country has ceased to dial; untouched where it is of another country."""
    abroad = text.startswith(("+", "00"))
    digits = NOT_DIGITS.sub("", text)
    digits = digits.removeprefix("00") if abroad else digits
    if digits.startswith("55") if abroad else region == "BR":
        return CARRIER_CHOICE.sub("0", text)
    for country, calling_code, pattern, number in DOMESTIC:
        theirs = digits.startswith(calling_code) if abroad else region == country
        match = pattern.fullmatch(digits) if theirs and not HAS_WORDS.search(text) else None
        if match:
            return match.expand(number)
    return text


def _respelt(number: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    """Return the number in its canonical spelling: WhatsApp and old lists write some otherwise."""
    given = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    same = canonical(given)
    return number if same == given else phonenumbers.parse(same)


def _parse(text: str, region: str) -> phonenumbers.PhoneNumber | Unfit:
    """Return the parsed number. 00 stands for + wherever the country's own way of dialling abroad leads nowhere."""
    try:
        number = phonenumbers.parse(text, region or None)
    except NumberParseException as error:
        if text.startswith("00"):
            return _parse(f"+{text[2:]}", region)
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE and not text.startswith("+"):
            return Unfit("no country: write it with + and its prefix, or name the country")
        return Unfit(UNPARSED.get(error.error_type, "not a phone number"))
    if text.startswith("00") and not phonenumbers.is_valid_number(number):
        return _parse(f"+{text[2:]}", region)
    return number


def _judge(number: phonenumbers.PhoneNumber) -> NumberRow | Unfit:
    """Return the number with its kind and zones, or why a campaign cannot use it."""
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        local = possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        reason = IMPOSSIBLE.get(possible, "not a phone number")
        return Unfit(_hinted(reason, number) if possible in UNMARKED else reason, unused=local)
    kind = phonenumbers.number_type(number)
    if kind in NOT_CONTACTED:
        return Unfit(NOT_CONTACTED[kind])
    country = phonenumbers.region_code_for_number(number)
    if kind not in KINDS or country is None:
        return Unfit(_hinted(f"no such number is in use under +{number.country_code}", number), unused=True)
    return NumberRow(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        kind=KINDS[kind],
        country=country,
        zones=zones_of_number(number, country, kind),
    )


def _hinted(reason: str, number: phonenumbers.PhoneNumber) -> str:
    """Return why a number cannot be used, and what a mobile of its country has that this one may lack."""
    mark = MARKS.get(CALLING_CODES.get(number.country_code or 0, ""))
    return f"{reason}; {mark}" if mark else reason

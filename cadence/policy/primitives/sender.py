"""What kind of number is our sender? Pure: from the tables of the `phonenumbers` package."""

from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from cadence.domain import NumberKind

KINDS = {
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
    PhoneNumberType.FIXED_LINE: NumberKind.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.FIXED_OR_MOBILE,
}


@lru_cache(maxsize=1024)
def kind_of_sender(sender: str) -> tuple[NumberKind | None, str]:
    """Return the kind and the national digits of a sender in E.164; None and "" for a name or a short code."""
    try:
        number = phonenumbers.parse(sender)
    except NumberParseException:
        return None, ""
    kind = KINDS.get(phonenumbers.number_type(number), NumberKind.OTHER)
    return kind, phonenumbers.national_significant_number(number)

"""Which kinds of phone number do we tell apart? Pure: the library's words and ours, for leads and for our senders."""

from phonenumbers import PhoneNumberType

from cadence.domain import NumberKind

KINDS = {
    PhoneNumberType.MOBILE: NumberKind.MOBILE,
    PhoneNumberType.FIXED_LINE: NumberKind.FIXED,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberKind.FIXED_OR_MOBILE,
}
"""A number of any other kind is refused in a list; a sender of any other kind is `other`."""

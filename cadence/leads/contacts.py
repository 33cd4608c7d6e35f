"""
Which address does this text mean? Pure, but for the tables of the `phonenumbers` package.

A phone number, or an address that a channel reads itself. Both are rows of the ledger's `numbers`, so suppressions,
consents and erasure are the same for both.
"""

from cadence.domain.channels import AddressReader, reader_of
from cadence.domain.errors import InvalidInputError
from cadence.domain.list_rows import NumberRow
from cadence.leads.phone import Unfit, read_e164, read_number


def read_contact(text: str, region: str = "") -> NumberRow | Unfit:
    """Return the address that this text means, or why there is none; `region` is the country of numbers without +."""
    reader = reader_of(text)
    return read_number(text, region) if reader is None else read_own(text, reader)


def read_own(text: str, reader: AddressReader) -> NumberRow | Unfit:
    """Return the address that a text means in a column of such addresses, or why there is none."""
    try:
        return NumberRow(e164=reader.read(text), kind=reader.kind)
    except ValueError as error:
        return Unfit(f"{error}; expected one such as {reader.example}")


def typed_contact(text: str) -> str:
    """Return the address that somebody typed or sent. Raises InvalidInputError, which does not repeat it."""
    if reader_of(text) is None:
        return read_e164(text)
    contact = read_contact(text)
    if isinstance(contact, Unfit):
        raise InvalidInputError(f"The address cannot be used: {contact.reason}.")
    return contact.e164


def is_typed_contact(text: str) -> bool:
    """Tell whether what somebody typed is meant as an address, not as an id."""
    return text.startswith("+") or reader_of(text) is not None

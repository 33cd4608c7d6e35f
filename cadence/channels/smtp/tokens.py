"""
Which touch does this token name, and did we sign it? Pure.

Anybody can write to our mailbox and request our addresses. So whatever acts on a touch carries a token that only the
e-mail of that touch contained. A token is 42 letters and digits: the touch's id and 80 bits of an HMAC, in base32,
because mail servers may change upper and lower case.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

TOKEN = "[a-z2-7]{42}"  # noqa: S105  a pattern
_ID_BYTES, _MAC_BYTES = 16, 10


class TokenUse(StrEnum):
    """What a token was made for: one made for a link is not accepted as a return path."""

    BOUNCE = "b"  # the return path of an e-mail
    REPLY = "r"  # its Reply-To
    MAILTO = "u"  # an e-mail that unsubscribes
    MESSAGE = "m"  # its Message-ID
    LINK = "w"  # the address of the page that unsubscribes


_TAG = re.compile(rf"(?<![a-z0-9])([brum])-({TOKEN})(?![a-z0-9])", re.IGNORECASE)


def signed(key: bytes, use: TokenUse, touch: str) -> str:
    """Return the token of a touch, whose id is a UUID."""
    number = UUID(touch).bytes
    return base64.b32encode(number + _mac(key, use, number)).decode("ascii").rstrip("=").lower()


def touch_of(keys: Iterable[bytes], use: TokenUse, token: str) -> str | None:
    """Return the id of the touch that a token names, None when it was not signed with one of our keys for this use."""
    if not re.fullmatch(TOKEN, token, re.IGNORECASE):
        return None
    decoded = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    number, mac = decoded[:_ID_BYTES], decoded[_ID_BYTES:]
    # Base32 has spare bits at the end: only the spelling that we write is accepted.
    spelled = base64.b32encode(decoded).decode("ascii").rstrip("=") == token.upper()
    genuine = any(hmac.compare_digest(_mac(key, use, number), mac) for key in keys)
    return str(UUID(bytes=number)) if spelled and genuine else None


def tag(key: bytes, use: TokenUse, touch: str) -> str:
    """Return a token with the letter of its use, as addresses and Message-IDs have it: b-TOKEN."""
    return f"{use}-{signed(key, use, touch)}"


def tagged_touch(keys: tuple[bytes, ...], text: str, *uses: TokenUse) -> str | None:
    """Return the touch of the first genuine tag for one of these uses in a text."""
    for letter, token in _TAG.findall(text):
        use = TokenUse(letter.lower())
        if use in uses and (touch := touch_of(keys, use, token)) is not None:
            return touch
    return None


def _mac(key: bytes, use: TokenUse, number: bytes) -> bytes:
    return hmac.new(key, b"cadence e-mail " + use.encode() + b" " + number, hashlib.sha256).digest()[:_MAC_BYTES]

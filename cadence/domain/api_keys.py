"""
How is a key of the API written? Pure: a prefix that people and scanners of secrets know, an id, a secret, a checksum.

`cad_<id>_<secret><checksum>`, each part in letters and digits: nothing has to be escaped anywhere. The id is no secret:
lists and logs name a key by it. The checksum tells a typing mistake, or a key that was cut off while copying, from a
wrong key; it protects nothing.
"""

import re
import zlib
from dataclasses import dataclass, field

PREFIX = "cad"
ID_BYTES, SECRET_BYTES, CHECK_BYTES = 8, 32, 4
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTHS = {ID_BYTES: 11, SECRET_BYTES: 43, CHECK_BYTES: 6}
"""Digits of base 62 that so many bytes need."""
_FORM = re.compile(
    rf"{PREFIX}_(?P<id>[0-9A-Za-z]{{{_LENGTHS[ID_BYTES]}}})_[0-9A-Za-z]{{{_LENGTHS[SECRET_BYTES]}}}"
    rf"(?P<check>[0-9A-Za-z]{{{_LENGTHS[CHECK_BYTES]}}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it is shown once, and its id."""

    id: str
    text: str = field(repr=False)


def key_of(identity: bytes, secret: bytes) -> ApiKey:
    """Return the key with this id and this secret, both random bytes."""
    written = _written(identity)
    body = f"{PREFIX}_{written}_{_written(secret)}"
    return ApiKey(id=written, text=body + _checksum(body))


def read_key(text: str) -> ApiKey | None:
    """Return the key that was sent; None if it is none, or was not sent whole."""
    form = _FORM.fullmatch(text)
    if form is None or _checksum(text[: form.start("check")]) != form["check"]:
        return None
    return ApiKey(id=form["id"], text=text)


def looks_like_key(text: str) -> bool:
    """Tell whether a text is meant to be a key, however damaged."""
    return text.startswith(f"{PREFIX}_")


def _checksum(body: str) -> str:
    return _written(zlib.crc32(body.encode()).to_bytes(CHECK_BYTES))


def _written(value: bytes) -> str:
    """Return bytes in base 62, always with as many digits as their number can need."""
    number, digits = int.from_bytes(value), ""
    for _ in range(_LENGTHS[len(value)]):
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits

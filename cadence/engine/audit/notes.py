"""
What is a signed checkpoint? Pure: text in the form of C2SP's signed notes and checkpoints, with Ed25519.

The origin, how many leaves were sealed, the head of the last block in base64, the number of that block; an empty line;
and the signature. Keys are text, too, as in that specification: name, id and key with "+" between them.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cadence.domain.errors import InvalidInputError

ED25519 = b"\x01"
"""The kind of key and signature in signed notes."""
PRIVATE = "PRIVATE+KEY+"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_ID = 4
_SIGNED = "— "


class BrokenNoteError(Exception):
    """It is no checkpoint, or nobody with this key has signed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What was sealed at one time."""

    size: int  # leaves
    head: bytes
    block: int


@dataclass(frozen=True, slots=True)
class Verifier:
    """Checks signatures with a public key."""

    name: str
    key: Ed25519PublicKey

    @classmethod
    def read(cls, text: str) -> "Verifier":
        """Read a public key. Raises InvalidInputError."""
        name, raw = _parts(text.strip(), "a public key such as audit+1a2b3c4d+AZ...", "")
        return cls(name, Ed25519PublicKey.from_public_bytes(raw))

    @property
    def text(self) -> str:
        """The key as text."""
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.key.public_bytes_raw())}"

    @property
    def id(self) -> bytes:
        """What tells keys of one name apart."""
        return _id_of(self.name, self.key.public_bytes_raw())

    def open(self, note: str) -> Checkpoint:
        """Return a checkpoint that was signed with this key. Raises BrokenNoteError."""
        body, separator, signatures = note.partition("\n\n")
        if not separator:
            raise BrokenNoteError("there is no signature")
        body += "\n"
        begin = f"{_SIGNED}{self.name} "
        for line in signatures.splitlines():
            signature = _decoded(line.removeprefix(begin)) if line.startswith(begin) else b""
            if signature[:_ID] == self.id:
                try:
                    self.key.verify(signature[_ID:], body.encode())
                except InvalidSignature:
                    raise BrokenNoteError("the signature does not fit") from None
                return _read(body, self.name)
        raise BrokenNoteError(f"it is not signed with the key {self.name}+{self.id.hex()}")


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a secret key."""

    name: str
    key: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def new(cls, name: str) -> "Signer":
        """Make a new key. Raises InvalidInputError for a name that no key can have."""
        if not NAME.fullmatch(name):
            raise InvalidInputError(
                f"{name!r} is no name of a key; expected letters, digits and . _ / - only, such as audit.example.com"
            )
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, text: str) -> "Signer":
        """Read a secret key. Raises InvalidInputError, which never shows it."""
        name, raw = _parts(text.strip(), "the file that `cadence audit key` writes", PRIVATE)
        return cls(name, Ed25519PrivateKey.from_private_bytes(raw))

    @property
    def text(self) -> str:
        """The key as text."""
        return f"{PRIVATE}{self.name}+{self.verifier.id.hex()}+{_base64(ED25519 + self.key.private_bytes_raw())}"

    @property
    def verifier(self) -> Verifier:
        """What checks its signatures."""
        return Verifier(self.name, self.key.public_key())

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return a signed checkpoint."""
        body = f"{self.name}\n{checkpoint.size}\n{_base64(checkpoint.head)}\nblock {checkpoint.block}\n"
        signature = self.verifier.id + self.key.sign(body.encode())
        return f"{body}\n{_SIGNED}{self.name} {_base64(signature)}\n"


def _read(body: str, origin: str) -> Checkpoint:
    form = re.fullmatch(r"([^\n]+)\n([0-9]{1,18})\n([A-Za-z0-9+/=]+)\nblock ([0-9]{1,18})\n", body)
    if form is None or form[1] != origin:
        raise BrokenNoteError("its text is no checkpoint of this key")
    return Checkpoint(size=int(form[2]), head=_decoded(form[3]), block=int(form[4]))


def _parts(text: str, expected: str, begin: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a key. Raises InvalidInputError."""
    name, _, rest = text.removeprefix(begin).partition("+")
    id_, _, encoded = rest.partition("+")
    raw = _decoded(encoded)
    if not text.startswith(begin) or not NAME.fullmatch(name) or raw[:1] != ED25519 or len(raw) != 33:  # noqa: PLR2004
        raise InvalidInputError(f"This is no key; expected {expected}.")
    key = raw[1:]
    public = Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw() if begin else key
    if _id_of(name, public).hex() != id_:
        raise InvalidInputError(f"A part of this key was changed: its id does not fit; expected {expected}.")
    return name, key


def _id_of(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:_ID]


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""

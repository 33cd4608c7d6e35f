"""
How is the text of one setting read? Pure: each reader returns the value, or says what was expected.

A reader raises ValueError with a text that completes "expected ...", so that the message says what to write instead.
"""

import base64
import binascii
import math
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

LEAST_KEY_BYTES = 16
LEAST_TOKEN = 16
"""Characters of the API's token: fewer can be guessed by trying."""
LEAST_SECRET = 5
"""Characters of another service's token or password: fewer are a typing mistake. Twilio's have 32."""
LEAST_LETTERS = 6
"""Different characters of a token: the same letter sixteen times is no secret."""
MOST_SLOTS = 10_000
FASTEST = 10_000.0
"""Segments or calls a second: more than any account may send."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
HOST = re.compile(r"(?i)[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
SCHEME = re.compile(r"(?i)(authorization:?\s*)?(bearer|basic)[\s:=]")
"""What comes before a token in the header of a request."""
LABELS = re.compile(r"(?!-)[^.]+(?<!-)(\.(?!-)[^.]+(?<!-))*\.?")
"""A host name: labels separated by single dots. No label begins or ends with a hyphen."""
PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
WHOLE = re.compile(r"[0-9]{1,9}")


def text(value: str) -> str:
    """Read one line of text."""
    if CONTROL.search(value) or value != value.strip():
        raise ValueError("one line of text, with no space before or after it and no control character")
    return value


def secret(value: str) -> str:
    """Read a token or password of another service."""
    if CONTROL.search(value) or not value.isascii() or " " in value:
        raise ValueError("a secret in one piece, without spaces, line ends and accents, as it was copied from its page")
    if len(value) < LEAST_SECRET:
        raise ValueError(f"the whole secret, as it was copied from its page: {LEAST_SECRET} characters or more")
    return value


def secrets(value: str) -> tuple[str, ...]:
    """Read several secrets, separated by commas."""
    if CONTROL.search(value):
        raise ValueError("secrets with commas between them, in one line")
    return tuple(secret(part) for part in _parts(value))


def token(value: str) -> str:
    """Read the token of our own API, which must be hard to guess."""
    if SCHEME.match(value):
        raise ValueError("the token alone, without Bearer before it: only the header of a request has that word")
    plain = value.isascii() and value.isprintable() and value == value.strip()
    if not plain or len(value) < LEAST_TOKEN or len(set(value)) < LEAST_LETTERS:
        raise ValueError(
            f"at least {LEAST_TOKEN} letters and digits that nobody can guess, e.g. from: openssl rand -hex 32"
        )
    return value


def account(value: str) -> str:
    """Read the id of an account at Twilio."""
    return _id(value, "AC", "an account")


def api_key(value: str) -> str:
    """Read the id of an API key at Twilio."""
    return _id(value, "SK", "an API key")


def _id(value: str, letters: str, name: str) -> str:
    if not re.fullmatch(rf"{letters}[0-9a-fA-F]{{32}}", value):
        raise ValueError(f"the id of {name}: {letters} and 32 hexadecimal digits, as Twilio's console shows it")
    return value


def label(value: str) -> str:
    """Read the name of a region or edge."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("small letters, digits and hyphens, such as ie1 or dublin")
    return value


def url(value: str) -> str:
    """Read the address of a web server, without its last slash."""
    if (wrong := _wrong_url(value)) is not None:
        raise ValueError(f"an address such as https://hooks.example.org or http://127.0.0.1:8080; {wrong}")
    return value.rstrip("/")


def _wrong_url(value: str) -> str | None:
    """Return what is wrong with an address, or None."""
    if CONTROL.search(value) or " " in value:
        return "this one has a space or a line end"
    try:
        parts = urlsplit(value)
        port_ = parts.port
    except ValueError:
        return "the port or the brackets of this one cannot be read"
    wrongs = {
        "write https:// (or http://) before the host": parts.scheme not in ("http", "https") or not parts.netloc,
        "leave out the user and password": "@" in parts.netloc,
        "leave out everything from ? or # on": "?" in value or "#" in value,
        "a port is from 1 to 65535": port_ == 0 or parts.netloc.endswith(":"),
        "its host may have letters, digits, dots and hyphens only": not HOST.fullmatch(_host(parts.netloc)),
        "its host needs a name or a number on both sides of each dot": not LABELS.fullmatch(_host(parts.netloc)),
        "leave out .. and . as a part of its path": not {".", ".."}.isdisjoint(unquote(parts.path).split("/")),
        "write a % in its path as %25, or with two hexadecimal digits after it": PERCENT.search(parts.path) is not None,
    }
    return next((words for words, wrong in wrongs.items() if wrong), None)


def _host(netloc: str) -> str:
    """Return the host with its brackets, without the port."""
    return netloc.partition("]")[0] + "]" if netloc.startswith("[") else netloc.partition(":")[0]


def host(value: str) -> str:
    """Read an address to listen on."""
    if not HOST.fullmatch(value) and not re.fullmatch(r"[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*", value):
        raise ValueError("an address of this machine such as 127.0.0.1 or 0.0.0.0, without http:// and without a port")
    return value


def database(value: str) -> str:
    """Read a database address, also in libpq's form: SQLAlchemy needs the name of the driver in it."""
    expected = "an address such as postgresql://user:password@host:5432/cadence"
    scheme, separator, rest = value.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not separator or CONTROL.search(value):
        raise ValueError(expected)
    try:
        _ = urlsplit(value).port
    except ValueError:
        raise ValueError(
            f"{expected}, with a port from 1 to 65535; in a password, signs such as / and @ are written %2F and %40"
        ) from None
    return f"postgresql+psycopg://{rest}"


def key(value: str) -> bytes:
    """Read a key written in hexadecimal or in base64."""
    try:
        decoded = bytes.fromhex(value)
    except ValueError:
        try:
            decoded = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            decoded = b""
    if len(decoded) < LEAST_KEY_BYTES:
        raise ValueError(f"at least {LEAST_KEY_BYTES} bytes in hexadecimal or base64, e.g. from: openssl rand -hex 32")
    return decoded


def slots(value: str) -> int:
    """Read how many things are done at the same time."""
    if not WHOLE.fullmatch(value) or not 1 <= int(value) <= MOST_SLOTS:
        raise ValueError(f"a whole number from 1 to {MOST_SLOTS}")
    return int(value)


def port(value: str) -> int:
    """Read a port."""
    if not WHOLE.fullmatch(value) or not 0 < int(value) < 2**16:
        raise ValueError("a port from 1 to 65535")
    return int(value)


def level(value: str) -> str:
    """Read the log level."""
    if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ValueError("debug, info, warning or error")
    return value.upper()


def numbers(value: str) -> tuple[str, ...]:
    """Read phone numbers in international form. An empty list is refused: it would allow every number."""
    listed = _parts(value)
    if not listed or not all(NUMBER.fullmatch(number) for number in listed):
        raise ValueError("numbers such as +34600000001, with commas between them")
    return listed


def rate(value: str) -> float:
    """Read one rate per second."""
    try:
        per_second = float(value)
    except ValueError:
        per_second = 0
    if not 0 < per_second < float("inf"):
        raise ValueError("a number a second such as 1 or 30")
    return per_second


def rates(value: str) -> dict[str, float]:
    """Read `1` or `1,+34910000001=10`: the rate of every sender, then the rates of single senders."""
    by_sender: dict[str, float] = {}
    for part in value.split(","):
        sender, _, text = part.strip().rpartition("=")
        try:
            per_second = float(text)
        except ValueError:
            per_second = 0.0
        if not (math.isfinite(per_second) and 0 < per_second <= FASTEST) or sender in by_sender:
            raise ValueError("segments a second such as 1, or 1,+34910000001=10, each sender once")
        by_sender[sender] = per_second
    return by_sender


def portfolios(value: str) -> dict[str, tuple[str, float]]:
    """Read `acme:2000` or `acme:2000,+34910000002=other:250`: every sender's portfolio, then single senders'."""
    by_sender: dict[str, tuple[str, float]] = {}
    for part in value.split(","):
        sender, _, text = part.strip().rpartition("=")
        name, _, tier = text.partition(":")
        people = float("inf") if tier == "unlimited" else int(tier) if WHOLE.fullmatch(tier) else 0
        if not name or people < 1 or sender in by_sender or CONTROL.search(part):
            raise ValueError(
                "a name and a number of people such as acme:2000, acme:unlimited or +34910000001=acme:250, "
                "each sender once"
            )
        by_sender[sender] = (name, people)
    if len({name for name, _ in by_sender.values()}) < len(set(by_sender.values())):
        raise ValueError("one number of people for each portfolio, the same for all of its senders")
    return by_sender


def folder(value: str) -> Path:
    """Read the path of a folder that exists or can be created."""
    place = path(value)
    if place.exists() and not place.is_dir():
        raise ValueError("a folder; this is a file")
    return place


def path(value: str) -> Path:
    """Read the path of a file."""
    if CONTROL.search(value):
        raise ValueError("a path without line ends and control characters")
    return Path(value)


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in (part.strip() for part in value.split(",")) if part)

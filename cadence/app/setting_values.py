"""
How is the text of one setting read? Pure: a type for each kind of setting, whose reader says what was expected.

A reader raises ValueError with a text that completes "expected ...", so that the message says what to write instead.
"""

import base64
import binascii
import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, PlainValidator

from cadence.domain.channels import reader_of, stored_address
from cadence.domain.trials import MOST_NUMBERS

LEAST_KEY_BYTES = 16
LEAST_TOKEN = 16
"""Characters of the API's token: fewer can be guessed by trying."""
LEAST_SECRET = 5
"""Characters of another service's token or password: fewer are a typing mistake. Twilio's have 32."""
LEAST_LETTERS = 6
"""Different characters of a token: the same letter sixteen times is no secret."""
FASTEST = 10_000.0
"""Segments or calls a second: more than any account may send."""

_CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
CONTROL = re.compile(rf"[{_CONTROLS}]")
HOST = re.compile(r"(?i:[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\])")
SCHEME = re.compile(r"(?i)(authorization:?\s*)?(bearer|basic)[\s:=]")
"""What comes before a token in the header of a request."""
LABELS = re.compile(r"(?!-)[^.]+(?<!-)(\.(?!-)[^.]+(?<!-))*\.?")
"""A host name: labels separated by single dots. No label begins or ends with a hyphen."""
PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
WHOLE = re.compile(r"[0-9]{1,9}")
PASSWORD = re.compile(rf"[!-~]{{{LEAST_SECRET},}}")
"""A token or password of another service: one piece of plain signs."""
WHOLE_SECRET = f"{LEAST_SECRET} characters or more, as they were copied, without spaces, line ends and accents"
LINE = rf"(?!\s)[^{_CONTROLS}]*(?<!\s)"
LISTENS = rf"{HOST.pattern}|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*"


_T = TypeVar("_T")


def setting(variable: str, help_: str, default: Any) -> Any:  # noqa: ANN401  as `Field` itself
    """Declare one setting: its variable, its help, and its value without the variable. Its type says how it is read."""
    return Field(default, validation_alias=variable, description=help_)


def _matching(pattern: str | re.Pattern[str], expected: str) -> AfterValidator:
    """Return a reader of texts of one form."""
    form = re.compile(pattern)

    def read(value: str) -> str:
        if not form.fullmatch(value):
            raise ValueError(expected)
        return value

    return AfterValidator(read)


def _whole(most: int, expected: str) -> PlainValidator:
    """Return a reader of whole numbers from 1."""

    def read(value: str) -> int:
        if not WHOLE.fullmatch(value) or not 1 <= int(value) <= most:
            raise ValueError(expected)
        return int(value)

    return PlainValidator(read)


def secrets(value: str) -> tuple[str, ...]:
    """Read several secrets, separated by commas."""
    listed = _parts(value)
    if CONTROL.search(value) or not all(PASSWORD.fullmatch(part) for part in listed):
        raise ValueError(f"secrets with commas between them, each of {WHOLE_SECRET}")
    return listed


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


def ip(value: str) -> str:
    """Read a numeric address of this machine."""
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError("a numeric address of this machine such as 127.0.0.1 or 0.0.0.0") from None


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


def numbers(value: str) -> tuple[str, ...]:
    """Read numbers in international form, and addresses; an empty list would allow every number and is refused."""
    listed = _parts(value)
    if not listed or not all(NUMBER.fullmatch(number) or reader_of(number) for number in listed):
        raise ValueError("numbers such as +34600000001, with commas between them")
    return tuple(map(stored_address, listed))


def few_numbers(value: str) -> tuple[str, ...]:
    """Read the numbers that may get trials: colleagues' numbers, so a few."""
    listed = numbers(value)
    if len(listed) > MOST_NUMBERS:
        raise ValueError(f"at most {MOST_NUMBERS} numbers such as +34600000001, with commas between them")
    return listed


def rate(value: str) -> float:
    """Read one rate per second."""
    if (per_second := _positive(value)) is None:
        raise ValueError("a number a second such as 1 or 30")
    return per_second


def rates(value: str) -> dict[str, float]:
    """Read `1` or `1,+34910000001=10`: the rate of every sender, then the rates of single senders."""
    return _by_sender(
        value, partial(_positive, most=FASTEST), "segments a second such as 1, or 1,+34910000001=10, each sender once"
    )


def portfolios(value: str) -> dict[str, tuple[str, float]]:
    """Read `acme:2000` or `acme:2000,+34910000002=other:250`: every sender's portfolio, then single senders'."""
    by_sender = _by_sender(
        value,
        _portfolio,
        "a name and a number of people such as acme:2000, acme:unlimited or +34910000001=acme:250, each sender once",
    )
    if len({name for name, _ in by_sender.values()}) < len(set(by_sender.values())):
        raise ValueError("one number of people for each portfolio, the same for all of its senders")
    return by_sender


def _portfolio(text: str) -> tuple[str, float] | None:
    """Return a portfolio and how many people it may reach; None for a text that is none."""
    name, _, tier = text.partition(":")
    people = math.inf if tier == "unlimited" else int(tier) if WHOLE.fullmatch(tier) else 0
    return (name, people) if name and people and not CONTROL.search(name) else None


def _by_sender(value: str, read: Callable[[str], _T | None], expected: str) -> dict[str, _T]:
    """Return what is written for every sender (under "") and for single senders."""
    by_sender: dict[str, _T] = {}
    for part in value.split(","):
        sender, _, text = part.strip().rpartition("=")
        if (wanted := read(text)) is None or sender in by_sender or CONTROL.search(sender):
            raise ValueError(expected)
        by_sender[sender] = wanted
    return by_sender


def _positive(text: str, most: float = math.inf) -> float | None:
    """Return a rate; None for a text that is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 < number <= most and math.isfinite(number) else None


def switch(value: str) -> bool:
    """Read what is on or off."""
    if value not in {"on", "off"}:
        raise ValueError("on or off")
    return value == "on"


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


SECRET = object()
"""Marks the types of what is never shown: secrets, and people's numbers."""
_ID = "and 32 hexadecimal digits, as Twilio's console shows it"

Text = Annotated[str, _matching(LINE, "one line of text, with no space before or after it and no control character")]
Secret = Annotated[str, _matching(PASSWORD, WHOLE_SECRET), SECRET]
Secrets = Annotated[tuple[str, ...], PlainValidator(secrets), SECRET]
Token = Annotated[str, AfterValidator(token), SECRET]
TwilioAccount = Annotated[str, _matching(r"AC[0-9a-fA-F]{32}", f"the id of an account: AC {_ID}")]
TwilioKey = Annotated[str, _matching(r"SK[0-9a-fA-F]{32}", f"the id of an API key: SK {_ID}")]
Reach = Annotated[str, _matching("public|any", "public, or any to send to our own network while trying out")]
Label = Annotated[str, _matching("[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens such as ie1 or dublin")]
Url = Annotated[str, AfterValidator(url)]
Host = Annotated[str, _matching(LISTENS, "an address of this machine such as 127.0.0.1, without http:// and a port")]
Ip = Annotated[str, AfterValidator(ip)]
Database = Annotated[str, AfterValidator(database), SECRET]  # it may hold a password
Key = Annotated[bytes, PlainValidator(key), SECRET]
Slots = Annotated[int, _whole(10_000, "a whole number from 1 to 10000")]
Port = Annotated[int, _whole(2**16 - 1, "a port from 1 to 65535")]
Switch = Annotated[bool, PlainValidator(switch)]
LEVELS = "debug, info, warning or error"
Level = Annotated[str, _matching("(?i)debug|info|warning|error", LEVELS), AfterValidator(str.upper)]
Numbers = Annotated[tuple[str, ...], PlainValidator(numbers), SECRET]  # they are people's
FewNumbers = Annotated[tuple[str, ...], PlainValidator(few_numbers), SECRET]
Rate = Annotated[float, PlainValidator(rate)]
Rates = Annotated[Mapping[str, float], PlainValidator(rates)]
Portfolios = Annotated[Mapping[str, tuple[str, float]], PlainValidator(portfolios)]
Folder = Annotated[Path, PlainValidator(folder)]
File = Annotated[Path | None, PlainValidator(path)]

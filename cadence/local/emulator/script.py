"""
What does a TwiML document tell a call to do? Pure: text in, verbs out.

Only what the engine may use is understood; anything else ends the call as it would at Twilio, with an error in the
record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError, fromstring

SPOKEN_PER_SECOND = 15
"""Characters."""
PLAYED = timedelta(seconds=12)
"""How long a recording is thought to be: nothing is fetched."""


class UnreadableError(Exception):
    """The document is no TwiML that we understand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something to hear: words, or a recording's address; silence has no text."""

    text: str = ""
    lasts: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """Something to hear, and a key to press."""

    speech: tuple[Say, ...]
    digits: int
    waits: timedelta
    action: str
    asks_anyway: bool  # when no key is pressed


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """A leg to another party."""

    endpoint: str
    waits: timedelta
    longest: timedelta
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Go on with another document."""

    url: str


@dataclass(frozen=True, slots=True)
class End:
    """Hang up."""


Verb = Say | Gather | Connect | Redirect | End


def read(document: str, base: str) -> tuple[Verb, ...]:
    """Read a document that came from `base`, to which its addresses are relative. Raises UnreadableError."""
    if "<!DOCTYPE" in document or "<!ENTITY" in document:
        raise UnreadableError("a document type")
    try:
        root = fromstring(document)  # noqa: S314  without a document type there is nothing to expand
    except ParseError as error:
        raise UnreadableError("not XML") from error
    if root.tag != "Response":
        raise UnreadableError(root.tag)
    return tuple(_verb(element, base) for element in root)


def _verb(element: Element, base: str) -> Verb:
    match element.tag:
        case "Say" | "Play" | "Pause":
            return _heard(element)
        case "Gather":
            return Gather(
                speech=tuple(_heard(child) for child in element),
                digits=int(element.get("numDigits", "1")),
                waits=_span(element.attrib, "timeout", 5),
                action=urljoin(base, element.get("action", "")),
                asks_anyway=element.get("actionOnEmptyResult") == "true",
            )
        case "Dial":
            action = element.get("action")
            return Connect(
                endpoint=_endpoint(element),
                waits=_span(element.attrib, "timeout", 30),
                longest=_span(element.attrib, "timeLimit", 14400),
                action=urljoin(base, action) if action is not None else "",
            )
        case "Redirect":
            return Redirect(url=urljoin(base, (element.text or "").strip()))
        case "Hangup" | "Reject":
            return End()
        case other:
            raise UnreadableError(str(other))


def _heard(element: Element) -> Say:
    text = (element.text or "").strip()
    times = max(1, int(element.get("loop", "1")))
    match element.tag:
        case "Say":
            return Say(text=text, lasts=timedelta(seconds=len(text) / SPOKEN_PER_SECOND) * times)
        case "Play":
            return Say(text=text, lasts=PLAYED * times)
        case "Pause":
            return Say(lasts=_span(element.attrib, "length", 1))
        case other:
            raise UnreadableError(str(other))


def _endpoint(dial: Element) -> str:
    """Return the address that a Dial rings: the first of its nouns, or its own text."""
    for noun in dial:
        text = (noun.text or "").strip()
        match noun.tag:
            case "Client":
                return f"client:{text}"
            case "Sip" | "Number":
                return text
            case other:
                raise UnreadableError(str(other))
    return (dial.text or "").strip()


def _span(attributes: Mapping[str, Any], name: str, default: int) -> timedelta:
    return timedelta(seconds=int(attributes.get(name, default)))

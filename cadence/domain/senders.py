"""
What kind of sender of ours is this? Pure.

A number in E.164, an address of a network that has its own, a registered name, a messaging service of Twilio's
(`MG...`: a pool of numbers), or a short code with its country (`US:12345`: the same digits may be another company's in
another country).
"""

import re
from enum import StrEnum

SERVICE = r"MG[0-9a-fA-F]{32}"
SHORT_CODE = r"[A-Z]{2}:[0-9]{3,8}"
_SERVICE, _SHORT_CODE = re.compile(SERVICE), re.compile(SHORT_CODE)


class SenderKind(StrEnum):
    """What kind of sender of ours it is."""

    NUMBER = "number"  # in E.164
    SERVICE = "service"  # a messaging service
    SHORT_CODE = "short_code"  # with its country
    ADDRESS = "address"  # of a network that has its own addresses
    NAME = "name"  # a registered name: nobody can write back to it


def kind_of_sender(sender: str) -> SenderKind:
    """Return what kind of sender this is."""
    if sender.startswith("+"):
        return SenderKind.NUMBER
    if "@" in sender:
        return SenderKind.ADDRESS
    if is_service(sender):
        return SenderKind.SERVICE
    return SenderKind.SHORT_CODE if country_of(sender) else SenderKind.NAME


def is_service(sender: str) -> bool:
    """Tell whether a sender is a messaging service."""
    return bool(_SERVICE.fullmatch(sender))


def country_of(sender: str) -> str:
    """Return the country of a short code, the only one it reaches; "" for every other sender."""
    return sender[:2] if _SHORT_CODE.fullmatch(sender) else ""


def on_the_wire(sender: str) -> str:
    """Return a sender as the carrier writes it: a short code is its digits."""
    return sender.partition(":")[2] if country_of(sender) else sender


def takes_replies(sender: str) -> bool:
    """Tell whether a person can write back: not to a registered name."""
    return kind_of_sender(sender) is not SenderKind.NAME

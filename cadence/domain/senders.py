"""
What kind of sender of ours is this? Pure.

A number in E.164, a registered name, a messaging service of Twilio's (`MG...`: a pool of numbers), or a short code with
its country (`US:12345`: the same digits may be another company's in another country).
"""

import re

SERVICE = r"MG[0-9a-fA-F]{32}"
SHORT_CODE = r"[A-Z]{2}:[0-9]{3,8}"
_SERVICE, _SHORT_CODE = re.compile(SERVICE), re.compile(SHORT_CODE)


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
    return sender.startswith("+") or is_service(sender) or bool(country_of(sender))

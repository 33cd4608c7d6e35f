"""
Did this request come from the carrier? Pure.

Twilio signs the address that it calls, so the address is built from our own configuration and the raw path and query as
they arrived. Host and X-Forwarded headers are never read: behind a proxy they are wrong, and anyone can send them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from twilio import request_validator as twilio


class SignedForm(dict[str, list[str]]):
    """A form's fields with all their values, in the interface that the validator expects."""

    def getlist(self, name: str) -> list[str]:
        """Return every value of one field."""
        return self[name]


def read_form(body: bytes) -> dict[str, str]:
    """Return a form's fields, including blank ones, which are signed too. Of several values the last counts."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def called_address(public_url: str, raw_path: str, raw_query: str) -> str:
    """
    Return the address the carrier called, byte by byte.

    The path of the public URL is put before ours, unless the proxy has left it there.
    """
    parts = urlsplit(public_url)
    prefix = parts.path.rstrip("/")
    path = raw_path if prefix and raw_path.startswith(prefix + "/") else prefix + raw_path
    query = f"?{raw_query}" if raw_query else ""
    return f"{parts.scheme}://{parts.netloc}{path}{query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A request as it arrived, byte by byte. `headers` must ignore the case of names."""

    raw_path: bytes
    raw_query: bytes
    headers: Mapping[str, str]
    body: bytes


def is_genuine(arrived: Arrived, secrets: Iterable[str], public_url: str) -> bool:
    """Return whether it was signed with one of our secrets: the new one or, during a rotation, the old one."""
    signature = arrived.headers.get(twilio.SIGNATURE_HEADER, "")
    if not signature:
        return False
    address = called_address(public_url, arrived.raw_path.decode("latin-1"), arrived.raw_query.decode("latin-1"))
    algorithm = twilio.get_signature_algorithm(arrived.headers.get(twilio.SIGNATURE_SETTINGS_HEADER, ""))
    signed = _signed_part(arrived.headers.get("Content-Type", ""), arrived.body)
    if isinstance(signed, str) and "bodySHA256=" not in address:
        return False  # nothing ties this body to the signature
    validators = (twilio.RequestValidator(secret) for secret in secrets if secret)
    return any(validator.validate(address, signed, signature, algorithm) for validator in validators)


def _signed_part(content_type: str, body: bytes) -> SignedForm | str:
    """Return the signed part of the body: a form's fields, or JSON as text, whose hash is in the address."""
    text = body.decode("utf-8", "replace")
    if content_type.startswith("application/json"):
        return text
    form = SignedForm()
    for name, value in parse_qsl(text, keep_blank_values=True):
        form.setdefault(name, []).append(value)
    return form

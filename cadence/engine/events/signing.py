"""
How does a receiver know that an event is from us and unchanged? Pure, except for new secrets.

By Standard Webhooks 1.0: HMAC-SHA256 over the id, the time of sending and the body, with a secret that both sides have.
While a secret is being changed there are several signatures, and one that fits is enough.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

PREFIX = "whsec_"
"""How a secret begins, so that programs that look for leaked secrets find it."""
VERSION = "v1"
BYTES = 32


def new_secret() -> str:
    """Return a new secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(secrets_: Sequence[str], event: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of an event that is sent at this real instant."""
    moment = str(int(at.timestamp()))
    signed = f"{event}.{moment}.".encode() + body
    return {
        "webhook-id": event,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"{VERSION},{_signature(secret, signed)}" for secret in secrets_),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()

"""
Which content template has the name that a campaign gives? Edge: Twilio's Content API, cached.

Campaign files use a template's name (`cart_reminder`); Twilio expects its id (`HX...`), which differs from account to
account.
"""

import re
import threading
import time
from datetime import UTC, datetime
from typing import Any

from twilio.rest import Client

_SID = re.compile(r"HX[0-9a-fA-F]{32}")
ASK_AGAIN_AFTER_SECONDS = 60.0
"""Names are looked up again after this, in real time: a template that was replaced has another id."""


def changed_at(template: Any) -> datetime:  # noqa: ANN401  the official client ships no types
    """Return when a template was changed last; a template without a readable date counts as the oldest."""
    at = template.date_updated
    return at if isinstance(at, datetime) else datetime.min.replace(tzinfo=UTC)


def is_sid(name: str) -> bool:
    """Return whether a name is the id of a template."""
    return bool(_SID.fullmatch(name))


class Templates:
    """The account's templates by name. Safe to use from many threads."""

    def __init__(self, client: Client) -> None:
        """Begin with an empty cache."""
        self._client = client
        self._lock = threading.Lock()
        self._sids: dict[str, str] = {}
        self._read_at = -ASK_AGAIN_AFTER_SECONDS

    def sid(self, name: str) -> str:
        """Return the id of the template of this name, "" when there is none. Raises what the client raises."""
        if _SID.fullmatch(name):
            return name
        with self._lock:
            if time.monotonic() - self._read_at >= ASK_AGAIN_AFTER_SECONDS:
                self._sids = self._read()
                self._read_at = time.monotonic()
            return self._sids.get(name, "")

    def looked_up_again(self, name: str) -> str:
        """Look the id up again, because the cached id has just failed. Raises what the client raises."""
        with self._lock:
            self._read_at = time.monotonic() - ASK_AGAIN_AFTER_SECONDS
        return self.sid(name)

    def _read(self) -> dict[str, str]:
        # Names need not be unique: the template changed last counts, as the template editor shows it first.
        stream = self._client.content.v1.contents.stream(page_size=500)
        templates = sorted(stream, key=changed_at)
        return {template.friendly_name: template.sid for template in templates}

"""
Who follows a touch from its timer to the carrier and back? Edge: what a tracer is asked; by itself, nobody follows.

A span holds ids, words of ours and instants, and nothing that a person has written.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Protocol

from cadence.domain import Attempt
from cadence.domain.touch_record import Stored

Answered = Callable[[str], None]
"""Takes the word for an answer, such as `accepted` or a status."""


class Spans(Protocol):
    """What follows touches. Safe to use from many threads."""

    def touch(self, attempt: Attempt, stored: Stored, planned: datetime) -> AbstractContextManager[None]:
        """Follow the block in which a reserved touch leaves; it was planned for this instant in real time."""

    def request(self, request: str) -> AbstractContextManager[Answered]:
        """Follow one request to the carrier, as a part of the touch that leaves on this thread."""

    def webhook(self, webhook: str, touch: str) -> AbstractContextManager[Answered]:
        """Follow the answer to a webhook, and link it to the touch that it is about, if it names one."""


def _unheard(_answer: str) -> None:
    """Take an answer that nobody follows."""


class NoSpans:
    """Follows nothing."""

    def touch(self, _attempt: Attempt, _stored: Stored, _planned: datetime) -> AbstractContextManager[None]:
        """Follow nothing."""
        return nullcontext()

    def request(self, _request: str) -> AbstractContextManager[Answered]:
        """Follow nothing."""
        return nullcontext(_unheard)

    def webhook(self, _webhook: str, _touch: str) -> AbstractContextManager[Answered]:
        """Follow nothing."""
        return nullcontext(_unheard)

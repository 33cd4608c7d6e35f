"""
Who is sending too fast? State: one budget per sender and one for the account's calls, following the Clock.

A sender's budget refills at its rate and holds one second of it. Calls wait for their turn, as at Twilio, up to a
limit; what exceeds it is refused.
"""

from datetime import datetime, timedelta

BURST_SECONDS = 1.0
SENDERS = 10_000
"""Budgets remembered. A sender that is forgotten has a full one."""


class EmulatedRates:
    """Budgets."""

    def __init__(self, messages: float, calls: float, call_queue: float) -> None:
        """Allow so many segments a second for each sender and so many calls a second for all."""
        self._messages, self._calls, self._queue = messages, calls, timedelta(seconds=call_queue)
        self._spent: dict[str, datetime] = {}  # when the sender's budget will be (or was) full again
        self._next_call: datetime | None = None

    def message(self, sender: str, segments: int, now: datetime) -> timedelta:
        """Spend a message's segments; return zero, or how long to wait when the budget is spent (nothing is taken)."""
        full_again = max(self._spent.get(sender, now), now) + timedelta(seconds=segments / self._messages)
        most = timedelta(seconds=max(BURST_SECONDS, segments / self._messages))
        if full_again - now > most:
            return full_again - now - most
        if len(self._spent) >= SENDERS:
            self._spent = {name: full for name, full in self._spent.items() if full > now}
        self._spent[sender] = full_again
        return timedelta(0)

    def call(self, now: datetime) -> timedelta | None:
        """Return how long the next call waits for its turn; None when the queue is too long for another."""
        turn = max(self._next_call or now, now)
        if turn - now > self._queue:
            return None
        self._next_call = turn + timedelta(seconds=1 / self._calls)
        return turn - now

    def call_wait(self, now: datetime) -> timedelta:
        """Return after what time the queue will have room again."""
        return max((self._next_call or now) - now - self._queue, timedelta(seconds=1 / self._calls))

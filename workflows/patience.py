"""How long is tried again? Pure: the one retry policy of every activity, and why."""

from datetime import timedelta

from temporalio.common import RetryPolicy

from cadence.domain.clock import Clock


def patient(clock: Clock) -> RetryPolicy:
    """
    Try for ever: an outage must lose nobody. Real errors are counted in the ledger and end as a hold.

    The pauses follow the clock, as everything in a rehearsal, but leave a server that is down its time to come back.
    """
    return RetryPolicy(
        initial_interval=max(clock.real_span(timedelta(seconds=5)), timedelta(seconds=0.5)),
        maximum_interval=max(clock.real_span(timedelta(minutes=5)), timedelta(seconds=5)),
    )

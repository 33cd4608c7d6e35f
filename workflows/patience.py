"""How long is an activity retried? Pure: the only retry policy of all activities, and the reason for it."""

from datetime import timedelta

from temporalio.common import RetryPolicy

from cadence.domain.clock import Clock


def patient(clock: Clock) -> RetryPolicy:
    """
    Return a policy that retries for ever: an outage must lose no lead. Real errors are counted and end as a hold.

    The intervals follow the clock, like everything in a rehearsal, but give a server that is down time to come back.
    """
    return RetryPolicy(
        initial_interval=max(clock.real_span(timedelta(seconds=5)), timedelta(seconds=0.5)),
        maximum_interval=max(clock.real_span(timedelta(minutes=5)), timedelta(seconds=5)),
    )

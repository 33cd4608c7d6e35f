"""How long does a step wait after the touch before it? Pure: one duration, or one for each result."""

from collections.abc import Iterator
from datetime import timedelta

from cadence.campaign import Step
from cadence.campaign.after import LEFT
from cadence.campaign.parts import AfterDate
from cadence.domain import OTHERWISE, Outcome, Touch, TouchState
from cadence.domain.counted import counts
from cadence.domain.outcomes import GOES_AGAIN


def wait_after(step: Step, last: Touch | None, named: tuple[str, ...]) -> timedelta:
    """
    Return how long a step waits after the end of this touch, None for the enrolment; `named` are its words.

    The word that says most counts: what the agent said, a reply, the outcome; then whether it left. What the file does
    not name is due at once.
    """
    if isinstance(step.after, AfterDate):
        return timedelta(0)  # the date counts, and not the touch
    if not isinstance(step.after, dict):
        return step.after
    return next((step.after[word] for word in _results(last, named) if word in step.after), timedelta(0))


def _results(last: Touch | None, named: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of `after` that are true of a touch, the most important first."""
    if last is not None and last.state is TouchState.SKIPPED:
        yield Outcome.SKIPPED.value
    elif last is not None and last.outcome in GOES_AGAIN:  # it went again so often that it has failed
        yield Outcome.FAILED.value
    elif last is not None:
        yield from named
        if counts(last):
            yield LEFT
    yield OTHERWISE

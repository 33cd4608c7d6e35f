"""What does a carrier's error code say, for people? Pure."""

from cadence.channels.meanings import meaning
from cadence.domain.error_subject import ErrorSubject
from cadence.domain.outcomes import NOT_SERVED
from cadence.explain.story.speaker import Speaker


def code_in_words(code: str, speaker: Speaker) -> tuple[str, ...]:
    """Return what the carrier's code of an outcome says, for people."""
    if code == NOT_SERVED:
        return (speaker.say("event-outcome-unserved"),)
    means = meaning(code)
    if not code.isdecimal() and means.about is ErrorSubject.UNKNOWN:
        return ()
    words = means.in_words(speaker.language)
    return (speaker.say("event-outcome-code" if words else "event-outcome-code-unknown", code=code, words=words),)

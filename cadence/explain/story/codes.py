"""What does a carrier's error code say, for people? Pure."""

from cadence.channels.twilio.codes import meaning
from cadence.domain.outcomes import NOT_SERVED
from cadence.explain.story.speaker import Speaker


def code_in_words(code: str, speaker: Speaker) -> tuple[str, ...]:
    """Return what the carrier's code of an outcome says, for people."""
    if code == NOT_SERVED:
        return (speaker.say("event-outcome-unserved"),)
    if not code.isdecimal():
        return ()
    words = meaning(code).in_words(speaker.language)
    return (speaker.say("event-outcome-code" if words else "event-outcome-code-unknown", code=code, words=words),)

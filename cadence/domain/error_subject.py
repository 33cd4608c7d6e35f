"""What is one of the carrier's error codes about? Pure: a code acts on that thing and on nothing else."""

from enum import StrEnum


class ErrorSubject(StrEnum):
    """What a code is about. Each member is a group of `carrier/codes.yaml`."""

    PERSON = "person"  # the person blocked us or opted out at the carrier: as good as a stop
    NUMBER = "number"  # the number does not exist: closed for every campaign
    CHANNEL = "channel"  # the number does not take this channel; it may take another
    UNREACHABLE = "unreachable"  # out of reach this time
    FILTERED = "filtered"  # this one was filtered by the network or the platform
    EXPIRED = "expired"  # its validity ran out in the carrier's queue
    CONTENT = "content"  # these words to this person: the next person's may be right
    TEMPLATE = "template"  # the template: every further message of it would fail the same way
    COUNTRY = "country"  # our account may not reach this country on this channel
    UNVERIFIED = "unverified"  # our account may reach this number only once it was verified
    SENDER = "sender"  # our sender: nothing more can leave from it on this channel
    ACCOUNT = "account"  # our account: nothing more can leave at all
    MOMENT = "moment"  # too fast: it may go again a moment later
    DAY = "day"  # the limit of a day is reached: it may go again an hour later
    UNKNOWN = "unknown"  # a code that is in no group


OURS = frozenset(
    {ErrorSubject.TEMPLATE, ErrorSubject.COUNTRY, ErrorSubject.UNVERIFIED, ErrorSubject.SENDER, ErrorSubject.ACCOUNT}
)
"""Our own mistakes: no fault of the person, so it uses up nothing of theirs, and what is broken is paused."""
LATER = frozenset({ErrorSubject.MOMENT, ErrorSubject.DAY})
"""Only the moment was wrong."""

"""What are figures, buckets, groups and reasons called, and how are their values written? Pure."""

from cadence.domain.figures import Bucket, BucketCount, Dimension, FigureCount, ReasonCount, Unit
from cadence.explain.story.speaker import Speaker
from cadence.languages import Language, add_files, say

add_files(__package__, "reports")

HOUR, DAY = 60, 24 * 60
NOTHING = "-"
"""Stands for a figure of which nothing was counted."""


def bucket_name(count: BucketCount, language: Language) -> str:
    """Return what a bucket is called, with the hold or the end that puts leads there."""
    speaker = Speaker(language=language)
    match count.bucket:
        case Bucket.HELD:
            reason = speaker.hold(count.reason)
        case Bucket.ENDED:
            reason = speaker.term("reason", count.reason)
        case _:
            reason = ""
    return (
        say(language, f"bucket-{count.bucket.value}", reason=reason)
        if reason
        else speaker.term("bucket", count.bucket.value)
    )


def figure_name(figure: str, language: Language) -> str:
    """Return the name of a figure."""
    return say(language, f"figure-{figure}")


def formula(figure: str, language: Language) -> str:
    """Return how a figure is counted."""
    return say(language, f"formula-{figure}")


def value_in_words(count: FigureCount, language: Language) -> str:
    """Return a rate as a percentage and a mean with one decimal; a dash where nothing was counted."""
    if count.value is None:
        return NOTHING
    return number(count.value, count.figure.unit, language)


def number(value: float, unit: Unit, language: Language) -> str:
    """Return a number as the language writes it."""
    text = f"{value * 100:.1f} %" if unit is Unit.RATE else f"{value:.1f}"
    return text if language == "en" else text.replace(".", ",")


def span(minutes: int | None, language: Language) -> str:
    """Return how long something took, in its two largest units, by their symbols."""
    if minutes is None:
        return say(language, "report-not-reached")
    if minutes < HOUR:
        return f"{minutes} min"
    if minutes < DAY:
        return f"{minutes // HOUR} h {minutes % HOUR} min"
    return f"{minutes // DAY} d {minutes % DAY // HOUR} h"


def group_in_words(group: str, by: Dimension, language: Language) -> str:
    """Return what a group is called: hours and weekdays are on the person's clock."""
    match by:
        case Dimension.HOUR if group:
            return f"{group}:00"
        case Dimension.WEEKDAY if group:
            return say(language, "weekday", day=int(group))
        case Dimension.HOUR_OF_WEEK if group:
            return f"{say(language, 'weekday', day=int(group) // 24 + 1)} {int(group) % 24:02}:00"
        case Dimension.STEP if not group:
            return say(language, "group-no-step")
        case _:
            return group or say(language, "group-none")


def reason_in_words(count: ReasonCount, language: Language) -> str:
    """Return why leads had no attempt so far: the place in the line, the hold, the end, or the rule that decided."""
    speaker = Speaker(language=language)
    refused = say(language, "undone-refuse", rule=count.rule) if count.verdict == "refuse" and count.rule else ""
    match count.bucket:
        case Bucket.WAITING:
            return say(language, "undone-in-line")
        case Bucket.LEFT_OUT:
            return say(language, "undone-left-out")
        case Bucket.HELD:
            return say(language, "undone-hold", hold=speaker.hold(count.hold, count.key))
        case Bucket.ENDED:
            ended = say(language, "undone-ended-so", reason=speaker.term("reason", count.key))
            return f"{ended}; {refused}" if refused else ended
        case _:
            return refused or _open_reason(count, language)


def _open_reason(count: ReasonCount, language: Language) -> str:
    """Return why a lead that is enrolled, and not held, had no attempt so far."""
    match count.verdict:
        case "defer":
            return say(language, "undone-defer", rule=count.rule)
        case "allow":
            return say(language, "undone-allow")
        case _:
            return say(language, "undone-no-decision")

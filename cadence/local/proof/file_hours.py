"""Which hours of the file count for a lead on a date? Pure, and naive on purpose."""

from datetime import date, datetime

from cadence.local.proof.dates import falls_on
from cadence.local.proof.file import CountedHours, FileRules
from cadence.local.proof.record import OurLead
from cadence.local.proof.wheres import plain_word, true_of


def choices_of(demands: FileRules, lead: OurLead, day: date) -> list[list[CountedHours]]:
    """
    Return the hours that count for a lead on a date; of several choices all must be open.

    Those for its segment, or with a condition that is true of it, replace those for everybody. Where there are only
    hours of which nobody knows whether they are for it, these must be open beside the hours for everybody. Hours whose
    condition is not judged may be a lead's or not: they count beside each choice, and `not_judged` names them.
    """
    mine = [
        hour
        for hour in demands.hours
        if not hour.segments or plain_word(lead.segment) in map(plain_word, hour.segments)
    ]
    open_beside = [hour for hour in mine if hour.unjudged and (not hour.dates or falls_on(hour.dates, day))]
    answers = [(hour, hour.where is None or true_of(hour.where, lead)) for hour in mine if not hour.unjudged]
    own = [hour for hour, answer in answers if answer and (hour.segments or hour.where is not None)]
    choices = [own or [hour for hour in demands.hours if not hour.segments and hour.where is None]]
    unsure = [] if own else [hour for hour, answer in answers if answer is None]
    for place, hour in enumerate(unsure):
        if all(other.where != hour.where for other in unsure[:place]):
            choices.append([other for other in unsure if other.where == hour.where])
    return [[*_of_date(choice, day), *open_beside] for choice in choices]


def _of_date(hours: list[CountedHours], day: date) -> list[CountedHours]:
    """Return the hours with that date, else those without dates."""
    return [hour for hour in hours if falls_on(hour.dates, day)] or [hour for hour in hours if not hour.dates]


def within(hours: CountedHours, local: datetime) -> bool:
    """Tell whether a clock on the wall shows an open hour."""
    minutes = local.hour * 60 + local.minute
    return local.weekday() in hours.days and any(opens <= minutes < closes for opens, closes in hours.spans)

"""Which hours of the file count for a lead on a date? Pure, and naive on purpose."""

import unicodedata
from datetime import date, datetime

from cadence.local.proof.dates import falls_on
from cadence.local.proof.file import CountedHours, FileRules
from cadence.local.proof.record import OurLead


def plain_word(word: str) -> str:
    """Return a segment as people compare it: without case, accents and spaces."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(
        letter for letter in letters if not (unicodedata.combining(letter) or letter.isspace() or letter == "_")
    )


def hours_of(demands: FileRules, lead: OurLead, day: date) -> list[CountedHours]:
    """
    Return the hours that may count for a lead on a date: those of its segment replace those that name none.

    Of these, the ones with that date replace those without dates. Hours with a condition may be a lead's or not, so
    they count beside the others: `not_judged` names them.
    """
    mine = [
        hour
        for hour in demands.hours
        if not hour.segments or plain_word(lead.segment) in map(plain_word, hour.segments)
    ]
    sure = [hour for hour in mine if not hour.conditional]
    own = [hour for hour in sure if hour.segments] or [hour for hour in sure if not hour.segments]
    dated = [hour for hour in own if falls_on(hour.dates, day)] or [hour for hour in own if not hour.dates]
    return [*dated, *(hour for hour in mine if hour.conditional and (not hour.dates or falls_on(hour.dates, day)))]


def within(hours: CountedHours, local: datetime) -> bool:
    """Tell whether a clock on the wall shows an open hour."""
    minutes = local.hour * 60 + local.minute
    return local.weekday() in hours.days and any(opens <= minutes < closes for opens, closes in hours.spans)

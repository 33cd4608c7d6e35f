"""Is a time for which data is kept read as people write it, in three languages, and nothing else?"""

import pytest

from cadence.campaign.ages import RETENTION_TIME, parse_retention_time
from cadence.domain.retention import RetentionTime


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("2 years", 24, 0),
        ("18 months", 18, 0),
        ("90 days", 0, 90),
        ("6 weeks", 0, 42),
        ("1 year", 12, 0),
        ("2y", 24, 0),
        ("18mo", 18, 0),
        ("1 year 6 months", 18, 0),
        ("1 year, 6 months and 10 days", 18, 10),
        ("2 años", 24, 0),
        ("1 año y 6 meses", 18, 0),
        ("90 DÍAS", 0, 90),
        ("1 ano e 6 meses", 18, 0),
        ("1 mês", 1, 0),
        ("100 years", 1200, 0),
    ],
)
def test_a_time_is_read(text: str, months: int, days: int) -> None:
    """Months and years are those of the calendar, so they are not turned into days."""
    assert parse_retention_time(text) == RetentionTime(months=months, days=days)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no time"),
        ("soon", "not a time"),
        ("2 yeras", "not a time"),
        ("2", "not a time"),
        ("years", "not a time"),
        ("-2 years", "not a time"),
        ("1.5 years", "whole numbers"),
        ("1,5 años", "whole numbers"),
        ("36 hours", "shorter than a day"),
        ("0 days", "no time at all"),
        ("0 years 0 months", "no time at all"),
        ("101 years", "longer than 100 years"),
        ("99999 years", "longer than 100 years"),
        ("6 m", "not a time"),  # months or minutes
    ],
)
def test_anything_else_is_refused(text: str, words: str) -> None:
    """What is erased does not come back, so nothing is guessed."""
    with pytest.raises(ValueError, match=words):
        parse_retention_time(text)


def test_its_examples_can_be_read() -> None:
    """An editor offers them."""
    assert [str(parse_retention_time(text)) for text in RETENTION_TIME.examples] == [
        "2 years",
        "1 year 6 months",
        "90 days",
        "2 years",
    ]

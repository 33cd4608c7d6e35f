"""Is a house file read strictly, and does what it leaves out keep its default?"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cadence.campaign.house_file import load_house, read_house
from cadence.documents import DocumentError
from cadence.domain import Channel
from cadence.domain.errors import NotFoundError
from cadence.domain.house import HouseLimit, HouseRules, WeekdayHours
from cadence.domain.retention import RetentionTime, RetentionTimes

EXAMPLE = Path(__file__).parents[3] / "house.example.yaml"


def test_the_example_says_what_holds_without_a_file() -> None:
    """Whoever copies it changes only the zone."""
    example = read_house(EXAMPLE.read_text(encoding="utf-8"))
    assert example == HouseRules(zone="Europe/Madrid")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file_says_nothing(text: str) -> None:
    """A file of comments is a place to begin from, not a mistake."""
    assert read_house(text) == HouseRules()


def test_each_key_is_read() -> None:
    """Durations, weekdays and hours are written as in a campaign."""
    text = """
zone: America/Bogota
working_hours:
  - {days: lun-mar, hours: "08:00-12:00, 14:00-24:00"}
rest: {refused: 2 weeks, conversation: 36 hours}
review_within: 90 minutes
limits:
  - {max: 3, per: 7 days}
  - {max: 1, per: 24 horas, channels: [call]}
gap: 4 hours
quiet_hours:
  - {days: sun, hours: "00:00-09:00, 21:00-24:00"}
retention: {texts: 18 meses, people: 3 years}
"""
    hours = tuple(WeekdayHours(day=day, opens=a, closes=b) for day in (0, 1) for a, b in ((480, 720), (840, 1440)))
    assert read_house(text) == HouseRules(
        rest_refused=timedelta(days=14),
        rest_conversation=timedelta(hours=36),
        review_within=timedelta(minutes=90),
        zone="America/Bogota",
        working_hours=hours,
        limits=(
            HouseLimit(most=3, local_days=7),
            HouseLimit(most=1, seconds=86400, channels=frozenset({Channel.CALL})),
        ),
        gap=timedelta(hours=4),
        retention=RetentionTimes(texts=RetentionTime(months=18), people=RetentionTime(months=36)),
        quiet_hours=(WeekdayHours(day=6, opens=0, closes=540), WeekdayHours(day=6, opens=1260, closes=1440)),
    )


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("rest:\n  refused: soon\n", "house.yaml:2:12", 'found "soon"'),
        ("rest:\n  refuse: 3 days\n", "house.yaml:2:3", 'did you mean "refused"?'),
        ("reviewed: 4 hours\n", "house.yaml:1:1", "is not a key of a house file"),
        ("zone: Madrid\n", "house.yaml:1:7", "time zone"),
        ("working_hours:\n  - {days: mon-fri}\n", "house.yaml:2:5", 'no "hours"'),
        ("rest: 3 days\n", "house.yaml:1:7", "`rest` such as"),
        (
            "limits:\n  - {max: 2, per: campaign}\n",
            "house.yaml:2:19",
            "a period of one campaign; expected a period such as",
        ),
        ("limits:\n  - {max: 2, per: 1 day, channels: [fax]}\n", "house.yaml:2:37", 'found "fax"'),
        ("quiet_hours:\n  - {days: someday, hours: 9-21}\n", "house.yaml:2:12", 'found "someday"'),
        ("quiet: 21:00\n", "house.yaml:1:1", 'did you mean "quiet_hours"?'),
        ("# a comment with \0\n", "house.yaml:1:18", "does not allow"),
        ("- rest\n", "house.yaml:1:1", "not a mapping of keys"),
        ("tariffs:\n- {channel: sms, price: 1 EUR, per: second}\n", "house.yaml:2:37", "segment or message"),
        ("tariffs:\n- {channel: call, price: 1 EUR, per: segment}\n", "house.yaml:2:38", "minute or second"),
        ("tariffs:\n- {channel: email, price: 1 EUR, per: segment}\n", "house.yaml:2:39", "expected message"),
        (
            "tariffs:\n- {channel: task, price: 1 EUR, per: message}\n",
            "house.yaml:2:13",
            "sms, whatsapp, email or call",
        ),
        ("tariffs:\n- {channel: sms, price: 0.1, per: message}\n", "house.yaml:2:25", 'such as "0.075 EUR"'),
        ("tariffs:\n- {channel: sms, price: 1 EUX, per: message}\n", "house.yaml:2:25", "no code of a currency"),
        ("tariffs:\n- {channel: sms, price: -1 EUR, per: message}\n", "house.yaml:2:25", 'such as "0.075 EUR"'),
        ("tariffs:\n- {channel: sms, pirce: 1 EUR, per: message}\n", "house.yaml:2:18", 'did you mean "price"?'),
        ("tariffs:\n- {channel: sms, country: Spain, price: 1 EUR, per: message}\n", "house.yaml:2:27", 'mean "ES"?'),
        ("tariffs:\n- {channel: sms, price: 1 EUR, per: message, from: soon}\n", "house.yaml:2:52", "a date"),
        (
            "tariffs:\n- {channel: sms, price: 1 EUR, per: message}\n- {channel: sms, price: 2 EUR, per: segment}\n",
            "house.yaml:3:3",
            "from the same day, as in line 2",
        ),
        ("tariffs: 1 EUR\n", "house.yaml:1:10", "a list: a tariff such as"),
        ("rest: {refused: 3 days\n", "house.yaml:1:7", "not closed"),
        ("retention:\n  text: 2 years\n", "house.yaml:2:3", 'did you mean "texts"?'),
        ("retention:\n  people: 2 yeras\n", "house.yaml:2:11", 'did you mean "2 years"?'),
        ("retention:\n  people: 36 hours\n", "house.yaml:2:11", "shorter than a day"),
        ("retention:\n  people:\n", "house.yaml:2:3", "a time such as"),
        ("retention: 3 years\n", "house.yaml:1:12", "`retention` such as {texts: 18 months, people: 3 years}"),
        ("retenton: {people: 3 years}\n", "house.yaml:1:1", 'did you mean "retention"?'),
    ],
)
def test_a_mistake_is_named_where_it_stands(text: str, place: str, words: str) -> None:
    """File, line and column, what was found and what was expected."""
    with pytest.raises(DocumentError) as refused:
        read_house(text)
    message = str(refused.value)
    assert message.startswith(place)
    assert words.removeprefix("found ") in message


def test_tariffs_are_read_with_their_days() -> None:
    """A price is exact, in either order and with either decimal sign; without a country it is for all others."""
    text = """
tariffs:
  - {channel: sms, country: ES, price: 0.075 EUR, per: segment}
  - {channel: sms, country: ES, price: "EUR 0,081", per: segment, from: 1 March 2027}
  - {channel: call, price: 1 usd, per: minute}
"""
    first, then, calls = read_house(text).tariffs
    assert (first.channel, first.country, first.unit, first.since) == (Channel.SMS, "ES", "segment", date.min)
    assert (str(first.price.amount), first.price.currency) == ("0.075", "EUR")
    assert (str(then.price.amount), then.since) == ("0.081", date(2027, 3, 1))
    assert (calls.country, calls.unit, calls.price.currency) == ("", "minute", "USD")
    assert read_house(text.replace("0,081", "0,09")).without_price(read_house(text)) == (then,)


def test_a_file_that_is_named_has_to_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt path must not turn the house's own rules off in silence; a folder without a file has the defaults."""
    with pytest.raises(NotFoundError, match=r"huose\.yaml does not exist"):
        load_house(tmp_path / "huose.yaml")
    monkeypatch.chdir(tmp_path)
    assert load_house() == HouseRules()
    (tmp_path / "house.yaml").write_text("rest: {refused: 3 days}\n", encoding="utf-8")
    assert load_house().rest_refused == timedelta(days=3)


EVENINGS = (WeekdayHours(day=4, opens=1260, closes=1440),)
CALLS = frozenset({Channel.CALL})


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        (HouseRules(), HouseRules(gap=timedelta(hours=1)), ()),
        (HouseRules(gap=timedelta(hours=4)), HouseRules(gap=timedelta(hours=1)), ("gap",)),
        (HouseRules(), HouseRules(rest_refused=timedelta(days=1)), ("rest.refused",)),
        (HouseRules(quiet_hours=EVENINGS), HouseRules(), ("quiet_hours",)),
        (HouseRules(quiet_hours=EVENINGS), HouseRules(quiet_hours=(replace(EVENINGS[0], opens=1200),)), ()),
        (HouseRules(limits=(HouseLimit(most=2, local_days=7),)), HouseRules(), ("limits[0]",)),
        (
            HouseRules(limits=(HouseLimit(most=2, local_days=7), HouseLimit(most=1, seconds=60, channels=CALLS))),
            HouseRules(limits=(HouseLimit(most=1, seconds=60), HouseLimit(most=2, local_days=8))),
            (),
        ),
        (
            HouseRules(limits=(HouseLimit(most=2, local_days=7),)),
            HouseRules(limits=(HouseLimit(most=2, local_days=7, channels=CALLS),)),
            ("limits[0]",),
        ),
        (
            HouseRules(limits=(HouseLimit(most=2, local_days=1),)),
            HouseRules(limits=(HouseLimit(most=2, seconds=86400),)),
            ("limits[0]",),
        ),
    ],
)
def test_what_a_new_file_allows_more_than_the_last_is_known(
    old: HouseRules, new: HouseRules, keys: tuple[str, ...]
) -> None:
    """Each key by its name; what another limit still forbids is no loss."""
    assert new.looser_than(old) == keys

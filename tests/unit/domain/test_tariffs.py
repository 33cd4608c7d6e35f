"""What does a touch cost by our own tariffs, and are currencies kept apart?"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cadence.domain import Channel
from cadence.domain.money import Money, added, plain, rounded
from cadence.domain.tariffs import Tariff, TariffUnit, Usage, periods, spending, tariff_for

NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)


def money(amount: str, currency: str = "EUR") -> Money:
    """An amount as it is written."""
    return Money(amount=Decimal(amount), currency=currency)


def tariff(channel: Channel, unit: TariffUnit, price: Money, country: str = "", since: date = date.min) -> Tariff:
    """One line of the house file."""
    return Tariff(channel=channel, unit=unit, price=price, country=country, since=since)


SMS = tariff(Channel.SMS, TariffUnit.SEGMENT, money("0.075"), "ES")
LATER = tariff(Channel.SMS, TariffUnit.SEGMENT, money("0.081"), "ES", date(2027, 3, 8))
ELSEWHERE = tariff(Channel.SMS, TariffUnit.MESSAGE, money("0.05", "USD"))
CALL = tariff(Channel.CALL, TariffUnit.MINUTE, money("0.02"))


def test_currencies_are_never_added() -> None:
    """There is one sum for each, and no sum of both."""
    with pytest.raises(ValueError, match="are never added"):
        money("1") + money("1", "USD")
    assert added([money("0.1"), money("2", "USD"), money("0.2")]) == (money("0.3"), money("2", "USD"))


@pytest.mark.parametrize(
    ("amount", "shown", "given"),
    [("0.0075", "0.0075", "0.0075"), ("0.5", "0.50", "0.5"), ("1234.005", "1234.01", "1234.005"), ("0", "0.00", "0")],
)
def test_an_amount_is_written_without_an_exponent(amount: str, shown: str, given: str) -> None:
    """People see cents, or ten-thousandths of what is small; programs get all of it."""
    assert str(rounded(Decimal(amount))) == shown
    assert plain(Decimal(amount)) == given


@pytest.mark.parametrize(
    ("seconds", "minutes", "by_second"), [(0, "0", "0"), (1, "1", "1"), (60, "1", "60"), (61, "2", "61")]
)
def test_a_call_is_paid_by_begun_minutes_or_by_seconds(seconds: int, minutes: str, by_second: str) -> None:
    """One that nobody answered costs nothing."""
    each = tariff(Channel.CALL, TariffUnit.SECOND, money("1"))
    assert tariff(Channel.CALL, TariffUnit.MINUTE, money("1")).cost(seconds=seconds) == money(minutes)
    assert each.cost(seconds=seconds) == money(by_second)


def test_old_touches_keep_their_tariff() -> None:
    """Its own country's tariff stands before the one for all others, and the newest of them that had begun."""
    tariffs = [LATER, ELSEWHERE, SMS]
    assert tariff_for(tariffs, Channel.SMS, "ES", NOON) is LATER
    assert tariff_for(tariffs, Channel.SMS, "ES", NOON.replace(day=7, hour=23)) is SMS
    assert tariff_for(tariffs, Channel.SMS, "PT", NOON) is ELSEWHERE
    assert tariff_for(tariffs, Channel.CALL, "ES", NOON) is None


def test_the_periods_of_tariffs_follow_each_other() -> None:
    """So that a query finds at most one of a channel and country at an instant."""
    first, then = (period for period in periods([SMS, LATER, ELSEWHERE]) if period.tariff.country == "ES")
    assert first.until == then.since == datetime(2027, 3, 8, tzinfo=UTC)
    assert then.until.year == 9999


def test_what_has_no_tariff_is_named_and_not_0() -> None:
    """A sum that left something out silently would look like a cheap campaign."""
    used = [
        Usage(channel=Channel.SMS, country="ES", segments=3, count=Decimal(10)),
        Usage(channel=Channel.SMS, country="PT", segments=3, count=Decimal(2)),
        Usage(channel=Channel.WHATSAPP, country="ES"),
        Usage(channel=Channel.CALL, country="PT", seconds=90),
    ]
    spent = spending([SMS, ELSEWHERE, CALL], used, NOON)
    assert spent.amounts == (money("2.290"), money("0.10", "USD"))
    assert spent.missing == ((Channel.WHATSAPP, "ES"),)

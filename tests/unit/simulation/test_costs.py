"""Is the range of money the tariffs times what planning and the simulation expect?"""

from decimal import Decimal

from cadence.campaign.house_file import read_house
from cadence.cli.launching.cost_report import cost_as_data, cost_lines, simulated_as_data, simulated_words
from cadence.domain import Channel, NumberKind
from cadence.domain.list_rows import NumberRow
from cadence.simulation import first_touches
from cadence.simulation.costs import CostForecast, CostOrder, SimulatedCost, cost_forecast, simulated_cost
from cadence.simulation.sample import sample
from tests.unit.simulation.lists import FILE, MONDAY, campaign, row, world

TARIFFS = """tariffs:
  - {channel: sms, country: ES, price: 0.10 EUR, per: segment}
  - {channel: call, country: ES, price: 0.02 USD, per: minute}
"""
NO_BUDGET = FILE.replace("  - {max: 5, per: campaign}\n", "")
LONG = FILE.replace("seguimos aqui", "seguimos aqui " * 12)


def forecast_of(text: str = FILE, tariffs: str = TARIFFS, leads: int = 40, places: int = 10) -> CostForecast:
    """The cost of a list of `leads`, of which `places` are looked at."""
    there, rows = world(campaign(text)), [row(place) for place in range(places)]
    order = CostOrder(campaign=there.campaign, tariffs=read_house(tariffs).tariffs, rows=rows, at=MONDAY)
    return cost_forecast(order, first_touches(there, rows, MONDAY), sample(there, rows, MONDAY, leads))


def test_the_least_is_the_first_touch_of_everybody_and_the_most_is_every_step() -> None:
    """Two texts of one segment and the confirmation of a stop, and three tries of a call of 30 minutes, of 40 leads."""
    euros, dollars = forecast_of(NO_BUDGET).ranges

    assert (euros.currency, euros.least, euros.most) == ("EUR", Decimal(4), Decimal(12))
    assert (dollars.currency, dollars.least, dollars.most) == ("USD", Decimal(0), Decimal(72))
    assert euros.least <= euros.expected <= euros.most
    assert dollars.least < dollars.expected < dollars.most


def test_the_limit_of_the_campaign_bounds_the_most() -> None:
    """With one touch a person in all, nobody can get two texts, or three calls."""
    euros, dollars = forecast_of(FILE.replace("max: 5, per: campaign", "max: 1, per: campaign")).ranges

    assert euros.most == Decimal(8)  # and the confirmation
    assert dollars.most == Decimal(24)


def test_the_expected_amount_is_what_the_simulation_sent() -> None:
    """Counted here once more from the outcomes that the simulation reports."""
    there, rows = world(), [row(place) for place in range(10)]
    carried = sample(there, rows, MONDAY, 40)
    texts = sum(count for (_, channel, _), count in carried.simulation.tally.outcomes.items() if channel is Channel.SMS)

    assert forecast_of().ranges[0].expected == Decimal(texts) * 4 * Decimal("0.10")


def test_a_long_text_is_paid_by_its_segments() -> None:
    """Two segments of the second text make the most larger; the first text stays one."""
    euros, _ = forecast_of(LONG.replace("  - {max: 5, per: campaign}\n", "")).ranges
    assert (euros.least, euros.most) == (Decimal(4), Decimal(16))


def test_a_country_without_a_tariff_is_named() -> None:
    """The amounts leave it out, and say so: nothing is counted as 0 in silence."""
    number = NumberRow(e164="+351910000001", kind=NumberKind.MOBILE, country="PT")
    there, rows = world(), [row(1), row(2, numbers=(number,))]
    order = CostOrder(campaign=there.campaign, tariffs=read_house(TARIFFS).tariffs, rows=rows, at=MONDAY)
    cost = cost_forecast(order, first_touches(there, rows, MONDAY), sample(there, rows, MONDAY))

    assert cost.missing == ((Channel.CALL, "PT"), (Channel.SMS, "PT"))
    assert "no tariff for phone PT, text message PT" in cost_lines(cost)[-1]
    assert cost_as_data(cost)["without_tariff"][0] == {"channel": "call", "country": "PT"}


def test_without_tariffs_no_amount_is_claimed() -> None:
    """Not 0, and not a range of nothing."""
    cost = forecast_of(tariffs="")
    assert cost.ranges == ()
    assert cost_lines(cost) == ["the house file has no tariffs, so no amount is known"]
    assert "no se conoce ningún importe" in cost_lines(cost, "es")[0]


def test_a_loop_is_bounded_by_the_budget() -> None:
    """A step that leads back to itself goes to a person as often as the limit allows, and no more."""
    loop = FILE.replace("on: {answered: end, otherwise: again}", "on: {answered: end, otherwise: ring}")
    loop = loop.partition("  - step: again")[0]
    _, dollars = forecast_of(loop).ranges
    assert dollars.most == Decimal(5 * 30 * 40) * Decimal("0.02")


def simulated(text: str = FILE, tariffs: str = TARIFFS) -> SimulatedCost:
    """What a simulation of ten people costs; every second one left a long product behind."""
    there = world(campaign(text))
    rows = [row(place, attributes={"product": "taza" if place % 2 else "taza azul " * 20}) for place in range(10)]
    order = CostOrder(campaign=there.campaign, tariffs=read_house(tariffs).tariffs, rows=rows, at=MONDAY)
    return simulated_cost(order, sample(there, rows, MONDAY).simulation)


def test_a_simulation_costs_what_it_sent_by_channel() -> None:
    """Texts of one segment cost the same whoever gets them; calls are paid by the minute, in their own currency."""
    cost = simulated()
    texts, calls = {part.channel: part for part in cost.channels}[Channel.SMS], cost.channels[-1]

    (euros,), (dollars,) = texts.ranges, calls.ranges
    assert euros.least == euros.expected == euros.most == texts.touches * Decimal("0.10")
    assert (dollars.currency, dollars.expected % Decimal("0.02")) == ("USD", 0)
    words = simulated_words(cost)
    assert f"text message {euros.expected:.2f} EUR; phone " in words
    assert "what the carrier would charge is not known" in words
    assert "no tariff" not in words


def test_the_range_of_a_simulation_is_that_of_its_texts() -> None:
    """From everybody with the shortest text of the list to everybody with the longest."""
    cost = simulated(FILE.replace("seguimos aqui", "{{ product }} seguimos aqui"))
    (euros,) = {part.channel: part for part in cost.channels}[Channel.SMS].ranges

    assert euros.least < euros.expected < euros.most
    assert f"({euros.least:.2f} to {euros.most:.2f})" in simulated_words(cost)
    data = simulated_as_data(cost)
    assert data["channels"][0]["ranges"][0].keys() == {"currency", "least", "expected", "most"}


def test_what_has_no_tariff_is_named_in_a_simulation() -> None:
    """A channel without a tariff has no amount, and is not counted as 0."""
    cost = simulated(tariffs="tariffs:\n  - {channel: sms, price: 0.10 EUR, per: segment}\n")

    assert cost.missing == ((Channel.CALL, "ES"),)
    assert {part.channel: len(part.ranges) for part in cost.channels} == {Channel.SMS: 1, Channel.CALL: 0}
    assert "no tariff for phone ES" in simulated_words(cost)
    assert simulated_words(simulated(tariffs="")) == "the house file has no tariffs, so no amount is known"

"""Does each touch cost what the carrier or our tariff says, and is each counted once?"""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Connection, text

from cadence.campaign.house_file import read_house
from cadence.domain import Channel, Outcome
from cadence.domain.costs import CostReport, GoalValue, PriceSource, cost_counts, unpriced
from cadence.domain.figures import Dimension, Period
from cadence.domain.money import Money
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reports import costs
from cadence.ledger.touches import prices
from cadence.ledger.touches.prices import CarrierPrice
from tests.integration.ledger import states
from tests.integration.ledger.world import NOON, World

TARIFFS = read_house("""tariffs:
  - {channel: sms, country: ES, price: 0.10 EUR, per: segment}
  - {channel: sms, country: ES, price: 0.20 EUR, per: segment, from: 2099-01-01}
  - {channel: call, price: 0.50 USD, per: minute}
""").tariffs


def price(sid: str, amount: str, currency: str = "USD", touch: str = "") -> CarrierPrice:
    """What the carrier says of an id."""
    return CarrierPrice(sid=sid, touch=touch or sid, price=Money(amount=Decimal(amount), currency=currency))


@pytest.fixture(scope="module")
def world(shared_ledger: Ledger) -> World:
    """Six touches: priced by the carrier, with a leg, by tariff in two units, and two that nobody can price."""
    made = World(shared_ledger, campaign="costs")
    enrolment = made.enrol(made.lead("+34600000001"))
    sent = [
        ("C-SM1", Channel.SMS, 3, 0, Outcome.DELIVERED),  # the carrier's price
        ("C-SM2", Channel.SMS, 2, 0, Outcome.SENT),  # two segments by tariff
        ("C-SM3", Channel.SMS, 0, 0, Outcome.SENT),  # from before segments were stored
        ("C-CA1", Channel.CALL, 0, 61, Outcome.ANSWERED),  # only its leg has a price: two minutes by tariff
        ("C-CA2", Channel.CALL, 0, 0, Outcome.BUSY),  # nobody answered: costs nothing
        ("C-CA3", Channel.CALL, 0, 0, Outcome.MACHINE),  # nobody knows how long
        ("C-CA4", Channel.CALL, 0, 30, Outcome.ANSWERED),  # the carrier's price, and that of its leg
        ("C-WA1", Channel.WHATSAPP, 1, 0, Outcome.SENT),  # no tariff
    ]
    for attempt, (sid, channel, segments, seconds, outcome) in enumerate(sent, start=1):
        touch = made.reserved(enrolment, attempt=attempt, channel=channel)
        with shared_ledger.begin() as connection:
            details = {"sid": sid, "segments": segments, "seconds": seconds}
            states.settle(connection, touch.id, outcome, at=NOON + timedelta(minutes=1), details=details)
    with shared_ledger.begin() as connection:
        first = [price("C-SM1", "0.02"), price("C-LEG1", "0.004", touch="C-CA1"), price("unknown", "9")]
        assert (
            prices.note(
                connection, [*first, price("C-CA4", "0.014"), price("C-LEG4", "0.004", touch="C-CA4")], now=NOON
            )
            == 4
        )
        assert prices.note(connection, [*first, price("C-SM1", "0.03")], now=NOON) == 1
        assert prices.note(connection, [price("C-SM1", "0.030")], now=NOON) == 0
    return made


def reported(connection: Connection, world: World, by: Dimension | None = None) -> CostReport:
    """The costs of the campaign."""
    rows = costs.costs(connection, [world.campaign_id], Period(), TARIFFS, by)
    sums = {row.group: {"leads_attempted": 1, "leads_contacted": 1} for row in rows}
    return CostReport(rows=rows, counts=tuple(cost_counts(rows, sums)))


def test_each_touch_is_paid_once_by_the_best_source(world: World, shared_ledger: Ledger) -> None:
    """The last price of the carrier, with the legs of the call; else the tariff; else it is counted as unknown."""
    with shared_ledger.begin() as connection:
        made = reported(connection, world)

    assert made.totals() == {
        (PriceSource.CARRIER, "USD"): (2, Decimal("0.048")),
        (PriceSource.TARIFF, "EUR"): (1, Decimal("0.20")),
        (PriceSource.TARIFF, "USD"): (2, Decimal("1.00")),
        (PriceSource.NO_TARIFF, ""): (1, Decimal(0)),
        (PriceSource.UNKNOWN_SIZE, ""): (2, Decimal(0)),
    }
    assert made.without_price == 3
    assert {(row.channel, row.country, row.source) for row in unpriced(made.rows)} == {
        (Channel.WHATSAPP, "ES", PriceSource.NO_TARIFF),
        (Channel.SMS, "ES", PriceSource.UNKNOWN_SIZE),
        (Channel.CALL, "ES", PriceSource.UNKNOWN_SIZE),
    }


def test_currencies_have_figures_of_their_own(world: World, shared_ledger: Ledger) -> None:
    """What nobody converted has no conversion and no contact to be spent on here: a dash, not 0."""
    with shared_ledger.begin() as connection:
        made = reported(connection, world)
    values = {(count.figure.id, count.currency): (count.spent, count.whole, count.value) for count in made.counts}

    assert values["cost_per_touch", "USD"] == (Decimal("1.048"), 4, Decimal("0.262"))
    assert values["cost_per_lead", "EUR"] == (Decimal("0.20"), 1, Decimal("0.20"))
    assert values["cost_per_conversion", "USD"] == (Decimal("1.048"), 0, None)


def test_groups_add_up_to_everything(world: World, shared_ledger: Ledger) -> None:
    """By each dimension, every touch is in one group."""
    with shared_ledger.begin() as connection:
        whole = reported(connection, world).totals()
        for by in Dimension:
            assert reported(connection, world, by).totals() == whole, by


def test_a_period_takes_the_touches_made_in_it(world: World, shared_ledger: Ledger) -> None:
    """As every figure of touches."""
    with shared_ledger.begin() as connection:
        after = costs.costs(connection, [world.campaign_id], Period(since=NOON + timedelta(days=1)), TARIFFS)
    assert after == ()


def test_a_price_is_committed_to_by_a_leaf(world: World, shared_ledger: Ledger) -> None:
    """So that nobody can change afterwards what was charged."""
    with shared_ledger.begin() as connection:
        found = connection.execute(text("SELECT count(*) FROM leaves WHERE kind = 25 AND lead_id IS NOT NULL"))
        assert found.scalar_one() >= connection.execute(text("SELECT count(*) FROM prices")).scalar_one() == 5


def test_conversions_are_worth_what_an_event_said_else_what_the_list_has(shared_ledger: Ledger) -> None:
    """A cell that is no amount is counted by itself; an event's amount stands before the list's, in its currency."""
    made = World(shared_ledger, campaign="goals")
    cells = {"a": "1.200,50 EUR", "b": "85", "c": "", "d": "soon", "e": "10", "f": "99"}
    for place, (key, cell) in enumerate(cells.items()):
        attributes = {"order_value": cell} if cell else {}
        enrolment = made.enrol(made.lead(f"+3460000090{place}", key=key, attributes=attributes))
        with shared_ledger.begin() as connection:
            end = "refused" if key == "f" else "converted"  # who did not convert is worth nothing here
            connection.execute(
                text("UPDATE enrolments SET finished = :end, finished_at = :at, next_at = NULL WHERE id = :id"),
                {"end": end, "at": NOON, "id": enrolment.id},
            )
            if key == "e":
                connection.execute(
                    text(
                        "INSERT INTO external_events (id, lead_id, campaign_id, enrolment_id, name, effect, target,"
                        " value, currency, at, ref) SELECT gen_random_uuid(), lead_id, campaign_id, id, 'purchase',"
                        " 'finish', 'converted', 59.02, 'USD', :at, 'order' FROM enrolments WHERE id = :id"
                    ),
                    {"at": NOON, "id": enrolment.id},
                )
    with shared_ledger.begin() as connection:
        worth = costs.goal_value(connection, made.campaign_id, Period(), column="order_value", currency="EUR")
        by_events = costs.goal_value(connection, made.campaign_id, Period(), column="", currency="")

    assert worth == GoalValue(
        amounts=(
            Money(amount=Decimal("1285.50"), currency="EUR"),
            Money(amount=Decimal("59.0200"), currency="USD"),
        ),
        leads=3,
        without=2,
    )
    assert by_events == GoalValue(amounts=(Money(amount=Decimal("59.02"), currency="USD"),), leads=1, without=4)

"""Does each touch cost what the carrier or our tariff says, and is each counted once?"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import Connection, text

from cadence.campaign.house_file import read_house
from cadence.domain import Channel, Outcome
from cadence.domain.costs import CostReport, GoalValue, PriceSource, cost_counts, spent_in_all, together, unpriced
from cadence.domain.figures import OF_LEADS, Dimension, Period
from cadence.domain.money import Money
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reports import costs, listing, priced
from cadence.ledger.reports.costs import GoalColumn
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
        for of in (None, *OF_LEADS):
            rows = costs.costs_of_leads(connection, [world.campaign_id], Period(), TARIFFS, of)
            assert CostReport(rows=together(rows)).totals() == whole, of


def test_the_leads_behind_a_cost_add_up_to_it(world: World, shared_ledger: Ledger) -> None:
    """Each lead with its amount in each currency, the dearest first; touches without a price come last."""
    with shared_ledger.begin() as connection:
        listed = {
            what: listing.of_cost(connection, what, [world.campaign_id], Period(), tariffs=TARIFFS, limit=listing_of)
            for what, listing_of in (("cost", 9), ("cost_per_conversion", 9), ("roi", 1))
        }
    rows = [(row.currency, row.amount, row.times) for row in listed["cost"]]

    assert rows == [("EUR", Decimal("0.20"), 1), ("USD", Decimal("1.048"), 4), ("", None, 3)]
    assert listed["cost_per_conversion"] == listed["cost"]
    assert listed["roi"] == listed["cost"][:1]


def test_each_touch_of_a_lead_has_its_price(world: World, shared_ledger: Ledger) -> None:
    """As the report adds them up, with who says so; and none of another lead."""
    with shared_ledger.begin() as connection:
        lead = connection.execute(
            text("SELECT CAST(lead_id AS text) FROM touches WHERE campaign_id = :campaign LIMIT 1"),
            {"campaign": world.campaign_id},
        ).scalar_one()
        known = priced.of_lead(connection, lead, TARIFFS)
        without_tariffs = priced.of_lead(connection, lead, ())

    calls = [(cost.source.value, cost.currency, cost.amount) for cost in known if cost.channel is Channel.CALL]
    assert sorted(calls, key=str) == [
        ("carrier", "USD", Decimal("0.018")),
        ("tariff", "USD", Decimal("0.00")),
        ("tariff", "USD", Decimal("1.00")),
        ("unknown_size", "", None),
    ]
    assert {money.currency: money.amount for money in spent_in_all(known)} == {
        "EUR": Decimal("0.20"),
        "USD": Decimal("1.048"),
    }
    assert [cost.source for cost in without_tariffs].count(PriceSource.NO_TARIFF) == 6


def test_a_conversion_is_charged_with_all_that_was_spent_on_the_lead(shared_ledger: Ledger) -> None:
    """Also before the period and at an earlier visit: the lead is in the week of its newest enrolment."""
    made = World(shared_ledger, campaign="visits")
    first, later = made.enrol(made.lead("+34600000950")), NOON + timedelta(days=14)
    again = replace(first, id=str(uuid4()), at=later)
    with shared_ledger.begin() as connection:
        connection.execute(
            text("UPDATE enrolments SET finished = 'completed', finished_at = :at, next_at = NULL WHERE id = :id"),
            {"id": first.id, "at": NOON},
        )
        connection.execute(
            text(
                "INSERT INTO enrolments (id, lead_id, campaign_id, version, at, move, finished, finished_at) SELECT"
                " CAST(:again AS uuid), lead_id, campaign_id, version, :at, move, 'converted', CAST(:at AS timestamptz)"
                " FROM enrolments WHERE id = :id"
            ),
            {"id": first.id, "again": again.id, "at": later},
        )
    for enrolment in (first, again):
        touch = made.reserved(enrolment, at=enrolment.at)
        with shared_ledger.begin() as connection:
            details = {"sid": f"V-{enrolment.at:%d}", "segments": 1}
            states.settle(connection, touch.id, Outcome.SENT, at=enrolment.at, details=details)
    ids, period = [made.campaign_id], Period(since=NOON + timedelta(days=7))
    with shared_ledger.begin() as connection:
        by_touch = costs.costs(connection, ids, period, TARIFFS)
        by_lead = costs.costs_of_leads(connection, ids, period, TARIFFS, Dimension.COHORT)
        of_touches = costs.costs(connection, ids, Period(), TARIFFS, Dimension.COHORT)
        listed = listing.of_cost(connection, "cost_per_conversion", ids, period, tariffs=TARIFFS, limit=9)
        values = costs.goal_values(
            connection, made.campaign_id, period, GoalColumn(column="v", currency="EUR"), Dimension.COHORT
        )

    assert [(row.touches, row.amount) for row in by_touch] == [(1, Decimal("0.10"))]
    assert [(row.group, row.touches, row.amount) for row in by_lead] == [("2027-03-22", 2, Decimal("0.20"))]
    assert [row.group for row in of_touches] == ["2027-03-08", "2027-03-22"]
    assert [(row.times, row.amount) for row in listed] == [(2, Decimal("0.20"))]
    assert values == {"2027-03-22": GoalValue(without=1)}


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
        attributes, segment = {"order_value": cell} if cell else {}, "big" if key in "ab" else ""
        enrolment = made.enrol(made.lead(f"+3460000090{place}", key=key, attributes=attributes, segment=segment))
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
    goal = GoalColumn(column="order_value", currency="EUR")
    with shared_ledger.begin() as connection:
        worth = costs.goal_values(connection, made.campaign_id, Period(), goal)
        by_events = costs.goal_values(connection, made.campaign_id, Period(), GoalColumn())
        by_segment = costs.goal_values(connection, made.campaign_id, Period(), goal, Dimension.SEGMENT)
        by_nobody = costs.goal_values(connection, 0, Period(), GoalColumn())

    euros, dollars = (
        Money(amount=Decimal(text), currency=code) for text, code in (("1285.50", "EUR"), ("59.02", "USD"))
    )
    assert worth == {"": GoalValue(amounts=(euros, dollars), leads=3, without=2)}
    assert by_events == {"": GoalValue(amounts=(dollars,), leads=1, without=4)}
    assert by_segment == {
        "big": GoalValue(amounts=(euros,), leads=2),
        "": GoalValue(amounts=(dollars,), leads=1, without=2),
    }
    assert by_nobody is None

"""Does a price that the carrier reports late become a fact, once, and the cost of the campaign with it?"""

from decimal import Decimal

from cadence.campaign.house_file import read_house
from cadence.domain.costs import PriceSource
from cadence.domain.figures import Dimension, Period
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reports.behind import leads_behind
from cadence.engine.reports.gather import ReportOrder, report_of
from tests.integration.engine.conftest import SetStage

PEOPLE = tuple(f"+3460000031{place}" for place in range(4))
CADENCE = """
  - step: hello
    sms: "Hola, soy de {{ company }}."
    on: {otherwise: talk}
  - step: talk
    call: {floor: FLOOR, ring: 25 seconds}
    on: {otherwise: end}
"""
TARIFFS = """tariffs:
  - {channel: sms, country: ES, price: 0.10 EUR, per: segment}
  - {channel: call, price: 0.50 EUR, per: minute}
"""


async def test_what_the_carrier_charges_is_read_from_its_list(stage: SetStage) -> None:
    """Each message, call and leg has its price once; what has none is paid by our tariff, and currencies stay apart."""
    on = stage(CADENCE, {person: {"script": ["answer"]} for person in PEOPLE})
    on.enrol(*PEOPLE)

    def charged() -> dict[str, Decimal]:
        return {row["sid"]: -Decimal(row["price"]) for row in on.asked("SELECT sid, price FROM prices")}

    def all_charged() -> bool:
        ours = "SELECT sid FROM messages UNION ALL SELECT sid FROM calls WHERE answered_at IS NOT NULL"
        return charged().keys() >= {row["sid"] for row in on.asked(ours) if row["sid"][-1] not in "0f"}

    async with on.working():
        await on.finished()
        await on.until(all_charged)
    with on.ledger.begin() as tx:
        known = tx.exec_driver_sql("SELECT sid, amount, currency, source FROM prices").all()
    assert {row.sid: row.amount for row in known} == charged()
    assert len(known) == len(charged()) >= len(PEOPLE)
    assert {(row.currency, row.source) for row in known} == {("USD", "carrier")}

    planner = Planner(on.ledger, on.clock, read_house(TARIFFS))
    with on.ledger.begin() as tx:
        made = report_of(tx, planner, ReportOrder(campaigns=(on.play.name,), by=Dimension.CHANNEL), on.clock.now())
        rows = tx.exec_driver_sql("SELECT sid, seconds FROM touches WHERE channel = 'call'").all()
    told, lasted = charged(), {row.sid: row.seconds for row in rows}
    messages = [row["sid"] for row in on.asked("SELECT sid FROM messages WHERE direction = 'outbound-api'")]
    legs = on.asked("SELECT sid, parent_sid FROM calls WHERE direction = 'outbound-dial'")
    by_carrier = [told[sid] for sid in [*messages, *lasted] if sid in told]
    by_carrier += [told[leg["sid"]] for leg in legs if leg["sid"] in told and leg["parent_sid"] in told]
    by_tariff = [Decimal("0.10") for sid in messages if sid not in told]
    by_tariff += [Decimal("0.50") * -(-seconds // 60) for sid, seconds in lasted.items() if sid not in told]
    totals = made.costs.totals()

    assert all(seconds > 0 for seconds in lasted.values())
    assert totals.get((PriceSource.CARRIER, "USD"), (0, Decimal(0)))[1] == sum(by_carrier)
    assert totals.get((PriceSource.TARIFF, "EUR"), (0, Decimal(0)))[1] == sum(by_tariff)
    assert sum(touches for touches, _ in totals.values()) == len(messages) + len(lasted)
    assert sum(row.touches for row in made.costs.rows) == len(messages) + len(lasted)
    assert {count.group for count in made.costs.groups} == {"sms", "call"}
    assert made.costs.ungrouped == ("cost_per_conversion", "roi")
    spent = {count.figure.id: count.spent for count in made.costs.counts if count.currency == "USD"}
    assert spent["cost_per_conversion"] == spent["cost_per_touch"]
    with on.ledger.begin() as tx:
        behind = leads_behind(tx, planner, [on.play.name], "cost", Period(), limit=99)
    assert sum(row.amount or 0 for row in behind if row.currency == "USD") == spent["cost_per_touch"]
    assert not made.costs.without_price

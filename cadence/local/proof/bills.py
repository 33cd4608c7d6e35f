"""
What did the carrier charge, and what would our tariffs? Naive on purpose: the emulator's books, counted again.

What it told us of prices counts; else the lines of the house file, read here a second time.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cadence.local.proof import spellings
from cadence.local.proof.listed import Sums
from cadence.local.proof.tree import items, mapping, needed, tree, word

MILLIONTHS = 1_000_000
"""Amounts are compared in millionths, as whole numbers."""
PREFIXES = {
    "ES": "+34", "MX": "+52", "CO": "+57", "BR": "+55", "AR": "+54", "PT": "+351", "FR": "+33", "DE": "+49",
}  # fmt: skip
"""Where a number is, by its beginning. +1 is shared by many countries, so nothing is concluded from it."""
PRICE = re.compile(r"\s*(?P<amount>[0-9]+(?:[.,][0-9]+)?)\s*(?P<code>[A-Za-z]{3})\s*")
TURNED = re.compile(r"\s*(?P<code>[A-Za-z]{3})\s*(?P<amount>[0-9]+(?:[.,][0-9]+)?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What the carrier has in its books for one touch."""

    touch: str
    channel: str
    person: str
    segments: int = 1
    seconds: int | None = 0  # of a call from its answer on; None while it is under way, or of one without length
    charged: Decimal | None = None  # with the legs of a call; None: no price was told
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffLine:
    """One line of a house file."""

    channel: str
    country: str
    per: str
    amount: Decimal
    currency: str
    first: date


def read_bills(database: sqlite3.Connection) -> tuple[Bill, ...]:
    """Return what was sent, how long it was, and the prices that we were told of it and of its legs."""
    rows = database.execute("SELECT sid, price, currency FROM prices")
    prices = {row["sid"]: (abs(Decimal(row["price"])), str(row["currency"])) for row in rows}
    legs: dict[str, Decimal] = defaultdict(Decimal)
    for row in database.execute("SELECT sid, parent_sid FROM calls WHERE parent_sid IS NOT NULL"):
        legs[row["parent_sid"]] += prices.get(row["sid"], (Decimal(0), ""))[0]

    def bill(row: sqlite3.Row, channel: str, segments: int, seconds: int | None) -> Bill:
        price, currency = prices.get(row["sid"], (None, ""))
        return Bill(
            touch=row["touch"],
            channel=channel,
            person=row["person"],
            segments=segments,
            seconds=seconds,
            charged=None if price is None else price + legs[row["sid"]],
            currency=currency,
        )

    outbound = "WHERE direction = 'outbound-api'"
    messages = database.execute(f"SELECT * FROM messages {outbound}")  # noqa: S608  all of it is ours
    calls = database.execute(f"SELECT * FROM calls {outbound}")  # noqa: S608  all of it is ours
    return (
        *(bill(row, row["channel"], row["segments"] if row["channel"] == "sms" else 1, 0) for row in messages),
        *(bill(row, "call", 0, _seconds(row)) for row in calls),
    )


def _seconds(row: sqlite3.Row) -> int | None:
    """Return how long a call lasted from its answer on; 0 if nobody answered, None if that is not known."""
    if row["ended_at"] is None:
        return None
    if row["answered_at"] is None:
        return 0
    lasted = datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["answered_at"])
    return round(lasted.total_seconds()) or None


def read_tariffs(house: str) -> tuple[TariffLine, ...]:
    """Return the tariffs of a house file. Raises ValueError for what this does not know."""
    written = any(line.strip() and not line.lstrip().startswith("#") for line in house.splitlines())
    data = mapping(tree(house), "a house file") if written else {}
    return tuple(_line(mapping(value, "a tariff")) for value in items(data.get("tariffs", [])))


def _line(data: dict[str, object]) -> TariffLine:
    text = word(needed(data, "price"))
    price = PRICE.fullmatch(text) or TURNED.fullmatch(text)
    if price is None:
        raise ValueError(f"the proof cannot read the price {text!r}")
    return TariffLine(
        channel=word(needed(data, "channel")),
        country=word(data.get("country", "")),
        per=word(needed(data, "per")),
        amount=Decimal(price["amount"].replace(",", ".")),
        currency=price["code"].upper(),
        first=spellings.day(word(data["from"])) if "from" in data else date.min,
    )


def bills_counted(bills: Iterable[Bill], days: Mapping[str, date], tariffs: Sequence[TariffLine]) -> dict[str, Sums]:
    """
    Return what these touches cost, by who says so and currency, in millionths, with how many touches they were.

    `days` are the days of our touches: what is not among them is not the campaign's. Without a number whose country
    is certain nothing is said of tariffs.
    """
    sums: dict[str, tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    certain = True
    for bill in bills:
        if bill.touch not in days:
            continue
        if bill.charged is not None:
            name, amount = f"cost.carrier.{bill.currency}", bill.charged
        else:
            country = _country(bill)
            certain = certain and (country is not None or not tariffs)
            name, amount = _by_tariff(bill, country or "", days[bill.touch], tariffs)
        known, touches = sums[name]
        sums[name] = known + amount, touches + 1
    return {
        name: Sums(int(amount * MILLIONTHS), touches)
        for name, (amount, touches) in sums.items()
        if certain or name.startswith("cost.carrier.")
    }


def figures_counted(
    sums: Mapping[str, Sums], stated: Mapping[str, Sums], tried: int, contacted: int, converted: int
) -> dict[str, Sums]:
    """Return the figures of money in each currency; not in one of which a tariff was left out as uncertain."""
    figures: dict[str, Sums] = {}
    for currency in sorted({name.rpartition(".")[2] for name in sums if name.count(".") > 1}):
        names = [f"cost.{source}.{currency}" for source in ("carrier", "tariff")]
        if any(name in stated and name not in sums for name in names):
            continue
        parts = [sums[name] for name in names if name in sums]
        spent = sum(part.part for part in parts)
        figures |= {
            f"cost_per_touch.{currency}": Sums(spent, sum(part.whole for part in parts)),
            f"cost_per_lead.{currency}": Sums(spent, tried),
            f"cost_per_contact.{currency}": Sums(spent, contacted),
            f"cost_per_conversion.{currency}": Sums(spent, converted),
        }
    return figures


def _by_tariff(bill: Bill, country: str, day: date, tariffs: Sequence[TariffLine]) -> tuple[str, Decimal]:
    """Return the line of the report that a touch belongs to, and what it costs."""
    own = [line for line in tariffs if line.channel == bill.channel and line.first <= day]
    lines = [line for line in own if line.country == country and country] or [line for line in own if not line.country]
    if not lines:
        return "cost.no_tariff", Decimal(0)
    line = max(lines, key=lambda line: line.first)
    if bill.seconds is None:
        return "cost.unknown_size", Decimal(0)
    units = {"segment": bill.segments, "message": 1, "minute": -(-bill.seconds // 60), "second": bill.seconds}
    return f"cost.tariff.{line.currency}", line.amount * units[line.per]


def _country(bill: Bill) -> str | None:
    """Return the country of a number; "" for an address, None if it is not certain."""
    if "@" in bill.person:
        return ""
    return next((code for code, prefix in PREFIXES.items() if bill.person.startswith(prefix)), None)

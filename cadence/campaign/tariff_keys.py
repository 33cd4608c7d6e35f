"""How is a tariff written in the house file? Pure: the block of `tariffs`, and what two of them cannot both say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cadence.campaign.blocks import Block, Key, ListKind
from cadence.campaign.countries import COUNTRY
from cadence.campaign.forms import DATE
from cadence.campaign.key_rules import WrongKeys
from cadence.campaign.kinds import WRONG, NotationKind, Schema, WordKind
from cadence.documents.mistakes import MistakeReport, one_of, quoted
from cadence.documents.tree import Items, Keys, Node, TextNode
from cadence.domain import Channel
from cadence.domain.channels import CONTACT_CHANNELS, DESCRIPTORS
from cadence.domain.money import CURRENCIES, Money
from cadence.domain.tariffs import ANYWHERE, Tariff, TariffUnit, units_of

PRICE = re.compile(r"([0-9]{1,9}(?:[.,][0-9]{1,6})?)\s*([A-Za-z]{3})|([A-Za-z]{3})\s*([0-9]{1,9}(?:[.,][0-9]{1,6})?)")
MOST = 500
"""So many tariffs at most: channels by countries, and their history."""


def parse_price(text: str) -> Money:
    """Return what "0.075 EUR" or "EUR 0,075" means. Raises ValueError."""
    match = PRICE.fullmatch(text.strip())
    if match is None:
        raise ValueError("not a price")
    amount, currency = (match[1], match[2]) if match[1] else (match[4], match[3])
    if currency.upper() not in CURRENCIES:
        raise ValueError(f"{quoted(currency)} is no code of a currency (ISO 4217)")
    return Money(amount=Decimal(amount.replace(",", ".")), currency=currency.upper())


@dataclass(frozen=True)
class FittingUnit:
    """The rule that a channel is paid for by its own units."""

    def wrong(self, node: Keys) -> Iterator[WrongKeys]:
        """Yield a unit that the channel does not have."""
        values = {key.value: value for key, value in node.entries if isinstance(value, TextNode)}
        channel, unit = values.get("channel"), values.get("per")
        if channel is None or unit is None or unit.value not in list(TariffUnit):
            return
        fits = units_of(Channel(channel.value)) if channel.value in list(CONTACT_CHANNELS) else tuple(TariffUnit)
        if unit.value not in fits:
            yield WrongKeys(unit, f"{quoted(unit.value)} for the channel {channel.value}", one_of(fits))

    def schema(self) -> Schema:
        """Return which units go with which channel."""
        return {
            "anyOf": [
                {"properties": {"channel": {"const": channel.value}, "per": {"enum": [*units_of(channel)]}}}
                for channel in CONTACT_CHANNELS
            ]
        }

    def alone(self, short: str) -> Schema:
        """Return nothing: a tariff has no short form."""
        return {} if short else {"not": {}}


@dataclass(frozen=True)
class TariffsKind:
    """Several tariffs. No two of them may price the same touch."""

    of: ListKind

    @property
    def expected(self) -> str:
        """Say what it is a list of."""
        return self.of.expected

    def read(self, node: Node, report: MistakeReport) -> object:
        """Return the tariffs; a second one for the same channel, country and day is refused."""
        tariffs = self.of.read(node, report)
        if not isinstance(tariffs, tuple) or not isinstance(node, Items) or len(tariffs) != len(node.items):
            return tariffs
        seen: dict[tuple[Channel, str, date], Node] = {}
        for tariff, place in zip(tariffs, node.items, strict=True):
            same = seen.setdefault((tariff.channel, tariff.country, tariff.since), place)
            if same is not place:
                where = tariff.country or "every country"
                report.wrong(
                    place,
                    f"a second tariff for {tariff.channel} in {where} from the same day, as in line {same.line}",
                    "one tariff for each channel, country and first day",
                )
                return WRONG
        return tariffs

    def schema(self) -> Schema:
        """Return an array."""
        return self.of.schema()


def _tariff(channel: str, per: str, price: Money, country: str = ANYWHERE, since: date = date.min) -> Tariff:
    unit = TariffUnit(per) if per in list(TariffUnit) else units_of(Channel(channel))[0]
    return Tariff(channel=Channel(channel), country=country, unit=unit, price=price, since=since)


_CHANNEL = next(iter(CONTACT_CHANNELS))
TARIFF = Block(
    called="a tariff",
    build=_tariff,
    example="{channel: sms, country: ES, price: 0.075 EUR, per: segment}",
    rules=(FittingUnit(),),
    keys={
        "channel": Key(
            WordKind(words=tuple(channel for channel in DESCRIPTORS if channel in CONTACT_CHANNELS)),
            "What is paid for.",
            need=True,
            stand_in=_CHANNEL,
        ),
        "country": Key(COUNTRY, "The country of the number; without it, every country without a tariff of its own."),
        "price": Key(
            NotationKind(
                parse=parse_price,
                expected='an amount with the code of its currency such as "0.075 EUR"',
                vocabulary=tuple(sorted(CURRENCIES)),
                examples=("0.075 EUR", "0.0079 USD"),
            ),
            "The price of one unit.",
            need=True,
            stand_in=Money(amount=Decimal(0), currency="EUR"),
        ),
        "per": Key(
            WordKind(words=tuple(TariffUnit)),
            "The unit: a segment of a text message, a message, a minute of a call that was begun, or a second of one.",
            need=True,
            stand_in="",
        ),
        "from": Key(
            DATE,
            "The first day on which it holds, in UTC; touches of before keep the tariff of before.",
            field="since",
        ),
    },
)
TARIFFS = TariffsKind(ListKind(TARIFF, single=False, most=MOST))

"""
What is an amount of money? Pure: a decimal number with a currency, never a float.

Amounts of different currencies are never added: a sum has one amount for each currency.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES = frozenset(_CODES.split())
"""The codes of ISO 4217 that prices are written in."""
SHOWN, SHOWN_SMALL = Decimal("0.01"), Decimal("0.0001")
"""How exactly an amount is shown, and one that is smaller than 1."""
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str  # ISO 4217

    def __add__(self, other: "Money") -> "Money":
        """Return both together. Raises ValueError for another currency."""
        if self.currency != other.currency:
            raise ValueError(f"currencies are never added: {self.currency}, {other.currency}; expected the same")
        return Money(amount=self.amount + other.amount, currency=self.currency)

    def times(self, count: int | Decimal) -> "Money":
        """Return so many times this amount."""
        return Money(amount=self.amount * count, currency=self.currency)

    def __str__(self) -> str:
        """Return it for people: `41.20 EUR`, and `0.0075 EUR` for an amount smaller than 1."""
        return f"{rounded(self.amount):,} {self.currency}"


def rounded(amount: Decimal) -> Decimal:
    """Return an amount as exactly as people want to see it."""
    small = abs(amount) < 1 and amount != amount.quantize(SHOWN)
    return amount.quantize(SHOWN_SMALL if small else SHOWN, rounding=ROUND_HALF_UP)


def plain(amount: Decimal, places: int = 6) -> str:
    """Return an amount for programs: never with an exponent, and without zeros at its end."""
    text = f"{amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") or "0"


def added(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """Return the sum of these amounts: one for each currency, in the order of their codes."""
    sums: dict[str, Decimal] = {}
    for money in amounts:
        sums[money.currency] = sums.get(money.currency, NOTHING) + money.amount
    return tuple(Money(amount=amount, currency=currency) for currency, amount in sorted(sums.items()))

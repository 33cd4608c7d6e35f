"""
Which sender does a messaging service choose, and which people can a short code reach? Pure.

As at Twilio: a person keeps the number of the pool that wrote to them first (sticky sender); a new person gets one of
their own country where the pool has one. A short code reaches its own country only.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIXES = {
    "AR": "+54", "BR": "+55", "CA": "+1", "CL": "+56", "CO": "+57", "ES": "+34", "FR": "+33", "GB": "+44",
    "MX": "+52", "PE": "+51", "PT": "+351", "US": "+1",
}  # fmt: skip
"""The countries whose short codes can be rehearsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """What the account has besides single numbers."""

    services: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # numbers by the service's id
    short_codes: frozenset[tuple[str, str]] = frozenset()  # country and digits

    def of(self, number: str) -> str:
        """Return the service whose pool a number is in; "" for one that is in none."""
        return next((service for service, numbers in self.services.items() if number in numbers), "")

    def desk(self, number: str) -> str:
        """Return what a stop to this number closes: the whole service, or the number alone."""
        return self.of(number) or number

    def choose(self, service: str, person: str, last: str) -> str:
        """Return the number of a pool that writes to a person; `last` is the one that did before."""
        numbers = self.services[service]
        if last in numbers:
            return last
        prefix = max(
            (candidate for candidate in PREFIXES.values() if person.startswith(candidate)), key=len, default=""
        )
        fit = [number for number in numbers if prefix and number.startswith(prefix)] or list(numbers)
        return fit[int(hashlib.sha256(person.encode()).hexdigest(), 16) % len(fit)]

    def is_short_code(self, sender: str) -> bool:
        """Tell whether these digits are a short code of ours."""
        return any(digits == sender for _, digits in self.short_codes)

    def reaches(self, short_code: str, person: str) -> bool:
        """Tell whether a short code reaches a person's number."""
        countries = [country for country, digits in self.short_codes if digits == short_code]
        return any(person.startswith(PREFIXES[country]) for country in countries)


def read_pools(content: Mapping[str, Any]) -> Pools:
    """
    Read `"services": {"MG...": ["+34910000001"]}` and `"short_codes": ["US:12345"]`.

    Raises ValueError that says what was found and what was expected.
    """
    codes = [code.partition(":") for code in content.get("short_codes", [])]
    strange = [f"{country}{colon}{digits}" for country, colon, digits in codes if country not in PREFIXES or not digits]
    if strange:
        known = ", ".join(sorted(PREFIXES))
        raise ValueError(f'found the short code {strange[0]!r}; expected one such as "US:12345", of {known}')
    services = {service: tuple(numbers) for service, numbers in content.get("services", {}).items()}
    return Pools(services=services, short_codes=frozenset((country, digits) for country, _, digits in codes))

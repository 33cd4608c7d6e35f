"""Which house file and which rates does a process work with? Edge: settings in, values out."""

import logging
from collections.abc import Mapping
from typing import Any

from cadence.app.settings import Settings
from cadence.campaign.house_file import HOUSE_FILE, load_house
from cadence.domain.house import HouseRules
from cadence.engine.dispatch.answers import Portfolio, SenderRates

log = logging.getLogger(__name__)


def house_of(settings: Settings) -> HouseRules:
    """Return the rules of a house file beside this process, with a warning: the next version reads stored ones only."""
    file = settings.house or HOUSE_FILE
    if file.exists():
        log.warning(
            "%s is read by this process alone, and only while the ledger has no house file; the next version does not "
            "read it. Store it for all: cadence house apply %s",
            file,
            file,
            extra={"action": "house_file_setting"},
        )
    return load_house(settings.house)


def rates_of(settings: Settings) -> SenderRates:
    """Return how fast senders may send, to which numbers, and to how many people."""
    return SenderRates(
        per_sender=dict(settings.sender_rates),
        calls=settings.call_rate,
        only_numbers=frozenset(settings.only_numbers),
        try_numbers=frozenset(settings.try_numbers),
        portfolios={sender: Portfolio(*limit) for sender, limit in settings.portfolios.items()},
    )


def portfolios_as_data(rates: SenderRates) -> dict[str, dict[str, Any]]:
    """Return a worker's WhatsApp portfolios by sender ("" is every sender), for its heartbeat."""
    unlimited = float("inf")
    return {
        sender: {"name": portfolio.name, "most": "unlimited" if portfolio.most == unlimited else portfolio.most}
        for sender, portfolio in rates.portfolios.items()
    }


def portfolios_from(data: Mapping[str, Mapping[str, Any]]) -> SenderRates:
    """Return the portfolios of a heartbeat: what `portfolios_as_data` wrote."""
    return SenderRates(
        per_sender={},
        portfolios={
            sender: Portfolio(fields["name"], float("inf") if fields["most"] == "unlimited" else fields["most"])
            for sender, fields in data.items()
        },
    )

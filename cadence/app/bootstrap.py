"""Which collaborators does a process work with? Edge: settings in; ledger, clock and carrier out, each checked."""

import logging
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cadence.app.mail import mail_carrier, unsubscribe_router
from cadence.app.settings import Settings
from cadence.campaign.house_file import HOUSE_FILE, load_house
from cadence.channels.carriers import BoundCarrier, Carriers
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError, InvalidInputError
from cadence.domain.house import HouseRules
from cadence.engine.dispatch.answers import Portfolio, SenderRates
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger

if TYPE_CHECKING:
    from cadence.api.app import APIRouter
    from cadence.api.dependencies import Dependencies


ROUTERS: "tuple[Callable[[Settings, Dependencies], APIRouter | None], ...]" = (unsubscribe_router,)
"""What makes the routes of a provider, beside Twilio's webhooks; None where it is not set up."""


log = logging.getLogger(__name__)


def open_ledger(settings: Settings, *, connections: int = 10) -> Ledger:
    """Return the ledger. Raises unless it answers, has the schema of this program and was created with this key."""
    ledger = ledger_of(settings, connections=connections)
    try:
        ledger.check_shape()
        ledger.check_keys()
    except CadenceError:
        ledger.close()
        raise
    return ledger


def ledger_of(settings: Settings, *, connections: int = 10) -> Ledger:
    """Return the ledger without any query."""
    key, name = settings.required_hmac_key(), settings.hmac_key_name
    return Ledger(settings.database_url, key, key_name=name, connections=connections)


def clock_of(ledger: Ledger) -> Clock:
    """Return the clock that all processes share."""
    with ledger.begin() as connection:
        return clock.read(connection)


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


def routers_of(settings: Settings, deps: "Dependencies") -> "list[APIRouter]":
    """Return the routes of the providers that are set up."""
    made = (make(settings, deps) for make in ROUTERS)
    return [router for router in made if router is not None]


def carrier_of(settings: Settings) -> Carriers:
    """Return the providers of all channels as one. Nothing is requested yet."""
    return Carriers([_twilio(settings), *mail_carrier(settings)])


def _twilio(settings: Settings) -> BoundCarrier:
    """Return Twilio, or the emulator at another address."""
    if not settings.twilio_account_sid or not (settings.twilio_auth_token or settings.twilio_api_secret):
        raise InvalidInputError(
            "The carrier is not set up. Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; `cadence up` starts an emulator."
        )
    account = TwilioAccount(
        sid=settings.twilio_account_sid,
        secret=settings.twilio_api_secret or settings.twilio_auth_token,
        user=settings.twilio_api_key,
        base_url=settings.twilio_url,
        region=settings.twilio_region,
        edge=settings.twilio_edge,
    )
    carrier = TwilioCarrier(account, public_url=settings.public_url)
    phones = frozenset(channel for channel, descriptor in DESCRIPTORS.items() if descriptor.by_phone)
    return BoundCarrier(carrier=carrier, channels=phones, owns=lambda sid: ":" not in sid)

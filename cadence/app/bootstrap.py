"""Which collaborators does a process work with? Edge: settings in; ledger, clock and carrier out, each checked."""

from collections.abc import Mapping
from typing import Any

from cadence.app.settings import Settings
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain.clock import Clock
from cadence.domain.errors import CadenceError, InvalidInputError
from cadence.engine.dispatch.answers import Portfolio, SenderRates
from cadence.ledger.db import clock
from cadence.ledger.db.ledger import Ledger


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


def carrier_of(settings: Settings) -> TwilioCarrier:
    """Return the carrier: Twilio, or the emulator at another address. Nothing is requested yet."""
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
    return TwilioCarrier(account, public_url=settings.public_url)

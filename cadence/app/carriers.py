"""Which carriers does a process send through? Edge: settings in; the providers that are set up out."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from cadence.app.mail import mail_carrier
from cadence.app.settings import Settings
from cadence.channels.carriers import BoundCarrier, Carriers
from cadence.channels.twilio.provider import TwilioAccount, TwilioCarrier
from cadence.domain.channels import DESCRIPTORS
from cadence.domain.errors import InvalidInputError
from cadence.domain.processing import Recipient, RecipientKind

TWILIO = "twilio.com"


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


def recipients_of(settings: Settings) -> Iterator[Recipient]:
    """Yield who carries calls and messages for this installation, for the record of processing."""
    if settings.twilio_account_sid:
        phones = tuple(channel.value for channel, descriptor in DESCRIPTORS.items() if descriptor.by_phone)
        region = f"{settings.twilio_region}.{TWILIO}" if settings.twilio_region else TWILIO
        host = urlsplit(settings.twilio_url).hostname or region
        yield Recipient(kind=RecipientKind.CARRIER, name="Twilio", address=host, what=phones)
    if settings.smtp is not None:
        host = settings.smtp.host
        yield Recipient(kind=RecipientKind.MAIL, name=host, address=host)

"""Which house file and which rates does a process work with? Edge: settings in, values out."""

import logging

from cadence.app.settings import Settings
from cadence.campaign.house_file import HOUSE_FILE, load_house
from cadence.domain.errors import InvalidInputError
from cadence.domain.house import HouseRules
from cadence.engine.audit.checkpoints import Checkpoints, read_signer
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


def checkpoints_of(settings: Settings) -> Checkpoints | None:
    """Return what writes signed checkpoints; None without both settings. Raises InvalidInputError."""
    if settings.audit_key is None and settings.checkpoints is None:
        return None
    if settings.audit_key is None or settings.checkpoints is None:
        raise InvalidInputError(
            "CADENCE_AUDIT_KEY and CADENCE_CHECKPOINTS belong together, and only one of them is set. Set both, so that "
            "checkpoints are signed and kept, or none."
        )
    return Checkpoints(settings.checkpoints, read_signer(settings.audit_key))


def rates_of(settings: Settings) -> SenderRates:
    """Return how fast senders may send, to which numbers, and to how many people."""
    return SenderRates(
        per_sender=dict(settings.sender_rates),
        calls=settings.call_rate,
        only_numbers=frozenset(settings.only_numbers),
        try_numbers=frozenset(settings.try_numbers),
        portfolios={sender: Portfolio(*limit) for sender, limit in settings.portfolios.items()},
    )

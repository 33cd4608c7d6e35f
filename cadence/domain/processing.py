"""What is done with personal data, why, and who receives it? Pure: a record of processing (GDPR, article 30)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cadence.domain.enums import Audience, CampaignState, Channel, Purpose
from cadence.domain.retention import UNTIL_ERASED, RetentionTimes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelBasis:
    """On which basis people are contacted on a channel: recorded consent (`opt_in`), or another one with its reason."""

    channel: Channel
    basis: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecords:
    """How long the law of a pack wants records kept: at least so many years (`floor`), or at most."""

    pack: str
    kept: str
    years: int
    floor: bool
    law: str
    confidence: str  # how sure we are of the source: V, S or U


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedPack:
    """A pack of law about people of a campaign."""

    id: str
    version: str
    title: str
    approved: bool  # by counsel


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """What one campaign does with personal data, by the version that new leads start with."""

    campaign: str
    title: str
    company: str
    purpose: Purpose
    audience: Audience
    state: CampaignState
    since: datetime  # its launch
    version: int
    people: int  # on its lists; erased ones are not counted
    lists: tuple[str, ...]
    countries: tuple[str, ...]  # of their numbers and addresses
    bases: tuple[ChannelBasis, ...]
    columns: tuple[str, ...]  # of the lists, that its texts, dates and conditions use
    answers: tuple[str, ...]  # the names under which it keeps what people answer
    packs: tuple[AppliedPack, ...]
    kept: tuple[KeptRecords, ...]


class RecipientKind(StrEnum):
    """What receives or reads personal data outside the engine."""

    CARRIER = "carrier"  # of calls and messages
    MAIL = "mail"  # the relay of e-mail
    ENDPOINT = "endpoint"  # another system, which is sent events
    KEY = "key"  # another system, which reads by the API


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who receives personal data, and what."""

    kind: RecipientKind
    name: str
    address: str = ""  # the host, where there is one
    what: tuple[str, ...] = ()  # channels, types of events, or the role of a key


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingRecord:
    """The record of everything that this installation does with personal data."""

    at: datetime
    processing: tuple[Processing, ...]
    recipients: tuple[Recipient, ...]
    stranger_days: int  # so long the sender of a stop that matches no lead is kept
    event_days: int  # so long events for other systems are kept
    signed: bool  # whether checkpoints of the audit are signed outside the database
    retention: RetentionTimes = UNTIL_ERASED  # so long the house keeps people and texts

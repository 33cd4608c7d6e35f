"""May this file be launched, and which version of its campaign would it be? Edge: asked before anything is written."""

from dataclasses import dataclass

from sqlalchemy import Connection

from cadence.campaign import Campaign, Reading
from cadence.campaign.store import to_json
from cadence.cli.connection import LedgerSession
from cadence.domain import CampaignState
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError
from cadence.domain.zones import LATEST
from cadence.ledger.campaigns import campaigns
from cadence.ledger.campaigns.campaigns import StoredCampaign


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A file, and the running campaign with its name."""

    reading: Reading
    running: StoredCampaign
    version: int  # the version that the file is, or would be
    new: bool  # no version with this content has been launched before

    @property
    def campaign(self) -> Campaign:
        """What the file says."""
        return self.reading.right()

    @property
    def name(self) -> str:
        """The campaign's name."""
        return self.running.name

    @property
    def changed(self) -> bool:
        """Whether new leads would start with another version than now."""
        return self.version != self.running.version

    def __str__(self) -> str:
        """Return which version new leads start with, and which version the file is."""
        now = f"{self.name}: new leads start with version {self.running.version}"
        if not self.changed:
            return f"{now}, and the file has the same content"
        return f"{now}; the file is version {self.version}, {'a new version' if self.new else 'launched before'}"


def edit_of(session: LedgerSession, reading: Reading) -> Edit | None:
    """
    Return the file with its running campaign; None if there is no campaign with its name.

    Raises ConflictError for a campaign that is closed, InvalidInputError for an end that has passed.
    """
    with session.ledger.begin() as connection:
        name = reading.right().campaign
        known = next((stored for stored in campaigns.every(connection) if stored.name == name), None)
        if known is None:
            _refuse_over(session, reading.right())
            return None
        return _edit(session, connection, reading, known)


def running_edit(session: LedgerSession, reading: Reading) -> Edit:
    """Return the file with its running campaign. Raises as `edit_of`, and NotFoundError if there is none."""
    with session.ledger.begin() as connection:
        try:
            known = campaigns.find(connection, reading.right().campaign)
        except NotFoundError as error:
            raise NotFoundError(f"{error} `cadence launch FILE --leads LIST` starts it.") from None
        return _edit(session, connection, reading, known)


def _edit(session: LedgerSession, connection: Connection, reading: Reading, known: StoredCampaign) -> Edit:
    if known.state is not CampaignState.RUNNING:
        raise ConflictError(f"Campaign {known.name} is {known.state}. Launch it under another name.")
    campaign = reading.right()
    _refuse_over(session, campaign)
    version, new = campaigns.version_of(connection, known.id, to_json(campaign))
    return Edit(reading=reading, running=known, version=version, new=new)


def _refuse_over(session: LedgerSession, campaign: Campaign) -> None:
    """Refuse a past end date: the launch would close the campaign at once, for good, and use up its name."""
    end = campaign.last_day
    if end is not None and session.now.astimezone(LATEST).date() > end:
        found = "The last of the campaign's `seasons` ends on" if campaign.seasons else "The campaign's `end` is"
        correct = "Correct it" if campaign.seasons else "Correct `end` or remove it"
        raise InvalidInputError(
            f"{found} {end}, and today is {session.now:%Y-%m-%d}. {correct}. "
            "To end a running campaign, use `cadence stop`."
        )

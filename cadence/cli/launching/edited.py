"""May this file be launched, and which version of its campaign would it be? Edge: asked before anything is written."""

from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from cadence.cli.connection import LedgerSession
from cadence.domain.errors import ConflictError, InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cadence.campaign import Campaign, Reading
    from cadence.ledger.campaigns.campaigns import StoredCampaign

LATEST = timezone(timedelta(hours=-12))
"""Where a day ends last on Earth, so that a campaign's last day is over for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A file, and the campaign of its name that runs."""

    reading: "Reading"
    running: "StoredCampaign"
    version: int  # what the file is, or would be
    new: bool  # nothing that says the same has been launched before

    @property
    def campaign(self) -> "Campaign":
        """What the file says."""
        return self.reading.right()

    @property
    def name(self) -> str:
        """What the campaign is called."""
        return self.running.name

    @property
    def changed(self) -> bool:
        """Whether new leads would begin with something else than now."""
        return self.version != self.running.version

    def __str__(self) -> str:
        """Return which version new leads begin with, and which one the file is."""
        begun = f"{self.name}: new leads begin with version {self.running.version}"
        if not self.changed:
            return f"{begun}, and the file says the same"
        return f"{begun}; the file is version {self.version}, {'a new one' if self.new else 'launched before'}"


def edit_of(home: LedgerSession, reading: "Reading") -> Edit | None:
    """
    Return the file beside its running campaign; None where there is none of its name.

    Raises ConflictError for a campaign that is closed, InvalidInputError for an end that has passed.
    """
    from cadence.ledger.campaigns import campaigns

    with home.ledger.begin() as connection:
        name = reading.right().campaign
        known = next((one for one in campaigns.every(connection) if one.name == name), None)
        if known is None:
            _refuse_over(home, reading.right())
            return None
        return _edit(home, connection, reading, known)


def running_edit(home: LedgerSession, reading: "Reading") -> Edit:
    """Return the file beside its running campaign. Raises as `edit_of`, and NotFoundError where none of its name is."""
    from cadence.ledger.campaigns import campaigns

    with home.ledger.begin() as connection:
        try:
            known = campaigns.find(connection, reading.right().campaign)
        except NotFoundError as error:
            raise NotFoundError(f"{error} `cadence launch FILE --leads LIST` begins one.") from None
        return _edit(home, connection, reading, known)


def _edit(home: LedgerSession, connection: "Connection", reading: "Reading", known: "StoredCampaign") -> Edit:
    from cadence.campaign.store import to_json
    from cadence.domain import CampaignState
    from cadence.ledger.campaigns import campaigns

    if known.state is not CampaignState.RUNNING:
        raise ConflictError(f"Campaign {known.name} is {known.state}. Launch it under another name.")
    campaign = reading.right()
    _refuse_over(home, campaign)
    version, new = campaigns.version_of(connection, known.id, to_json(campaign))
    return Edit(reading=reading, running=known, version=version, new=new)


def _refuse_over(home: LedgerSession, campaign: "Campaign") -> None:
    """Refuse an end that has passed: the launch would close the campaign at once, for good, and use up its name."""
    if campaign.end is not None and home.now.astimezone(LATEST).date() > campaign.end:
        raise InvalidInputError(
            f"The campaign ends on {campaign.end}, and it is {home.now:%Y-%m-%d}. Correct `end`, or leave it out; "
            "to end a campaign that runs, use `cadence stop`."
        )

"""What is known of a person who waits to be let into a campaign by turns of accounts? Pure: a frozen value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A person in the enrolment queue."""

    lead: str
    account: str  # the form of its name; "" for none
    value: str = ""  # in the column that the file orders people of an account by
    score: int = 0
    under_way: int = 0  # so many people of the account are under way now

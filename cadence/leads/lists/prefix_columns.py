"""Can the prefix column of a list be understood? Pure: one that cannot be understood stops the launch."""

from collections import Counter

from cadence.domain.errors import InvalidInputError
from cadence.domain.plurals import many
from cadence.leads.lists.address import country_code
from cadence.leads.lists.lookalikes import unknown_prefix
from cadence.leads.lists.profile import Profile
from cadence.leads.lists.words import identifier
from cadence.leads.phone.prefixes import read_prefix

FEW = 0.05
"""The largest part of a column that may be unreadable; only its rows are refused then."""


def refuse_prefixes(profile: Profile, file: str, region: str) -> None:
    """
    Refuse a list whose numbers seem to need a prefix that cannot be read. Raises InvalidInputError.

    Otherwise a Mexican number with "52" in its row would be dialled in `region`, the country of the campaign.
    """
    columns = profile.columns
    if header := unknown_prefix(columns, profile.sample, region):
        raise InvalidInputError(
            f'{file}: column "{header}" seems to hold the prefixes of its phone numbers, but is not read as such. Use '
            f'--map "dial_code={header}" when it does, or {_aside(header)} when it does not.'
        )
    values = profile.values.get("dial_code", Counter[str]())
    bad = sum(count for text, count in values.items() if text and not (read_prefix(text) or country_code(text)))
    if bad > FEW * sum(count for text, count in values.items() if text):
        header = columns.headers[columns.fields["dial_code"]]
        raise InvalidInputError(
            f'{file}: column "{header}" is read as the prefixes of its phone numbers, and in '
            f"{many(bad, 'row')} it holds "
            f'none, such as 34 or +52. Say which column it is with --map "dial_code=HEADER", or {_aside(header)} when '
            "this one is something else."
        )


def _aside(header: str) -> str:
    """Return the option that keeps a column for texts alone."""
    return f'--map "other_{identifier(header)}={header}"'

"""Who lives in each of the states that have a pack? Fictional people (555-01xx), each with an area code of theirs."""

from cadence.domain import NumberKind
from tests.unit.packs.court import Someone

EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
HOMES = {
    "AL": (CENTRAL, "205"),
    "CT": (EASTERN, "203"),
    "FL": (EASTERN, "305"),
    "IN": ("America/Indiana/Indianapolis", "317"),
    "KY": (EASTERN, "502"),
    "LA": (CENTRAL, "504"),
    "MA": (EASTERN, "617"),
    "MD": (EASTERN, "410"),
    "ME": (EASTERN, "207"),
    "MI": ("America/Detroit", "313"),
    "MN": (CENTRAL, "612"),
    "MS": (CENTRAL, "601"),
    "NJ": (EASTERN, "201"),
    "NM": (MOUNTAIN, "505"),
    "NV": (PACIFIC, "702"),
    "NY": (EASTERN, "212"),
    "OK": (CENTRAL, "405"),
    "OR": (PACIFIC, "503"),
    "PA": (EASTERN, "215"),
    "RI": (EASTERN, "401"),
    "SD": (CENTRAL, "605"),
    "TX": (CENTRAL, "214"),
    "UT": (MOUNTAIN, "801"),
    "VA": (EASTERN, "703"),
    "WA": (PACIFIC, "206"),
    "WY": (MOUNTAIN, "307"),
    "CA": (PACIFIC, "415"),  # a state without a pack
    "": (CENTRAL, "800"),  # whose state nothing says
}
"""The zone and an area code of each state."""


def resident(state: str, *, area: str = "", country: str = "US", zone: str = "") -> Someone:
    """Return a person of a state; `area` for one who has kept another state's number."""
    home, own = HOMES[state]
    return Someone(
        country=country,
        zone=zone or home,
        region=state,
        e164=f"+1{area or own}5550100",
        kind=NumberKind.FIXED_OR_MOBILE,
        number_country="US",
    )

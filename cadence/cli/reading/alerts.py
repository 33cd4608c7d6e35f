"""How does an alert stand, in words? Edge: for `alerts` and `status`."""

from collections.abc import Mapping
from typing import Any

STATES = {
    "raised": "RAISED",
    "clear": "clear",
    "too_few": "too few cases",
    "unjudged": "CANNOT BE JUDGED",
}
"""How the state of an alert is shown."""


def alert_in_words(row: Mapping[str, Any]) -> str:
    """Return the name of an alert, its state, what it reads, and since when."""
    reads = f", reads {row['reads']} (n {row['n']})" if row["reads"] else ""
    since = f" since {row['since']:%a %Y-%m-%d %H:%M} UTC" if row["since"] is not None else ""
    problem = f": {row['problem']}" if row["problem"] else ""
    return f"{row['name'] or 'alerts of the file'}: {STATES[row['state']]}{since}{problem}{reads}"

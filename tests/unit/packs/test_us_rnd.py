"""Does the pack for numbers checked in the Reassigned Numbers Database say what its rows say?"""

from dataclasses import replace

import pytest

from tests.unit.packs.court import Trial
from tests.unit.packs.rows import Row
from tests.unit.packs.states import resident

NOON = "2027-09-14 12:00:00"


def checked(on: str, channel: str = "call") -> Trial:
    """Return a touch to a person whose list says when the number was checked."""
    who = replace(resident("NY"), attributes={"reassigned_checked_at": on} if on else {})
    return Trial(packs=("us-rnd",), who=who, channel=channel, sender="+12125550190")


ROWS = [
    Row(rule="us.rnd.checked", trial=checked("2027-09-14"), at=NOON, no=False),
    Row(rule="us.rnd.checked", trial=checked("2027-08-15 12:00:01"), at=NOON, no=False),
    Row(rule="us.rnd.checked", trial=checked("2027-08-15 12:00:00"), at=NOON, no=True),
    Row(rule="us.rnd.checked", trial=checked("2027-09-15"), at=NOON, no=True),
    Row(rule="us.rnd.checked", trial=checked(""), at=NOON, no=True),
    Row(rule="us.rnd.checked", trial=checked("", "sms"), at=NOON, no=True),
    Row(rule="us.rnd.checked", trial=checked("", "whatsapp"), at=NOON, no=False),
    Row(rule="us.rnd.checked", trial=replace(checked(""), packs=("us",)), at=NOON, no=False),  # only where it is named
]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_number_is_checked_for_a_new_owner(row: Row) -> None:
    """47 CFR 64.1200(m)."""
    row.hold()

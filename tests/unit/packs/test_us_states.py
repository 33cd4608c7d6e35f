"""Do the packs of the states say what their rows say, at the second?"""

from collections.abc import Iterator

import pytest

from cadence.domain import Channel, Disposition, Outcome, Purpose
from cadence.policy.packs.loading import SHIPPED
from tests.unit.packs.court import Trial, barring
from tests.unit.packs.rows import Row, edges, noons
from tests.unit.packs.states import HOMES, resident

STATES = sorted(state for state in HOMES if f"us-{state.lower()}" in SHIPPED.names())
WEEK = {"mon": 13, "tue": 14, "wed": 15, "thu": 16, "fri": 17, "sat": 18, "sun": 19}
"""A week of September 2027 without a holiday in any state."""
EVERY = ("mon", "sat", "sun")

# state, rule, channel, opening and closing hour; of Monday, Saturday and Sunday, a day that is not named has none
HOURS: tuple[tuple[str, str, str, dict[str, tuple[int, int]]], ...] = (
    ("AL", "hours", "call", dict.fromkeys(("mon", "fri", "sat"), (8, 20))),
    ("CT", "hours", "call", dict.fromkeys(EVERY, (9, 20))),
    ("FL", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
    ("FL", "hours", "sms", dict.fromkeys(EVERY, (8, 20))),
    ("IN", "hours", "voicemail", dict.fromkeys(EVERY, (9, 20))),  # automated devices only
    ("KY", "hours", "call", dict.fromkeys(EVERY, (10, 21))),
    ("LA", "hours", "call", dict.fromkeys(("mon", "sat"), (8, 20))),
    ("MA", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
    ("MD", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
    ("ME", "hours", "voicemail", dict.fromkeys(("mon", "fri"), (9, 17))),  # automated devices, weekdays
    ("MI", "hours", "call", dict.fromkeys(EVERY, (9, 21))),
    ("MN", "hours", "call", dict.fromkeys(EVERY, (9, 21))),
    ("MS", "hours", "call", dict.fromkeys(("mon", "sat"), (8, 20))),
    ("NJ", "hours", "call", dict.fromkeys(EVERY, (8, 21))),
    ("NM", "hours", "call", dict.fromkeys(EVERY, (9, 21))),
    ("NV", "hours", "call", dict.fromkeys(EVERY, (9, 20))),
    ("NY", "hours", "call", dict.fromkeys(EVERY, (8, 21))),
    ("OK", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
    ("OR", "hours", "sms", dict.fromkeys(EVERY, (8, 20))),
    ("PA", "hours", "call", {"mon": (8, 21), "fri": (8, 21), "sat": (8, 12)}),
    ("RI", "hours", "call", {"mon": (9, 18), "fri": (9, 18), "sat": (10, 17)}),
    ("SD", "hours", "call", dict.fromkeys(("mon", "sat"), (9, 21))),
    ("TX", "hours", "call", {"mon": (9, 21), "sat": (9, 21), "sun": (12, 21)}),
    ("TX", "hours.texts", "sms", {"mon": (9, 21), "sat": (9, 21), "sun": (12, 21)}),
    ("UT", "hours", "call", dict.fromkeys(("mon", "sat"), (8, 21))),
    ("VA", "hours", "call", dict.fromkeys(EVERY, (8, 21))),
    ("WA", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
    ("WY", "hours", "call", dict.fromkeys(EVERY, (8, 20))),
)


# state, a day that is closed, the last working day before it and the first one after it
HOLIDAYS = (
    ("AL", "2027-06-07", "2027-06-05", "2027-06-08"),  # Jefferson Davis' birthday, the state's own
    ("AL", "2027-11-11", "2027-11-10", "2027-11-12"),  # Veterans Day, the nation's
    ("LA", "2027-02-09", "2027-02-08", "2027-02-10"),  # Mardi Gras
    ("MS", "2027-04-26", "2027-04-24", "2027-04-27"),  # Confederate Memorial Day
    ("OK", "2027-11-11", "2027-11-10", "2027-11-12"),
    ("PA", "2027-11-11", "2027-11-10", "2027-11-12"),
    ("RI", "2027-08-09", "2027-08-07", "2027-08-10"),  # Victory Day
    ("UT", "2027-07-23", "2027-07-22", "2027-07-26"),  # Pioneer Day, kept on the Friday
)

KEPT_OPEN = ("CT", "FL", "KY", "MA", "MD", "MI", "MN", "NM", "NV", "NY", "SD", "TX", "VA", "WA")
"""States that name no holidays: Veterans Day, a Thursday in 2027, is a day like another."""

# state, rule, channel of the question, the touches before it, when the first of them no longer counts
NOON = "2027-09-14 12:00:00"
THREE = ("2027-09-13 12:00:01", "2027-09-13 15:00:00", "2027-09-14 09:00:00")
LIMITS = (
    ("FL", "limit", "call", THREE, "2027-09-14 12:00:01"),
    ("MD", "limit", "call", THREE, "2027-09-14 12:00:01"),
    ("OK", "limit", "call", THREE, "2027-09-14 12:00:01"),
    ("ME", "limit", "voicemail", ("2027-09-14 09:00:00",), "2027-09-14 17:00:00"),
    (
        "OR",
        "limit",
        "sms",
        ("2027-09-14 08:00:00", "2027-09-14 09:00:00", "2027-09-14 10:00:00"),
        "2027-09-15 00:00:00",
    ),
)

# state, how three touches of this morning differ from the judged one, whether they count
COUNTED: tuple[tuple[str, dict[str, object], bool], ...] = (
    ("FL", {}, True),
    ("FL", {"subject": "another offer"}, False),  # the same subject
    ("FL", {"number": 2}, True),  # whatever number is used
    ("FL", {"channel": Channel.SMS}, False),  # calls
    ("OK", {"subject": "another offer"}, False),
    ("MD", {"subject": "another offer"}, True),  # no subject is named
    ("OR", {"channel": Channel.SMS}, True),  # texts included
    ("OR", {"channel": Channel.WHATSAPP}, False),
)

# what the agent recorded on 2027-09-13, when the next call is asked for, whether Washington says no
REFUSED: tuple[tuple[Disposition | None, str, bool], ...] = (
    (Disposition.REFUSED, "2027-09-14 12:00:00", True),
    (Disposition.REFUSED, "2028-09-12 19:59:59", True),
    (Disposition.REFUSED, "2028-09-13 08:00:00", False),  # the same date of the next year, a leap day between
    (Disposition.DO_NOT_CONTACT, "2028-09-12 19:59:59", True),
    (Disposition.INTERESTED, "2027-09-14 12:00:00", False),
    (None, "2027-09-14 12:00:00", False),
)

# state, channel, the kind of consent on record, whether it does
CONSENTS = (
    ("CT", "call", "express", False),
    ("CT", "call", "express_written", True),
    ("FL", "call", "express", False),  # this engine selects and dials
    ("FL", "sms", "express", False),
    ("FL", "voicemail", "express_written", True),
    ("MD", "call", "express", False),
    ("MD", "call", "express_written", True),
    ("OK", "call", "express", False),
    ("OK", "call", "express_written", True),
    ("NJ", "call", "", False),  # an unsolicited call to what may be a cell phone
    ("NJ", "call", "express", True),
    ("NJ", "sms", "", True),  # New Jersey's own rule is about calls
    ("WA", "sms", "", False),
    ("WA", "sms", "express", True),
    ("WA", "call", "", True),
)


def trial(state: str, channel: str = "call", **more: object) -> Trial:
    """Return a question to one state's pack alone."""
    return Trial(packs=(f"us-{state.lower()}",), who=resident(state), channel=channel, **more)  # type: ignore[arg-type]  # a table's values


def hours() -> Iterator[Row]:
    """Yield the edges of each day's hours, and noon of the days without any."""
    for state, rule, channel, days in HOURS:
        name, asked = f"us-{state.lower()}.{rule}", trial(state, channel)
        for day, (opens, closes) in days.items():
            yield from edges(name, asked, f"2027-09-{WEEK[day]}", f"{opens:02}:00", f"{closes:02}:00")
        shut = " ".join(f"2027-09-{WEEK[day]}" for day in ("mon", "sat", "sun") if day not in days)
        yield from noons(name, asked, closed=shut)


def closed_days() -> Iterator[Row]:
    """Yield the day before a holiday, the holiday and the day after it; and days that a feed declares."""
    for state, holiday, before, after in HOLIDAYS:
        yield from noons(f"us-{state.lower()}.hours", trial(state), closed=holiday, opened=f"{before} {after}")
    for state in KEPT_OPEN:
        yield from noons(f"us-{state.lower()}.hours", trial(state), opened="2027-11-11")
    for state, own, other in (("NY", "us_ny_emergency", "us_la_lpsc"), ("LA", "us_la_lpsc", "us_ny_emergency")):
        name = f"us-{state.lower()}.hours"
        declared, elsewhere = trial(state, declared={"2027-09-14": own}), trial(state, declared={"2027-09-14": other})
        yield from noons(name, declared, closed="2027-09-14", opened="2027-09-13 2027-09-15")
        yield from noons(name, elsewhere, opened="2027-09-14")
    # An Alabama number in California: the state's holidays are those of its pack. César Chávez Day is California's.
    moved = Trial(packs=("us-al",), who=resident("CA", area="205"))
    yield from noons("us-al.hours", moved, closed="2027-06-07", opened="2027-03-31")


def caps() -> Iterator[Row]:
    """Yield the k-th touch, which goes, and the next one, which waits to the second."""
    for state, rule, channel, walls, frees in LIMITS:
        name = f"us-{state.lower()}.{rule}"
        before = tuple(trial(state, channel).touched(wall, channel) for wall in walls)
        yield Row(rule=name, trial=trial(state, channel, touches=before[1:]), at=NOON, no=False)
        yield Row(rule=name, trial=trial(state, channel, touches=before), at=NOON, no=True, until=frees)
    for state, change, counts in COUNTED:
        walls = ("2027-09-14 09:00:00", "2027-09-14 09:10:00", "2027-09-14 09:20:00")
        before = tuple(trial(state).touched(wall, **change) for wall in walls)  # type: ignore[arg-type]  # a table's values
        yield Row(rule=f"us-{state.lower()}.limit", trial=trial(state, touches=before), at=NOON, no=counts)
    for disposition, wall, no in REFUSED:
        call = trial("WA").touched("2027-09-13 12:00:00", outcome=Outcome.ANSWERED, disposition=disposition)
        yield Row(rule="us-wa.refused", trial=trial("WA", touches=(call,)), at=wall, no=no)


def agreed() -> Iterator[Row]:
    """Yield each kind of consent, on another ground than opting in, so that only the state's rule can say no."""
    for state, channel, kind, goes in CONSENTS:
        asked = trial(state, channel, consent=kind, ground="none_needed")
        yield Row(rule=f"us-{state.lower()}.consent", trial=asked, at=NOON, no=not goes)


ROWS = [*hours(), *closed_days(), *caps(), *agreed()]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_state_says_what_its_row_says(row: Row) -> None:
    """Half-open hours on the called party's clock, limits that free to the second, the consent a state wants."""
    row.hold()


def test_no_other_rule_of_a_state_is_in_the_way() -> None:
    """What the rows let go, goes."""
    assert all(barring(row.trial.at(row.at)) == set() for row in ROWS if not row.no)


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.COLLECTIONS, Purpose.SURVEY])
@pytest.mark.parametrize("state", STATES)
def test_the_states_rows_are_about_marketing_only(state: str, purpose: Purpose) -> None:
    """A reminder at night is bound by other rules."""
    asked = trial(state, "voicemail", purpose=purpose, consent="", ground="none_needed")

    assert barring(asked.at("2027-09-19 05:00:00")) == set()

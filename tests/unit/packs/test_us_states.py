"""Do the packs of the states say what their rows say, at the second?"""

from datetime import timedelta

import pytest

from cadence.model import Channel, Disposition, Outcome, Purpose
from cadence.rules.packs import known_packs
from tests.unit.packs.court import Trial, barring, local
from tests.unit.packs.states import HOMES, resident

STATES = sorted(state for state in HOMES if f"us-{state.lower()}" in known_packs())
WEEK = {"mon": 13, "tue": 14, "wed": 15, "thu": 16, "fri": 17, "sat": 18, "sun": 19}
"""A week of September 2027 without a holiday in any state."""
EVERY = ("mon", "sat", "sun")

# state, rule, channel, opening and closing hour of days
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


def trial(state: str, channel: str = "call", **more: object) -> Trial:
    """Return a question to one state's pack alone."""
    return Trial(packs=(f"us-{state.lower()}",), who=resident(state), channel=channel, **more)  # type: ignore[arg-type]  # a table's values


def edges(opens: int, closes: int) -> dict[str, bool]:
    """Return the four instants that show a window, and whether each is open."""
    return {
        f"{opens - 1:02}:59:59": False,
        f"{opens:02}:00:00": True,
        f"{closes - 1:02}:59:59": True,
        f"{closes:02}:00:00": False,
    }


@pytest.mark.parametrize(("state", "rule", "channel", "hours"), HOURS)
def test_a_state_is_open_from_its_first_to_its_last_second(
    state: str, rule: str, channel: str, hours: dict[str, tuple[int, int]]
) -> None:
    """Half-open hours on the called party's clock. Of Monday, Saturday and Sunday, a day that is not named has none."""
    asked = trial(state, channel)

    for day, (opens, closes) in hours.items():
        for wall, is_open in edges(opens, closes).items():
            said = barring(asked.at(f"2027-09-{WEEK[day]} {wall}"))
            assert said == (set() if is_open else {f"us-{state.lower()}.{rule}"}), (day, wall)
    for day in {"mon", "sat", "sun"} - set(hours):
        assert barring(asked.at(f"2027-09-{WEEK[day]} 12:00:00")) == {f"us-{state.lower()}.{rule}"}, day


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


@pytest.mark.parametrize(("state", "holiday", "before", "after"), HOLIDAYS)
def test_a_state_that_keeps_holidays_is_closed_on_them(state: str, holiday: str, before: str, after: str) -> None:
    """The day before, on it, and after it."""
    open_days = {day: barring(trial(state).at(f"{day} 10:00:00")) == set() for day in (before, holiday, after)}

    assert open_days == {before: True, holiday: False, after: True}


@pytest.mark.parametrize("state", ["CT", "FL", "KY", "MA", "MD", "MI", "MN", "NM", "NV", "NY", "SD", "TX", "VA", "WA"])
def test_a_state_that_names_no_holidays_is_open_on_them(state: str) -> None:
    """Veterans Day is a Thursday in 2027."""
    assert barring(trial(state).at("2027-11-11 12:00:00")) == set()


def test_a_holiday_of_the_state_counts_for_who_kept_its_number() -> None:
    """An Alabama number in California: the state's holidays are those of its pack."""
    moved = Trial(packs=("us-al",), who=resident("CA", area="205"))

    assert barring(moved.at("2027-06-07 10:00:00")) == {"us-al.hours"}
    assert barring(moved.at("2027-03-31 10:00:00")) == set()  # César Chávez Day is California's


@pytest.mark.parametrize(
    ("state", "feed", "bars"),
    [
        ("NY", "us_ny_emergency", True),  # a declared emergency
        ("NY", "us_la_lpsc", False),
        ("LA", "us_la_lpsc", True),  # a day of the commission's own list
        ("LA", "us_ny_emergency", False),
    ],
)
def test_declared_days_close_where_they_are_declared(state: str, feed: str, bars: bool) -> None:
    """They come as feeds; the day before is open."""
    asked = trial(state, declared={"2027-09-14": feed})

    assert barring(asked.at("2027-09-13 12:00:00")) == set()
    assert barring(asked.at("2027-09-14 12:00:00")) == ({f"us-{state.lower()}.hours"} if bars else set())


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


@pytest.mark.parametrize(("state", "rule", "channel", "walls", "frees"), LIMITS)
def test_a_state_lets_so_many_through_and_no_more(
    state: str, rule: str, channel: str, walls: tuple[str, ...], frees: str
) -> None:
    """The k-th touch goes, the next does not, and then does again to the second."""
    asked = trial(state, channel)
    before = tuple(asked.touched(wall, channel) for wall in walls)
    name = f"us-{state.lower()}.{rule}"

    assert barring(trial(state, channel, touches=before[1:]).at(NOON)) == set()
    assert name in barring(trial(state, channel, touches=before).at(NOON))
    full = trial(state, channel, touches=before)
    at = local(full.who.zone, frees)
    assert name in barring(full.when(at - timedelta(seconds=1)))
    assert name not in barring(full.when(at))


@pytest.mark.parametrize(
    ("state", "change", "bars"),
    [
        ("FL", {}, True),
        ("FL", {"subject": "another offer"}, False),  # the same subject
        ("FL", {"number": 2}, True),  # whatever number is used
        ("FL", {"channel": Channel.SMS}, False),  # calls
        ("OK", {"subject": "another offer"}, False),
        ("MD", {"subject": "another offer"}, True),  # no subject is named
        ("OR", {"channel": Channel.SMS}, True),  # texts included
        ("OR", {"channel": Channel.WHATSAPP}, False),
    ],
)
def test_what_a_state_counts(state: str, change: dict[str, object], bars: bool) -> None:
    """Three touches this morning, changed in one respect."""
    walls = ("2027-09-14 09:00:00", "2027-09-14 09:10:00", "2027-09-14 09:20:00")
    before = tuple(trial(state).touched(wall, **change) for wall in walls)  # type: ignore[arg-type]  # a table's values

    assert (f"us-{state.lower()}.limit" in barring(trial(state, touches=before).at(NOON))) == bars


@pytest.mark.parametrize(
    ("disposition", "wall", "bars"),
    [
        (Disposition.REFUSED, "2027-09-14 12:00:00", True),
        (Disposition.REFUSED, "2028-09-12 19:59:59", True),
        (Disposition.REFUSED, "2028-09-13 08:00:00", False),  # the same date of the next year, a leap day between
        (Disposition.DO_NOT_CONTACT, "2028-09-12 19:59:59", True),
        (Disposition.INTERESTED, "2027-09-14 12:00:00", False),
        (None, "2027-09-14 12:00:00", False),
    ],
)
def test_washington_does_not_call_again_for_a_year_who_refused(
    disposition: Disposition | None,
    wall: str,
    bars: bool,
) -> None:
    """RCW 80.36.390; what the agent recorded decides."""
    call = trial("WA").touched("2027-09-13 12:00:00", outcome=Outcome.ANSWERED, disposition=disposition)

    assert barring(trial("WA", touches=(call,)).at(wall)) == ({"us-wa.refused"} if bars else set())


CONSENTS = (
    ("CT", "call", "express", False),
    ("CT", "call", "express_written", True),
    ("FL", "call", "express", False),  # this engine selects and dials
    ("FL", "sms", "express", False),
    ("FL", "voicemail", "express_written", True),
    ("MD", "call", "express", False),
    ("OK", "call", "express", False),
    ("NJ", "call", "", False),  # an unsolicited call to what may be a cell phone
    ("NJ", "call", "express", True),
    ("NJ", "sms", "", True),  # New Jersey's own rule is about calls
    ("WA", "sms", "", False),
    ("WA", "sms", "express", True),
    ("WA", "call", "", True),
)


@pytest.mark.parametrize(("state", "channel", "kind", "goes"), CONSENTS)
def test_the_consent_a_state_asks_for(state: str, channel: str, kind: str, goes: bool) -> None:
    """On another ground than opting in, so that only the state's rule can say no."""
    said = barring(trial(state, channel, consent=kind, ground="none_needed").at(NOON))

    assert said == (set() if goes else {f"us-{state.lower()}.consent"})


@pytest.mark.parametrize("purpose", [Purpose.SERVICE, Purpose.COLLECTIONS, Purpose.SURVEY])
@pytest.mark.parametrize("state", STATES)
def test_the_states_rows_are_about_marketing_only(state: str, purpose: Purpose) -> None:
    """A reminder at night is bound by other rules."""
    asked = trial(state, "voicemail", purpose=purpose, consent="", ground="none_needed")

    assert barring(asked.at("2027-09-19 05:00:00")) == set()

"""Does the proof read a campaign file as the engine does, although the two share no line?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cadence.campaign import Campaign, check_text
from cadence.campaign.day_sets import Days
from cadence.campaign.enter import Once
from cadence.campaign.periods import LocalDaysPeriod, RollingPeriod
from cadence.campaign.spans import DAYS as WEEKDAYS
from cadence.campaign.spans import LAST_DAY, MONTHS, UNITS, minutes
from cadence.campaign.until import Until
from cadence.domain import Channel
from cadence.domain.channels import CONTACT_CHANNELS
from cadence.local.proof.dates import falls
from cadence.local.proof.file import AwaitedHours, CountedHours, CountLimit, FileRules, read_demands

EXAMPLES = sorted((Path(__file__).parents[3] / "campaigns").glob("*.yaml"))

FILE = Template("""
campaign: spring
purpose: marketing
jurisdictions: none
country: ES
from: {company: Tienda Sol, sms: "+34910000001"}
windows:
  - {days: $days, hours: $hours}
limits:
  - {max: 3, per: $per}
gap: $gap
start: $start
end: $end
cadence:
  - step: hello
    sms: "Hola. BAJA para no recibir más"
    until: $until
""")


def written(**values: str) -> str:
    """A campaign file with these values, as they stand in YAML."""
    plain = {"days": "mon-fri", "hours": '"09:30-14:00"', "per": "1 day", "gap": "2 hours"}
    plain |= {"until": "{day: 1-31}"}
    return FILE.substitute(plain | {"start": "2027-03-08", "end": "2028-03-08"} | values)


DAYS = [date(2027, 11, 1) + timedelta(days=ahead) for ahead in range(500)]


def held(dates: Iterable[Days]) -> tuple[str, ...]:
    """The days of some years on which the engine has these dates, for each of them."""
    return tuple(" ".join(day.isoformat() for day in DAYS if some.holds(day)) for some in dates)


def as_the_engine_reads(campaign: Campaign) -> FileRules:
    """What the engine's own reading demands, in the proof's words."""
    return FileRules(
        campaign=campaign.campaign,
        purpose=campaign.purpose,
        hours=tuple(
            CountedHours(
                days=frozenset(window.days),
                spans=tuple(minutes(opening) for opening in window.hours),
                segments=frozenset(window.segments),
                dates=held(window.dates),
            )
            for window in campaign.windows
        ),
        holidays_closed=campaign.holidays == "closed",
        country=campaign.country,
        limits=tuple(
            replace(
                _limit(limit.max, limit.per, frozenset(limit.channels)),
                by_account=limit.by == "account",
                segments=frozenset(limit.segments),
                dates=held(limit.dates),
            )
            for limit in campaign.limits
        ),
        gap=campaign.gap,
        audience=campaign.audience,
        jurisdictions=frozenset({"none"} if campaign.no_jurisdictions else campaign.jurisdictions),
        start=campaign.start,
        end=campaign.end,
        closed=held(campaign.closed),
        open=held(campaign.open),
        seasons=tuple((season.start, season.end) for season in campaign.seasons),
        until={step.step: _awaited(step.until) for step in campaign.cadence if step.until is not None},
        **_accounts(campaign),
        steps_for_some=any(step.where is not None for step in campaign.cadence),
        by_events=bool(campaign.on_event),
        capped=("campaign",) if campaign.tasks else (),
    )


def _accounts(campaign: Campaign) -> dict[str, Any]:
    turns, once = campaign.account, isinstance(campaign.enter, Once)
    asks = {
        "rest": campaign.rest is not None,
        "account": turns is not None and not once,
        "account.order": turns is not None and bool(turns.order),
        "account.when_reached": turns is not None and turns.when_reached == "end",
        "stop_account_on": bool(campaign.stop_account_on) and not once,
    }
    return {
        "at_a_time": turns.at_a_time if turns is not None and once else 0,
        "stop_account_on": frozenset(map(str, campaign.stop_account_on)) if once else frozenset(),
        "unseen": tuple(name for name, needed in asks.items() if needed),
    }


def _awaited(until: Until) -> AwaitedHours:
    return AwaitedHours(
        hours=CountedHours(
            days=frozenset(until.weekday or range(7)),
            spans=tuple(minutes(opening) for opening in until.hours) or ((0, 1440),),
        ),
        month_days=frozenset(0 if day == LAST_DAY else day for day in until.day),
    )


def _limit(count: int, per: object, channels: frozenset[str]) -> CountLimit:
    if isinstance(per, LocalDaysPeriod):
        return CountLimit(count=count, kind="days", amount=per.days, channels=channels)
    if isinstance(per, RollingPeriod):
        return CountLimit(count=count, kind="seconds", amount=per.seconds, channels=channels)
    return CountLimit(count=count, kind="campaign", channels=channels)


def without_words(demands: FileRules) -> FileRules:
    """The demands without the wording of limits, which only the report shows; dates by the days they fall on."""
    return replace(
        demands,
        limits=tuple(replace(limit, text="", dates=fallen(limit.dates)) for limit in demands.limits),
        hours=tuple(replace(hours, dates=fallen(hours.dates)) for hours in demands.hours),
        closed=fallen(demands.closed),
        open=fallen(demands.open),
    )


def fallen(dates: tuple[str, ...]) -> tuple[str, ...]:
    """The days of some years on which the proof has these dates, for each of them."""
    return tuple(" ".join(day.isoformat() for day in DAYS if falls(text, day)) for text in dates)


def agree(text: str) -> None:
    """Both readings are one."""
    assert without_words(read_demands(text)) == as_the_engine_reads(check_text(text).right())


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_both_read_the_examples_alike(file: Path) -> None:
    """Each of them is proved by the demo in CI."""
    agree(file.read_text())


@pytest.mark.parametrize(
    ("key", "spelled"),
    [
        # weekdays
        ("days", "every day"),
        ("days", "todos los días"),
        ("days", "daily"),
        ("days", "lunes a viernes"),
        ("days", "mon to fri"),
        ("days", "sat and sun"),
        ("days", '"lun, mié y vie"'),
        ("days", "fri-mon"),  # over the end of the week
        ("days", "Mon–Thurs; sábados"),  # noqa: RUF001  a dash of a word processor
        ("days", "[mon, wednesdays]"),
        ("days", "[mon-wed, domingo]"),
        # hours
        ("hours", "9-14"),
        ("hours", "9.30-14"),
        ("hours", '"9 a 14h, 16h30 to 20:30"'),
        ("hours", '"16:00-00:00; 9:30 – 14:00"'),  # noqa: RUF001  out of order, to midnight
        ("hours", '"00:00-24:00"'),
        ("hours", '["09:30-14:00", "16-20:30"]'),
        ("hours", "9-14 y 16-20"),
        # periods: three clocks
        ("per", "90 seconds"),  # has a d in it, and is no day
        ("per", '"1,5 horas"'),
        ("per", "2 semanas"),
        ("per", "1 week"),
        ("per", "7 días"),
        ("per", "24 hours"),
        ("per", "campaña"),
        ("per", "2h30m"),
        # spans
        ("gap", "1,5 horas"),
        ("gap", "1 día y 12 horas"),
        ("gap", "1 day, 12 hrs and 5 min"),
        ("gap", "0 hours"),
        ("gap", "90s"),
        ("gap", "0.5 weeks"),
        ("gap", "at once"),
        ("gap", "En el acto"),
        # hours that a step waits for
        ("until", "{weekday: tue, hours: 10-12}"),
        ("until", "{weekday: [lun, thu]}"),
        ("until", "{day: 5}"),
        ("until", '{day: "1-7, 15 y último"}'),
        ("until", "{day: [1, 2 a 4, last], weekday: martes}"),
        ("until", '{hours: "20:00-24:00, 10 a 11h"}'),
        # dates
        ("start", "8/3/2027"),
        ("start", "08.03.2027"),
        ("start", "8-3-2027"),
        ("start", "2027-3-8"),
        ("start", "8 March 2027"),
        ("start", "8 de marzo de 2027"),
        ("start", "8. Sept 2027"),
        ("start", "8 dic del 2027"),
        ("start", '"2027-03-08"'),
    ],
)
def test_both_read_a_spelling_alike(key: str, spelled: str) -> None:
    """Whatever the language allows, the proof has to judge by."""
    agree(written(**{key: spelled}))


@pytest.mark.parametrize("channel", sorted(CONTACT_CHANNELS))
def test_both_read_a_limit_of_any_channel_alike(channel: Channel) -> None:
    """A rehearsal of a campaign whose limit the proof cannot read would end without a proof."""
    file = written().replace("max: 3,", f"max: 3, channels: [{channel}],")

    assert f"[{channel}]" in file
    agree(file)


def test_both_read_lists_merges_and_words_alike() -> None:
    """Words with commas are lists, and an anchor is what it names, with what is written beside it winning."""
    agree(
        written()
        .replace("windows:", "windows:\n  - &base {days: sat, hours: 9-14, segments: 'vip, regular'}")
        .replace("limits:", "limits:\n  - &calls {max: 2, per: 1 day, channels: 'call, sms'}\n  - {<<: *calls, max: 5}")
        .replace("campaign: spring\n", "campaign: spring\nholidays: open\n")
    )


def words(table: Iterable[str]) -> st.SearchStrategy[str]:
    """The words of a table of the language."""
    return st.sampled_from([word for line in table for word in line.split()])


AMOUNTS = st.one_of(st.integers(0, 99).map(str), st.sampled_from(["1,5", "2.25", "0.5", "1.125"]))
JOINS = st.sampled_from([" ", ", ", " y ", " and ", ""])
DAY_JOINS = st.sampled_from([", ", "; ", " y ", " and ", "-", " - ", " to ", " a ", "–"])  # noqa: RUF001  a dash of a word processor
CLOCKS = st.builds(
    str.format,
    st.sampled_from(["{0}", "{0:02d}", "{0}:{1:02d}", "{0:02d}.{1:02d}", "{0}h{1:02d}", "{0}h"]),
    st.integers(0, 24),
    st.integers(0, 59),
)


def chains(links: st.SearchStrategy[str], joins: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """Words one after the other, joined in all the ways that people join them."""
    more = st.lists(st.tuples(joins, links), max_size=most - 1)
    return st.builds(lambda first, rest: first + "".join(join + word for join, word in rest), links, more)


SPANS = chains(st.builds("{}{}{}".format, AMOUNTS, st.sampled_from(["", " "]), words(UNITS.values())), JOINS, 3)
DATES = st.builds(
    str.format,
    st.sampled_from(
        ["{2}-{1}-{0}", "{2}-{1:02d}-{0:02d}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0} {3} {2}", "{0} de {3} de {2}"]
    ),
    st.integers(0, 32),
    st.integers(0, 13),
    st.integers(2027, 2028),
    words(MONTHS),
)


@settings(max_examples=300, deadline=None)
@given(
    key=st.shared(st.sampled_from(["days", "hours", "per", "gap", "start"]), key="key"),
    spelled=st.shared(st.sampled_from(["days", "hours", "per", "gap", "start"]), key="key").flatmap(
        {
            "days": chains(words(WEEKDAYS), DAY_JOINS, 4),
            "hours": chains(CLOCKS, DAY_JOINS, 4),
            "per": SPANS,
            "gap": SPANS,
            "start": DATES,
        }.__getitem__
    ),
)
def test_what_the_engine_reads_the_proof_reads_alike(key: str, spelled: str) -> None:
    """Words are thrown together: whatever of it is a campaign at all, both understand in the same way."""
    text = written(**{key: f'"{spelled}"'})
    if check_text(text).campaign is not None:
        agree(text)


@pytest.mark.parametrize(
    ("old_text", "put"),
    [
        ("mon-fri", "mon-fry"),
        ("mon-fri", "mo-fr"),
        ("mon-fri", "mon-wed-fri"),
        ("mon-fri", '""'),
        ('"09:30-14:00"', '"14:00-09:30"'),
        ('"09:30-14:00"', "9:75-14"),
        ('"09:30-14:00"', '"9"'),
        ('"09:30-14:00"', "9-25"),
        ("per: 1 day", "per: 3 months"),  # begins with an m, and is no minute
        ("per: 1 day", "per: 1 day 2 hours"),  # two clocks
        ("per: 1 day", "per: 36 hours of 1.5 days"),
        ("per: 1 day", "per: 0 days"),
        ("max: 3", "max: many"),
        ("max: 3", "max: [3]"),
        ("gap: 2 hours", "gap: 2 houres"),
        ("gap: 2 hours", "gap: soon"),
        ("gap: 2 hours", "gap: 2 hours ago"),
        ("start: 2027-03-08", "start: 2027-02-30"),
        ("start: 2027-03-08", "start: next spring"),
        ("start: 2027-03-08", "start: 8/3"),
        ("purpose: marketing", "purpose: marketin"),
        ("purpose: marketing", ""),
        ("windows:", "windos:"),
        ("hours:", "until: 20-21, hours:"),  # a key that may narrow the hours
        ("max: 3", "max: 3, channels: [fax]"),
        ("limits:", "limits: none\nothers:"),
        ("campaign: spring", 'campaign: "spring'),
        ("campaign: spring", "campaign: &a [*a]"),  # contains itself
    ],
)
def test_what_it_cannot_read_is_an_error(old_text: str, put: str) -> None:
    """A proof that skips a line, or guesses, proves nothing."""
    text = written()
    assert old_text in text

    with pytest.raises(ValueError, match=r"\w"):
        read_demands(text.replace(old_text, put, 1))


def test_nothing_but_a_file_is_read_either() -> None:
    """An empty text demands nothing that could be counted."""
    with pytest.raises(ValueError, match="nothing to read"):
        read_demands("")


def test_what_is_left_out_is_the_languages_default() -> None:
    """Closed on holidays, no limit, no gap, no dates."""
    demands = read_demands("campaign: a\npurpose: service\nwindows: [{days: mon, hours: 9-10}]\n")

    assert (demands.holidays_closed, demands.limits, demands.gap) == (True, (), timedelta(0))
    assert (demands.start, demands.end) == (None, None)


def test_caps_on_tasks_are_named_as_not_judged() -> None:
    """Those of the campaign and of the house: no carrier has a record of tasks."""
    text = written().replace("cadence:", "tasks: [{per_day: 5}]\ncadence:", 1)
    file = read_demands(text, "tasks: [{label: letter, per_day: 9}]")

    assert {"campaign.tasks", "house.tasks"} <= set(file.not_judged)

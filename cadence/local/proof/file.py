"""
What does the campaign file demand? Edge of trust: reads the YAML by itself, naively, and nothing of ours.

It knows as much of the language as it takes to judge hours, days, limits and gaps. What it cannot read is a ValueError:
a proof that skips a line proves nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from cadence.local.proof import spellings
from cadence.local.proof.dates import falls
from cadence.local.proof.tree import items, joined, mapping, needed, one_of, tree, word, words
from cadence.local.proof.wheres import not_judged

ANY_DAY = date(2028, 1, 1)
"""Asks whether dates can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedHours:
    """Minutes of a weekday in which contact is allowed."""

    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]  # minutes after midnight, half-open
    segments: frozenset[str] = frozenset()
    where: object = None  # the condition on people for whom it is, as the file has it
    unjudged: frozenset[str] = frozenset()  # what that asks which the proof does not judge
    dates: tuple[str, ...] = ()  # as they are written; on these alone it counts, instead of the hours without dates


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitedHours:
    """The hours that a step waits for."""

    hours: CountedHours
    month_days: frozenset[int] = frozenset()  # none named: every day


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLimit:
    """At most so many touches per period."""

    count: int
    kind: str  # days, seconds, campaign; of the law also week, month
    amount: int = 0  # of days or seconds; of a week its first day, 0 for Monday
    channels: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()  # whose people it binds; none named: everybody
    by_account: bool = False  # all people of the account count together
    dates: tuple[str, ...] = ()  # of the touches that it is about
    where: object = None  # the condition on people whom it binds, as the file has it
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRules:
    """What the file asks for, as far as it can be counted."""

    campaign: str
    purpose: str
    hours: tuple[CountedHours, ...]
    holidays_closed: bool
    country: str
    limits: tuple[CountLimit, ...]
    gap: timedelta
    audience: str = "consumer"
    jurisdictions: frozenset[str] = frozenset()  # the packs it names; "none" alone switches off the law of places
    start: date | None = None
    end: date | None = None
    until: dict[str, AwaitedHours] = field(default_factory=dict)  # by step
    closed: tuple[str, ...] = ()  # dates on which nothing may leave
    open: tuple[str, ...] = ()  # dates that are no holidays
    seasons: tuple[tuple[date, date], ...] = ()  # from the first day to the last of each; () for one without end
    at_a_time: int = 0  # so many people of an account are under way at once; 0: all of them
    stop_account_on: frozenset[str] = frozenset()  # what an agent reports of one ends the cadences of the others
    unseen: tuple[str, ...] = ()  # what binds touches and does not show in the carrier's record
    quiet: tuple[CountedHours, ...] = ()  # of the house: nobody is contacted in them
    unjudged: dict[str, str] = field(default_factory=dict)  # limits that the proof does not judge, and why
    by_events: bool = False  # events of other systems end or hold, which the proof does not judge
    capped: tuple[str, ...] = ()  # the files that say how many tasks there are a day, which the proof does not judge
    steps_for_some: bool = False  # a step has a condition, which the proof does not judge

    @property
    def not_judged(self) -> dict[str, str]:
        """The rules of the file that are judged in part or not at all, and why."""
        columns = sorted({what for hour in self.hours for what in hour.unjudged})
        why = f"taken as open for everybody where a condition asks for {', '.join(columns)}"
        unseen = {f"campaign.{key}": "the carrier's record does not show it" for key in self.unseen}
        steps = {"step.where": "whom a step with a condition is for is not asked"} if self.steps_for_some else {}
        events = {"on_event": "what other systems send is in no record of the carrier"} if self.by_events else {}
        tasks = {f"{file}.tasks": "no carrier has a record of our own people's work" for file in self.capped}
        return ({"campaign.windows": why} if columns else {}) | self.unjudged | unseen | steps | events | tasks


def read_demands(text: str, house: str = "") -> FileRules:
    """
    Return the demands of a campaign file and of a house file, which is about all campaigns.

    Raises ValueError for anything that cannot be read.
    """
    data = mapping(tree(text), "a campaign")
    ours = _house(house)
    written = [mapping(limit, "a limit") for limit in items(data.get("limits", []))]
    saved = _saved(data.get("cadence", []))
    unjudged = {place: unseen for place, limit in enumerate(written) if (unseen := _unjudged(limit, saved))}
    file = FileRules(
        campaign=word(needed(data, "campaign")),
        purpose=one_of(needed(data, "purpose"), "marketing", "collections", "service", "survey"),
        hours=tuple(_hours(item, saved) for item in items(needed(data, "windows"))),
        holidays_closed=one_of(data.get("holidays", "closed"), "closed", "open") == "closed",
        country=word(data.get("country", "")),
        limits=tuple(_most(limit) for place, limit in enumerate(written) if place not in unjudged),
        unjudged={
            f"campaign.limits[{place}]": f"its condition asks for {', '.join(sorted(unseen))}"
            for place, unseen in unjudged.items()
        },
        gap=spellings.span(word(data.get("gap", "0 hours"))),
        **_accounts(data),
        audience=one_of(data.get("audience", "consumer"), "consumer", "business"),
        jurisdictions=frozenset(words(data.get("jurisdictions", []))),
        start=spellings.day(word(data["start"])) if "start" in data else None,
        end=spellings.day(word(data["end"])) if "end" in data else None,
        until=_awaited(data.get("cadence", [])),
        steps_for_some=any("where" in mapping(step, "a step") for step in items(data.get("cadence", []))),
        by_events="on_event" in data,
        capped=tuple(where for where, file in (("campaign", data), ("house", ours)) if "tasks" in file),
        closed=_dates(data, "closed"),
        open=_dates(data, "open"),
        seasons=tuple(_season(item) for item in items(data.get("seasons", []))),
    )
    limits = tuple(replace(limit, text=f"{limit.text} of the house") for limit in map(_most, items(ours["limits"])))
    quiet = tuple(_hours(item) for item in items(ours["quiet_hours"]))
    gap = spellings.span(word(ours["gap"]))
    return replace(file, limits=(*file.limits, *limits), gap=max(file.gap, gap), quiet=quiet)


def _accounts(data: dict[str, Any]) -> dict[str, Any]:
    """
    Return what the file says of people of one account, and what the proof does not judge of it.

    Who waits in the queue and what people write is not in the record. Where people come back, a word counts for a time.
    """
    turns = mapping(data.get("account", {}), "`account`", "at_a_time", "order", "when_reached")
    listed, once = frozenset(words(data.get("stop_account_on", []))), data.get("enter", "once") == "once"
    spoken = frozenset(name for name in listed if name != "replied" and not name.startswith("reply."))
    unseen = {
        "rest": "rest" in data,
        "account": bool(turns) and not once,
        "account.order": "order" in turns,
        "account.when_reached": bool(turns) and turns.get("when_reached") != "next",
        "stop_account_on": bool(listed) and not once,
    }
    unseen |= {f"stop_account_on.{name}": once for name in sorted(listed - spoken)}
    return {
        "at_a_time": int(word(turns.get("at_a_time", "1"))) if turns and once else 0,
        "stop_account_on": spoken if once else frozenset(),
        "unseen": tuple(key for key, unjudged in unseen.items() if unjudged),
    }


def _house(text: str) -> dict[str, Any]:
    """Return what a house file says of limits, gap and quiet hours; the proof judges nothing else of it."""
    written = any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())
    data = mapping(tree(text), "a house file") if written else {}
    return {"limits": [], "quiet_hours": [], "gap": "0 hours"} | data


def _dates(data: dict[str, Any], key: str) -> tuple[str, ...]:
    """Return the dates of a key as they are written, each one that can be read."""
    texts = tuple(words(data.get(key, [])))
    for text in texts:
        falls(text, ANY_DAY)
    return texts


def _season(value: object) -> tuple[date, date]:
    season = mapping(value, "a season", "start", "end")
    first, last = (spellings.day(word(needed(season, key))) for key in ("start", "end"))
    return first, last


def _saved(cadence: object) -> frozenset[str]:
    """Return the names under which steps keep answers."""
    questions = [mapping(mapping(step, "a step").get("ask", {}), "`ask`") for step in items(cadence)]
    return frozenset(word(ask["save"]) for ask in questions if "save" in ask)


def _unjudged(value: dict[str, Any], saved: frozenset[str]) -> frozenset[str]:
    """Return what the condition of a window or a limit asks that the proof does not judge."""
    return frozenset(not_judged(value["where"], saved)) if "where" in value else frozenset()


def _hours(value: object, saved: frozenset[str] = frozenset()) -> CountedHours:
    window = mapping(value, "a window", "days", "hours", "segments", "dates", "where")
    dates = _dates(window, "dates")
    return CountedHours(
        days=spellings.days(joined(window.get("days", "every day") if dates else needed(window, "days"))),
        dates=dates,
        spans=spellings.hours(joined(needed(window, "hours"))),
        segments=frozenset(words(window.get("segments", []))),
        where=window.get("where"),
        unjudged=_unjudged(window, saved),
    )


def _awaited(cadence: object) -> dict[str, AwaitedHours]:
    """Return the hours that steps wait for, by step."""
    steps = [mapping(step, "a step") for step in items(cadence)]
    return {word(needed(step, "step")): _until(step["until"]) for step in steps if "until" in step}


def _until(value: object) -> AwaitedHours:
    until = mapping(value, "`until`", "weekday", "day", "hours")
    week = spellings.days(joined(until["weekday"])) if "weekday" in until else frozenset(range(7))
    spans = spellings.hours(joined(until["hours"])) if "hours" in until else ((0, spellings.DAY),)
    month_days = spellings.month_days(joined(until["day"])) if "day" in until else frozenset[int]()
    return AwaitedHours(hours=CountedHours(days=week, spans=spans), month_days=month_days)


def _most(value: object) -> CountLimit:
    limit = mapping(value, "a limit", "max", "per", "channels", "by", "segments", "dates", "where")
    count, per = word(needed(limit, "max")), word(needed(limit, "per"))
    words_of_channels = words(limit.get("channels", []))
    channels = frozenset(one_of(channel, "sms", "whatsapp", "email", "call") for channel in words_of_channels)
    kind, amount = spellings.period(per)
    by_account = one_of(limit.get("by", "person"), "person", "account") == "account"
    text = f"{count} per {per}" + (f" by {', '.join(sorted(channels))}" if channels else "")
    dates = _dates(limit, "dates")
    text += f" on {', '.join(dates)}" if dates else ""
    return CountLimit(
        count=int(count),
        kind=kind,
        amount=amount,
        channels=channels,
        segments=frozenset(words(limit.get("segments", []))),
        by_account=by_account,
        dates=dates,
        where=limit.get("where"),
        text=f"{text} to an account" if by_account else text,
    )

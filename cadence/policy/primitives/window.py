"""
In which hours may people be contacted? Pure: the window primitive, for campaign files and packs.

Windows are wall time (law 9), read in every zone the person may be in; `hours/` converts each local day once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from cadence.campaign.day_sets import written
from cadence.documents import WrongValueError
from cadence.domain import HoldName, Lead, Number
from cadence.domain.zones import zones_of
from cadence.languages import add_sentences
from cadence.policy.finding import HORIZON, Finding, Question
from cadence.policy.hours.holiday_calendar import Calendar, Closed
from cadence.policy.hours.local_days import BEGINNING, NEVER, local
from cadence.policy.hours.opening_hours import (
    ALWAYS,
    DatedWeeks,
    Opening,
    Week,
    WeekHours,
    hours_on,
    hours_text,
    joined,
    week,
    week_hours,
)
from cadence.policy.pack_parts import Applies, Days, Listed, PackPart, Wall
from cadence.policy.places.jurisdiction import places_of, zones_in
from cadence.policy.primitive import PackContext, Primitive, RuleEntry
from cadence.policy.source_words import clock_in_words, days_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Open in these hours, except on holidays, in every zone the person may be in (laws 7 and 9)."""

    rule: str
    hours: Week | DatedWeeks
    guard: timedelta  # nothing is sent within this span before closing
    calendar: Calendar | None = None
    zones: tuple[str, ...] | None = None  # the zones this rule decides in; None: the question's
    basis: dict[str, Any] = field(default_factory=dict, hash=False)  # the law behind it, for the evidence
    _hours_by_zone: dict[str, WeekHours] = field(init=False, default_factory=dict, compare=False, repr=False)

    def check(self, question: Question, at: datetime) -> Finding:
        """Pass inside the hours, else return when they open next."""
        if self.calendar is not None and not self.calendar.exists:
            country = self.calendar.country or "unknown"  # an unknown calendar counts as closed (law 6)
            evidence = self.basis | {"country": country, "why": "no_calendar"}
            return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=f"holidays:{country}")
        zones = question.zones if self.zones is None else self.zones
        if self.zones == ():
            return Finding(rule=self.rule, evidence=self.basis | {"why": "no_zone"}, hold=HoldName.ZONE)
        closes = [self._hours_in(zone).closes(at, self.guard) for zone in zones]
        if None not in closes:
            return Finding(rule=self.rule, closes=min(filter(None, closes), default=None))
        until = self.opens(zones, at)
        evidence = self._evidence(zones, at)
        if until is None:
            return Finding(rule=self.rule, evidence=evidence, hold=HoldName.OPENING, key=self.rule)
        return Finding(rule=self.rule, evidence=evidence, until=until)

    def opening(self, zone: str, moment: datetime) -> Opening | None:
        """
        Return the opening that holds this instant, or the first one after it, in one zone.

        An opening may run over midnight. It is followed for some days only: its end is then a lower bound, and
        `opening(zone, end)` goes on where it stopped.
        """
        return self._hours_in(zone).opening(moment)

    def steady(self, zones: tuple[str, ...], at: datetime) -> tuple[datetime, datetime]:
        """Return a stretch of time around an instant in which `check` answers the same, but for the local times."""
        bounds = [self._hours_in(zone).steady(at, self.guard) for zone in zones]
        return max((since for since, _ in bounds), default=BEGINNING), min((to for _, to in bounds), default=NEVER)

    def _hours_in(self, zone: str) -> WeekHours:
        """Return the hours in one zone."""
        hours = self._hours_by_zone.get(zone)
        if hours is None:
            hours = self._hours_by_zone[zone] = week_hours(self.hours, self.calendar, zone)
        return hours

    def opens(self, zones: tuple[str, ...], at: datetime) -> datetime | None:
        """Return the first instant from `at` on that is open everywhere, guard included; None within the horizon."""
        moment = at
        while moment <= at + HORIZON:
            latest = moment
            for zone in zones:
                opens = self._hours_in(zone).opens(moment, self.guard)
                if opens is None:
                    return None
                latest = max(latest, opens)
            if latest == moment:
                return moment
            moment = latest
        return None

    def _evidence(self, zones: tuple[str, ...], at: datetime) -> dict[str, Any]:
        """Return the local times, the hours of that day, and why the touch is outside them."""
        walls = {zone: local(zone, at) for zone in zones}
        names = {zone: self.calendar.name_of(wall.date()) for zone, wall in walls.items()} if self.calendar else {}
        holidays = {zone: name for zone, name in names.items() if name is not None}
        openings = [self.opening(zone, at) for zone in zones]  # an open one without the guard is about to close
        closing = all(opening is not None and opening[0] <= at for opening in openings)
        evidence: dict[str, Any] = self.basis | {
            "why": "holiday" if holidays else "closing" if closing else "hours",
            "local": {zone: wall.replace(tzinfo=None).isoformat(" ", "seconds") for zone, wall in walls.items()},
            "guard": int(self.guard.total_seconds()),
        }
        if self.hours is not ALWAYS:
            evidence["hours"] = {zone: hours_text(hours_on(self.hours, wall.date())) for zone, wall in walls.items()}
        if isinstance(self.hours, DatedWeeks) and (named := self._named(self.hours, walls)):
            evidence["dates"] = named
            evidence["why"] = "dates" if evidence["why"] == "hours" else evidence["why"]
        return evidence | ({"holiday": holidays} if holidays else {})

    @staticmethod
    def _named(hours: DatedWeeks, walls: dict[str, datetime]) -> list[str]:
        """Return the dates of the file that decide about the hours of today, each once."""
        return list(dict.fromkeys(text for wall in walls.values() for text in written(hours.named(wall.date()))))


ClockSource = Literal["stated", "address", "number"]
"""What says in which zone a person is: the list's own word, the address, the digits."""


class OpenHours(PackPart):
    """Open on these days from `open` to `close`, local wall time, half-open."""

    days: Days = Field(description="Weekdays, such as mon-fri or sat.")
    open: Wall = Field(description="The first minute of contact, such as 09:00.")
    close: Wall = Field(description="The minute at which contact ends, such as 21:00; 24:00 is the end of the day.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse hours that end before they begin: they would never be open, without a word."""
        if time() < self.close <= self.open:
            found = f"{self.close:%H:%M}, not after {self.open:%H:%M}"
            raise WrongValueError(found, "a later time of the same day, up to 24:00", below=("close",))
        return self


class WallClock(PackPart):
    """Which zones decide."""

    sources: Annotated[tuple[ClockSource, ...], Listed] = Field(
        default=("stated", "address", "number"), min_length=1, description="What may say in which zone a person is."
    )
    combine: Literal["all", "first"] = Field(
        default="first", description="The zones that the first of the sources names, or those that any of them names."
    )
    unknown: Literal["union", "hold"] = Field(
        default="hold", description="If no source names one: every zone of the country, or the touch is held."
    )

    def zones(self, applies: Applies, lead: Lead, number: Number | None) -> tuple[str, ...]:
        """Return the zones that decide for a person; none if no source names one, which holds the touch."""
        evidence = (*lead.zones, *(number.zones if number is not None else ()))
        by_source = [tuple(item for item in evidence if item.source.value == source) for source in self.sources]
        named = [group for group in by_source if group]
        chosen = named if self.combine == "all" else named[:1]
        known = zones_of(tuple(item for group in chosen for item in group))
        if known or self.unknown == "hold":
            return known
        countries = places_of(lead, number).countries.intersection(applies.countries)
        return zones_in(countries or frozenset(applies.countries))


class WindowEntry(RuleEntry):
    """Hours of contact: at any other hour the touch waits."""

    type: Literal["window"]
    allow: Annotated[tuple[OpenHours, ...], Listed] = Field(min_length=1, description="The hours of contact.")
    closed: Closed | None = Field(default=None, description="Dates without contact.")
    clock: WallClock | None = Field(
        default=None, description="Which zones decide; left out: every zone the person may be in."
    )

    def rules(self, context: PackContext) -> Iterator[Window]:
        """Yield the hours for this person; the evidence says if local holidays of an unknown town were not checked."""
        lead, number = context.question.facts.lead, context.question.number
        unknown_town = self.closed is not None and "local" in self.closed.levels and not lead.municipality
        yield Window(
            rule=context.rule,
            hours=_week(self.allow),
            guard=context.guard,
            calendar=self.closed.calendar(context.applies, context.question) if self.closed else None,
            zones=self.clock.zones(context.applies, lead, number) if self.clock else None,
            basis=context.basis | ({"local_holidays": "town_unknown"} if unknown_town else {}),
        )

    def looser_than(self, parent: Self) -> str:
        """Return in what the hours are looser: open when those of the parent are closed."""
        for own, theirs in zip(_week(self.allow), _week(parent.allow), strict=True):
            allowed = joined(theirs)
            if not all(any(a <= start and end <= b for a, b in allowed) for start, end in joined(own)):
                return "longer hours"
        if parent.closed and not (
            self.closed
            and {*self.closed.levels} >= {*parent.closed.levels}
            and {*self.closed.feeds} >= {*parent.closed.feeds}
        ):
            return "fewer holidays"
        # Without a clock of its own every zone decides in which the person may be.
        return "" if self.clock in (None, parent.clock) else "fewer zones deciding"

    def describe(self) -> str:
        """Return the hours, the days without contact and the zones that decide."""
        spans = (
            f"{days_in_words(span.days)} {clock_in_words(span.open)}-{clock_in_words(span.close, end=True)}"
            for span in self.allow
        )
        hours = "; ".join(dict.fromkeys(spans))
        shut = ""
        if self.closed and (self.closed.levels or self.closed.feeds):
            holidays = [f"{', '.join(self.closed.levels)} holidays"] if self.closed.levels else []
            shut = f"; closed on {', '.join([*holidays, *self.closed.feeds])}"
        zones = "; in every zone of address and number" if self.clock and self.clock.combine == "all" else ""
        return f"{hours}{shut}{zones}"


PRIMITIVE = Primitive(kind="window", part=WindowEntry, marks=frozenset({"local", "no_calendar", "no_zone"}), timed=True)

add_sentences(
    en="""
rule-campaign-windows = outside the campaign's hours: it was { $local }; { $open }
rule-campaign-windows-closing = less than { $guard } before closing: it was { $local }; { $open }
rule-campaign-windows-dates = outside the campaign's hours on certain dates ({ $dates }): it was { $local }; { $open }
rule-campaign-holidays = a holiday where the person lives: { $holiday }; it was { $local }
rule-campaign-holidays-closing = less than { $guard } before a holiday where the person lives: it was { $local }
rule-campaign-holidays-no_calendar = the campaign does not contact people on holidays, and there is no holiday calendar
    for the person's country ({ $country })
rule-window = outside the hours the law allows: it was { $local }; { $allowed }
rule-window-closing = less than { $guard } before the law's closing: it was { $local }; { $allowed }
rule-window-holiday = the law forbids contact on holidays: { $holiday }; it was { $local }
rule-window-no_calendar = the law forbids contact on holidays, and there is no holiday calendar for { $country }
rule-window-no_zone = the law goes by the time zones of the address and the number, and one of them is not known
rule-hours-open = open that day { $hours }
rule-hours-open-none = closed that day
rule-hours-allowed = allowed that day { $hours }
rule-hours-allowed-none = no hours allowed that day
""",
    es="""
rule-campaign-windows = fuera del horario de la campaña: hora local { $local }; { $open }
rule-campaign-windows-closing = a menos de { $guard } del cierre: hora local { $local }; { $open }
rule-campaign-windows-dates = fuera del horario de la campaña para ciertas fechas ({ $dates }): hora local { $local };
    { $open }
rule-campaign-holidays = festivo donde vive la persona: { $holiday }; hora local { $local }
rule-campaign-holidays-closing = a menos de { $guard } de un festivo donde vive la persona: hora local { $local }
rule-campaign-holidays-no_calendar = la campaña no contacta en festivo y no hay calendario de festivos para el país de
    la persona ({ $country })
rule-window = fuera del horario que permite la ley: hora local { $local }; { $allowed }
rule-window-closing = a menos de { $guard } del cierre que fija la ley: hora local { $local }; { $allowed }
rule-window-holiday = la ley no permite contactar en festivo: { $holiday }; hora local { $local }
rule-window-no_calendar = la ley no permite contactar en festivo y no hay calendario de festivos para { $country }
rule-window-no_zone = la ley se rige por las zonas horarias de la dirección y del número, y alguna no se conoce
rule-hours-open = ese día abierto { $hours }
rule-hours-open-none = ese día cerrado
rule-hours-allowed = ese día se permite { $hours }
rule-hours-allowed-none = ese día no se permite ninguna hora
""",
    pt="""
rule-campaign-windows = fora do horário da campanha: hora local { $local }; { $open }
rule-campaign-windows-closing = a menos de { $guard } do encerramento: hora local { $local }; { $open }
rule-campaign-windows-dates = fora do horário da campanha para certas datas ({ $dates }): hora local { $local };
    { $open }
rule-campaign-holidays = feriado onde a pessoa mora: { $holiday }; hora local { $local }
rule-campaign-holidays-closing = a menos de { $guard } de um feriado onde a pessoa mora: hora local { $local }
rule-campaign-holidays-no_calendar = a campanha não contata pessoas em feriados e não há calendário de feriados para o
    país da pessoa ({ $country })
rule-window = fora do horário que a lei permite: hora local { $local }; { $allowed }
rule-window-closing = a menos de { $guard } do encerramento fixado por lei: hora local { $local }; { $allowed }
rule-window-holiday = a lei não permite contato em feriados: { $holiday }; hora local { $local }
rule-window-no_calendar = a lei não permite contato em feriados e não há calendário de feriados para { $country }
rule-window-no_zone = a lei segue os fusos horários do endereço e do número, e um deles não é conhecido
rule-hours-open = nesse dia aberto { $hours }
rule-hours-open-none = fechado nesse dia
rule-hours-allowed = nesse dia permitido { $hours }
rule-hours-allowed-none = nenhum horário permitido nesse dia
""",
)


@lru_cache(maxsize=256)
def _week(allow: tuple[OpenHours, ...]) -> Week:
    """Return the hours a pack allows, as a week."""
    return week((hours.days, hours.open, hours.close) for hours in allow)

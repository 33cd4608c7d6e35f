"""What is one line of a pack's tables? A question, and whether one rule says no to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cadence.domain import Allow, Defer, Verdict
from tests.unit.packs.court import Trial, barring, local, pack_of

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """At this time on the person's clock, does this rule say no, and until when?"""

    rule: str
    trial: Trial
    at: str  # "2027-03-09 08:59:59"
    no: bool
    until: str = ""  # when this rule alone frees it, on the same clock; "": not asked

    def __str__(self) -> str:
        """Name the row in a report."""
        return f"{self.rule} {self.at} {'no' if self.no else 'yes'}"

    def hold(self) -> None:
        """Ask, and compare."""
        verdict = self.trial.at(self.at)

        assert (self.rule in barring(verdict)) == self.no, verdict
        if self.no:
            self._cites(verdict)
        if self.until:
            assert frees(verdict, self.rule) == local(self.trial.who.zone, self.until)

    def _cites(self, verdict: Verdict) -> None:
        """Hold that the no names the pack it is from and the law that pack gives for it (law 10)."""
        assert not isinstance(verdict, Allow)
        said = {(one.evidence["pack"], one.evidence["law"]) for one in verdict.reasons if one.rule == self.rule}
        assert said
        assert said <= {(pack, law) for pack in self.trial.packs for law in laws(pack, self.rule)}


def laws(pack: str, rule: str) -> tuple[str, ...]:
    """Return the law that a pack gives for a rule; none when it has no such rule."""
    return tuple(one.source.law for one in pack_of(pack).rules if one.id == rule)


def frees(verdict: Verdict, rule: str) -> object:
    """Return the latest instant this rule names as its next chance."""
    assert isinstance(verdict, Defer), verdict
    return max(reason.until for reason in verdict.reasons if reason.rule == rule and reason.until is not None)


def edges(rule: str, trial: Trial, day: str, opens: str, closes: str) -> Iterator[Row]:
    """Yield the four seconds around an opening: it is half-open."""
    before = (local("UTC", f"{day} {opens}:00") - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S")
    last = (local("UTC", f"{day} {closes}:00") - timedelta(seconds=1)).strftime("%Y-%m-%d %H:%M:%S")
    yield Row(rule=rule, trial=trial, at=before, no=True)
    yield Row(rule=rule, trial=trial, at=f"{day} {opens}:00", no=False)
    yield Row(rule=rule, trial=trial, at=last, no=False)
    yield Row(rule=rule, trial=trial, at=f"{day} {closes}:00", no=True)


def noons(rule: str, trial: Trial, *, closed: str = "", opened: str = "") -> Iterator[Row]:
    """Yield a row at 11:30 of each of these days."""
    for days, no in ((closed, True), (opened, False)):
        for day in days.split():
            yield Row(rule=rule, trial=trial, at=f"{day} 11:30", no=no)


def listed(rule: str, trial: Trial, registry: str, today: str, *, days: int | None) -> Iterator[Row]:
    """Yield what a list says: no copy, listed, not listed, and a copy at its last second and one later."""
    on = date.fromisoformat(today)

    def row(copy: dict[str, tuple[date, bool]], *, no: bool, at: str = f"{today} 11:30") -> Row:
        return Row(rule=rule, trial=replace(trial, registries=copy), at=at, no=no)

    yield row({}, no=True)
    yield row({"another_list": (on, False)}, no=True)
    yield row({registry: (on, True)}, no=True)
    yield row({registry: (on, False)}, no=False)
    if days is not None:  # the age is counted from the start of the copy's day, UTC
        yield row({registry: (on - (days - 1) * DAY, False)}, no=False)
        yield row({registry: (on - days * DAY, False)}, no=True)


def by_mail(rule: str, trial: Trial, at: str) -> Iterator[Row]:
    """Yield what a rule says of advertising by e-mail: yes with a consent on record, no on a ground of our own."""
    mail = replace(trial, channel="email")
    yield Row(rule=rule, trial=mail, at=at, no=False)
    yield Row(rule=rule, trial=replace(mail, consent=""), at=at, no=True)
    yield Row(rule=rule, trial=replace(mail, consent="", ground="none_needed"), at=at, no=True)

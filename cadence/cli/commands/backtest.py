"""Which past touches would a pack have stopped? Edge: reads the ledger page by page, writes nothing."""

import json as dump
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from cadence.cli.app import Json, command
from cadence.cli.connection import LedgerSession, open_session
from cadence.cli.output import say_tabbed, talk
from cadence.cli.scopes import InLanguage, day
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.pack_id import pack_id
from cadence.engine.law import LawInForce, PastLaw
from cadence.explain.judge.answer import utc
from cadence.explain.judge.back_test import BackTest, StoppingRule, retrial
from cadence.languages import Language, say
from cadence.ledger.reading.replay import PastTouch, looking_back, page_of
from cadence.policy.packs.law import BrokenPack
from cadence.policy.packs.loading import read_pack
from cadence.policy.packs.schema import Pack
from cadence.policy.packs.tightening import loosened

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A touch that the pack would have stopped."""

    left: PastTouch
    bars: tuple[StoppingRule, ...]
    by_change: bool  # today's version of the pack would have allowed it


@dataclass(slots=True)
class BackTestCounts:
    """Counts of judged and stopped touches."""

    judged: int = 0
    stopped: int = 0
    deferred: int = 0
    by_change: int = 0
    rules: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, stopped: Found) -> None:
        """Count a touch: as stopped if any rule would have stopped it for good, else as deferred."""
        held = any(bar.until is None for bar in stopped.bars)
        self.stopped += held
        self.deferred += not held
        self.by_change += stopped.by_change
        for bar in stopped.bars:
            self.rules.setdefault(bar.rule, Counter())[bar.verb] += 1


@command(
    "cadence backtest es --from 2027-03-01 --to 2027-03-31",
    "cadence backtest es --file es.yaml --json",
)
def backtest(
    pack: Annotated[str, typer.Argument(help="The pack of law, such as es.", show_default=False)],
    *,
    since: Annotated[date | None, typer.Option("--from", parser=day, help="The first day (UTC).")] = None,
    to: Annotated[date | None, typer.Option("--to", parser=day, help="The last day (UTC).")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="A changed copy of the pack to test instead.")] = None,
    language: InLanguage = "en",
    json: Json = False,
) -> None:
    """
    Show which past touches a pack of law would have stopped or deferred, by rule, if it had applied then.

    Every touch that was sent is judged again with what was known at that time: earlier touches, consents, opt-outs and
    copies of official lists. With --file, the pack in that file is tested instead. Nothing is written.
    """
    pack = pack_id(pack)
    begin = EARLIEST if since is None else datetime.combine(since, time(), UTC)
    end = LATEST if to is None else datetime.combine(to + timedelta(days=1), time(), UTC)
    tally = BackTestCounts()
    with open_session() as session:
        given = _given(pack, file, session.law)
        today = session.law.packs.read(pack)
        bench = Bench(session, given, None if isinstance(today, BrokenPack) else today)
        hits = _judged(session, bench, (begin, end), tally, language)
        if json:
            _stream(hits, given, tally)
        else:
            for hit in hits:
                say_tabbed(_cells(hit, language))
    _sum_up(given, tally, language, changed=file is not None)


def _given(name: str, file: Path | None, law: LawInForce) -> Pack:
    """Return the pack to test. Raises NotFoundError and InvalidInputError."""
    if file is None and name not in law.packs.names():
        raise NotFoundError(f"No pack {name}; {law.packs.instead_of(name)}.")
    if file is not None and not file.is_file():
        raise NotFoundError(f"{file} does not exist; expected a pack of law in YAML, such as a changed copy of {name}.")
    given = law.packs.read(name) if file is None else read_pack(file)
    if isinstance(given, BrokenPack):
        raise InvalidInputError(f"{file or name} cannot be read as a pack: {given.why}.")
    if given.id != name:
        raise InvalidInputError(f"{file} is the pack {given.id}; expected {name}.")
    looser = [why for parent in _parents(given, law) for why in loosened(given, parent)]
    if looser:
        raise InvalidInputError(f"{file or name} is less strict than a pack it extends: {'; '.join(looser)}.")
    return given


def _judged(
    session: LedgerSession, bench: "Bench", span: tuple[datetime, datetime], tally: BackTestCounts, language: Language
) -> Iterator[Found]:
    """Judge every touch of a span again, and yield those that would have been stopped, page by page."""
    after = 0
    while True:
        with session.ledger.begin() as connection:
            page = page_of(connection, *span, after=after)
            hits = [hit for left in page if (hit := bench.try_again(connection, left, language))]
        tally.judged += len(page)
        for hit in hits:
            tally.add(hit)
            yield hit
        if not page:
            return
        after = page[-1].decision


class Bench:
    """
    Judges touches again under a pack, and also under today's version if the pack is a changed copy.

    Everything else is as it was: the campaign's version, and the other packs and the house file that were in force.
    """

    def __init__(self, session: LedgerSession, pack: Pack, today: Pack | None) -> None:
        """Keep the planner and the packs to judge with."""
        self._planner = session.planner
        self._now = session.law
        self._pack = pack
        self._today = today
        self._past: PastLaw | None = None
        self._known: dict[tuple[str, int, bool, int], BackTest] = {}

    def try_again(self, connection: Connection, left: PastTouch, language: Language) -> Found | None:
        """Return a touch with the rules that would have stopped it; None if the pack would have allowed it."""
        bars = self._bars(connection, left, self._pack, language)
        if not bars:
            return None
        as_today = self._today is not None and self._bars(connection, left, self._today, language)
        return Found(left=left, bars=bars, by_change=not as_today)

    def _bars(
        self, connection: Connection, left: PastTouch, pack: Pack, language: Language
    ) -> tuple[StoppingRule, ...]:
        trial, at = self._retrial(connection, left, pack), left.touch.at
        facts = left.facts
        if trial.farther:
            facts = looking_back(connection, left, EARLIEST if trial.looks_back is None else at - trial.looks_back)
        return trial.bars(facts, replace(left.candidate, number=left.touch.number), at, language)

    def _retrial(self, connection: Connection, left: PastTouch, pack: Pack) -> BackTest:
        """Return the back-test of a campaign version under a pack; made once, because policy caches per law."""
        if self._past is None:
            self._past = PastLaw(connection, self._now.house)
        then = self._past.at(left.law, left.touch.at)
        key = (left.touch.campaign, left.version, pack is self._pack, id(then))
        if key not in self._known:
            campaign = self._planner.campaign(connection, left.touch.campaign, left.version)
            law = then.law(campaign, self._planner.clock.guard)
            self._known[key] = retrial(campaign, law, pack, _parents(pack, then))
        return self._known[key]


def _parents(pack: Pack, law: LawInForce) -> list[Pack]:
    """Return the packs that this pack extends, as far as they can be read."""
    return [parent for parent in map(law.packs.read, pack.extends) if not isinstance(parent, BrokenPack)]


def _cells(hit: Found, language: Language) -> tuple[str, ...]:
    """Return a touch that would have been stopped, for people and pipes."""
    touch = hit.left.touch
    rules = "; ".join(
        say(language, f"backtest-rule-{bar.verb}", rule=bar.rule, until=f"{bar.until:%Y-%m-%d %H:%M} UTC")
        if bar.until
        else say(language, f"backtest-rule-{bar.verb}", rule=bar.rule)
        for bar in hit.bars
    )
    return (f"{touch.at:%Y-%m-%d %H:%M:%S}", touch.campaign, hit.left.name, touch.step, touch.channel.value, rules)


def _stream(hits: Iterator[Found], pack: Pack, tally: BackTestCounts) -> None:
    """Print one JSON document, touch by touch as they are found: a long history is never held whole."""
    print(f'{{"pack": {dump.dumps(pack.id)}, "version": {dump.dumps(pack.version)}, "touches": [', end="")
    for place, hit in enumerate(hits):
        print(",\n" if place else "\n", dump.dumps(_data(hit)), sep="", end="")
    counts = {name: getattr(tally, name) for name in ("judged", "stopped", "deferred", "by_change")}
    print(f'\n], "rules": {dump.dumps(tally.rules)}, {dump.dumps(counts)[1:]}')


def _data(hit: Found) -> dict[str, Any]:
    touch = hit.left.touch
    return {
        "touch": touch.id,
        "at": utc(touch.at),
        "campaign": touch.campaign,
        "lead": hit.left.name,
        "step": touch.step,
        "channel": touch.channel.value,
        "by_change": hit.by_change,
        "rules": [{"rule": bar.rule, "did": bar.verb, "until": utc(bar.until), "says": bar.says} for bar in hit.bars],
    }


def _sum_up(pack: Pack, tally: BackTestCounts, language: Language, *, changed: bool) -> None:
    """Say how many of how many, by rule."""
    by_change = say(language, "backtest-by-change", count=tally.by_change) if changed else ""
    counts = {"judged": tally.judged, "stopped": tally.stopped, "deferred": tally.deferred}
    talk(say(language, "backtest-sum", pack=f"{pack.id} {pack.version}", change=by_change, **counts))
    for rule, count in sorted(tally.rules.items(), key=lambda entry: -entry[1].total()):
        talk(f"  {rule}: {_counted(count, language)}")


def _counted(count: Counter[str], language: Language) -> str:
    return ", ".join(say(language, f"backtest-{verb}", count=number) for verb, number in count.most_common())

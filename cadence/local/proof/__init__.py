"""
Was everything carried as it should be? Edge of trust: counted from the carrier's own record, the file and the list.

Nothing here uses the rules or the plan: a check must not depend on what it checks. Each line has its
denominator, because a zero out of nothing proves nothing.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from cadence.local.proof.checks import (
    Slack,
    after_opt_out,
    doubled,
    outside_window,
    over_limit,
    unaccounted,
    with_leads,
)
from cadence.local.proof.events import CarrierEvents, read_events
from cadence.local.proof.file import FileRules, read_demands
from cadence.local.proof.law import read_law, read_packs
from cadence.local.proof.lawful import bearing, not_judged, outside_law, over_law
from cadence.local.proof.listed import Sums
from cadence.local.proof.openings import outside_until
from cadence.local.proof.phones import one_spelling
from cadence.local.proof.promises import unannounced
from cadence.local.proof.record import (
    AgentWord,
    CarrierRecord,
    LedgerAccount,
    OurLead,
    OurPromise,
    OurTouch,
    OurWord,
    read_record,
)
from cadence.local.proof.recount import Recount, RecountLine, recount
from cadence.local.proof.turns import after_a_word, out_of_turn


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One line of the proof: how many were found, out of how many."""

    name: str
    found: int
    of: int
    words: str
    must_be_zero: bool = True
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The whole count."""

    lines: tuple[ProofLine, ...]
    numbers: dict[str, int] = field(default_factory=dict)
    slack: timedelta = timedelta(0)  # the most that was granted between two touches
    not_judged: dict[str, str] = field(default_factory=dict)  # rules that bind something carried, and why
    recount: Recount = field(default_factory=Recount)  # of the figures of the report

    @property
    def holds(self) -> bool:
        """Whether nothing was found that must not be, and the report is right."""
        return not self.recount.differences and all(line.found == 0 for line in self.lines if line.must_be_zero)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the lines do not show: how exact they are, and what was not checked."""
        because: dict[str, list[str]] = {}
        for rule, why in self.not_judged.items():
            because.setdefault(why, []).append(rule)
        exact = f"to within {_spoken(self.slack)}, as late as a touch reached the carrier" if self.slack else "exactly"
        return (
            f"gaps and rolling limits are proved {exact}",
            *(f"not judged by the proof: {', '.join(rules)} ({why})" for why, rules in because.items()),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the counts under their keys, and the cases of every line that failed."""
        cases = {line.name: list(line.cases) for line in self.lines if line.must_be_zero and line.cases}
        return {
            **self.numbers,
            "holds": self.holds,
            "slack_seconds": round(self.slack.total_seconds(), 3),
            "not_judged": self.not_judged,
            "lines": [asdict(line) for line in self.lines],
            "cases": cases,
            "recount": {
                "differences": self.recount.differences,
                "lines": [asdict(line) | {"difference": line.difference} for line in self.recount.lines],
                "not_counted": list(self.recount.not_counted),
            },
        }


def prove(  # noqa: PLR0913, PLR0917  everything that was asked for, and what was done
    record: CarrierRecord,
    campaign_file: str,
    account: LedgerAccount,
    slack: timedelta,
    packs: Mapping[str, str] | None = None,
    house: str = "",
) -> Proof:
    """
    Count what was carried against what was asked for.

    `slack` is the most that may be granted for the way from our reservation to the carrier; `packs` are the texts of
    the law, by name: those of this program otherwise. `house` is the text of the house file.
    """
    record, account = one_spelling(record, account)
    demands = read_demands(campaign_file, house)
    hop = Slack(slack, account)
    confirming = {touch.id for touch in account.touches if touch.confirmation}
    trials = {touch.id for touch in account.touches if touch.trial}
    carried = [touch for touch in record.carried if touch.touch not in confirming | trials]
    law = read_law(read_packs() if packs is None else packs, demands)
    sent = with_leads(carried, account)
    bound = bearing(sent, law)
    hours, most = (sum(getattr(rule, name) is not None for rule in bound) for name in ("hours", "most"))
    confirmations = [touch for touch in record.carried if touch.touch in confirming]
    late, in_the_air = after_opt_out(record, account, confirming, slack)
    silent, due = unannounced(record, account, slack + account.turn)
    granted = f", to within {_spoken(slack + account.turn)}" if slack + account.turn else ""
    findings = {
        "doubled": (doubled(record.carried, account), len(record.carried), "carried, none twice"),
        "outside_window": (
            outside_window(sent, demands) + outside_until(sent, demands, account) + outside_law(sent, bound),
            len(carried),
            f"carried, at the person's true hour, by the file and {_many(hours, 'rule')} of law",
        ),
        "after_opt_out": (late, len(record.stops), "stops acknowledged, nothing reserved after"),
        "over_limit": (
            over_limit(sent, demands, account, hop)
            + out_of_turn(record, demands, account)
            + after_a_word(record, demands, account)
            + over_law(sent, bound, hop),
            len(carried),
            f"carried, against {_against(demands)} and {_many(most, 'rule')} of law",
        ),
        "unannounced": (silent, due, f"promised calls that came due, each made in time or announced{granted}"),
        "unaccounted": (
            unaccounted(record, account, slack),
            len(record.carried) + len(account.touches) + account.rows,
            "carried, touches and rows, matched",
        ),
    }
    finished = sum(1 for lead in account.leads if lead.finished)
    numbers = {
        "carried": len(record.carried),
        **{name: len(problems) for name, (problems, _, _) in findings.items()},
        "in_the_air": in_the_air,
        "confirmations": len(confirmations),
        "trials": sum(touch.touch in trials for touch in record.carried),
        "leads": len(account.leads),
        "finished": finished,
        "open": len(account.leads) - finished,
    }
    lines = [
        ProofLine(name=name, found=len(problems), of=of, words=words, cases=tuple(problems[:20]))
        for name, (problems, of, words) in findings.items()
    ]
    unjudged = demands.not_judged | not_judged(sent, law)
    return Proof(lines=tuple(lines), numbers=numbers, slack=hop.granted, not_judged=unjudged)


def _spoken(span: timedelta) -> str:
    """Return a short span as people say it."""
    minutes, seconds = divmod(span.total_seconds(), 60)
    return f"{minutes:.0f} min {seconds:.0f} s" if minutes else f"{seconds:.1f} s"


__all__ = [
    "AgentWord",
    "CarrierEvents",
    "CarrierRecord",
    "LedgerAccount",
    "OurLead",
    "OurPromise",
    "OurTouch",
    "OurWord",
    "Proof",
    "ProofLine",
    "Recount",
    "RecountLine",
    "Sums",
    "prove",
    "read_events",
    "read_record",
    "recount",
]


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _against(demands: FileRules) -> str:
    """Return which rules of the file about earlier touches are judged."""
    rules = [_many(len(demands.limits), "limit"), "the gap"]
    rules += ["the turns of accounts"] if demands.at_a_time else []
    rules += ["the words that stop accounts"] if demands.stop_account_on else []
    return ", ".join(rules)

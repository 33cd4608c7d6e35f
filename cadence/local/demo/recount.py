"""Does the report of a rehearsal say what the carrier's record says? Edge: reads both at nearly the same instant."""

import csv
import io
import time
from pathlib import Path

from cadence.app.settings import Settings
from cadence.campaign.house_file import load_house
from cadence.domain.figures import Report
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reports.gather import ReportOrder, report_of
from cadence.local.demo.account import account_of, slack
from cadence.local.demo.rehearsal import Rehearsal
from cadence.local.proof import Recount, Sums, read_events, recount
from cadence.local.proof.bills import MILLIONTHS

LOOKS, EVERY = 80, 0.5
"""
How often both sides are read, and the seconds between: while leads go on, a report may be on its way from the carrier
to the ledger, and a price that was listed early is written when its touch is as old as the reconciler's job for prices
wants. A difference that stays is one.
"""


def counted_again(run: Rehearsal, house_text: str = "") -> Recount:
    """Return the figures of the report, counted again; `house_text` is the house file in force."""
    planner = Planner(run.ledger, run.clock, load_house(Settings.from_env().house))
    for look in range(LOOKS):
        if look:
            time.sleep(EVERY)
        now, events = run.clock.now(), read_events(run.stack.record)
        with run.ledger.begin() as tx:
            planner.today.refresh(tx)
            name = run.order.campaign.campaign
            made = report_of(tx, planner, ReportOrder(campaigns=(name,)), now)
            account = account_of(tx, name, run.clock, now)
        result = recount(stated_in(made), events, account, rows_of(run.order.leads), slack(run.clock), house=house_text)
        if not result.differences:
            break
    return result


def stated_in(report: Report) -> dict[str, Sums]:
    """Return what a report states, each figure as its two sums; a time as its median and the number of events."""
    stated = {count.figure.id: Sums(count.part, count.whole) for count in report.counts}
    for duration in report.durations:
        median = duration.minutes["p50"]
        stated[duration.figure.id] = Sums(-1 if median is None else median, duration.durations.events)
    stated["buckets"] = Sums(report.leads, report.entered)
    if report.callbacks is not None:
        stated["callbacks"] = Sums(report.callbacks.on_time, report.callbacks.due)
    for (source, currency), (touches, amount) in report.costs.totals().items():
        name = ".".join(filter(None, ("cost", source.value, currency)))
        stated[name] = Sums(int(amount * MILLIONTHS), touches)
    for cost in report.costs.counts:
        stated[f"{cost.figure.id}.{cost.currency}"] = Sums(int(cost.spent * MILLIONTHS), cost.whole)
    stated["not_contacted"] = Sums(sum(count.leads for count in report.reasons), report.entered)
    return stated


def rows_of(file: Path) -> list[list[str]]:
    """Return the rows of a CSV, the headers first, without blank lines; none of a workbook."""
    if file.suffix.casefold() != ".csv":
        return []
    text = file.read_text("utf-8-sig", errors="replace")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row in rows if any(cell.strip() for cell in row)]

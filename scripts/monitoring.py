"""
When is an operator called, and what do they look at? Writes the rules of alerts and the dashboards below deploy/.

Both are made of the declared metrics and objectives. `make docs` runs it; a test holds the files against it, and puts
each rule to Prometheus's own promtool where that is installed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cadence.domain import metrics
from cadence.domain.objectives import OBJECTIVES, Objective

ROOT = Path(__file__).parents[1]
RULES = ROOT / "deploy" / "prometheus" / "rules.yml"
DASHBOARDS = ROOT / "deploy" / "grafana"
HEAD = "# When an operator is called. Made by `make docs`; docs/operations.md says how to use it.\n"
TASKS_FAILED = "temporal_workflow_task_execution_failed_total"
WAIT_FOR_WORKER = "temporal_activity_schedule_to_start_latency_seconds_bucket"
SLOTS = "temporal_worker_task_slots_available"
CACHED = "temporal_sticky_cache_size"
OF_TEMPORAL = (TASKS_FAILED, WAIT_FOR_WORKER, SLOTS, CACHED)
"""What is used of the metrics of Temporal's SDK."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: what is asked, for how long it must be so, how urgent it is, and what to do."""

    name: str
    expr: str
    lasting: str = "0m"
    urgent: bool = False  # somebody is called at night
    summary: str
    remedy: str


def of(objective: Objective) -> Rule:
    """Return the rule of an objective. Each web server shows the same counts, so they are taken as one."""
    chosen = f'{{objective="{objective.name}"}}'
    good, whole = (f"{metric.name}{chosen}" for metric in (metrics.OBJECTIVE_GOOD, metrics.OBJECTIVE_WHOLE))
    name = "Cadence" + "".join(part.capitalize() for part in objective.name.split("_"))
    if objective.allows_none:
        return Rule(
            name=name,
            expr=f"max by (objective) ({whole} - {good}) > 0",
            urgent=True,
            summary=f"{{{{ $value }}}} {objective.noun} {objective.words}",
            remedy=objective.remedy,
        )
    share = f"min by (objective) ({good} / {whole}) < {objective.target:g}"
    return Rule(
        name=name,
        expr=f"{share} and max by (objective) ({whole}) >= {objective.least}",
        lasting="5m",
        summary=f"Of the {objective.noun}, {{{{ $value | humanizePercentage }}}} {objective.words}; "
        f"expected {100 * objective.target:.4g} %",
        remedy=objective.remedy,
    )


REQUESTS = f"{metrics.CARRIER_REQUEST.name}_count"
RULES_OF_OURS = (
    Rule(
        name="CadenceMetricsMissing",
        expr=f"absent({metrics.LEDGER_UP.name})",
        lasting="5m",
        urgent=True,
        summary="No web server shows metrics, so nobody would be called for anything else",
        remedy="Is `cadence serve` running, with CADENCE_METRICS=on? The carrier's reports and stops need it.",
    ),
    Rule(
        name="CadenceLedgerDown",
        expr=f"max({metrics.LEDGER_UP.name}) == 0",
        lasting="2m",
        urgent=True,
        summary="The ledger does not answer",
        remedy="Look at PostgreSQL. Nothing is sent meanwhile; webhooks get 503, and the carrier sends them again.",
    ),
    Rule(
        name="CadenceNoWorker",
        expr=f'max({metrics.PROCESSES.name}{{role="worker"}}) == 0',
        lasting="2m",
        urgent=True,
        summary="No worker is heard: nothing is planned or sent",
        remedy="Start one: `cadence worker`. Its log says what it waits for.",
    ),
    Rule(
        name="CadenceNothingReconciles",
        expr=f"min({metrics.JOB_IDLE_SECONDS.name}) > 300",
        lasting="1m",
        urgent=True,
        summary="No background job has succeeded for five minutes: what is lost is not repaired",
        remedy="`cadence doctor` (jobs) has the errors.",
    ),
    Rule(
        name="CadenceJobFails",
        expr=f"max by (job) ({metrics.JOB_FAILURES.name}) > 0",
        lasting="5m",
        summary="The job {{ $labels.job }} has failed {{ $value }} times in a row",
        remedy="`cadence doctor` (jobs) has the error; the worker's log has more (duty_failed).",
    ),
    Rule(
        name="CadenceLeadsOverdue",
        expr=f"max({metrics.OVERDUE_SECONDS.name}) > 900",
        lasting="10m",
        summary="Leads have been due for {{ $value | humanizeDuration }} and nothing has left for them",
        remedy="`cadence doctor` (overdue leads) says whether they wait for agents, a rate, or a worker.",
    ),
    Rule(
        name="CadenceCarrierFails",
        expr=f'sum(rate({REQUESTS}{{request=~"send|dial",answer=~"not_sent|uncertain"}}[10m])) / '
        f'sum(rate({REQUESTS}{{request=~"send|dial"}}[10m])) > 0.1',
        lasting="5m",
        summary="The carrier did not take {{ $value | humanizePercentage }} of what was sent",
        remedy="Look at its status page and at the worker's log. What was not taken goes again by itself.",
    ),
    Rule(
        name="CadencePausedByCarrier",
        expr=f'max({metrics.PAUSES.name}{{by="carrier"}}) > 0',
        lasting="1m",
        summary="The carrier refuses {{ $value }} of our senders, templates or destinations, which are paused since",
        remedy="`cadence doctor` (paused) says which and why. Correct it at the carrier, then `cadence resume`.",
    ),
    Rule(
        name="CadenceEventsWait",
        expr=f"max({metrics.EVENTS_OLDEST_SECONDS.name}) > 600",
        lasting="5m",
        summary="An event has waited {{ $value | humanizeDuration }} for its endpoint",
        remedy="`cadence endpoint list` shows which endpoint does not answer.",
    ),
    Rule(
        name="CadenceEngineErrors",
        expr=f'max({metrics.HELD_LEADS.name}{{hold="engine.error"}}) > 0',
        lasting="1m",
        summary="{{ $value }} leads are held after an unexpected error",
        remedy="`cadence doctor` (engine errors) has the ids; the worker's log has each of them.",
    ),
    Rule(
        name="CadenceSetAside",
        expr=f"max({metrics.SET_ASIDE.name}) > 0",
        lasting="5m",
        summary="Background jobs could not handle {{ $value }} items",
        remedy="`cadence review` lists them.",
    ),
    Rule(
        name="TemporalTasksFail",
        expr=f"sum(rate({TASKS_FAILED}[10m])) > 0",
        lasting="5m",
        summary="Workflow tasks fail: leads stand still, and are tried again",
        remedy="The worker's log has the error. After an upgrade, go back to the version before.",
    ),
    Rule(
        name="TemporalQueueSlow",
        expr=f"histogram_quantile(0.95, sum by (le, task_queue) (rate({WAIT_FOR_WORKER}[10m]))) > 60",
        lasting="10m",
        summary="Touches wait {{ $value | humanizeDuration }} for a worker in the queue {{ $labels.task_queue }}",
        remedy="Start more workers, or raise CADENCE_MESSAGE_SLOTS or CADENCE_CALL_SLOTS.",
    ),
)


def rules() -> tuple[Rule, ...]:
    """Return every rule: those of the objectives first."""
    return (*map(of, OBJECTIVES), *RULES_OF_OURS)


def rules_file() -> str:
    """Return the file of rules."""
    return HEAD + "groups:\n  - name: cadence\n    rules:\n" + "".join(map(_written, rules()))


def _written(rule: Rule) -> str:
    texts = {"summary": rule.summary, "remedy": rule.remedy}
    annotations = "".join(f"          {name}: {json.dumps(text)}\n" for name, text in texts.items())
    return (
        f"      - alert: {rule.name}\n        expr: {json.dumps(rule.expr)}\n        for: {rule.lasting}\n"
        f"        labels:\n          severity: {'critical' if rule.urgent else 'warning'}\n"
        f"        annotations:\n{annotations}"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One picture of a dashboard: what is asked, by the legend of its line."""

    title: str
    lines: tuple[tuple[str, str], ...]
    unit: str = "short"


def share(objective: Objective) -> tuple[str, str]:
    """Return the line of an objective's share."""
    chosen = f'{{objective="{objective.name}"}}'
    return objective.name, f"{metrics.OBJECTIVE_GOOD.name}{chosen} / {metrics.OBJECTIVE_WHOLE.name}{chosen}"


def missed(objective: Objective) -> tuple[str, str]:
    """Return the line of how many missed an objective."""
    chosen = f'{{objective="{objective.name}"}}'
    return objective.name, f"max({metrics.OBJECTIVE_WHOLE.name}{chosen} - {metrics.OBJECTIVE_GOOD.name}{chosen})"


def late(quantile: float, histogram: str, by: str) -> str:
    """Return the question for a quantile of a histogram."""
    return f"histogram_quantile({quantile}, sum by (le, {by}) (rate({histogram}_bucket[5m])))"


BOARDS = {
    "cadence-objectives": (
        "Cadence: objectives",
        (
            Panel(title="Share that met its objective", lines=tuple(map(share, OBJECTIVES)), unit="percentunit"),
            Panel(
                title="Counted in the window",
                lines=(("{{objective}}", f"max by (objective) ({metrics.OBJECTIVE_WHOLE.name})"),),
            ),
            Panel(
                title="What must never happen",
                lines=tuple(map(missed, filter(lambda objective: objective.allows_none, OBJECTIVES))),
            ),
            Panel(
                title="Lateness of touches (p95)",
                lines=(("{{channel}}", late(0.95, metrics.LATENESS.name, "channel")),),
                unit="s",
            ),
            Panel(
                title="Answers to webhooks (p99.9)",
                lines=(("{{webhook}}", late(0.999, metrics.WEBHOOK.name, "webhook")),),
                unit="s",
            ),
        ),
    ),
    "cadence-engine": (
        "Cadence: the engine now",
        (
            Panel(title="Open leads", lines=(("open", f"max({metrics.OPEN_LEADS.name})"),)),
            Panel(
                title="Leads that wait, by hold", lines=(("{{hold}}", f"max by (hold) ({metrics.HELD_LEADS.name})"),)
            ),
            Panel(
                title="Overdue",
                lines=(("leads", f"max({metrics.OVERDUE_LEADS.name})"), ("s", f"max({metrics.OVERDUE_SECONDS.name})")),
            ),
            Panel(
                title="Touches under way",
                lines=(("{{state}}", f"max by (state) ({metrics.TOUCHES_UNDER_WAY.name})"),),
            ),
            Panel(
                title="Touches a second",
                lines=(("{{channel}}", f"sum by (channel) (rate({metrics.LATENESS.name}_count[5m]))"),),
                unit="ops",
            ),
            Panel(
                title="The carrier's answers a second",
                lines=(("{{request}} {{answer}}", f"sum by (request, answer) (rate({REQUESTS}[5m]))"),),
                unit="ops",
            ),
            Panel(
                title="The carrier's time to answer (p95)",
                lines=(("{{request}}", late(0.95, metrics.CARRIER_REQUEST.name, "request")),),
                unit="s",
            ),
            Panel(
                title="Requests to the API a second",
                lines=(("{{route}} {{answer}}", f"sum by (route, answer) (rate({metrics.REQUEST.name}_count[5m]))"),),
                unit="ops",
            ),
            Panel(
                title="Events that wait",
                lines=(
                    ("events", f"max({metrics.EVENTS_WAITING.name})"),
                    ("oldest, s", f"max({metrics.EVENTS_OLDEST_SECONDS.name})"),
                ),
            ),
            Panel(
                title="Alerts of campaigns, by state", lines=(("{{state}}", f"max by (state) ({metrics.ALERTS.name})"),)
            ),
            Panel(title="Processes", lines=(("{{role}}", f"max by (role) ({metrics.PROCESSES.name})"),)),
            Panel(
                title="Jobs: since the last success",
                lines=(("{{job}}", f"max by (job) ({metrics.JOB_IDLE_SECONDS.name})"),),
                unit="s",
            ),
            Panel(
                title="Waiting for people",
                lines=(
                    ("set aside", f"max({metrics.SET_ASIDE.name})"),
                    ("failing jobs", f"count(max by (job) ({metrics.JOB_FAILURES.name}) > 0)"),
                    ("paused by {{by}}", f"max by (by) ({metrics.PAUSES.name})"),
                ),
            ),
            Panel(
                title="Temporal: wait for a worker (p95)",
                lines=(("{{task_queue}}", late(0.95, WAIT_FOR_WORKER.removesuffix("_bucket"), "task_queue")),),
                unit="s",
            ),
            Panel(
                title="Temporal: free slots, workflows in memory, failed tasks",
                lines=(
                    ("free: {{worker_type}}", f"sum by (worker_type) ({SLOTS})"),
                    ("in memory", f"sum({CACHED})"),
                    ("failed a second", f"sum(rate({TASKS_FAILED}[5m]))"),
                ),
            ),
        ),
    ),
}
"""Each dashboard by the name of its file: its title and panels."""
WIDTH, HEIGHT = 12, 8
SOURCE = {"type": "prometheus", "uid": "${datasource}"}


def dashboard(name: str) -> dict[str, Any]:
    """Return a dashboard as Grafana imports it."""
    title, panels = BOARDS[name]
    choice = {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Prometheus"}
    return {
        "uid": name,
        "title": title,
        "tags": ["cadence"],
        "schemaVersion": 39,
        "editable": True,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [choice]},
        "panels": [_panel(number, panel) for number, panel in enumerate(panels)],
    }


def _panel(number: int, panel: Panel) -> dict[str, Any]:
    targets = [
        {"refId": chr(ord("A") + place), "datasource": SOURCE, "expr": expr, "legendFormat": legend}
        for place, (legend, expr) in enumerate(panel.lines)
    ]
    return {
        "id": number + 1,
        "type": "timeseries",
        "title": panel.title,
        "datasource": SOURCE,
        "gridPos": {"h": HEIGHT, "w": WIDTH, "x": WIDTH * (number % 2), "y": HEIGHT * (number // 2)},
        "fieldConfig": {"defaults": {"unit": panel.unit, "min": 0}, "overrides": []},
        "targets": targets,
    }


def files() -> Iterator[tuple[Path, str]]:
    """Yield each file with its text."""
    yield RULES, rules_file()
    for name in BOARDS:
        yield DASHBOARDS / f"{name}.json", json.dumps(dashboard(name), indent=2) + "\n"


def expressions() -> Iterator[str]:
    """Yield everything that is asked of Prometheus."""
    yield from (rule.expr for rule in rules())
    yield from (expr for _, panels in BOARDS.values() for panel in panels for _, expr in panel.lines)


def names(expr: str) -> set[str]:
    """Return the names of metrics in an expression."""
    return set(re.findall(r"\b(?:cadence|temporal|process)_[a-z_]+", expr))


def main() -> None:
    """Write the files."""
    for file, text in files():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


if __name__ == "__main__":
    main()

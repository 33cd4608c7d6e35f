"""Does each rule of the alerts fire when it should, and never else? Prometheus's own promtool evaluates them."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from cadence.domain.metrics import METRICS, MetricKind
from cadence.domain.objectives import OBJECTIVES
from tests.unit.scripts import script

monitoring = script("monitoring")
PROMTOOL = shutil.which("promtool")
RULES = {rule.name: rule for rule in monitoring.rules()}
SEND = 'cadence_carrier_request_seconds_count{request="send",answer="%s"}'


@dataclass(frozen=True, kw_only=True)
class Case:
    """What Prometheus has scraped every minute for an hour, and whether the rule fires at its end."""

    rule: str
    fires: bool
    series: dict[str, str]


def objective(name: str, good: float, whole: float, instance: str = "a") -> dict[str, str]:
    """The two series of an objective at one web server."""
    labels = f'{{objective="{name}",instance="{instance}"}}'
    return {f"cadence_objective_good{labels}": f"{good}x60", f"cadence_objective_whole{labels}": f"{whole}x60"}


CASES = [
    *(
        Case(rule=monitoring.of(each).name, fires=fires, series=objective(each.name, good, whole))
        for each in OBJECTIVES
        for good, whole, fires in (
            (1_000_000, 1_000_000, False),
            (900_000, 1_000_000, True),
            (0, 0, False),
            (0, 1, each.least == 1),
        )
    ),
    # Two web servers, one of which was scraped a little earlier.
    Case(
        rule="CadenceStopsHold",
        fires=True,
        series=objective("stops_hold", 9, 10) | objective("stops_hold", 9, 9, instance="b"),
    ),
    Case(rule="CadenceMetricsMissing", fires=True, series={"up": "1x60"}),
    Case(rule="CadenceMetricsMissing", fires=False, series={"cadence_ledger_up": "0x60"}),
    Case(rule="CadenceLedgerDown", fires=True, series={"cadence_ledger_up": "0x60"}),
    Case(rule="CadenceLedgerDown", fires=False, series={"cadence_ledger_up": "1x60"}),
    Case(rule="CadenceLedgerDown", fires=False, series={"cadence_ledger_up": "1x59 0"}),  # not for long enough
    Case(rule="CadenceNoWorker", fires=True, series={'cadence_processes{role="worker"}': "0x60"}),
    Case(
        rule="CadenceNoWorker",
        fires=False,
        series={'cadence_processes{role="worker"}': "1x60", 'cadence_processes{role="web"}': "0x60"},
    ),
    Case(
        rule="CadenceNothingReconciles",
        fires=True,
        series={'cadence_job_idle_seconds{job="a"}': "301x60", 'cadence_job_idle_seconds{job="b"}': "9999x60"},
    ),
    Case(
        rule="CadenceNothingReconciles",
        fires=False,
        series={'cadence_job_idle_seconds{job="a"}': "1x60", 'cadence_job_idle_seconds{job="b"}': "9999x60"},
    ),
    Case(rule="CadenceJobFails", fires=True, series={'cadence_job_failures{job="seal"}': "1x60"}),
    Case(rule="CadenceJobFails", fires=False, series={'cadence_job_failures{job="seal"}': "0x56 1 2 3"}),
    Case(rule="CadenceLeadsOverdue", fires=True, series={"cadence_overdue_seconds": "901x60"}),
    Case(rule="CadenceLeadsOverdue", fires=False, series={"cadence_overdue_seconds": "900x60"}),
    Case(rule="CadenceCarrierFails", fires=True, series={SEND % "uncertain": "0+2x60", SEND % "accepted": "0+8x60"}),
    Case(rule="CadenceCarrierFails", fires=False, series={SEND % "rejected": "0+9x60", SEND % "accepted": "0+1x60"}),
    Case(rule="CadenceCarrierFails", fires=False, series={SEND % "not_sent": "0x60", SEND % "accepted": "0x60"}),
    Case(rule="CadencePausedByCarrier", fires=True, series={'cadence_pauses{by="carrier"}': "1x60"}),
    Case(rule="CadencePausedByCarrier", fires=False, series={'cadence_pauses{by="person"}': "1x60"}),
    Case(rule="CadenceEventsWait", fires=True, series={"cadence_events_oldest_seconds": "601x60"}),
    Case(rule="CadenceEventsWait", fires=False, series={"cadence_events_oldest_seconds": "600x60"}),
    Case(rule="CadenceEngineErrors", fires=True, series={'cadence_held_leads{hold="engine.error"}': "1x60"}),
    Case(rule="CadenceEngineErrors", fires=False, series={'cadence_held_leads{hold="campaign.running"}': "1x60"}),
    Case(rule="CadenceSetAside", fires=True, series={"cadence_set_aside": "1x60"}),
    Case(rule="CadenceSetAside", fires=False, series={"cadence_set_aside": "0x60"}),
    Case(rule="TemporalTasksFail", fires=True, series={f"{monitoring.TASKS_FAILED}": "0+1x60"}),
    Case(rule="TemporalTasksFail", fires=False, series={f"{monitoring.TASKS_FAILED}": "7x60"}),
    *(
        Case(
            rule="TemporalQueueSlow",
            fires=fires,
            series={
                f'{monitoring.WAIT_FOR_WORKER}{{task_queue="calls",le="{le}"}}': f"0+{step}x60"
                for le, step in (("1", quick), ("60", quick), ("300", 10), ("+Inf", 10))
            },
        )
        for quick, fires in ((10, False), (5, True))
    ),
]


def test_the_files_are_what_the_declarations_say() -> None:
    """`make docs` writes them, and no other is left over."""
    written = dict(monitoring.files())

    assert {file: file.read_text() for file in written} == written, "run `make docs`"
    left = {*monitoring.DASHBOARDS.iterdir(), *monitoring.RULES.parent.glob("*.yml")}
    assert left - {monitoring.RULES.with_name("prometheus.yml")} == set(written)


def test_every_rule_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() -> None:
    """A rule that nobody has seen fire may be misspelt."""
    assert {(name, fires) for name in RULES for fires in (True, False)} == {(case.rule, case.fires) for case in CASES}


@pytest.mark.parametrize("expr", [*monitoring.expressions()])
def test_an_expression_names_only_what_is_measured(expr: str) -> None:
    """Names, labels and their values: a misspelt one would be silence for ever."""
    known = {metric.name: metric for metric in METRICS}
    assert monitoring.names(expr)
    for name in monitoring.names(expr):
        base = re.sub("_(bucket|count|sum)$", "", name)
        assert base in known or name in monitoring.OF_TEMPORAL, name
        if base in known:
            assert (base != name) is (known[base].kind is MetricKind.HISTOGRAM)
    for name, chosen in re.findall(r"(cadence_\w+)\{([^}]*)\}", expr):
        labels = {label.name: label for label in known[re.sub("_(bucket|count|sum)$", "", name)].labels}
        for label, values in re.findall(r'(\w+)=~?"([^"]*)"', chosen):
            assert all(labels[label].read(value) == value for value in values.split("|")), (name, label, values)


def test_the_rules_are_yaml_that_says_what_to_do() -> None:
    """Each names what is wrong and what to do about it, and how urgent that is."""
    document = YAML(typ="safe", pure=True).load(monitoring.RULES)
    written = document["groups"][0]["rules"]

    assert [rule["alert"] for rule in written] == list(RULES)
    assert all(set(rule["annotations"]) == {"summary", "remedy"} for rule in written)
    urgent = {rule["alert"] for rule in written if rule["labels"]["severity"] == "critical"}
    assert {monitoring.of(each).name for each in OBJECTIVES if each.allows_none} < urgent


def record(**fields: Any) -> dict[str, Any]:
    """Return the JSON Schema of an object with exactly these fields."""
    return {"type": "object", "properties": fields, "required": [*fields], "additionalProperties": False}


def listed(item: dict[str, Any], least: int = 1) -> dict[str, Any]:
    """Return the JSON Schema of a list."""
    return {"type": "array", "items": item, "minItems": least}


WORDS = {"type": "string", "minLength": 1}
SOURCE = record(type={"const": "prometheus"}, uid={"const": "${datasource}"})
DASHBOARD = record(
    uid={"type": "string", "pattern": "^[a-zA-Z0-9_-]{1,40}$"},
    title=WORDS,
    tags=listed(WORDS),
    schemaVersion={"type": "integer", "minimum": 36, "maximum": 42},  # later Grafanas migrate what is older
    editable={"type": "boolean"},
    refresh={"enum": ["5s", "10s", "30s", "1m", "5m"]},
    time=record(**{"from": {"pattern": r"^now-\d+[mhd]$"}, "to": {"const": "now"}}),
    templating=record(
        list=listed(
            record(
                name={"const": "datasource"}, type={"const": "datasource"}, query={"const": "prometheus"}, label=WORDS
            )
        )
    ),
    panels=listed(
        record(
            id={"type": "integer", "minimum": 1},
            type={"const": "timeseries"},
            title=WORDS,
            datasource=SOURCE,
            gridPos=record(
                h={"type": "integer", "minimum": 1},
                w={"type": "integer", "minimum": 1, "maximum": 24},
                x={"type": "integer", "minimum": 0, "maximum": 23},
                y={"type": "integer", "minimum": 0},
            ),
            fieldConfig=record(
                defaults=record(unit={"enum": ["short", "percentunit", "s", "ops"]}, min={"type": "number"}),
                overrides=listed({}, 0),
            ),
            targets=listed(record(refId={"pattern": "^[A-Z]$"}, datasource=SOURCE, expr=WORDS, legendFormat=WORDS)),
        )
    ),
)
"""What Grafana requires of a dashboard, as far as ours use it. Another field would be one that it may not know."""


@pytest.mark.parametrize("name", monitoring.BOARDS)
def test_a_dashboard_is_one_that_grafana_imports(name: str) -> None:
    """Panels have ids and places of their own, each line has a letter, and the source is chosen at the import."""
    board = json.loads((monitoring.DASHBOARDS / f"{name}.json").read_text())
    jsonschema_rs.meta.validate(DASHBOARD)
    assert [
        f"{error.instance_path}: {error.message}" for error in jsonschema_rs.validator_for(DASHBOARD).iter_errors(board)
    ] == []
    panels = board["panels"]
    assert board["uid"] == name
    assert len({panel["id"] for panel in panels}) == len(panels)
    covered = [
        (column, row)
        for at in (panel["gridPos"] for panel in panels)
        for column in range(at["x"], at["x"] + at["w"])
        for row in range(at["y"], at["y"] + at["h"])
    ]
    assert len(set(covered)) == len(covered), "two panels overlap"
    assert max(column for column, _ in covered) < 24
    for panel in panels:
        references = [target["refId"] for target in panel["targets"]]
        assert len(set(references)) == len(references)


@pytest.mark.parametrize("name", monitoring.BOARDS)
def test_a_legend_names_only_labels_that_are_left(name: str) -> None:
    """What a sum takes away would be an empty legend, the same for each line."""
    for panel in monitoring.BOARDS[name][1]:
        for legend, expr in panel.lines:
            groups = [] if expr.startswith("count(") else re.findall(r"by \(([^)]*)\)", expr)
            kept = {label for group in groups for label in re.split(r",\s*", group)}
            assert set(re.findall(r"{{(\w+)}}", legend)) == kept - {"le"}, (panel.title, legend)


def test_every_rule_fires_in_its_cases_and_in_no_other(tmp_path: Path) -> None:
    """Evaluated by Prometheus itself, in one run."""
    if PROMTOOL is None:
        pytest.skip("promtool is not on this machine (Debian: apt install prometheus): NO RULE WAS EVALUATED")
    tests = [
        {
            "interval": "1m",
            "input_series": [{"series": series, "values": values} for series, values in case.series.items()],
            "promql_expr_test": [
                {
                    "expr": f'count(ALERTS{{alertname="{case.rule}",alertstate="firing"}}) or vector(0)',
                    "eval_time": "1h",
                    "exp_samples": [{"labels": "{}", "value": int(case.fires)}],
                }
            ],
        }
        for case in CASES
    ]
    file = tmp_path / "tests.yml"
    file.write_text(json.dumps({"rule_files": [str(monitoring.RULES)], "evaluation_interval": "1m", "tests": tests}))

    # Prometheus reads the questions of the dashboards, too, if they are rules.
    rules = [
        {"record": "question", "expr": expr, "labels": {"n": str(n)}} for n, expr in enumerate(monitoring.expressions())
    ]
    questions = tmp_path / "questions.yml"
    questions.write_text(json.dumps({"groups": [{"name": "questions", "rules": rules}]}))

    checked = subprocess.run(
        [PROMTOOL, "check", "rules", monitoring.RULES, questions], check=False, capture_output=True, text=True
    )
    tested = subprocess.run([PROMTOOL, "test", "rules", file], check=False, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert tested.returncode == 0, tested.stdout + tested.stderr

"""Which past touches would a changed rule have stopped? A known history, made by the door, and a tightened pack."""

import pytest

from tests.integration.cli.desk import Desk
from tests.integration.cli.past import Past

PACK = """
id: es
version: changed
title: Spain, tightened
effective: {from: 2030-01-01}
status: draft
complete: false
applies: {countries: [ES]}
rules:
  - id: es.test.hours
    type: window
    when: {purposes: [marketing], channels: [sms]}
    allow: [{days: mon-sun, open: "09:00", close: "13:00"}]
    source: {law: a bill, confidence: U}
  - id: es.test.week
    type: limit
    when: {purposes: [marketing], channels: [sms]}
    key: [number]
    window: {kind: rolling, seconds: 604800}
    threshold: 1
    source: {law: a bill, confidence: U}
"""


def test_a_tightened_pack_names_the_very_touches_it_would_have_stopped(past: Past) -> None:
    """Hours by the wall, a limit by the number across people, counted on what came before: and nothing else."""
    file = past.desk.file("es.yaml", PACK)
    found = past.desk.json("backtest", "es", "--file", file)

    said = [(one["lead"], one["step"], [rule["rule"] for rule in one["rules"]]) for one in found["touches"]]
    assert said == [
        ("list/C-2", "hello", ["es.test.hours"]),
        ("list/C-4", "hello", ["es.test.week"]),
        ("list/C-1", "again", ["es.test.week"]),
    ]
    assert {one["by_change"] for one in found["touches"]} == {True}
    hours, week, _ = (one["rules"][0] for one in found["touches"])
    assert (hours["did"], hours["until"]) == ("deferred", "2027-03-10T08:00:00Z")
    assert week["until"].startswith("2027-03-16T10:00:3"), "a week after the touch to whom the number is shared with"
    assert (found["judged"], found["stopped"], found["deferred"], found["by_change"]) == (5, 0, 3, 3)
    assert found["rules"] == {"es.test.hours": {"deferred": 1}, "es.test.week": {"deferred": 2}}


@pytest.mark.parametrize(
    ("words", "judged", "leads"),
    [
        (("--from", "2027-03-10"), 2, ["list/C-4", "list/C-1"]),  # what came before counts, and is not judged
        (("--to", "2027-03-09"), 3, ["list/C-2"]),  # the last day is one of them
        (("--from", "2027-03-10", "--to", "2027-03-10"), 1, ["list/C-4"]),
        (("--from", "2028-01-01"), 0, []),  # nothing left then
    ],
)
def test_a_span_of_days_is_judged_and_no_more(
    past: Past, words: tuple[str, ...], judged: int, leads: list[str]
) -> None:
    """Days are those of UTC."""
    found = past.desk.json("backtest", "es", "--file", past.desk.file("es.yaml", PACK), *words)

    assert (found["judged"], [one["lead"] for one in found["touches"]]) == (judged, leads)


def test_what_came_later_was_not_known(past: Past) -> None:
    """Ana has said stop since: her touches of before are judged without it."""
    past.desk.type("suppress", "list/C-1", "--because", "asked")
    found = past.desk.json("backtest", "es", "--file", past.desk.file("es.yaml", PACK))

    assert len(found["touches"]) == 3


def test_a_pack_as_it_stands_is_tried_as_if_it_had_been_law(past: Past) -> None:
    """The campaign had switched the law off: today's Spain would have let all of it go, who had agreed to it."""
    said = past.desk.type("backtest", "es")

    assert said.code == 0
    assert "of 5 touches that left, 0 would have been stopped and 0 deferred." in said.err
    assert said.out == ""


def test_it_is_told_in_lines_and_summed_up_by_rule(past: Past) -> None:
    """Lines for pipes on stdout, the sum for people."""
    said = past.desk.type("backtest", "es", "--file", past.desk.file("es.yaml", PACK))

    first = said.out.splitlines()[0].split("\t")
    assert first[1:] == ["spring", "list/C-2", "hello", "sms", "es.test.hours deferred to 2027-03-10 08:00 UTC"]
    assert (
        "es changed: of 5 touches that left, 0 would have been stopped and 3 deferred, 3 of them by the change"
        in said.err
    )
    assert "  es.test.week: 2 deferred" in said.err


@pytest.mark.parametrize(
    ("language", "cell", "total", "by_rule"),
    [
        (
            "es",
            "es.test.hours lo aplazó hasta el 2027-03-10 08:00 UTC",
            "5 contactos enviados; se habrían impedido 0 y aplazado 3; 3 de ellos solo por el cambio.",
            "es.test.week: 2 aplazados",
        ),
        (
            "pt",
            "es.test.hours adiou o contato até 2027-03-10 08:00 UTC",
            "5 contatos enviados; teriam sido impedidos 0 e adiados 3; 3 deles só pela mudança.",
            "es.test.week: 2 adiados",
        ),
    ],
)
def test_it_is_told_in_the_language_of_the_report(
    past: Past, language: str, cell: str, total: str, by_rule: str
) -> None:
    """Lines and sum alike."""
    said = past.desk.type("backtest", "es", "--file", past.desk.file("es.yaml", PACK), "--language", language)

    assert said.out.splitlines()[0].split("\t")[-1] == cell
    assert total in said.err
    assert by_rule in said.err
    assert "deferred" not in said.out + said.err


def test_nothing_is_written(past: Past) -> None:
    """It asks, and that is all."""
    count = "SELECT (SELECT count(*) FROM decisions), (SELECT count(*) FROM touches), (SELECT count(*) FROM commands)"
    with past.desk.ledger.begin() as tx:
        before = tuple(tx.exec_driver_sql(count).one())
    past.desk.json("backtest", "es", "--file", past.desk.file("es.yaml", PACK))
    with past.desk.ledger.begin() as tx:
        assert tuple(tx.exec_driver_sql(count).one()) == before


@pytest.mark.parametrize(
    ("pack", "content", "words"),
    [
        ("atlantis", None, "No pack atlantis; `cadence packs` lists them"),
        ("es", PACK.replace("id: es\n", "id: fr\n"), "is the pack fr; expected es"),
        ("es", PACK.replace("threshold: 1", "most: 1"), "most: not a key; expected id"),
        ("es", "rules: [", "changed.yaml:1:9: a value or a closing bracket left out"),
    ],
)
def test_what_is_no_pack_is_said(desk: Desk, pack: str, content: str | None, words: str) -> None:
    """Before the ledger is read."""
    more = () if content is None else ("--file", desk.file("changed.yaml", content))
    said = desk.type("backtest", pack, *more)

    assert said.code == 1
    assert words in said.err

"""What does `template` show of the carrier's templates, and do those of a campaign fit them?"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cadence.campaign import check_text
from cadence.channels.provider import CarrierTemplate
from cadence.cli.launching.carrier_templates import reason_in_words, remarks, state_in_words
from cadence.domain.clock import Clock
from cadence.local.stack import EmulatorProcess
from tests.integration.channels.test_provision import provision
from tests.integration.cli.desk import Desk
from tests.integration.cli.test_carrier_first import ACCOUNT

CAMPAIGN = """
campaign: spring
purpose: {purpose}
language: es
country: ES
jurisdictions: none
from: {{company: Tienda Sol, whatsapp: "+34910000001"}}
windows: [{{days: mon-sun, hours: "09:00-21:00"}}]
consent: {{whatsapp: {{basis: contract, reason: they are customers}}}}
limits: [{{max: 5, per: campaign}}]
cadence:
  - step: hello
    whatsapp:
      template: {template}
      variables: {{"1": "{{{{ name | first_word }}}}", "2": "{{{{ order }}}}"}}
      body: >-
        {{{{ company }}}}: hola, {{{{name|first_word}}}}.
        Su pedido   {{{{ order }}}} está listo.
"""
WORDING = "Tienda Sol: hola, {{1}}. Su pedido {{2}} está listo."
TEMPLATES = {
    "listo": WORDING,
    "otro": "Hola {{1}}, hay novedades de {{2}}.",
    "malo": "Gane {{1}} premios {{2}}",
    "nuevo": "Hola {{1}} {{2}}",
    "corto": "Hola {{1}}",
}
APPROVALS = {
    "otro": {"category": "MARKETING"},
    "malo": {"status": "rejected", "category": "MARKETING", "rejection_reason": "TAG_CONTENT_MISMATCH"},
    "nuevo": {"status": "pending"},
}


@pytest.fixture
def templates(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """A terminal whose carrier has some templates."""
    people = tmp_path / "people.json"
    people.write_text(json.dumps({"templates": TEMPLATES, "approvals": APPROVALS}))
    options = ["--people", str(people)]
    with EmulatorProcess(
        tmp_path / "log", tmp_path / "record.db", ACCOUNT, clock=Clock.real(), options=options
    ) as emulator:
        for name, value in {"CADENCE_TWILIO_URL": emulator.url, **ACCOUNT}.items():
            desk.set(name, value)
        yield desk


def test_templates_are_listed_shown_and_checked(templates: Desk) -> None:
    """By the Content API: what each says, what WhatsApp decided, and why."""
    listed = templates.json("template", "list")
    assert [row["name"] for row in listed] == sorted(TEMPLATES)
    rows = {row["name"]: row for row in listed}
    assert (rows["listo"]["status"], rows["listo"]["category"], rows["listo"]["body"]) == (
        "approved",
        "utility",
        WORDING,
    )
    assert rows["malo"]["words"] == ("rejected by WhatsApp: the category or the language does not fit the content")
    table = templates.type("template", "list").out.splitlines()
    assert next(line for line in table if line.startswith("malo")).split("\t")[1:3] == ["rejected", "marketing"]

    shown = templates.type("template", "show", "listo").out
    assert "whatsapp   approved: it can be sent" in shown
    assert f"body       {WORDING}" in shown
    assert templates.json("template", "show", rows["listo"]["id"])[0]["name"] == "listo"
    unknown = templates.type("template", "show", "lista")
    assert (unknown.code, "There is no template lista at the carrier. Did you mean listo?" in unknown.err) == (1, True)

    fits = check(templates, "service", "listo")
    assert (fits.code, fits.out, "The templates fit." in fits.err) == (0, "", True)
    other = check(templates, "service", "otro")
    assert other.code == 0
    assert "has another wording at the carrier: Hola {{1}}, hay novedades de {{2}}." in other.out
    assert "its category is marketing; expected category utility for the purpose service" in other.out
    assert "its category is utility; expected category marketing" in check(templates, "marketing", "listo").out
    for name, fault in (
        ("malo", "WhatsApp has not approved this template: it is rejected"),
        ("nuevo", "it is pending"),
        ("ninguno", "there is no template of this name at the carrier"),
        ("corto", "the template has no variable 2"),
    ):
        wrong = check(templates, "service", name)
        assert (wrong.code, fault in wrong.out) == (1, True), wrong.out
        assert "spring.yaml:14:" in wrong.out, "at its place"
    assert [row["severity"] for row in templates.json("template", "check", file(templates, "service", "otro"))] == [
        "warning",
        "warning",
    ]


def file(desk: Desk, purpose: str, template: str) -> str:
    """Write a campaign that uses this template."""
    return desk.file("spring.yaml", CAMPAIGN.format(purpose=purpose, template=template))


def check(desk: Desk, purpose: str, template: str) -> Any:
    """Check the templates of such a campaign."""
    return desk.type("template", "check", file(desk, purpose, template))


def test_a_carrier_that_does_not_answer_is_said(desk: Desk) -> None:
    """With the exit code for trying again; a campaign without templates needs no carrier."""
    for words in (["list"], ["show", "listo"], ["check", file(desk, "service", "listo")]):
        assert desk.type("template", *words).code == 3
    text = CAMPAIGN.format(purpose="service", template="listo").partition("    whatsapp:")[0] + "    wait: 1 hour\n"
    without = desk.type("template", "check", desk.file("plain.yaml", text))
    assert (without.code, "uses no templates" in without.err) == (0, True)


def test_what_the_content_api_lists_is_read() -> None:
    """Each kind of content has its wording at another place; a template may be listed without a decision."""
    contents = [
        entry(
            "a",
            {"twilio/quick-reply": {"body": "¿Vendrá, {{1}}?", "actions": [{"title": "Sí"}]}},
            {"1": "Ana"},
            "rejected",
        ),
        entry(
            "b",
            {"twilio/media": {"media": ["https://example.org/a.png"]}, "twilio/text": {"body": "Hola"}},
            {},
            "PAUSED",
        ),
        entry("c", {}, None, None),
    ]
    known = provision({"ContentAndApprovals": {"contents": contents, "meta": {"key": "contents"}}}).templates()

    assert known is not None
    read = {found.name: found for found in known}
    assert (read["a"].body, read["a"].variables, read["a"].status) == ("¿Vendrá, {{1}}?", {"1": "Ana"}, "rejected")
    assert (read["b"].body, read["b"].status, read["b"].forms) == ("Hola", "paused", ("twilio/media", "twilio/text"))
    assert (read["c"].body, read["c"].status, read["c"].category) == ("", "unsubmitted", "")
    assert provision({}, ContentAndApprovals=403).templates() is None


def entry(name: str, types: dict[str, Any], variables: dict[str, str] | None, status: str | None) -> dict[str, Any]:
    """A template as Twilio lists it."""
    decided = {"name": name, "status": status, "category": "UTILITY", "rejection_reason": "INVALID_FORMAT"}
    return {
        "sid": "HX" + name * 32,
        "friendly_name": name,
        "language": "es",
        "types": types,
        "variables": variables,
        "date_updated": "2026-10-01T10:00:00Z",
        "date_created": "2026-10-01T10:00:00Z",
        "approval_requests": decided if status else None,
    }


def template(**values: Any) -> CarrierTemplate:
    """A template at the carrier."""
    return CarrierTemplate(id="HX" + "0" * 32, name="listo", changed=datetime(2026, 10, 1, tzinfo=UTC), **values)


@pytest.mark.parametrize(
    ("status", "reason", "words"),
    [
        ("rejected", "INVALID_FORMAT", "the format is wrong"),
        ("rejected", "Abusive Content", "content that it does not allow"),
        ("rejected", "", "no reason was given"),
        ("rejected", "Words of a reviewer.", "Words of a reviewer."),  # an unknown reason is shown as it is
        ("approved", "", ""),
    ],
)
def test_a_reason_is_said_in_words(status: str, reason: str, words: str) -> None:
    """The carrier's codes say little to whoever wrote the template."""
    found = template(status=status, reason=reason)

    assert words in reason_in_words(found)
    assert words in state_in_words(found)


@pytest.mark.parametrize("status", ["approved", "pending", "received", "rejected", "paused", "disabled", "unsubmitted"])
def test_every_state_has_words(status: str) -> None:
    """And one that is new is shown as it is."""
    assert len(state_in_words(template(status=status)).split()) > 1
    assert state_in_words(template(status="thinking")) == "thinking"


@pytest.mark.parametrize(
    ("wording", "same"),
    [
        (WORDING, True),
        ("Tienda Sol: hola,  {{1}}.\nSu pedido {{ 2 }} está listo.", True),  # spaces and line breaks
        (WORDING.replace("hola", "Hola"), False),
        (WORDING.replace("{{1}}", "{{2}}"), False),
        (f"{WORDING} Gracias.", False),
        ("", True),  # the carrier lists no wording, such as for a card: nothing to compare
    ],
)
def test_wordings_are_compared_by_what_people_read(wording: str, same: bool) -> None:
    """With the values of the file in place of the numbers."""
    reading = check_text(CAMPAIGN.format(purpose="service", template="listo"), "spring.yaml", ())
    found = list(remarks(reading, [template(body=wording, status="approved", category="utility")]))

    assert (found == []) is same
    assert all(remark.severity == "warning" and remark.line == 16 for remark in found)

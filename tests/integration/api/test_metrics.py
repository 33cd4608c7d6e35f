"""What does /metrics show, to whom, and whom does it show?"""

from collections.abc import Callable, Iterator

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from cadence.api.app import api_app, webhooks_app
from cadence.api.dependencies import Dependencies
from cadence.api.metrics import REMEMBERED, WebMetrics
from cadence.domain.clock import Clock
from cadence.domain.metrics import METRICS, OTHER, Source
from cadence.domain.objectives import OBJECTIVES, WEBHOOKS
from cadence.ledger.db.ledger import Ledger
from tests.integration.api.town import API_TOKEN, TOKEN, Carrier, Town, serving
from tests.integration.ledger.conftest import KEY
from tests.waiting import PATIENCE

PUBLIC = "https://hooks.example.org"
PERSON = "+34600000777"


@pytest.fixture(scope="module")
def measured(make_ear: Callable[..., Dependencies], ledger: Ledger, clock: Clock) -> Dependencies:
    """What a web server has that shows metrics."""
    return make_ear()


@pytest.fixture(scope="module")
def watcher(measured: Dependencies, ledger: Ledger, clock: Clock) -> Iterator[httpx.Client]:
    """Prometheus: it has no key."""
    shown = WebMetrics(ledger, clock)
    measured.measures.show_by(shown.show)
    app = api_app(measured, metrics=shown.answer)
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield client


@pytest.fixture(scope="module")
def hearing(measured: Dependencies) -> Iterator[Carrier]:
    """The carrier, which that web server hears."""
    with serving(webhooks_app(measured)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        yield Carrier(client, PUBLIC)


def samples(scraped: str) -> dict[tuple[str, ...], float]:
    """Every value by its name and labels."""
    families = text_string_to_metric_families(scraped)
    return {
        (sample.name, *(f"{name}={value}" for name, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_metrics_are_closed_unless_they_are_asked_for(stranger: httpx.Client, client: httpx.Client) -> None:
    """The API's port says where they are; the webhooks' port, which the open network reaches, never has them."""
    answer = stranger.get("/metrics")

    assert answer.status_code == 404
    assert "CADENCE_METRICS=on" in answer.json()["expected"]
    assert client.get("/metrics").status_code == 404


def test_a_real_scrape_holds_nobody(
    watcher: httpx.Client, hearing: Carrier, town: Town, measured: Dependencies
) -> None:
    """After messages, stops and refused requests, by name, number and text: no label has any of them."""
    enrolment = town.enrol(PERSON)
    stored = town.message(enrolment)
    fields = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": PERSON, "From": "+34910000001"}
    assert hearing.says(f"/twilio/message/{stored.touch.id}", fields).status_code == 204
    assert hearing.says(f"/twilio/message/{PERSON}", fields).status_code == 404
    assert hearing.writes(PERSON, "Soy Ana Prueba, BAJA").status_code == 204
    headers = {"Authorization": f"Bearer {API_TOKEN}"}
    assert watcher.post("/api/suppressions", json={"number": PERSON}, headers=headers).status_code == 200
    assert watcher.get(f"/api/campaigns/{PERSON}", headers=headers).status_code == 403
    assert watcher.get(f"/{PERSON}?name=Ana", headers=headers).status_code == 404
    assert watcher.request("BREW", "/api/tasks", headers=headers).status_code == 405

    scraped = watcher.get("/metrics")
    values = samples(scraped.text)

    assert scraped.headers["content-type"].startswith("text/plain")
    assert not {
        word for word in ("Ana", "600000777", stored.touch.id, enrolment.id, "SM1", "BAJA") if word in scraped.text
    }
    assert values["cadence_webhook_seconds_count", "answer=2xx", "webhook=message"] == 1
    assert values["cadence_webhook_seconds_count", "answer=4xx", "webhook=message"] == 1
    assert values["cadence_webhook_seconds_count", "answer=2xx", "webhook=inbound"] == 1
    counts = "cadence_api_request_seconds_count"
    assert values[counts, "answer=2xx", "method=POST", "route=/api/suppressions"] == 1
    assert values[counts, "answer=4xx", "method=GET", "route=/api/campaigns/{name}"] == 1
    assert values[counts, "answer=4xx", "method=GET", f"route={OTHER}"] == 1
    assert values[counts, "answer=4xx", f"method={OTHER}", "route=/api/tasks"] == 1
    assert measured.measures.tally.take()[WEBHOOKS.name] == (3, 3)


def test_a_scrape_has_every_metric_of_a_web_server_and_the_objectives(watcher: httpx.Client) -> None:
    """What is declared is shown, also where nothing has happened yet; our process's own figures are with it."""
    scraped = watcher.get("/metrics").text
    values = samples(scraped)

    shown = {family.name for family in text_string_to_metric_families(scraped)}
    assert {one.name for one in METRICS if one.source is not Source.WORKER} <= shown
    assert not any(one.name in shown for one in METRICS if one.source is Source.WORKER)
    assert values["cadence_ledger_up",] == 1
    assert values["process_resident_memory_bytes",] > 0
    for objective in OBJECTIVES:
        assert values["cadence_objective_target", f"objective={objective.name}"] == objective.target
        good = values["cadence_objective_good", f"objective={objective.name}"]
        assert good <= values["cadence_objective_whole", f"objective={objective.name}"]


def test_the_ledger_is_asked_once_in_a_while_and_its_silence_is_shown(fresh_database: Callable[[], str]) -> None:
    """Old values would look like new ones: while it does not answer there are none."""
    ledger, now = Ledger(fresh_database(), KEY), [0.0]
    shown = WebMetrics(ledger, Clock.real(), lambda: now[0])
    first = samples(shown.text().decode())
    ledger.close()
    shown._ledger = Ledger("postgresql+psycopg://127.0.0.1:1/x", KEY)
    again = samples(shown.text().decode())
    now[0] = REMEMBERED
    later = samples(shown.text().decode())

    assert first["cadence_open_leads",] == again["cadence_open_leads",] == 0
    assert later["cadence_ledger_up",] == 0
    assert [key for key in later if key[0].startswith("cadence_objective")] == []


def test_a_webhook_that_fails_is_no_answered_one(make_ear: Callable[..., Dependencies]) -> None:
    """The carrier gets 503 and sends it again: as long as that lasts it is not answered in time."""
    down = make_ear(ledger=Ledger("postgresql+psycopg://127.0.0.1:1/x", KEY), secrets=[TOKEN])
    with serving(webhooks_app(down)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        assert Carrier(client, PUBLIC).writes(PERSON, "hola").status_code == 503
        assert client.post("/twilio/inbound", data={"Body": "hola"}).status_code == 403

    assert down.measures.tally.take() == {WEBHOOKS.name: (0, 1)}, "an unsigned request is nobody's webhook"

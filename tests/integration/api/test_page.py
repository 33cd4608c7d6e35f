"""Does the page show what the ledger knows, to whom it may? Read as a browser without scripts reads it."""

import asyncio
import csv
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from html import unescape
from io import StringIO
from itertools import islice
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from cadence.api.app import PAGE_ROUTERS, api_app
from cadence.api.dependencies import Dependencies
from cadence.api.page import parts
from cadence.api.page.live import LiveFeed
from cadence.api.page.parts import Reports
from cadence.campaign.house_file import read_house
from cadence.domain.errors import UnavailableError
from cadence.domain.figures import Dimension
from cadence.domain.house import HouseRules
from cadence.domain.roles import Role
from cadence.engine.alerts.watch import AlertWatch
from cadence.engine.law import TodaysLaw
from cadence.engine.outcomes.planner import Planner
from cadence.engine.reports.gather import ReportOrder
from cadence.languages import LANGUAGES
from cadence.languages.sentences import strict
from cadence.ledger.access import api_keys, sessions
from cadence.ledger.access.api_keys import NewKey
from cadence.ledger.db.ledger import Ledger
from cadence.ledger.reading.live import LiveReading
from cadence.ledger.touches import tasks
from tests.integration.api.town import Carrier, Town, serving
from tests.waiting import PATIENCE, until

NOBODY = "3f2a9c10-0000-4000-8000-000000000000"
WHY = {"why": "wrong price", "decision": "done", "result": "done", "who": NOBODY}
MAY = {
    "GET /": "viewer operator auditor admin agent",
    "GET /tasks": "viewer operator auditor admin agent",
    "POST /tasks/{task}": "operator admin agent",
    "POST /tasks/{task}/result": "operator admin agent",
    "POST /leads": "viewer operator auditor admin agent",
    "GET /leads/{lead}": "viewer operator auditor admin agent",
    "GET /campaigns": "viewer operator auditor admin",
    "GET /compare": "viewer operator auditor admin",
    "GET /campaigns/{name}": "viewer operator auditor admin",
    "GET /campaigns/{name}/alerts": "viewer operator auditor admin",
    "GET /campaigns/{name}/live": "viewer operator auditor admin",
    "GET /campaigns/{name}/promises": "viewer operator auditor admin",
    "GET /campaigns/{name}/compare": "viewer operator auditor admin",
    "GET /campaigns/{name}/report.csv": "viewer operator auditor admin",
    "GET /campaigns/{name}/leads": "viewer operator auditor admin",
    "GET /campaigns/{name}/leads.csv": "viewer operator auditor admin",
    "POST /campaigns/{name}/pause": "operator admin",
    "POST /campaigns/{name}/resume": "operator admin",
}
"""Who may load what, written down once more: a page that is not here fails the test."""
ROUTES = [
    f"{method} {route.path}"
    for router in PAGE_ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]
SHOWN = (
    "/campaigns",
    "/campaigns/harbour",
    "/campaigns/harbour?did=paused",
    "/campaigns/harbour?from=2027-03-01&to=2027-03-31",
    "/campaigns/harbour/leads?of=under_way",
    "/campaigns/harbour/leads?of=ended.completed",
    "/campaigns/harbour/leads?of=contact_rate",
    "/campaigns/harbour/leads?of=cost",
    *(f"/campaigns/harbour/compare?by={by.value}" for by in Dimension if by is not Dimension.CAMPAIGN),
    "/campaigns/harbour/promises",
    "/campaigns/harbour/alerts",
    "/campaigns/harbour/alerts?try=true",
    "/campaigns/harbour/alerts?from=2027-03-09&to=2027-03-08",
    "/campaigns/harbour/alerts?to=0001-01-02&try=true",
    "/campaigns/harbour/alerts?from=0001-01-01&try=true",
    "/campaigns/harbour/alerts?from=9999-12-31&to=9999-12-31&try=true",
    "/campaigns/nothing/alerts",
    "/compare",
    "/compare?campaign=harbour",
    "/compare?campaign=harbour&campaign=nothing",
    "/tasks",
    "/tasks?did=decided",
    "/campaigns/nothing",
    "/leads/nobody",
    "/campaigns/harbour/leads?of=nonsense",
    "/campaigns/harbour/leads?of=ended.%00",
    "/campaigns/harbour/leads?of=held.nothing",
    "/campaigns/harbour?from=yesterday",
    "/campaigns/harbour?from=9999-12-31&to=9999-12-31",
    "/campaigns/harbour?from=0001-01-01&to=0001-01-01",
    "/campaigns/harbour/compare?from=9999-12-31",
    "/compare?campaign=harbour&campaign=%00",
)
"""Pages, among them some that cannot be shown."""


@pytest.fixture(scope="module")
def address(deps: Dependencies) -> Iterator[str]:
    """Where the application of our own people is."""
    with serving(api_app(deps)) as address:
        yield address


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each look counts again, so that a test sees what it has just done."""
    monkeypatch.setattr(parts, "FRESH", 0.0)


@pytest.fixture(scope="module")
def key_for(ledger: Ledger) -> Callable[[Role], Any]:
    """Make a key of a role."""

    def make(role: Role) -> Any:
        new = NewKey(name=f"<b>{role.value}</b>", role=role, per_minute=100_000, by="ana")
        with ledger.begin() as tx:
            return api_keys.create(tx, ledger.hasher, new, at=datetime.now(UTC))

    return make


@pytest.fixture(scope="module")
def browser(address: str, key_for: Callable[[Role], Any]) -> Iterator[Callable[..., httpx.Client]]:
    """Somebody with a browser, signed in with a new key of a role or with one that there is."""
    with ExitStack() as running:

        def signed_in(role: Role | None, key: str = "") -> httpx.Client:
            client = running.enter_context(
                httpx.Client(base_url=address, timeout=PATIENCE, headers={"Origin": address}, follow_redirects=True)
            )
            if role is not None:
                answer = client.post("/sign-in", data={"key": key or key_for(role).text})
                assert answer.status_code in {200, 403}, answer.text
            return client

        yield signed_in


@pytest.fixture(scope="module")
def manager(browser: Callable[..., httpx.Client]) -> httpx.Client:
    """Who runs campaigns."""
    return browser(Role.OPERATOR)


def filled(path: str) -> str:
    """A path with names in it; nobody has this lead or task."""
    return path.replace("{name}", "harbour").replace("{lead}", NOBODY).replace("{task}", NOBODY)


def send(client: httpx.Client, route: str) -> httpx.Response:
    """Ask for a page; a stream is left after its head."""
    method, _, path = route.partition(" ")
    named = filled(path)
    query = {"of": "contact_rate"} if "/leads" in named else {}
    with client.stream(method, named, params=query, data=WHY if method == "POST" else None) as answer:
        if not (named.endswith("/live") and answer.is_success):
            answer.read()
        return answer


def test_the_table_has_every_page() -> None:
    """A new page says here, too, who may load it."""
    assert sorted(ROUTES) == sorted(MAY)


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_what_the_table_says(town: Town, browser: Callable[..., httpx.Client], role: Role) -> None:
    """Whoever may not gets a page that says so, and nothing is done."""
    client = browser(role)
    for route in ROUTES:
        before = town.rows()

        answer = send(client, route)

        if role.value in MAY[route].split():
            assert answer.status_code == (404 if "{task}" in route or "/leads" in route.split("{name}")[0] else 200), (
                route
            )
        else:
            assert answer.status_code == 403, route
            assert "Your role does not allow this" in answer.text
            assert town.rows() == before


@pytest.mark.parametrize("route", ROUTES)
def test_who_is_not_signed_in_is_asked_to(town: Town, browser: Callable[..., httpx.Client], route: str) -> None:
    """And afterwards comes back to what they wanted."""
    before = town.rows()
    method, _, path = route.partition(" ")

    answer = browser(None).request(method, filled(path), follow_redirects=False)

    assert answer.status_code == 303
    wanted = f"?next={filled(path).replace('/', '%2F')}" if path != "/" and method == "GET" else ""
    assert answer.headers["Location"] == f"/sign-in{wanted}"
    assert town.rows() == before


@pytest.mark.parametrize("shown", ["nothing", "no key", "cut off", "unknown", "revoked", "expired"])
def test_only_a_valid_key_signs_in(
    ledger: Ledger, browser: Callable[..., httpx.Client], key_for: Callable[[Role], Any], shown: str
) -> None:
    """The answer does not say which of them it was."""
    now = datetime.now(UTC)
    key = key_for(Role.ADMIN)
    with ledger.begin() as tx:
        over = NewKey(name="old", role=Role.ADMIN, per_minute=10, by="ana", expires_at=now)
        expired = api_keys.create(tx, ledger.hasher, over, at=now - timedelta(days=1))
    texts = {"nothing": "", "no key": "secret", "cut off": key.text[:-1], "revoked": key.text, "expired": expired.text}
    if shown == "revoked":
        with ledger.begin() as tx:
            api_keys.revoke(tx, key.id, at=now, by="ana")

    answer = browser(None).post("/sign-in", data={"key": texts.get(shown, f"{key.text[:15]}_{'x' * 49}")})

    assert answer.status_code == 401
    assert "This key is not valid" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_key_begins_as_many_sessions_as_it_may_send_requests(
    ledger: Ledger, town: Town, browser: Callable[..., httpx.Client]
) -> None:
    """Each is a row."""
    new = NewKey(name="often", role=Role.VIEWER, per_minute=2, by="ana")
    with ledger.begin() as tx:
        key = api_keys.create(tx, ledger.hasher, new, at=datetime.now(UTC))
    client = browser(None)
    before = town.ask("SELECT count(*) FROM page_sessions")

    answers = [client.post("/sign-in", data={"key": key.text}, follow_redirects=False).status_code for _ in range(4)]

    assert answers == [303, 303, 429, 429]
    assert int(str(town.ask("SELECT count(*) FROM page_sessions"))) == int(str(before)) + 2


def test_the_session_is_a_cookie_that_no_script_and_no_other_site_gets(
    town: Town, browser: Callable[..., httpx.Client], key_for: Callable[[Role], Any]
) -> None:
    """In the ledger stands a hash of it; the address of another site is not followed."""
    key = key_for(Role.VIEWER).text

    plain = browser(None).post("/sign-in", data={"key": key, "next": "//evil.example"}, follow_redirects=False)
    encrypted = browser(None).post(
        "/sign-in", data={"key": key}, follow_redirects=False, headers={"X-Forwarded-Proto": "https"}
    )

    assert plain.headers["Location"] == "/"
    cookie = plain.headers["Set-Cookie"]
    assert {"HttpOnly", "Path=/", "SameSite=strict", "Max-Age=43200"} <= set(cookie.split("; "))
    assert ("Secure" in cookie, "Secure" in encrypted.headers["Set-Cookie"]) == (False, True)
    token = cookie.partition("=")[2].partition(";")[0]
    assert token not in str(town.ask("SELECT string_agg(s::text, ' ') FROM page_sessions s"))
    assert key not in plain.text + str(plain.headers)


def test_a_session_ends_with_its_key_its_time_and_by_signing_out(
    ledger: Ledger, browser: Callable[..., httpx.Client], key_for: Callable[[Role], Any], monkeypatch: Any
) -> None:
    """At once: each request looks it up."""
    key = key_for(Role.VIEWER)
    revoked, left = browser(Role.VIEWER, key.text), browser(Role.VIEWER)
    monkeypatch.setattr(sessions, "LASTS", timedelta(milliseconds=1))
    over = browser(Role.VIEWER)
    assert "Campaigns" in revoked.get("/campaigns").text

    left.post("/sign-out", data={"": ""})
    with ledger.begin() as tx:
        api_keys.revoke(tx, key.id, at=datetime.now(UTC), by="ana")

    for client in (revoked, left, over):
        assert client.get("/campaigns", follow_redirects=False).headers["Location"] == "/sign-in?next=%2Fcampaigns"


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example"])
def test_a_form_of_another_site_does_nothing(town: Town, manager: httpx.Client, origin: str) -> None:
    """Also when the browser sends the cookie."""
    before = town.rows()

    answer = manager.post("/campaigns/harbour/pause", data=WHY, headers={"Origin": origin})

    assert answer.status_code == 403
    assert town.rows() == before


@pytest.mark.parametrize("path", SHOWN)
def test_a_page_has_every_sentence_and_a_policy_without_inline_code(manager: httpx.Client, path: str) -> None:
    """In each language: an id in place of a sentence would be read by a manager."""
    for language in LANGUAGES:
        manager.cookies.set("language", language)
        with strict():
            answer = manager.get(path)

        assert f'<html lang="{language}">' in answer.text
        assert "web-" not in answer.text.replace("web-wrong", "")
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
    manager.cookies.delete("language")


def test_a_campaign_is_shown_with_its_figures_and_what_happens_now(town: Town, manager: httpx.Client) -> None:
    """Each with n and formula, and a click from the leads that it counts."""
    town.call(town.enrol())
    town.answered(town.enrol())

    html = manager.get("/campaigns/harbour").text
    text = unescape(html)

    assert '<dl class="live"><div><dt>Going out</dt>' in html
    assert "No alert watches this campaign." in text
    assert "leads with a conversation or a reply that is no stop / leads with an attempt" in text
    assert '<a href="/campaigns/harbour/leads?of=contact_rate">contact rate</a>' in text
    assert '<a href="/campaigns/harbour/leads?of=under_way">' in text
    assert '<a href="/campaigns/harbour/leads?of=cost">' in text
    assert "Answers by hour and weekday" in text
    assert "Where all leads were at the end of each day (UTC)" in text
    assert "What came of the leads of each week of enrolment" in text
    assert "<rect" in text


def test_alerts_are_shown_with_what_they_read_and_did(town: Town, manager: httpx.Client, deps: Dependencies) -> None:
    """Before the first was judged, while one fires, and afterwards; with the leads behind it, and on past data."""
    planner = Planner(deps.ledger, town.clock)
    house = "alerts: {late: {when: overdue_leads >= 1, do: [webhook, log]}, fails: {when: carrier_failures > 5%}}"
    was = deps.planner.today
    town.enrol()
    try:
        deps.planner.today = planner.today = TodaysLaw(read_house(house))
        waiting = manager.get("/campaigns/harbour").text
        with deps.ledger.begin() as tx:
            tx.exec_driver_sql("UPDATE enrolments SET next_at = at - interval '1 day' WHERE finished IS NULL")
        AlertWatch(planner).evaluate_alerts()
        listed, shown = manager.get("/campaigns").text, manager.get("/campaigns/harbour").text
        with manager.stream("GET", "/campaigns/harbour/live") as stream:
            data = [line for line in islice(stream.iter_lines(), 6) if line.startswith("data:")]
        behind = manager.get("/campaigns/harbour/leads?of=overdue_leads").text
        programs = manager.get("/campaigns/harbour/leads.csv?of=overdue_leads").text
        with deps.ledger.begin() as tx:
            tx.exec_driver_sql("UPDATE enrolments SET next_at = at + interval '1 day' WHERE finished IS NULL")
        planner.today = TodaysLaw(HouseRules())
        AlertWatch(planner).evaluate_alerts()
        past = manager.get("/campaigns/harbour/alerts?try=true").text
        none = manager.get("/campaigns/harbour/alerts?to=2026-01-01").text
    finally:
        deps.planner.today = was

    assert waiting.count("not judged yet") == 2
    assert '<strong class="paused">late: ' in listed
    assert "2 alerts" in listed
    assert "fires since " in shown
    assert "webhook sent, noted in the log" in shown
    assert '<a href="/campaigns/harbour/leads?of=overdue_leads">' in shown
    assert "fires since " in data[1]
    assert "Leads: overdue leads" in behind
    assert len(programs.splitlines()) > 1
    assert "cleared because it was changed or removed, or the campaign is over" in past
    assert "the ledger does not keep what this was in the past" in past
    assert "would never have fired" in past
    assert "No alert fired in this time." in none


def test_campaigns_stand_side_by_side(town: Town, manager: httpx.Client) -> None:
    """Each rate with n and its limits; of a campaign in which nothing was counted, a dash."""
    town.launch("quay")
    town.answered(town.enrol())

    assert 'href="/compare"' in manager.get("/campaigns").text
    text = " ".join(unescape(manager.get("/compare?campaign=quay&campaign=harbour").text).split())

    assert text.index('<th scope="col"><a href="/campaigns/quay">') < text.index(
        '<a href="/campaigns/harbour">harbour<'
    )
    assert re.search(r"contact rate<br>.*?</th> <td>-</td> ?<td><strong>[\d.]+ %</strong> \d+ of \d+<br>.*? to ", text)
    assert 'value="quay" checked' in text
    assert "/compare?campaign=quay&campaign=harbour&language=es" in text  # a language changes no selection
    assert 'role="alert"' not in text
    for chosen in ("campaign=quay", "campaign=quay&campaign=quay", "&".join(f"campaign={name}" for name in "abcde")):
        answer = manager.get(f"/compare?{chosen}")
        assert ('role="alert"' in answer.text) is (answer.status_code == 200)
    assert manager.get("/compare?campaign=quay&campaign=pier").status_code == 404


def test_the_days_that_were_chosen_are_kept(town: Town, manager: httpx.Client) -> None:
    """On the way to the groups and to the leads, and back; the title says by what is grouped."""
    town.enrol()
    days = "from=2027-03-01&to=2027-03-31"
    to_leads, to_groups = (f"/campaigns/harbour/{page}&{days}" for page in ("leads?of=waiting", "compare?by=step"))

    assert f'href="{to_groups.replace("step", "segment")}"' in unescape(manager.get(f"/campaigns/harbour?{days}").text)
    for address in (to_leads, to_groups):
        assert f'<a href="/campaigns/harbour?{days}">harbour</a>' in unescape(manager.get(address).text)
    assert "<title>Compare by step · harbour" in manager.get(to_groups).text


def test_tables_by_week_say_that_chosen_days_do_not_change_them(town: Town, manager: httpx.Client) -> None:
    """Only where days are chosen."""
    town.answered(town.enrol())
    note = "whatever days are chosen"

    assert note in manager.get("/campaigns/harbour?from=2027-03-01").text
    assert note not in manager.get("/campaigns/harbour").text


def test_a_lead_named_like_a_script_is_text(
    town: Town, manager: httpx.Client, browser: Callable[..., httpx.Client]
) -> None:
    """Wherever it came from; and who may not see people sees our id alone."""
    key = "<script>alert(1)</script>"
    enrolment = town.enrol(key=key)
    town.message(enrolment)
    pages = [manager.get("/campaigns/harbour/leads?of=penetration").text, manager.get("/campaigns").text]

    assert "list/&lt;script&gt;alert(1)&lt;/script&gt;" in pages[0]
    assert "&lt;b&gt;operator&lt;/b&gt;" in pages[1]
    assert all("<script>" not in page and "<b>" not in page for page in pages)
    viewer = browser(Role.VIEWER).get("/campaigns/harbour/leads?of=penetration").text
    assert "script&gt;" not in viewer
    assert town.lead_of(enrolment) in viewer


def test_a_campaign_is_paused_and_resumed_with_reasons(town: Town, manager: httpx.Client) -> None:
    """Recorded with the key of who did it; a reason is needed, and a second time is refused."""
    orders = "SELECT string_agg(name || ' ' || why || ' ' || left(origin, 5), ', ' ORDER BY id) FROM commands"
    town.ask("UPDATE pauses SET until = since, resumed_by = 'x' WHERE until IS NULL RETURNING id")
    before = str(town.ask(orders) or "")

    without = manager.post("/campaigns/harbour/pause", data={"why": "  "})
    paused = manager.post("/campaigns/harbour/pause", data={"why": "<i>wrong</i> price"})
    resumed = manager.post("/campaigns/harbour/resume", data={"why": "price corrected"})
    again = manager.post("/campaigns/harbour/resume", data={"why": "price corrected"})

    assert [answer.status_code for answer in (without, paused, resumed, again)] == [422, 200, 200, 409]
    assert "The campaign is paused." in paused.text
    assert "&lt;i&gt;wrong&lt;/i&gt; price" in paused.text
    assert 'action="/campaigns/harbour/resume"' in paused.text
    assert 'action="/campaigns/harbour/pause"' in resumed.text
    recorded = str(town.ask(orders)).removeprefix(before).removeprefix(", ")
    assert recorded == "pause <i>wrong</i> price page:, resume price corrected page:"


def test_a_reply_is_read_and_decided(
    town: Town, carrier: Carrier, manager: httpx.Client, browser: Callable[..., httpx.Client]
) -> None:
    """By who may; the words of people are shown to roles that may see people, and as text."""
    person = town.number()
    enrolment = town.enrol(person)
    town.message(enrolment)
    carrier.writes(person, "no me llamen al trabajo <b>gracias</b>")
    task = str(town.ask("SELECT id FROM tasks WHERE done_at IS NULL ORDER BY opened_at DESC LIMIT 1"))
    agent, viewer = browser(Role.AGENT), browser(Role.VIEWER)

    listed, seen = agent.get("/").text, viewer.get("/tasks").text

    assert "no me llamen al trabajo &lt;b&gt;gracias&lt;/b&gt;" in listed
    assert ("no me llamen" in seen, 'action="/tasks' in seen) == (False, False)
    assert 'value="harmless"' not in listed, "who may not lift a stop releases nothing"
    refused = [
        agent.post(f"/tasks/{task}", data={"decision": "harmless"}),
        viewer.post(f"/tasks/{task}", data={"decision": "revoke"}),
        manager.post(f"/tasks/{task}", data={"decision": "restrict", "channel": "pigeon"}),
        manager.post(f"/tasks/{task}", data={"decision": "perhaps"}),
        manager.post(f"/tasks/{task}", data={"decision": "done"}),  # it holds something: what did it mean?
    ]
    assert [answer.status_code for answer in refused] == [403, 403, 422, 422, 409]
    assert town.ask("SELECT done_at FROM tasks WHERE id = :id", id=task) is None

    answer = manager.post(f"/tasks/{task}", data={"decision": "restrict", "channel": "call", "why": "at work"})

    assert "It is recorded." in answer.text
    order = "SELECT why || ' ' || (args ->> 'closed') FROM commands WHERE name = 'review' AND args ->> 'task' = :id"
    assert town.ask(order, id=task) == "at work channel call"
    assert manager.post(f"/tasks/{task}", data={"decision": "revoke"}).status_code == 409, "somebody did it before"


def test_a_task_of_a_campaign_gets_its_result(town: Town, ledger: Ledger, manager: httpx.Client) -> None:
    """The same result again changes nothing, another one is refused."""
    enrolment = town.enrol()
    touch = town.message(enrolment).touch
    due = town.clock.now() + timedelta(hours=3)
    with ledger.begin() as tx:
        new = tasks.NewTask(ref=touch.id, kind="step", title="Send <b>the letter</b>", lead=touch.lead, due_at=due)
        tasks.add(tx, new, at=town.clock.now())
    task = str(town.ask("SELECT id FROM tasks WHERE ref = :ref", ref=touch.id))

    listed = manager.get("/tasks").text
    answers = [
        manager.post(f"/tasks/{task}/result", data={"result": result, "why": "moved away"})
        for result in ("perhaps", "declined", "declined", "done")
    ]

    assert "Send &lt;b&gt;the letter&lt;/b&gt;" in listed
    assert f"result due {due:%Y-%m-%d %H:%M} UTC" in listed
    assert [answer.status_code for answer in answers] == [422, 200, 200, 409]
    assert town.ask("SELECT result || ' ' || done_by FROM tasks WHERE id = :id", id=task) == "declined <b>operator</b>"


def test_one_lead_s_story_is_told_with_both_clocks(
    town: Town, manager: httpx.Client, browser: Callable[..., httpx.Client]
) -> None:
    """In each language; a viewer reads no name, number or text."""
    person = town.number()
    enrolment = town.enrol(person, key="S-1", name="Ana <i>Ruiz</i>")
    town.answered(enrolment)
    lead = f"/leads/{town.lead_of(enrolment)}"

    for language in LANGUAGES:
        with strict():
            text = manager.get(f"{lead}?language={language}").text
        assert "2027-03-09 11:0" in text
        assert "12:0" in text, "Madrid is an hour ahead"
        assert "list/S-1" in text
        assert "Ana &lt;i&gt;Ruiz&lt;/i&gt;" in text
        assert person in text
        assert "web-" not in text
    manager.cookies.delete("language")
    seen = browser(Role.VIEWER).get(lead).text
    assert "12:0" in seen
    assert [word for word in ("S-1<", "Ruiz", person) if word in seen] == []


def test_promised_calls_and_the_line_are_shown(town: Town, manager: httpx.Client, operator: httpx.Client) -> None:
    """Those that are late first; the API says the same."""
    late, soon = town.enrol(key="P-1"), town.enrol(key="P-2")
    ahead = town.clock.now() + timedelta(minutes=30)
    # As the workflow plans the calls, once it hears of the promises.
    planned = """UPDATE enrolments SET next_at = :at,
        move = jsonb_set(move, '{cause}', '{"kind": "callback", "ref": "x"}') WHERE id = :id RETURNING id"""
    assert town.ask(planned, id=soon.id, at=ahead)
    assert town.ask(planned, id=late.id, at=town.clock.now() - timedelta(minutes=20, seconds=5))

    text = manager.get("/campaigns/harbour/promises").text
    calls = operator.get("/api/campaigns/harbour/promises").json()["calls"]
    progress = operator.get("/api/campaigns/harbour/progress").json()

    assert [(call["lead"], call["minutes_late"]) for call in calls] == [
        (town.lead_of(late), 20),
        (town.lead_of(soon), 0),
    ]
    assert text.index("list/P-1") < text.index("20 min late") < text.index(f'{town.lead_of(soon)}">list/P-2')
    assert f"{ahead:%Y-%m-%d %H:%M} UTC" in text
    assert "In line to be enrolled: 0." in text
    assert progress["enrolled_in_7_days"] == progress["open"] + progress["finished"] > 0
    assert progress["days_left"] == 0


def test_a_lead_is_found_by_id_and_number(
    town: Town, manager: httpx.Client, browser: Callable[..., httpx.Client]
) -> None:
    """A number never stands in an address. Who may not see people finds one by our own id only."""
    person = town.number()
    lead = town.lead_of(town.enrol(person, key="F-1"))
    viewer = browser(Role.VIEWER)

    for who in ("F-1", "list/F-1", person, lead):
        answer = manager.post("/leads", data={"who": who})
        assert (answer.status_code, answer.url.path) == (200, f"/leads/{lead}"), who
    assert viewer.post("/leads", data={"who": lead}).url.path == f"/leads/{lead}"
    for who in ("F-1", person):
        assert viewer.post("/leads", data={"who": who}).status_code == 403
    for who in ("nobody", "+34", "<script>", ""):
        nobody = manager.post("/leads", data={"who": who})
        assert nobody.status_code == 404, who
        assert "<script>" not in nobody.text
    (spanish,) = re.findall('<a href="([^"]*)" lang="es"', nobody.text)  # what answers a form has no address
    assert '<html lang="es">' in manager.get(unescape(spanish)).text
    assert '<html lang="es">' in manager.get("/campaigns").text
    manager.cookies.delete("language")


def test_figures_and_leads_are_exported(
    town: Town, manager: httpx.Client, browser: Callable[..., httpx.Client]
) -> None:
    """As the command prints them; names only for roles that may see people, and nothing that a spreadsheet runs."""
    town.message(town.enrol(key="=1+1"))

    report = manager.get("/campaigns/harbour/report.csv?by=segment")
    leads = list(csv.DictReader(StringIO(manager.get("/campaigns/harbour/leads.csv?of=penetration").text)))
    viewed = list(
        csv.DictReader(StringIO(browser(Role.VIEWER).get("/campaigns/harbour/leads.csv?of=penetration").text))
    )

    assert report.headers["Content-Disposition"] == "attachment; filename*=UTF-8''harbour-report.csv"
    assert {row["by"] for row in csv.DictReader(StringIO(report.text))} == {"segment"}
    assert "'=1+1" in {row["key"] for row in leads}
    assert [row["lead"] for row in viewed] == [row["lead"] for row in leads]
    assert all(not {"list", "key"} & set(row) for row in viewed)


def test_many_reports_at_once_leave_room_for_webhooks(deps: Dependencies, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes a connection and a thread, which a stop that comes in needs too: some pages are told to wait."""
    going, free, most = threading.Semaphore(0), threading.Event(), [0, 0]

    def slow(*_: object) -> Any:
        most[0] += 1
        most[1] = max(most)
        going.release()
        assert free.wait(PATIENCE)
        most[0] -= 1
        return object()

    monkeypatch.setattr(parts, "report_of", slow)
    reports = Reports(deps)
    with ThreadPoolExecutor(parts.MOST_WAITING) as threads:
        waiting = [
            threads.submit(reports.report, ReportOrder(campaigns=(f"campaign {nth}",)))
            for nth in range(parts.MOST_WAITING)
        ]
        for _ in range(parts.AT_ONCE):
            assert going.acquire(timeout=10)
        while reports._pages._value:
            time.sleep(0.01)
        with pytest.raises(UnavailableError, match="Many reports"):
            reports.report(ReportOrder(campaigns=("harbour",)))
        free.set()

    assert all(made.result() for made in waiting)
    assert most[1] == parts.AT_ONCE
    assert reports.report(ReportOrder(campaigns=("harbour",)))


def test_programs_read_the_same_figures(
    town: Town, operator: httpx.Client, with_key: Callable[..., httpx.Client]
) -> None:
    """Each question of the page has an address of the API."""
    town.message(town.enrol(key="for programs"))

    report = operator.get("/api/campaigns/harbour/report?by=segment&from=2027-03-01&to=2027-03-31").json()
    leads = operator.get("/api/campaigns/harbour/report/leads?of=penetration&limit=1000").json()
    viewed = with_key(Role.VIEWER).get("/api/campaigns/harbour/report/leads?of=penetration&limit=1000").json()

    (penetration,) = (figure for figure in report["figures"] if figure["id"] == "penetration")
    assert penetration["part"] == len(leads["leads"])
    assert sum(bucket["leads"] for bucket in report["buckets"]) == report["leads"]
    assert "for programs" in {lead["key"] for lead in leads["leads"]}
    assert {lead["key"] for lead in viewed["leads"]} == {None}
    for query in (
        "of=nonsense",
        "of=ended.%00",
        "of=penetration&from=2027-03-02&to=2027-03-01",
        "of=penetration&limit=0",
        "",
    ):
        assert operator.get(f"/api/campaigns/harbour/report/leads?{query}").status_code == 422, query
    assert operator.get("/api/campaigns/nothing/report").status_code == 404


def test_what_happens_now_is_sent_until_the_key_is_revoked(
    ledger: Ledger, town: Town, browser: Callable[..., httpx.Client], key_for: Callable[[Role], Any], deps: Dependencies
) -> None:
    """Nothing that was read afterwards is sent."""
    key = key_for(Role.VIEWER)
    client = browser(Role.VIEWER, key.text)
    with client.stream("GET", "/campaigns/harbour/live") as stream:
        lines = stream.iter_lines()
        first = next(line for line in lines if line.startswith("data:"))
        with ledger.begin() as tx:
            api_keys.revoke(tx, key.id, at=datetime.now(UTC), by="ana")
        town.call(town.enrol())
        rest = list(lines)

    assert "Going out" in first
    assert [line for line in rest if line.startswith("event:")] == ["event: alerts", "event: live", "event: over"]
    assert "You are no longer signed in." in "".join(rest)
    assert "Going out" not in "".join(rest)


@pytest.mark.parametrize("error", [UnavailableError("the ledger does not answer"), ValueError("nobody expected it")])
async def test_one_reading_serves_everybody(error: Exception) -> None:
    """However many look on; who comes during a reading gets the next one, because the first knows nothing of them."""
    readings: list[frozenset[int]] = []

    def look(campaigns: frozenset[int], sessions: frozenset[bytes]) -> LiveReading:
        readings.append(campaigns)
        time.sleep(0.02)
        if len(readings) == 1:
            raise error
        return LiveReading(campaigns={}, sessions=sessions)

    feed = LiveFeed(look, every=0.01)

    async def listen(campaign: int, results: list[LiveReading | None]) -> None:
        async for reading in feed.listen(campaign, str(campaign).encode()):
            results.append(reading)
            if len(results) == 3:
                return

    heard: list[list[LiveReading | None]] = [[] for _ in range(50)]
    await asyncio.wait_for(asyncio.gather(*(listen(at, results) for at, results in enumerate(heard))), PATIENCE)

    assert len(readings) == 3
    assert readings[0] == frozenset(range(50))
    assert all(results[0] is None for results in heard), "one that failed does not end the stream"
    for at, results in enumerate(heard):
        assert all(str(at).encode() in reading.sessions for reading in results[1:] if reading is not None)


async def test_only_the_newest_pages_of_somebody_change_by_themselves() -> None:
    """Else a browser with many pages open has no connection left to pause with; another person's pages go on."""
    feed = LiveFeed(lambda _, sessions: LiveReading(campaigns={}, sessions=sessions), every=0.01)
    streams = {name: feed.listen(1, name[:1].encode()) for name in ("a1", "b1", "a2", "a3", "a4", "a5")}
    waiting = [asyncio.create_task(anext(stream, None)) for stream in streams.values()]

    readings = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE)

    assert [name for name, got in zip(streams, readings, strict=True) if got] == ["b1", "a3", "a4", "a5"]
    assert not feed.over
    for stream in streams.values():
        await stream.aclose()


def test_a_page_that_newer_ones_took_over_from_says_so(town: Town, manager: httpx.Client) -> None:
    """And its browser does not ask again, which would end another page."""
    with ExitStack() as streams:
        opened = [
            streams.enter_context(manager.stream("GET", "/campaigns/harbour/live")).iter_lines() for _ in range(4)
        ]
        rest = list(opened[0])
        newest = next(line for line in opened[-1] if line.startswith("data:"))

    assert [line for line in rest if line.startswith("event:")][-2:] == ["event: live", "event: over"]
    assert "newer pages are open" in "".join(rest)
    assert "Going out" in newest


async def test_the_stream_ends_with_the_server() -> None:
    """Else a page that somebody left open would hold up a restart."""
    feed = LiveFeed(lambda _, sessions: LiveReading(campaigns={}, sessions=sessions), every=60)
    seen = asyncio.Event()

    async def listen() -> None:
        async for _ in feed.listen(1, b"a"):
            seen.set()

    listening = asyncio.create_task(listen())
    await asyncio.wait_for(seen.wait(), PATIENCE)
    await asyncio.sleep(0)  # it waits for the next reading now
    feed.end()

    await asyncio.wait_for(listening, PATIENCE)


def test_a_report_is_made_once_for_all_who_look(deps: Dependencies, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is old it is made anew meanwhile; once it is very old, before it is shown. A dear one is fresh longer."""
    monkeypatch.setattr(parts, "FRESH", 10.0)
    seconds, takes, made, free = [0.0], [0.0], threading.Semaphore(0), threading.Event()
    free.set()

    def counted(*_: object) -> Any:
        assert free.wait(PATIENCE)
        seconds[0] += takes[0]
        made.release()
        return object()

    monkeypatch.setattr(parts, "report_of", counted)
    reports = Reports(deps, seconds=lambda: seconds[0])
    order = ReportOrder(campaigns=("harbour",))

    def settled() -> None:
        assert made.acquire(timeout=PATIENCE)
        until(lambda: not reports._known[order].renewing)

    first = reports.report(order)
    settled()
    assert reports.report(ReportOrder(campaigns=("harbour",))) is first
    seconds[0] = 10.0
    free.clear()
    assert [reports.report(order), reports.report(order)] == [first, first]  # at once: it is being made anew
    free.set()
    settled()
    second = reports.report(order)
    assert second is not first
    seconds[0], takes[0] = 311.0, 5.0
    third = reports.report(order)
    settled()
    assert third is not second
    seconds[0] += 49.0
    assert reports.report(order) is third
    assert not made.acquire(blocking=False)
    seconds[0] += 1.0
    assert reports.report(order) is third
    settled()
    assert reports.report(order) is not third


def test_a_report_that_cannot_be_made_anew_is_shown_until_it_is_too_old(
    deps: Dependencies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outage does not empty the page at once, and nobody waits for ever for who failed."""
    monkeypatch.setattr(parts, "FRESH", 10.0)
    seconds, fails = [0.0], list[Exception]()

    def counted(*_: object) -> Any:
        if fails:
            raise fails[-1]
        return object()

    monkeypatch.setattr(parts, "report_of", counted)
    reports = Reports(deps, seconds=lambda: seconds[0])
    order = ReportOrder(campaigns=("harbour",))
    first = reports.report(order)
    for error in (UnavailableError("no"), ValueError("no")):
        fails.append(error)
        seconds[0] += 20.0
        assert reports.report(order) is first
        until(lambda: not reports._known[order].renewing)
    seconds[0] = 300.0
    fails.append(UnavailableError("no"))
    with pytest.raises(UnavailableError):
        reports.report(order)
    assert reports._makers._value == parts.AT_ONCE

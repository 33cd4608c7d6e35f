"""Who may do what through the API? Every route is tried with every role, and with keys that are not valid."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from fastapi.routing import APIRoute

from cadence.api.app import API_ROUTERS, api_app
from cadence.api.dependencies import Dependencies
from cadence.api.key_ring import KeyRing
from cadence.api.rate_limits import RateLimits
from cadence.domain.api_keys import ApiKey, key_of
from cadence.domain.roles import Role
from cadence.ledger.access import api_keys
from cadence.ledger.access.api_keys import NewKey
from cadence.ledger.db.hashing import Hasher
from cadence.ledger.db.ledger import Ledger
from tests.integration.api.town import API_TOKEN, Town, serving
from tests.waiting import PATIENCE

NOBODY = "+34699999998"
MAY = {
    "GET /api/alerts": "viewer operator auditor admin",
    "GET /api/campaigns": "viewer operator auditor admin",
    "GET /api/campaigns/{name}": "viewer operator auditor admin",
    "GET /api/campaigns/{name}/progress": "viewer operator auditor admin",
    "GET /api/campaigns/{name}/promises": "viewer operator auditor admin",
    "GET /api/campaigns/{name}/report": "viewer operator auditor admin",
    "GET /api/campaigns/{name}/report/leads": "viewer operator auditor admin",
    "POST /api/campaigns/{name}/pause": "operator admin",
    "POST /api/campaigns/{name}/resume": "operator admin",
    "POST /api/campaigns/{name}/leads": "operator admin",
    "GET /api/campaigns/{name}/leads": "viewer operator auditor admin",
    "GET /api/leads/{lead}": "viewer operator auditor admin agent",
    "POST /api/leads/{lead}/events": "operator admin publisher",
    "POST /api/events": "operator admin publisher",
    "GET /api/events": "operator auditor admin",
    "GET /api/tasks": "viewer operator auditor admin agent",
    "POST /api/tasks/{task}/result": "operator admin agent",
    "POST /api/dispositions": "operator admin agent token",
    "POST /api/callbacks": "operator admin agent token",
    "POST /api/suppressions": "operator admin agent token",
    "POST /api/suppressions/lift": "operator admin",
    "POST /api/consents": "operator admin",
}
"""Who may send what, written down once more: a route that is not here fails the test."""
ROUTES = [
    f"{method} {route.path}"
    for router in API_ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in sorted(route.methods)
]
REFUSED = ("nothing", "not a key", "cut off", "expired", "revoked", "unknown", "of another installation", "of a copy")


def made(ledger: Ledger, role: Role = Role.ADMIN, *, hasher: Hasher | None = None, **other: object) -> ApiKey:
    """A key in the ledger."""
    new = NewKey(**{"name": f"a {role}", "role": role, "per_minute": 100_000, "by": "ana", **other})  # type: ignore[arg-type]
    with ledger.begin() as tx:
        return api_keys.create(tx, hasher or ledger.hasher, new, at=datetime.now(UTC))


@pytest.fixture(scope="module")
def keys(ledger: Ledger) -> dict[str, str]:
    """What a request may show, by what it is."""
    now = datetime.now(UTC)
    other = Hasher(b"the key of another installation.")
    revoked = made(ledger)
    with ledger.begin() as tx:
        assert api_keys.revoke(tx, revoked.id, at=now, by="ana")
        assert not api_keys.revoke(tx, revoked.id, at=now, by="bea"), "it stays revoked by who did it"
    # The row of a key came here from another ledger, such as by a restored table: its hash has another key.
    copied = made(ledger, hasher=other)
    return {
        **{role.value: made(ledger, role).text for role in Role},
        "token": API_TOKEN,
        "nothing": "",
        "not a key": "made-up bearer",
        "cut off": made(ledger).text[:-1],
        "expired": made(ledger, expires_at=now).text,
        "revoked": revoked.text,
        "unknown": key_of(b"\x01" * 8, b"\x02" * 32).text,
        "of another installation": key_of(b"\x03" * 8, b"\x04" * 32).text,
        "of a copy": copied.text,
    }


@pytest.fixture
def send(stranger: httpx.Client) -> Callable[[str, str], httpx.Response]:
    """Send an empty request with a key, "" for none."""

    def request(route: str, key: str) -> httpx.Response:
        method, _, path = route.partition(" ")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        body = None if method == "GET" else {}
        named = path.replace("{name}", "harbour").replace("{lead}", "nobody-at-all")
        return stranger.request(method, named, json=body, headers=headers)

    return request


def test_the_table_has_every_route() -> None:
    """A new route says here, too, who may send it."""
    assert sorted(set(ROUTES)) == sorted(MAY)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", [*Role, "token"])
def test_a_role_may_do_what_the_table_says(
    town: Town, keys: dict[str, str], send: Callable[[str, str], httpx.Response], route: str, role: str
) -> None:
    """Whoever may not is refused before anything is looked up."""
    before = town.rows()

    answer = send(route, keys[role])

    if role in MAY[route].split():
        assert answer.status_code not in {401, 403, 429}
    else:
        assert answer.status_code == 403
        assert set(answer.json()) == {"error", "expected", "next"}
        assert town.rows() == before
    assert ("Deprecation" in answer.headers) is (role == "token")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("shown", REFUSED)
def test_without_a_valid_key_nothing_is_done(
    town: Town, keys: dict[str, str], send: Callable[[str, str], httpx.Response], route: str, shown: str
) -> None:
    """And the answer says what is wrong only to who has the whole key."""
    before = town.rows()

    answer = send(route, keys[shown])

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    says = {"cut off": "not whole", "expired": "expired", "revoked": "revoked"}.get(shown, "missing or wrong")
    assert says in answer.json()["error"]
    assert town.rows() == before


def test_an_order_is_recorded_with_the_key_that_gave_it(
    town: Town, keys: dict[str, str], stranger: httpx.Client
) -> None:
    """Who it was can be found out after a key was lost."""
    person = town.number()
    headers = {"Authorization": f"Bearer {keys['agent']}", "Idempotency-Key": "with-a-key"}

    answer = stranger.post("/api/suppressions", json={"number": person, "by": "marta"}, headers=headers)

    assert answer.status_code == 200
    said = "SELECT actor || ' ' || origin FROM commands WHERE key = 'api/with-a-key'"
    assert town.ask(said) == f"marta api:{keys['agent'].split('_')[1]}"


def test_only_a_hash_of_a_key_is_in_the_ledger(town: Town, keys: dict[str, str]) -> None:
    """Who reads the table can use none of them."""
    key = keys["admin"]
    everything = str(town.ask("SELECT string_agg(k::text, ' ') FROM api_keys k"))

    assert key.split("_")[1] in everything
    assert key.split("_")[2] not in everything
    assert key.encode().hex() not in everything


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE api_keys SET role = 'admin' WHERE id = :id",
        "UPDATE api_keys SET hash = '\\x00' WHERE id = :id",
        "UPDATE api_keys SET expires_at = NULL WHERE id = :id",
        "UPDATE api_keys SET revoked_at = NULL, revoked_by = '' WHERE id = :id",
        "DELETE FROM api_keys WHERE id = :id",
    ],
)
def test_a_key_stays_what_it_was(ledger: Ledger, town: Town, change: str) -> None:
    """A revoked key never comes back, and no key gets more rights."""
    now = datetime.now(UTC)
    key = made(ledger, Role.VIEWER, expires_at=now + timedelta(days=1))
    with ledger.begin() as tx:
        api_keys.revoke(tx, key.id, at=now, by="ana")

    with pytest.raises(Exception, match="a key of the API"):
        town.ask(f"{change} RETURNING id", id=key.id)


@pytest.fixture
def moved(ledger: Ledger) -> tuple[KeyRing, list[float], list[datetime]]:
    """A ring of keys with clocks that the test moves: of seconds, and of real time."""
    seconds, now = [0.0], [datetime.now(UTC)]
    return KeyRing(ledger, seconds=lambda: seconds[0], now=lambda: now[0]), seconds, now


def test_a_revoked_key_is_refused_within_a_second(
    ledger: Ledger, moved: tuple[KeyRing, list[float], list[datetime]]
) -> None:
    """What was read counts for less than a second, in every process."""
    ring, seconds, now = moved
    key = made(ledger)
    ring.read(key.id)
    with ledger.begin() as tx:
        api_keys.revoke(tx, key.id, at=now[0], by="ana")

    seconds[0] = 0.99
    assert ring.remembered(key.id)[0]
    seconds[0] = 1.0
    assert ring.remembered(key.id) == (False, None)
    stored = ring.read(key.id)
    assert stored is not None
    assert stored.revoked_at == now[0]


def test_a_revoked_key_is_refused_by_the_running_server(
    ledger: Ledger, make_ear: Callable[..., Dependencies], moved: tuple[KeyRing, list[float], list[datetime]]
) -> None:
    """The same through HTTP."""
    deps = make_ear()
    deps.keys, seconds, now = moved
    key = made(ledger, Role.AGENT)
    with serving(api_app(deps)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:
        client.headers["Authorization"] = f"Bearer {key.text}"
        first = client.post("/api/suppressions", json={"number": NOBODY}).status_code
        with ledger.begin() as tx:
            api_keys.revoke(tx, key.id, at=now[0], by="ana")
        seconds[0] = 1.0
        second = client.post("/api/suppressions", json={"number": NOBODY}).status_code

    assert (first, second) == (200, 401)


def test_the_last_use_is_written_once_a_minute(
    ledger: Ledger, moved: tuple[KeyRing, list[float], list[datetime]]
) -> None:
    """A busy system does not write a row with every request, whichever process it asks."""
    ring, _, now = moved
    begun, key = now[0], made(ledger)
    other = KeyRing(ledger, now=lambda: now[0])
    asked = [(one, second) for second in (0, 30, 59, 60, 90, 119, 120) for one in (ring, other)]
    written = []
    for one, second in asked:
        now[0] = begun + timedelta(seconds=second)
        if one.due(key.id):
            one.note_use(key.id)
        with ledger.begin() as tx:
            stored = api_keys.find(tx, key.id)
        assert stored is not None
        assert stored.used_at is not None
        written.append((stored.used_at - begun).total_seconds())

    assert written == [0, 0, 0, 0, 0, 0, 60, 60, 60, 60, 60, 60, 120, 120]
    assert [one.due(key.id) for one in (ring, other)] == [False, False]


def test_a_key_beyond_its_rate_waits(ledger: Ledger, make_ear: Callable[..., Dependencies]) -> None:
    """Three a minute are three at once; Retry-After says when there is one more."""
    deps, now = make_ear(), [0.0]
    deps.rates = RateLimits(lambda: now[0])
    slow, other = made(ledger, Role.AGENT, per_minute=3), made(ledger, Role.AGENT)
    with serving(api_app(deps)) as address, httpx.Client(base_url=address, timeout=PATIENCE) as client:

        def ask(key: ApiKey) -> httpx.Response:
            headers = {"Authorization": f"Bearer {key.text}"}
            return client.post("/api/suppressions", json={"number": NOBODY}, headers=headers)

        answers = [ask(slow) for _ in range(5)]
        beside = ask(other)
        now[0] = float(answers[-1].headers["Retry-After"])
        after = ask(slow)

    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["Retry-After"] == "20"
    assert "at most 3 a minute" in answers[-1].json()["expected"]
    assert (beside.status_code, after.status_code) == (200, 200)

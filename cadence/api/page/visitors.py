"""
Who is looking at this page, and may they? Edge: a cookie with the token of a session, and the key of the session.

Somebody signs in with a key of the API. The session is looked up for each request, so it ends with its key at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from cadence.api.access import needed_by
from cadence.api.dependencies import Dependencies, Listening
from cadence.domain.api_keys import read_key
from cadence.domain.clock import utc_now
from cadence.domain.roles import ALLOWED, Permission
from cadence.ledger.access import sessions
from cadence.ledger.access.api_keys import StoredKey
from cadence.ledger.access.sessions import LASTS

COOKIE = "cadence_session"
LONGEST_TOKEN = 100
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"


class PageRefusedError(Exception):
    """A page that is not shown: the status of the answer, whose sentence says why."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__(f"refused with {status}")
        self.status = status


class NotSignedInError(Exception):
    """Nobody is signed in. The answer is the form to sign in, which leads back to this page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who is signed in."""

    key: StoredKey
    session: bytes  # the hash of the token

    def may(self, permission: Permission) -> bool:
        """Tell whether they have a permission."""
        return permission in ALLOWED[self.key.role]

    @property
    def origin(self) -> str:
        """Where an order of theirs comes from, as the ledger stores it."""
        return f"page:{self.key.id}"


def check_origin(request: Request) -> None:
    """
    Check that a form was sent from a page of ours. Raises PageRefusedError.

    Browsers send `Origin` with every POST, and another site cannot choose it.
    """
    scheme, _, host = request.headers.get("origin", "").partition("://")
    if scheme not in {"http", "https"} or not host or host != request.headers.get("host"):
        raise PageRefusedError(403)


async def form_of(request: Request) -> Mapping[str, str]:
    """Return the fields of a form. Raises PageRefusedError."""
    check_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
        raise PageRefusedError(422)
    try:
        fields = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise PageRefusedError(422) from None
    return {name: value.replace("\0", "").strip() for name, value in fields}


Form = Annotated[Mapping[str, str], Depends(form_of)]
"""The type of a handler's parameter for the fields of a form, which came from a page of ours."""


async def signed_in(request: Request, deps: Listening) -> Visitor:
    """Return who is signed in, if they may see this. Raises NotSignedInError, PageRefusedError and UnavailableError."""
    if request.method != "GET":
        check_origin(request)
    token = request.cookies.get(COOKIE, "")
    if not token or len(token) > LONGEST_TOKEN:
        raise NotSignedInError
    session = deps.ledger.hasher.session(token)
    key = await run_in_threadpool(_key_of, deps, session)
    if key is None or not _valid(key):
        raise NotSignedInError
    if deps.rates.wait(key.id, key.per_minute):
        raise PageRefusedError(429)
    if deps.keys.due(key.id):
        await run_in_threadpool(deps.keys.note_use, key.id)
    visitor = Visitor(key=key, session=session)
    permission = needed_by(request.scope.get("route"))
    if permission is None or not visitor.may(permission):
        raise PageRefusedError(403)
    return visitor


SignedIn = Annotated[Visitor, Depends(signed_in)]
"""The type of a handler's parameter for who looks at a page."""


def sign_in(deps: Dependencies, text: str) -> str | None:
    """
    Begin a session with a key, and return its token; None for a key that is not valid.

    Raises PageRefusedError for a key that has sent too many requests, and UnavailableError.
    """
    key = read_key(text)
    if key is None:
        return None
    stored = deps.keys.read(key.id)
    if stored is None or not deps.keys.valid(stored, key.text) or not _valid(stored):
        return None
    if deps.rates.wait(stored.id, stored.per_minute):
        raise PageRefusedError(429)
    with deps.ledger.begin() as connection:
        return sessions.begin(connection, deps.ledger.hasher, stored.id, at=utc_now())


def sign_out(deps: Dependencies, token: str) -> None:
    """End the session of this token. Raises UnavailableError."""
    with deps.ledger.begin() as connection:
        sessions.end(connection, deps.ledger.hasher.session(token))


def keep(request: Request, answer: Response, token: str) -> None:
    """Have the browser keep the token: no script reads it, and no other site has it sent."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=is_encrypted(request),
    )


def is_encrypted(request: Request) -> bool:
    """Tell whether the browser speaks TLS, with us or with the proxy before us."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}


def _key_of(deps: Dependencies, session: bytes) -> StoredKey | None:
    with deps.ledger.begin() as connection:
        return sessions.key_of(connection, session, now=utc_now())


def _valid(key: StoredKey) -> bool:
    return key.revoked_at is None and not key.expired(utc_now())

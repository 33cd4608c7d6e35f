"""
Who sends this request, and may they? Edge: keys of the API, and the one token from before there were keys.

Every address of the API names the permission that it needs (`needs`); one that names none is refused to everybody.
"""

import math
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from cadence.api.answers import RequestRefusedError
from cadence.api.dependencies import Dependencies, Listening
from cadence.api.old_token import mark_deprecated
from cadence.domain.api_keys import ApiKey, looks_like_key, read_key
from cadence.domain.roles import ALLOWED, TOKEN_ALLOWS, Permission, roles_with
from cadence.ledger.access.api_keys import StoredKey

PERMISSION = "x-permission"
"""The word under which a route's description names the permission that it needs."""

_BEARER = HTTPBearer(auto_error=False, description="A key of the API, from `cadence key create`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who sends a request."""

    permissions: frozenset[Permission]
    key: str = ""  # the id of the key; "" for the one token

    def may(self, permission: Permission) -> bool:
        """Tell whether they have a permission."""
        return permission in self.permissions

    @property
    def origin(self) -> str:
        """Where an order of theirs comes from, as the ledger stores it."""
        return f"api:{self.key}" if self.key else "api"


def needs(permission: Permission) -> dict[str, Any]:
    """Return what a route declares: `@router.get("/tasks", openapi_extra=needs(Permission.READ_TASKS))`."""
    return {PERMISSION: permission.value}


def needed_by(route: object) -> Permission | None:
    """Return the permission that a route declares; None if it declares none."""
    declared = (getattr(route, "openapi_extra", None) or {}).get(PERMISSION)
    return Permission(declared) if declared else None


async def authorised(
    request: Request,
    shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
    deps: Listening,
) -> Caller:
    """Return who sends a request, if they may. Raises RequestRefusedError and UnavailableError."""
    text = shown.credentials if shown is not None else ""
    if deps.old_token.is_this(text):
        deps.old_token.warn()
        mark_deprecated(request)
        caller = Caller(permissions=TOKEN_ALLOWS)
    else:
        caller = await _caller(request, deps, text)
    permission = needed_by(request.scope.get("route"))
    if permission is None or not caller.may(permission):
        deps.refused.note(request, "forbidden_request", "a request to the API that its key does not allow")
        raise _forbidden(permission)
    return caller


Sender = Annotated[Caller, Depends(authorised)]
"""The type of a handler's parameter for who sends the request."""


async def _caller(request: Request, deps: Dependencies, text: str) -> Caller:
    """Return whose key this is, within its rate."""
    stored = await _stored_key(request, deps, text)
    if seconds := deps.rates.wait(stored.id, stored.per_minute):
        deps.refused.note(request, "too_many_requests", f"more requests than key {stored.id} allows")
        raise RequestRefusedError(
            429,
            error="This key has sent too many requests.",
            expected=f"at most {stored.per_minute} a minute",
            next_="Send it again after as many seconds as Retry-After says; it is safe.",
            headers={"Retry-After": str(math.ceil(seconds))},
        )
    if deps.keys.due(stored.id):
        await run_in_threadpool(deps.keys.note_use, stored.id)
    return Caller(permissions=ALLOWED[stored.role], key=stored.id)


async def _stored_key(request: Request, deps: Dependencies, text: str) -> StoredKey:
    """Return the valid key that was sent. Who does not have the whole key learns nothing about it."""
    key = read_key(text)
    if key is None:
        cut = looks_like_key(text)
        raise _unauthorised(
            request, deps, "The key is not whole: its checksum does not fit." if cut else "The key is missing or wrong."
        )
    stored = await _read(deps, key)
    if stored is None or not deps.keys.valid(stored, key.text):
        raise _unauthorised(request, deps, "The key is missing or wrong.")
    if stored.revoked_at is not None:
        raise _unauthorised(request, deps, "The key was revoked.")
    if deps.keys.expired(stored):
        raise _unauthorised(request, deps, "The key has expired.")
    return stored


async def _read(deps: Dependencies, key: ApiKey) -> StoredKey | None:
    known, stored = deps.keys.remembered(key.id)
    return stored if known else await run_in_threadpool(deps.keys.read, key.id)


def _unauthorised(request: Request, deps: Dependencies, error: str) -> RequestRefusedError:
    deps.refused.note(request, "unauthorised_request", "a request to the API without a valid key")
    return RequestRefusedError(
        401,
        error=error,
        expected="Authorization: Bearer KEY",
        next_="Send a valid key; `cadence key create NAME --role ROLE` makes one.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _forbidden(permission: Permission | None) -> RequestRefusedError:
    roles = ", ".join(roles_with(permission)) if permission else "none"
    return RequestRefusedError(
        403,
        error="This key's role does not allow this request.",
        expected=f"a key with one of these roles: {roles}",
        next_="Use such a key; `cadence key create NAME --role ROLE` makes one.",
    )

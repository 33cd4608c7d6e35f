"""How does somebody sign in to the page, and out? Edge: with a key of the API, which is not kept."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from cadence.api.dependencies import Listening
from cadence.api.page.rendering import SIGN_IN, page
from cadence.api.page.route import PageRoute
from cadence.api.page.visitors import COOKIE, LONGEST_TOKEN, Form, keep, sign_in, sign_out

router = APIRouter(route_class=PageRoute, include_in_schema=False)

LONGEST_ADDRESS = 2000


@router.get(SIGN_IN)
def ask(request: Request, next_: Annotated[str, Query(alias="next", max_length=LONGEST_ADDRESS)] = "") -> Response:
    """Show the form."""
    return page(request, "sign_in.html", wanted=ours(next_), refused=False)


@router.post(SIGN_IN)
async def begin(request: Request, deps: Listening, form: Form) -> Response:
    """Sign in with the key that was typed."""
    wanted = ours(form.get("next", ""))
    token = await run_in_threadpool(sign_in, deps, form.get("key", ""))
    if token is None:
        deps.refused.note(request, "unauthorised_request", "somebody tried to sign in without a valid key")
        return page(request, "sign_in.html", status=401, wanted=wanted, refused=True)
    answer = RedirectResponse(wanted or "/", status_code=303)
    keep(request, answer, token)
    return answer


@router.post("/sign-out")
async def end(request: Request, deps: Listening, _: Form) -> Response:
    """Sign out."""
    token = request.cookies.get(COOKIE, "")
    if token and len(token) <= LONGEST_TOKEN:
        await run_in_threadpool(sign_out, deps, token)
    answer = RedirectResponse(SIGN_IN, status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def ours(address: str) -> str:
    """Return an address if it is one of this page: a path, which no browser takes for another site; else ""."""
    plain = address.isprintable() and "\\" not in address
    return address if plain and address.startswith("/") and not address.startswith("//") else ""

"""How is a request for a page answered, also when it is refused? Edge: HTML, and a policy without inline code."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from cadence.api.page.rendering import SIGN_IN, page
from cadence.api.page.visitors import NotSignedInError, PageRefusedError
from cadence.domain.errors import CadenceError, ConflictError, InvalidInputError, NotFoundError

log = logging.getLogger(__name__)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
STATUS: tuple[tuple[type[CadenceError], int], ...] = (
    (InvalidInputError, 422),
    (NotFoundError, 404),
    (ConflictError, 409),
    (CadenceError, 503),
)
"""Our own errors with their status. The first match counts."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PageRoute(APIRoute):
    """A route whose every answer is a page."""

    def get_route_handler(self) -> Handler:
        """Return a handler that answers what is refused with a page as well."""
        handle = super().get_route_handler()

        async def shown(request: Request) -> Response:
            answer = await _answer(handle, request)
            for name, value in HEADERS.items():
                answer.headers.setdefault(name, value)
            return answer

        return shown


async def _answer(handle: Handler, request: Request) -> Response:
    try:
        return await handle(request)
    except NotSignedInError:
        return to_sign_in(request)
    except PageRefusedError as refusal:
        status = refusal.status
    except CadenceError as error:
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        if status == 503:  # noqa: PLR2004  the status of an outage
            log.warning("a service does not answer", extra={"action": "unavailable", "why": str(error)})
    except RequestValidationError:
        status = 422
    except HTTPException as error:
        status = error.status_code
    return page(request, "refused.html", status=status, code=status)


def to_sign_in(request: Request) -> Response:
    """Ask who it is. After a GET they come back to the page that they wanted."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = f"?next={quote(wanted, safe='')}" if request.method == "GET" and wanted != "/" else ""
    return RedirectResponse(SIGN_IN + after, status_code=303)

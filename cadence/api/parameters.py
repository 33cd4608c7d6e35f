"""Does a request name a parameter that its address does not have? Edge: asked before the request is handled."""

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from cadence.api.answers import RequestRefusedError
from cadence.documents.mistakes import in_words
from cadence.domain.nearest import nearest


async def only_known(request: Request) -> None:
    """
    Refuse parameters that the address does not have: a misspelt one would be ignored, and everything returned.

    The unknown name is not repeated: it may be a number. Raises RequestRefusedError.
    """
    route = request.scope.get("route")
    if not request.query_params or not isinstance(route, APIRoute):
        return
    known = _of(route.dependant)
    for name in request.query_params:
        if name not in known:
            raise RequestRefusedError(
                422,
                error="a parameter in the address that is not known",
                expected=in_words(f"only {', '.join(known)}", hint=nearest(name, known)) if known else "no parameter",
                next_="Correct it and send it again; docs/api.md describes every order.",
            )


def _of(dependant: Dependant) -> list[str]:
    """Return the parameters that a handler reads, and those of what it depends on."""
    below = [name for dependency in dependant.dependencies for name in _of(dependency)]
    return [*(field.alias for field in dependant.query_params), *below]

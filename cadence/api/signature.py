"""Does a webhook really come from the carrier? Edge: each request is checked before it is read."""

from typing import Annotated

from fastapi import Depends, Request

from cadence.api.answers import RequestRefusedError
from cadence.api.dependencies import Listening
from cadence.channels.twilio.signature import Arrived, is_genuine, read_form
from cadence.domain.storable import storable_fields


async def signed_fields(request: Request, deps: Listening) -> dict[str, str]:
    """
    Return the fields of a request that the carrier has signed; refuse any other.

    The signature covers the public address, so Host and X-Forwarded headers are not used.
    """
    body = await request.body()
    arrived = Arrived(
        raw_path=request.scope["raw_path"],
        raw_query=request.scope["query_string"],
        headers=request.headers,
        body=body,
    )
    if not is_genuine(arrived, deps.secrets, deps.public_url):
        deps.refused.note(request, "unsigned_request", "a request without the carrier's signature")
        raise RequestRefusedError(
            403,
            error="The signature is missing or wrong.",
            expected="a request signed by the carrier for this installation's public address",
            next_="Compare CADENCE_PUBLIC_URL with the address it calls, and TWILIO_AUTH_TOKEN with its console.",
        )
    deps.webhooks += 1
    return storable_fields(read_form(body))


Fields = Annotated[dict[str, str], Depends(signed_fields)]
"""The type of a handler's parameter for the fields of a webhook."""

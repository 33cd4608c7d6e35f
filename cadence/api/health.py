"""Is this process up, and can it do its work? Edge: for monitoring. Neither answer contains anything secret."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from cadence.api.answers import Problem
from cadence.api.dependencies import Listening

router = APIRouter(tags=["health"])


class Up(BaseModel):
    """The process is up."""

    status: Literal["up"] = "up"


class Ready(BaseModel):
    """The process can work: the ledger answers, has the right schema, and was created with this key."""

    status: Literal["ready"] = "ready"


@router.get("/health")
def health() -> Up:
    """Return that the process is up."""
    return Up()


@router.get("/ready", responses={503: {"model": Problem}, 409: {"model": Problem}})
def ready(deps: Listening) -> Ready:
    """Return whether webhooks can be handled: the ledger answers and has the right schema and key."""
    deps.ledger.check_shape()
    deps.ledger.check_keys()
    return Ready()

"""Is this process up, and can it do its work? Edge: for whoever watches over it. Neither tells anything secret."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from cadence.api.answers import Problem
from cadence.api.dependencies import Listening

router = APIRouter(tags=["health"])


class Up(BaseModel):
    """It is."""

    status: Literal["up"] = "up"


class Ready(BaseModel):
    """It can: the ledger answers, has the right shape, and was made with this key."""

    status: Literal["ready"] = "ready"


@router.get("/health")
def health() -> Up:
    """Say that the process is up."""
    return Up()


@router.get("/ready", responses={503: {"model": Problem}, 409: {"model": Problem}})
def ready(deps: Listening) -> Ready:
    """Say whether callbacks can be taken: the ledger answers, has the right shape, and was made with this key."""
    deps.ledger.check_shape()
    deps.ledger.check_keys()
    return Ready()

"""How do we ask Temporal without the SDK's client? Edge: the same connection, for a command that only reads."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio.service import ConnectConfig, RPCError, ServiceClient

from cadence.app.settings import Settings
from cadence.domain.errors import UnavailableError


async def connect_service(settings: Settings, *, within: timedelta) -> tuple[ServiceClient, str]:
    """Return Temporal's services and the namespace that we use. Raises UnavailableError."""
    config: dict[str, Any] = {**settings.temporal_connection()}
    namespace = config.pop("namespace", "default")
    try:
        async with asyncio.timeout(within.total_seconds()):
            return await ServiceClient.connect(ConnectConfig(**config)), namespace
    except (RPCError, RuntimeError, TimeoutError) as error:  # the SDK raises RuntimeError when no server listens
        raise UnavailableError(unanswered(config["target_host"])) from error


def unanswered(target: str) -> str:
    """Return what to say when Temporal does not answer at this address."""
    return (
        f"Temporal does not answer at {target}. Start it (`cadence up` runs one here), or set TEMPORAL_ADDRESS and "
        "TEMPORAL_NAMESPACE. It is safe to try again."
    )

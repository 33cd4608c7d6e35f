"""How do we connect to Temporal? Edge: the only place that sets the address, namespace and converter of all clients."""

import asyncio
from datetime import timedelta

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, PydanticPayloadConverter
from temporalio.converter import DataConverter
from temporalio.runtime import Runtime
from temporalio.service import RPCError

from cadence.app.settings import Settings
from cadence.app.temporal_service import unanswered
from cadence.domain.errors import UnavailableError
from cadence.domain.names import CAMPAIGN_ATTRIBUTE

_JSON = PydanticJSONPlainPayloadConverter()
"""It caches the schema of each type."""


class PayloadConverter(PydanticPayloadConverter):
    """Pydantic's converter with one cache of types: a worker makes a converter for every workflow."""

    def __init__(self) -> None:
        """Use the shared cache."""
        super().__init__()
        self.converters = {**self.converters, _JSON.encoding.encode(): _JSON}


CONVERTER = DataConverter(payload_converter_class=PayloadConverter)
"""Every client, worker, test and replay reads and writes payloads with this converter."""


PATIENCE = timedelta(seconds=10)
"""Real time in which Temporal has to answer one request."""


async def connect(
    settings: Settings, *, lazy: bool = False, within: timedelta | None = None, runtime: Runtime | None = None
) -> Client:
    """
    Return a client. Raises UnavailableError.

    `within` is for callers that cannot wait until the SDK gives up; `runtime` is one that shows metrics.
    """
    config = settings.temporal_connection()
    try:
        async with asyncio.timeout(None if within is None else within.total_seconds()):
            return await Client.connect(**config, data_converter=CONVERTER, lazy=lazy, runtime=runtime)
    except (RPCError, RuntimeError, TimeoutError) as error:  # the SDK raises RuntimeError when no server listens
        raise UnavailableError(unanswered(config["target_host"])) from error


async def has_campaign_attribute(client: Client) -> bool:
    """Return whether the namespace has the search attribute with which every workflow is started."""
    request = ListSearchAttributesRequest(namespace=client.namespace)
    try:
        attributes = await client.operator_service.list_search_attributes(request, timeout=PATIENCE)
    except RPCError as error:
        raise UnavailableError("Temporal answers, but not about its search attributes. Try again.") from error
    return CAMPAIGN_ATTRIBUTE in attributes.custom_attributes

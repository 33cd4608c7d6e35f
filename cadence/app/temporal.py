"""How do we reach Temporal? Edge: the one place that says which address, namespace and converter every client uses."""

import asyncio
from datetime import timedelta

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter, PydanticPayloadConverter
from temporalio.converter import DataConverter
from temporalio.service import RPCError

from cadence.app.settings import Settings
from cadence.domain.errors import UnavailableError
from cadence.domain.names import CAMPAIGN_ATTRIBUTE

_JSON = PydanticJSONPlainPayloadConverter()
"""It keeps what it has learnt of each type."""


class PayloadConverter(PydanticPayloadConverter):
    """
    Pydantic's own, with one memory of types for all.

    A worker makes a converter for every workflow, and to learn our types takes milliseconds each time.
    """

    def __init__(self) -> None:
        """Take the one that knows."""
        super().__init__()
        self.converters = {**self.converters, _JSON.encoding.encode(): _JSON}


CONVERTER = DataConverter(payload_converter_class=PayloadConverter)
"""Every client, worker, test and replay reads and writes payloads by this one."""


PATIENCE = timedelta(seconds=10)
"""Real time in which Temporal has to answer one question."""


async def connect(settings: Settings, *, lazy: bool = False, within: timedelta | None = None) -> Client:
    """
    Return a client, or say that Temporal does not answer. A lazy one connects when it is first used.

    `within` is for those who cannot wait for the half minute after which the SDK gives up on a server that is silent.
    """
    config = settings.temporal_connection()
    try:
        async with asyncio.timeout(None if within is None else within.total_seconds()):
            return await Client.connect(**config, data_converter=CONVERTER, lazy=lazy)
    except (RPCError, RuntimeError, TimeoutError) as error:  # the SDK raises RuntimeError when nobody listens
        raise UnavailableError(
            f"Temporal does not answer at {config['target_host']}. Start it (`cadence up` runs one here), or set "
            "TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE. It is safe to try again."
        ) from error


async def has_campaign_attribute(client: Client) -> bool:
    """Say whether the namespace knows the search attribute that every workflow is started with."""
    request = ListSearchAttributesRequest(namespace=client.namespace)
    try:
        found = await client.operator_service.list_search_attributes(request, timeout=PATIENCE)
    except RPCError as error:
        raise UnavailableError("Temporal answers, but not about its search attributes. Try again.") from error
    return CAMPAIGN_ATTRIBUTE in found.custom_attributes

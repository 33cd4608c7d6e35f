"""What is a task for one of our own people? Pure."""

from cadence.domain.channels.descriptor import (
    LONGEST_SPEECH,
    AddressKind,
    ChannelDescriptor,
    ChannelKind,
    ChannelLabels,
)
from cadence.domain.enums import Channel, Outcome

TASK = ChannelDescriptor(
    channel=Channel.TASK,
    kind=ChannelKind.WORK,
    address=AddressKind.NONE,
    labels=ChannelLabels(name={"en": "task", "es": "tarea", "pt": "tarefa"}),
    block="task",
    outcomes=(Outcome.CREATED,),
    retryable=(),
    longest=LONGEST_SPEECH,
    load=0.5,
)

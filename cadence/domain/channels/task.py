"""What is a task for one of our own people? Pure."""

from cadence.domain.channels import descriptor
from cadence.domain.enums import Channel, Outcome

TASK = descriptor.ChannelDescriptor(
    channel=Channel.TASK,
    kind=descriptor.ChannelKind.WORK,
    labels=descriptor.ChannelLabels(name={"en": "task", "es": "tarea", "pt": "tarefa"}),
    block="task",
    outcomes=(Outcome.CREATED, Outcome.DONE, Outcome.DECLINED, Outcome.OVERDUE),
    retryable=(),
    longest=descriptor.LONGEST_SPEECH,
    load=0.5,
)

"""
What does a step say on its channel? Pure: the base of one class per channel.

Each channel's module has its class (what a version of a campaign stores), and its block of the campaign file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cadence.campaign.blocks import Block, Key
from cadence.campaign.periods import Shape
from cadence.campaign.templates import TemplateFiller
from cadence.domain.channels import LONGEST_MESSAGE

ContentPath = tuple[str, ...]
"""The keys that lead to a text, from the step's own key on: `("variables", "1")`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenText:
    """One template of a step."""

    path: ContentPath
    text: str
    longest: int = LONGEST_MESSAGE
    read: bool = False  # the words that people read: a marketing message has its opt-out instruction in them


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledContent:
    """What a person gets."""

    body: str = ""
    template: str = ""  # the approved template that is sent instead of the body
    variables: Mapping[str, str] = field(default_factory=dict)  # of the template, or what else the channel needs
    title: str = ""  # of a task
    assign: str = ""  # of a task
    label: str = ""  # of a task


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """One part of a step, as `cadence preview` shows it."""

    what: str
    text: str = ""
    counted: bool = False  # sent, counted and billed in segments
    sentence: str = ""  # the id of the sentence that is shown instead of a text, with `values`
    values: Mapping[str, object] = field(default_factory=dict)


class Content(Shape):
    """What a step says on one channel."""

    @property
    def approved(self) -> str:
        """The name of the approved template that it sends, "" for none."""
        return ""

    @property
    def approved_variables(self) -> Mapping[str, str]:
        """The variables that it gives that template."""
        return {}

    def written(self) -> Iterator[WrittenText]:
        """Yield its templates."""
        raise NotImplementedError

    def read(self) -> tuple[str, ...]:
        """Return the texts that people read, as the law looks at them; empty where they are elsewhere."""
        return tuple(written.text for written in self.written() if written.read and written.text)

    def filled(self, filler: TemplateFiller, *, in_session: bool) -> FilledContent:
        """Return what a person gets; `in_session`: free text is allowed now. Raises RenderError."""
        raise NotImplementedError

    def shown(self, filler: TemplateFiller) -> Iterator[ShownPiece]:
        """Yield its parts for a preview. Raises RenderError."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentKind:
    """How a campaign file writes one channel's steps."""

    content: type[Content]
    block: Block
    says: str  # for editors and the manual
    senders: Mapping[str, Key] = field(default_factory=dict)  # its keys of `from`, the sender first
    needs: Mapping[str, str] = field(default_factory=dict)  # of these, which it needs beside its sender, and why

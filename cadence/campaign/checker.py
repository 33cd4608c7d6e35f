"""How does a check report a mistake at its place in the file? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cadence.campaign.shape import Campaign
from cadence.documents.mistakes import Mistake, MistakeReport
from cadence.documents.tree import Keys, Node, locate


@dataclass(kw_only=True)
class Checker:
    """
    A campaign with its file, for checks that compare values.

    Where the reader has found a mistake, nothing more is reported, because it may only follow from the first mistake.
    """

    campaign: Campaign
    tree: Node
    report: MistakeReport
    earlier: tuple[Mistake, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Remember what the reader found."""
        self.earlier = tuple(self.report.mistakes)

    def sound(self, path: Sequence[str | int]) -> bool:
        """Tell whether the reader found no mistake in the piece at this path, or in the keys where it is missing."""
        node = locate(self.tree, path)
        parent = locate(self.tree, path[:-1])
        if node is parent and isinstance(parent, Keys):
            keys = {(key.line, key.column) for key, _ in parent.entries}
            return not any((mistake.line, mistake.column) in keys for mistake in self.earlier)
        return not any(
            (node.line, node.column) <= (mistake.line, mistake.column) <= node.end for mistake in self.earlier
        )

    def wrong(  # noqa: PLR0913  the parts of a mistake
        self,
        path: Sequence[str | int],
        found: str,
        expected: str,
        hint: str = "",
        *,
        key: bool = False,
        place: Node | None = None,
    ) -> None:
        """Report an error at this path: at its value, its key (`key`), or a place within the value."""
        if self.sound(path):
            self.report.wrong(place or locate(self.tree, path, key=key), found, expected, hint)

    def warn(self, path: Sequence[str | int], found: str, expected: str, *, key: bool = False) -> None:
        """Report a warning, at the value or at its key."""
        if self.sound(path):
            self.report.warn(locate(self.tree, path, key=key), found, expected)

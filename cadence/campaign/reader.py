"""
Which campaign is written in this text? Pure: YAML text -> Campaign, with each mistake at its place.

There are three passes, and each goes on after a mistake. YAML becomes a tree that knows its lines and columns; the tree
becomes the values that `shape.py` declares; `checks.py` checks the whole.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cadence.campaign import checks
from cadence.campaign.shape import CAMPAIGN, Campaign
from cadence.documents.mistakes import DocumentError, Mistake, MistakeReport
from cadence.documents.tree import Node, locate
from cadence.documents.yaml_text import read_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The result of reading a file: the campaign unless there are errors, the mistakes, and the tree with places."""

    file: str
    campaign: Campaign | None
    mistakes: tuple[Mistake, ...]
    tree: Node | None = None
    text: str = ""  # the file as it was written

    @property
    def errors(self) -> tuple[Mistake, ...]:
        """The mistakes that stop a launch."""
        return tuple(mistake for mistake in self.mistakes if mistake.severity == "error")

    @property
    def warnings(self) -> tuple[Mistake, ...]:
        """The mistakes that do not."""
        return tuple(mistake for mistake in self.mistakes if mistake.severity == "warning")

    def at(self, path: Sequence[str | int]) -> Node | None:
        """Return the piece of the file at this path."""
        return locate(self.tree, path) if self.tree is not None else None

    def right(self) -> Campaign:
        """Return the campaign. Raises DocumentError with every error of the file."""
        if self.campaign is None:
            raise DocumentError(self.errors)
        return self.campaign


EXAMPLE = 'a campaign, such as "campaign: cart-recovery" and the keys after it'
"""What was expected where there is nothing."""
STEP = 2
"""Parts of a path that names a step; one that is longer names a key in it."""
Remark = tuple[Sequence[str | int], str, str]
"""A remark about a campaign without errors, from another package: path, found, expected."""


def check_text(
    text: str,
    file: str = "campaign.yaml",
    packs: Iterable[str] | None = None,
    warn: Callable[[Campaign], Iterable[Remark]] | None = None,
) -> Reading:
    """
    Read a campaign and collect all mistakes. `warn` adds remarks about a campaign without errors, such as the law's.

    `packs` are the jurisdiction packs that exist. Without them, pack names are not checked here; an unknown pack then
    holds every touch.
    """
    report = MistakeReport(file=file)
    tree = read_keys(text, report, EXAMPLE, '"campaign: cart-recovery"')
    if tree is None:
        return Reading(file=file, campaign=None, mistakes=report.sorted())
    campaign = CAMPAIGN.read(tree, report)
    if not isinstance(campaign, Campaign):
        raise TypeError("the table of a campaign builds something else")
    checks.check(campaign, tree, report, frozenset(packs) if packs is not None else None)
    if warn is not None and not report.errors():
        for path, found, expected in warn(campaign):
            report.warn(locate(tree, path, key=len(path) > STEP), found, expected)
    return Reading(
        file=file, campaign=None if report.errors() else campaign, mistakes=report.sorted(), tree=tree, text=text
    )


def read_campaign(text: str, file: str = "campaign.yaml", packs: Iterable[str] | None = None) -> Campaign:
    """Return the campaign of a text. Raises DocumentError with every error of the file."""
    return check_text(text, file, packs).right()

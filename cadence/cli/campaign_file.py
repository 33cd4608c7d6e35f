"""How does a command read a campaign file? Edge."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cadence.cli.output import join
from cadence.cli.text_file import text_of

if TYPE_CHECKING:
    from cadence.campaign import Campaign, Reading
    from cadence.campaign.reader import Remark


def read(file: Path) -> "Reading":
    """Read one campaign file, checked with all packs. Raises NotFoundError and InvalidInputError."""
    from cadence.campaign import Reading, check_text
    from cadence.documents import DocumentError
    from cadence.policy.packs.loading import known_packs

    try:
        text = text_of(file, "a campaign file in YAML")
    except DocumentError as error:
        return Reading(file=str(file), campaign=None, mistakes=error.mistakes)
    return check_text(text, str(file), known_packs(), _by_law)


def _by_law(campaign: "Campaign") -> "Iterator[Remark]":
    """Yield a warning, at the step's place, for each step that the law refuses to everybody."""
    from cadence.policy.evaluation.always import always_refused
    from cadence.policy.packs.loading import load_law
    from cadence.policy.wording import in_words

    for refused in always_refused(campaign, load_law(campaign), datetime.now(UTC)):
        what = "this voicemail" if "call" in refused.path else "this step"
        where = join(refused.countries)
        why = "; ".join(in_words(reason) for reason in refused.reasons)
        if refused.consent:
            found = f"{what} is refused in {where} unless the person has given a consent of their own: {why}"
            yield refused.path, found, "people with a recorded consent: the basis in this file is not enough"
        else:
            expected = "what the rule requires, or no such step: it is skipped for everybody"
            yield refused.path, f"{what} is always refused in {where}: {why}", expected

"""How does a command read a campaign file? Edge."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from cadence.campaign import Campaign, Reading, check_text
from cadence.campaign.reader import Remark
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import join
from cadence.cli.text_file import text_of
from cadence.documents import DocumentError
from cadence.engine.law import LawInForce
from cadence.policy.evaluation.always import always_refused
from cadence.policy.wording import in_words


def read(file: Path, law: LawInForce | None = None) -> Reading:
    """
    Read one campaign file, checked with all packs; `law` is the law in force, if the caller has it.

    Raises NotFoundError and InvalidInputError.
    """
    try:
        text = text_of(file, "a campaign file in YAML")
    except DocumentError as error:
        return Reading(file=str(file), campaign=None, mistakes=error.mistakes)
    law = law or law_in_force()
    return check_text(text, str(file), law.packs.names(), partial(_by_law, law))


def _by_law(law: LawInForce, campaign: Campaign) -> Iterator[Remark]:
    """Yield a warning, at the step's place, for each step that the law refuses to everybody."""
    for refused in always_refused(campaign, law.law(campaign), datetime.now(UTC)):
        what = "this voicemail" if "call" in refused.path else "this step"
        where = join(refused.countries)
        why = "; ".join(in_words(reason) for reason in refused.reasons)
        if refused.consent:
            found = f"{what} is refused in {where} unless the person has given a consent of their own: {why}"
            yield refused.path, found, "people with a recorded consent: the basis in this file is not enough"
        else:
            expected = "what the rule requires, or no such step: it is skipped for everybody"
            yield refused.path, f"{what} is always refused in {where}: {why}", expected

"""How does a command read files that people wrote, and report their mistakes? Edge."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import typer

from cadence.campaign import Campaign, Reading, check_text, day_checks
from cadence.campaign.reader import Remark
from cadence.cli.app import FAILED
from cadence.cli.law_in_force import law_in_force
from cadence.cli.output import join, print_json, say, talk
from cadence.documents import DocumentError, Mistake
from cadence.domain.errors import InvalidInputError, NotFoundError
from cadence.domain.plurals import many
from cadence.engine.law import LawInForce
from cadence.languages.sentences import span_in_words
from cadence.policy.evaluation.always import always_refused
from cadence.policy.primitives.rest import RESTED
from cadence.policy.wording import in_words

BYTE_ORDER_MARK = "\ufeff"


def text_of(file: Path, what: str) -> str:
    """Return the text of a file without its byte order mark. Raises as `written_text_of`."""
    return written_text_of(file, what).removeprefix(BYTE_ORDER_MARK)


def written_text_of(file: Path, what: str) -> str:
    """
    Return the whole text of a file; `what` was expected, such as "a campaign file in YAML".

    Raises NotFoundError, InvalidInputError, and DocumentError with the place of what is not UTF-8.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected {what}.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}); expected {what}.") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        mistake = Mistake(
            file=str(file),
            line=before.count(b"\n") + 1,
            column=len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1,  # in an old file, its first accent
            found=f"the byte {content[error.start]:02x}, which is not UTF-8",
            expected="a text file, saved as UTF-8",
        )
        raise DocumentError([mistake]) from None


def read_campaign(file: Path, law: LawInForce | None = None) -> Reading:
    """
    Read one campaign file, checked with all packs; `law` is the law in force, if the caller has it.

    Raises NotFoundError and InvalidInputError.
    """
    try:
        text = written_text_of(file, "a campaign file in YAML")
    except DocumentError as error:
        return Reading(file=str(file), campaign=None, mistakes=error.mistakes)
    return replace(check_campaign(text.removeprefix(BYTE_ORDER_MARK), str(file), law), text=text)


def check_campaign(text: str, file: str, law: LawInForce | None = None) -> Reading:
    """Read the text of a campaign file, checked with all packs; `law` as in `read_campaign`."""
    law = law or law_in_force()
    return check_text(text, file, law.packs.names(), partial(_remarks, law))


def _remarks(law: LawInForce, campaign: Campaign) -> Iterator[Remark]:
    """Yield what today's date and the law make of a campaign: dates over, rests without effect, refused steps."""
    now = datetime.now(UTC)
    yield from day_checks.past(campaign, now.date())
    yield from _rests_less(law, campaign)
    yield from _by_law(law, campaign, now)


def _by_law(law: LawInForce, campaign: Campaign, now: datetime) -> Iterator[Remark]:
    """Yield a warning, at the step's place, for each step that the law refuses to everybody."""
    for refused in always_refused(campaign, law.law(campaign), now):
        what = "this voicemail" if "call" in refused.path else "this step"
        where = join(refused.countries)
        why = "; ".join(in_words(reason) for reason in refused.reasons)
        if refused.consent:
            found = f"{what} is refused in {where} unless the person has given a consent of their own: {why}"
            yield refused.path, found, "people with a recorded consent: the basis in this file is not enough"
        else:
            expected = "what the rule requires, or no such step: it is skipped for everybody"
            yield refused.path, f"{what} is always refused in {where}: {why}", expected


def _rests_less(law: LawInForce, campaign: Campaign) -> Iterator[Remark]:
    """Yield a warning for each rest of the file that is shorter than the house's, which binds all the same."""
    if campaign.rest is None or campaign.purpose not in RESTED:
        return
    rest, house = campaign.rest, law.house
    for key, what, own, theirs in (
        ("refused", "refusal", rest.refused, house.rest_refused),
        ("conversation", "conversation", rest.conversation, house.rest_conversation),
    ):
        if own is not None and own < theirs:
            found = f"a rest of {_span(own)} after a {what}, and the house's is {_span(theirs)}"
            yield ("rest", key), found, f"more than {_span(theirs)}: both bind, so a shorter rest has no effect"


def _span(span: timedelta) -> str:
    return span_in_words(round(span.total_seconds()), "en")


def check_files(files: list[Path], check: Callable[[Path], Sequence[Mistake]], *, json: bool) -> None:
    """Print all mistakes of several files, and how many there are; end with exit code 1 if one of them is an error."""
    by_file = [_mistakes(file, check) for file in files]
    mistakes = [mistake for found in by_file for mistake in found]
    if json:
        print_json([asdict(mistake) for mistake in mistakes])
    else:
        for mistake in mistakes:
            say(str(mistake))
    errors = [sum(mistake.severity == "error" for mistake in found) for found in by_file]
    wrong = sum(map(bool, errors))
    checked = f"{many(len(files), 'file')} checked"
    talk(f"{checked}, {wrong} with mistakes ({sum(errors)} in total)" if wrong else f"{checked}, no mistakes")
    if wrong:
        raise typer.Exit(FAILED)


def _mistakes(file: Path, check: Callable[[Path], Sequence[Mistake]]) -> Sequence[Mistake]:
    """Return the mistakes of a file. That it cannot be read is one, so that the other files are checked too."""
    try:
        return check(file)
    except DocumentError as error:
        return error.mistakes
    except (NotFoundError, InvalidInputError) as error:
        found, _, expected = str(error).removeprefix(f"{file} ").rstrip(".").partition("; expected ")
        return [Mistake(file=str(file), line=1, column=1, found=found, expected=expected)]


@contextmanager
def mistakes_printed(closing: str) -> Iterator[None]:
    """Print the mistakes of a document that is refused, then `closing`, and end the command with exit code 1."""
    try:
        yield
    except DocumentError as error:
        for mistake in error.mistakes:
            say(str(mistake))
        talk(closing)
        raise typer.Exit(FAILED) from None

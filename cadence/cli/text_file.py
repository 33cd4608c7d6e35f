"""How does a command read a file that people wrote? Edge."""

from pathlib import Path

from cadence.documents import DocumentError, Mistake
from cadence.domain.errors import CadenceError, InvalidInputError, NotFoundError


def text_of(file: Path, what: str) -> str:
    """
    Return the text of a file; `what` was expected, such as "a campaign file in YAML".

    Raises NotFoundError, InvalidInputError, and DocumentError with the place of what is not UTF-8.
    """
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(f"{file} does not exist; expected {what}.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read ({error.strerror}); expected {what}.") from None
    try:
        return content.decode("utf-8-sig")
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


def unread(file: Path, error: CadenceError) -> Mistake:
    """Return the error of a file that cannot be read as a mistake, so that the other files are checked all the same."""
    found, _, expected = str(error).removeprefix(f"{file} ").rstrip(".").partition("; expected ")
    return Mistake(file=str(file), line=1, column=1, found=found, expected=expected)

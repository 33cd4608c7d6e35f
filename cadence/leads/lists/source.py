"""
Where do the bytes of a list come from? Edge: opens files, and copies streams that cannot be read twice.

A list is read more than once (encoding, headers, rows). A pipe is therefore copied to a nameless temporary
file first, which is removed when it is closed.
"""

import io
import tempfile
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

from cadence.domain.errors import InvalidInputError


class ListSource:
    """The bytes of one list."""

    def __init__(self, source: Path | BinaryIO) -> None:
        """Open it. Raises InvalidInputError when there is nothing to open."""
        self.name = source.name if isinstance(source, Path) else _name_of(source)
        self._ours = isinstance(source, Path)
        file = _opened(source) if isinstance(source, Path) else source
        if not file.seekable():
            file = self._copied(file)
        self.file: BinaryIO = file
        self.size: int = file.seek(0, io.SEEK_END)
        self._text: io.TextIOWrapper | None = None

    def text(self, codec: str, errors: str) -> io.TextIOWrapper:
        """Return the text from its beginning. Earlier texts of this source cannot be used after that."""
        self._let_go()
        self.file.seek(0)
        self._text = io.TextIOWrapper(self.file, encoding=codec, errors=errors, newline="")
        return self._text

    def progress(self) -> tuple[int, int]:
        """Return the bytes read so far and the bytes there are."""
        return self.file.tell(), self.size

    def close(self) -> None:
        """Close what was opened here; a stream that was handed in stays open."""
        self._let_go()
        if self._ours:
            self.file.close()

    def _let_go(self) -> None:
        """Part a text from the file, which it would close otherwise."""
        if self._text is not None:
            self._text.detach()
            self._text = None

    def _copied(self, stream: BinaryIO) -> BinaryIO:
        """Return a copy of a stream that can be read once only."""
        copy = tempfile.TemporaryFile()  # noqa: SIM115  closed by `close`
        copyfileobj(stream, copy)
        if self._ours:
            stream.close()
        self._ours = True
        return copy


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise InvalidInputError(f"{path} does not exist; expected the path of a CSV file of leads.") from error
    except OSError as error:
        raise InvalidInputError(
            f"{path} cannot be read ({error.strerror}); expected the path of a CSV file of leads."
        ) from error


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    return Path(name).name if isinstance(name, str) else "the list"

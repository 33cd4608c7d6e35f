"""
In which encoding is this file written? Edge: reads the file.

The whole file decides, in one pass and bounded memory: UTF-8 (with or without its mark), UTF-16, and for what is
neither the Windows code page that spreadsheets of Western Europe still write. A file that is UTF-8 but for a few broken
bytes stays UTF-8, or every accent in it would be spoilt: only the rows that hold those bytes are refused. The opposite
also happens: in a list in the Windows code page, or in one that was damaged earlier, a cell may be UTF-8 that was read
byte by byte. Its row is refused, or a person would be addressed as "PeÃ±a".
"""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from cadence.domain.errors import InvalidInputError

CHUNK = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = (
    (b"\x1f\x8b", "compressed with gzip"),
    (b"%PDF", "a PDF"),
)
NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
BROKEN = re.compile("[\udc80-\udcff]")
"""How bytes that are not UTF-8 are represented when a damaged file is read."""
ASCII = re.compile("[\x00-\x7f]+")
CODE_PAGE = {sign: byte for byte in range(0x80, 0xA0) for sign in [bytes([byte]).decode("cp1252", "ignore")] if sign}
"""The byte of each sign that Windows' page has where Latin-1 has control signs."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to turn the file's bytes into text."""

    codec: str
    errors: str = "strict"


def detect(file: BinaryIO, name: str) -> Encoding:
    """Return the encoding of the whole file; leaves it at its start. Raises InvalidInputError for what is no text."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for magic, what in NOT_TEXT:
        if head.startswith(magic):
            raise InvalidInputError(f"{name} is {what}, not text; save the sheet as CSV (UTF-8) and take that file.")
    marked = next((codec for mark, codec in MARKS if head.startswith(mark)), "")
    wide = marked or _unmarked_utf16(head)
    if wide and wide != "utf-8-sig":
        return _checked(file, wide, name)
    return _narrow(file)


def _unmarked_utf16(head: bytes) -> str:
    """Return the codec of UTF-16 without a mark: in Western text every second byte is then zero."""
    half = len(head) // 2
    if half and head[1::2].count(0) > half * 0.7 and not head[0::2].count(0):
        return "utf-16-le"
    if half and head[0::2].count(0) > half * 0.7 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _checked(file: BinaryIO, codec: str, name: str) -> Encoding:
    """Return a wide encoding after reading the whole file with it."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            f"{name} begins as {codec.upper()} and does not go on so; save it as CSV in UTF-8."
        ) from error
    finally:
        file.seek(0)
    return Encoding(codec)


def _narrow(file: BinaryIO) -> Encoding:
    """Return UTF-8, damaged UTF-8 or a Western code page, by what most characters beyond ASCII speak for."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    good = broken = 0
    only_latin = False
    while True:
        chunk = file.read(CHUNK)
        text = decoder.decode(chunk, final=not chunk)
        if not text.isascii():
            beyond = ASCII.sub("", text)
            wrong = len(BROKEN.findall(beyond))
            good, broken = good + len(beyond) - wrong, broken + wrong
        only_latin = only_latin or NOT_IN_CP1252.search(chunk) is not None
        if not chunk:
            break
    file.seek(0)
    if not broken:
        return Encoding("utf-8-sig")
    if good > broken:
        return Encoding("utf-8-sig", errors="surrogateescape")
    return Encoding("latin-1" if only_latin else "cp1252")


def misread(cell: str) -> bool:
    """Tell whether a cell is UTF-8 that was read byte by byte: all its signs beyond ASCII are then UTF-8 as bytes."""
    if cell.isascii():
        return False
    try:
        bytes(CODE_PAGE.get(sign, ord(sign)) for sign in cell).decode("utf-8")
    except ValueError:  # a sign that is no byte, or bytes that are not UTF-8
        return False
    return True

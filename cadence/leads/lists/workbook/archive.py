"""
Is this file an XLSX workbook that is safe to open? Edge: reads the file.

A workbook is a zip archive of XML, so a small file can unpack to far more than memory holds. All sizes are limited
before anything is unpacked: Python's reader never unpacks more of a part than the archive declares for it. A part with
a document type could define entities, and spreadsheets write none: it is refused.
"""

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cadence.domain.errors import InvalidInputError

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE = b"\xd0\xcf\x11\xe0"
"""How old workbooks begin, and workbooks with a password."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE = "save the sheet as an Excel workbook (.xlsx) or as CSV (UTF-8) and take that file"
WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods", ".numbers"})
TEXT_NAMES = frozenset({".csv", ".txt", ".tsv", ".tab"})
OTHERS = (
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
    ("content.xml", "an OpenDocument file (.ods)"),
    ("Index/Document.iwa", "a Numbers document"),
    ("word/document.xml", "a Word document"),
    ("ppt/presentation.xml", "a PowerPoint document"),
)
"""A part by which other archives are known."""
MEBIBYTE = 1 << 20
MOST_PARTS = 5_000
LARGEST_FILE = 200 * MEBIBYTE
LARGEST_SHEET = 400 * MEBIBYTE  # unpacked; 200,000 rows of 30 columns need about 250
LARGEST_STRINGS = 100 * MEBIBYTE
LARGEST_PART = 16 * MEBIBYTE  # any other part of those that are read
LARGEST_RATIO = 200  # a sheet of equal rows is packed about 40 times
SMALL = MEBIBYTE  # below it no ratio is dangerous
PROLOG = 64 * 1024
"""The bytes of a part in which its first element must begin."""
CHUNK = MEBIBYTE
STRICT = b"purl.oclc.org/ooxml"
UNCALCULATED = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
"""How a program says that it has not calculated the formulas it wrote."""


@dataclass(frozen=True, slots=True)
class CheckedArchive:
    """What is known of a workbook before it is read."""

    parts: frozenset[str]
    uncalculated: bool  # the values that its formulas have in the file were never calculated


def is_workbook(file: BinaryIO, name: str, *, lenient: bool = False) -> bool:
    """
    Tell whether a file is a zip archive, and so perhaps a workbook, or text. Leaves it at its start.

    Raises InvalidInputError for old and protected workbooks, and for a name that says the opposite, unless `lenient`.
    """
    file.seek(0)
    head = file.read(len(OLE))
    if head == OLE:
        raise InvalidInputError(_ole(file, name))
    file.seek(0)
    zipped, ending = head.startswith(ZIP), PurePath(name).suffix.lower()
    if lenient or not head:
        return zipped
    if zipped and ending in TEXT_NAMES:
        raise InvalidInputError(
            f"{name} is a workbook or another zip archive, not text: call it {PurePath(name).stem}.xlsx, or {SAVE}."
        )
    if not zipped and ending in WORKBOOK_NAMES:
        raise InvalidInputError(
            f"{name} is called {ending} and is not a workbook: if it is a CSV file, call it "
            f"{PurePath(name).stem}.csv; else open it in a spreadsheet program and {SAVE}."
        )
    return zipped


def check_archive(file: BinaryIO, name: str) -> CheckedArchive:
    """Make sure that an archive is a workbook and safe to open. Raises InvalidInputError, or BadZipFile for damage."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST_FILE:
        raise InvalidInputError(_too_large(name, f"the file has {_mebibytes(size)}", LARGEST_FILE))
    with ZipFile(file) as archive:
        parts = archive.infolist()
        _refuse_others(parts, name)
        for part in parts:
            _refuse_size(part, name)
            _refuse_document_type(archive, part, name)
        book = next((part for part in parts if part.filename.lower().endswith("workbook.xml")), None)
        head = archive.read(book) if book is not None else b""
    if STRICT in head:
        raise InvalidInputError(f'{name} is a "Strict Open XML" workbook, which is not read; {SAVE}.')
    return CheckedArchive(frozenset(part.filename for part in parts), UNCALCULATED.search(head) is not None)


def _ole(file: BinaryIO, name: str) -> str:
    """Return why an old workbook, or one with a password, is not read."""
    file.seek(0)
    before, protected = b"", False
    while not protected and (chunk := file.read(CHUNK)):
        protected = ENCRYPTED in before + chunk
        before = chunk[-len(ENCRYPTED) :]
    if protected:
        return f"{name} is protected by a password; open it, remove the password, and {SAVE}."
    return f"{name} is an old Excel workbook (.xls) or another old Office document; {SAVE}."


def _refuse_others(parts: list[ZipInfo], name: str) -> None:
    names = {part.filename for part in parts}
    for part, what in OTHERS:
        if part in names:
            raise InvalidInputError(f"{name} is {what}, which is not read; {SAVE}.")
    if "[Content_Types].xml" not in names:
        raise InvalidInputError(f"{name} is a zip archive without a workbook in it; unpack it, or {SAVE}.")
    if len(names) > MOST_PARTS:
        raise InvalidInputError(f"{name} has {len(names):,} parts; at most {MOST_PARTS:,} are read. Instead, {SAVE}.")
    if len(names) < len(parts):
        raise BadZipFile("two parts have one name")


def _refuse_size(part: ZipInfo, name: str) -> None:
    """Refuse a part that unpacks to too much, or that is packed in a way that workbooks are not."""
    path = part.filename.lower()
    if part.flag_bits & 1:
        raise InvalidInputError(f"{name} is protected by a password; open it, remove the password, and {SAVE}.")
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("a part is packed in another way than workbooks are")
    if not _is_read(path):
        return
    most = LARGEST_SHEET if "/worksheets/" in path else LARGEST_STRINGS if "sharedstrings" in path else LARGEST_PART
    if part.file_size > most:
        raise InvalidInputError(_too_large(name, f"{part.filename} unpacks to {_mebibytes(part.file_size)}", most))
    if part.file_size > SMALL and part.file_size > LARGEST_RATIO * part.compress_size:
        ratio = part.file_size // max(part.compress_size, 1)
        raise InvalidInputError(
            f"{name} is packed {ratio:,} times in {part.filename}, as no spreadsheet is: it may be made to fill the "
            f"memory. If you trust it, open it in a spreadsheet program and {SAVE}."
        )


def _is_read(path: str) -> bool:
    """Tell whether a part may be read: pictures and drawings never are."""
    return not path.startswith(("xl/media/", "xl/drawings/", "xl/embeddings/", "customxml/"))


def _refuse_document_type(archive: ZipFile, part: ZipInfo, name: str) -> None:
    """Refuse a part with a document type, which only stands before its first element."""
    if not _is_read(part.filename.lower()):
        return
    parser, seen = expat.ParserCreate(), list[str]()
    parser.StartDoctypeDeclHandler = lambda *_: seen.append("document type")
    parser.StartElementHandler = lambda *_: seen.append("element")
    with archive.open(part) as opened:
        head = opened.read(PROLOG)
    with suppress(expat.ExpatError):  # no XML: whoever reads it will say so
        parser.Parse(head, False)  # noqa: FBT003  it takes no names
    if seen[:1] == ["document type"]:
        raise InvalidInputError(f"{name} defines entities in {part.filename}, as no spreadsheet does; {SAVE}.")
    if not seen and len(head) == PROLOG and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadZipFile("a part without an element")


def _too_large(name: str, what: str, most: int) -> str:
    return (
        f"{name} is too large to read: {what}, and at most {_mebibytes(most)} are read. Save the sheet as CSV (UTF-8)."
    )


def _mebibytes(size: int) -> str:
    return f"{size / MEBIBYTE:,.0f} MiB"

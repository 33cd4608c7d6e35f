"""
Where are checkpoints kept? Edge: a folder outside the database, to which files are only ever added.

Each block has two files: its checkpoint, which is signed, and its record, the leaves as the block's tree hashes them.
The record needs no signature: it is the one whose head the checkpoint has. With it `cadence audit verify` can name a
fact whose leaf was taken out of the ledger. Neither holds personal data.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cadence.domain.errors import InvalidInputError, UnavailableError
from cadence.engine.audit.notes import BrokenNoteError, Checkpoint, Signer, Verifier
from cadence.ledger.audit.blocks import SealedBlock
from cadence.ledger.audit.merkle import root_of

IN_ONE_FOLDER = 1000
"""Blocks whose files are in one folder."""
CHECKPOINT, RECORD = ".checkpoint", ".block"
PUBLIC = ".pub"
"""What the file with the public key ends in."""


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """Writes checkpoints into a folder."""

    folder: Path
    signer: Signer

    def newest(self) -> int:
        """Return the number of the last block that has a checkpoint here; 0 for none."""
        return newest_number(self.folder)

    def write(self, block: SealedBlock) -> None:
        """Write the files of a block, its checkpoint last. Raises UnavailableError."""
        checkpoint = Checkpoint(size=block.size, head=block.head, block=block.number)
        place = _place(self.folder, block.number)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(place.with_suffix(RECORD), record_of(block))
            _write(place.with_suffix(CHECKPOINT), self.signer.sign(checkpoint))
        except OSError as error:
            raise UnavailableError(
                f"The checkpoint of block {block.number} cannot be written to {self.folder} ({error.strerror}). Make "
                "room there, or let the worker write to it. It is safe to try again."
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBlock:
    """What a folder of checkpoints says of one block."""

    checkpoint: Checkpoint | None = None
    wrong: str = ""  # what is wrong with the checkpoint's file


def newest_number(folder: Path) -> int:
    """Return the number of the last block that has a checkpoint in a folder; 0 for none."""
    for part in sorted(folder.glob("[0-9]*"), reverse=True):
        if there := _numbers_in(part):
            return max(there)
    return 0


def newest_note(folder: Path) -> str:
    """Return the text of the newest checkpoint in a folder; "" for none."""
    with suppress(OSError):
        return _place(folder, newest_number(folder)).with_suffix(CHECKPOINT).read_text(encoding="utf-8")
    return ""


def read(folder: Path, verifier: Verifier) -> dict[int, SignedBlock]:
    """Return the checkpoints in this folder by the number of their block, each checked with the public key."""
    numbers = sorted(number for part in folder.glob("[0-9]*") for number in _numbers_in(part))
    return {number: _signed(folder, verifier, number) for number in numbers}


def _signed(folder: Path, verifier: Verifier, number: int) -> SignedBlock:
    try:
        checkpoint = verifier.open(_place(folder, number).with_suffix(CHECKPOINT).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return SignedBlock(wrong=f"it cannot be read ({type(error).__name__})")
    except BrokenNoteError as error:
        return SignedBlock(wrong=str(error))
    if checkpoint.block != number:
        return SignedBlock(wrong=f"it is that of block {checkpoint.block}")
    return SignedBlock(checkpoint=checkpoint)


def _numbers_in(folder: Path) -> list[int]:
    return [int(file.stem) for file in folder.glob(f"*{CHECKPOINT}") if file.stem.isdecimal()]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockRecord:
    """The record of a block that its checkpoint proves."""

    sealed_at: datetime
    entries: tuple[str, ...]  # `Leaf.entry` of each leaf


def proven_record(folder: Path, number: int, checkpoint: Checkpoint) -> BlockRecord | None:
    """Return the record of a block; None when it is missing, or is not the one that the checkpoint was made of."""
    try:
        first, *entries = _place(folder, number).with_suffix(RECORD).read_text(encoding="utf-8").splitlines()
        stated, size, sealed_at, previous = first.split(" ")
        block = SealedBlock(
            number=int(stated),
            size=int(size),
            root=root_of([entry.encode() for entry in entries]),
            previous=bytes.fromhex(previous),
            head=checkpoint.head,
            sealed_at=datetime.fromisoformat(sealed_at),
            body=b"",
        )
    except (OSError, ValueError):
        return None
    if block.number != number or block.expected_head(block.root) != checkpoint.head:
        return None
    return BlockRecord(sealed_at=block.sealed_at, entries=tuple(entries))


def record_of(block: SealedBlock) -> str:
    """Return the record of a block: one line with what its head is made of, and its leaves."""
    first = f"{block.number} {block.size} {block.sealed_at.isoformat()} {block.previous.hex()}"
    return "\n".join((first, *(leaf.entry for leaf in block.leaves()), ""))


def read_signer(file: Path) -> Signer:
    """Read the secret key. Raises InvalidInputError."""
    return Signer.read(_key_text(file))


def read_verifier(file: Path) -> Verifier:
    """Read the public key. Raises InvalidInputError."""
    return Verifier.read(_key_text(file))


def write_keys(signer: Signer, file: Path) -> Path:
    """Write a new pair of keys, and return the file of the public one. Raises InvalidInputError."""
    public = file.with_name(file.name + PUBLIC)
    try:
        for path, text, mode in ((file, signer.text, 0o600), (public, signer.verifier.text, 0o644)):
            _write(path, text + "\n", mode)
    except FileExistsError as error:
        raise InvalidInputError(f"{error.filename} exists already; expected the name of a new file.") from None
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be written ({error.strerror}); expected a file in a folder.") from None
    return public


def _key_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(
            f"{file} cannot be read ({type(error).__name__}); expected a key that `cadence audit key` has made."
        ) from None


def _place(folder: Path, number: int) -> Path:
    return folder / f"{number // IN_ONE_FOLDER:06}" / f"{number:09}"


def _write(path: Path, text: str, mode: int = 0o444) -> None:
    """
    Create a file with its whole content, or none. One that is there already stays as it is.

    A key that is there is an error; a file of a block was written before a crash, and says the same.
    """
    if path.exists():
        if mode == 0o444:  # noqa: PLR2004  a file of a block
            return
        raise FileExistsError(17, "File exists", str(path))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)

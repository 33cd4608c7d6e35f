"""How is an export written? Edge: one folder of files, and a manifest with the hash of each."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from cadence.cli.output import as_json
from cadence.domain.errors import ConflictError, InvalidInputError
from cadence.explain.audit import page, tables
from cadence.explain.audit.tables import COLUMNS, PAGES, AuditedLead, Row
from cadence.ledger.law.stored import LawVersion

OF_LEADS: Mapping[str, Callable[[AuditedLead], Iterator[Row]]] = {
    "touches": tables.touches,
    "not_sent": tables.not_sent,
    "consents": tables.consents_given,
    "opt_outs": tables.opt_outs,
}
"""What each table has of a lead."""
MANIFEST = "manifest.json"
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for a formula at the beginning of a cell."""


class AuditFolder:
    """The folder of an export. Every file is readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        """Make the folder, which must not exist yet or be empty. Raises ConflictError, InvalidInputError."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            full = any(folder.iterdir())
        except OSError as error:
            raise InvalidInputError(f"{folder} cannot be written ({error.strerror}); expected a folder.") from None
        if full:
            raise ConflictError(f"{folder} is not empty; expected a new folder, so that no export mixes with another.")
        self.folder = folder
        self.counts: Counter[str] = Counter()

    def write_leads(self, leads: Iterable[AuditedLead], head: Callable[[str], Mapping[str, str]]) -> None:
        """Write entries, tables and pages, one lead after the other; `head` has the first lines of a page."""
        with ExitStack() as stack:
            entries = stack.enter_context(self._open("entries.jsonl"))
            sheets = {name: self._sheet(name, stack.enter_context(self._open(f"{name}.csv"))) for name in OF_LEADS}
            pages = {language: stack.enter_context(self._open(f"index.{language}.html")) for language in PAGES}
            for language, file in pages.items():
                file.write(page.beginning(language, head(language)))
            for lead in leads:
                self.counts["leads"] += 1
                for event in lead.events:
                    self.counts["entries"] += 1
                    entry = {"lead": lead.name, "at": event.at, "kind": event.kind, "what": event.what}
                    entries.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")
                for name, rows_of in OF_LEADS.items():
                    self._add(name, sheets[name], rows_of(lead))
                for language, file in pages.items():
                    file.writelines(page.section(language, lead))
            for file in pages.values():
                file.write(page.end())

    def write_table(self, name: str, rows: Iterable[Row]) -> None:
        """Write a table that is not about leads."""
        with self._open(f"{name}.csv") as file:
            self._add(name, self._sheet(name, file), rows)

    def write_law(self, versions: Iterable[LawVersion]) -> None:
        """Write each text of law that was in force, as it was, and the table of them."""
        rows: list[Row] = []
        for version in versions:
            text = version.text
            name = f"packs/{text.kind}{'-' * bool(text.name)}{text.name}-{text.digest.hex()[:12]}.yaml"
            self.write_text(name, text.body)
            row = {"kind": text.kind, "name": text.name, "version": version.version or "", "since_utc": version.at}
            row |= {"put_in_force_by": version.actor, "why": version.why, "sha256": text.digest.hex(), "file": name}
            rows.append(row)
        self.write_table("packs", rows)

    def write_text(self, name: str, text: str) -> None:
        """Write a file of text; the same file again is left as it is."""
        path = self.folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            with self._open(name) as file:
                file.write(text)

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the manifest: what this is about, by what it is proven, and the hash of each file."""
        files = {
            str(path.relative_to(self.folder)): {
                "bytes": path.stat().st_size,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }
        self.write_text(MANIFEST, as_json({**about, "counts": dict(self.counts), "files": files}) + "\n")

    def _open(self, name: str) -> TextIO:
        path = self.folder / name
        path.touch(mode=0o600, exist_ok=False)
        return path.open("w", encoding="utf-8", newline="")

    def _sheet(self, name: str, file: TextIO) -> "csv.DictWriter[str]":
        sheet = csv.DictWriter(file, COLUMNS[name], extrasaction="raise")
        sheet.writeheader()
        return sheet

    def _add(self, name: str, sheet: "csv.DictWriter[str]", rows: Iterable[Row]) -> None:
        for row in rows:
            self.counts[name] += 1
            sheet.writerow({column: _cell(value) for column, value in row.items()})


def _cell(value: object) -> str:
    """Return the text of a cell. What a spreadsheet program would run gets an apostrophe in front; numbers do not."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    is_number = text[1:].replace(" ", "").replace(".", "").isdigit()
    return f"'{text}" if text.startswith(RISKY) and not is_number else text

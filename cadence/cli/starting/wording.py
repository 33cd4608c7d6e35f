"""What does a first campaign say, and which questions does `init` ask? Edge: a file for each language, beside it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from cadence.domain import Purpose

StartLanguage = Literal["en", "es"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeWording:
    """The texts of a campaign with one purpose. Placeholders are those of the campaign file."""

    title: str
    column: str  # the column of the list that the texts need
    values: tuple[str, ...]  # what stands in it
    line: str  # one line for messages
    mail_subject: str
    mail_body: str
    voicemail: str
    task: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageWording:
    """Everything that depends on the language."""

    purposes: dict[Purpose, PurposeWording]
    opt_out: str  # ends a text message
    unsubscribe: str  # ends what is spoken to a machine
    agreed: str  # the words to which the made-up people agreed; COMPANY stands for the company
    yes: str  # an agreement in the list
    source: str  # where the made-up people agreed
    mailbox: str  # what stands before the @ of the company's address
    steps: dict[str, str]  # the name of a step by its block; `last` for the one that hands the person over
    floor: str  # the name of the floor
    comments: dict[str, str]
    questions: dict[str, str]
    written: str
    next: str


@cache
def wording(language: StartLanguage) -> LanguageWording:
    """Return the wording of a language."""
    file = Path(__file__).with_name(f"{language}.yaml")
    content = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return TypeAdapter(LanguageWording).validate_python(content)

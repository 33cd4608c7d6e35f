"""
What is one of Twilio's error codes about, and what follows from it? Pure: the groups are in codes.yaml.

A code affects only the thing it is about: a country that is not enabled says nothing about a sender. A code in no group
is a failure of that one touch.
"""

from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import RootModel

from cadence.channels.provider import Meaning
from cadence.documents import DocumentFormat, read_document
from cadence.domain.error_subject import ErrorSubject
from cadence.languages import add_files

add_files(__package__, "codes")

_SOONER = {"20429": timedelta(seconds=1), "10004": timedelta(seconds=5), "20503": timedelta(seconds=5)}
"""Rate limits of the account, which pass within seconds."""

WRITTEN_AS = DocumentFormat(example="lists of codes by what they are about")


class CodeGroups(RootModel[dict[ErrorSubject | Literal["unsure"], tuple[str, ...]]]):
    """The codes by what they are about, and those whose description leaves it open."""


@cache
def meanings() -> dict[str, Meaning]:
    """Return every code that is in a group."""
    by_code: dict[str, Meaning] = {}
    text = (files(__package__) / "codes.yaml").read_text(encoding="utf-8")
    groups = read_document(text, "codes.yaml", CodeGroups, WRITTEN_AS).root
    del groups["unsure"]  # says to readers whose description leaves open what they are about
    for group, codes in groups.items():
        for code in codes:
            if code in by_code:
                raise AssertionError(f"codes.yaml has {code} in two groups")
            by_code[code] = Meaning(
                code=code,
                about=ErrorSubject(group),
                sentence=f"twilio-{code}",
                sooner=_SOONER.get(code),
            )
    return by_code


def meaning_of(code: str) -> Meaning | None:
    """Return what a code means, None for one that is in no group."""
    return meanings().get(code)


def meaning(code: str) -> Meaning:
    """Return what a code of Twilio's means; in no group, it is a failure of that one touch."""
    return meaning_of(code) or Meaning(code=code, about=ErrorSubject.UNKNOWN)

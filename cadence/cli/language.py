"""In which languages can a command report? Pure."""

from enum import StrEnum


class Language(StrEnum):
    """The language of a report."""

    EN = "en"
    ES = "es"

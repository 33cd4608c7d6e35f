"""In which language does a command tell what happened? Pure."""

from enum import StrEnum


class Language(StrEnum):
    """In which language the story is told."""

    EN = "en"
    ES = "es"

"""
What does a structured document say, and where is it wrong? Pure: text -> tree with positions -> values and mistakes.

Every document that people or programs write passes through here: `yaml_text` and `json_text` make the tree, `models`
reads a pydantic model from it, `mistakes` says what was found, what was expected and which word is nearest. The
grammar of campaign and house files (`cadence/campaign`) reads the same tree.
"""

from cadence.documents.json_text import read_json
from cadence.documents.mistakes import DocumentError, Mistake, MistakeReport, WrongValueError
from cadence.documents.models import DocumentFormat, read_document
from cadence.documents.yaml_text import read_yaml

__all__ = [
    "DocumentError",
    "DocumentFormat",
    "Mistake",
    "MistakeReport",
    "WrongValueError",
    "read_document",
    "read_json",
    "read_yaml",
]

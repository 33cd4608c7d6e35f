"""
In which words does the engine speak to people? Pure: sentences in English, Spanish and Portuguese.

Each language is one file, `en.ftl`, `es.ftl` and `pt.ftl`, in Fluent's syntax. A part that keeps its sentences beside
its code adds them when it is imported: `add_sentences` for a module, `add_files` for a package with files of its own.
"""

from cadence.languages.sentences import has_sentence, say, say_recorded, sentence_id
from cadence.languages.texts import LANGUAGES, Language, WordingError, add_files, add_sentences

__all__ = [
    "LANGUAGES",
    "Language",
    "WordingError",
    "add_files",
    "add_sentences",
    "has_sentence",
    "say",
    "say_recorded",
    "sentence_id",
]

"""
In which words does the engine speak to people? Pure: sentences in English, Spanish and Portuguese.

Each language is one file, `en.ftl`, `es.ftl` and `pt.ftl`, in Fluent's syntax. A module that keeps the sentences of its
own part beside its code adds them with `add_sentences` when it is imported.
"""

from cadence.languages.sentences import has_sentence, say, say_recorded, sentence_id
from cadence.languages.texts import LANGUAGES, Language, WordingError, add_sentences

__all__ = [
    "LANGUAGES",
    "Language",
    "WordingError",
    "add_sentences",
    "has_sentence",
    "say",
    "say_recorded",
    "sentence_id",
]

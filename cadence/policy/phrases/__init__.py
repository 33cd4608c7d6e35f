"""In which words is each rule explained? Pure: data only, one file for each language."""

from cadence.languages import Language
from cadence.policy.phrases.english import ENGLISH
from cadence.policy.phrases.shape import RulePhrases
from cadence.policy.phrases.spanish import SPANISH

PHRASES: dict[Language, RulePhrases] = {"en": ENGLISH, "es": SPANISH, "pt": ENGLISH}

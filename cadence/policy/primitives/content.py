"""Does the text contain what the law requires? Pure: the content requirement."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Literal, Self

from pydantic import Field

from cadence.domain import Scope
from cadence.languages import add_sentences
from cadence.policy.finding import Finding
from cadence.policy.pack_parts import Listed
from cadence.policy.primitive import PackContext, Primitive, Requirement, SameForAll
from cadence.policy.touch_texts import texts_of

Content = Literal["optout_instruction", "company_name", "no_link"]
"""What a text must have or leave out."""

OPT_OUT = re.compile(
    r"\b(stop|unsubscribe|opt[ -]?out|baja|no m[aá]s|alto|cancelar|sair|parar|descadastr\w+)\b", re.IGNORECASE
)
"""Words that tell a person how to opt out, in our three languages."""
LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
COMPANY = re.compile(r"\{\{-?\s*company\b")
"""The placeholder for the company's name."""


def _names(text: str, company: str) -> bool:
    """Tell whether a text names the company."""
    return bool(COMPANY.search(text)) or (bool(company) and company.casefold() in text.casefold())


HAS: dict[Content, Callable[[str, str], bool]] = {
    "optout_instruction": lambda text, company: bool(OPT_OUT.search(text)),  # noqa: ARG005  one shape for all
    "company_name": _names,
    "no_link": lambda text, company: not LINK.search(text),  # noqa: ARG005  one shape for all
}
"""How to check a text for each required content."""


class ContentEntry(Requirement):
    """What the text of a touch must have or leave out."""

    must_have: Annotated[tuple[Content, ...], Listed] = Field(
        min_length=1, description="How to opt out, the company's name, or no link."
    )

    def rules(self, context: PackContext) -> Iterator[SameForAll]:
        """Yield the answer about the texts of this touch: each must have all of it. A text elsewhere is not judged."""
        texts, company = texts_of(context.campaign, context.question.candidate), context.campaign.sender.company
        missing = [content for content in self.must_have if not all(HAS[content](text, company) for text in texts)]
        evidence = context.basis | {"must_have": list(self.must_have)}
        why, scope = ({"why": "wording", "missing": missing}, Scope.STEP) if missing else ({}, None)
        yield SameForAll(Finding(rule=context.rule, evidence=evidence | why, scope=scope))

    def looser_than(self, parent: Self) -> str:
        """Return that a text may lack something, if so."""
        return "" if {*self.must_have} >= {*parent.must_have} else "less to be said"

    def describe(self) -> str:
        """Return what a text must have."""
        return f"the wording has {', '.join(self.must_have)}"


PRIMITIVE = Primitive(kind="content", part=ContentEntry, marks=frozenset({"must_have"}))

add_sentences(
    en="""
rule-content = the law requires this in the text: { $missing }
""",
    es="""
rule-content = la ley exige que el texto contenga: { $missing }
""",
    pt="""
rule-content = a lei exige que o texto contenha: { $missing }
""",
)

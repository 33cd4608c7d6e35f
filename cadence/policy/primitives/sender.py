"""May this number be shown as the caller ID? Pure: the sender requirement."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field

from cadence.domain import NumberKind, Scope
from cadence.languages import add_sentences
from cadence.policy.finding import Finding
from cadence.policy.pack_parts import Kinds, Words
from cadence.policy.primitive import PackContext, Primitive, Requirement, SameForAll
from cadence.policy.source_words import words


def kind_of_sender(sender: str) -> tuple[NumberKind | None, str]:
    """Return the kind and the national digits of a sender in E.164; None and "" for a name or a short code."""
    import phonenumbers  # noqa: PLC0415  the tables of all numbers; many processes judge nothing

    from cadence.policy.number_kinds import KINDS  # noqa: PLC0415  as above

    try:
        number = phonenumbers.parse(sender)
    except phonenumbers.NumberParseException:
        return None, ""
    kind = KINDS.get(phonenumbers.number_type(number), NumberKind.OTHER)
    return kind, phonenumbers.national_significant_number(number)


class SenderEntry(Requirement):
    """What our own number, as the person sees it, must or must not be."""

    cli_type_not: Kinds = Field(default=(), description="Kinds of number that may not be shown.")
    cli_prefix: Words = Field(default=(), description="The national number must begin with one of these digits.")
    shown: bool = Field(default=False, description="It must be a complete number that can be called back.")

    def rules(self, context: PackContext) -> Iterator[SameForAll]:
        """Yield the answer about the number the person sees: it must be of an allowed kind, and begin as required."""
        sender = context.question.candidate.sender or context.campaign.sender.of(context.channel)
        kind, national = kind_of_sender(sender)
        evidence = context.basis | {"sender": sender, "kind": kind.value if kind else None}
        scope: Scope | None = Scope.STEP
        if self.shown and kind is None:
            evidence["why"] = "not_a_number"
        elif kind in self.cli_type_not:
            evidence["why"] = "sender_kind"
        elif self.cli_prefix and not national.startswith(self.cli_prefix):
            evidence |= {"why": "sender_prefix", "prefixes": list(self.cli_prefix)}
        else:
            scope = None
        yield SameForAll(Finding(rule=context.rule, evidence=evidence, scope=scope))

    def looser_than(self, parent: Self) -> str:
        """Return that more numbers may be shown, if so."""
        wider = bool(parent.cli_prefix) and not (self.cli_prefix and {*self.cli_prefix} <= {*parent.cli_prefix})
        fewer = not {*self.cli_type_not} >= {*parent.cli_type_not} or self.shown < parent.shown
        return "more senders" if fewer or wider else ""

    def describe(self) -> str:
        """Return which numbers may be shown."""
        kinds = f"caller number not {words(self.cli_type_not)}" if self.cli_type_not else ""
        prefix = f"caller number begins with {' or '.join(self.cli_prefix)}" if self.cli_prefix else ""
        shown = "a whole caller number is shown" if self.shown else ""
        return "; ".join(part for part in (kinds, prefix, shown) if part)


PRIMITIVE = Primitive(kind="sender", part=SenderEntry, marks=frozenset({"sender"}))

add_sentences(
    en="""
rule-sender-sender_kind = the law does not allow a { $kind } number as caller ID
rule-sender-sender_prefix = the law requires the caller ID to begin with { $prefixes }
rule-sender-not_a_number = the law requires a complete number that can be called back as caller ID
""",
    es="""
rule-sender-sender_kind = la ley no permite mostrar un número { $kind } como número llamante
rule-sender-sender_prefix = la ley exige que el número llamante empiece por { $prefixes }
rule-sender-not_a_number = la ley exige mostrar un número completo al que se pueda devolver la llamada
""",
    pt="""
rule-sender-sender_kind = a lei não permite exibir um número { $kind } como número de origem
rule-sender-sender_prefix = a lei exige que o número de origem comece com { $prefixes }
rule-sender-not_a_number = a lei exige exibir um número completo para o qual se possa ligar de volta
""",
)

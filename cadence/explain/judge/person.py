"""What may a lead.json say? Pure: strict, because a key that is misspelt could hide the touch that matters."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field

from cadence.documents import DocumentFormat, read_document, read_json
from cadence.domain import Audience
from cadence.explain.judge import parts, words


def _entries(value: object, key: str) -> object:
    """Read a mapping of names to entries as a list of entries, a bare word as an entry, and one entry as a list."""
    match value:
        case str():
            return [{key: value}]
        case Mapping() if key in value:
            return [value]
        case Mapping():
            return [{key: name, **_entry(entry)} for name, entry in value.items()]
        case list():
            return [{key: entry} if isinstance(entry, str | int | float) else entry for entry in value]
    return value


def _named_by(key: str) -> BeforeValidator:
    """Return what reads entries, each named by this key where a mapping or a bare word says so."""
    return BeforeValidator(partial(_entries, key=key))


def _entry(value: object) -> dict[str, Any]:
    """Read what a mapping says of a name: all of it, the day of a copy, or who is listed."""
    if isinstance(value, Mapping):
        return dict(value)
    return {"as_of" if isinstance(value, str) and value[:1].isdigit() else "listed": value}


def _some(value: tuple[parts.JudgeNumber, ...]) -> tuple[parts.JudgeNumber, ...]:
    """Refuse a person without a number."""
    if not value:
        raise ValueError("an empty list; expected at least one number")
    return value


def _several(value: object) -> object:
    return [value] if isinstance(value, str | Mapping) else value


class JudgePerson(parts.JudgePart):
    """A person and all that was ever said and done, as one file."""

    id: str = "lead"
    name: str = ""
    numbers: Annotated[tuple[parts.JudgeNumber, ...], _named_by("e164"), AfterValidator(_some)]
    zone: Annotated[tuple[Annotated[str, AfterValidator(words.zone)], ...], BeforeValidator(_several)] = Field(
        default=(), validation_alias=AliasChoices("zone", "zones", "timezone")
    )
    address: Annotated[parts.JudgeAddress, BeforeValidator(parts.read_place)] = parts.JudgeAddress()
    audience: Annotated[Audience | None, parts.Fold] = None
    account: str = ""
    segment: str = ""
    attributes: dict[str, str] = Field(default_factory=dict)
    consents: Annotated[tuple[parts.ConsentStatement, ...], BeforeValidator(_several)] = ()
    suppressions: Annotated[tuple[parts.JudgeSuppression, ...], _named_by("scope")] = ()
    registries: Annotated[tuple[parts.Copy, ...], _named_by("name")] = ()
    touches: Annotated[tuple[parts.JudgeTouch, ...], BeforeValidator(_several)] = ()
    inbound: Annotated[tuple[parts.JudgeMessage, ...], BeforeValidator(_several)] = ()
    closed_days: Annotated[tuple[parts.Declared, ...], BeforeValidator(_several)] = ()


COLUMNS = {
    **dict.fromkeys(("phone", "phones", "number", "telephone", "mobile", "tel", "e164"), "numbers"),
    **dict.fromkeys(("telefono", "telefonos", "movil", "celular", "telefone", "numero", "email", "phone1"), "numbers"),
    **dict.fromkeys(("country", "region", "subdivision", "postal", "municipality", "pais", "provincia"), "address"),
    **dict.fromkeys(("consent", "consent_sms", "consent_whatsapp", "consent_voice", "consent_email"), "consents"),
    **dict.fromkeys(("opt_out", "suppression", "baja"), "suppressions"),
    **dict.fromkeys(("company", "empresa", "cuenta"), "account"),
    "nombre": "name",
}
"""What lists call things, and the key that holds them here."""
WRITTEN_AS = DocumentFormat(
    example='one object such as {"numbers": [{"e164": "+34600000001"}], "address": {"country": "ES"}}',
    parse=read_json,
    quotes=False,  # the file is about a person
    mapping="an object",
    known_as=COLUMNS,
    named_by={"numbers": "e164", "suppressions": "scope", "registries": "name"},
)


def read_person(text: str, file: str = "lead.json") -> JudgePerson:
    """Return the person a file describes. Raises DocumentError with every mistake, each with its place."""
    return read_document(text, file, JudgePerson, WRITTEN_AS, _context)


def _context(data: object) -> dict[str, Any]:
    """Return what one part of the file has to know of the others: how many numbers, and whether of a country."""
    match data:
        case {"address": str() | {"country": str()} | {"subdivision": str()}}:
            named = True
        case _:
            named = False
    numbers = data.get("numbers") if isinstance(data, dict) else None
    entries = _entries(numbers, "e164")
    return {"country": named, "numbers": len(entries) if isinstance(entries, list) else 0}

"""
What does each column of a list mean? Pure.

Columns are known by our names or their plain Spanish, whatever their case, accents and spaces; `--map ours=theirs`
names others. A column we do not know becomes an attribute that templates can use. Two columns with the same meaning are
refused, because we cannot know which one counts. A column without a header is left out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cadence.domain.channels import ADDRESS_READERS, CONTACT_CHANNELS, AddressReader, descriptor_of
from cadence.domain.errors import InvalidInputError
from cadence.domain.nearest import nearest
from cadence.leads.lists.words import fold, identifier

COMPANIES = (
    *("company", "company_name", "empresa", "nombre_empresa", "nombre_de_empresa", "nombre_de_la_empresa", "compania"),
    *("razon_social", "nome_da_empresa", "organization", "organisation", "organizacion", "organizacao"),
)
"""Columns that name the account where no column is called that; beside one they are columns of the list's own."""
NAMES = {
    "id": ("identificador", "codigo", "lead_id"),
    "name": ("nombre", "nombre_completo", "full_name"),
    "country": (
        *("pais", "country_name", "nombre_pais", "nombre_del_pais", "pais_de_residencia", "pais_residencia"),
        *("country_of_residence", "country_region", "country_or_region", "nome_do_pais"),
    ),
    "country_code": (
        *("codigo_pais", "codigo_de_pais", "cod_pais", "codigo_do_pais", "phone_country_code", "pais_codigo"),
    ),
    "dial_code": (
        *("phone_code", "dialing_code", "dialling_code", "calling_code", "country_calling_code", "phone_prefix"),
        *("prefijo", "prefijo_pais", "prefijo_telefonico", "prefijo_internacional", "prefixo", "ddi", "isd_code"),
        *("indicativo", "indicativo_pais", "lada_internacional", "country_dial_code", "international_prefix"),
    ),
    "area_code": ("ddd", "lada", "codigo_area", "codigo_de_area", "cod_area"),
    "region": ("provincia", "comunidad", "comunidad_autonoma", "departamento", "state", "province"),
    "municipality": ("municipio",),
    "postal": (
        *("postal_code", "postcode", "post_code", "zip", "zip_code", "zipcode", "codigo_postal", "cod_postal", "cp"),
        *("c_p", "cep", "codigo_cep"),
    ),
    "timezone": ("time_zone", "tz", "zona_horaria", "huso_horario"),
    "segment": ("segmento",),
    "score": ("puntuacion", "puntaje"),
    "account": ("cuenta", "conta", *COMPANIES),
    **{reader.columns[0]: reader.columns[1:] for reader in ADDRESS_READERS},
    **{columns[0]: columns[1:] for columns in (descriptor_of(each).consent_columns for each in CONTACT_CHANNELS)},
    "consent_at": ("consent_date", "fecha_consentimiento", "fecha_de_consentimiento", "consentimiento_fecha"),
    "consent_kind": ("tipo_consentimiento", "tipo_de_consentimiento"),
    "consent_purpose": ("finalidad_consentimiento", "finalidad_del_consentimiento"),
    "consent_expires": ("caducidad_consentimiento", "vencimiento_consentimiento"),
    "consent_wording": ("texto_consentimiento", "texto_del_consentimiento"),
    "consent_source": (
        *("origen_consentimiento", "origen_del_consentimiento", "consentimiento_origen"),
        *("fuente_consentimiento", "fuente_del_consentimiento", "consentimiento_fuente"),
    ),
    "opt_out": (
        *("optout", "opted_out", "baja", "bajas", "dado_de_baja", "de_baja", "fecha_baja", "fecha_de_baja"),
        *("unsubscribe", "unsubscribed", "unsubscribed_at", "opt_out_at", "opt_out_date", "do_not_contact", "dnc"),
        *("no_contactar", "no_molestar", "no_contacto", "excluido", "lista_negra", "blacklist", "blacklisted"),
        *("descadastrado", "descadastro", "nao_contatar", "nao_perturbe", "data_descadastro", "revocado"),
    ),
    **{columns[0]: columns[1:] for columns in (descriptor_of(each).opt_out_columns for each in CONTACT_CHANNELS)},
}
"""Our columns and what else they are called, folded. Phones are apart: there may be any number of them."""

OWN_ADDRESSES = {reader.columns[0]: reader for reader in ADDRESS_READERS}
"""Columns of addresses that are no phone numbers, and who reads them."""
ALSO_FOR_TEXTS = ("municipality", "postal", "country_code", "dial_code", "area_code", *OWN_ADDRESSES)
"""Columns of ours that texts can use as the list itself calls them."""
PHONE = re.compile(r"(?:phone|telephone|mobile|telefono|telefone|tel|movil|celular)(?:_?number)?_?([1-9]\d?)?")
OUR_PHONE = re.compile(r"phone\d+")
"""What every phone column is called in here: the first is phone1."""
PHONE_WORDS = ("phone", "telefono", "tel", "movil", "mobile", "celular")
OURS = {word: ours for ours, others in NAMES.items() for word in (ours, *others)}
JOINED = {
    word.replace("_", ""): ours
    for word, ours in OURS.items()
    if "_" in word and ours.startswith(("consent_", "opt_out", "dial_code", "country_code"))
}
"""The same without spaces, as programs write headers (donotcall, ConsentSMS), where passing one over may lose a no."""
LIKE_DATA = re.compile(r"@|\d(?:[\s().-]*\d){6}")
"""An address or a phone number: the file has no headers, and its first row must not appear in a message."""
SENDERS = "company"
"""What templates call the sender's company: a column of that name would never be seen."""
SHOWN, SHOWN_LENGTH = 30, 40
"""How many headers a message shows, and how much of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The position of each value in a row."""

    headers: tuple[str, ...]  # as the file has them, for reports
    fields: dict[str, int]  # our name -> position; phones are not among them
    phones: tuple[int, ...]  # positions, first number first
    attributes: dict[str, int]  # name in templates -> position
    unread: dict[str, int] = field(default_factory=dict)  # attributes that were not named with --map

    @property
    def own_addresses(self) -> dict[int, AddressReader]:
        """The positions of addresses that are no phone numbers, and who reads each."""
        return {self.fields[name]: reader for name, reader in OWN_ADDRESSES.items() if name in self.fields}

    @property
    def contacts(self) -> tuple[int, ...]:
        """The positions of everything by which people are contacted, phones first."""
        return (*self.phones, *self.own_addresses)

    @property
    def names(self) -> frozenset[str]:
        """What a template may name, as far as the list goes."""
        return frozenset(self.fields) | frozenset(self.attributes)

    @property
    def has_objections(self) -> bool:
        """Whether some column may hold a no."""
        return any(name.startswith(("opt_out", "consent_")) for name in self.fields)

    def header(self, name: str) -> str:
        """Return how the file heads a column, for reports; our own name for one that it does not have."""
        place = self.fields.get(name, self.attributes.get(name))
        return name if place is None else self.headers[place]


def read_headers(cells: Sequence[str], mapping: Mapping[str, str], file: str, likely: int | None = None) -> Columns:
    """
    Return what the columns mean. Raises InvalidInputError, naming what was found and what is nearest.

    `likely` is the column that seems to hold the phone numbers, judging by its rows.
    """
    headers = tuple(cell.strip() for cell in cells)
    if not any(_meaning(header) for header in headers) and any(LIKE_DATA.search(header) for header in headers):
        raise InvalidInputError(
            f"The first line of {file} looks like a row, not like headers; expected a first line such as id,name,phone."
        )
    meanings = _mapped(headers, mapping, file)
    named, mapped = set(meanings), set(meanings.values())
    own, companies = _own_addresses(headers), _other_companies(headers)
    for place, header in enumerate(headers):
        if header and place not in meanings:
            meaning = _meaning(header)
            other = meaning in mapped or own.get(meaning, place) != place or place in companies
            meanings[place] = identifier(header) if other or not meaning else meaning
    places = _places(headers, meanings, file)
    phones = sorted(
        (name for name in places if OUR_PHONE.fullmatch(name)), key=lambda name: int(name.removeprefix("phone"))
    )
    if not phones and OWN_ADDRESSES.keys().isdisjoint(places):
        raise InvalidInputError(_no_phone(headers, file, likely))
    return Columns(
        unread={
            name: place
            for name, place in places.items()
            if place not in named and name not in NAMES and not OUR_PHONE.fullmatch(name)
        },
        headers=headers,
        fields={name: place for name, place in places.items() if name in NAMES},
        phones=tuple(places[name] for name in phones),
        attributes=_attributes(headers, {name: place for name, place in places.items() if name not in phones}),
    )


def _own_addresses(headers: tuple[str, ...]) -> dict[str, int]:
    """
    Return the one column of each kind of address that is no phone number; others like it are attributes.

    The one that is called as we call it counts, else the first.
    """
    columns: dict[str, int] = {}
    for place, header in enumerate(headers):
        meaning = _meaning(header)
        if meaning in OWN_ADDRESSES and (meaning not in columns or fold(header) == meaning):
            columns[meaning] = place
    return columns


def _other_companies(headers: tuple[str, ...]) -> set[int]:
    """Return the columns of companies that are not the account: one of them is, where no column is called that."""
    companies = [place for place, header in enumerate(headers) if fold(header) in COMPANIES]
    companies.sort(key=lambda place: fold(headers[place]) != SENDERS)  # texts could not name that one
    named = any(_meaning(header) == "account" and fold(header) not in COMPANIES for header in headers)
    return set(companies if named else companies[1:])


def _attributes(headers: tuple[str, ...], places: Mapping[str, int]) -> dict[str, int]:
    """Return what texts can use: every column we do not know, and some of ours as the list itself calls them."""
    attributes = {name: place for name, place in places.items() if name not in NAMES}
    also = {identifier(headers[places[name]]): places[name] for name in ALSO_FOR_TEXTS if name in places}
    account = places.get("account")
    if account is not None and fold(headers[account]) in set(COMPANIES) - {SENDERS}:
        also[identifier(headers[account])] = account
    town = places.get("municipality")
    return also | attributes if town is None else also | {"municipality": town} | attributes


def known(cells: Sequence[str], mapping: Mapping[str, str]) -> tuple[bool, int]:
    """Return whether an address is among these headers, and how many we know: the right delimiter yields most."""
    mapped = {fold(theirs): _meaning(ours) or ours for ours, theirs in mapping.items()}
    meanings = [mapped.get(fold(cell)) or _meaning(cell) for cell in cells]
    addresses = any(OUR_PHONE.fullmatch(meaning) or meaning in OWN_ADDRESSES for meaning in meanings)
    return addresses, sum(1 for meaning in meanings if meaning)


def _meaning(header: str) -> str:
    """Return our name for a header, "" for one we do not know. A phone always has its number: phone1."""
    word = fold(header)
    phone = PHONE.fullmatch(word)
    return f"phone{int(phone[1] or 1)}" if phone else OURS.get(word, "") or JOINED.get(word.replace("_", ""), "")


def _mapped(headers: tuple[str, ...], mapping: Mapping[str, str], file: str) -> dict[int, str]:
    """Return what `--map` says, by position. What is not ours on the left becomes an attribute of that name."""
    meanings = {}
    for ours, theirs in mapping.items():
        places = [place for place, header in enumerate(headers) if header == theirs.strip()] or [
            place for place, header in enumerate(headers) if fold(header) == fold(theirs)
        ]
        if not fold(ours) or not fold(theirs) or len(places) != 1:
            columns = "no column" if not places else f"{len(places)} columns"
            raise InvalidInputError(
                f'--map {ours}={theirs}: {file} has {columns} called "{theirs}"; {_found(headers)}.'
                f"{_hint(nearest(theirs, headers))}"
            )
        meanings[places[0]] = _meaning(ours) or identifier(ours)
    return meanings


def _places(headers: tuple[str, ...], meanings: dict[int, str], file: str) -> dict[str, int]:
    """Return the position of each meaning. Columns without a header are left out."""
    places: dict[str, int] = {}
    for place, name in sorted(meanings.items()):
        header = headers[place]
        if not name:
            raise InvalidInputError(
                f"Column {place + 1} of {file} is headed {_quoted(header)}, which templates cannot name; rename it."
            )
        if name == SENDERS:
            raise InvalidInputError(
                f"{file}: column {place + 1} ({_quoted(header)}) has the name that texts use for the sender's company; "
                f'rename it, or take it as the account with --map "account={header}".'
            )
        if name in places:
            ours = "phone" if name == "phone1" else name
            raise InvalidInputError(
                f"{file}: columns {places[name] + 1} ({_quoted(headers[places[name]])}) and {place + 1} "
                f"({_quoted(header)}) both mean {ours}; rename or remove one, "
                f"or say which counts with --map {ours}=HEADER."
            )
        places[name] = place
    return places


def _no_phone(headers: tuple[str, ...], file: str, at: int | None) -> str:
    """Return what to say when no column is called as one of phone numbers; `at` is one that holds some."""
    likely = [header for header in headers if any(word.startswith(PHONE_WORDS) for word in fold(header).split("_"))]
    likely += [near for word in PHONE_WORDS if (near := nearest(word, headers))]
    closest = headers[at] if at is not None else next(iter(likely), "")
    name = closest or "HEADER"
    return (
        f"{file} has no column called phone (or teléfono, móvil); {_found(headers)}.{_hint(closest)} "
        f'Say which one it is with --map "phone={name}".'
    )


def _found(headers: tuple[str, ...]) -> str:
    shown = ", ".join(_quoted(header) for header in headers[:SHOWN] if header)
    more = f" and {len(headers) - SHOWN} more" if len(headers) > SHOWN else ""
    return f"found: {shown or 'nothing'}{more}"


def _hint(closest: str) -> str:
    return f" Nearest: {_quoted(closest)}." if closest else ""


def _quoted(header: str) -> str:
    """Return a header on one line, cut when it is long."""
    line = " ".join(header.split())
    return f'"{line[: SHOWN_LENGTH - 1]}…"' if len(line) > SHOWN_LENGTH else f'"{line}"'

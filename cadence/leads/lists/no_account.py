"""Does a cell of the account column name no account? Pure: signs, zeros, and words for "none" in three languages."""

import re

from cadence.leads.lists.words import fold

ZEROS = re.compile(r"[0_]+")
"""Zeros alone, with or without signs between them, folded."""
INITIALS = re.compile(r"\W*(?:n\s*[/\\.|_-]\s*[acd]|s\s*[/\\.|_-]\s*[dn])\W*", re.IGNORECASE)
"""N/A, N.D. or s/n: SD without a sign, and S&D, may be names."""
NONE = frozenset(
    {"na", "null", "nil", "nan", "none", "nothing", "undefined", "blank", "empty", "unknown", "missing", "tbd", "tbc"}
    | {"unspecified", "unassigned", "other", "others", "no", "nao"}
    | {"ninguno", "ninguna", "nada", "vacio", "vacia", "desconocido", "desconocida", "otro", "otra", "otros", "otras"}
    | {"nenhum", "nenhuma", "vazio", "vazia", "desconhecido", "desconhecida", "outro", "outra", "outros", "outras"}
    | {"indefinido", "indefinida", "pendiente", "pendente", "por_definir", "por_confirmar", "a_definir", "a_confirmar"}
    | {"self_employed", "freelance", "freelancer", "autonomo", "autonoma", "por_cuenta_propia", "conta_propria"}
    | {"particular", "private_person", "private_individual", "persona_fisica", "pessoa_fisica", "unemployed"}
    | {"desempleado", "desempleada", "desempregado", "desempregada", "retired", "jubilado", "jubilada", "aposentado"}
    | {"aposentada"}
)
"""What people and programs write where somebody belongs to no account, folded."""
NOT_ANY = frozenset({"ninguno", "ninguna", "nenhum", "nenhuma"})
DENIALS = NOT_ANY | {"no", "not", "non", "without", "unknown", "sin", "nao", "sem"}
DENIED = frozenset(
    {"company", "companies", "account", "employer", "organization", "organisation", "business", "name", "data"}
    | {"information", "value", "applicable", "available", "specified", "provided", "given", "known", "set", "assigned"}
    | {"stated", "empresa", "cuenta", "compania", "organizacion", "negocio", "nombre", "dato", "datos", "informacion"}
    | {"valor", "asignar", "especificar", "definir", "informar", "aplica", "aplicable", "procede", "corresponde"}
    | {"consta", "disponible", "informado", "informada", "especificado", "especificada", "tiene", "tengo", "pertenece"}
    | {"conta", "companhia", "organizacao", "nome", "dado", "dados", "informacao", "atribuir", "aplicavel"}
    | {"disponivel", "tem", "tenho", "possui", "pertence"}
)
"""What is denied in "sin empresa", "no company name" and "não informado", folded."""
BETWEEN = frozenset({"of", "any", "a", "an", "the", "de", "del", "da", "la", "el", "una", "un", "uma", "um", "se", "y"})
"""Small words that may stand between them: "no tiene una empresa", "não se aplica"."""


def names_no_account(text: str) -> bool:
    """
    Tell whether a cell says that somebody has no account, or says nothing: "", "-", "N/A", "0", "sin empresa".

    All such people would be colleagues otherwise. Initials alone, such as SD or NC, may be the name of a company.
    """
    folded = fold(text)
    if not folded or folded in NONE or ZEROS.fullmatch(folded) or INITIALS.fullmatch(text):
        return True
    first, *others = folded.split("_")
    if first not in DENIALS or not others:
        return False
    named = [word for word in others if word not in BETWEEN | NOT_ANY]
    return bool(named) and DENIED.issuperset(named)

"""
Which words of an e-mail are new? Pure: the person's own, without what they answer, signature and remarks of programs.

A stop in our own words below the answer is not the person's. When in doubt a line is kept: the reader of replies sees
it then, and a stop is never lost.
"""

import re

_ATTRIBUTION_START = re.compile(r"^\s*(?:on|el|em|le|am|il|op|en)\b", re.IGNORECASE)
_ATTRIBUTION_END = re.compile(
    r"\b(?:wrote|escribi[oó]|escreveu|a [eé]crit|schrieb|ha scritto|schreef|va escriure)\s?:?\s?$", re.IGNORECASE
)
"""How mail programs introduce what is answered: "El lun, 2 mar 2026 a las 10:00, Tienda Sol escribió:"."""
_ATTRIBUTION_LINES = 4
_SEPARATOR = re.compile(
    r"^\s*(?:-{2,}|_{2,})\s*(?:original message|forwarded message|mensaje original|mensaje reenviado"
    r"|mensagem original|mensagem encaminhada|message d'origine|urspr[uü]ngliche nachricht)\b.*$"
    r"|^\s*_{20,}\s*$|^\s*begin forwarded message:\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\s*\*?(?:from|sent|to|subject|date|de|enviado(?: el)?|enviada em|para|asunto|assunto|fecha|data)\*?\s*:\*?\s*\S",
    re.IGNORECASE,
)
"""Lines of headers, as Outlook puts them before what is answered; two of them in a row are no coincidence."""
_SIGNATURE = re.compile(r"^--\s?$")
_PROGRAM = re.compile(
    r"^\s*(?:sent from (?:my|outlook|yahoo|mail)\b|get outlook for\b|enviado (?:desde|do|de|a partir do)\b"
    r"|enviada? (?:do|pelo|a partir do)\b|obtener outlook para\b|obter o? ?outlook para\b|obtenha o outlook para\b"
    r"|enviat des\b).{0,80}$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^\s*(?:>|\|\s)")


def new_words(text: str) -> str:
    """Return the text without quoted lines, what follows a separator, signature, and remarks of mail programs."""
    lines = text.split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if _SEPARATOR.match(line) or _begins_headers(lines, at) or _SIGNATURE.match(line):
            break
        skip = _attribution(lines, at)
        if skip:
            if not _quotes_follow(lines, at + skip):
                break
            at += skip
            continue
        if not _QUOTED.match(line) and not _PROGRAM.match(line):
            kept.append(line.rstrip())
        at += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines from here on introduce what is answered; 0 for none."""
    if not _ATTRIBUTION_START.match(lines[at]):
        return 0
    for count in range(1, _ATTRIBUTION_LINES + 1):
        window = lines[at : at + count]
        if len(window) < count or not window[-1].strip():
            return 0
        if _ATTRIBUTION_END.search(window[-1].strip()):
            return count if any(letter.isdigit() for line in window for letter in line) else 0
    return 0


def _quotes_follow(lines: list[str], at: int) -> bool:
    """Return whether the next line with words is marked as quoted: then the person may have written below it."""
    following = next((line for line in lines[at : at + 5] if line.strip()), "")
    return _QUOTED.match(following) is not None


def _begins_headers(lines: list[str], at: int) -> bool:
    following = [line for line in lines[at : at + 3] if line.strip()][:2]
    return bool(lines[at].strip()) and len(following) == 2 and all(_HEADER.match(line) for line in following)  # noqa: PLR2004

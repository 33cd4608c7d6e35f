"""
Which words of a message are not the person's own? Pure.

Phones send a reaction to one of our texts as a message that quotes the text: `Liked "... Reply STOP to opt out"`. Some
programs put the text that is answered below the answer, with ">" before each line. A stop in such words is ours.
"""

import re
from dataclasses import dataclass

from cadence.replies.harmless import friendly

OPEN, CLOSE = "\"'\u201c\u2018\u00ab\u201e\u2039", "\"'\u201d\u2019\u00bb\u201c\u203a"
_SIGN = r"[^\w\s\"'\u201c\u2018\u00ab]{1,4}"
_PLEASED = (
    r"liked|loved|laughed at|emphasi[sz]ed"
    rf"|reacted(?: with)? {_SIGN} to|{_SIGN} (?:to|a|para)"
    r"|(?:a [\w ]{1,30} )?(?:le|te) (?:gust[oó]|encant[oó]|dio risa)|(?:indic[oó] que )?(?:le|te|me) (?:gusta|encanta)"
    r"|(?:se )?r[ií]o de|enfatiz[oó]|destac[oó]"
    rf"|reaccion[oó](?: con)? {_SIGN} a|reaccion[oó] a|marc[oó] como favorito|resalt[oó]|curtiu|gostou(?: de)?|amou"
    rf"|adorou|riu (?:de|com)|enfatizou|destacou|reagiu(?: com)? {_SIGN} (?:a|à|para)|reagiu a"
)
_OTHER = (
    r"disliked|questioned|no le gust[oó]|no te gust[oó]|cuestion[oó]|pregunt[oó] sobre"
    r"|(?:removed|took) (?:a|an|the) .{1,20}? from|elimin[oó] (?:un|una|el|la) .{1,20}? (?:de|en)"
    r"|removeu (?:um|uma|o|a) .{1,20}? de|n[aã]o (?:gostou(?: de)?|curtiu)|questionou"
)
REACTION = re.compile(
    rf"\s*(?:(?P<pleased>{_PLEASED})"
    rf"|(?P<other>{_OTHER}))\s*:?\s*(?=[{OPEN}])[{OPEN}](?P<ours>.*)[{CLOSE}](?P<rest>[^{CLOSE}]*)",
    re.IGNORECASE | re.DOTALL,
)
"""A reaction, and our text up to the last closing quotation mark. What follows is the person's own."""
ANSWERED = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
"""A line of the text that is answered."""
INSTRUCTION = re.compile(
    r"\b(?:(?:reply|text|send|type|write|responder?|responda|responde|env[ií]ar?|env[ií]e|env[ií]a|escrib[ae]|mande"
    r"|digite)(?: with| con| com| la palabra| a palavra)? [\"'\u201c\u2018\u00ab]?(?:stop|baja|sair|parar|alto|cancel"
    r"|unsubscribe|end|quit)[\"'\u201d\u2019\u00bb]? (?:to|para|pra|if|si|se) (?:opt[ -]?out|end|stop|unsubscribe"
    r"|cancel|quit|no recibir(?: m[aá]s)?|darse de baja|darte de baja|dejar de recibir|n[aã]o receber(?: mais)?"
    r"|cancelar|sair|parar|salir)(?: (?:messages|texts|mensajes"
    r"|mensagens))?)",
    re.IGNORECASE,
)
"""How our texts say what to reply: found in a reply, it is quoted."""
MARKED = re.compile(
    r"\u201c[^\u201d]*\u201d|\u00ab[^\u00bb]*\u00bb|\"[^\"]*\"|\u2018[^\u2019]*\u2019|(?<!\w)'[^']+'(?!\w)"
)
"""Words between quotation marks: perhaps another person's."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What is left of a message without words that are ours or another's."""

    text: str
    reaction: bool = False  # a phone's report that the person liked our text, and nothing else
    quotes: bool = False  # words were taken out
    marked: bool = False  # of them some between quotation marks, which may be the person's all the same


def own_words(text: str) -> OwnWords:
    """Return the person's own words. A message that is nothing but a quotation is taken as theirs."""
    if (match := REACTION.fullmatch(text)) is not None:
        rest = match["rest"].strip(" .!,\n\t")
        if not re.search(r"\w", rest):
            pleased = match["pleased"] is not None and friendly(text[: match.start("ours")] + rest)
            return OwnWords(text=rest, reaction=pleased, quotes=True)
        return OwnWords(text=rest, quotes=True)
    left = INSTRUCTION.sub(" ", ANSWERED.sub(" ", text))
    bare = MARKED.sub(" ", left)
    marked = bare != left and re.search(r"\w", bare) is not None
    if marked:
        left = bare
    if left == text or not re.search(r"\w", left):
        return OwnWords(text=text)
    return OwnWords(text=left, quotes=True, marked=marked)

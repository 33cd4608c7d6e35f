"""How does a person read the export? Pure: one HTML page in a language, in pieces, without anything from elsewhere."""

from collections.abc import Iterator, Mapping
from html import escape

from cadence.explain.audit.tables import AuditedLead
from cadence.explain.story.story import tell
from cadence.languages import Language, say

STYLE = """
:root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.4 }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886 }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums }
.left { font-weight: 600 }
.why { opacity: .8 }
"""


def beginning(language: Language, head: Mapping[str, str]) -> str:
    """Return the page up to the first lead; `head` has what the export is about, by label."""
    title = escape(say(language, "audit-title"))
    facts = "".join(f"<tr><th scope=row>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in head.items())
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head>\n<body><main>'
        f"<h1>{title}</h1>\n<table><tbody>{facts}</tbody></table>\n<p>{escape(say(language, 'audit-files'))}</p>\n"
    )


def section(language: Language, lead: AuditedLead) -> Iterator[str]:
    """Yield what happened to one lead, oldest first."""
    heads = "".join(
        f"<th scope=col>{escape(say(language, f'audit-{name}'))}</th>" for name in ("utc", "local", "what", "by")
    )
    yield f"<section><h2>{escape(lead.name)}</h2>\n<table><thead><tr>{heads}</tr></thead><tbody>\n"
    for line in tell(lead.events, lead.speaker(language)):
        why = "".join(
            f'<div class="why">{escape(say(language, "lead-because"))} {escape(reason)}</div>' for reason in line.why
        )
        strong = ' class="left"' if line.left else ""
        yield (
            f"<tr><td>{line.at:%Y-%m-%d %H:%M:%S}</td><td>{escape('; '.join(line.local))}</td>"
            f"<td{strong}>{escape(line.words)}{why}</td><td>{escape(line.by)}</td></tr>\n"
        )
    yield "</tbody></table></section>\n"


def end() -> str:
    """Return the end of the page."""
    return "</main></body></html>\n"

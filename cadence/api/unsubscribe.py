"""
How does a person unsubscribe from e-mail? Edge: a page with one button, and the one-click request of RFC 8058.

Programs that check links request every address of an e-mail, so a GET never unsubscribes. A POST does, whatever is in
it: the signed token in the address shows that it comes from the person's e-mail. It may come many times.
"""

from collections.abc import Callable
from html import escape
from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.responses import HTMLResponse

from cadence.domain.errors import NotFoundError
from cadence.languages import LANGUAGES, Language, say

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<style>body{{font:1.1rem/1.5 sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}}
button{{font:inherit;padding:.6rem 1.2rem}}</style></head>
<body><h1>{title}</h1>
{content}
</body></html>
"""
_BUTTON = '<form method="post"><button type="submit">{label}</button></form>'

AcceptLanguage = Annotated[str, Header()]


def unsubscribe_routes(touch_of: Callable[[str], str | None], stop: Callable[[str], object]) -> APIRouter:
    """
    Return the routes. `touch_of` reads a token, and `stop` closes the person who got that touch, on every channel.

    `stop` may be called several times. It raises NotFoundError for a touch that is not in the ledger. Anything else
    that it raises is answered as everywhere else, so that a mail provider tries again.
    """
    router = APIRouter()

    @router.get("/unsubscribe/{token}", response_class=HTMLResponse, include_in_schema=False)
    def ask(token: str, accept_language: AcceptLanguage = "") -> Response:
        """Show the button."""
        language = language_of(accept_language)
        if touch_of(token) is None:
            return _page(language, "unsubscribe-unknown", status=404)
        return _page(language, "unsubscribe-question", with_button=True)

    @router.post("/unsubscribe/{token}", response_class=HTMLResponse, include_in_schema=False)
    def unsubscribe(token: str, accept_language: AcceptLanguage = "") -> Response:
        """Unsubscribe. The body is not read: RFC 8058 sends `List-Unsubscribe=One-Click`, the button sends nothing."""
        language, touch = language_of(accept_language), touch_of(token)
        if touch is None:
            return _page(language, "unsubscribe-unknown", status=404)
        try:
            stop(touch)
        except NotFoundError:
            return _page(language, "unsubscribe-unknown", status=404)
        return _page(language, "unsubscribe-done")

    return router


def language_of(accept_language: str) -> Language:
    """Return the language that a browser prefers among ours: the one with the highest weight, English by default."""
    weighted: list[tuple[float, int, Language]] = []
    for place, entry in enumerate(accept_language[:500].split(",")):
        name, _, parameters = entry.partition(";")
        named = name.strip().partition("-")[0].casefold()
        weighted += [(-_weight(parameters), place, language) for language in LANGUAGES if language == named]
    return min(weighted)[2] if weighted else "en"


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _page(language: Language, sentence: str, *, with_button: bool = False, status: int = 200) -> Response:
    content = f"<p>{escape(say(language, sentence))}</p>"
    if with_button:
        content += _BUTTON.format(label=escape(say(language, "unsubscribe-button")))
    title = escape(say(language, "unsubscribe-title"))
    return HTMLResponse(_PAGE.format(language=language, title=title, content=content), status, HEADERS)

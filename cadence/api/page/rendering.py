"""How does what is known become HTML? Pure but for its files: templates, and the sentences of the reader's language."""

from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import Response

from cadence.api.page.assets import address_of
from cadence.api.page.visitors import Visitor
from cadence.api.unsubscribe import language_of
from cadence.domain.roles import Permission
from cadence.languages import LANGUAGES, Language, add_files, say

add_files(__package__, "page")

LANGUAGE = "language"
"""The cookie and the parameter that choose the language."""
NAMES: Mapping[Language, str] = {"en": "English", "es": "Español", "pt": "Português"}
SIGN_IN = "/sign-in"
A_YEAR = 365 * 24 * 3600
FLUSH = "\0"
"""In a template: send what is there so far. It cannot be part of a text."""


def reader_language(request: Request) -> Language:
    """Return the language of a page: as the address, else the cookie, else the browser asks."""
    for wanted in (request.query_params.get(LANGUAGE), request.cookies.get(LANGUAGE)):
        for language in LANGUAGES:
            if language == wanted:
                return language
    return language_of(request.headers.get("accept-language", ""))


def page(
    request: Request, template: str, visitor: Visitor | None = None, /, *, status: int = 200, **values: object
) -> Response:
    """Return a page."""
    html = environment().get_template(template).render(_context(request, visitor, values))
    return in_language(request, HTMLResponse(html, status))


def page_in_parts(request: Request, template: str, visitor: Visitor, /, **values: object) -> Response:
    """
    Return a page that is sent in parts, as far as the template has been made: it ends each part with `flush`.

    What a template calls after a part is computed when the browser already shows that part.
    """
    context = _context(request, visitor, values | {"flush": Markup(FLUSH)})  # noqa: S704  no text of anybody's
    parts = _parts(environment().get_template(template).generate(context))
    return in_language(request, StreamingResponse(parts, media_type="text/html; charset=utf-8"))


def fragment(template: str, language: Language, **values: object) -> Markup:
    """Return a part of a page, on one line. What it shows is escaped already."""
    html = environment().get_template(template).render(language=language, say=partial(say, language), **values)
    return Markup(" ".join(html.split()))  # noqa: S704  the template escapes


def segment(text: str) -> str:
    """Return a text as one part of a path."""
    return quote(text, safe="")


@cache
def environment() -> Environment:
    """Return the templates of the page, and the pictures of the report."""
    loader = ChoiceLoader([PackageLoader(__package__, "templates"), PackageLoader("cadence.explain.reports", "")])
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals |= {"asset": address_of, "Permission": Permission, "segment": segment}
    made.filters |= {"query": lambda values: urlencode({name: value for name, value in values.items() if value})}
    return made


def _context(request: Request, visitor: Visitor | None, values: Mapping[str, object]) -> dict[str, Any]:
    language = reader_language(request)
    here = [(name, value) for name, value in request.query_params.multi_items() if name != LANGUAGE]
    path = _readable(request)
    return {
        "language": language,
        "say": partial(say, language),
        "visitor": visitor,
        "path": request.url.path,
        "in_languages": [
            (other, NAMES[other], f"{quote(path)}?{urlencode([*here, (LANGUAGE, other)])}") for other in LANGUAGES
        ],
        **values,
    }


def _readable(request: Request) -> str:
    """Return the address at which a page can be read; what answers a form has none, but for the form to sign in."""
    path = request.url.path
    return path if request.method == "GET" or path == SIGN_IN else "/"


def in_language(request: Request, answer: Response) -> Response:
    """Have the browser keep a language that the address chose."""
    if request.query_params.get(LANGUAGE) in LANGUAGES:
        answer.set_cookie(LANGUAGE, request.query_params[LANGUAGE], max_age=A_YEAR, httponly=True, samesite="strict")
    return answer


def _parts(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces of a template joined into parts."""
    part: list[str] = []
    for piece in pieces:
        if FLUSH in piece:
            part.append(piece.replace(FLUSH, ""))
            yield "".join(part)
            part = []
        else:
            part.append(piece)
    yield "".join(part)

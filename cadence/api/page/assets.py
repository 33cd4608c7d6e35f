"""Which files does a page load? Edge: from this server alone. A file's address has its hash, so browsers keep it."""

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

KINDS = {
    "page.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "htmx.min.js": "text/javascript; charset=utf-8",
    "sse.min.js": "text/javascript; charset=utf-8",
}
"""What is served; `assets/VENDORED.md` says where the scripts come from."""
DIGITS = 16
PICTURES = "cadence.explain.reports"
"""The package that draws."""

router = APIRouter(include_in_schema=False)


def address_of(name: str) -> str:
    """Return the address of a file."""
    return f"/assets/{name}?{hashlib.sha256(content_of(name)).hexdigest()[:DIGITS]}"


@cache
def content_of(name: str) -> bytes:
    """Return a file. The style has that of the report's pictures, too."""
    content = files(__package__).joinpath("assets", name).read_bytes()
    return content + files(PICTURES).joinpath("pictures.css").read_bytes() if name == "page.css" else content


@router.get("/assets/{name}")
def asset(name: str) -> Response:
    """Return one of the files."""
    if name not in KINDS:
        raise HTTPException(404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(content_of(name), headers=headers, media_type=KINDS[name])

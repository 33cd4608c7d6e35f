"""
What does the API accept and answer? Edge: one HTML page without scripts, made from the OpenAPI description.

The framework's own page loads scripts from another host, which a closed network does not reach and which would see the
readers. `/openapi.json` has the same content for programs. Both are closed unless CADENCE_API_DOCS opens them.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cadence.api.access import PERMISSION
from cadence.domain.roles import Permission, roles_with

router = APIRouter(include_in_schema=False)
ADDRESSES = ("/docs", "/openapi.json")
"""What is closed unless it is asked for."""

POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
"""The browser loads nothing, not even from us."""
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .3rem .6rem .3rem 0;
vertical-align: top; border-bottom: 1px solid #ddd; } code { font-size: .9em; } h2 { margin-top: 2.5rem; }
"""


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """Show every address, field and answer."""
    return HTMLResponse(page(request.app.openapi()), headers=POLICY)


def page(described: Mapping[str, Any]) -> str:
    """Return the page for an OpenAPI description. Its link is relative, because a proxy may put a path in front."""
    info = described["info"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        *(f"<p>{_text(paragraph)}</p>" for paragraph in info.get("description", "").strip().split("\n\n")),
        '<p>For programs: <a href="openapi.json">openapi.json</a>.</p>',
    ]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts += _operation(described, f"{method.upper()} {path}", operation)
    head = f'<meta charset="utf-8"><title>{escape(info["title"])}</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _operation(described: Mapping[str, Any], name: str, operation: Mapping[str, Any]) -> Iterator[str]:
    """Yield one operation: what it does, what it accepts, what it answers."""
    yield f"<h2><code>{escape(name)}</code></h2><p>{_text(operation.get('description', ''))}</p>"
    if "security" in operation:
        roles = ", ".join(roles_with(Permission(operation[PERMISSION])))
        yield f"<p>Needs the header <code>Authorization: Bearer KEY</code>, with a key of a role among: {roles}.</p>"
    parameters = operation.get("parameters", ())
    headers = [(header["name"], header["schema"], header.get("required", False)) for header in parameters]
    if headers:
        yield f"<h3>Headers</h3>{_fields(described, headers)}"
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if body:
        yield f"<h3>Body, JSON</h3>{_schema(described, body)}"
    yield "<h3>Answers</h3>"
    for status, answer in operation["responses"].items():
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        yield f"<p><b>{escape(status)}</b> {_text(answer.get('description', ''))}</p>"
        if schema and status.startswith("2"):
            yield _schema(described, schema)


def _schema(described: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the fields of an object as a table."""
    resolved = _resolved(described, schema)
    needed = resolved.get("required", ())
    properties = resolved.get("properties", {})
    return _fields(described, [(name, field, name in needed) for name, field in properties.items()])


def _fields(described: Mapping[str, Any], fields: list[tuple[str, Mapping[str, Any], bool]]) -> str:
    """Return fields with their kind and meaning as a table."""
    rows = "".join(
        f"<tr><td><code>{escape(name)}</code>{'' if needed else ' (optional)'}</td>"
        f"<td>{escape(_kind(described, schema))}</td><td>{_text(_meaning(described, schema))}</td></tr>"
        for name, schema, needed in fields
    )
    return f"<table><tr><th>Field</th><th>Kind</th><th>Meaning</th></tr>{rows}</table>"


def _kind(described: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the kind of a value: its type, its allowed words, or its fields."""
    resolved = _resolved(described, schema)
    if "anyOf" in resolved:
        return " or ".join(dict.fromkeys(_kind(described, option) for option in resolved["anyOf"]))
    if "enum" in resolved:
        return " | ".join(map(str, resolved["enum"]))
    if "const" in resolved:
        return str(resolved["const"])
    if resolved.get("properties"):
        return f"object: {', '.join(resolved['properties'])}"
    if "items" in resolved:
        return f"list of {_kind(described, resolved['items'])}"
    return str(resolved.get("format", resolved.get("type", "any")))


def _meaning(described: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """Return the meaning of a value, with an example if there is one."""
    resolved = _resolved(described, schema)
    text = schema.get("description") or resolved.get("description", "")
    examples = schema.get("examples") or resolved.get("examples") or ()
    return " ".join(filter(None, [text, f"Example: `{examples[0]}`" if examples else ""]))


def _resolved(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema that a reference names, or the schema itself."""
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: Mapping[str, Any] = described["components"]["schemas"][name] if name else schema
    return resolved


def _text(text: str) -> str:
    """Return a text as HTML; text between backquotes is code."""
    parts = escape(" ".join(text.split())).split("`")
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))

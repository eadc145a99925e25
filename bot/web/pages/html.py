"""From facts to an answer in HTML: nothing is fetched from elsewhere, and nothing runs in the browser."""

import secrets
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

import templates

_FOLDER: Final = Path(templates.__file__).parent / "pages"

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page(name: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Fill in a template. Its own styles alone hold, by a word that is new each time."""
    nonce = secrets.token_urlsafe(16)
    body = _environment().get_template(name).render(nonce=nonce, style=_style(), **context)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return HTMLResponse(body, status, {**_HEADERS, "Content-Security-Policy": policy})


def note(
    status: int, heading: str, words: str, remedy: str = "", *, action: str = "", button: str = ""
) -> HTMLResponse:
    """A page that says one thing, and what to do next."""
    return page(
        "note.html.j2",
        status,
        heading=heading,
        words=words,
        remedy=remedy,
        action=action,
        button=button,
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


@cache
def _style() -> Markup:
    """The picture's colours first: the page changes them where it is dark."""
    css = [(_FOLDER / name).read_text("utf-8") for name in ("picture.css", "page.css")]
    return Markup("\n".join(css))  # noqa: S704  # files of the program

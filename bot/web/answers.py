"""Answers in JSON: what went wrong as a word for programs and a sentence for people."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def refused(status: int, error: str, message: str) -> JSONResponse:
    """Say no."""
    return JSONResponse({"ok": False, "error": error, "message": message}, status)


async def on_http_error(_request: Request, error: Exception) -> Response:
    """Answer what the router refuses: an unknown address, a wrong method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 405:
        return refused(405, "method_not_allowed", "This address does not take that method.")
    return refused(404, "not_found", "There is nothing at this address.")


async def on_fault(_request: Request, _error: Exception) -> Response:
    """Answer for a fault of ours; what it was is in the log."""
    return refused(500, "fault", "Something went wrong here; it is in the log.")

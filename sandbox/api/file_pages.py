"""Where files are uploaded to and read from."""

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.workspace.files import Files


class FilePages:
    """The two addresses of a file. Reading asks for no token: the sandbox's own page shows files too."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def routes(self) -> list[web.RouteDef]:
        """What to add to the aiohttp application."""
        return [web.post("/files/upload/{id}", self.upload), web.get("/files/{id}/{name}", self.read)]

    async def upload(self, request: web.Request) -> web.Response:
        """Take the bytes, raw or as a form's first file."""
        content = await _content(request)
        try:
            self._files.upload(request.match_info["id"], content)
        except SlackError:
            return web.Response(status=404, text="no such upload")
        return web.Response(text=f"OK - {len(content)}")

    async def read(self, request: web.Request) -> web.Response:
        """Give the bytes."""
        file = self._files.all.get(request.match_info["id"])
        if file is None or file.content is None:
            return web.Response(status=404, text="no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return web.Response(body=file.content, content_type=file.mimetype, headers=headers)


async def _content(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        return await request.read()
    form = await request.post()
    uploads = (value for value in form.values() if isinstance(value, web.FileField))
    upload = next(uploads, None)
    return upload.file.read() if upload else b""

"""Files: announced, uploaded, then shared."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.message import Draft, Message
from sandbox.workspace.messages import Messages
from sandbox.workspace.pulse import Pulse


@dataclass
class File:
    """One file; `complete` once it was taken out of the upload stage."""

    id: str
    name: str
    owner_id: str
    created: int
    length: int
    title: str = ""
    alt_text: str | None = None
    snippet_type: str | None = None
    content: bytes | None = None
    complete: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """What the name says that it is."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def filetype(self) -> str:
        """Slack's short type: the name's ending."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else "text"


class Files:
    """Every file, by id."""

    def __init__(self, pulse: Pulse, messages: Messages) -> None:
        self._pulse = pulse
        self._messages = messages
        self.all: dict[str, File] = {}
        self._deleted: set[str] = set()
        #: Where files are served; set by whoever listens.
        self.base_url = "http://127.0.0.1"

    def announce(self, actor_id: str, name: str, length: int) -> File:
        """Say that a file will be uploaded."""
        file = File(self._pulse.new_id("F"), name, actor_id, self._pulse.now(), length, title=name)
        self.all[file.id] = file
        return file

    def find(self, file_id: str) -> File:
        """Find a file; `file_deleted` or `file_not_found` otherwise."""
        if file_id in self._deleted:
            raise SlackError("file_deleted")
        file = self.all.get(file_id)
        if file is None:
            raise SlackError("file_not_found")
        return file

    def upload(self, file_id: str, content: bytes) -> File:
        """Take in the bytes."""
        file = self.find(file_id)
        file.content = content
        return file

    def finish(
        self, actor_id: str, files: Sequence[File], channel_id: str | None, draft: Draft, *, outsider: bool
    ) -> Message | None:
        """End the upload, and share the files in one message when a channel is given."""
        for file in files:
            if file.content is None or file.owner_id != actor_id:
                raise SlackError("file_not_found")
        for file in files:
            file.complete = True
        if channel_id is None:
            return None
        draft.files = [self.payload(file) for file in files]
        message = self._messages.post(actor_id, channel_id, draft, outsider=outsider)
        for file in files:
            file.shares.append((channel_id, message.ts))
            self._pulse.tell("file_shared", channel_id, actor_id, file_id=file.id, ts=message.ts)
        return message

    def delete(self, actor_id: str, file_id: str) -> None:
        """Delete one's own file; messages keep a tombstone of it."""
        file = self.find(file_id)
        if file.owner_id != actor_id:
            raise SlackError("cant_delete_file")
        del self.all[file_id]
        self._deleted.add(file_id)
        for channel_id, ts in file.shares:
            self._messages.bury_file(channel_id, ts, file_id)

    def payload(self, file: File) -> dict[str, Any]:
        """The file object of Slack's Web API."""
        return {
            "id": file.id,
            "created": file.created,
            "timestamp": file.created,
            "name": file.name,
            "title": file.title or file.name,
            "mimetype": file.mimetype,
            "filetype": file.filetype,
            "pretty_type": file.filetype.upper(),
            "user": file.owner_id,
            "user_team": self._pulse.team_id,
            "editable": False,
            "size": len(file.content or b""),
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": True,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{self.base_url}/files/{file.id}/{file.name}",
            "url_private_download": f"{self.base_url}/files/{file.id}/{file.name}",
            "permalink": f"{self.base_url}/files/{file.id}/{file.name}",
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
            **({"alt_txt": file.alt_text} if file.alt_text else {}),
        }

"""Text files that people share, as apps are told of them."""

from dataclasses import dataclass

from sandbox.json_types import Json

PREVIEW_LINES = 5


@dataclass(frozen=True)
class File:
    id: str
    name: str
    content: str
    user_id: str
    created: int

    def facts(self) -> Json:
        """In messages and from `files.info`: of the content, its first lines only."""
        lines = self.content.splitlines()
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.name,
            "mimetype": "text/plain",
            "filetype": "text",
            "pretty_type": "Plain Text",
            "user": self.user_id,
            "editable": True,
            "size": len(self.content.encode()),
            "mode": "snippet",
            "is_external": False,
            "file_access": "visible",
            "preview": "\n".join(lines[:PREVIEW_LINES]),
            "lines": len(lines),
            "lines_more": max(0, len(lines) - PREVIEW_LINES),
            "preview_is_truncated": len(lines) > PREVIEW_LINES,
        }

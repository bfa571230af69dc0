"""Files on their way from the bot: an address is asked for, the bytes go there, then they are shared."""

import secrets
from dataclasses import dataclass, field


@dataclass
class Upload:
    file_id: str
    name: str
    length: int
    """As it was announced."""
    content: bytes | None = None
    """None until it has arrived."""
    shared: bool = False


@dataclass
class Uploads:
    _by_secret: dict[str, Upload] = field(default_factory=dict)

    def announce(self, upload: Upload) -> str:
        """The last part of the address where it is to go."""
        secret = secrets.token_urlsafe(16)
        self._by_secret[secret] = upload
        return secret

    def at(self, secret: str) -> Upload | None:
        return self._by_secret.get(secret)

    def find(self, file_id: object) -> Upload | None:
        return next((each for each in self._by_secret.values() if each.file_id == file_id), None)

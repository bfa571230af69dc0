"""Where GitHub's keys come from: one address, a small document, asked for anew only where it has changed."""

import aiohttp

from api.github.keys import CannotFetch

WITHIN = aiohttp.ClientTimeout(total=10, sock_connect=3)
LARGEST = 64 * 1024
_OK, _NOT_CHANGED = 200, 304


class GithubKeysDocument:
    """Called, it gives the document. GitHub limits strangers to 60 requests an hour; this makes two."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._etag, self._document = "", b""

    async def __call__(self) -> bytes:
        """Raises `CannotFetch`."""
        try:
            async with (
                aiohttp.ClientSession(timeout=WITHIN) as web,
                web.get(self._url, headers=self._headers(), allow_redirects=False) as answer,
            ):
                await self._take(answer)
        except (aiohttp.ClientError, OSError, TimeoutError) as problem:
            raise CannotFetch(type(problem).__name__) from problem
        return self._document

    def _headers(self) -> dict[str, str]:
        accepts = {"Accept": "application/json"}
        return {**accepts, "If-None-Match": self._etag} if self._etag else accepts

    async def _take(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status == _NOT_CHANGED and self._document:
            return
        if answer.status != _OK:
            raise CannotFetch(f"status {answer.status}")
        document = b""
        async for part in answer.content.iter_any():
            document += part
            if len(document) > LARGEST:
                raise CannotFetch("too large")
        self._document, self._etag = document, answer.headers.get("ETag", "")

"""Posting to a bot that listens on an address of its own."""

from collections.abc import Mapping

import aiohttp

from sandbox.delivery.http_answer import HttpAnswer


class UrlClient:
    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def post(self, body: bytes, headers: Mapping[str, str]) -> HttpAnswer:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                lower = {name.lower(): value for name, value in answer.headers.items()}
                return HttpAnswer(answer.status, lower, await answer.read())
        except aiohttp.ClientError as problem:
            raise OSError(str(problem)) from problem

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

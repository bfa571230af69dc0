"""A gateway between a caller and an API, asking the real product: all of them on this machine."""

import asyncio
import base64
import json
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse
from yarl import URL

from cli import environment
from cli.parts import Part
from cli.serving import serving
from cli.wiring import Product, product
from core.actions.gateways import add_gateway
from core.actions.revoke import revoke_token
from core.gateway import PREFIX
from core.secret import Secret
from core.setting_values import Bind
from tests.cli.commands import settings
from tests.cli.filled import with_token
from tests.cli.processes import FREE_PORTS
from tests.storage.making import a_secret

HERE = Bind("127.0.0.1", 0)
GITHUB_KEYS = "/github/keys"
DOCS = Path(__file__).parents[2] / "docs" / "gateways"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """What stands where, and how the gateway proves itself."""

    latchkey: str
    api: str
    gateway: str
    """Where the gateway is to listen; for those who are servers of their own."""
    name: str
    secret: Secret

    @property
    def credential(self) -> str:
        return base64.b64encode(f"{self.name}:{self.secret.reveal()}".encode()).decode()

    def put_into(self, text: str) -> str:
        """Where the documented configuration has the documented addresses."""
        for documented, real in (
            ("127.0.0.1:8025", self.latchkey),
            ("127.0.0.1:9000", self.api),
            ("127.0.0.1:8080", self.gateway),
        ):
            assert documented in text
            text = text.replace(documented, real)
        return text


Gateway = Callable[[Addresses, Path], AbstractAsyncContextManager[str]]
"""Starts one and gives the address at which callers reach it."""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    challenges: list[str]
    json: Any


@dataclass
class Standing:
    folder: Path
    product: Product
    url: str = ""
    secret: Secret = field(default_factory=a_secret)
    """Of an integration that may write contacts and read invoices."""

    async def asks(
        self,
        path: str,
        token: str | None = None,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        async with (
            aiohttp.ClientSession(headers=sent) as session,
            session.request(method, URL(self.url + path, encoded=True), data=body or None) as answer,
        ):
            text = await answer.text()
            challenges = answer.headers.getall("WWW-Authenticate", [])
            known = json.loads(text) if answer.status == 200 else None
            return Reply(answer.status, answer.headers, challenges, known)

    async def kills_it(self) -> None:
        await revoke_token(self.product.tools, self.secret)

    def loses_its_database(self) -> None:
        for file in self.folder.glob("latchkey.db*"):
            file.unlink()


@asynccontextmanager
async def standing(
    gateway: Gateway, folder: Path, *, secret: Secret | None = None, astray: bool = False
) -> AsyncIterator[Standing]:
    """`folder` has a database. `secret`: what the gateway sends, if not its own. `astray`: it asks nobody."""
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(serving(protected, HERE, ""))
        keys = {"LATCHKEY_GITHUB_KEYS_URL": f"{api}{GITHUB_KEYS}"}
        given = environment.read(given={**settings(folder), **FREE_PORTS, **keys})
        running = await stack.enter_async_context(product(given, parts={Part.API}))
        own = Secret.mint(PREFIX, os.urandom)
        await add_gateway(running.tools, running.database.gateways, "edge", own, tenants=["*"])
        here = Standing(folder, running)
        await with_token(running.database, here.secret)
        addresses = Addresses(
            latchkey=f"127.0.0.1:{free_port()}" if astray else _place(running.api_url or ""),
            api=_place(api),
            gateway=f"127.0.0.1:{free_port()}",
            name="edge",
            secret=secret or own,
        )
        (folder / "gateway").mkdir()
        here.url = await stack.enter_async_context(gateway(addresses, folder / "gateway"))
        yield here


async def protected(scope: Any, receive: Any, send: Any) -> None:
    """The API behind the gateway: tells what reached it. It stands in for GitHub, too, which has no keys."""
    if scope["path"] == GITHUB_KEYS:
        await JSONResponse({"public_keys": []})(scope, receive, send)
        return
    request = Request(scope, receive)
    body = await request.body()
    reached = {"path": scope["path"], "headers": dict(request.headers), "body": body.decode()}
    known = {"latchkey": scope["latchkey"]} if "latchkey" in scope else {}
    await JSONResponse(reached | known)(scope, receive, send)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _place(url: str) -> str:
    return url.removeprefix("http://")


@asynccontextmanager
async def running(*words: str, ready: bytes, **given: str) -> AsyncIterator[None]:
    """A program, from the line in which it says that it is ready until the block ends."""
    process = await asyncio.create_subprocess_exec(
        *words,
        env={"PATH": os.environ["PATH"], **given},  # noqa: TID251 - a process needs it
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stderr is not None
        async with asyncio.timeout(20):
            said = [line async for line in _until(process.stderr, ready)]
        assert ready in b"".join(said[-1:]), b"".join(said).decode()
        silent = asyncio.create_task(process.stderr.read())
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
    await silent


async def _until(stream: asyncio.StreamReader, ready: bytes) -> AsyncIterator[bytes]:
    async for line in stream:
        yield line
        if ready in line:
            return

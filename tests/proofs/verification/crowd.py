"""Gateways that ask over HTTP, and write down what they hear and when."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random

import aiohttp

from core.secret import Secret
from tests.proofs.verification.truth import Answer, Says

LATEST = 8
"""Half of all questions are about tokens that something has just happened to."""
NOT_THEIRS = "a token that this gateway may not ask about"
PATIENCE = aiohttp.ClientTimeout(total=30)


@dataclass
class Crowd:
    web: aiohttp.ClientSession
    doors: Sequence[str]
    edge: Secret
    """Of a gateway for all workspaces."""
    stranger: Secret
    """Of a gateway for another workspace."""
    random: Random
    tokens: list[str] = field(default_factory=list)
    """Those in use, the latest last."""
    answers: list[Answer] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def use(self, token: str) -> None:
        """From now on, and often."""
        if token in self.tokens:
            self.tokens.remove(token)
        self.tokens.append(token)

    def anywhere(self) -> int:
        return self.random.randrange(len(self.doors))

    async def ask(self, replica: int, token: str) -> Answer:
        """One way or the other."""
        way = self.introspect if self.random.random() < 0.5 else self.authorize
        answer = await way(replica, token)
        self._heard(answer)
        return answer

    async def introspect(self, replica: int, token: str, *, stranger: bool = False) -> Answer:
        name, secret = ("stranger", self.stranger) if stranger else ("edge", self.edge)
        credential = {"Authorization": aiohttp.encode_basic_auth(name, secret.reveal())}
        sent, asked = time.time(), {"token": token}
        async with self.web.post(
            f"{self.doors[replica]}/v1/introspect", headers=credential, data=asked
        ) as said:
            told = await said.json(content_type=None)
        says = _SAYS[said.status] if said.status != 200 or told["active"] else Says.NO
        scopes = frozenset(told.get("scope", "").split())
        about = NOT_THEIRS if stranger else token
        return Answer(about, replica, sent, time.time(), says, scopes)

    async def authorize(self, replica: int, token: str) -> Answer:
        headers = {
            "X-Gateway-Authorization": aiohttp.encode_basic_auth("edge", self.edge.reveal()),
            "Authorization": f"Bearer {token}",
        }
        sent = time.time()
        async with self.web.get(f"{self.doors[replica]}/v1/authorize", headers=headers) as said:
            scopes = frozenset(said.headers.get("X-Integration-Scopes", "").split())
        return Answer(token, replica, sent, time.time(), _SAYS[said.status], scopes)

    async def revoke(self, replica: int, token: str) -> None:
        """As the gateway, at this replica."""
        headers = {"Authorization": aiohttp.encode_basic_auth("edge", self.edge.reveal())}
        address = f"{self.doors[replica]}/v1/revoke"
        async with self.web.post(address, headers=headers, data={"token": token}) as said:
            assert said.status == 200, said.status

    @asynccontextmanager
    async def asking(self, clients: int) -> AsyncIterator[None]:
        """So many ask without a pause until the block ends."""
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for _ in range(clients):
                group.create_task(self._ask_until(over))
            try:
                yield
            finally:
                over.set()

    async def hears(self, more: int) -> None:
        """Wait until there are so many more answers."""
        enough = len(self.answers) + more
        while len(self.answers) < enough:
            self._news.clear()
            await self._news.wait()

    async def hears_until(self, instant: float) -> None:
        while time.time() < instant:
            await self.hears(1)

    async def _ask_until(self, over: asyncio.Event) -> None:
        while not over.is_set():
            await self._ask_something()

    async def _ask_something(self) -> None:
        chance = self.random.random()
        if not self.tokens or chance < 0.05:
            await self.ask(self.anywhere(), Secret.mint("pit", self.random.randbytes).reveal())
            return
        token = self.random.choice(self.tokens[-LATEST:] if chance < 0.5 else self.tokens)
        if chance > 0.97:
            self._heard(await self.introspect(self.anywhere(), token, stranger=True))
        else:
            await self.ask(self.anywhere(), token)

    def _heard(self, answer: Answer) -> None:
        self.answers.append(answer)
        self._news.set()


_SAYS = {200: Says.YES, 401: Says.NO, 503: Says.DOUBT}


@asynccontextmanager
async def crowd_at(doors: Sequence[str], edge: Secret, stranger: Secret, seed: int) -> AsyncIterator[Crowd]:
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=PATIENCE, connector=connections) as web:
        yield Crowd(web, doors, edge, stranger, Random(seed))

"""A web page of somebody else, open in the same browser, cannot act in the pretend Slack."""

import aiohttp
import pytest

from sandbox import Sandbox

FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Host": "evil.example"},
    {"Host": "127.0.0.1.evil.example:80"},
)


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_foreign_page_can_neither_act_nor_look(headers: dict[str, str]) -> None:
    async with Sandbox() as slack, aiohttp.ClientSession(headers=headers) as browser:
        for path in ("", "people", "do?as=U0ADA0000", "api/auth.test"):
            async with browser.post(f"{slack.page_url}{path}", json={}) as answer:
                assert answer.status == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await browser.ws_connect(f"{slack.page_url}live?as=U0ADA0000")


async def test_its_own_page_can() -> None:
    async with Sandbox() as slack:
        own = {"Origin": slack.page_url.rstrip("/")}
        async with aiohttp.ClientSession(headers=own) as browser:
            async with browser.get(f"{slack.page_url}people") as answer:
                assert answer.status == 200
                assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
            async with browser.ws_connect(f"{slack.page_url}live?as=U0ADA0000") as live:
                assert (await live.receive_json())["type"] == "snapshot"

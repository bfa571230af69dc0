"""docs/api.md and docs/gateways/curl.md say what is there, and what they tell people to type works."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from api.callers import Limits, bucket
from api.endpoints.openapi import document
from api.responses import BODY_WITHIN, LARGEST_BODY
from cli.answering import KEEP_ALIVE
from core.known_settings import KNOWN
from tests.databases import NewDatabase
from tests.gateways.proxies import program
from tests.gateways.standing import DOCS, Addresses, standing

PAGE = (DOCS.parent / "api.md").read_text()
BY_HAND = (DOCS / "curl.md").read_text()
BLOCK = re.compile(r"```\n(.*?)```", re.DOTALL)


def test_every_endpoint_for_gateways_and_holders_is_explained() -> None:
    paths = [path for path in document()["paths"] if path.startswith("/v1/") and "{" not in path]
    assert paths
    for path in paths:
        assert re.search(rf"^### .*`[A-Z ]*{path}`", PAGE, re.MULTILINE), path


def test_every_member_of_an_answer_is_explained() -> None:
    schemas = document()["components"]["schemas"]
    for member in (*schemas["Active"]["properties"], *schemas["Question"]["required"]):
        assert f"`{member}`" in PAGE


def test_every_status_is_explained() -> None:
    operations = [
        each for path in document()["paths"].values() for each in path.values() if "responses" in each
    ]
    named = set(re.findall(r"\d{3}", "".join(re.findall(r"^\| (\d[\d, ]*)", PAGE, re.MULTILINE))))
    answered = {status for each in operations for status in each["responses"]}
    assert answered - {"200", "408"} <= named


def test_every_gateway_has_its_row_and_every_link_leads_somewhere() -> None:
    linked = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", PAGE)}
    assert {f"gateways/{path.name}" for path in DOCS.iterdir() if path.is_file()} <= linked
    assert [target for target in linked if not (DOCS.parent / target).exists()] == []


def test_the_figures_are_those_of_the_program() -> None:
    limits = Limits()
    assert f"{limits.requests:,.0f} requests a second, and {limits.misses:.0f} look-ups" in PAGE
    assert f"{LARGEST_BODY} bytes at most and two seconds" in PAGE
    assert BODY_WITHIN == 2
    one_a_second = bucket(1)
    assert [one_a_second.take(0) for _ in range(6)] == [True] * 5 + [False], "five times that in a burst"
    assert f"{KEEP_ALIVE} seconds" in PAGE
    (bind,) = [each.default for each in KNOWN if each.name == "LATCHKEY_API_BIND"]
    assert f"`{bind}`" in PAGE


@asynccontextmanager
async def latchkey_itself(addresses: Addresses, _folder: Path) -> AsyncIterator[str]:
    yield f"API=http://{addresses.latchkey}\nGATEWAY={addresses.name}:{addresses.secret.reveal()}\n"


async def typed(command: str) -> str:
    bash = await asyncio.create_subprocess_exec(
        program("bash"), "-euc", command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    told, _ = await bash.communicate()
    assert bash.returncode == 0, command
    return told.decode()


async def test_what_is_to_be_typed_by_hand_works(new_sqlite: NewDatabase, tmp_path: Path) -> None:
    program("curl")
    new_sqlite(tmp_path)
    _, *commands = BLOCK.findall(BY_HAND)
    async with standing(latchkey_itself, tmp_path) as here:
        settings = f"{here.url}TOKEN={here.secret.reveal()}\n"
        introspected, authorized, whoami, revoked = [await typed(settings + each) for each in commands]
        assert '"active":true' in introspected
        assert 'error="insufficient_scope", scope="contacts.readonly"' in authorized
        assert '"integration_name":"Billing sync"' in whoami
        assert revoked == ""
        assert await typed(settings + commands[0]) == '{"active":false}'


@pytest.mark.parametrize("page", [PAGE, BY_HAND], ids=["api.md", "curl.md"])
def test_no_command_puts_a_token_into_an_address(page: str) -> None:
    assert not re.search(r"[?&](access_)?token=", page)

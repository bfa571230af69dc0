"""A client library that knows nothing of Latchkey, only the RFCs: Authlib introspects and revokes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from authlib.integrations.requests_client import OAuth2Session

from tests.databases import NewDatabase
from tests.gateways.standing import Addresses, standing
from tests.storage.making import TENANT, a_secret


@asynccontextmanager
async def authlib(addresses: Addresses, _folder: Path) -> AsyncIterator[OAuth2Session]:
    with OAuth2Session(
        addresses.name, addresses.secret.reveal(), token_endpoint_auth_method="client_secret_basic"
    ) as client:
        client.base = f"http://{addresses.latchkey}"
        yield client


async def test_authlib_introspects_and_revokes(new_sqlite: NewDatabase, tmp_path: Path) -> None:
    new_sqlite(tmp_path)
    async with standing(authlib, tmp_path) as here:
        client: Any = here.url

        async def introspected(token: str) -> Any:
            address = f"{client.base}/v1/introspect"
            answer = await asyncio.to_thread(client.introspect_token, address, token, "access_token")
            assert answer.status_code == 200
            return answer.json()

        known = await introspected(here.secret.reveal())
        assert (known["active"], known["sub"], known["token_type"]) == (True, TENANT, "Bearer")
        assert known["scope"].split() == ["contacts.write", "invoices.readonly"]
        assert await introspected(a_secret().reveal()) == {"active": False}

        address = f"{client.base}/v1/revoke"
        revoked = await asyncio.to_thread(client.revoke_token, address, here.secret.reveal(), "access_token")
        assert revoked.status_code == 200
        assert await introspected(here.secret.reveal()) == {"active": False}

"""An address is what is written, or it is nowhere: nobody is sent elsewhere with a token in hand."""

import pytest

from tests.api.door import FORM, Door, form


@pytest.mark.parametrize(
    "path", ["/v1/introspect/", "/v1/revoke/", "/v1/whoami/", "//v1/whoami", "/V1/whoami"]
)
async def test_another_spelling_of_an_address_is_nowhere(sqlite_door: Door, path: str) -> None:
    _, secret = await sqlite_door.integration()
    headers = {"Authorization": sqlite_door.gateway, "Content-Type": FORM}
    said = await sqlite_door.ask("POST", path, headers, form(secret))
    assert (said.status, "location" in said.headers) == (404, False)

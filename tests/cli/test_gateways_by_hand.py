"""An operator says who may ask: the secret is shown once, and what was done is on record."""

import json

import pytest

from core.audit import SYSTEM
from core.gateway import Admission
from core.secret import Secret
from storage.database import Database
from tests.cli.commands import Ended, Latchkey, settings
from tests.cli.filled import Filled


def the_secret(ended: Ended) -> Secret:
    (secret,) = filter(None, map(Secret.parse, ended.out.split()))
    return secret


def admitted(filled: Filled, name: str, secret: Secret) -> Admission | None:
    return filled.ask(lambda database: database.gateways.by_credential(name, secret))


def test_a_gateway_is_added_and_its_secret_shown_once(latchkey: Latchkey, filled: Filled) -> None:
    added = latchkey("gateway", "add", "edge", **settings(filled.folder))
    assert (added.code, added.err) == (0, "")
    secret = the_secret(added)
    assert secret.reveal().startswith("gw_")
    assert "shown this once" in added.out
    admission = admitted(filled, "edge", secret)
    assert admission is not None
    assert admission.gateway.may_ask_about("T1")

    listed = latchkey("gateway", "list", **settings(filled.folder))
    assert "edge" in listed.out
    assert f"…{secret.last_four}" in listed.out
    assert secret.reveal() not in listed.out


def test_a_gateway_may_be_kept_to_some_workspaces(latchkey: Latchkey, filled: Filled) -> None:
    words = ("gateway", "add", "edge", "--workspace", "T1", "--workspace", "T2")
    admission = admitted(filled, "edge", the_secret(latchkey(*words, **settings(filled.folder))))
    assert admission is not None
    assert admission.gateway.tenants == {"T1", "T2"}


def test_a_gateway_may_be_given_a_rate_of_its_own(latchkey: Latchkey, filled: Filled) -> None:
    here = settings(filled.folder)
    secret = the_secret(latchkey("gateway", "add", "edge", "--rate", "2500", **here))

    def rate() -> int | None:
        admission = admitted(filled, "edge", secret)
        assert admission is not None
        return admission.gateway.rate

    assert rate() == 2500
    assert "2,500" in latchkey("gateway", "list", **here).out
    assert "may send 40 requests a second" in latchkey("gateway", "limit", "edge", "--rate", "40", **here).out
    assert rate() == 40
    assert "as many requests as usual" in latchkey("gateway", "limit", "edge", **here).out
    assert rate() is None
    for wrong in ("0", "-1", "1000001"):
        refused = latchkey("gateway", "limit", "edge", "--rate", wrong, **here)
        assert (refused.code, "from 1 to 1,000,000" in refused.err) == (1, True)


def test_a_machine_reads_the_secret_and_the_list(latchkey: Latchkey, filled: Filled) -> None:
    added = json.loads(latchkey("gateway", "add", "edge", "--json", **settings(filled.folder)).out)
    secret = Secret.parse(added["secret"])
    assert secret is not None
    (listed,) = json.loads(latchkey("gateway", "list", "--json", **settings(filled.folder)).out)
    assert (listed["name"], listed["workspaces"]) == ("edge", ["*"])
    assert [each["last_four"] for each in listed["secrets"]] == [secret.last_four]


def test_after_a_rotation_both_secrets_work(latchkey: Latchkey, filled: Filled) -> None:
    old = the_secret(latchkey("gateway", "add", "edge", **settings(filled.folder)))
    new = the_secret(latchkey("gateway", "rotate", "edge", **settings(filled.folder)))
    assert admitted(filled, "edge", old)
    assert admitted(filled, "edge", new)
    assert " until " in latchkey("gateway", "list", **settings(filled.folder)).out


def test_a_leaked_secret_is_replaced_at_once(latchkey: Latchkey, filled: Filled) -> None:
    old = the_secret(latchkey("gateway", "add", "edge", **settings(filled.folder)))
    words = ("gateway", "rotate", "edge", "--overlap", "at_once")
    new = the_secret(latchkey(*words, **settings(filled.folder)))
    assert admitted(filled, "edge", old) is None
    assert admitted(filled, "edge", new)


def test_a_removed_gateway_is_refused(latchkey: Latchkey, filled: Filled) -> None:
    secret = the_secret(latchkey("gateway", "add", "edge", **settings(filled.folder)))
    removed = latchkey("gateway", "remove", "edge", **settings(filled.folder))
    assert (removed.code, "“edge” is removed" in removed.out) == (0, True)
    assert admitted(filled, "edge", secret) is None
    assert "no gateways yet" in latchkey("gateway", "list", **settings(filled.folder)).out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "A gateway"), "lower-case letters"),
        (("add", "edge"), "already a gateway called “edge”"),
        (("rotate", "ledge"), "no gateway called “ledge”"),
        (("remove", "ledge"), "no gateway called “ledge”"),
    ],
)
def test_what_cannot_be_done_is_said(
    latchkey: Latchkey, filled: Filled, words: tuple[str, ...], said: str
) -> None:
    latchkey("gateway", "add", "edge", **settings(filled.folder))
    ended = latchkey("gateway", *words, **settings(filled.folder))
    assert (ended.code, ended.out) == (1, "")
    assert said in ended.err


def test_it_is_on_record(latchkey: Latchkey, filled: Filled) -> None:
    for words in (("add", "edge"), ("rotate", "edge"), ("remove", "edge")):
        latchkey("gateway", *words, **settings(filled.folder))

    async def recorded(database: Database) -> list[str]:
        return [entry.event.value async for entry in database.audit.entries(SYSTEM)]

    assert filled.ask(recorded) == ["gateway:add", "gateway:rotate", "gateway:remove"]

"""What a gateway may ask, and which of its secrets works."""

from datetime import timedelta

import pytest

from core.gateway import HIGHEST_RATE, Admission, Credential, Gateway, gateway_name
from core.refusals import BadField
from core.token import Fingerprint
from tests.core.examples import DAY, HOUR, NOW


def a_credential(number: int = 1) -> Credential:
    return Credential(
        id=f"credential-{number}", fingerprint=Fingerprint(bytes(32), "key-1", "0001"), made_at=NOW
    )


def a_gateway(*tenants: str) -> Gateway:
    return Gateway(
        id="gateway-1",
        name="edge",
        tenants=frozenset(tenants),
        credentials=(a_credential(),),
        created_at=NOW,
    )


def test_a_gateway_asks_about_its_own_workspaces_only() -> None:
    assert a_gateway("T1", "T2").may_ask_about("T2")
    assert not a_gateway("T1", "T2").may_ask_about("T3")
    assert not a_gateway().may_ask_about("T1")


def test_a_gateway_for_every_workspace_may_ask_about_any() -> None:
    assert a_gateway("*").may_ask_about("T3")


def test_both_secrets_work_during_the_overlap_and_only_the_new_one_after_it() -> None:
    old, new = a_gateway("*").rotate(a_credential(2), DAY, NOW).credentials
    assert (old.works(NOW + DAY - timedelta(microseconds=1)), old.works(NOW + DAY)) == (True, False)
    assert new.works(NOW + 1000 * DAY)


def test_a_second_rotation_never_gives_an_old_secret_more_time() -> None:
    once = a_gateway("*").rotate(a_credential(2), HOUR, NOW)
    first, second, third = once.rotate(a_credential(3), DAY, NOW).credentials
    assert (first.ends_at, second.ends_at, third.ends_at) == (NOW + HOUR, NOW + DAY, None)


def test_a_secret_that_has_ended_is_forgotten_by_the_next_rotation() -> None:
    once = a_gateway("*").rotate(a_credential(2), HOUR, NOW)
    later = once.rotate(a_credential(3), HOUR, NOW + HOUR)
    assert [each.id for each in later.credentials] == ["credential-2", "credential-3"]


def test_a_removed_gateway_has_no_secret_that_works() -> None:
    removed = a_gateway("*").rotate(a_credential(2), DAY, NOW).remove(NOW)
    assert removed.removed_at == NOW
    assert not any(each.works(NOW) for each in removed.credentials)


def test_an_admission_holds_as_long_as_its_credential() -> None:
    assert Admission(a_gateway("*"), None, 1).holds(NOW + 1000 * DAY)
    ending = Admission(a_gateway("*"), NOW + HOUR, 1)
    assert (ending.holds(NOW), ending.holds(NOW + HOUR)) == (True, False)


@pytest.mark.parametrize("name", ["a", "edge", "edge-1.eu_west", "0" * 63])
def test_a_plain_name_is_taken_as_it_is(name: str) -> None:
    assert gateway_name(name) == name


@pytest.mark.parametrize("name", ["", "Edge", "a:b", "a b", "-a", "a-", "é", "a\n", "0" * 64])
def test_a_name_that_would_spoil_a_header_is_refused(name: str) -> None:
    with pytest.raises(BadField):
        gateway_name(name)


@pytest.mark.parametrize("rate", [1, 100_000, HIGHEST_RATE, None])
def test_a_rate_can_be_set_and_taken_back(rate: int | None) -> None:
    assert a_gateway("*").limit(5).limit(rate).rate == rate


@pytest.mark.parametrize("rate", [0, -1, HIGHEST_RATE + 1])
def test_a_rate_that_is_none_is_refused(rate: int) -> None:
    with pytest.raises(BadField, match="from 1 to 1,000,000"):
        a_gateway("*").limit(rate)

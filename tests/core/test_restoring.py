"""What a restored backup has forgotten is taken away again, and nothing else is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.audit import Detail, Entry, Event
from core.gateway import Credential, Gateway
from core.integration import Integration
from core.quarantine import Quarantine
from core.restoring import lost, taken_from_gateway
from core.token import Fingerprint, Reason, State
from tests.core.examples import DAY, HOUR, NOW, an_integration, current, dead, offered, retiring


def entry(event: Event, subject: str = "integration-1", **details: Detail) -> Entry:
    return Entry(
        tenant="T-HOME",
        sequence=1,
        at=NOW,
        actor="U-ADA",
        event=event,
        subject=subject,
        subject_name="Billing",
        details=details,
        key_id="key-1",
        link=b"",
    )


def working(integration: Integration) -> list[int]:
    return [token.version for token in integration.tokens if token.state is not State.DEAD]


def brought_up_to_date(integration: Integration, *entries: Entry) -> Integration:
    what = lost(entries).get(integration.id)
    return integration if what is None else what.taken_from(integration, NOW)


BACKUP = an_integration(retiring(1), current(2), scopes=frozenset({"read", "write"}))


@pytest.mark.parametrize(
    ("entries", "left"),
    [
        ([], [1, 2]),
        ([entry(Event.TOKEN_REVOKE, ended=["1", "2"])], []),
        ([entry(Event.OVERLAP_EXPIRE, ended=["1"])], [2]),
        ([entry(Event.OVERLAP_END, ended=["1"])], [2]),
        ([entry(Event.TOKEN_OFFER, version=3)], [1, 2]),
        ([entry(Event.TOKEN_OFFER, version=3), entry(Event.TOKEN_NOT_RECEIVED, ended=["3"])], [1, 2]),
        ([entry(Event.TOKEN_CONFIRM, version=3, replaced=2, ended=["1"])], []),
        ([entry(Event.TOKEN_CONFIRM, version=3, ended=["1", "2"])], []),
        ([entry(Event.ROTATION_CANCEL, ended=["2"])], [1]),
        (
            [
                entry(Event.TOKEN_CONFIRM, version=3, replaced=2, ended=["1"]),
                entry(Event.ROTATION_CANCEL, ended=["3"]),
            ],
            [2],
        ),
        (
            [
                entry(Event.TOKEN_CONFIRM, version=3, replaced=2, ended=["1"]),
                entry(Event.TOKEN_OFFER, version=4),
                entry(Event.ROTATION_CANCEL, ended=["4"]),
            ],
            [],
        ),
        ([entry(Event.INTEGRATION_EDIT, description="changed")], [1, 2]),
        ([entry(Event.TOKEN_REVOKE, "integration-2", ended=["1", "2"])], [1, 2]),
        ([entry(Event.SETTINGS_CHANGE, "", ended=["1"])], [1, 2]),
    ],
)
def test_which_tokens_are_left(entries: list[Entry], left: list[int]) -> None:
    assert working(brought_up_to_date(BACKUP, *entries)) == left


def test_a_token_that_was_on_its_way_ends_if_it_was_void() -> None:
    backup = an_integration(current(1), offered(2))
    assert working(brought_up_to_date(backup, entry(Event.TOKEN_SWEEP, version=2, ended=["2"]))) == [1]


def test_a_replayed_end_is_for_ever() -> None:
    (token, *_) = brought_up_to_date(BACKUP, entry(Event.TOKEN_REVOKE, ended=["1", "2"])).tokens
    assert (token.reason, token.ended_at) == (Reason.REVOKED, NOW)


@pytest.mark.parametrize(
    ("entries", "held"),
    [
        ([entry(Event.INTEGRATION_QUARANTINE)], True),
        ([entry(Event.INTEGRATION_QUARANTINE), entry(Event.TOKEN_REVOKE, ended=["1"])], True),
        ([entry(Event.INTEGRATION_QUARANTINE), entry(Event.INTEGRATION_LIFT)], False),
        ([entry(Event.INTEGRATION_QUARANTINE), entry(Event.TOKEN_REVOKE, incident="i-1")], False),
        ([entry(Event.TOKEN_REVOKE, incident="i-1")], False),
    ],
)
def test_what_was_in_quarantine_is_for_nobody_until_it_is_lifted(entries: list[Entry], held: bool) -> None:
    after = brought_up_to_date(BACKUP, *entries)
    assert after.quarantine == (Quarantine(at=NOW) if held else None)


def test_a_quarantine_that_the_backup_knows_stays_as_it_is() -> None:
    known = replace(BACKUP, quarantine=Quarantine(at=NOW - DAY, scopes=frozenset({"read"})))
    assert brought_up_to_date(known, entry(Event.INTEGRATION_QUARANTINE)).quarantine == known.quarantine


def test_a_deleted_integration_is_deleted_again() -> None:
    after = brought_up_to_date(BACKUP, entry(Event.INTEGRATION_DELETE, ended=["1", "2"]))
    assert (after.deleted_at, working(after)) == (NOW, [])


@pytest.mark.parametrize(
    ("edits", "left"),
    [
        ([{"scopes_lost": ["write"]}], {"read"}),
        ([{"scopes_gained": ["pay"]}], {"read", "write"}),
        ([{"scopes_lost": ["write"]}, {"scopes_gained": ["write"]}], {"read", "write"}),
        ([{"scopes_gained": ["pay"]}, {"scopes_lost": ["pay", "read"]}], {"write"}),
    ],
)
def test_permissions_are_taken_away_and_never_given(edits: list[dict[str, Detail]], left: set[str]) -> None:
    entries = [entry(Event.INTEGRATION_EDIT, "integration-1", **details) for details in edits]
    assert brought_up_to_date(BACKUP, *entries).scopes == left


def test_replaying_twice_changes_nothing_more() -> None:
    entries = [entry(Event.TOKEN_REVOKE, ended=["2"]), entry(Event.INTEGRATION_EDIT, scopes_lost=["read"])]
    once = brought_up_to_date(BACKUP, *entries)
    alive = replace(once, tokens=tuple(token for token in once.tokens if token.state is not State.DEAD))
    assert brought_up_to_date(alive, *entries) == alive


def test_a_token_that_was_dead_already_stays_as_it_was() -> None:
    backup = an_integration(dead(1), current(2))
    assert working(brought_up_to_date(backup, entry(Event.INTEGRATION_EDIT))) == [2]


# --- gateways

EDGE = Gateway(
    id="gateway-1",
    name="edge",
    tenants=frozenset({"*"}),
    credentials=(Credential(id="c-1", fingerprint=Fingerprint(bytes(32), "key-1", "0001"), made_at=NOW),),
    created_at=NOW,
)


def test_a_removed_gateway_is_removed_again() -> None:
    after = taken_from_gateway(EDGE, [entry(Event.GATEWAY_REMOVE, EDGE.id)], NOW + DAY)
    assert (after.removed_at, after.credentials[0].works(NOW + DAY)) == (NOW + DAY, False)


def test_a_replaced_secret_ends_when_it_was_to_end() -> None:
    rotated = entry(Event.GATEWAY_ROTATE, EDGE.id, overlap_seconds=3600)
    (credential,) = taken_from_gateway(EDGE, [rotated], NOW + DAY).credentials
    assert (credential.works(NOW + HOUR - timedelta(seconds=1)), credential.works(NOW + HOUR)) == (
        True,
        False,
    )


def test_another_gateways_end_is_none_of_this_one() -> None:
    assert taken_from_gateway(EDGE, [entry(Event.GATEWAY_REMOVE, "gateway-2")], NOW) == EDGE

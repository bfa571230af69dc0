"""The audit record, read by people."""

import pytest

from bot.views.record import dated, sentence
from core.audit import OPERATOR, SYSTEM, Detail, Event
from tests.bot.sights import an_entry

ADA = "<@U-ADA>"


@pytest.mark.parametrize(
    ("event", "details", "told"),
    [
        (Event.INTEGRATION_CREATE, {"scopes": ["a", "b"]}, f"{ADA} created it with 2 permissions."),
        (Event.INTEGRATION_CREATE, {"scopes": [], "decoy": True}, f"{ADA} planted it, which is a decoy."),
        (Event.INTEGRATION_CREATE, {"drill": True}, f"{ADA} made it to practise on."),
        (Event.INTEGRATION_DELETE, {"tokens_ended": 2}, f"{ADA} deleted it. 2 tokens ended."),
        (Event.INTEGRATION_DELETE, {"tokens_ended": 0}, f"{ADA} deleted it."),
        (Event.TOKEN_OFFER, {"version": 2, "recipient": "U-ADA"}, f"{ADA} rotated it: token v2 was made."),
        (
            Event.TOKEN_OFFER,
            {"version": 2, "asked_by": "U-BOB"},
            f"{ADA} collected its token v2; <@U-BOB> had asked for it.",
        ),
        (Event.TOKEN_OFFER, {"version": 2, "asked_by": "U-ADA"}, f"{ADA} collected its token v2."),
        (
            Event.TOKEN_HAND_OVER,
            {"version": 2, "recipient": "U-BOB"},
            f"{ADA} rotated it: <@U-BOB> is to collect the new token.",
        ),
        (Event.TOKEN_CONFIRM, {"version": 2, "proof": "saved"}, f"{ADA} saved its token v2."),
        (
            Event.TOKEN_CONFIRM,
            {"version": 2, "proof": "first_use"},
            "Its token v2 was used for the first time, which confirms it.",
        ),
        (
            Event.TOKEN_NOT_RECEIVED,
            {"version": 2},
            f"{ADA} said that its token v2 did not arrive; it was made void.",
        ),
        (Event.TOKEN_REVOKE, {"versions": "1, 2"}, f"{ADA} revoked its tokens (versions 1 and 2)."),
        (Event.TOKEN_REVOKE, {"versions": "3"}, f"{ADA} revoked its tokens (version 3)."),
        (Event.TOKEN_REVOKE, {"versions": ""}, f"{ADA} revoked its tokens; none worked any more."),
        (Event.INTEGRATION_NOT_ORPHANED, {"owner": "U-ADA"}, f"{ADA} is here again and looks after it."),
        (
            Event.INTEGRATION_REASSIGN,
            {"owner_before": "U-BOB", "owner": "U-OLIVE"},
            f"{ADA} gave it to <@U-OLIVE>; it was <@U-BOB>’s.",
        ),
        (
            Event.INTEGRATION_REASSIGN,
            {"owner_before": "U-BOB", "owner": "U-ADA"},
            f"{ADA} took it over; it was <@U-BOB>’s.",
        ),
        (
            Event.OVERLAP_EXTEND,
            {"ends_at": "2030-01-10T12:00:00+00:00"},
            (
                f"{ADA} gave its old token more time, until "
                "<!date^1894276800^{date_short_pretty} at {time}|2030-01-10 12:00 UTC>."
            ),
        ),
        (
            Event.INTEGRATION_EDIT,
            {"name_before": "R&D", "scopes_gained": ["a"], "days_before": 90, "days": 30},
            (
                f"{ADA} edited it: it was called “R&amp;D” before; 1 permission added; "
                "rotation every 30 days instead of 90."
            ),
        ),
    ],
)
def test_a_change_of_an_integration(event: Event, details: dict[str, Detail], told: str) -> None:
    assert sentence(an_entry(event, details), it="it") == told


@pytest.mark.parametrize(
    ("event", "details", "told"),
    [
        (Event.LEAK_REPORT, {"outcome": "revoked"}, "as leaked: every token was revoked."),
        (Event.LEAK_REPORT, {"outcome": "alerted"}, "as leaked: its people were asked to decide."),
        (Event.LEAK_REPORT, {"outcome": "dead"}, "as leaked: that one was dead already."),
        (Event.LEAK_REPORT, {"outcome": "of a later version"}, "reported its token as leaked."),
        (Event.LEAK_DECIDE, {"decision": "let through"}, "let through the leak reports that were held."),
        (Event.NOTICES_RETRY, {"notices": 1}, "put 1 notice that could not be delivered back on the way."),
    ],
)
def test_what_became_of_leaks_and_notices(event: Event, details: dict[str, Detail], told: str) -> None:
    assert sentence(an_entry(event, details), it="it").endswith(told)


def test_settings_read_as_people_say_them() -> None:
    details: dict[str, Detail] = {
        "enabled": "off",
        "security_channel": "C024BE9",
        "admins_by_default": True,
    }
    told = f"{ADA} changed the settings (enabled: off; security channel: <#C024BE9>; admins by default: on)."
    assert sentence(an_entry(Event.SETTINGS_CHANGE, details)) == told
    none: dict[str, Detail] = {"security_channel": "None"}
    assert "(security channel: none)" in sentence(an_entry(Event.SETTINGS_CHANGE, none))


@pytest.mark.parametrize("event", Event)
def test_nothing_is_said_to_be_of_it(event: Event) -> None:
    assert "of it" not in sentence(an_entry(event, {"version": 2}), it="it")


@pytest.mark.parametrize(
    ("role", "before", "told"),
    [
        ("manager", "none", f"{ADA} gave <@integration-1> the role manager."),
        ("manager", "viewer", f"{ADA} gave <@integration-1> the role manager instead of viewer."),
        ("none", "viewer", f"{ADA} took the role viewer from <@integration-1>."),
    ],
)
def test_access_given_and_taken(role: str, before: str, told: str) -> None:
    assert sentence(an_entry(Event.ACCESS_GRANT, {"role": role, "before": before})) == told


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_sentence_even_without_details(event: Event) -> None:
    """Older releases may have written less."""
    said = sentence(an_entry(event, {}, actor="U-ADA"))

    assert said.endswith(".")
    assert "None" not in said


@pytest.mark.parametrize(("actor", "name"), [(SYSTEM, "Latchkey"), (OPERATOR, "The operator (command line)")])
def test_actors_who_are_no_people_are_named(actor: str, name: str) -> None:
    assert sentence(an_entry(Event.TOKEN_REVOKE, {"versions": "1"}, actor=actor)).startswith(name)


def test_that_an_owner_is_here_again_is_what_the_clock_saw() -> None:
    seen = an_entry(Event.INTEGRATION_NOT_ORPHANED, {"owner": "U-ADA"}, actor=SYSTEM)
    assert sentence(seen) == f"Latchkey saw that the owner of *Billing*, {ADA}, is here again."


def test_the_integration_is_named_where_the_record_is_about_many() -> None:
    assert "*Billing*" in dated(an_entry(Event.OVERLAP_END, {}))
    assert "*Billing*" not in dated(an_entry(Event.OVERLAP_END, {}), it="it")

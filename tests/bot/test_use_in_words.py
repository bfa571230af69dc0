"""Who uses a token, in words that people read: in lists, on the portrait, in forms and in warnings."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import buttons
from bot.blocks import actions, as_json, modal
from bot.features import cancel_rotation, delete, rotate
from bot.notices import message
from bot.overlap_notices import overlap_ending
from bot.text import escape
from bot.views.fleet import fleet_blocks
from bot.views.hold_outs import to_third_party
from bot.views.portrait import portrait_view
from bot.views.use import last_used, warning, who
from core.actor import Person
from core.evidence import Caller, LastUse, Usage, UseCount
from core.integration import Integration
from core.moving import hold_outs
from core.notices import Kind, Notice
from core.overlap import Overlap
from sandbox.blocks import problems_in_message
from tests.bot.sights import CATALOGUE, LONG_NAME, a_count, a_sight, a_sitting, problems, the_most_used
from tests.core.examples import DAY, HOUR, NOW, WEEK, an_integration, current, offered, retiring

CURL = Caller("gateway-1", "203.0.113.0/24", "curl")
CRON = Caller("gateway-1", "198.51.100.0/24", "cron_job")
ADA = Person(tenant="T-HOME", id="U-ADA", team="T-HOME")
MINUTE = timedelta(minutes=1)
OVERLAP = an_integration(
    retiring(1, ends_at=NOW + DAY), current(2, confirmed_at=NOW - 6 * DAY, overlap=Overlap.WEEK)
)


def a_usage(*counts: UseCount, **changes: Any) -> Usage:
    return replace(Usage(counts, gateways={"gateway-1": "edge-eu"}), **changes)


HALF_MOVED = a_usage(a_count(1, CURL, 3 * HOUR), a_count(1, CRON, 5 * MINUTE), a_count(2, CURL, 2 * HOUR))


def words(view: Any) -> str:
    """All that is written on it."""
    return str(view.to_dict())


def a_notice(integration: Integration) -> Notice:
    old = integration.retiring(NOW)
    assert old is not None
    assert old.ends_at is not None
    facts = {"token": old.id, "ends_at": old.ends_at.isoformat()}
    return Notice(kind=Kind.OVERLAP_ENDING, to="U-OLIVE", integration_id=integration.id, facts=facts)


# --- lists


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, "No use seen"),
        (LastUse(NOW - 3 * MINUTE, 2), "Last used 3 minutes ago by 2 callers"),
        (LastUse(NOW - timedelta(seconds=3), 1), "Last used just now by 1 caller"),
        (LastUse(NOW - 40 * DAY, 0), "Last used 40 days ago"),
        (LastUse(NOW + MINUTE, 1), "Last used just now by 1 caller"),
    ],
)
def test_a_last_use_is_one_short_line(last: LastUse | None, said: str) -> None:
    assert last_used(last, NOW) == said


def test_each_row_of_a_list_says_when_it_was_used_last() -> None:
    used, unused = an_integration(current()), an_integration(current(), id="integration-2", name="Unused")
    sight = a_sight([used, unused])
    fleet = replace(sight.fleet, uses={used.id: LastUse(NOW - 3 * MINUTE, 2)})
    rows = [
        each["text"]["text"]
        for each in as_json(fleet_blocks(replace(sight, fleet=fleet)))
        if "accessory" in each
    ]
    assert ["Last used 3 minutes ago by 2 callers" in row for row in rows] == [True, False]
    assert "No use seen" in rows[1]


# --- the portrait


def test_the_portrait_names_each_caller_with_each_token() -> None:
    usage = replace(HALF_MOVED, scopes={"contacts.readonly": NOW - HOUR})
    said = words(portrait_view(a_sitting(OVERLAP, usage=usage)))
    assert "Last used 5 minutes ago by 2 callers." in said
    assert "`203.0.113.0/24` `curl` via edge-eu: v2 2 hours ago (1 use) and v1 3 hours ago (1 use)" in said
    assert "`198.51.100.0/24` `cron_job` via edge-eu: v1 5 minutes ago (1 use)" in said
    assert "`contacts.readonly` 1 hour ago" in said


def test_the_portrait_says_who_still_uses_the_old_token_and_what_to_tell_them() -> None:
    said = words(portrait_view(a_sitting(OVERLAP, usage=HALF_MOVED)))
    assert "1 of 2 callers still uses the old token" in said
    assert "To copy for the third party" in said


def test_who_still_tries_a_dead_token_is_named() -> None:
    usage = a_usage(a_count(1, CRON, 5 * MINUTE, refused=True, count=12))
    said = words(portrait_view(a_sitting(an_integration(current(2)), tokens=[current(2)], usage=usage)))
    assert "Refused tries" in said
    assert "12 times, last 5 minutes ago, from `198.51.100.0/24` `cron_job` via edge-eu" in said


def test_what_ends_when_everybody_has_moved_says_so() -> None:
    moving = an_integration(
        retiring(1, ends_at=NOW + 30 * DAY), current(2, overlap=Overlap.UNTIL_MOVED), quiet=WEEK
    )
    said = words(portrait_view(a_sitting(moving, usage=HALF_MOVED)))
    assert "once each caller was seen with the new one, or was silent for 7 days" in said
    assert "It ends sooner" not in words(portrait_view(a_sitting(OVERLAP, usage=HALF_MOVED)))


def test_callers_that_a_gateway_does_not_tell_apart_are_called_that() -> None:
    usage = a_usage(a_count(1, Caller("gateway-1")))
    assert who(Caller("gateway-1"), usage) == "callers that edge-eu does not tell apart"
    assert who(Caller("gone", "203.0.113.0/24"), usage) == "`203.0.113.0/24` via a gateway"


# --- before something ends it


def test_a_warning_says_how_many_used_it_today_and_names_some() -> None:
    many = [a_count(1, Caller("gateway-1", f"10.0.{n}.0/24", "bot"), n * MINUTE) for n in range(5)]
    said = warning(OVERLAP.tokens, a_usage(*many), NOW)
    assert said.startswith(
        "5 callers used it today, the last one just now: `10.0.0.0/24` `bot` via edge-eu, "
    )
    assert said.endswith(" and 2 more.")
    assert warning(OVERLAP.tokens, a_usage(a_count(1, CURL, 12 * DAY)), NOW) == (
        "It was last used 12 days ago, by `203.0.113.0/24` `curl` via edge-eu."
    )
    assert warning(OVERLAP.tokens, Usage(), NOW) == ""


def test_a_warning_names_only_those_whom_it_has_counted() -> None:
    long_ago = (a_count(1, CRON, 12 * DAY), a_count(1, Caller("gateway-1", "10.0.1.0/24"), 13 * DAY))
    assert warning(OVERLAP.tokens, a_usage(a_count(1, CURL), *long_ago), NOW) == (
        "1 caller used it today, 1 hour ago: `203.0.113.0/24` `curl` via edge-eu."
    )
    assert warning(OVERLAP.tokens, a_usage(*long_ago), NOW) == (
        "It was last used 12 days ago, by `198.51.100.0/24` `cron_job` via edge-eu, "
        "before that by `10.0.1.0/24` via edge-eu."
    )


def test_deleting_says_who_will_be_refused() -> None:
    said = words(delete.form(an_integration(current(1)), HALF_MOVED, CATALOGUE, "intent", NOW))
    assert "*Its token is in use.* 2 callers used it today, the last one 5 minutes ago" in said
    assert "Type the integration's name" in said
    unused = words(delete.form(an_integration(current(1)), Usage(), CATALOGUE, "intent", NOW))
    assert "in use" not in unused
    assert "Type the integration's name" not in unused


def test_cancelling_lists_who_uses_the_new_token() -> None:
    said = words(cancel_rotation.form(OVERLAP, HALF_MOVED, "intent", NOW))
    assert "already been used" in said
    assert "1 caller used it today, 2 hours ago: `203.0.113.0/24` `curl` via edge-eu." in said
    assert "cron_job" not in said
    assert "already been used" not in words(cancel_rotation.form(OVERLAP, Usage(), "intent", NOW))


def test_expiring_now_says_how_many_are_left() -> None:
    (old, _) = OVERLAP.tokens
    pressed = buttons.expire_old(OVERLAP, old, hold_outs(OVERLAP, HALF_MOVED, NOW))
    assert "1 of 2 callers still uses it" in str(pressed.to_dict())
    longest = replace(OVERLAP, name=LONG_NAME)
    crowd = hold_outs(longest, a_usage(*(a_count(1, Caller("g", f"10.{n}.0.0/24")) for n in range(200))), NOW)
    assert problems(modal("Try", [actions(buttons.expire_old(longest, old, crowd))])) == []


# --- the rotate form


def rotate_form(integration: Integration, usage: Usage) -> Any:
    return rotate.form(integration, usage, "intent", overlap=Overlap.WEEK, who=ADA, now=NOW)


def test_until_moved_is_offered_where_gateways_say_who_calls() -> None:
    told = rotate_form(an_integration(current(1)), a_usage(a_count(1, CURL)))
    assert "until_moved" in words(told)
    assert "Whoever uses it needs the new one" in words(told)
    assert problems(told) == []


@pytest.mark.parametrize("usage", [Usage(), a_usage(a_count(1, Caller("gateway-1")))])
def test_until_moved_is_not_offered_where_nobody_says_who_calls(usage: Usage) -> None:
    form = rotate_form(an_integration(current(1)), usage)
    assert "until_moved" not in words(form)
    assert "counts as gone" not in words(form)
    assert problems(form) == []


@pytest.mark.parametrize(
    ("pause", "proposed"),
    [(HOUR, "24 hours"), (2 * DAY, "3 days"), (10 * DAY, "15 days"), (28 * DAY, "30 days")],
)
def test_the_quiet_period_is_proposed_from_the_rhythm(pause: timedelta, proposed: str) -> None:
    form = rotate_form(an_integration(current(1)), a_usage(a_count(1, CURL, longest_pause=pause)))
    (field,) = [each for each in form.to_dict()["blocks"] if each.get("block_id") == "quiet"]
    assert field["element"]["initial_option"]["text"]["text"] == f"Who was silent for {proposed}"
    assert problems(form) == []


def test_a_quiet_period_that_was_set_before_is_proposed_again() -> None:
    form = rotate_form(an_integration(current(1), quiet=WEEK), a_usage(a_count(1, CURL)))
    (field,) = [each for each in form.to_dict()["blocks"] if each.get("block_id") == "quiet"]
    assert field["element"]["initial_option"]["value"] == "7"


# --- warnings


def test_the_warning_can_be_read_without_its_blocks() -> None:
    said = message(OVERLAP, a_notice(OVERLAP), NOW, HALF_MOVED)
    assert said is not None
    assert "The old token (…0001) of *Billing* stops working" in said.text
    assert "1 of 2 callers still uses the old token: 198.51.100.0/24 cron_job." in said.text
    shown = str(as_json(said.blocks))
    for label in (
        "Extend overlap",
        "Expire old token now",
        "Cancel rotation",
        "`198.51.100.0/24` `cron_job`",
    ):
        assert label in shown


def test_the_warning_is_moot_once_the_end_has_changed_or_come() -> None:
    notice = a_notice(OVERLAP)
    later = replace(OVERLAP, tokens=(retiring(1, ends_at=NOW + WEEK), OVERLAP.tokens[1]))
    gone = replace(OVERLAP, tokens=(OVERLAP.tokens[1],))
    assert overlap_ending(later, notice, NOW, HALF_MOVED) is None
    assert overlap_ending(gone, notice, NOW, HALF_MOVED) is None
    assert overlap_ending(OVERLAP, notice, NOW + DAY, HALF_MOVED) is None


def test_the_warning_fits_whoever_uses_it() -> None:
    crowd = replace(
        OVERLAP,
        name=LONG_NAME,
        tokens=(retiring(98, ends_at=NOW + DAY), current(99, confirmed_at=NOW - WEEK)),
    )
    said = message(crowd, a_notice(crowd), NOW, the_most_used())
    assert said is not None
    assert problems_in_message({"text": said.text, "blocks": as_json(said.blocks), "channel": "C1"}) == []
    assert "still use the old token" in said.text
    assert escape(LONG_NAME) in said.text


def test_who_is_told_that_it_ended_learns_why() -> None:
    ended = Notice(
        kind=Kind.OVERLAP_ENDED, to="U-OLIVE", integration_id="integration-1", facts={"moved": "yes"}
    )
    integration = an_integration(current(2))
    because = message(integration, ended, NOW, Usage())
    by_time = message(integration, replace(ended, facts={}), NOW, Usage())
    assert because is not None
    assert by_time is not None
    assert "everybody has moved to the new one" in because.text
    assert "reached its end" in by_time.text


def test_the_words_for_the_third_party_are_plain_and_hold_no_secret() -> None:
    found = hold_outs(OVERLAP, HALF_MOVED, NOW)
    assert found is not None
    said = to_third_party(found, HALF_MOVED, OVERLAP, OVERLAP.tokens[0])
    assert said == (
        "Hello,\n"
        "the old API token of “Billing” (it ends in 0001) stops working on 8 January 2030, 12:00 UTC. "
        "It is still sent from:\n"
        "- 198.51.100.0/24 cron_job, last seen 7 January 2030, 11:55 UTC\n"
        "Please put the new token (it ends in 0002) in its place there. "
        "Once the old one has ended, calls with it are refused with status 401."
    )


# --- the limits


def test_forms_fit_whoever_uses_it() -> None:
    usage = the_most_used()
    integration = an_integration(current(99), name=LONG_NAME)
    both = an_integration(retiring(98, ends_at=NOW + DAY), current(99), name=LONG_NAME)
    unconfirmed = an_integration(current(98), offered(99), name=LONG_NAME)
    assert problems(delete.form(integration, usage, CATALOGUE, "intent", NOW)) == []
    assert problems(rotate_form(integration, usage)) == []
    assert problems(cancel_rotation.form(both, usage, "intent", NOW)) == []
    assert problems(cancel_rotation.form(unconfirmed, usage, "intent", NOW)) == []

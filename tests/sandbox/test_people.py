"""Who works here: what the bot is told of people, and what changes when their standing does."""

from datetime import UTC, datetime

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import NotPossibleError, Person, Sandbox
from tests.sandbox.block_kit import Json
from tests.sandbox.bolt_bot import Clock

FLAGS = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_stranger")


async def facts(client: AsyncWebClient, slack: Sandbox, key: str) -> Json:
    answer = await client.users_info(user=slack.person(key).id)
    user: Json = answer["user"]
    return user


@pytest.mark.parametrize(
    ("key", "flags"),
    [
        ("ada", {"is_admin", "is_owner", "is_primary_owner"}),
        ("adi", {"is_admin"}),
        ("mia", set()),
        ("max", set()),
        ("gus", {"is_restricted"}),
        ("sam", {"is_stranger"}),
    ],
)
async def test_each_person_has_their_standing(
    slack: Sandbox, client: AsyncWebClient, key: str, flags: set[str]
) -> None:
    user = await facts(client, slack, key)
    assert {flag for flag in FLAGS if user[flag]} == flags
    assert (user["deleted"], user["is_bot"], user["is_app_user"]) == (False, False, False)
    assert user["team_id"] == ("T0OTHER00" if key == "sam" else slack.team_id)


async def test_the_bot_is_a_user_as_well(client: AsyncWebClient) -> None:
    answer = await client.users_info(user="U0BOT0000")
    assert answer["user"]["is_bot"] is True


async def test_nobody_is_not_found(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U0NOBODY0")


@pytest.mark.parametrize(
    ("when", "offset", "label"),
    [(datetime(2026, 1, 15, tzinfo=UTC), 3600, "CET"), (datetime(2026, 7, 15, tzinfo=UTC), 7200, "CEST")],
)
async def test_the_time_zone_follows_the_season(
    slack: Sandbox, client: AsyncWebClient, clock: Clock, when: datetime, offset: int, label: str
) -> None:
    clock.now = when
    user = await facts(client, slack, "ada")
    assert (user["tz"], user["tz_offset"], user["tz_label"]) == ("Europe/Berlin", offset, label)


async def test_somebody_deactivated_has_no_flags_left(slack: Sandbox, client: AsyncWebClient) -> None:
    slack.deactivate("adi")
    user = await facts(client, slack, "adi")
    assert user["deleted"] is True
    assert "is_admin" not in user
    with pytest.raises(SlackApiError, match="user_disabled"):
        await client.conversations_open(users=user["id"])


async def test_somebody_demoted_is_a_plain_member(
    slack: Sandbox, client: AsyncWebClient, ada: Person
) -> None:
    slack.demote(ada)
    user = await facts(client, slack, "ada")
    assert not any(user[flag] for flag in FLAGS)
    slack.promote(ada)
    assert (await facts(client, slack, "ada"))["is_admin"] is True


async def test_a_newcomer_is_in_the_public_channels(slack: Sandbox, client: AsyncWebClient) -> None:
    noa = slack.add_person("noa", "Noa New", is_ultra_restricted=True)
    assert (await facts(client, slack, "noa"))["is_ultra_restricted"] is True
    await client.chat_postMessage(channel="C0GENERAL", text="welcome")
    await client.chat_postMessage(channel="C0SECURIT", text="for the few")
    assert [seen.text for seen in noa.sees] == ["welcome"]


async def test_a_new_stranger_is_only_where_strangers_are(slack: Sandbox) -> None:
    eve = slack.add_person("eve", "Eve Elsewhere", is_stranger=True, team_id="T0ELSE000")
    places = [each.name for each in slack.world.workspace.conversations_of(eve.id)]
    assert places == ["partners"]


def test_the_same_key_is_always_the_same_person(slack: Sandbox, ada: Person) -> None:
    ada.channel = "random"
    assert slack.person("ada").channel == "random"
    assert slack.person(ada.id) is ada


def test_an_unknown_person_is_an_error(slack: Sandbox) -> None:
    with pytest.raises(NotPossibleError, match="no zoe"):
        slack.person("zoe")

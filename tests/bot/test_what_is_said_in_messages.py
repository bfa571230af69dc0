"""What is looked through of a message: all that people read in it, and nothing that is not theirs."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.features.pasted import on_message
from bot.said import files_of, words_in
from cli.manifest import with_pasted_tokens
from core.leaks.finding import tokens_in
from tests.core.test_finding_tokens_in_text import minted
from tests.databases import Clock
from tests.office import MANIFEST, Office, open_office
from tests.stories.test_pasted_tokens import switches_it_on

TOKEN = minted()
HALF_BOLD = {
    "type": "rich_text_section",
    "elements": [
        {"type": "text", "text": f"see {TOKEN[:20]}"},
        {"type": "text", "text": TOKEN[20:40], "style": {"bold": True}},
        {"type": "text", "text": TOKEN[40:]},
    ],
}
MESSAGES: list[Mapping[str, Any]] = [
    {"text": f"see {TOKEN}"},
    {"text": f"see {TOKEN[:20]}*{TOKEN[20:]}*"},
    {"text": "see below", "blocks": [{"type": "rich_text", "elements": [HALF_BOLD]}]},
    {"blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": [HALF_BOLD]}]}]},
    {"blocks": [{"type": "section", "fields": [{"type": "mrkdwn", "text": TOKEN}]}]},
    {
        "blocks": [
            {"type": "rich_text", "elements": [{"type": "link", "url": f"https://x.example/?t={TOKEN}"}]}
        ]
    },
    {"attachments": [{"fallback": "an alert", "fields": [{"title": "key", "value": TOKEN}]}]},
    {"files": [{"id": "F1", "name": f"{TOKEN}.txt"}]},
    {"files": [{"id": "F1", "mimetype": "image/png", "title": TOKEN}]},
    {"files": [{"id": "F1", "preview": f"key = {TOKEN}"}]},
]


@pytest.mark.parametrize("message", MESSAGES)
def test_a_token_is_seen_wherever_people_read_it(message: Mapping[str, Any]) -> None:
    assert [secret.reveal() for secret in tokens_in(words_in(message))] == [TOKEN]


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "blocks": None},
        {"blocks": [{"elements": "odd"}], "files": [{"id": 5}]},
        {"metadata": {"event_payload": {"id": TOKEN}}},
    ],
)
def test_odd_messages_and_what_nobody_reads_give_nothing(message: Mapping[str, Any]) -> None:
    assert tokens_in(words_in(message)) == []


# --- with the product


@pytest.fixture
async def office(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, clock, tmp_path, manifest=with_pasted_tokens(MANIFEST)) as opened:
        await switches_it_on(opened)
        yield opened


def desk_of(office: Office) -> Desk:
    assert office.product.slack is not None
    return office.product.slack.desk


def said(office: Office, token: str, **more: object) -> dict[str, object]:
    channel = office.slack.channel("general").id
    return {"type": "message", "channel": channel, "ts": "1.000001", "text": token, **more}


def calls(office: Office, method: str) -> int:
    return sum(call.method == method for call in office.slack.calls)


async def test_another_apps_message_is_acted_on_though_nobody_can_be_told_privately(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")
    await on_message(desk_of(office), said(office, token, bot_id="B0OTHER", subtype="bot_message"))

    assert not await office.accepts(token)
    assert calls(office, "chat.postEphemeral") == 0


@pytest.mark.parametrize("sign", ["bot_id", "user"])
async def test_our_own_messages_are_not_looked_at(office: Office, sign: str) -> None:
    desk = desk_of(office)
    token = await office.creates(office.ada, "Billing sync")
    ours = {"bot_id": desk.bot_id, "user": desk.bot_user}[sign]
    await on_message(desk, said(office, token, **{sign: ours}))
    await on_message(desk, {"subtype": "message_changed", "message": said(office, token, **{sign: ours})})

    assert await office.accepts(token)


async def test_the_token_dies_though_its_author_cannot_be_told(office: Office) -> None:
    token = await office.creates(office.ada, "Billing sync")
    office.slack.faults.next("chat.postEphemeral", "refuse", error="user_not_in_channel")
    await on_message(desk_of(office), said(office, token, user=office.mia.id))

    assert not await office.accepts(token)
    assert calls(office, "chat.postEphemeral") == 1


async def test_only_text_files_are_asked_for_and_no_more_than_a_message_can_have(office: Office) -> None:
    desk = desk_of(office)
    picture, hidden = {"id": "F1", "mimetype": "image/png"}, {"id": "F2", "file_access": "check_file_info"}
    assert await files_of(desk, {"files": [picture]}) == ""
    assert calls(office, "files.info") == 0

    assert await files_of(desk, {"files": [hidden]}) == ""
    await files_of(desk, {"files": [{"id": f"F{number}", "mode": "snippet"} for number in range(50)]})
    assert calls(office, "files.info") == 11


@pytest.mark.parametrize("fault", ["reset_before", "http_500", "garbage"])
async def test_a_file_that_cannot_be_had_keeps_nothing_else_from_being_noticed(
    office: Office, fault: str
) -> None:
    token = await office.creates(office.ada, "Billing sync")
    office.slack.faults.next("files.info", fault, 9)  # type: ignore[arg-type]  # one of the kinds there are
    await on_message(desk_of(office), said(office, token, files=[{"id": "F1", "mode": "snippet"}]))

    assert not await office.accepts(token)

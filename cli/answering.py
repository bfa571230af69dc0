"""What gateways ask, put together: memory, its freshness, and the evidence that comes of answering."""

import secrets
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import api.app
import api.verification
from api.alarm import Alarm
from api.desk import Desk
from api.evidence import Evidence
from cli.epoch_mark import EpochMark
from cli.github import GithubKeysDocument
from cli.opening import Opened
from cli.serving import serving
from cli.vitals import Vitals
from cli.workspaces import known
from core.actions.gateway_alarm import tell_of_bad_tokens
from core.gateway import Gateway
from core.verification import Steady
from core.verification_ports import Freshness

KEEP_ALIVE = 75
"""Seconds: longer than proxies keep an idle connection, so that none uses one which we have just closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    desk: Desk
    freshness: Freshness
    evidence: Evidence


async def answering(stack: AsyncExitStack, base: Opened) -> Answering:
    """What is known of use is written last of all, after the last answer.

    The clock here never goes back, not even behind what was seen before the last start.
    """
    evidence, freshness = Evidence(base.database.uses), base.database.freshness(base.settings.lease)
    mark = EpochMark(Path(base.settings.data))
    freshness.on_change(lambda changes: mark.advance(changes.epoch))
    alarm = Alarm(partial(_tell_of_bad_tokens, base))
    steady = Steady(base.tools.now, floor=await base.database.clock_mark.read())
    desk = api.verification.desk(
        tools=replace(base.tools, now=steady),
        ledger=base.database.ledger,
        gateways=base.database.gateways,
        freshness=freshness,
        note=evidence.note,
        alarm=alarm.ring,
        random=secrets.token_bytes,
    )
    stack.push_async_callback(evidence.stop)
    await evidence.start()
    stack.push_async_callback(alarm.stop)
    stack.push_async_callback(freshness.stop)
    await freshness.start()
    return Answering(desk=desk, freshness=freshness, evidence=evidence)


async def _tell_of_bad_tokens(base: Opened, gateway: Gateway) -> int:
    return await tell_of_bad_tokens(base.tools, gateway, await known(base.database))


async def serve_gateways(stack: AsyncExitStack, base: Opened, vitals: Vitals) -> str:
    parts = await answering(stack, base)
    desk = vitals.desk = parts.desk
    vitals.freshness, vitals.evidence = parts.freshness, parts.evidence
    github = GithubKeysDocument(base.settings.github_keys_url)
    app = api.app.build(vitals.health(), desk, base.tools, github)
    return await stack.enter_async_context(
        serving(
            app,
            base.settings.api_bind,
            "LATCHKEY_API_BIND",
            http=api.app.protocol(desk),
            keep_alive=KEEP_ALIVE,
        )
    )

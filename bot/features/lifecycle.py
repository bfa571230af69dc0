"""The app was uninstalled, or Slack took its token away. Nothing is deleted: tokens go on verifying."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.desk import Desk

log = structlog.get_logger(__name__)


async def on_uninstalled(desk: Desk, _event: Mapping[str, Any]) -> None:
    log.warning("app_uninstalled", tenant=desk.tenant)


async def on_tokens_revoked(desk: Desk, _event: Mapping[str, Any]) -> None:
    log.warning("slack_token_revoked", tenant=desk.tenant)

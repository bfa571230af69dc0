"""The whole product as people run it: a process of its own, over Socket Mode with the pretend Slack here.

Where there are two cores, each has one.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.fleet import MASTER_TEXT
from bench.verification.servers import CLIENTS, Server, free, pin, running
from sandbox import Sandbox


@asynccontextmanager
async def whole_product(slack: Sandbox, folder: Path, url: str) -> AsyncIterator[Server]:
    """With every job of the clock; connected to Slack when it is handed out."""
    port = free()
    settings = {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": url,
        "LATCHKEY_DATA": str(folder),
        "LATCHKEY_MASTER_KEY": MASTER_TEXT,
        "LATCHKEY_API_BIND": f"127.0.0.1:{port}",
        "LATCHKEY_METRICS_BIND": "127.0.0.1:0",
        "LATCHKEY_LOG_LEVEL": "WARNING",
    }
    pin(0, CLIENTS)
    async with running(sys.executable, "-m", "cli", "run", port=port, given=settings) as server:
        await slack.waits_until(lambda: slack.connected, within=30)
        yield server

"""How Latchkey calls Slack: one shared session, careful repetition, and libraries that keep quiet."""

import logging

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.repetition import careful_repetition

TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=3)
"""A person is waiting. The client's own limit of 30 s does not apply to a session that is handed in."""

IDLE = 3.0
"""Seconds after which a connection is not used again. The other end may close an idle one at the very moment
at which something is sent on it, and what is lost that way cannot be sent again by itself."""

_CHATTY = ("slack_bolt", "slack_sdk", "websockets", "aiohttp")
_LOGS_REQUEST_BODIES = "slack_bolt.RequestVerification"


def session() -> aiohttp.ClientSession:
    """The one session of a process. Without it each call to Slack would open a connection of its own."""
    return aiohttp.ClientSession(timeout=TIMEOUT, connector=aiohttp.TCPConnector(keepalive_timeout=IDLE))


def web_client(
    token: str | None,
    base_url: str,
    session: aiohttp.ClientSession,
    *,
    repetition: list[AsyncRetryHandler] | None = None,
) -> AsyncWebClient:
    """A client for everything but tokens; `bot.repetition` says which calls are made again, and when."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        retry_handlers=careful_repetition() if repetition is None else repetition,
    )


def quiet_loggers() -> None:
    """Let nothing of Slack's libraries be logged below INFO, whatever Latchkey's own level is.

    At DEBUG they print what is sent, tokens included, and Bolt prints whole request bodies at INFO when a
    signature is wrong. Setting levels would not do: Bolt gives each of its loggers the root's level. So
    their records stop at one handler, which passes on what is fit to be seen.
    """
    for name in _CHATTY:
        logger = logging.getLogger(name)
        logger.handlers = [_onwards]
        logger.propagate = False


class _Onwards(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.name != _LOGS_REQUEST_BODIES or record.levelno >= logging.WARNING:
            logging.getLogger().handle(record)


_onwards = _Onwards(logging.INFO)

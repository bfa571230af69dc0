"""Which calls to Slack are made again after a failure. Slack has no key that would make a call count once.

Made again:
- the connection never came up: nothing was sent;
- Slack said 429: it refused without doing anything. Only if the wait is short, for a person is waiting; the
  outbox has its own patience;
- anything else that went wrong (5xx, a connection lost while waiting for the answer): only calls that may be
  carried out twice. `chat.postMessage` may have been carried out, and would then be posted twice.
"""

import asyncio
from datetime import timedelta

import aiohttp
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_interval_calculators import BackoffRetryIntervalCalculator
from slack_sdk.http_retry.interval_calculator import RetryIntervalCalculator
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

AGAIN = 2
LONGEST_WAIT = timedelta(seconds=3)
HARMLESS_TWICE = frozenset({"apps.connections.open", "auth.test", "conversations.open", "views.publish"})
"""Calls sent as POST that change nothing, or put the same thing in the same place. Reads are sent as GET."""

_TOO_MANY = 429
_SERVER_ERROR = 500


def careful_repetition(pauses: RetryIntervalCalculator | None = None) -> list[AsyncRetryHandler]:
    pauses = pauses or BackoffRetryIntervalCalculator(backoff_factor=0.2)
    return [NothingSent(AGAIN, pauses), AskedToWait(AGAIN, pauses), HarmlessTwice(AGAIN, pauses)]


class NothingSent(AsyncRetryHandler):
    async def _can_retry_async(self, *, error: Exception | None = None, **_: object) -> bool:
        return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


class HarmlessTwice(AsyncRetryHandler):
    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002 - named in the library's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        failed = response is not None and response.status_code >= _SERVER_ERROR
        lost = isinstance(error, aiohttp.ClientConnectionError)
        return (failed or lost) and _is_harmless_twice(request)


class AskedToWait(AsyncRetryHandler):
    async def _can_retry_async(self, *, response: HttpResponse | None = None, **_: object) -> bool:
        if response is None or response.status_code != _TOO_MANY:
            return False
        wait = _asked_wait(response)
        return wait is not None and wait <= LONGEST_WAIT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - named in the library's signature
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the same
    ) -> None:
        wait = (_asked_wait(response) if response else None) or timedelta()
        state.next_attempt_requested = True
        await asyncio.sleep(wait.total_seconds())
        state.increment_current_attempt()


def _is_harmless_twice(request: HttpRequest) -> bool:
    return request.method == "GET" or request.url.rpartition("/")[2] in HARMLESS_TWICE


def _asked_wait(response: HttpResponse) -> timedelta | None:
    """None if Slack does not say, or not in whole seconds."""
    for name, values in response.headers.items():
        if name.lower() == "retry-after" and values and str(values[0]).isdecimal():
            return timedelta(seconds=int(values[0]))
    return None

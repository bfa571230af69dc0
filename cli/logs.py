"""Logs go to stderr: for people on a terminal, as JSON lines elsewhere. Event texts are constant."""

import logging
import sys
from collections.abc import Sequence

import structlog
from structlog.types import Processor

from cli.redaction import Redacting

CHATTY = ("alembic", "apscheduler", "asyncio", "aiosqlite", "uvicorn")
"""Libraries that tell of their everyday work. Those of Slack are seen to in `bot.clients`."""


def configure(level: str) -> None:
    """Once for the process: for our own loggers and for the libraries' alike."""
    shared: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(_formatter(shared, people=sys.stderr.isatty())))
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)


def _formatter(shared: Sequence[Processor], *, people: bool) -> logging.Formatter:
    rendering: list[Processor]
    if people:
        # Plain tracebacks: a pretty one would show the values of local variables.
        plain = structlog.dev.plain_traceback
        rendering = [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    else:
        rendering = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        foreign_pre_chain=shared,
    )

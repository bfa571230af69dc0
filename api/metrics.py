"""Figures for Prometheus. Each scrape asks anew; nothing is counted twice or kept between scrapes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    outbox: Mapping[str, int] = field(default_factory=dict)
    """How many notices are in which state."""
    due: int = 0
    """Those that might be said by now and were not."""
    oldest_due: float = 0
    """Seconds that the first of them has waited."""
    carried: Mapping[str, int] = field(default_factory=dict)
    """What became of those that this process carried: sent, late, buried. Empty where no clock runs."""
    reminders_due: int = 0
    """Reminders that are to be looked at by now."""
    tick_ages: Mapping[str, float] = field(default_factory=dict)
    """Seconds since each job last worked."""
    connected: bool | None = None
    """The Socket Mode connection; None where there is none to have."""
    reconnects: int = 0
    refused_requests: int = 0
    """Requests that the gate turned away, in HTTP mode."""
    verdicts: Mapping[str, int] = field(default_factory=dict)
    """What gateways were told of tokens, and how often."""
    unavailable: int = 0
    """How often gateways were told that nothing can be said."""
    remembered: int = 0
    """Tokens that can be answered for without a query."""
    unwritten: int = 0
    """Entries of evidence that wait to be written."""
    failed_writes: int = 0
    """How often evidence could not be written, and waited for the next time."""
    gateways: Mapping[str, float] = field(default_factory=dict)
    """By name: 1 while the share of what is no good among a gateway's questions has jumped."""


Measure = Callable[[], Awaitable[Figures]]


def route(measure: Measure) -> Route:
    async def metrics(_request: Request) -> Response:
        return Response(exposition(await measure()), media_type=CONTENT_TYPE_LATEST)

    return Route("/metrics", metrics, methods=["GET"])


def exposition(figures: Figures) -> bytes:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    _delivery(registry, figures)
    _labelled(
        registry,
        "latchkey_tick_age_seconds",
        "Seconds since a job last worked.",
        "job",
        figures.tick_ages,
    )
    if figures.connected is not None:
        connected = Gauge("latchkey_slack_connected", "Whether Socket Mode is connected.", registry=registry)
        connected.set(figures.connected)
        _counted(registry, "latchkey_slack_reconnects", "Socket Mode reconnections.", figures.reconnects)
    _counted(registry, "latchkey_refused_requests", "Requests refused at the gate.", figures.refused_requests)
    _verification(registry, figures)
    return generate_latest(registry)


def _delivery(registry: CollectorRegistry, figures: Figures) -> None:
    _labelled(registry, "latchkey_outbox_notices", "Notices by state.", "state", figures.outbox)
    gauges = {
        "latchkey_notices_due": ("Notices that might be said by now.", figures.due),
        "latchkey_notices_oldest_due_seconds": ("Seconds that the first waits.", figures.oldest_due),
        "latchkey_reminders_due": ("Reminders to be looked at by now.", figures.reminders_due),
    }
    for name, (about, figure) in gauges.items():
        Gauge(name, about, registry=registry).set(figure)
    for outcome, total in figures.carried.items():
        name, about = _CARRIED[outcome]
        _counted(registry, name, about, total)


_CARRIED = {
    "sent": ("latchkey_notices_sent", "Notices that arrived."),
    "late": ("latchkey_notices_late", "Those that arrived over five minutes after they might."),
    "buried": ("latchkey_notices_dead_lettered", "Notices that were given up."),
}


def _verification(registry: CollectorRegistry, figures: Figures) -> None:
    answers = Counter("latchkey_answers", "Answers to gateways by verdict.", ["verdict"], registry=registry)
    for verdict, total in figures.verdicts.items():
        answers.labels(verdict).inc(total)
    _counted(registry, "latchkey_unavailable", "Times that nothing could be said.", figures.unavailable)
    remembered = Gauge("latchkey_remembered_tokens", "Tokens in memory.", registry=registry)
    remembered.set(figures.remembered)
    unwritten = Gauge("latchkey_unwritten_uses", "Entries of evidence in memory only.", registry=registry)
    unwritten.set(figures.unwritten)
    _counted(registry, "latchkey_failed_use_writes", "Evidence that had to wait.", figures.failed_writes)
    _labelled(
        registry,
        "latchkey_gateway_suspicious",
        "Whether a gateway's share of bad tokens has jumped.",
        "gateway",
        figures.gateways,
    )


def _labelled(
    registry: CollectorRegistry, name: str, about: str, label: str, values: Mapping[str, float]
) -> None:
    gauge = Gauge(name, about, [label], registry=registry)
    for value, figure in values.items():
        gauge.labels(value).set(figure)


def _counted(registry: CollectorRegistry, name: str, about: str, total: int) -> None:
    Counter(name, about, registry=registry).inc(total)

"""What health and metrics ask of a running product. Parts are put in as they start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.desk import Desk
from api.evidence import Evidence
from api.health import Health
from api.metrics import Figures
from bot.gate import Gate
from bot.socket_mode import SocketMode
from cli.opening import utc_now
from cli.parts import Part
from core.beats import in_words, stopped
from core.verification_ports import Freshness
from jobs.courier import Courier
from jobs.heartbeat import Heartbeat
from jobs.schedule import JOBS
from storage.database import Database

NOT_YET = "It has not started yet."
NO_ANSWER = "The database does not answer."


@dataclass(slots=True, kw_only=True)
class Vitals:
    parts: frozenset[Part]
    database: Database
    socket: SocketMode | None = None
    gate: Gate | None = None
    now: Callable[[], datetime] = utc_now
    heartbeat: Heartbeat | None = None
    courier: Courier | None = None
    freshness: Freshness | None = None
    desk: Desk | None = None
    evidence: Evidence | None = None
    slack_problem: str = NOT_YET
    """Why nothing listens to Slack, as long as nothing does."""

    def health(self) -> Health:
        return Health(
            database=self._of_database,
            clock=self._of_clock if Part.CLOCK in self.parts else self._of_clock_elsewhere,
            slack=self._of_slack if Part.BOT in self.parts else None,
        )

    async def _of_database(self) -> str | None:
        try:
            await self.database.ping()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return NO_ANSWER
        if await self.database.seal.is_closed():
            return "The database is sealed: it is older than what is known to have happened."
        if self.freshness is not None and not self.freshness.fresh():
            return "What is known here is not fresh."
        return None

    async def _of_clock(self) -> str | None:
        if self.heartbeat is None:
            return NOT_YET
        return in_words(self.heartbeat.stopped())

    async def _of_clock_elsewhere(self) -> str | None:
        try:
            beats = await self.database.beats.all()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return NO_ANSWER
        return in_words(stopped([job.name for job in JOBS], beats, self.now()))

    async def _of_slack(self) -> str | None:
        if self.gate is not None:
            return None
        if self.socket is None:
            return self.slack_problem
        return None if self.socket.connected else "Socket Mode is not connected."

    async def measure(self) -> Figures:
        ages = self.heartbeat.ages() if self.heartbeat else {}
        desk = self.desk
        backlog = await self.database.outbox.backlog(self.now())
        return Figures(
            outbox=await self.database.outbox.counts(),
            due=backlog.due,
            oldest_due=backlog.oldest.total_seconds(),
            carried=self.courier.tally if self.courier else {},
            reminders_due=await self.database.store.reminders.due(self.now()),
            tick_ages={name: age.total_seconds() for name, age in ages.items()},
            connected=self.socket.connected if self.socket else None,
            reconnects=self.socket.reconnects if self.socket else 0,
            refused_requests=sum(self.gate.tally.refused.values()) if self.gate else 0,
            verdicts={verdict.value: total for verdict, total in desk.given.items()} if desk else {},
            unavailable=desk.unavailable if desk else 0,
            remembered=len(desk.knowledge) if desk else 0,
            unwritten=len(self.evidence) if self.evidence else 0,
            failed_writes=self.evidence.failed if self.evidence else 0,
            gateways=dict(desk.callers.flagged()) if desk else {},
        )

"""What health and metrics ask of a running product. Parts are put in as they start."""

from dataclasses import dataclass

from api.desk import Desk
from api.evidence import Evidence
from api.health import Health
from api.metrics import Figures
from bot.gate import Gate
from bot.socket_mode import SocketMode
from cli.parts import Part
from core.verification_ports import Freshness
from jobs.heartbeat import Heartbeat
from storage.database import Database

NOT_YET = "It has not started yet."


@dataclass(slots=True, kw_only=True)
class Vitals:
    parts: frozenset[Part]
    database: Database
    socket: SocketMode | None = None
    gate: Gate | None = None
    heartbeat: Heartbeat | None = None
    freshness: Freshness | None = None
    desk: Desk | None = None
    evidence: Evidence | None = None
    slack_problem: str = NOT_YET
    """Why nothing listens to Slack, as long as nothing does."""

    def health(self) -> Health:
        return Health(
            database=self._of_database,
            clock=self._of_clock if Part.CLOCK in self.parts else None,
            slack=self._of_slack if Part.BOT in self.parts else None,
        )

    async def _of_database(self) -> str | None:
        try:
            await self.database.ping()
        except Exception:  # noqa: BLE001 - whatever it is, the answer is the same
            return "The database does not answer."
        if await self.database.seal.is_closed():
            return "The database is sealed: it is older than what is known to have happened."
        if self.freshness is not None and not self.freshness.fresh():
            return "What is known here is not fresh."
        return None

    async def _of_clock(self) -> str | None:
        if self.heartbeat is None:
            return NOT_YET
        stopped = self.heartbeat.stopped()
        return f"Stopped: {', '.join(stopped)}." if stopped else None

    async def _of_slack(self) -> str | None:
        if self.gate is not None:
            return None
        if self.socket is None:
            return self.slack_problem
        return None if self.socket.connected else "Socket Mode is not connected."

    async def measure(self) -> Figures:
        ages = self.heartbeat.ages() if self.heartbeat else {}
        desk = self.desk
        return Figures(
            outbox=await self.database.outbox.counts(),
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

"""Where gateways' questions are answered: at once from memory, or after asking the database.

`at_once` is the whole rule and never waits. `answer` only adds what memory lacks, and asks `at_once` again:
so both paths give the same answers, and each is given while memory is known to be fresh.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from api.answers import Answer
from api.asked import Asked, secret_in
from api.callers import Caller, Callers, TooMany
from api.evidence import caller as end_caller
from api.familiar import Familiar, FamiliarRequests
from api.judging import DEAD, GOOD, HELD, LACKING, UNKNOWN, Verdict, judge
from api.kinds import Kind
from api.knowledge import Entry, Knowledge
from api.lookup import Doubt, Lack, Lookup
from api.steps import Steps, steps
from core.evidence import Use
from core.gateway import Gateway
from core.verification import Known
from core.verification_ports import Freshness

ATTEMPTS = 8
"""Each may find that something has changed while the database was asked."""


@dataclass(slots=True, kw_only=True)
class Desk:
    knowledge: Knowledge
    familiar: FamiliarRequests
    callers: Callers
    lookup: Lookup
    freshness: Freshness
    note: Callable[[Use], None]
    alarm: Callable[[Gateway], None]
    """What a gateway asks about is suddenly no good. Neither may wait, nor fail."""
    now: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    given: dict[Verdict, int] = field(default_factory=lambda: dict.fromkeys(Verdict, 0))
    """How often each verdict was given."""
    unavailable: int = 0
    """How often none could be given."""

    def __post_init__(self) -> None:
        self.freshness.on_change(self.knowledge.forget)
        self.freshness.on_change(self.familiar.forget)
        self.freshness.on_change(self.callers.forget)

    def again(self, piece: bytes) -> Answer | None:
        """The yes that these bytes were answered with before, if it still holds; None: read them."""
        familiar = self.familiar.find(piece) if self.freshness.fresh() else None
        if familiar is None:
            return None
        now, caller, known = self.now(), familiar.caller, familiar.known
        holds = known.active(now) and caller.admission.holds(now)
        if not (holds and caller.tally.requests.take(self.monotonic())):
            return None
        self.note(Use(known.tenant, known.integration_id, known.token_id, familiar.who, now, familiar.wanted))
        return self._yes(caller, familiar.answer)

    def remember(self, piece: bytes, asked: Asked, answer: Answer) -> None:
        """That these bytes, a whole request, were just answered so."""
        entry = self.knowledge.entry(self.knowledge.key(asked.token))
        caller = self.callers.find(asked.credential, self.now())
        if entry is None or caller is None or not entry.says(answer):
            return
        who = end_caller(caller.gateway.id, asked.address, asked.agent)
        self.familiar.keep(piece, Familiar(answer, caller, entry.known, who, asked.wanted))

    def at_once(self, kind: Kind, asked: Asked, *, in_step: bool = False) -> Answer | Lack:
        """The answer, if memory has all that it takes; `in_step`, if a step is just over."""
        if not self.freshness.fresh():
            return self._unavailable(kind)
        now = self.now()
        caller = self.callers.find(asked.credential, now)
        if caller is None:
            return kind.no_gateway if self.callers.is_stranger(asked.credential) else Lack.GATEWAY
        moment = self.monotonic()
        if not (in_step or caller.tally.requests.take(moment)):
            return kind.too_many
        return asked.wrong or self._by(caller, kind, asked, now, moment, in_step=in_step)

    async def answer(self, kind: Kind, asked: Asked) -> Answer:
        """The same, after asking the database where that is needed."""
        try:
            with steps() as counting:
                return await self._answer(kind, asked, counting)
        except TooMany:
            return kind.too_many
        except Doubt:
            return self._unavailable(kind)

    async def gateway(self, credential: bytes) -> Caller | None:
        """Who that is. Raises `Doubt` or `TooMany`."""
        for _ in range(ATTEMPTS):
            if not self.freshness.fresh():
                break
            caller = self.callers.find(credential, self.now())
            if caller is not None or self.callers.is_stranger(credential):
                return caller
            await self.lookup.asking(self.callers.learn, credential)
        raise Doubt

    async def held(self, token: bytes) -> Known | None:
        """What its holder may know of a token. Raises `Doubt` or `TooMany`."""
        secret, key = secret_in(token), self.knowledge.key(token)
        for _ in range(ATTEMPTS):
            if secret is None or self.knowledge.is_unknown(key):
                return None
            if not self.freshness.fresh():
                break
            entry = self.knowledge.entry(key)
            if entry is not None:
                return entry.known
            await self.lookup.learn(secret, key, self.callers.misses)
        raise Doubt

    async def _answer(self, kind: Kind, asked: Asked, counting: Steps) -> Answer:
        """Raises `Doubt` or `TooMany`."""
        answer: Answer | Lack | None = None
        for _ in range(ATTEMPTS):
            answer = self.at_once(kind, asked, in_step=answer is Lack.STEP)
            if isinstance(answer, Answer):
                return answer
            if answer is Lack.STEP:
                await counting.end()
            else:
                await self.lookup.supply(answer, asked, self.now())
        raise Doubt

    def _by(
        self, caller: Caller, kind: Kind, asked: Asked, now: datetime, moment: float, *, in_step: bool
    ) -> Answer | Lack:
        key = self.knowledge.key(asked.token)
        entry = self.knowledge.entry(key)
        if entry is not None:
            return self._about(entry, caller, kind, asked, now, moment, in_step=in_step)
        if self.knowledge.is_unknown(key):
            if not in_step:
                return Lack.STEP
        elif secret_in(asked.token) is not None:
            return Lack.TOKEN
        return self._no(kind, asked, caller, judge(asked, caller.gateway, None, now), moment)

    def _about(
        self,
        entry: Entry,
        caller: Caller,
        kind: Kind,
        asked: Asked,
        now: datetime,
        moment: float,
        *,
        in_step: bool,
    ) -> Answer | Lack:
        known = entry.known
        verdict = judge(asked, caller.gateway, known, now)
        if verdict is LACKING and not kind.enforces_scopes:
            verdict = GOOD
        if not (in_step or verdict is GOOD or verdict is LACKING):
            return Lack.STEP
        if known.offered:
            # The first use of an offered token is its first yes, and nothing before it.
            if verdict is GOOD:
                return Lack.CONFIRMATION
        elif verdict is not UNKNOWN:
            self.note(_use(asked, caller, known, verdict, now))
        if verdict is not GOOD:
            return self._no(kind, asked, caller, verdict, moment)
        return self._yes(caller, kind.yes(entry))

    def _yes(self, caller: Caller, answer: Answer) -> Answer:
        self.given[GOOD] += 1
        caller.tally.share.passed += 1
        return answer

    def _no(self, kind: Kind, asked: Asked, caller: Caller, verdict: Verdict, moment: float) -> Answer:
        self.given[verdict] += 1
        if verdict is UNKNOWN or verdict is DEAD:
            if caller.refused(moment):
                self.alarm(caller.gateway)
        else:
            caller.tally.share.passed += 1
        return kind.no(verdict, asked)

    def _unavailable(self, kind: Kind) -> Answer:
        self.unavailable += 1
        return kind.unavailable


def _use(asked: Asked, caller: Caller, known: Known, verdict: Verdict, now: datetime) -> Use:
    who = end_caller(caller.gateway.id, asked.address, asked.agent)
    refused = verdict is DEAD or verdict is HELD
    return Use(known.tenant, known.integration_id, known.token_id, who, now, asked.wanted, refused)

"""What the evidence says of each step. A pure function: the same facts give the same findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.evidence import Usage, UseCount
from core.incidents.cadence import RHYTHM, SILENCE
from core.incidents.facts import NOBODY_KNOWS, Fact, Finding, against, is_, not_yet
from core.incidents.incident import Incident
from core.incidents.steps import Step
from core.moving import SETTLED
from core.token import State, Token


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the findings are made from."""

    incident: Incident
    tokens: Sequence[Token]
    """All that the integration ever had."""
    usage: Usage
    now: datetime

    @property
    def replacement(self) -> Token | None:
        """The newest token that was made after the kill and not voided."""
        killed_at = self.incident.killed_at
        made = [] if killed_at is None else [each for each in self.tokens if each.minted_at >= killed_at]
        suspects = {each.id for each in self.incident.suspects}
        kept = [each for each in made if each.id not in suspects and each.state is not State.DEAD]
        return max(kept, key=lambda token: token.version, default=None)

    @property
    def tries(self) -> list[UseCount]:
        """Of suspected tokens, refused since it was contained; the latest first."""
        since, suspects = self.incident.contained_at, {each.id for each in self.incident.suspects}
        found = [each for each in self.usage.refused if each.token_id in suspects]
        return [each for each in found if since is not None and each.last_at >= since]


def findings(scene: Scene) -> Mapping[Step, Finding]:
    """For each step of the incident, in order."""
    return {step: _WAYS_TO_KNOW.get(step, _nobody_knows)(scene) for step in scene.incident.steps}


def contradicted(incident: Incident, found: Mapping[Step, Finding]) -> tuple[Step, ...]:
    """The steps that the evidence speaks against, whatever anybody says."""
    return tuple(step for step, each in found.items() if incident.mark(step).contradicted_by(each))


def unexplained(usage: Usage, since: datetime | None) -> bool:
    """Whether somebody got in since the exposure who never did before; False where nobody can tell."""
    return since is not None and bool(_newcomers(usage, known_before=since, since=since))


def _nobody_knows(_scene: Scene) -> Finding:
    return NOBODY_KNOWS


def _declared(scene: Scene) -> Finding:
    incident = scene.incident
    return is_(Fact.LED, incident.opened_at) if incident.lead else not_yet(Fact.NO_LEAD)


def _identified(scene: Scene) -> Finding:
    fact = Fact.BY_DIGEST if scene.incident.by_digest else Fact.NAMED
    return is_(fact, scene.incident.opened_at)


def _contained(scene: Scene) -> Finding:
    """By the first refusal: that somebody says "revoked" is no evidence, and no gateway said it yet."""
    alive = _still_good(scene)
    if alive is not None:
        return alive
    since, tries = scene.incident.contained_at, scene.tries
    if since is None or not tries:
        return not_yet(Fact.NOT_TRIED)
    first = min(tries, key=lambda each: max(each.first_at, since))
    return is_(Fact.REFUSED, max(first.first_at, since), first.caller)


def _still_good(scene: Scene) -> Finding | None:
    killed_at, held = scene.incident.killed_at, scene.incident.quarantined_at is not None
    if killed_at is None:
        return None
    # One that was made since, and is suspected too, may be in quarantine: then it goes on working.
    suspects = {each.id for each in scene.incident.suspects if not held or each.minted_at < killed_at}
    for token in scene.tokens:
        if token.id in suspects and token.state is not State.DEAD:
            return against(Fact.STILL_GOOD, scene.now)
    for each in scene.usage.counts:
        if each.token_id in suspects and not each.refused and each.last_at > killed_at + SETTLED:
            return against(Fact.STILL_GOOD, each.last_at, each.caller)
    return None


def _source_gone(scene: Scene) -> Finding:
    at = scene.incident.source_deleted_at
    return is_(Fact.SOURCE_DELETED, at) if at is not None else not_yet(Fact.SOURCE_THERE)


def _exposure_known(scene: Scene) -> Finding:
    return is_(Fact.EXPOSURE_KNOWN) if scene.incident.exposed.known else not_yet(Fact.EXPOSURE_UNKNOWN)


def _use_read(scene: Scene) -> Finding:
    at = scene.incident.use_read_at
    return is_(Fact.USE_READ, at) if at is not None else not_yet(Fact.USE_UNREAD)


def _replaced(scene: Scene) -> Finding:
    token = scene.replacement
    return is_(Fact.MINTED, token.minted_at) if token is not None else not_yet(Fact.NOT_MINTED)


def _delivered(scene: Scene) -> Finding:
    token = scene.replacement
    if token is None or token.confirmed_at is None:
        return not_yet(Fact.NOT_CONFIRMED)
    return is_(Fact.CONFIRMED, token.confirmed_at)


def _works(scene: Scene) -> Finding:
    """Its first use is written down at once, who it was some seconds later."""
    token = scene.replacement
    uses = scene.usage.of(token.id) if token is not None else ()
    if uses:
        first = min(uses, key=lambda each: each.first_at)
        return is_(Fact.WORKING, first.first_at, first.caller)
    first_used = token.first_used_at if token is not None else None
    return is_(Fact.WORKING, first_used) if first_used is not None else not_yet(Fact.UNUSED)


def _quiet(scene: Scene) -> Finding:
    """Also where nobody ever tried: then since the kill."""
    last = scene.tries[0] if scene.tries else None
    since = last.last_at if last is not None else scene.incident.killed_at or scene.now
    if scene.now - since >= SILENCE:
        return is_(Fact.SILENT, since + SILENCE)
    return not_yet(Fact.NOT_TRIED) if last is None else against(Fact.TRIED_AGAIN, last.last_at, last.caller)


def _watched(scene: Scene) -> Finding:
    new = _newcomer(scene)
    if new is not None:
        return against(Fact.NEW_CALLER, new.first_at, new.caller)
    since = _watched_since(scene)
    end = since + RHYTHM[scene.incident.severity] if since is not None else None
    return is_(Fact.NO_NEW_CALLER, end) if end is not None and scene.now >= end else not_yet(Fact.WATCHING)


def _watched_since(scene: Scene) -> datetime | None:
    """From the first use of the new token on, where there is to be one."""
    return _works(scene).at if Step.WORKS in scene.incident.steps else scene.incident.contained_at


def _newcomer(scene: Scene) -> UseCount | None:
    """The latest who got in since the opening, and never did before the exposure."""
    opened = scene.incident.opened_at
    new = _newcomers(scene.usage, known_before=scene.incident.exposed.since or opened, since=opened)
    return max(new, key=lambda each: each.first_at, default=None)


def _newcomers(usage: Usage, *, known_before: datetime, since: datetime) -> list[UseCount]:
    """As far as callers are told at all."""
    known = usage.callers_before(known_before)
    accepted = [each for each in usage.counts if not each.refused and each.caller.told]
    return [each for each in accepted if each.first_at >= since and each.caller not in known]


def _told(scene: Scene) -> Finding:
    at = scene.incident.told_at
    return is_(Fact.TOLD, at) if at is not None else not_yet(Fact.NOT_TOLD)


def _closed(scene: Scene) -> Finding:
    at = scene.incident.closed_at
    return is_(Fact.CLOSED, at) if at is not None else NOBODY_KNOWS


_WAYS_TO_KNOW = {
    Step.DECLARE: _declared,
    Step.IDENTIFY: _identified,
    Step.CONTAIN: _contained,
    Step.SOURCE: _source_gone,
    Step.EXPOSURE: _exposure_known,
    Step.USE: _use_read,
    Step.REPLACE: _replaced,
    Step.DELIVER: _delivered,
    Step.WORKS: _works,
    Step.QUIET: _quiet,
    Step.TELL: _told,
    Step.WATCH: _watched,
    Step.REVIEW: _closed,
}

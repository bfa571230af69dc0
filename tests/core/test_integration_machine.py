"""Random lives of an integration, checked after every step.

A third party is modelled by what it has seen: a message may not arrive, so a token that was minted need not
be known to anybody. Nothing but a deliberate end may leave it without a working token.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.integration import Integration
from core.overlap import Overlap
from core.refusals import Refused
from core.token import Proof, Reason, State, Token
from tests.core.examples import HOUR, NOW, WEEK, a_handover, an_integration, offered

KILLING = st.sampled_from([Reason.REVOKED, Reason.COMPROMISED])


class LifeOfAnIntegration(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = NOW
        self.integration: Integration = an_integration()
        self.seen: set[str] = set()
        """What the third party holds."""
        self.promised = False
        """Whether it holds a token that was confirmed, and nobody has ended one on purpose since."""
        self.died: dict[str, Token] = {}

    def becomes(self, after: Integration) -> None:
        """Save: what has died is remembered and leaves, as in the database."""
        for token in after.tokens:
            if token.state is State.DEAD:
                assert token.id not in self.died
                self.died[token.id] = token
        alive = tuple(token for token in after.tokens if token.state is not State.DEAD)
        versions = [token.version for token in alive]
        assert after.next_version > max([*versions, 0])
        self.integration = an_integration(
            *alive, handover=after.handover, next_version=after.next_version, deleted_at=after.deleted_at
        )

    # --- what people do

    @rule(overlap=st.sampled_from(Overlap), arrives=st.booleans())
    def rotate(self, overlap: Overlap, *, arrives: bool) -> None:
        token = offered(self.integration.next_version, overlap=overlap, minted_at=self.now)
        with suppress(Refused):
            self.becomes(self.integration.offer(token))
            if arrives:
                self.seen.add(token.id)

    @rule()
    def hand_over(self) -> None:
        handover = a_handover(expires_at=self.now + WEEK)
        with suppress(Refused):
            self.becomes(self.integration.hand_over(handover, self.now))

    @precondition(lambda self: self.integration.waiting(self.now))
    @rule()
    def collect(self) -> None:
        waiting = self.integration.handover
        assert waiting is not None
        _, free = self.integration.collect(waiting.id, waiting.recipient, self.now)
        token = offered(free.next_version, overlap=waiting.overlap, minted_at=self.now)
        self.becomes(free.offer(token))
        self.seen.add(token.id)

    @precondition(lambda self: self.integration.offered and self.integration.offered.id in self.seen)
    @rule(proof=st.sampled_from(Proof))
    def confirm(self, proof: Proof) -> None:
        new, old = self.integration.offered, self.integration.current
        assert new is not None
        after = self.integration.confirm(new.id, proof, self.now)
        self.becomes(after)
        self.promised = True
        assert after.current is not None
        assert after.current.id == new.id
        if old is not None and new.overlap.span(first_use=proof is Proof.FIRST_USE):
            assert after.retiring(self.now) is not None

    @rule()
    def press_i_saved_it_late(self) -> None:
        current = self.integration.current
        if current is not None:
            with suppress(Refused):
                self.becomes(self.integration.confirm(current.id, Proof.SAVED, self.now))

    @precondition(lambda self: self.integration.offered)
    @rule(reason=st.sampled_from([Reason.NOT_DELIVERED, Reason.NOT_RECEIVED, Reason.NEVER_CONFIRMED]))
    def void(self, reason: Reason) -> None:
        token = self.integration.offered
        assert token is not None
        self.becomes(self.integration.void(token.id, reason, self.now))

    @rule()
    def cancel_rotation(self) -> None:
        with suppress(Refused):
            self.becomes(self.integration.cancel_rotation(self.now))

    @rule(longer=st.integers(min_value=1, max_value=24 * 40))
    def extend_overlap(self, longer: int) -> None:
        with suppress(Refused):
            self.becomes(self.integration.extend_overlap(self.now + longer * HOUR, self.now))

    # --- ends on purpose

    @rule()
    def expire_old(self) -> None:
        with suppress(Refused):
            self.becomes(self.integration.expire_old(self.now))

    @precondition(lambda self: self.integration.tokens)
    @rule(data=st.data(), reason=KILLING)
    def kill(self, data: st.DataObject, reason: Reason) -> None:
        token = data.draw(st.sampled_from(self.integration.tokens))
        self.becomes(self.integration.kill(token.id, reason, self.now))
        self.promised = False

    @rule()
    def kill_all(self) -> None:
        self.becomes(self.integration.kill_all(Reason.COMPROMISED, self.now))
        assert self.integration.tokens == ()
        self.promised = False

    # --- what time does

    @rule(hours=st.integers(min_value=0, max_value=24 * 10))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def sweep(self) -> None:
        with suppress(Refused):
            self.becomes(self.integration.end_overlap(self.now))

    # --- what always holds

    @invariant()
    def there_is_at_most_one_of_each(self) -> None:
        states = [token.state for token in self.integration.tokens]
        assert len(states) == len(set(states))

    @invariant()
    def a_planned_rotation_never_leaves_its_holder_without_a_working_token(self) -> None:
        if self.promised:
            working = {token.id for token in self.integration.tokens if token.works(self.now)}
            assert working & self.seen

    @invariant()
    def the_dead_stay_dead(self) -> None:
        alive = {token.id for token in self.integration.tokens}
        assert alive.isdisjoint(self.died)
        for token in self.died.values():
            assert not token.works(NOW)
            assert token.reason is not None
            assert token.ended_at is not None
            assert token.ended_at <= self.now

    @invariant()
    def nothing_waits_beside_an_offered_token(self) -> None:
        assert self.integration.offered is None or self.integration.handover is None


LifeOfAnIntegration.TestCase.settings = settings(max_examples=150, stateful_step_count=40)
TestLifeOfAnIntegration = LifeOfAnIntegration.TestCase

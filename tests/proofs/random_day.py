"""A day at the office in which people press what there is to press, in any order, and Slack has its moods."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from sandbox import NotAcknowledgedError, Person, ShownMessage
from sandbox.faults import Kind
from tests.office import Office, everything, tokens_seen_by
from tests.proofs.deliveries import settled
from tests.proofs.ledger import ledger_at
from tests.proofs.plain_rules import UNSEEN, Rules
from tests.proofs.tokens import shown_by, tokens_in

NAME = "Billing"
MINUTES, WEEK = timedelta(minutes=5), timedelta(days=7)
SPANS = {MINUTES: 4, timedelta(hours=2): 4, timedelta(days=1): 4, WEEK / 2: 2, WEEK - MINUTES: 2, WEEK: 1}
"""How often each passes. A week is how long overlaps, hand-overs and unconfirmed tokens last."""
OFTEN = {"rotate": 6, "saved": 6, "collect": 4, "wait": 3, "use": 2}
"""What is done more often than the rest, so that rotations follow each other while overlaps run."""
REFUSED: tuple[Kind, ...] = ("refuse", "ratelimit")
MOODS: tuple[Kind | None, ...] = (
    None,
    None,
    None,
    "lost",
    "timeout",
    "reset_before",
    "reset_after",
    "garbage",
    "http_500",
    *REFUSED,
)


@dataclass
class Day:
    office: Office
    chance: random.Random
    rules: Rules = field(default_factory=Rules)
    seen: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)

    async def begin(self) -> None:
        token = await self.office.creates(self.office.ada, NAME)
        await settled(self.office)
        self.seen.add(token)
        self.rules.current = token

    async def step(self) -> None:
        """One thing that is possible now, and then everything must be as the rules say."""
        ways = [name for name, (possible, _) in STEPS.items() if possible(self)]
        (name,) = self.chance.choices(ways, [OFTEN.get(way, 1) for way in ways])
        self.done.append(name)
        if self.chance.random() < 0.2:
            self.office.slack.faults.deliver_twice()
        await STEPS[name][1](self)
        self.office.slack.faults.clear()
        await self._clears_the_screen()
        self.rules.time_is(self.office.clock())
        await self.compare()

    async def compare(self) -> None:
        tools = self.office.product.tools
        async with tools.store.reading(self.office.slack.team_id) as reading:
            alive = [each for each in (await reading.named(NAME)).tokens if each.works(self.office.clock())]
        ends = {each.fingerprint.last_four for each in alive}
        works = {token for token in self.seen if token[-4:] in ends}
        assert works == self.rules.working(), f"after {self.done}"
        with ledger_at(self.office.product.settings.database) as ledger:
            standing = ledger.standing(NAME)
        assert standing.generation == standing.records
        sent = shown_by(self.office.slack.calls)
        assert len(sent) == len(set(sent)), f"a token was sent twice, after {self.done}"

    # --- what is done

    async def rotates(self) -> None:
        to = self.chance.choice([self.office.ada, self.office.mia])
        ada = self.office.ada
        await ada.types(f"/integrations rotate {NAME}")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        await ada.fills(recipient=to.id)
        if to is ada:
            await self._is_shown_one(ada, ada.submits)
        else:
            await self._does(ada.submits)
            self.rules.hand_over("mia", self.office.clock())

    async def collects(self) -> None:
        person: Person = getattr(self.office, self.rules.waits_for or "")
        await self.office.tick()
        button = next(each for each in reversed(person.sees) if "Show token" in each.buttons)
        await self._is_shown_one(person, lambda: person.clicks("Show token", in_=button))

    async def says_it_is_lost(self) -> None:
        person, message = self._token_message()
        self.rules.void()
        await self._is_shown_one(person, lambda: person.clicks("I did not get it", in_=message))

    async def saves(self) -> None:
        person, message = self._token_message()
        await self._does(lambda: person.clicks("I saved it", in_=message))
        self.rules.confirm(self.office.clock())

    async def uses(self) -> None:
        token = self.chance.choice(sorted(self.seen))
        expected = token in self.rules.working()
        assert await self.office.accepts(token) == expected, f"{token[-4:]} after {self.done}"
        if expected:
            self.rules.use(token, self.office.clock())

    async def cancels(self) -> None:
        ada = self.office.ada
        await self._presses_on_show("Cancel rotation")
        await ada.waits_until(lambda: ada.modal and ada.modal.submit)
        if "typed" in str(ada.modal and ada.modal.blocks):
            await ada.fills(typed=NAME)
        await self._does(ada.submits)
        self.rules.cancel()

    async def expires_the_old_one(self) -> None:
        await self._presses_on_show("Expire old token now")
        self.rules.expire_old()

    async def waits(self) -> None:
        (span,) = self.chance.choices(list(SPANS), list(SPANS.values()))
        await self.office.pass_(span)
        self.rules.time_is(self.office.clock())

    # --- how it is done

    async def _is_shown_one(self, person: Person, act: Callable[[], Awaitable[None]]) -> None:
        mood, before = self.chance.choice(MOODS), set(tokens_seen_by(person))
        if mood:
            self.done.append(mood)
            self.office.slack.faults.next("response_url", mood)
        await self._does(act)
        self.office.slack.faults.clear()
        shown = set(tokens_seen_by(person)) - before
        self.seen |= shown
        if mood in REFUSED:
            self.rules.hand_over(person.user.key, self.office.clock())
        else:
            (token,) = shown or {UNSEEN}
            self.rules.offer(token, self.office.clock())

    async def _does(self, act: Callable[[], Awaitable[None]]) -> None:
        with suppress(NotAcknowledgedError):
            await act()
        await settled(self.office)

    async def _presses_on_show(self, button: str) -> None:
        ada = self.office.ada
        await ada.types(f"/integrations show {NAME}")
        await settled(self.office)
        assert ada.modal is not None
        await self._does(lambda: ada.clicks(button))

    async def _clears_the_screen(self) -> None:
        for person in (self.office.ada, self.office.mia):
            while person.modal:
                await person.closes()

    def _token_message(self) -> tuple[Person, ShownMessage]:
        """Where the offered token stands."""
        for person in (self.office.ada, self.office.mia):
            for message in person.sees:
                if self.rules.offered in tokens_in(message.all_text):
                    return person, message
        raise AssertionError(f"nobody sees the offered token: {everything(self.office.ada)}")


def _sees_the_offered_one(day: Day) -> bool:
    return day.rules.offered not in {None, UNSEEN}


STEPS: dict[str, tuple[Callable[[Day], bool], Callable[[Day], Awaitable[None]]]] = {
    "rotate": (lambda day: not day.rules.under_way(), Day.rotates),
    "collect": (lambda day: day.rules.waits_for is not None, Day.collects),
    "lost": (_sees_the_offered_one, Day.says_it_is_lost),
    "saved": (_sees_the_offered_one, Day.saves),
    "use": (lambda _: True, Day.uses),
    "cancel": (lambda day: day.rules.can_cancel(), Day.cancels),
    "expire": (lambda day: day.rules.retiring is not None, Day.expires_the_old_one),
    "wait": (lambda _: True, Day.waits),
}

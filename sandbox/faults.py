"""How to make the pretend Slack misbehave. Each fault waits in line and happens once per `times`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol, get_args

from sandbox.json_types import Json

Kind = Literal[
    "refuse",  # error="...": says no
    "ratelimit",  # retry_after=30: HTTP 429
    "http_500",  # not done
    "http_503",  # not done
    "timeout",  # done, never answered
    "reset_before",  # not done, connection dropped
    "reset_after",  # done, connection dropped
    "garbage",  # done, HTTP 200 with something that is not JSON
    "slow",  # seconds=2: done and answered, later
    "lost",  # answered ok, but nobody ever sees it
]
KINDS = get_args(Kind)
Drop = Literal["reset", "close", "warning", "refresh_requested"]
DeliveryFault = Literal["twice", "late_ack", "handshake_503"]
ANY = "*"


@dataclass(frozen=True)
class Fault:
    target: str
    kind: Kind
    details: Json = field(default_factory=dict)

    @property
    def refusal(self) -> Json:
        """The answer on record when the work is not done."""
        return {"ok": False, "error": self.details.get("error", self.kind)}

    @property
    def prevents_the_work(self) -> bool:
        return self.kind in ("refuse", "ratelimit", "http_500", "http_503", "reset_before")

    def befalls(self, target: str) -> bool:
        return self.target in (target, ANY)


@dataclass(frozen=True)
class Habit:
    """A fault that happens again and again, to a share of the calls."""

    fault: Fault
    share: float
    chance: Callable[[], float]


class Sockets(Protocol):
    def drop(self, how: Drop) -> None: ...
    def freeze(self) -> None: ...


class Faults:
    def __init__(self, changed: Callable[[], None]) -> None:
        # Set once the server that holds the sockets exists.
        self.sockets: Sockets | None = None
        self._changed = changed
        self._waiting: list[Fault] = []
        self._habits: list[Habit] = []
        self._deliveries: Counter[DeliveryFault] = Counter()

    def next(self, target: str, kind: Kind, times: int = 1, **details: object) -> None:
        """The next calls of this method, posts to a "response_url", or anything ("*"), go wrong like this."""
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
        self._waiting += [Fault(target, kind, dict(details)) for _ in range(times)]
        self._changed()

    def sometimes(
        self, target: str, kind: Kind, share: float, chance: Callable[[], float], **details: object
    ) -> None:
        """Until all faults are cleared, this share of the calls goes wrong like this. 0.1 is one in ten."""
        self._habits.append(Habit(Fault(target, kind, dict(details)), share, chance))

    def take(self, target: str) -> Fault | None:
        for fault in self._waiting:
            if fault.befalls(target):
                self._waiting.remove(fault)
                self._changed()
                return fault
        for habit in self._habits:
            if habit.fault.befalls(target) and habit.chance() < habit.share:
                return habit.fault
        return None

    def clear(self) -> None:
        self._waiting.clear()
        self._habits.clear()
        self._deliveries.clear()
        self._changed()

    def deliver_twice(self, n: int = 1) -> None:
        """The next n things people do reach the bot twice."""
        self._deliver("twice", n)

    def late_ack(self, n: int = 1) -> None:
        """The bot's next n acknowledgements come too late: the work is done, the person is told it failed."""
        self._deliver("late_ack", n)

    def handshake_503(self, n: int = 1) -> None:
        """The next n socket handshakes are refused; their addresses are spent."""
        self._deliver("handshake_503", n)

    def connections_open_500(self, n: int = 1) -> None:
        self.next("apps.connections.open", "http_500", n)

    def drop_socket(self, how: Drop = "reset") -> None:
        """Every socket goes: cut, closed, or asked to leave as Slack does before it refreshes one."""
        if self.sockets:
            self.sockets.drop(how)

    def half_open(self) -> None:
        """Every socket goes deaf: no answer to a ping, nothing delivered, yet not closed."""
        if self.sockets:
            self.sockets.freeze()

    def take_delivery(self, fault: DeliveryFault) -> bool:
        if not self._deliveries[fault]:
            return False
        self._deliveries[fault] -= 1
        self._changed()
        return True

    def describe(self) -> Json:
        """For the page: what is waiting to happen."""
        return {
            "waiting": [{"target": f.target, "kind": f.kind, **f.details} for f in self._waiting],
            "deliveries": {fault: n for fault, n in self._deliveries.items() if n},
            "kinds": list(KINDS),
        }

    def _deliver(self, fault: DeliveryFault, n: int) -> None:
        self._deliveries[fault] += n
        self._changed()

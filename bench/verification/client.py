"""A client that is faster than what it measures: plain sockets, `epoll`, requests made beforehand.

Each connection sends its next request when the answer to the last one is there. Every answer is looked at.
"""

import select
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter

from bench.figures import percentile

Address = tuple[str, int]
END = b"\r\n\r\n"


class WrongAnswerError(Exception):
    """A figure of wrong answers is worth nothing."""


@dataclass(frozen=True, slots=True)
class Request:
    sent: bytes
    expected: bytes
    """Is in a right answer."""

    def check(self, answer: bytes) -> None:
        if self.expected not in answer:
            raise WrongAnswerError(f"expected {self.expected!r}, got {answer!r}")


@dataclass(frozen=True)
class Load:
    seconds: float
    latencies: Sequence[float]

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def milliseconds(self, share: float) -> float:
        return percentile(self.latencies, share) * 1000


class Talk:
    """One connection."""

    __slots__ = ("_answer", "_lengths", "asked_at", "request", "sock")

    def __init__(self, address: Address, lengths: dict[bytes, int] | None = None) -> None:
        self.sock = socket.create_connection(address, timeout=60)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._lengths = {} if lengths is None else lengths
        self._answer, self.asked_at = b"", 0.0
        self.request: Request | None = None

    def ask(self, request: Request, at: float) -> None:
        self.request, self.asked_at = request, at
        self.sock.sendall(request.sent)

    def exchange(self, sent: bytes) -> bytes:
        """Waits."""
        self.sock.sendall(sent)
        while (answer := self.answer()) is None:
            pass
        return answer

    def answer(self) -> bytes | None:
        """What there is to read: the whole answer, once it is whole."""
        part = self.sock.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        self._answer += part
        head, found, body = self._answer.partition(END)
        if not found or len(body) < self._length_after(head):
            return None
        answer, self._answer = self._answer, b""
        return answer

    def _length_after(self, head: bytes) -> int:
        """There are few heads in a second, and then they have another date."""
        length = self._lengths.get(head)
        if length is None:
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
            self._lengths[head] = length
        return length


class Crowd:
    """Some connections to one server."""

    def __init__(self, address: Address, size: int) -> None:
        lengths: dict[bytes, int] = {}
        talks = [Talk(address, lengths) for _ in range(size)]
        self.talks = {talk.sock.fileno(): talk for talk in talks}
        self._poll = select.epoll()
        for number in self.talks:
            self._poll.register(number, select.EPOLLIN)

    def answered(self, within: float = 60) -> Iterator[tuple[Talk, float]]:
        """Those whose answer is there, and when it was; nobody if that takes too long."""
        for number, _ in self._poll.poll(within):
            talk = self.talks[number]
            answer = talk.answer()
            if answer is not None and talk.request is not None:
                at = perf_counter()
                talk.request.check(answer)
                yield talk, at

    def close(self) -> None:
        self._poll.close()
        for talk in self.talks.values():
            talk.sock.close()


def load(address: Address, requests: Sequence[Request], connections: int, seconds: float) -> Load:
    """For so long, one request after the other on each connection."""
    return _loaded(address, cycle(requests), connections, seconds)


def once(address: Address, requests: Sequence[Request], connections: int) -> Load:
    """Each request once."""
    return _loaded(address, iter(requests), connections, seconds=600)


def _loaded(address: Address, requests: Iterator[Request], connections: int, seconds: float) -> Load:
    crowd, latencies, waiting = Crowd(address, connections), list[float](), 0
    begun = now = perf_counter()
    for talk, first in zip(crowd.talks.values(), requests, strict=False):
        talk.ask(first, perf_counter())
        waiting += 1
    while waiting:
        for talk, now in crowd.answered():
            latencies.append(now - talk.asked_at)
            following = next(requests, None) if now < begun + seconds else None
            if following is None:
                waiting -= 1
            else:
                talk.ask(following, now)
    crowd.close()
    return Load(now - begun, latencies)

"""Nothing is revoked on less than the whole token, to the letter."""

import random
from collections.abc import Iterator

from core.leaks.finding import tokens_in
from core.secret import ALPHABET, BODY, checksum
from tests.proofs.leaks.counter import Desk, finding
from tests.storage.making import a_secret


def less_than_the_whole(token: str, chance: random.Random) -> Iterator[str]:
    """Parts of it, more than it, other spellings; also with a checksum that is right for what they are."""
    prefix, _, tail = token.partition("_")
    body, end = tail[:BODY], tail[BODY:]
    for length in range(len(token)):
        yield token[:length]
        yield token[length + 1 :]
    yield from (token + "0", "0" + token, f" {token}", f"{token} ", f"{token}\n", f"{token}\0", token * 2)
    yield from (token.lower(), token.upper(), token.swapcase(), token.title(), token[::-1], f"Bearer {token}")
    yield f"{prefix}-{tail}"
    yield f"{prefix}_{body}{checksum(body)}"
    yield f"{prefix}_{body}{end[::-1]}0"[: len(token)]
    for spoilt in (
        body.swapcase(),
        body[:-1] + another(body[-1], chance),
        another(body[0], chance) + body[1:],
    ):
        yield f"{prefix}_{spoilt}{end}"
        yield f"{prefix}_{spoilt}{checksum(f'{prefix}_{spoilt}')}"
    for place in range(BODY):
        changed = body[:place] + another(body[place], chance) + body[place + 1 :]
        yield f"{prefix}_{changed}{checksum(f'{prefix}_{changed}')}"
    for other in ("pat", "pi", "pitt", "xpit", "PIT", "pıt"):
        name = f"{other}_{body}"
        yield f"{other}_{tail}"
        yield f"{name}{checksum(name) if name.isascii() else end}"
    yield token.replace("p", "ｐ")  # full width
    yield "\u200b".join(token)
    yield from token  # letter by letter


def another(letter: str, chance: random.Random) -> str:
    return chance.choice([each for each in ALPHABET if each != letter])


async def test_nothing_is_revoked_on_less_than_the_whole_token(desk: Desk) -> None:
    integration, secret = await desk.door.integration()
    token, chance = secret.reveal(), random.Random(7)
    tries = [each for each in less_than_the_whole(token, chance) if each != token]
    assert len(tries) > 200
    labels = await desk.labels(*(finding(each) for each in tries))
    assert set(labels) == {"false_positive"}
    assert len(labels) == len(tries)
    for each in tries[::7]:
        said = await desk.held_by_somebody(
            f'{{"token": "{each.encode("unicode_escape").decode()}"}}'.encode()
        )
        assert said.status in {202, 400, 429}
    assert await desk.alive(integration)
    assert await desk.door.accepts(secret)
    assert await desk.labels(finding(token)) == ["true_positive"]
    assert not await desk.alive(integration)


async def test_a_token_beside_it_is_not_revoked(desk: Desk) -> None:
    one, found = await desk.door.integration("Found")
    others = [await desk.door.integration(f"Other {number}") for number in range(3)]
    await desk.labels(finding(found), finding(a_secret()))
    assert not await desk.alive(one)
    assert all([await desk.alive(integration) for integration, _ in others])


async def test_the_tokens_in_the_address_of_a_finding_are_nobodys_business(desk: Desk) -> None:
    """A token in an address is not what was reported; and it is not kept either."""
    one, found = await desk.door.integration("Found")
    other, beside = await desk.door.integration("Beside")
    for place, url in enumerate(
        (
            f"https://example.org/?a={beside.reveal()}",
            f"https://example.org/?a={found.reveal().replace('_', '%5F')}",
            f"https://example.org/{found.reveal()[:30]}",
        )
    ):
        await desk.labels(finding(found, f"{url}#{place}"))
    assert not await desk.alive(one)
    assert await desk.alive(other)
    kept = f"{await desk.record()} {await desk.notices()}"
    assert not tokens_in(kept)
    assert not found.shows_in(kept)
    assert not beside.shows_in(kept)

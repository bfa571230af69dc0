"""The fleet board: one card in the security channel, posted once and kept up to date in its place."""

from core.cards import FLEET
from core.notices import Kind, Notice
from core.ports import Reading, Tools


async def post_board(tools: Tools, tenant: str) -> bool:
    """Where none is. At most once a day in the same channel: whoever deletes it has a reason for now."""
    async with tools.store.reading(tenant) as reading:
        if not await _missing_in(reading):
            return False
    async with tools.store.transaction(tenant) as tx:
        channel = await _missing_in(tx)
        if not channel or not await tx.first_time(f"board in {channel} on {tools.now().date()}"):
            return False
        await tx.say(Notice(kind=Kind.BOARD, to=channel, integration_id=FLEET, urgent=True))
        return True


async def _missing_in(reading: Reading) -> str:
    """The channel that should have a board and has none; a board in another channel says where it went."""
    channel = (await reading.workspace()).security_channel or ""
    boards = await reading.cards.open(Kind.BOARD)
    return "" if any(board.notice.to == channel for board in boards) else channel

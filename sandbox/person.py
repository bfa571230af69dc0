"""A person at her Slack client, for tests: she types, fills, clicks, and sees what is there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sandbox.elements import Placed
from sandbox.errors import NotPossibleError
from sandbox.filling import as_given
from sandbox.finding import named, what_there_is
from sandbox.interactions import actions, commands, messages, modals, openings
from sandbox.messages import Message
from sandbox.notices import Notice
from sandbox.reading import words_of
from sandbox.screens import ShownMessage, ShownView
from sandbox.views import View
from sandbox.workspace import User
from sandbox.world import World

Place = ShownMessage | ShownView


@dataclass
class Person:
    world: World = field(repr=False)
    user: User
    # The conversation she looks at: an id or a name.
    channel: str = "general"
    _looks_at_home: bool = False

    @property
    def id(self) -> str:
        return self.user.id

    # What she sees

    @property
    def sees(self) -> list[ShownMessage]:
        """Every message visible to her now, in all her conversations, oldest first."""
        return [ShownMessage(message) for message in self.world.board.visible_to(self.id)]

    @property
    def modals(self) -> list[ShownView]:
        """Her stack of modals, the one on top last."""
        return [ShownView(view) for view in self.world.views.stack(self.id)]

    @property
    def modal(self) -> ShownView | None:
        """The modal on top, if any."""
        return self.modals[-1] if self.modals else None

    @property
    def home(self) -> ShownView | None:
        """The Home tab as it was last published, opened or not."""
        view = self.world.views.home(self.id)
        return ShownView(view) if view else None

    @property
    def notices(self) -> list[Notice]:
        """What Slack itself told her."""
        return self.world.notices.of(self.id)

    async def waits_until(self, condition: Callable[[], object], within: float = 15.0) -> None:
        """Until it holds. Looks again whenever something changes, never in between."""
        if not await self.world.changes.until(condition, within):
            raise AssertionError(f"{self.user.name} waited {within} s in vain. {self._surroundings()}")

    # What she does

    async def types(self, text: str, *, thread: ShownMessage | None = None) -> None:
        """In the channel she looks at. Comes back once the bot acknowledged; raises if it did not."""
        conversation = self.world.workspace.conversation(self.channel)
        await commands.type_text(self.world, self.user, conversation, text, thread.ts if thread else None)

    async def shares_file(self, name: str, content: str, comment: str = "") -> None:
        """A text, in the conversation she looks at."""
        conversation = self.world.workspace.conversation(self.channel)
        await messages.share_file(self.world, self.user, conversation, name, content, comment)

    async def edits(self, message: ShownMessage, text: str) -> None:
        await messages.edit(self.world, self.user, message.message, text)

    async def deletes(self, message: ShownMessage) -> None:
        await messages.delete(self.world, self.user, message.message)

    def fills(self, fields: Mapping[str, object] | None = None, /, **more: object) -> Awaitable[None]:
        """Inputs of the modal, by block_id, action_id or label. The values are in at once.

        Await it where a field tells the app of each change (`dispatch_action`).
        """
        view = self._top_view()
        told = []
        for name, value in {**(fields or {}), **more}.items():
            placed = self._in(view, name, None)
            given = as_given(self.world, placed.element, value)
            action = actions.remember(self.world, self.user, view, placed.key, given, typing=True)
            if action is not None:
                told.append(actions.report(self.world, self.user, view, action))
        return asyncio.ensure_future(_all(told))

    async def clicks(self, name: str, *, in_: Place | None = None, beside: str | None = None) -> None:
        """A button, by its text or action_id. A question it asks first is answered with yes."""
        place, placed = self._find(name, in_, beside)
        await actions.use(self.world, self.user, place, placed.key, {})

    def question(self, name: str, *, in_: Place | None = None, beside: str | None = None) -> str:
        """What she is asked before this takes effect; empty if nothing."""
        _, placed = self._find(name, in_, beside)
        return "\n".join(words_of(placed.element.get("confirm")))

    async def picks(
        self, name: str, choice: object, *, in_: Place | None = None, beside: str | None = None
    ) -> None:
        """From a menu, an overflow menu, boxes or a calendar: option text or value, or a list of them."""
        place, placed = self._find(name, in_, beside)
        given = as_given(self.world, placed.element, choice)
        await actions.use(self.world, self.user, place, placed.key, given)

    async def presses_enter(self, field: str) -> None:
        """In a text field of the modal that tells the app (`dispatch_action`)."""
        view = self._top_view()
        placed = self._in(view, field, None)
        block_id, action_id = placed.key
        typed = view.values[block_id][action_id]
        await actions.use(self.world, self.user, view, placed.key, typed)

    async def submits(self) -> None:
        """Sends the modal, unless Slack or the app finds something wrong: see `modal.errors`."""
        await modals.submit(self.world, self.user, self._top_view())

    async def closes(self, *, everything: bool = False) -> None:
        """Cancel closes the modal on top; `everything` is the X."""
        await modals.close(self.world, self.user, self._top_view(), clear_all=everything)

    async def opens_home(self) -> None:
        self._looks_at_home = True
        await openings.open_home(self.world, self.user)

    async def opens_direct_message(self) -> None:
        """The conversation with the app; what she types goes there from now on."""
        conversation = await openings.open_direct_message(self.world, self.user)
        self.channel, self._looks_at_home = conversation.id, False

    async def uses_shortcut(self, callback_id: str) -> None:
        await openings.use_shortcut(self.world, self.user, callback_id)

    async def uses_message_shortcut(self, callback_id: str, on: ShownMessage) -> None:
        await openings.use_message_shortcut(self.world, self.user, callback_id, on.message)

    def reloads(self) -> None:
        """Her client starts afresh: what was ephemeral is gone, and so are open modals."""
        openings.reload(self.world, self.user)

    # Finding her way

    def _top_view(self) -> View:
        modal = self.modal
        if modal is None:
            raise NotPossibleError(f"{self.user.name} has no modal open. {self._surroundings()}")
        return modal.view

    def _find(self, name: str, in_: Place | None, beside: str | None) -> tuple[Message | View, Placed]:
        for place in [_thing(in_)] if in_ else self._places():
            placed = named(place.blocks, name, beside)
            if placed is not None:
                return place, placed
        raise NotPossibleError(f"{self.user.name} sees no {name!r}. {self._surroundings()}")

    def _in(self, place: Message | View, name: str, beside: str | None) -> Placed:
        placed = named(place.blocks, name, beside)
        if placed is None:
            raise NotPossibleError(f"there is no {name!r}; there is: {what_there_is(place.blocks)}")
        return placed

    def _places(self) -> list[Message | View]:
        """Where she would look, in that order: a modal covers everything else."""
        modal, home = self.modal, self.home
        if modal is not None:
            return [modal.view]
        messages: list[Message | View] = [shown.message for shown in reversed(self.sees)]
        homes: list[Message | View] = [home.view] if home else []
        return homes + messages if self._looks_at_home else messages + homes

    def _surroundings(self) -> str:
        modal = f"Modal {self.modal.title!r}: {self.modal.all_text!r}. " if self.modal else "No modal. "
        messages = [shown.all_text for shown in self.sees[-5:]]
        told = [notice.text for notice in self.notices[-3:]]
        return f"{modal}Last messages: {messages}. Slack said: {told}. Problems: {self.world.record.problems}"


def _thing(place: Place) -> Message | View:
    return place.view if isinstance(place, ShownView) else place.message


async def _all(work: Iterable[Awaitable[None]]) -> None:
    for each in work:
        await each

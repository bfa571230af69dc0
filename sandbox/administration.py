"""What an administrator of the workspace does to people, channels and the app."""

from typing import Any

from sandbox import events
from sandbox.errors import NotPossibleError
from sandbox.person import Person
from sandbox.workspace import Conversation, User
from sandbox.world import World


class Administration:
    def __init__(self, world: World) -> None:
        self.world = world
        self._people: dict[str, Person] = {}

    # People

    def person(self, key: str) -> Person:
        """Always the same Person for the same key or id."""
        user = self.world.workspace.user(key)
        return self._people.setdefault(user.id, Person(self.world, user))

    def add_person(self, key: str, name: str, **facts: Any) -> Person:  # noqa: ANN401 — fields of User
        """A colleague, in every public channel; with `is_stranger` only in the shared ones."""
        workspace = self.world.workspace
        user = User(
            **{"id": f"U0{key.upper()}0000", "key": key, "name": name, "team_id": self.team_id} | facts
        )
        workspace.users[user.id] = user
        for conversation in workspace.conversations.values():
            if conversation.kind == "channel" and (conversation.is_shared or not user.is_stranger):
                conversation.members.add(user.id)
        self.world.changed()
        return self.person(key)

    def deactivate(self, person: Person | str) -> None:
        self._change(person, deleted=True)

    def demote(self, person: Person | str) -> None:
        """An admin or owner becomes a plain member."""
        self._change(person, is_admin=False, is_owner=False, is_primary_owner=False)

    def promote(self, person: Person | str) -> None:
        """A member becomes a workspace admin."""
        self._change(person, is_admin=True)

    def _change(self, person: Person | str, **facts: bool) -> None:
        user = self.world.workspace.user(person if isinstance(person, str) else person.id)
        for name, value in facts.items():
            setattr(user, name, value)
        events.user_change(self.world, user)
        self.world.changed()

    # Places

    @property
    def team_id(self) -> str:
        return self.world.workspace.team_id

    @property
    def team_domain(self) -> str:
        return self.world.workspace.team_domain

    def channel(self, name: str) -> Conversation:
        return self.world.workspace.conversation(name)

    def add_bot_to(self, channel: str) -> None:
        self.channel(channel).members.add(self.world.workspace.bot.id)
        self.world.changed()

    def remove_bot_from(self, channel: str) -> None:
        self.channel(channel).members.discard(self.world.workspace.bot.id)
        self.world.changed()

    def remove_from(self, channel: str, person: Person | str) -> None:
        user = self.world.workspace.user(person if isinstance(person, str) else person.id)
        self.channel(channel).members.discard(user.id)
        self.world.changed()

    def archive(self, channel: str) -> None:
        if self.channel(channel).kind == "dm":
            raise NotPossibleError("direct messages are not archived")
        self.channel(channel).is_archived = True
        self.world.changed()

    # The app

    async def uninstall(self) -> None:
        """Somebody removes the app: its tokens die, and it is told so."""
        self.world.credentials.revoked = True
        await events.uninstalled(self.world)
        self.world.changed()

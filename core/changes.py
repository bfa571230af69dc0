"""What an edit changes, for the page that asks "is this right?" and for the audit."""

from dataclasses import dataclass

from core.audit import Detail
from core.fields import Fields


@dataclass(frozen=True, slots=True)
class Changes:
    before: Fields
    after: Fields

    @property
    def gained(self) -> frozenset[str]:
        return self.after.scopes - self.before.scopes

    @property
    def lost(self) -> frozenset[str]:
        return self.before.scopes - self.after.scopes

    @property
    def any(self) -> bool:
        return self.before != self.after

    @property
    def new_owner(self) -> bool:
        return self.before.owner != self.after.owner

    @property
    def new_people(self) -> frozenset[str]:
        """Who is to look after it and did not before."""
        before, after = self.before, self.after
        return frozenset({after.owner, after.backup_owner} - {before.owner, before.backup_owner, ""})

    def details(self) -> dict[str, Detail]:
        """For the audit: only what differs. Long texts are named, not quoted."""
        found: dict[str, Detail] = {}
        if self.before.name != self.after.name:
            found["name_before"] = self.before.name
        if self.gained:
            found["scopes_gained"] = sorted(self.gained)
        if self.lost:
            found["scopes_lost"] = sorted(self.lost)
        if self.new_owner:
            found |= {"owner_before": self.before.owner, "owner": self.after.owner}
        if self.before.backup_owner != self.after.backup_owner:
            found["backup_owner"] = self.after.backup_owner
        if self.before.period != self.after.period:
            found |= {"days_before": self.before.period.days, "days": self.after.period.days}
        if self.before.on_leak != self.after.on_leak:
            found |= {"on_leak_before": self.before.on_leak.value, "on_leak": self.after.on_leak.value}
        texts = ("description", "storage_note")
        found |= {
            text: "changed" for text in texts if getattr(self.before, text) != getattr(self.after, text)
        }
        return found

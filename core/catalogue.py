"""The permissions an integration can be given. People read "permission", the wire says "scope"."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Self, TypeVar

from core.naming import is_scope
from core.refusals import BadField

OPTION_TEXT, MENU, MARKED_TEXT = 75, 100, 60
"""Slack's limits for a menu's texts, groups and entries; what is left of a text beside a word of ours."""
_PARTS = {"permission", "aliases", "preset"}
_FIELDS = {"scope", "group", "description", "access", "sensitivity"}

Choice = TypeVar("Choice", bound=StrEnum)


class Access(StrEnum):
    READ = "read"
    WRITE = "write"


class Sensitivity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Permission:
    scope: str
    group: str
    description: str
    access: Access
    sensitivity: Sensitivity

    @property
    def is_sensitive(self) -> bool:
        return self.sensitivity is Sensitivity.HIGH


@dataclass(frozen=True, slots=True)
class Preset:
    name: str
    scopes: tuple[str, ...]


class BadCatalogue(Exception):  # noqa: N818 - a message for the operator with all that is wrong
    """Every mistake of a catalogue file, each with its entry and the reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True, eq=False)  # one is read at the start, and is itself
class Catalogue:
    groups: tuple[str, ...]
    permissions: Mapping[str, Permission]
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Old or misspelt names and the right ones."""
    presets: tuple[Preset, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """From a parsed catalogue file. Raises `BadCatalogue` with everything that is wrong with it."""
        problems = [f"unknown key “{key}”" for key in sorted(data.keys() - _PARTS)]
        permissions: dict[str, Permission] = {}
        for position, entry in enumerate(_tables(data, "permission", problems), start=1):
            permission = _permission(entry, f"permission {position}", problems)
            if permission is None:
                continue
            if permission.scope in permissions:
                problems.append(f"permission {position} ({permission.scope}): is there twice")
            permissions[permission.scope] = permission
        if not permissions and not problems:
            problems.append("there is no [[permission]] in it")
        aliases = _aliases(data, permissions, problems)
        presets = tuple(_presets(data, permissions, problems))
        sizes = Counter(permission.group for permission in permissions.values())
        problems += _too_many(sizes, presets)
        if problems:
            raise BadCatalogue(problems)
        return cls(tuple(sizes), permissions, aliases, presets)

    def check(self, scopes: Iterable[str], field_name: str = "scopes") -> frozenset[str]:
        """The scopes by their right names. Raises `BadField` for none at all or an unknown one."""
        right = frozenset(self.aliases.get(scope, scope) for scope in scopes)
        for scope in sorted(right - self.permissions.keys()):
            similar = self.suggest(scope)
            hint = f" Did you mean {' or '.join(similar)}?" if similar else ""
            raise BadField(field_name, f"There is no permission called “{scope}”.{hint}")
        if not right:
            raise BadField(field_name, "Please choose at least one permission.")
        return right

    def suggest(self, scope: str) -> list[str]:
        return get_close_matches(scope, self.permissions, n=3, cutoff=0.6)

    def of_group(self, group: str) -> tuple[Permission, ...]:
        return tuple(permission for permission in self.permissions.values() if permission.group == group)

    def in_order(self, scopes: Iterable[str]) -> tuple[Permission, ...]:
        """In the catalogue's order. Scopes that it no longer knows are left out; see `unknown`."""
        wanted = set(scopes)
        return tuple(permission for scope, permission in self.permissions.items() if scope in wanted)

    def unknown(self, scopes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(scopes) - self.permissions.keys()))

    def sensitive(self, scopes: Iterable[str]) -> tuple[Permission, ...]:
        return tuple(permission for permission in self.in_order(scopes) if permission.is_sensitive)


def _tables(data: Mapping[str, Any], key: str, problems: list[str]) -> list[Mapping[str, Any]]:
    tables = data.get(key, [])
    if isinstance(tables, list) and all(isinstance(table, Mapping) for table in tables):
        return tables
    problems.append(f"“{key}” must be a list of tables, written as [[{key}]]")
    return []


def _permission(entry: Mapping[str, Any], where: str, problems: list[str]) -> Permission | None:
    before = len(problems)
    scope, group = (_text(entry, key, where, problems, MARKED_TEXT) for key in ("scope", "group"))
    description = _text(entry, "description", where, problems)
    where = f"{where} ({scope})"
    if scope and not is_scope(scope):
        problems.append(f"{where}: “scope” must be ASCII without spaces, quotation marks and backslashes")
    access = _one_of(Access, entry, "access", where, problems)
    sensitivity = _one_of(Sensitivity, entry, "sensitivity", where, problems)
    problems += [f"{where}: unknown key “{key}”" for key in sorted(entry.keys() - _FIELDS)]
    if len(problems) > before or access is None or sensitivity is None:
        return None
    return Permission(scope, group, description, access, sensitivity)


def _too_many(sizes: Mapping[str, int], presets: Sequence[Preset]) -> Iterable[str]:
    """More than a menu holds. One group is kept free, for what is not offered any more."""
    for group, size in sizes.items():
        if size > MENU:
            yield f"group “{group}”: has {size} permissions, {MENU} at most"
    for what, number, most in (("groups", len(sizes), MENU - 1), ("presets", len(presets), MENU)):
        if number > most:
            yield f"there are {number} {what}, {most} at most"


def _text(
    entry: Mapping[str, Any], key: str, where: str, problems: list[str], longest: int = OPTION_TEXT
) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        problems.append(f"{where}: “{key}” is missing")
        return ""
    if len(value) > longest:
        problems.append(f"{where}: “{key}” has {len(value)} characters, {longest} at most")
    return value


def _one_of(
    kind: type[Choice], entry: Mapping[str, Any], key: str, where: str, problems: list[str]
) -> Choice | None:
    value = entry.get(key)
    if value in list(kind):
        return kind(value)
    problems.append(f"{where}: “{key}” must be one of {', '.join(kind)}")
    return None


def _aliases(data: Mapping[str, Any], known: Mapping[str, Permission], problems: list[str]) -> dict[str, str]:
    aliases = data.get("aliases", {})
    if not isinstance(aliases, Mapping):
        problems.append("“aliases” must be a table of old = new names")
        return {}
    problems.extend(
        f"alias “{old}”: there is no permission “{new}”"
        for old, new in aliases.items()
        if not isinstance(new, str) or new not in known
    )
    return dict(aliases)


def _presets(data: Mapping[str, Any], known: Mapping[str, Permission], problems: list[str]) -> list[Preset]:
    presets = []
    for position, entry in enumerate(_tables(data, "preset", problems), start=1):
        name = _text(entry, "name", f"preset {position}", problems)
        scopes = entry.get("scopes")
        if not isinstance(scopes, list) or not scopes:
            problems.append(f"preset {position} ({name}): “scopes” is missing")
            continue
        problems.extend(
            f"preset {position} ({name}): there is no permission “{scope}”"
            for scope in scopes
            if not isinstance(scope, str) or scope not in known
        )
        presets.append(Preset(name, tuple(scopes)))
    return presets

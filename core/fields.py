"""What a person fills in about an integration, and what may be wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from core.catalogue import Catalogue
from core.incidents.words import said
from core.integration import PERIOD, Integration
from core.leaks.policy import OnLeak
from core.naming import clean_name, clean_text
from core.ports import Reading
from core.refusals import BadField, BadForm

Value = TypeVar("Value")
PERIODS = tuple(timedelta(days=days) for days in (30, 60, 90, 180, 365))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    name: str
    description: str
    scopes: frozenset[str]
    owner: str
    backup_owner: str = ""
    storage_note: str = ""
    period: timedelta = PERIOD
    on_leak: OnLeak = OnLeak.REVOKE
    planted: str = ""
    """Where, if it is a decoy."""

    @classmethod
    def of(cls, integration: Integration) -> "Fields":
        return cls(
            name=integration.name,
            description=integration.description,
            scopes=integration.scopes,
            owner=integration.owner,
            backup_owner=integration.backup_owner,
            storage_note=integration.storage_note,
            period=integration.period,
            on_leak=integration.on_leak,
            planted=integration.planted,
        )


async def checked(
    fields: Fields, catalogue: Catalogue, reading: Reading, *, editing: Integration | None = None
) -> Fields:
    """`fields` normalised. Raises `BadForm` with everything that is wrong, each at its field."""
    problems: list[BadField] = []
    name = _try(lambda: clean_name(fields.name), problems)
    description = _try(lambda: clean_text(fields.description, "description"), problems)
    note = _try(lambda: clean_text(fields.storage_note, "storage_note"), problems)
    scopes = _try(lambda: _scopes(fields, catalogue, editing), problems)
    planted = _try(lambda: said(fields.planted, "planted") if fields.planted else "", problems)
    if fields.owner == fields.backup_owner:
        problems.append(BadField("backup_owner", "Please choose somebody else than the owner, or nobody."))
    if name and await reading.name_taken(name, besides=editing.id if editing else None):
        problems.append(taken(name))
    if problems or name is None or description is None or note is None or scopes is None or planted is None:
        raise BadForm(tuple(problems))
    right = replace(fields, name=name, description=description, storage_note=note)
    return replace(right, scopes=scopes, planted=planted)


def taken(name: str) -> BadField:
    return BadField("name", f"There is already an integration called “{name}”. Please choose another name.")


def _scopes(fields: Fields, catalogue: Catalogue, editing: Integration | None) -> frozenset[str]:
    """Known ones only, but a scope that left the catalogue stays with those that have it.

    A decoy has none.
    """
    if fields.planted:
        return frozenset()
    scopes = fields.scopes
    retired = scopes & frozenset(catalogue.unknown(editing.scopes if editing is not None else ()))
    return catalogue.check(scopes - retired) | retired if scopes - retired or not retired else retired


def _try(check: Callable[[], Value], problems: list[BadField]) -> Value | None:
    try:
        return check()
    except BadField as problem:
        problems.append(problem)
        return None

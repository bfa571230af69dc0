"""Incidents, between rows and values."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from core.incidents.cadence import look_at
from core.incidents.facts import Fact
from core.incidents.incident import Incident
from core.incidents.kinds import Exposed, Exposure, Note, PersonalData, Severity, Suspect, Way
from core.incidents.steps import Mark, Step

_AS_THEY_ARE = (
    "id",
    "integration_id",
    "name",
    "lead",
    "severity_chosen",
    "by_digest",
    "drill",
    "opened_at",
    "opened_by",
    "quarantined_at",
    "killed_at",
    "killed_by",
    "source",
    "source_deleted_at",
    "use_read_at",
    "told_at",
    "nudges",
    "nudged_at",
    "clock_said",
    "card",
    "place",
    "closed_at",
    "closed_by",
    "reason",
    "review_at",
    "review_said_at",
)


def incident_of(row: Row[Any]) -> Incident:
    return Incident(
        tenant=row.tenant,
        generation=row.generation,
        scopes=frozenset(row.scopes),
        suspects=tuple(_suspect(each) for each in row.suspects),
        severity=Severity(row.severity),
        way=Way(row.way),
        exposed=Exposed(
            exposure=Exposure(row.exposure),
            since=row.exposed_since,
            where=row.exposed_where,
            link=row.exposed_link,
        ),
        personal_data=PersonalData(row.personal_data),
        marks={Step(step): _mark(each) for step, each in row.marks.items()},
        notes=tuple(_note(each) for each in row.notes),
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
    )


def incident_columns(incident: Incident) -> dict[str, Any]:
    """All columns but the tenant and the generation."""
    exposed = incident.exposed
    return {
        "scopes": sorted(incident.scopes),
        "suspects": [_plain(each, _SUSPECT) for each in incident.suspects],
        "severity": incident.severity.value,
        "way": incident.way.value,
        "exposure": exposed.exposure.value,
        "exposed_since": exposed.since,
        "exposed_where": exposed.where,
        "exposed_link": exposed.link,
        "personal_data": incident.personal_data.value,
        "marks": {step.value: _plain(mark, _MARK) for step, mark in incident.marks.items()},
        "notes": [_plain(each, _NOTE) for each in incident.notes],
        "look_at": look_at(incident),
        **{name: getattr(incident, name) for name in _AS_THEY_ARE},
    }


_SUSPECT = ("id", "version", "last_four", "minted_at")
_NOTE = ("by", "at", "text", "link", "step")
_MARK = ("assignee", "claimed_by", "claimed_at", "fact", "evident_at", "turned", "turned_at", "turns")


def _plain(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    """For JSON, without what is empty."""
    found = {name: getattr(value, name) for name in names}
    return {name: _json(each) for name, each in found.items() if each}


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _suspect(stored: dict[str, Any]) -> Suspect:
    return Suspect(**{**stored, "minted_at": datetime.fromisoformat(stored["minted_at"])})


def _note(stored: dict[str, Any]) -> Note:
    return Note(**{"text": "", **stored, "at": datetime.fromisoformat(stored["at"])})


def _mark(stored: dict[str, Any]) -> Mark:
    found = dict(stored)
    found |= {name: datetime.fromisoformat(stored[name]) for name in stored if name.endswith("_at")}
    found |= {name: Fact(stored[name]) for name in ("fact", "turned") if name in stored}
    return Mark(**found)

"""Fleets and portraits to look at: an everyday one, and one that has the longest of everything."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import core
from bot.views.fleet import Sight
from bot.views.portrait import Sitting
from core.actions.list import Fleet
from core.actions.show import Portrait
from core.actor import Role
from core.audit import FIRST_LINK, Detail, Entry, Event
from core.catalogue import Catalogue
from core.evidence import Caller, Usage, UseCount
from core.integration import Integration
from core.ports import Page, Query
from core.quarantine import Quarantine
from core.status import Counts, Health, status
from core.token import Reason, Token
from sandbox.blocks import problems_in_view
from tests.core.examples import (
    DAY,
    HOUR,
    NOW,
    WEEK,
    a_handover,
    an_integration,
    current,
    dead,
    offered,
    retiring,
)

CATALOGUE = Catalogue.read(tomllib.loads(Path(core.__file__).with_name("catalogue.toml").read_text()))
LONG_NAME = ("R&D & " * 20)[:59] + "Z"
"""As long as a name may be, and longer still when it is escaped."""
HOSTILE = "<!channel> *bold* `code` <https://evil.example|click> &amp; :tada: "
LONG_TEXT = (HOSTILE * 10)[:500]
QUARTER = timedelta(days=90)


def one_of_each() -> list[Integration]:
    """One integration of each health, most urgent first."""
    return [
        an_integration(current(), name="Shadow export", quarantine=Quarantine(at=NOW - DAY)),
        an_integration(name="Old newsletter"),
        an_integration(current(confirmed_at=NOW - QUARTER - 3 * DAY), name="Payroll"),
        an_integration(current(), offered(2, minted_at=NOW - 2 * HOUR), name="Support desk"),
        an_integration(current(), name="Travel booking", handover=a_handover()),
        an_integration(retiring(ends_at=NOW + 3 * DAY), current(2), name="Warehouse"),
        an_integration(current(confirmed_at=NOW - QUARTER + 12 * DAY), name="Billing sync"),
        an_integration(current(), name="Analytics"),
    ]


def a_sight(
    integrations: Sequence[Integration] = (),
    *,
    total: int | None = None,
    role: Role = Role.ADMIN,
    user: str = "U-ADA",
    **query: Any,
) -> Sight:
    """`total` integrations match, of which these are on the page."""
    found = dict.fromkeys(Health, 0)
    for each in integrations:
        found[status(each, NOW).health] += 1
    more = (total or 0) - len(integrations)
    found[Health.HEALTHY] += max(more, 0)
    page = Page(integrations, len(integrations) if total is None else total)
    fleet = Fleet(page, Counts(found), Query(**query), role)
    return Sight(fleet=fleet, user=user, now=NOW)


def an_entry(event: Event, details: Mapping[str, Detail], actor: str = "U-ADA") -> Entry:
    return Entry(
        tenant="T-HOME",
        sequence=1,
        at=NOW - HOUR,
        actor=actor,
        event=event,
        subject="integration-1",
        subject_name="Billing",
        details=details,
        key_id="key-1",
        link=FIRST_LINK,
    )


def a_sitting(
    integration: Integration,
    *,
    tokens: Sequence[Token] | None = None,
    history: Sequence[Entry] = (),
    usage: Usage | None = None,
    role: Role = Role.ADMIN,
    user: str = "U-ADA",
) -> Sitting:
    shown = integration.tokens if tokens is None else tokens
    portrait = Portrait(integration, status(integration, NOW), shown, history, role, usage or Usage())
    return Sitting(portrait=portrait, user=user, now=NOW, catalogue=CATALOGUE)


def the_longest() -> Sitting:
    """Everything at its limit at once."""
    integration = an_integration(
        retiring(98, ends_at=NOW + WEEK),
        current(99),
        name=LONG_NAME,
        description=LONG_TEXT,
        storage_note=LONG_TEXT,
        scopes=frozenset(CATALOGUE.permissions) | {f"gone.{number}" for number in range(20)},
        owner="U" + "W" * 20,
    )
    old = [dead(version, reason=Reason.NEXT_ROTATION, ended_at=NOW - WEEK) for version in range(1, 98)]
    everything: dict[str, Detail] = {
        "name_before": LONG_NAME,
        "scopes_gained": sorted(integration.scopes),
        "scopes_lost": sorted(integration.scopes),
        "owner_before": "U-BOB",
        "owner": "U-ADA",
        "days_before": 30,
        "days": 90,
        "description": "changed",
        "storage_note": "changed",
    }
    history = [an_entry(Event.INTEGRATION_EDIT, everything)] * 5
    return a_sitting(
        integration, tokens=[*integration.tokens, *reversed(old)], history=history, usage=the_most_used()
    )


def a_count(version: int, caller: Caller, ago: timedelta = HOUR, **changes: Any) -> UseCount:
    count = UseCount(
        tenant="T-HOME",
        integration_id="integration-1",
        token_id=f"token-{version}",
        caller=caller,
        first_at=NOW - ago,
        last_at=NOW - ago,
        count=1,
    )
    return replace(count, **changes)


def the_most_used() -> Usage:
    """As many callers, refused tries and permissions as are kept, each as long as it may be."""
    callers = [Caller(f"gateway-{n}", f"2001:db8:{n:x}::/48", f"{n}" + "a_" * 20) for n in range(200)]
    many, dead = 10**15, range(1, 5)
    counts = [a_count(99, each, count=many) for each in callers]
    counts += [a_count(98, each, HOUR / 2, count=many) for each in [*callers, Caller("gateway-0")]]
    counts += [a_count(version, each, refused=True, count=many) for each in callers for version in dead]
    names = {f"gateway-{n}": f"g{n:03}".ljust(63, "x") for n in range(150)}
    return Usage(tuple(counts), {f"{n}".ljust(100, "x"): NOW - HOUR for n in range(200)}, names)


def named(integration: Integration, name: str) -> Integration:
    return replace(integration, name=name)


def problems(view: Any) -> list[str]:
    """What Slack would say against a view."""
    return [f"{each.pointer}: {each.message}" for each in problems_in_view(view.to_dict())]

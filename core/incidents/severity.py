"""Which severity to propose. People may choose another one."""

from collections.abc import Iterable

from core.catalogue import Access, Catalogue
from core.evidence import Usage
from core.incidents.evidence import unexplained
from core.incidents.incident import Incident
from core.incidents.kinds import Exposure, Severity

MEANING = {
    Severity.P1: "it may change things, and is public or was used by somebody new",
    Severity.P2: "it may change things; or it only reads, and is public or was used by somebody new",
    Severity.P3: "it only reads, and is not known to be public",
    Severity.P4: "the token was dead already, or opens nothing",
}
"""Why each is proposed."""


def proposed(
    scopes: Iterable[str],
    catalogue: Catalogue,
    exposure: Exposure,
    *,
    unexplained_use: bool = False,
    harmless: bool = False,
) -> Severity:
    """`harmless`: the token was dead already, or opens nothing.

    A permission that the catalogue does not know counts as one that may change things.
    """
    if harmless:
        return Severity.P4
    out = exposure is Exposure.PUBLIC or unexplained_use
    if may_do_harm(scopes, catalogue):
        return Severity.P1 if out else Severity.P2
    return Severity.P2 if out else Severity.P3


def proposed_for(incident: Incident, catalogue: Catalogue, usage: Usage) -> Severity:
    """With all that is known by now. A token that was harmless stays so, however far out it is."""
    return proposed(
        incident.scopes,
        catalogue,
        incident.exposed.exposure,
        unexplained_use=unexplained(usage, incident.exposed.since),
        harmless=incident.severity is Severity.P4,
    )


def may_do_harm(scopes: Iterable[str], catalogue: Catalogue) -> bool:
    found = [catalogue.permissions.get(scope) for scope in scopes]
    return any(each is None or each.access is Access.WRITE or each.is_sensitive for each in found)


def reads(scopes: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Those that change nothing."""
    return frozenset(each.scope for each in catalogue.in_order(scopes) if each.access is Access.READ)

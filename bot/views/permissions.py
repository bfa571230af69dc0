"""What an integration may do, in words, by group, sensitive things marked."""

from collections.abc import Iterable

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.asked import ref
from bot.blocks import actions, button, modal, prose
from bot.text import bold, code, count, escape
from bot.views.paragraphs import first, paragraphs
from core.catalogue import Catalogue, Permission
from core.integration import Integration

ALL = "all_permissions"
TITLE = "Permissions"
LISTED = 12
"""Up to so many are listed one by one on the portrait; more are counted by group."""
SENSITIVE = "⚠️ _sensitive_"


def permission_blocks(integration: Integration, catalogue: Catalogue) -> list[Block]:
    """For the portrait: all of a few; of many, the groups, and by name only those that are sensitive."""
    scopes = integration.scopes
    if len(scopes) <= LISTED:
        return [*paragraphs([_heading(scopes, catalogue), *_listed(scopes, catalogue)])]
    named = [f"• {escape(each.description)}" for each in catalogue.sensitive(scopes)]
    told = [_heading(scopes, catalogue), ", ".join(_counted(scopes, catalogue))]
    if named:
        told += ["*Sensitive ones* ⚠️", *first(named, LISTED, "sensitive ones")]
    return [*paragraphs(told), actions(_see_all(integration))]


def all_permissions_view(integration: Integration, catalogue: Catalogue) -> View:
    groups = _listed(integration.scopes, catalogue, with_scopes=True)
    heading = f"{bold(integration.name)} has {_number(integration.scopes, catalogue)}:"
    return modal(TITLE, [prose(heading), *paragraphs(groups)])


def _heading(scopes: Iterable[str], catalogue: Catalogue) -> str:
    return f"*Permissions*: {_number(scopes, catalogue)}"


def _number(scopes: Iterable[str], catalogue: Catalogue) -> str:
    wanted = list(scopes)
    sensitive = len(catalogue.sensitive(wanted))
    return count(len(wanted), "permission") + (f", {sensitive} of them sensitive" if sensitive else "")


def _see_all(integration: Integration) -> ButtonElement:
    number = len(integration.scopes)
    return button(f"All {number} permissions", ALL, ref(integration), about=f"of {integration.name}")


def _counted(scopes: Iterable[str], catalogue: Catalogue) -> list[str]:
    """“Payments 19”, “Contacts 4”."""
    found = catalogue.in_order(scopes)
    numbers = {group: sum(each.group == group for each in found) for group in catalogue.groups}
    counted = [f"{escape(group)} {number}" for group, number in numbers.items() if number]
    unknown = len(catalogue.unknown(scopes))
    return [*counted, f"not offered any more {unknown}"] if unknown else counted


def _listed(scopes: Iterable[str], catalogue: Catalogue, *, with_scopes: bool = False) -> list[str]:
    """Lines: each group's name, then its permissions."""
    lines = []
    group = ""
    for each in catalogue.in_order(scopes):
        if each.group != group:
            group = each.group
            lines.append(f"*{escape(group)}*")
        lines.append(_line(each, with_scope=with_scopes))
    unknown = [f"• {code(scope)}" for scope in catalogue.unknown(scopes)]
    return [*lines, *(["*Not offered any more*", *unknown] if unknown else [])]


def _line(permission: Permission, *, with_scope: bool) -> str:
    words = f"• {escape(permission.description)}"
    if with_scope:
        words += f"  {code(permission.scope)}"
    return f"{words}  {SENSITIVE}" if permission.is_sensitive else words

"""What an integration may do, in words, by group, sensitive things marked."""

from slack_sdk.models.blocks import Block, ButtonElement
from slack_sdk.models.views import View

from bot.asked import ref
from bot.blocks import actions, button, modal, prose
from bot.text import bold, code, escape
from bot.views.paragraphs import first, paragraphs
from core.catalogue import Catalogue, Permission
from core.integration import Integration

ALL = "all_permissions"
TITLE = "Permissions"
LISTED = 12
"""Up to so many are listed one by one on the portrait; more are counted by group."""
SENSITIVE = "⚠️\u00a0_sensitive_"


def permission_blocks(integration: Integration, catalogue: Catalogue) -> list[Block]:
    """For the portrait: all of a few; of many, the groups, and by name only those that are sensitive."""
    scopes = integration.scopes
    heading = f"*Permissions* ({_number(scopes, catalogue)})"
    if len(scopes) <= LISTED:
        return paragraphs([heading, *_few(scopes, catalogue)])
    named = [f"• {escape(each.description)}" for each in catalogue.sensitive(scopes)]
    told = [heading, ", ".join(_counted(scopes, catalogue))]
    if named:
        told += ["_Sensitive_ ⚠️", *first(named, LISTED, "sensitive ones")]
    return [*paragraphs(told), actions(_see_all(integration))]


def all_permissions_view(integration: Integration, catalogue: Catalogue) -> View:
    scopes = integration.scopes
    lines = []
    for group, permissions in _by_group(scopes, catalogue).items():
        lines.append(f"\n*{escape(group)}*")
        lines += [f"{_line(each)}  {code(each.scope)}" for each in permissions]
    unknown = [f"• {code(scope)}" for scope in catalogue.unknown(scopes)]
    if unknown:
        lines += ["\n*Not offered any more*", *unknown]
    heading = prose(f"{bold(integration.name)}: {_number(scopes, catalogue)} permissions")
    return modal(TITLE, [heading, *paragraphs(lines)])


def _number(scopes: frozenset[str], catalogue: Catalogue) -> str:
    sensitive = len(catalogue.sensitive(scopes))
    return f"{len(scopes)}, {sensitive} of them sensitive" if sensitive else f"{len(scopes)}"


def _see_all(integration: Integration) -> ButtonElement:
    number = len(integration.scopes)
    return button(f"All {number} permissions", ALL, ref(integration), about=f"of {integration.name}")


def _by_group(scopes: frozenset[str], catalogue: Catalogue) -> dict[str, list[Permission]]:
    """In the catalogue's order."""
    groups: dict[str, list[Permission]] = {}
    for each in catalogue.in_order(scopes):
        groups.setdefault(each.group, []).append(each)
    return groups


def _counted(scopes: frozenset[str], catalogue: Catalogue) -> list[str]:
    """“Payments 19”, “Contacts 4”."""
    counted = [f"{escape(group)} {len(found)}" for group, found in _by_group(scopes, catalogue).items()]
    unknown = len(catalogue.unknown(scopes))
    return [*counted, f"not offered any more {unknown}"] if unknown else counted


def _few(scopes: frozenset[str], catalogue: Catalogue) -> list[str]:
    lines = []
    for group, permissions in _by_group(scopes, catalogue).items():
        lines += [f"_{escape(group)}_", *map(_line, permissions)]
    unknown = [f"• {code(scope)}" for scope in catalogue.unknown(scopes)]
    return [*lines, *(["_Not offered any more_", *unknown] if unknown else [])]


def _line(permission: Permission) -> str:
    words = f"• {escape(permission.description)}"
    return f"{words}  {SENSITIVE}" if permission.is_sensitive else words

"""Choosing permissions: one searchable menu in groups, and ready-made sets that fill it in."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from slack_sdk.models.blocks import (
    Option,
    OptionGroup,
    StaticMultiSelectElement,
    StaticSelectElement,
)

from bot.asked import Asked
from bot.blocks import VARIANT, Drawn, actions, field, option, plain
from bot.desk import Desk
from core.catalogue import Access, Catalogue, Permission

PRESET = "add_permission_set"
FIELD = "scopes"
_HINT = "Type to search. As few as the third party needs; you can add more later without a new token."


def picker(catalogue: Catalogue, chosen: Iterable[str], *, variant: int = 0) -> Drawn:
    """The menu. A new `variant` makes Slack forget what was picked in it and take `chosen` instead."""
    empty, wanted = _menu(catalogue), set(chosen)
    groups = [*empty["element"]["option_groups"], *_retired(catalogue, wanted)]
    picked = [each for group in groups for each in group["options"] if each["value"] in wanted]
    element = {**empty["element"], "option_groups": groups}
    if picked:
        element["initial_options"] = picked
    name = f"{FIELD}{VARIANT}{variant}" if variant else FIELD
    return Drawn({**empty, "block_id": name, "element": element})


@lru_cache(maxsize=2)
def _menu(catalogue: Catalogue) -> Mapping[str, Any]:
    """Nothing picked yet. It is the same for everybody, and drawn once."""
    element = StaticMultiSelectElement(
        action_id=FIELD,
        option_groups=[
            _group(group, [_option(each) for each in catalogue.of_group(group)]) for group in catalogue.groups
        ],
        placeholder=plain("Choose permissions"),
    )
    return field(FIELD, "Permissions", element, hint=_HINT).to_dict()


def _retired(catalogue: Catalogue, chosen: Iterable[str]) -> list[Mapping[str, Any]]:
    """A group of those that an integration still has and that nobody else can get; none if there are none."""
    about = "Not offered any more; kept until you take it away"
    options = [option(scope, scope, about) for scope in catalogue.unknown(chosen)]
    return [_group("Not offered any more", options).to_dict()] if options else []


@lru_cache(maxsize=2)
def preset_menu(catalogue: Catalogue) -> Drawn:
    """Ready-made sets, the same for everybody."""
    groups = [_group("Common uses", [_preset(each.name, each.name) for each in catalogue.presets])]
    for label, scopes in (("Read-only", _reading), ("Everything", _everything)):
        offered = [group for group in catalogue.groups if scopes(catalogue, group)]
        groups.append(_group(label, [_preset(f"{label}: {group}", f"{label}:{group}") for group in offered]))
    menu = StaticSelectElement(
        action_id=PRESET,
        option_groups=[group for group in groups if group.options],
        placeholder=plain("Add a ready-made set"),
    )
    return Drawn(actions(menu, block_id="permission_sets").to_dict())


async def on_preset(desk: Desk, asked: Asked) -> None:
    """Add the set's permissions to those already picked, in whichever form this is."""
    added = of_preset(desk.tools.catalogue, asked.value)
    chosen = frozenset(asked.filled_in.get(FIELD) or ()) | added
    view = refilled(asked.raw_view, desk.tools.catalogue, chosen)
    await desk.client.views_update(view_id=asked.view, hash=asked.raw_view.get("hash"), view=view)


def of_preset(catalogue: Catalogue, value: str) -> frozenset[str]:
    """The scopes of a ready-made set; none for a value nobody offered."""
    kind, _, group = value.partition(":")
    if kind == "Read-only":
        return frozenset(_reading(catalogue, group))
    if kind == "Everything":
        return frozenset(_everything(catalogue, group))
    return frozenset(scope for preset in catalogue.presets if preset.name == value for scope in preset.scopes)


def refilled(view: Mapping[str, Any], catalogue: Catalogue, chosen: Iterable[str]) -> dict[str, Any]:
    """The same view with other permissions picked; all else keeps what was typed."""
    kept = ("type", "title", "submit", "close", "callback_id", "private_metadata")
    return {key: view[key] for key in kept if view.get(key)} | {
        "blocks": [_refilled(block, catalogue, chosen) for block in view["blocks"]]
    }


def _refilled(block: Mapping[str, Any], catalogue: Catalogue, chosen: Iterable[str]) -> Mapping[str, Any]:
    name, _, variant = block.get("block_id", "").partition(VARIANT)
    if name != FIELD:
        return block
    return picker(catalogue, chosen, variant=int(variant or 0) + 1).to_dict()


def _group(label: str, options: Sequence[Option]) -> OptionGroup:
    return OptionGroup(label=plain(label), options=options)


def _option(permission: Permission) -> Option:
    mark = " (sensitive)" if permission.is_sensitive else ""
    return option(f"{permission.scope}{mark}", permission.scope, permission.description)


def _preset(text: str, value: str) -> Option:
    return option(text, value)


def _reading(catalogue: Catalogue, group: str) -> list[str]:
    return [each.scope for each in catalogue.of_group(group) if each.access is Access.READ]


def _everything(catalogue: Catalogue, group: str) -> list[str]:
    return [each.scope for each in catalogue.of_group(group)]

"""What one key of an object says about another. The factories return rules for the shapes to name."""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.blocks.grammar import Json, Rule
from sandbox.blocks.limits import LIMITS
from sandbox.blocks.problem import Finding


def at_least_one_of(*keys: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if not any(key in value for key in keys):
            yield Finding("", f"must define one of: {', '.join(keys)}")

    return rule


def exactly_one_of(*keys: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if sum(key in value for key in keys) != 1:
            yield Finding("", f"must define exactly one of: {', '.join(keys)}")

    return rule


def all_or_none_of(*keys: str) -> Rule:
    def rule(value: Json) -> Iterator[Finding]:
        if any(key in value for key in keys) and not all(key in value for key in keys):
            yield Finding("", f"must define all of: {', '.join(keys)}")

    return rule


def distinct(items: str, name: str) -> Rule:
    """No two of the items share the name; items without it are given one by Slack."""

    def rule(value: Json) -> Iterator[Finding]:
        seen = set()
        for index, item in enumerate(value.get(items, ())):
            if name not in item:
                continue
            if item[name] in seen:
                yield Finding(f"/{items}/{index}/{name}", f'`{name}` "{item[name]}" already exists')
            seen.add(item[name])

    return rule


def in_order(low: str, high: str) -> Rule:
    """Both are numbers, or numbers written as text."""

    def rule(value: Json) -> Iterator[Finding]:
        if low in value and high in value and Decimal(value[low]) > Decimal(value[high]):
            yield Finding(f"/{low}", f"must not be more than `{high}`")

    return rule


def initially_among_its_options(menu: Json) -> Iterator[Finding]:
    """The initial choice repeats an option exactly. An empty list repeats none: Slack refuses it too."""
    offered = list(menu.get("options", ()))
    for group in menu.get("option_groups", ()):
        offered += group["options"]
    if "initial_option" in menu and menu["initial_option"] not in offered:
        yield Finding("/initial_option", "must be one of the provided options")
    if "initial_options" in menu:
        chosen = menu["initial_options"]
        if not chosen or any(option not in offered for option in chosen):
            yield Finding("/initial_options", "must be one of the provided options")


def values_differ_between_groups(menu: Json) -> Iterator[Finding]:
    """An answer names only the value, so a value offered twice cannot be told apart."""
    seen = set()
    for number, group in enumerate(menu.get("option_groups", ())):
        for index, option in enumerate(group["options"]):
            if option["value"] in seen:
                at = f"/option_groups/{number}/options/{index}/value"
                yield Finding(at, f'`value` "{option["value"]}" already exists')
            seen.add(option["value"])


def initial_value_fits(field: Json) -> Iterator[Finding]:
    most = field.get("max_length", LIMITS["plain_text_input.max_length"].most)
    if len(field.get("initial_value", "")) > most:
        yield Finding("/initial_value", f"must be less than {most + 1} characters")


def whole_unless_decimals_are_allowed(field: Json) -> Iterator[Finding]:
    for key in ("initial_value", "min_value", "max_value"):
        if "." in field.get(key, "") and not field["is_decimal_allowed"]:
            yield Finding(f"/{key}", "must be a whole number unless `is_decimal_allowed`")


def rows_are_equally_wide(table: Json) -> Iterator[Finding]:
    width = len(table["rows"][0])
    for index, row in enumerate(table["rows"]):
        if len(row) != width:
            yield Finding(f"/rows/{index}", f"must have {width} cells like the first row")


def event_is_flat(metadata: Json) -> Iterator[Finding]:
    """Each value of the event is plain, or an object of plain values, or a list of such objects."""
    for key, value in metadata.get("event_payload", {}).items():
        parts = value if isinstance(value, list) else [value if isinstance(value, dict) else {"": value}]
        if not all(isinstance(part, dict) and _is_plain(part) for part in parts):
            yield Finding(f"/event_payload/{key}", "must be flat")


def _is_plain(part: Json) -> bool:
    return all(isinstance(value, str | int | float) for value in part.values())

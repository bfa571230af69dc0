"""What Slack itself checks before it sends a submission to the app."""

import re
from decimal import Decimal, InvalidOperation

from sandbox.choices import is_empty
from sandbox.elements import Placed, interactive
from sandbox.json_types import Json
from sandbox.views import View

REQUIRED = "Please complete this required field."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def wrong_inputs(view: View) -> dict[str, str]:
    """block_id -> what the person is told about it. Empty when the form may be sent."""
    found: dict[str, str] = {}
    for placed in interactive(view.blocks):
        block_id, action_id = placed.key
        if placed.is_input and (problem := _problem(placed, view.values[block_id][action_id])):
            found[block_id] = problem
    return found


def _problem(placed: Placed, state: Json) -> str:
    if is_empty(state):
        return "" if placed.block.get("optional") else REQUIRED
    element, value = placed.element, state.get("value")
    if element["type"] == "plain_text_input":
        return _length_problem(element, str(value))
    if element["type"] == "email_text_input":
        return "" if EMAIL.fullmatch(str(value)) else "Please enter a valid email address."
    if element["type"] == "url_text_input":
        return "" if URL.fullmatch(str(value)) else "Please enter a valid URL."
    if element["type"] == "number_input":
        return _number_problem(element, str(value))
    return ""


def _length_problem(element: Json, text: str) -> str:
    if len(text) < int(element.get("min_length") or 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(text) > int(element.get("max_length") or 3000):
        return f"Please enter no more than {element.get('max_length') or 3000} characters."
    return ""


def _number_problem(element: Json, text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return ""

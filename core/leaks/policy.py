"""What is done about a token of an integration that was found in public."""

from enum import StrEnum


class OnLeak(StrEnum):
    REVOKE = "revoke"
    """Every token of it dies at once: whoever reads the page may be using it already."""
    ALERT = "alert"
    """People are told, and one of them presses the button."""

"""What people may type into a name or a text: normalise, then check, and leave escaping to who prints it.

A name appears in messages, menus, confirmations and file exports. It must never ping, link, hide, turn the
direction of a line or break a layout, so letters, digits and a short list of signs are allowed, not the rest
of Unicode.
"""

import re
import unicodedata
from itertools import pairwise

from core.refusals import BadField

NAME_LENGTH = 60
TEXT_LENGTH = 500
_SIGNS = frozenset(" -.,'’()/&+#@!?:%_–—")
# Printable according to Unicode, yet seen as nothing or glued to a neighbour.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_FINE = "Letters, digits, spaces and - . , ' ( ) / & + # @ ! ? : % _ are fine."
_MARKS_IN_A_ROW = 4
"""Burmese needs four on a letter; more would climb out of their line."""
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_EMOJI_CODE = re.compile(r":[\w+'-]+:")
_LOOSE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def clean_name(text: str) -> str:
    """`text` as a name, in Unicode's composed form and with single spaces.

    Raises `BadField` with a sentence that says what to change.
    """
    name = re.sub(" +", " ", unicodedata.normalize("NFC", text)).strip(" ")
    problem = _problem(name)
    if problem:
        raise BadField("name", problem)
    return name


def name_key(name: str) -> str:
    """What two names must not share: compatibility forms and letter case make no difference."""
    return unicodedata.normalize("NFKC", name).casefold()


def clean_text(text: str, field: str, *, longest: int = TEXT_LENGTH) -> str:
    """`text` as a description or note of up to `longest` characters; line breaks are kept.

    Raises `BadField`.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(lines) > longest:
        raise BadField(field, f"Please keep this under {longest} characters; it has {len(lines)} now.")
    for character in lines:
        if character != "\n" and _hidden(character):
            raise BadField(field, f"Please remove the invisible character {_code(character)}.")
    return lines


def visible(text: str, longest: int) -> str:
    """Words from outside, made fit for one line: nothing invisible, single spaces, and cut to `longest`."""
    seen = "".join(
        " " if _hidden(character) else character for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(seen.split())[:longest]


def _problem(name: str) -> str | None:
    if not any(character.isalnum() for character in name):
        return "Please give it a name with at least one letter or digit."
    if len(name) > NAME_LENGTH:
        return f"Please keep the name to {NAME_LENGTH} characters; it has {len(name)} now."
    for character in name:
        if _hidden(character):
            return f"The name contains the invisible character {_code(character)}. Please remove it."
        if not _allowed(character):
            return f"The name cannot contain “{character}” ({_code(character)}). {_FINE}"
    return _combination(name)


def _combination(name: str) -> str | None:
    if _EMOJI_CODE.search(name):
        return "The name cannot contain an emoji code such as :tada:."
    if _LOOSE_UNDERSCORE.search(name):
        return "An underscore may only stand between letters or digits, as in billing_sync."
    marks = 0
    for before, character in pairwise(f" {name}"):
        marks = marks + 1 if _is_mark(character) else 0
        if marks > _MARKS_IN_A_ROW or (marks == 1 and not before.isalnum()):
            return "The name has an accent that belongs to no letter, or too many on one letter."
    return None


def _hidden(character: str) -> bool:
    """Control, format, private-use, surrogate and unassigned characters, odd spaces, variation selectors."""
    if (
        character in _INVISIBLE
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0000" <= character <= "\U000e0fff"
    ):
        return True
    category = unicodedata.category(character)
    return category[0] == "C" or (category[0] == "Z" and character != " ")


def _allowed(character: str) -> bool:
    return character in _SIGNS or unicodedata.category(character)[0] in "LN" or _is_mark(character)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc"}


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def is_scope(text: str) -> bool:
    """RFC 6749, section 3.3; what is not of this kind could break out of a header, or be taken for two."""
    return _SCOPE.fullmatch(text) is not None

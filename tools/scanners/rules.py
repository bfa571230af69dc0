"""Each scanner has a template in its own format; the figures and letters come from the token's definition."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from core.secret import ALPHABET, BODY, CHECKSUM, PREFIX

TEMPLATES = Path(__file__).parent / "templates"
USUAL_PREFIX = "pit"
_LETTERS = "0-9A-Za-z"


class NoPrefix(ValueError):  # noqa: N818 - an answer to who typed it
    def __init__(self, prefix: str) -> None:
        super().__init__(f"“{prefix}” is no prefix: a small letter, then 1 to 15 small letters or digits.")


def rules(prefixes: Sequence[str] = (USUAL_PREFIX,)) -> dict[str, str]:
    """File name -> content. Raises `NoPrefix`."""
    values = _values(prefixes)
    return {
        template.stem: Template(template.read_text("utf-8")).substitute(values)
        for template in sorted(TEMPLATES.iterdir())
    }


def _values(prefixes: Sequence[str]) -> Mapping[str, str]:
    for prefix in prefixes:
        if PREFIX.fullmatch(prefix) is None:
            raise NoPrefix(prefix)
    if set(ALPHABET) != set(re.findall(f"[{_LETTERS}]", "".join(map(chr, range(128))))):
        raise AssertionError("the rules below would look for other letters than tokens have")
    prefix = prefixes[0] if len(prefixes) == 1 else f"(?:{'|'.join(prefixes)})"
    return {
        "prefix": prefix,
        "some_prefix": prefixes[0],
        "keywords": json.dumps([f"{each}_" for each in prefixes]),
        "letters": _LETTERS,
        "alphabet": ALPHABET,
        "body": str(BODY),
        "checksum": str(CHECKSUM),
        "token": f"{prefix}_[{_LETTERS}]{{{BODY + CHECKSUM}}}",
        "options": " ".join(f"--prefix {each}" for each in prefixes),
    }

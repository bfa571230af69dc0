"""What people write into an incident: one line of a bounded length, without any token in it."""

from core.leaks.finding import tokens_in
from core.naming import visible
from core.refusals import BadField
from core.secret import SHAPE

LONGEST = 500
REMOVED = "[token removed]"


def tidied(text: str, longest: int = LONGEST) -> str:
    """Whatever looks like a token is cut out, also a mistyped one: it might be nearly somebody's real one."""
    line = SHAPE.sub(REMOVED, text)
    return REMOVED if tokens_in(line) else visible(line, longest)


def link(text: str, field: str = "link") -> str:
    """An address that may be followed. Raises `BadField`."""
    address = tidied(text)
    if not address.startswith(("https://", "http://")) or set(address) & set(" <>|\"'`"):
        raise BadField(field, "Please give an address that begins with https://.")
    return address


def said(text: str, field: str = "text") -> str:
    """Raises `BadField` where nothing was written."""
    line = tidied(text)
    if not line:
        raise BadField(field, "Please write something.")
    return line

"""Everything that changes an integration: where it starts, what is done, and which tokens work around it.

`MINTED` is the token that the operation itself makes and shows.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from core.actions.cancel_rotation import cancel_rotation
from core.actions.compromise import compromise
from core.actions.confirm import confirm
from core.actions.create import create
from core.actions.delete import delete
from core.actions.edit import edit
from core.actions.expire_now import expire_now
from core.actions.extend_overlap import extend_overlap
from core.actions.remint import remint
from core.actions.rotate import rotate
from core.actions.show_token import show_token
from core.actions.verify import verify
from core.actor import Person
from core.intent import Purpose
from core.overlap import Overlap
from core.ports import Show
from core.responding import Call
from core.secret import Secret
from tests.proofs.site import ADA, MIA, Case, Site, fields

MINTED = "minted"
Scene = Callable[[Site, str], Awaitable[Case]]
Act = Callable[[Site, Case, Show], Awaitable[object]]


@dataclass(frozen=True, kw_only=True)
class Operation:
    scene: Scene
    act: Act
    before: frozenset[str] = frozenset()
    """The tokens that work before it."""
    after: frozenset[str] = frozenset()
    """The tokens that work once it is committed; at every instant it is the one or the other."""


# --- scenes with a form open, ready to be sent


def _with_form(scene: Scene, purpose: Purpose) -> Scene:
    async def ready(site: Site, name: str) -> Case:
        return await site.with_form(await scene(site, name), purpose, ADA)

    return ready


async def _offered_at_once(site: Site, name: str) -> Case:
    return await site.offered(name, Overlap.AT_ONCE)


# --- what is done


async def _create(site: Site, case: Case, show: Show, *, recipient: Person | None = None) -> object:
    about = fields(case.name)
    to = (recipient or case.who).id
    return await create(site.tools, case.who, case.intent_id, about, recipient=to, show=show)


async def _rotate(site: Site, case: Case, show: Show, *, recipient: Person | None = None) -> object:
    to = (recipient or case.who).id
    return await rotate(site.tools, case.who, case.intent_id, overlap=Overlap.WEEK, recipient=to, show=show)


async def _show_token(site: Site, case: Case, show: Show) -> object:
    return await show_token(site.tools, case.who, case.integration_id, case.handover_id, show)


async def _confirm(site: Site, case: Case, _show: Show) -> object:
    return await confirm(site.tools, case.who, case.integration_id, case.token_id)


async def _first_use(site: Site, case: Case, _show: Show) -> object:
    secret = Secret.parse(case.tokens["new"])
    assert secret is not None
    return await verify(site.tools, secret)


async def _remint(site: Site, case: Case, show: Show) -> object:
    return await remint(site.tools, case.who, case.integration_id, case.token_id, show)


async def _cancel(site: Site, case: Case, _show: Show) -> object:
    return await cancel_rotation(site.tools, case.who, case.intent_id)


async def _extend(site: Site, case: Case, _show: Show) -> object:
    return await extend_overlap(site.tools, case.who, case.intent_id, longer=timedelta(days=14))


async def _expire(site: Site, case: Case, _show: Show) -> object:
    return await expire_now(site.tools, case.who, case.integration_id, generation=case.generation)


async def _edit(site: Site, case: Case, _show: Show) -> object:
    about = fields(case.name, "contacts.readonly", "invoices.readonly")
    return await edit(site.tools, case.who, case.intent_id, about)


async def _delete(site: Site, case: Case, _show: Show) -> object:
    return await delete(site.tools, case.who, case.intent_id, typed=case.name)


async def _compromise(site: Site, case: Case, _show: Show) -> object:
    return await compromise(site.tools, case.who, case.intent_id, Call())


OLD, BOTH, NEW, NONE = frozenset({"old"}), frozenset({"old", "new"}), frozenset({"new"}), frozenset[str]()
FRESH = frozenset({MINTED})
_rotating = _with_form(Site.settled, Purpose.ROTATE)

OPERATIONS = {
    "create": Operation(scene=Site.nothing, act=_create, after=FRESH),
    "create for a colleague": Operation(scene=Site.nothing, act=partial(_create, recipient=MIA)),
    "rotate": Operation(scene=_rotating, act=_rotate, before=OLD, after=OLD | FRESH),
    "rotate for a colleague": Operation(
        scene=_rotating, act=partial(_rotate, recipient=MIA), before=OLD, after=OLD
    ),
    "show token": Operation(scene=Site.handed_over, act=_show_token, before=OLD, after=OLD | FRESH),
    "I saved it": Operation(scene=Site.offered, act=_confirm, before=BOTH, after=BOTH),
    "I saved it, old one at once": Operation(scene=_offered_at_once, act=_confirm, before=BOTH, after=NEW),
    "first use": Operation(scene=Site.offered, act=_first_use, before=BOTH, after=BOTH),
    "I did not get it": Operation(scene=Site.offered, act=_remint, before=BOTH, after=OLD | FRESH),
    "cancel a waiting hand-over": Operation(
        scene=_with_form(Site.handed_over, Purpose.CANCEL_ROTATION), act=_cancel, before=OLD, after=OLD
    ),
    "cancel before confirmation": Operation(
        scene=_with_form(Site.offered, Purpose.CANCEL_ROTATION), act=_cancel, before=BOTH, after=OLD
    ),
    "cancel in the overlap": Operation(
        scene=_with_form(Site.overlapping, Purpose.CANCEL_ROTATION), act=_cancel, before=BOTH, after=OLD
    ),
    "extend overlap": Operation(
        scene=_with_form(Site.overlapping, Purpose.EXTEND_OVERLAP), act=_extend, before=BOTH, after=BOTH
    ),
    "expire old token now": Operation(scene=Site.overlapping, act=_expire, before=BOTH, after=NEW),
    "edit": Operation(scene=_with_form(Site.settled, Purpose.EDIT), act=_edit, before=OLD, after=OLD),
    "report a compromise": Operation(
        scene=_with_form(Site.overlapping, Purpose.COMPROMISE), act=_compromise, before=BOTH, after=NONE
    ),
    "delete": Operation(
        scene=_with_form(Site.overlapping, Purpose.DELETE), act=_delete, before=BOTH, after=NONE
    ),
}
"""One entry for each thing that can be done. Steps within them are found by running, never listed."""

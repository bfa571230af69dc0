"""Who may do what: a table that stands only here, and how each right is tried with the real action."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from core.actions.audit import record
from core.actions.cancel_rotation import cancel_rotation
from core.actions.compromise import compromise
from core.actions.create import create
from core.actions.delete import delete
from core.actions.edit import edit
from core.actions.expire_now import expire_now
from core.actions.extend_overlap import extend_overlap
from core.actions.grant import grant
from core.actions.reassign import reassign
from core.actions.rotate import rotate
from core.actions.settings import as_shown, change_settings
from core.actions.show import show
from core.actions.unused import remove_unused
from core.actor import Person, Right, Role
from core.intent import Purpose
from core.overlap import Overlap
from core.responding import Call
from core.unused import NothingUnused
from tests.proofs.site import TENANT, Case, Seen, Site, fields

SOMEBODY = Person(tenant=TENANT, id="U0WHO0000", team=TENANT)
PEOPLE = {
    "primary owner": replace(SOMEBODY, is_primary_owner=True),
    "owner": replace(SOMEBODY, is_owner=True),
    "admin": replace(SOMEBODY, is_admin=True),
    "granted admin": SOMEBODY,
    "manager": SOMEBODY,
    "responder": SOMEBODY,
    "viewer": SOMEBODY,
    "member": SOMEBODY,
    "guest": replace(SOMEBODY, is_guest=True, is_admin=True),
    "bot": replace(SOMEBODY, is_bot=True, is_admin=True),
    "stranger": replace(SOMEBODY, is_stranger=True, is_admin=True),
    "of another team": replace(SOMEBODY, team="T0OTHER00", is_admin=True),
    "of no team": replace(SOMEBODY, team="", is_admin=True),
    "deactivated": replace(SOMEBODY, is_deactivated=True, is_admin=True),
}
GRANTED = {
    "granted admin": Role.ADMIN,
    "manager": Role.MANAGER,
    "responder": Role.RESPONDER,
    "viewer": Role.VIEWER,
}
ADMINS = {"primary owner", "owner", "admin", "granted admin"}
MANAGERS = ADMINS | {"manager"}
RESPONDERS = MANAGERS | {"responder"}
EVERYBODY_WITH_A_ROLE = RESPONDERS | {"viewer"}
FULL_MEMBERS = EVERYBODY_WITH_A_ROLE | {"member"}

# Right -> who may, on anything; and whether a full member may on what they own, also as the backup.
TABLE: dict[Right, tuple[set[str], bool]] = {
    Right.SEE: (EVERYBODY_WITH_A_ROLE, True),
    Right.ROTATE: (RESPONDERS, True),
    Right.EXPIRE_OLD: (RESPONDERS, True),
    Right.CANCEL_ROTATION: (MANAGERS, True),
    Right.EXTEND_OVERLAP: (MANAGERS, True),
    Right.REASSIGN: (MANAGERS, True),
    Right.REMOVE_UNUSED: (MANAGERS, True),
    Right.CREATE: (MANAGERS, False),
    Right.EDIT: (MANAGERS, False),
    Right.DELETE: (MANAGERS, False),
    Right.AUDIT: (MANAGERS, False),
    Right.GRANT: (ADMINS, False),
    Right.SETTINGS: (ADMINS, False),
    Right.COMPROMISE: (RESPONDERS, True),
}
STAYS_WHILE_SWITCHED_OFF = {Right.COMPROMISE, Right.REASSIGN, Right.GRANT, Right.SETTINGS, Right.AUDIT}
FORMS = {
    Right.ROTATE: Purpose.ROTATE,
    Right.CANCEL_ROTATION: Purpose.CANCEL_ROTATION,
    Right.EXTEND_OVERLAP: Purpose.EXTEND_OVERLAP,
    Right.REASSIGN: Purpose.REASSIGN,
    Right.EDIT: Purpose.EDIT,
    Right.DELETE: Purpose.DELETE,
    Right.COMPROMISE: Purpose.COMPROMISE,
}
ABOUT_ONE = TABLE.keys() - {Right.CREATE, Right.GRANT, Right.SETTINGS, Right.AUDIT}
"""Who may not see it is told that it is not there; the rest is asked before anything is looked up."""
Try = Callable[[Site, Case], Awaitable[object]]


async def _rotate(site: Site, case: Case) -> object:
    who = case.who
    return await rotate(
        site.tools, who, case.intent_id, overlap=Overlap.DAY, recipient=who.id, show=Seen().show
    )


async def _extend(site: Site, case: Case) -> object:
    return await extend_overlap(site.tools, case.who, case.intent_id, longer=timedelta(days=14))


async def _expire(site: Site, case: Case) -> object:
    return await expire_now(site.tools, case.who, case.integration_id, generation=case.generation)


async def _create(site: Site, case: Case) -> object:
    form = await site.form(Purpose.CREATE, case.who)
    about = fields(f"{case.name} {form[-8:]}")
    return await create(site.tools, case.who, form, about, recipient=case.who.id, show=Seen().show)


async def _edit(site: Site, case: Case) -> object:
    about = fields(case.name, "contacts.readonly", "invoices.readonly")
    return await edit(site.tools, case.who, case.intent_id, about)


async def _remove_unused(site: Site, case: Case) -> object:
    with suppress(NothingUnused):  # that is asked after the right
        await remove_unused(site.tools, case.who, case.integration_id, generation=case.generation)
    return None


async def _settings(site: Site, case: Case) -> object:
    async with site.tools.store.reading(TENANT) as reading:
        now = await reading.workspace()
    form = await site.form(Purpose.SETTINGS, case.who, draft=as_shown(now))
    wanted = replace(now, period=now.period + timedelta(days=1))
    return await change_settings(site.tools, case.who, form, wanted)


TRIES: dict[Right, Try] = {
    Right.SEE: lambda site, case: show(site.tools, case.who, case.integration_id),
    Right.ROTATE: _rotate,
    Right.EXPIRE_OLD: _expire,
    Right.CANCEL_ROTATION: lambda site, case: cancel_rotation(site.tools, case.who, case.intent_id),
    Right.EXTEND_OVERLAP: _extend,
    Right.REASSIGN: lambda site, case: reassign(site.tools, case.who, case.intent_id, owner="U0NEW0000"),
    Right.REMOVE_UNUSED: _remove_unused,
    Right.CREATE: _create,
    Right.EDIT: _edit,
    Right.DELETE: lambda site, case: delete(site.tools, case.who, case.intent_id, typed=case.name),
    Right.AUDIT: lambda site, case: record(site.tools, case.who, integration_id=case.integration_id),
    Right.GRANT: lambda site, case: grant(site.tools, case.who, "U0NEW0000", Role.VIEWER),
    Right.SETTINGS: _settings,
    Right.COMPROMISE: lambda site, case: compromise(site.tools, case.who, case.intent_id, Call()),
}

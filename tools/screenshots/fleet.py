"""A hundred days in an office that looks after a dozen integrations, so that each state is there."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sandbox import Person
from tests.office import Office, tokens_seen_by
from tools.screenshots.use import use

TODAY = datetime(2027, 6, 8, 8, 24, tzinfo=UTC)
HISTORY = timedelta(days=100)
DAY = timedelta(days=1)
TEA_BREAK = timedelta(minutes=23)


@dataclass(frozen=True, slots=True)
class Planned:
    name: str
    days_ago: int
    period: str
    owner: str
    scopes: Sequence[str]
    description: str = ""
    storage_note: str = ""
    recipient: str = "ada"


FLEET = (
    Planned("Payroll export", 93, "90 days", "ada", ["users.readonly", "files.readonly"]),
    Planned("Survey tool", 85, "90 days", "max", ["surveys.readonly", "forms.readonly"]),
    Planned(
        "Billing sync",
        78,
        "90 days",
        "ada",
        ["contacts.readonly", "invoices.readonly", "invoices.write", "payments/transactions.readonly"],
        "Sends paid invoices to the accounts department's ledger, each night.",
        "Vault: billing/ledger",
    ),
    Planned(
        "Warehouse",
        60,
        "180 days",
        "adi",
        ["products.readonly", "products/prices.readonly", "store/shipping.write", "payments/orders.readonly"],
        "Tells the warehouse what was ordered, and the shop what is in stock.",
        "The warehouse's own settings page, under “API”",
    ),
    Planned("Support desk", 50, "180 days", "max", ["conversations.readonly", "conversations.write"]),
    Planned("Old newsletter", 40, "90 days", "mia", ["emails/stats.readonly"], recipient="max"),
    Planned(
        "Analytics",
        30,
        "365 days",
        "adi",
        ["contacts.readonly", "opportunities.readonly", "calendars.readonly", "campaigns.readonly"],
        "Numbers for the weekly meeting.",
    ),
    Planned("Website forms", 25, "180 days", "ada", ["forms.readonly", "contacts.write"]),
    Planned("Event sign-ups", 20, "180 days", "mia", ["calendars/events.write"]),
    Planned("Telephony", 15, "180 days", "max", ["phonenumbers.read", "contacts.readonly"]),
    Planned("Partner portal", 5, "180 days", "ada", ["opportunities.readonly"]),
    Planned("Travel booking", 1, "90 days", "mia", ["calendars/events.readonly"], recipient="mia"),
)
WAREHOUSE_ROTATED = 3 * DAY + timedelta(hours=19)
SUPPORT_DESK_ROTATED = timedelta(hours=2)


async def fill(office: Office) -> None:
    """From the first day to today, one thing after the other."""
    await _set_up(office)
    days: dict[datetime, Callable[[], Awaitable[object]]] = {
        TODAY - each.days_ago * DAY + number * TEA_BREAK: partial(_create, office, each)
        for number, each in enumerate(FLEET)
    }
    days[TODAY - WAREHOUSE_ROTATED] = partial(_rotate_and_save, office)
    days[TODAY - SUPPORT_DESK_ROTATED] = partial(office.rotates, office.max, "Support desk")
    for day in sorted(days):
        office.clock.now = day
        await days[day]()
        await office.tick()
    office.clock.now = TODAY
    await use(office)
    await settle(office)


async def settle(office: Office) -> None:
    """Let everything be said and drawn: cards are drawn one after the other, and the board once a minute."""
    for _ in range(6):
        await office.tick()
        office.clock.pass_(timedelta(seconds=20))


async def after_a_long_silence(office: Office) -> None:
    """Nobody did anything for months, and nothing ran: then all that is due is said at once."""
    office.clock.now = TODAY + 149 * DAY
    await settle(office)


async def _rotate_and_save(office: Office) -> None:
    await office.rotates(office.adi, "Warehouse")
    await office.adi.clicks("I saved it")
    await office.adi.waits_until(lambda: not tokens_seen_by(office.adi))


async def _set_up(office: Office) -> None:
    for colleague, role in ((office.max, "Manager"), (office.mia, "Viewer")):
        filled = {"person": colleague, "role": role}
        await _sends(office.ada, "access", filled, answer=f">: {role.lower()}")
    quiet = {"channel": "security", "time_zone": "Europe/Berlin"}
    await _sends(office.ada, "settings", quiet, answer="Saved.")


async def _sends(person: Person, verb: str, filled: Mapping[str, object], *, answer: str) -> None:
    await person.types(f"/integrations {verb}")
    await person.waits_until(lambda: person.modal and person.modal.submit)
    await person.fills(filled)
    await person.submits()
    await person.waits_until(lambda: person.modal and answer in person.modal.all_text)
    await person.closes()


async def _create(office: Office, planned: Planned) -> None:
    filled = {
        "description": planned.description,
        "scopes": planned.scopes,
        "owner": planned.owner,
        "storage_note": planned.storage_note,
        "period": planned.period,
    }
    if planned.recipient == "ada":
        await office.creates(office.ada, planned.name, **filled)
    else:
        filled |= {"name": planned.name, "recipient": planned.recipient}
        await _sends(office.ada, "create", filled, answer="gets a direct message")

"""A token is found in public: what people then do about it, up to the middle of the checklist."""

from datetime import timedelta

from sandbox import Person, ShownMessage
from tests.office import Office, tokens_seen_by
from tools.screenshots.fleet import settle
from tools.screenshots.use import found

NAME = "Analytics"
HOUR = timedelta(hours=1)


async def after_a_leak(office: Office) -> None:
    ada, max_ = office.ada, office.max
    await found(office)
    ada.reloads()  # whatever stood open for a picture
    await ada.types(f"/compromised {NAME}")
    await ada.waits_until(lambda: ada.modal and ada.modal.submit)
    since = str(int((office.clock.now - 26 * HOUR).timestamp()))
    await ada.fills(exposure="In public", since=since, where="A public repository, in deploy.sh")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and ":white_check_mark:" in ada.modal.all_text)
    await ada.closes(everything=True)
    await settle(office)
    if tokens_seen_by(ada):
        await ada.clicks("I saved it")
        await ada.waits_until(lambda: not tokens_seen_by(ada))
    await _works(max_, "4. Stop the source", what="It is done", note="Deleted, and purged from its history")
    await _works(max_, "12. Look for what", what="Leave that as it is", assignee=max_.id)
    await settle(office)


async def _works(person: Person, step: str, **filled: object) -> None:
    await person.clicks("Work on a step", in_=_checklist(person))
    await person.waits_until(lambda: person.modal and person.modal.submit)
    await person.fills(step=_named(person, step), **filled)
    await person.submits()
    await person.waits_until(lambda: person.modal and "written down" in person.modal.all_text)
    await person.closes(everything=True)


def _checklist(person: Person) -> ShownMessage:
    return next(each for each in person.sees if "Incident P" in each.text and not each.thread_ts)


def _named(person: Person, beginning: str) -> str:
    assert person.modal is not None
    return next(line for line in person.modal.all_text.split("\n") if line.startswith(beginning))

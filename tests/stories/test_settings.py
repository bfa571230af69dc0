"""Settings, when more than one person changes them."""

from sandbox import Person
from tests.office import Office


async def opens_settings(person: Person) -> None:
    await person.types("/integrations settings")
    await person.waits_until(lambda: person.modal and person.modal.submit == "Save")


async def test_who_saves_settings_second_is_told_who_was_faster(
    office: Office,
) -> None:
    ada, adi = office.ada, office.adi
    await opens_settings(ada)
    await opens_settings(adi)
    await adi.fills(period="30 days")
    await adi.submits()
    await adi.waits_until(lambda: adi.modal and "Saved." in adi.modal.all_text)
    await ada.fills(time_zone="Europe/Berlin")
    await ada.submits()
    await ada.waits_until(lambda: ada.modal and "after you opened this" in ada.modal.all_text)

    assert ada.modal is not None
    assert adi.id in ada.modal.all_text
    await ada.closes()
    await opens_settings(ada)
    assert ada.modal is not None
    assert ada.modal.values["period"] == "30"
    assert ada.modal.values["time_zone"] == "UTC"

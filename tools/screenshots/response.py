"""What those see who respond: forms of an incident, and alarms."""

from collections.abc import Mapping

from playwright.async_api import Locator, expect

from tools.screenshots.camera import Camera
from tools.screenshots.scenes import Scene

FORMS = {
    "incident-step": ("Work on a step", "Work on a step"),
    "incident-update": ("Give an update", "Give an update"),
    "incident-lead": ("Lead", "Lead"),
    "incident-change": ("Change", "Change"),
    "incident-close": ("Close", "Close"),
}
"""The button below the checklist, and the title of what it opens."""


async def incident(camera: Camera) -> None:
    message = await checklist(camera, "Analytics")
    await camera.takes("incident", message)
    view = await camera.presses(message.get_by_role("button", name="Where was it used"), "Where was it used")
    await expect(view).to_contain_text("Who was refused")
    await camera.takes("incident-use", view)


async def checklist(camera: Camera, name: str) -> Locator:
    await camera.sits_down("ada", "security")
    return camera.page.get_by_role("article").filter(has_text="Declare the incident").filter(has_text=name)


def form(name: str, button: str, title: str) -> Scene:
    async def scene(camera: Camera) -> None:
        message = await checklist(camera, "Analytics")
        pressed = message.get_by_role("button", name=f"{button} of the incident of Analytics", exact=True)
        await camera.takes(name, await camera.presses(pressed, title))

    return scene


def in_channel(name: str, words: str) -> Scene:
    """The last one with these words."""

    async def scene(camera: Camera) -> None:
        await camera.sits_down("ada", "security")
        await camera.takes(name, camera.page.get_by_role("article").filter(has_text=words).last)

    return scene


async def decoy_form(camera: Camera) -> None:
    await camera.sits_down("ada", "home")
    button = camera.page.get_by_role("button", name="Plant a decoy")
    await camera.takes("decoy-form", await camera.presses(button, "Plant a decoy"))


async def ways(camera: Camera) -> None:
    """The last row of the Home tab."""
    await camera.sits_down("ada", "home")
    await camera.takes("home-ways", camera.page.locator(".home .block-actions").last)


async def decoy(camera: Camera) -> None:
    await camera.takes("decoy", await checklist(camera, "Decoy in the wiki"))


async def held(camera: Camera) -> None:
    await camera.sits_down("ada", "home")
    await expect(camera.page.get_by_text("leak reports held")).to_be_visible()
    await camera.takes_window("held", height=520)


LEAKED: Mapping[str, Scene] = {
    "incident": incident,
    **{name: form(name, *pressed) for name, pressed in FORMS.items()},
    "home-ways": ways,
    "decoy-form": decoy_form,
}
ALARMS: Mapping[str, Scene] = {"decoy": decoy, "leak": in_channel("leak", "Please decide")}
ORPHANED: Mapping[str, Scene] = {"orphaned": in_channel("orphaned", "The owner of Survey tool")}
HELD: Mapping[str, Scene] = {"held": held}

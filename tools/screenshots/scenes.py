"""What stands in each picture, and how a person gets there."""

from collections.abc import Awaitable, Callable, Mapping

from playwright.async_api import Locator, expect

from tools.screenshots.camera import Camera

Scene = Callable[[Camera], Awaitable[None]]


async def home(camera: Camera) -> None:
    await camera.sits_down("ada", "home")
    await camera.page.get_by_text("Payroll export").wait_for()
    await camera.takes_window("home", height=760)


async def fleet(camera: Camera) -> None:
    await camera.sits_down("ada")
    await camera.takes("list", await camera.asks_for("/integrations", "Integrations"))


async def create_and_token(camera: Camera) -> None:
    await camera.sits_down("ada")
    form = await camera.asks_for("/integrations create", "Create integration")
    await form.get_by_role("textbox", name="Name").fill("Loyalty programme")
    await form.get_by_role("textbox", name="Description").fill("Gives points for paid invoices.")
    for scope in ("contacts.readonly", "invoices.readonly"):
        await pick(form, "Permissions", scope)
    await form.get_by_role("textbox", name="Where will").fill("Vault: loyalty/production")
    await camera.takes("create", form)
    await form.get_by_role("button", name="Create").click()
    await form.get_by_text("is created").wait_for()
    await form.get_by_role("button", name="Close").last.click()
    await expect(form).to_have_count(0)
    await camera.takes_window("token", height=660)
    await camera.page.get_by_role("button", name="I saved it").click()


async def pick(form: Locator, menu: str, scope: str) -> None:
    box = form.get_by_role("combobox", name=menu)
    await box.fill(scope)
    await form.get_by_role("option", name=scope).first.click()
    await box.press("Escape")


async def edit(camera: Camera) -> None:
    await camera.sits_down("ada")
    form = await camera.asks_for("/integrations edit Analytics", "Edit")
    await form.get_by_role("textbox", name="Name").fill("Weekly numbers")
    await form.get_by_role("button", name="Remove calendars.readonly").click()
    await pick(form, "Permissions", "opportunities.write")
    await pick(form, "Permissions", "contacts.write")
    review = await camera.presses(form.get_by_role("button", name="Review"), "Is this right?")
    await expect(review).to_contain_text("It gains")
    await camera.takes("edit", review)


async def guide(camera: Camera) -> None:
    await camera.sits_down("ada", "home")
    button = camera.page.get_by_role("button", name="Open the guide")
    await camera.takes("guide", await camera.presses(button, "Guide"))


async def handover(camera: Camera) -> None:
    await camera.sits_down("mia", "home")
    await camera.page.get_by_role("button", name="Messages", exact=True).click()
    message = camera.page.get_by_role("article").filter(has_text="Travel booking")
    await camera.takes("handover", message)


async def reminder(camera: Camera) -> None:
    await in_direct_messages(camera, "reminder", "Payroll export")


async def digest(camera: Camera) -> None:
    await in_direct_messages(camera, "digest", "rotations are due")


async def idle(camera: Camera) -> None:
    await in_direct_messages(camera, "idle", "Nobody has used the token")


async def in_direct_messages(camera: Camera, name: str, words: str) -> None:
    """The last one with these words."""
    await camera.sits_down("ada", "home")
    await camera.page.get_by_role("button", name="Messages", exact=True).click()
    await camera.takes(name, camera.page.get_by_role("article").filter(has_text=words).last)


async def board(camera: Camera) -> None:
    await camera.sits_down("ada", "security")
    await camera.takes("board", camera.page.get_by_role("article").filter(has_text="in order"))


async def refusal(camera: Camera) -> None:
    await camera.sits_down("gus")
    await camera.takes("refusal", await camera.asks_for("/integrations create", "Create integration"))


def screen(name: str, command: str, title: str) -> Scene:
    """One that is just opened."""

    async def scene(camera: Camera) -> None:
        await camera.sits_down("ada")
        await camera.takes(name, await camera.asks_for(command, title))

    return scene


SCENES: Mapping[str, Scene] = {
    "home": home,
    "list": fleet,
    "create": create_and_token,
    "show": screen("show", "/integrations show Warehouse", "Integration"),
    "rotate": screen("rotate", "/integrations rotate Billing sync", "Rotate"),
    "edit": edit,
    "delete": screen("delete", "/integrations delete Website forms", "Delete"),
    "audit": screen("audit", "/integrations audit", "Audit"),
    "access": screen("access", "/integrations access", "Access"),
    "settings": screen("settings", "/integrations settings", "Settings"),
    "handover": handover,
    "guide": guide,
    "refusal": refusal,
    "reminder": reminder,
    "board": board,
    "compromised": screen("compromised", "/compromised Analytics", "Report compromised"),
}
MONTHS_LATER: Mapping[str, Scene] = {"digest": digest, "idle": idle}

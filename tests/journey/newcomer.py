"""What somebody does who has the page in front of them and has read nothing."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from core.secret import SHAPE


@dataclass(frozen=True, slots=True)
class Newcomer:
    page: Page

    async def types(self, command: str) -> None:
        box = self.page.get_by_role("textbox", name="Message #general")
        await box.fill(command)
        await box.press("Enter")

    async def asks_for(self, command: str, title: str) -> Locator:
        """The form or screen that a command opens."""
        await self.types(command)
        dialog = self.dialog(title)
        await dialog.get_by_text("One moment").wait_for(state="hidden")
        return dialog

    def dialog(self, title: str) -> Locator:
        return self.page.get_by_role("dialog", name=title)

    def message(self, words: str) -> Locator:
        return self.page.get_by_role("article").filter(has_text=words)

    def token_message(self, name: str) -> Locator:
        heading = self.page.get_by_role("heading", name=f"Token of {name}", exact=True)
        return self.page.get_by_role("article").filter(has=heading)

    async def picks(self, form: Locator, menu: str, typed: str, choice: str) -> None:
        """From a menu that is searched by typing."""
        box = form.get_by_role("combobox", name=menu)
        await box.fill(typed)
        await form.get_by_role("option", name=choice).click()
        await box.press("Escape")

    async def closes(self, dialog: Locator) -> None:
        await dialog.get_by_role("button", name="Close", exact=True).last.click()
        await expect(self.page.get_by_role("dialog")).to_have_count(0)

    async def copies_the_token(self, name: str) -> str:
        """With a double click and Ctrl-C, as people do."""
        message = self.token_message(name)
        await expect(message).to_contain_text("Only visible to you")
        await message.get_by_text(SHAPE).dblclick(position={"x": 40, "y": 18})
        await self.page.keyboard.press("Control+c")
        return str(await self.page.evaluate("navigator.clipboard.readText()")).strip()

    async def saves(self, name: str, token: str) -> None:
        await self.token_message(name).get_by_role("button", name="I saved it").click()
        await expect(self.message(token)).to_have_count(0)
        await expect(self.message(f"Saved. The new token of {name}").last).to_be_visible()

    async def creates(self, name: str, permission: str = "contacts.readonly") -> str:
        """By command. Returns the token, which is saved."""
        form = await self.asks_for("/integrations create", "Create integration")
        await form.get_by_role("textbox", name="Name").fill(name)
        await self.picks(form, "Permissions", permission.partition(".")[0], permission)
        await form.get_by_role("button", name="Create").click()
        await expect(form).to_contain_text(f"{name} is created")
        await self.closes(form)
        token = await self.copies_the_token(name)
        await self.saves(name, token)
        return token

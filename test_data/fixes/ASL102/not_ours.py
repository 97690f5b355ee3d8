# unsafe
"""Somebody else may await these: other scopes, other names, attributes."""

import asyncio


async def render(page: str) -> str:
    await asyncio.sleep(0)
    return page


pending = render("module")


class Publisher:
    async def publish(self, page: str) -> None:
        global pending
        pending = render(page)
        self.waiting = render(page)

        def later() -> object:
            return html

        html = render(page)
        await asyncio.sleep(1)
        await later()

    async def show(self, page: str) -> str:
        html = render(page)
        alias = html
        return await alias

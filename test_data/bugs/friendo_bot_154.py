# https://github.com/fisher60/friendo-bot/pull/154
# never awaited: the key was looked up in the coroutine, since await binds looser than the brackets behind it.

import aiohttp


class GraphClient:
    def __init__(self, url: str) -> None:
        self.url = url

    async def post(self, query: str) -> dict[str, object]:
        async with aiohttp.ClientSession() as session, session.post(self.url, json={"query": query}) as resp:
            return await resp.json()

    async def guild(self, guild_id: int) -> object:
        return await self.post(f"query {{ guild(id: {guild_id}) }}")["data"]  # expect: ASL104

    async def guild_mended(self, guild_id: int) -> object:
        return (await self.post(f"query {{ guild(id: {guild_id}) }}"))["data"]

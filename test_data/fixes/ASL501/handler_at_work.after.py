# unsafe
# left: ASL501:16
"""A handler that does more than tell and clean up is the answer to the cancellation."""

import asyncio


class Connection:
    async def request(self) -> None:
        await asyncio.sleep(1)

    async def serve(self) -> str:
        try:
            await self.request()
            return "served"
        except asyncio.CancelledError:
            await self.send_error("stopped")
        return "refused"

    async def serve_quietly(self) -> str:
        try:
            await self.request()
            return "served"
        except asyncio.CancelledError as error:
            print("stopped", repr(error))
            await self.close()
            raise
        return "refused"

    async def send_error(self, text: str) -> None:
        await asyncio.sleep(1)

    async def close(self) -> None:
        await asyncio.sleep(1)

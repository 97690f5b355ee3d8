# https://github.com/keybase/pykeybasebot/pull/18
# blocking: the bot slept the thread between two attempts to reach its command-line program.

import asyncio
import time


class KeybaseNotConnectedError(Exception): ...


class Bot:
    async def submit(self, command: str) -> bytes:
        process = await asyncio.create_subprocess_exec("keybase", command, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        if not output:
            raise KeybaseNotConnectedError
        return output

    async def ensure_initialized(self) -> None:
        for attempt in range(5):
            try:
                await self.submit("whoami")
            except KeybaseNotConnectedError:
                time.sleep(2**attempt)  # expect: ASL201

    async def ensure_initialized_mended(self) -> None:
        for attempt in range(5):
            try:
                await self.submit("whoami")
            except KeybaseNotConnectedError:
                await asyncio.sleep(2**attempt)

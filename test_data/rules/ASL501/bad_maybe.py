"""The error is raised on some paths, or somebody else gets it: shown on request only."""

import asyncio


class Connection:
    def __init__(self, transport) -> None:
        self.transport = transport
        self.closing = False
        self.failure: BaseException | None = None

    async def read(self) -> bytes:
        try:
            return await self.transport.read()
        except asyncio.CancelledError:  # expect: ASL501[possible]
            if not self.closing:
                raise
            return b""

    async def connect(self) -> None:
        try:
            await self.transport.open()
        except asyncio.CancelledError as error:  # expect: ASL501[possible]
            self.failure = error
        self.transport.log("connected")

    async def run(self, job: asyncio.Task[bytes]) -> bytes:
        try:
            await asyncio.wait({job})
        except asyncio.CancelledError:  # expect: ASL501[possible]
            job.cancel()
            await job
        return job.result()

# https://github.com/iroco-co/aioimaplib/pull/96
# task not kept: waiting for the server's continuation was started with ensure_future: Task was destroyed but it is pending.

import asyncio
import functools


class IMAP4ClientProtocol(asyncio.Protocol):
    def __init__(self) -> None:
        self._idle_event = asyncio.Event()
        self.tasks: set[asyncio.Future[None]] = set()

    async def wait_data(self, line: str) -> None:
        await self._idle_event.wait()

    def _continuation(self, line: str) -> None:
        if line.startswith("+ idling"):
            asyncio.ensure_future(self.wait_data(line))  # expect: ASL301

    def _continuation_mended(self, line: str) -> None:
        if line.startswith("+ idling"):
            task = asyncio.ensure_future(self.wait_data(line))
            self.tasks.add(task)
            task.add_done_callback(functools.partial(self._forget))

    def _forget(self, task: "asyncio.Future[None]") -> None:
        self.tasks.discard(task)

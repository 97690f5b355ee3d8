# https://github.com/jupyter-server/jupyter_server/pull/892
# blocking: get_msg was marked async, but took its message from a thread's queue, of which its class is a subclass.

import asyncio
from queue import Empty, Queue


class ChannelQueue(Queue[bytes]):
    channel_name: str = ""

    async def get_msg(self, timeout: float | None = None) -> bytes:
        return self.get(timeout=timeout)  # expect: ASL206

    async def get_msg_mended(self, timeout: float = 60) -> bytes:
        async with asyncio.timeout(timeout):
            while True:
                try:
                    return self.get(block=False)
                except Empty:
                    await asyncio.sleep(0.01)

# https://github.com/jaroschek/home-assistant-myuplink/pull/86
# cancellation: a report of a CancelledError was answered by suppressing it around the pause between two requests.

import asyncio
from contextlib import suppress


class Throttle:
    def __init__(self, delay: float) -> None:
        self._delay = delay

    async def __aenter__(self) -> None:
        with suppress(asyncio.CancelledError):  # expect: ASL506[likely]
            await asyncio.sleep(self._delay)

    async def __aexit__(self, *exc: object) -> None: ...


class ThrottleMended(Throttle):
    async def __aenter__(self) -> None:
        await asyncio.sleep(self._delay)

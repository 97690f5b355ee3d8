from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

_WAITING: list[Coroutine[Any, Any, None]] = []


def enqueue(job: Coroutine[Any, Any, None]) -> None:
    _WAITING.append(job)


class JobQueue:
    async def drain(self) -> int:
        done = 0
        while _WAITING:
            job = _WAITING.pop()
            await job
            done += 1
        return done

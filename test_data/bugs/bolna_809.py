# https://github.com/bolna-ai/bolna/pull/809
# task not kept: observers of a variable were told in tasks; some of them were collected half-way, a hundred a day.

import asyncio
from collections.abc import Callable
from typing import Any


class ObservableVariable:
    def __init__(self, value: Any) -> None:
        self._value = value
        self._observers: list[Callable[[Any], Any]] = []
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def value(self) -> Any:
        return self._value

    @value.setter
    def value(self, new: Any) -> None:
        self._value = new
        for observer in self._observers:
            if asyncio.iscoroutinefunction(observer):
                asyncio.create_task(observer(new))  # expect: ASL301
            else:
                observer(new)

    def notify_mended(self) -> None:
        for observer in self._observers:
            if asyncio.iscoroutinefunction(observer):
                task = asyncio.create_task(observer(self._value))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
